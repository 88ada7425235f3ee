"""Which language a page is in, and the way to another one.

A patient's own choice comes first: what the clinic knows of them at sign-in, and what they choose on a page. Else
the device's choice, else what its browser asks for, else the clinic's language (ENTHESIS_LANGUAGE). The pages of staff
are English.
"""

from collections.abc import Callable
from functools import lru_cache
from gettext import GNUTranslations
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import (
    DjangoTranslation,
    get_supported_language_variant,
    parse_accept_lang_header,
)
from django.views.decorators.http import require_POST

from enthesis.clinic.access import PATIENT
from enthesis.clinic.messages.choosing import choose_language
from enthesis.clinic.messages.ways import language_of as of_message
from enthesis.clinic.models import Membership
from enthesis.clinic.people import profile_of
from enthesis.web.frame import me

KEY = "language"
STAFF_LANGUAGE = "en-gb"
_YEAR = 365 * 24 * 3600
_SENTENCES = 20_000


def remember_words() -> None:
    """Look up each sentence of the pages once in a language: whatever is not in it goes through five files in vain."""
    plain = GNUTranslations.gettext
    DjangoTranslation.gettext = lru_cache(maxsize=_SENTENCES)(plain)  # type: ignore[method-assign] # Django has no other way


def known(code: str) -> str:
    """The language of the pages that serves a code ("es-MX": "es"); "" where none does."""
    try:
        return str(get_supported_language_variant(code)) if code else ""
    except LookupError:
        return ""


class InLanguage:
    """Says each page in the language of whoever asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = known(str(request.session.get(KEY, "")))
        language = chosen or asked_for(request) or of_clinic(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        if not chosen:
            patch_vary_headers(response, ("Accept-Language",))
        response.headers.setdefault("Content-Language", language)
        return response


def asked_for(request: HttpRequest) -> str:
    """What the device chose before, or else what its browser asks for; "" where the pages are in none of it."""
    wanted = [request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")]
    wanted += [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    return next((language for code in wanted if (language := known(code))), "")


def of_clinic(request: HttpRequest) -> str:
    """The language of the clinic whose page it is, or else of the whole place."""
    clinic = me(request).clinic
    return known(str(getattr(clinic, "language", ""))) or str(settings.LANGUAGE_CODE)


@receiver(user_logged_in)
def at_sign_in(sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
    """What the clinic knows of the language of the one who signs in, kept as long as the session."""
    language = language_of(user)
    if language:
        request.session[KEY] = language


def language_of(user: Any) -> str:
    """A patient's own language as the clinic knows it, "" where it knows none; staff's is English."""
    held = list(Membership.objects.filter(user=user).select_related("person__key"))
    if any(each.role != PATIENT for each in held):
        return STAFF_LANGUAGE
    for each in held:
        if each.person is not None and each.person.key.wrapped is not None:
            profile = profile_of(each.person.pk, bytes(each.person.key.wrapped), bytes(each.person.sealed))
            if profile is not None and known(profile.language):
                return known(profile.language)
    return ""


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Another language from the next page on, on this device and as long as one is signed in; then back to the page."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    language = known(request.POST.get(KEY, ""))
    if language:
        if request.user.is_authenticated:
            request.session[KEY] = language
            _tell_clinic(request.user, language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _tell_clinic(user: Any, language: str) -> None:
    """A patient's choice is the clinic's to know: messages come in that language too. Staff's pages stay English."""
    held = Membership.objects.filter(user=user).select_related("person__key", "person__clinic")
    if any(each.role != PATIENT for each in held):
        return
    for each in held:
        if each.person is not None and each.person.key.wrapped is not None:
            choose_language(each.person, of_message(language), by=user)
