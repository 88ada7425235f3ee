"""How outcomes are counted at this clinic: what no source states, and a lead decides."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD
from enthesis.clinic.accounts import names_of
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.models import Clinic
from enthesis.clinic.outcome_rules import (
    LEAST_K,
    MOST_DAYS,
    MOST_K,
    OutcomeRules,
    made,
    outcome_rules,
    set_fewest,
    set_windows,
)
from enthesis.clinic.results import asking, jobs
from enthesis.pathway.dictionary import shipped
from enthesis.web.forms import fields
from enthesis.web.forms.base import Renderer
from enthesis.web.frame import me
from enthesis.web.guard import page


class RulesForm(forms.Form):
    """First and last day of each window, and the smallest cell of an export. Both days empty: as the default has it."""

    default_renderer = Renderer
    use_required_attribute = False
    tells_optional = False

    def __init__(self, data: Any = None, *, rules: OutcomeRules) -> None:
        super().__init__(data)
        self.rules = rules
        for point, usual in zip(rules.points, shipped().points, strict=True):
            is_decided = point.weeks in rules.decided
            for name, label, now, default in (
                (f"first-{point.weeks}", _("Answers count from day"), point.first, usual.first),
                (f"last-{point.weeks}", _("to day"), point.last, usual.last),
            ):
                said = _("The default is %(day)s.") if is_decided else _("Not decided: %(day)s")
                self.fields[name] = fields.amount(label, help_text=said % {"day": default}, least=0, most=MOST_DAYS)
                self.initial[name] = now if is_decided else None
        self.fields["k"] = fields.amount(
            _("How many courses at least are alike in an export for research"),
            help_text="" if rules.k_decided else _("Not decided: %(k)s") % {"k": rules.k},
            least=LEAST_K,
            most=MOST_K,
        )
        self.initial["k"] = rules.k if rules.k_decided else None
        self.fields["why"] = fields.line(_("Why"), help_text=_("Kept below, with your name and the day."))

    def groups(self) -> list[tuple[int, int, list[Any]]]:
        """Each time point: its weeks, its day, and its two fields."""
        return [
            (point.weeks, point.day, [self[f"first-{point.weeks}"], self[f"last-{point.weeks}"]])
            for point in self.rules.points
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in self.fields:
            if name != "why" and said.get(name) is not None and said[name] != int(said[name]):
                self.add_error(name, _("Give a whole number."))
        for point in self.rules.points:
            one, other = f"first-{point.weeks}", f"last-{point.weeks}"
            if not {one, other} & set(self.errors) and (said[one] is None) != (said[other] is None):
                self.add_error(other if said[other] is None else one, _("Give both days, or neither."))
        return said

    def windows(self) -> dict[int, tuple[int, int] | None]:
        """The windows by weeks, as the clinic decides them; None: not decided."""
        said = self.cleaned_data
        both = {point.weeks: (said[f"first-{point.weeks}"], said[f"last-{point.weeks}"]) for point in self.rules.points}
        return {weeks: None if first is None else (int(first), int(last)) for weeks, (first, last) in both.items()}


@page(LEAD)
def rules(request: HttpRequest) -> HttpResponse:
    """The windows of the time points, and how few courses that are alike may leave."""
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    form = RulesForm(request.POST or None, rules=outcome_rules(clinic.pk))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changed = set_windows(form.windows(), clinic=clinic, by=request.user, why=said["why"])
            k = None if said["k"] is None else int(said["k"])
            set_fewest(k, clinic=clinic, by=request.user, why=said["why"])
        except NotDecided as problem:
            field = problem.field.replace("point-", "first-")
            form.add_error(field if field in form.fields else None, ValidationError(str(problem)))
        else:
            messages.success(request, _("Kept."), "note-good")
            if changed and asking.is_built():
                jobs.ask(clinic, by=request.user)
                messages.info(request, _("Everything is counted anew with these windows. Look again in a minute."))
            return redirect("outcome-rules")
    return render(request, "web/outcomes/rules.html", {"form": form, "made": list(_made(clinic))})


def _made(clinic: Clinic) -> Iterator[Mapping[str, object]]:
    """What was decided, the last first: what, by whom, when and why."""
    kept = made(clinic.pk)
    names = names_of(each.by for each in kept)
    for each in kept:
        what = _("%(weeks)s weeks") % {"weeks": each.weeks} if each.weeks else _("Export")
        days = {"first": each.first, "last": each.last}
        value = _("day %(first)s to %(last)s") % days if each.weeks else str(each.k)
        yield {
            "what": what,
            "value": value if each.holds else _("taken back"),
            "why": each.why,
            "by": names.get(each.by, each.by),
            "at": each.at.astimezone(ZoneInfo(clinic.time_zone)).date(),
        }
