"""Who may see a page at all. What a person may do with a course is decided where it is opened and recorded."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods

from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed, Restricted
from enthesis.clinic.looks import gathering, refusal
from enthesis.web.frame import me
from enthesis.web.restricted.closed import closed

View = Callable[..., HttpResponse]


def public_page(view: View) -> View:
    """A page that anybody may read, signed in or not. It shows no record, and nothing can be sent to it."""
    return require_http_methods(["GET", "HEAD"])(cache_control(private=True, no_cache=True)(view))


def page(*roles: str, methods: tuple[str, ...] = ("GET", "POST")) -> Callable[[View], View]:
    """A page for some roles, or for every role where none is named. Signed out: to the sign-in page.

    Another method gets 405, another role 403, a record that is not theirs 404, a restricted one 403 with the way to
    open it in an emergency. Nothing is kept by a browser.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *positional: Any, **named: Any) -> HttpResponse:
            try:
                who = me(request)
                if roles and not who.roles & set(roles):
                    problem = NotAllowed(NOT_YOUR_ROLE, _("This page is not for your role."))
                    where = who.clinic.pk if who.clinic else None
                    raise refusal(problem, request.user, f"page {view.__name__}", where)
                with gathering():
                    return view(request, *positional, **named)
            except Restricted as refused:
                return closed(request, refused)
            except NotAllowed as refused:
                if NOT_YOUR_ROLE not in refused.codes:
                    raise Http404(str(refused)) from None
                return render(request, "403.html", {"says": str(refused)}, status=403)

        return never_cache(login_required(require_http_methods(methods)(guarded)))

    return wrap
