"""What stands in front of every page."""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

# Where documents are taken in, from people who are signed in: larger than any other form.
_TAKES_FILES = re.compile(r"/(my|courses)/[^/]{1,40}/files/")

_HIGH = re.compile(rb"%[89A-Fa-f]")  # the beginning of a byte that is no ASCII

PLAIN = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Too large</title></head>
<body><main><h1>That is too large</h1>
<p>Nothing was stored. Send at most {most} MB at a time: shorten the text, or send it in several parts.</p>
</main></body></html>
"""


class TooLarge:
    """Answers a form that is larger than the clinic takes with a page that says so. Nothing of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        largest = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if _TAKES_FILES.fullmatch(request.path) and settings.SESSION_COOKIE_NAME in request.COOKIES:
            largest = settings.UPLOAD_MAX_SIZE
        if length.isdecimal() and int(length) <= largest:
            return self.get_response(request)
        most = largest // (1024 * 1024)
        try:
            page: str = render_to_string("413.html", {"most": most})
        except TemplateDoesNotExist:
            page = PLAIN.format(most=most)
        return HttpResponse(page, status=413)


class Readable:
    """Answers a form whose bytes are not UTF-8 with a page that says so, before anything of it is read.

    Django would put U+FFFD in place of what it cannot read, and a name or a word would be kept wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "application/x-www-form-urlencoded" and not _is_utf8(request):
            raise BadRequest("A form that is not UTF-8.")
        return self.get_response(request)


def _is_utf8(request: HttpRequest) -> bool:
    try:
        body = request.body
        if not body.isascii() or _HIGH.search(body):
            unquote_to_bytes(body).decode()
    except UnicodeDecodeError:
        return False
    except UnreadablePostError:  # the browser left: whoever reads the form finds out
        pass
    return True


class Policy:
    """What a page may load and do. No page has a policy of its own, so the words of it are put together once.

    A developer's pages of errors have none, as with django-csp's own middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in (404, 500)):
            response.headers.setdefault(HEADER, self.policy)
        return response


class Compressed(GZipMiddleware):
    """Pages, and other text, as gzip. Pictures and papers are compressed already.

    What a page repeats of its own address cannot be used to guess what else is in it by the length (BREACH): Django
    puts up to a hundred random bytes into each answer, and a form's token is masked anew (`CsrfViewMiddleware`).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or not (kind.startswith("text/") or kind.endswith("json")):
            return response
        return super().process_response(request, response)
