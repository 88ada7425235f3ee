"""Who has signed, who has not, who took it back: the clinic's list, and its own rule for newer words."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD
from enthesis.clinic.consent_texts import offered
from enthesis.clinic.consents import ConsentRules, CourseConsent, consent_rules, consents_of, set_again
from enthesis.pathway.consent import State
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.words import near

WANTING = "wanting"


@dataclass(frozen=True, slots=True)
class Line:
    """One course of the list."""

    stands: CourseConsent
    name: str
    group: str
    says: str
    injection: str  # when the next one is, in words
    is_soon: bool  # booked, and the consent does not hold


@page(CLINICIAN, FRONT_DESK, methods=("GET",))
def consents(request: HttpRequest) -> HttpResponse:
    """Every course that goes on, by its next injection: what is on file, missing, of an earlier version, withdrawn."""
    who = me(request)
    assert who.clinic is not None  # a role is a role in a clinic
    lines = [_line(each, who.today) for each in consents_of(request.user, who.clinic)]
    groups = _groups()
    wanted = request.GET.get("show", "")
    wanted = wanted if wanted in (*groups, WANTING) else ""
    counts = {name: sum(line.group == name for line in lines) for name in groups}
    kept = [
        line for line in lines if not wanted or line.group == wanted or (wanted == WANTING and not line.stands.holds)
    ]
    context = {
        "lines": kept,
        "total": len(lines),
        "wanted": wanted,
        "tabs": [
            ("", _("All"), len(lines)),
            (WANTING, _("To be signed"), sum(not line.stands.holds for line in lines)),
            *((name, says, counts[name]) for name, says in groups.items()),
        ],
        "text": offered(who.clinic.pk),
        "rules": consent_rules(who.clinic.pk),
        "may_decide": CLINICIAN in who.roles or LEAD in who.roles,
        "today": who.today,
    }
    return render(request, "web/consent/list.html", context)


def _groups() -> dict[str, str]:
    return {
        State.SIGNED.value: _("Signed"),
        State.EARLIER.value: _("Earlier version"),
        State.OTHER.value: _("Another paper"),
        State.WITHDRAWN.value: _("Taken back"),
        State.MISSING.value: _("Missing"),
    }


def _line(stands: CourseConsent, today: Any) -> Line:
    seen, standing = stands.seen, stands.standing
    name = seen.profile.name if seen.profile else _("Erased person") if seen.is_erased else seen.number
    day = stands.day
    if day is None:
        injection = _("no injection is due")
    elif stands.starts is not None:
        injection = _("booked %(day)s") % {"day": near(day, today)}
    else:
        injection = _("from %(day)s on, not booked") % {"day": near(day, today)}
    return Line(
        stands=stands,
        name=name,
        group=standing.state.value,
        says=_groups()[standing.state.value],
        injection=injection,
        is_soon=stands.starts is not None and not stands.holds,
    )


class RuleForm(forms.Form):
    """Whether newer words have to be signed again."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, rules: ConsentRules) -> None:
        super().__init__(data, initial={"again": "yes" if rules.again else "no"})
        self.fields["again"] = fields.yes_no(
            _("Where the text has a newer version: must it be signed before the next injection?"),
            missing=_("Answer whether it must be signed again."),
            yes=_("Yes, again"),
            no=_("No, the older one holds"),
        )
        self.fields["why"] = fields.line(_("Why"), missing=_("Say why, so that the next person can judge it."))


@page(CLINICIAN, LEAD)
def rule(request: HttpRequest) -> HttpResponse:
    """The clinic's own rule; each decision is kept with its name and reason."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    now = consent_rules(clinic.pk)
    form = RuleForm(request.POST or None, rules=now)
    if request.method == "POST" and form.is_valid():
        set_again(form.cleaned_data["again"], clinic=clinic, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The rule is kept. It holds from now on."), "note-good")
        return redirect("consent-rule")
    return render(request, "web/consent/rule.html", {"form": form, "rules": now, "text": offered(clinic.pk)})
