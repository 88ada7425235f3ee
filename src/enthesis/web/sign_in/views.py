"""Pages of signing in that are Enthesis's own: the second step of staff, the choice of a clinic, the clinic's rules."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enthesis.clinic.access import LEAD
from enthesis.clinic.sign_in import (
    GRACE,
    PATIENT_IDLE,
    RANGES,
    SECOND_STEPS,
    STAFF_IDLE,
    SignInRules,
    has_second_step,
    rules_of,
    set_rule,
)
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import CHOSEN, me
from enthesis.web.guard import page

_UNDECIDED = {
    GRACE: gettext_lazy("%d days until the second step is asked"),
    STAFF_IDLE: gettext_lazy("staff: %d minutes"),
    PATIENT_IDLE: gettext_lazy("patients: %d days"),
}
_FIELDS = {"grace": GRACE, "staff": STAFF_IDLE, "patient": PATIENT_IDLE}


@never_cache
@login_required
@require_http_methods(["GET", "HEAD"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Where staff without a second step is led to. Whoever has one goes on."""
    user = request.user
    if has_second_step(user):  # type: ignore[arg-type] # signed in: it is an account
        return redirect("first")
    has_step = user.authenticator_set.filter(type__in=SECOND_STEPS).exists()  # type: ignore[union-attr] # as above
    return render(request, "web/sign_in/second_step.html", {"has_step": has_step})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def clinics(request: HttpRequest) -> HttpResponse:
    """The clinics of an account. Sent: the one to work in from now on, in this browser."""
    who = me(request)
    if request.method == "POST":
        chosen = next((clinic for clinic, _roles in who.joined if str(clinic.pk) == request.POST.get("clinic")), None)
        if chosen is not None:
            request.session[CHOSEN] = chosen.pk
            return redirect("first")
    return render(
        request, "web/sign_in/clinics.html", {"clinics": [each for each, _r in who.joined], "here": who.clinic}
    )


class RulesForm(forms.Form):
    """From when on staff needs a second step, and after how long nobody is signed in any more."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, rules: SignInRules) -> None:
        super().__init__(data, initial={name: rules.value(rule) for name, rule in _FIELDS.items()})
        self.fields["grace"] = fields.amount(
            _("How long after the invitation may staff work without a second step?"),
            unit=_("days"),
            missing=_("Give a number of days; 0 asks for it at once."),
            least=RANGES[GRACE][0],
            most=RANGES[GRACE][1],
        )
        self.fields["staff"] = fields.amount(
            _("After how long without doing anything is staff signed out?"),
            unit=_("minutes"),
            missing=_("Give a number of minutes."),
            least=RANGES[STAFF_IDLE][0],
            most=RANGES[STAFF_IDLE][1],
        )
        self.fields["patient"] = fields.amount(
            _("After how long without doing anything is a patient signed out?"),
            unit=_("days"),
            missing=_("Give a number of days."),
            least=RANGES[PATIENT_IDLE][0],
            most=RANGES[PATIENT_IDLE][1],
        )
        self.fields["why"] = fields.line(_("Why"), missing=_("Say why, so that the next person can judge it."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in _FIELDS:
            if said.get(name) is not None and said[name] != int(said[name]):
                self.add_error(name, _("Give a whole number."))
        return said


@page(LEAD)
def rules(request: HttpRequest) -> HttpResponse:
    """The clinic's own rules; each decision is kept with its name and reason."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    now = rules_of(clinic.pk)
    form = RulesForm(request.POST or None, rules=now)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        for name, rule in _FIELDS.items():
            if int(said[name]) != now.value(rule) or rule not in now.decided:
                set_rule(rule, int(said[name]), clinic=clinic, by=request.user, why=said["why"])
        messages.success(request, _("The rules are kept. They hold from now on."), "note-good")
        return redirect("sign-in-rules")
    undecided = [str(says) % now.value(name) for name, says in _UNDECIDED.items() if name not in now.decided]
    shown = {"form": form, "open": undecided, "is_example": me(request).is_example}
    return render(request, "web/sign_in/rules.html", shown)
