"""What holds for whoever is signed in, on every page: how long, and that staff has a second step.

What was found is kept in the session, so that a page costs one comparison. It is looked up anew whenever a twentieth
of the idle limit has passed, which is also how often a session is written because somebody goes on using it.
"""

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.clinic.access import STAFF
from enthesis.clinic.sign_in import has_second_step, in_grace, rules_of
from enthesis.web.frame import is_example, me

KEPT = "enthesis-kept"  # {"at": seconds since 1970, "limit": seconds, "second": whether the second step is there}
SHARE = 20  # a session is written again when this part of the limit has passed
OPEN_WITHOUT = ("/accounts/", "/about/", "/static/")  # where one sets the second step up, or nothing of a record is
CHANGES = "/accounts/2fa/"


class StaysSignedIn:
    """Ends a session that nobody used for too long; sends staff without a second step to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if SESSION_KEY not in request.session or not request.user.is_authenticated:
            return self.get_response(request)
        now = time.time()
        kept: dict[str, Any] = request.session.get(KEPT) or {}
        if kept and now - kept["at"] > kept["limit"]:
            return _over(request)
        if not kept or now - kept["at"] > kept["limit"] / SHARE:
            kept = _renewed(request, now)
        if not kept["second"] and not request.path.startswith(OPEN_WITHOUT):
            if _lacks_second_step(request):
                return redirect("second-step")
            request.session[KEPT] = {**kept, "second": True}
        answer = self.get_response(request)
        if request.method == "POST" and request.path.startswith(CHANGES) and KEPT in request.session:
            request.session[KEPT] = {**request.session[KEPT], "second": False}  # it may have been taken away
        return answer


def _over(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method == "GET" else reverse("first")
    logout(request)
    messages.info(request, _("You were signed out because nothing happened for a while."), "note")
    return redirect_to_login(back)


def _renewed(request: HttpRequest, now: float) -> dict[str, Any]:
    """The limit of the strictest role that the account has, in the clinic in which it works."""
    who = me(request)
    rules = rules_of(who.clinic.pk if who.clinic else None)
    is_staff = not who.is_only_patient
    limit = int((rules.staff_idle if is_staff else rules.patient_idle).total_seconds())
    before = request.session.get(KEPT) or {}
    kept = {"at": now, "limit": limit, "second": bool(before.get("second"))}
    request.session.set_expiry(0 if is_staff else limit)  # staff: until the browser is closed, at the longest
    request.session[KEPT] = kept
    return kept


def _lacks_second_step(request: HttpRequest) -> bool:
    """Whether a second step is asked of this account, and is not there. The example clinic asks for none."""
    works_at = [clinic for clinic, roles in me(request).joined if roles & STAFF and not is_example(clinic)]
    if not works_at or has_second_step(request.user):  # type: ignore[arg-type] # signed in: it is an account
        return False
    return not all(in_grace(request.user, rules_of(clinic.pk)) for clinic in works_at)  # type: ignore[arg-type] # as above
