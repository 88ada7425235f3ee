"""Who is silent: the next step for each, done in one tap; and the days between the steps."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, THERAPIST
from enthesis.clinic.chasing import MOST_DAYS, Silent, rules_of, set_days, silent, tried
from enthesis.clinic.decisions import DECIDES
from enthesis.clinic.errors import Refused
from enthesis.clinic.opening import open_course
from enthesis.pathway.chase import CLOSE, shipped
from enthesis.web.forms.base import Renderer
from enthesis.web.forms.widgets import Number
from enthesis.web.frame import Me, me, today_at
from enthesis.web.guard import page
from enthesis.web.words import near

CHASES = (FRONT_DESK, CLINICIAN, THERAPIST)
# What can be said about a step by its way: the outcome and what the button says, the usual one first.
OUTCOMES = {
    "message": (("sent", gettext_lazy("Send the message")),),
    "call": (("not_reached", gettext_lazy("Called, not reached")), ("reached", gettext_lazy("Reached"))),
    "letter": (("sent", gettext_lazy("The letter is on its way")),),
}
DONE = {
    "sent": gettext_lazy("It is noted and on its way."),
    "not_reached": gettext_lazy("The call is noted. The next step comes in its time."),
    "reached": gettext_lazy("It is noted that the patient was reached. The ladder waits."),
}


@page(*CHASES)
def chase(request: HttpRequest) -> HttpResponse:
    """Patients of whom nothing is heard, with the step that is next; a tap says that it was done."""
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic whose patients these could be.")
    if request.method == "POST":
        _note(request)
        return redirect("chase")
    found = silent(request.user, who.clinic, who.today)
    due = [_told(one, who) for one in found if one.chase.is_due(who.today)]
    later = [_told(one, who) for one in found if not one.chase.is_due(who.today)]
    _, decided = rules_of(who.clinic.pk)
    context = {
        "due": due,
        "later": later,
        "undecided": len(decided) < len(shipped().days()),
        "may_decide": bool(who.roles & DECIDES),
    }
    return render(request, "web/frontdesk/chase.html", context)


class DaysForm(forms.Form):
    """The days between the steps, each the clinic's own decision; empty is the default."""

    default_renderer = Renderer
    use_required_attribute = False

    def __init__(self, *positional: Any, clinic: int, **options: Any) -> None:
        super().__init__(*positional, **options)
        rules, self.decided = rules_of(clinic)
        now, defaults = rules.days(), shipped().days()
        titles = {f"silence:{one.id}": one.title for one in rules.silences}
        since = {f"silence:{one.id}": one.since for one in rules.silences}
        titles |= {f"step:{one.id}": one.title for one in rules.steps}
        for name, days in defaults.items():
            label = titles.get(name, _("After the patient was reached"))
            if name in since:
                says = _("Days after %(day)s.") % {"day": since[name]}
            else:
                says = _("Days after the step before.") if name in titles else _("Days until the ladder begins anew.")
            decided = _("decided by the clinic") if name in self.decided else _("the clinic has not decided")
            help_text = f"{says} {_('Default: %(days)s;') % {'days': days}} {decided}."
            self.fields[name] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_DAYS,
                help_text=help_text,
                widget=Number(decimal=False),
                initial=now[name] if name in self.decided else None,
                error_messages={
                    "invalid": _("Give a whole number of days."),
                    "min_value": _("Give 0 or more."),
                    "max_value": _("Give 365 at most."),
                },
            )


@page(CLINICIAN, LEAD)
def days(request: HttpRequest) -> HttpResponse:
    """What the clinic decides about the ladder."""
    clinic = me(request).clinic
    if clinic is None:
        raise Http404("There is no clinic that could decide.")
    form = DaysForm(request.POST or None, clinic=clinic.pk)
    if request.method == "POST" and form.is_valid():
        before = rules_of(clinic.pk)
        for name, value in form.cleaned_data.items():
            was = before[0].days()[name] if name in before[1] else None
            if value != was:
                set_days(name, value, clinic=clinic, by=request.user)
        messages.success(request, _("The days are kept."), "note-good")
        return redirect("chase-days")
    return render(request, "web/frontdesk/chase_days.html", {"form": form, "lists": CLINICIAN in me(request).roles})


def _note(request: HttpRequest) -> None:
    number, step, outcome = (request.POST.get(name, "")[:40] for name in ("course", "step", "outcome"))
    seen = open_course(number, by=request.user)
    known = next((one for one in shipped().steps if one.id == step), None)
    if known is None or outcome not in {name for name, _says in OUTCOMES.get(known.way, ())}:
        return
    try:
        done = tried(seen, step, outcome, by=request.user, today=today_at(seen.zone))
    except Refused as refused:
        for finding in refused.findings:
            messages.error(request, f"{finding.says} {finding.remedy}".strip(), "note-stop")
        return
    if done:
        messages.success(request, str(DONE[outcome]), "note-good")
    else:
        messages.info(request, _("That step was taken already, or is no longer due."), "note")


def _told(one: Silent, who: Me) -> dict[str, Any]:
    step, seen = one.chase.step, one.seen
    return {
        "seen": seen,
        "silence": one.chase.silence,
        "step": step,
        "due": near(one.chase.due, who.today),
        "late": (who.today - one.chase.due).days,
        "since": near(one.chase.silence.since, who.today),
        "reached_by": seen.profile.reached_by if seen.profile else "",
        "tried": [
            (_step(each.step), near(each.happened_on, who.today)) for each in one.chase.tried if each.happened_on
        ],
        "ways": OUTCOMES.get(step.way, ()),
        "closes": step.way == CLOSE,
        "close_url": reverse("record", args=[seen.number, "close"]) if CLINICIAN in seen.roles else "",
    }


def _step(name: str) -> str:
    return next((step.title for step in shipped().steps if step.id == name), name)
