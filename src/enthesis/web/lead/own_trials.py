"""The trials that a clinic adds itself, for a lead: what there is, what each is used for, and a form for one more."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic import own_trials
from enthesis.clinic.access import LEAD
from enthesis.clinic.models import Clinic
from enthesis.clinic.own_trials import Own
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.trials import Table, shipped
from enthesis.pathway.trials.own import check_columns
from enthesis.web.frame import me
from enthesis.web.guard import page
from enthesis.web.lead.own_trial_forms import TableForm, TrialForm, blank
from enthesis.web.said import plainly
from enthesis.web.words import visit_time

_FORM, _TABLE = "The form", "The table"


@dataclass(frozen=True, slots=True)
class Listed:
    """One of them, with what became of it."""

    own: Own
    added_at: str
    gone_at: str
    citation: str
    places: tuple[tuple[str, str], ...]  # id and name of each page that shows it
    used: tuple[str, ...]  # the questions whose figure it is in
    unused: tuple[str, ...]  # what is left out of every figure, and why


@page(LEAD)
def own(request: HttpRequest) -> HttpResponse:
    """The list; one is added or taken out from here."""
    clinic = _clinic(request)
    asked = request.POST.get("what", "") if request.method == "POST" else ""
    table = own_trials.table_of(clinic.pk)
    form = TrialForm(request.POST if asked == "add" else None, table=shipped())
    upload = TableForm(*((request.POST, request.FILES) if asked == "table" else (None, None)))
    filled: TrialForm | TableForm | None = form if asked == "add" else upload if asked == "table" else None
    if asked.startswith("out-"):
        number = asked.removeprefix("out-")
        version = own_trials.take_out(int(number), clinic=clinic, by=request.user) if _is_number(number) else ""
        if version:
            messages.success(request, _("It is taken out. The table is version %(version)s.") % {"version": version})
        return redirect("evidence-own")
    if filled is not None and filled.is_valid():
        name = _FORM if filled is form else _TABLE
        try:
            rows = form.rows() if filled is form else check_columns(filled.cleaned_data["file"], name)
            checked_by = filled.cleaned_data["checked_by"]
            version = own_trials.add(rows, checked_by, clinic=clinic, by=request.user, name=name)
        except NotReadable as problem:
            filled.add_error(None, _without_line(str(problem)) if filled is form else str(problem))
        else:
            said = _("%(trial)s is added. The table is version %(version)s.")
            messages.success(request, said % {"trial": rows[0]["trial_id"], "version": version}, "note-good")
            return redirect("evidence-own")
    context = {
        "listed": [_listed(table, each, request) for each in own_trials.own_trials(clinic.pk)],
        "table": table,
        "form": form,
        "upload": upload,
        "wrong": filled,
    }
    return render(request, "web/lead/own_trials.html", context)


@page(LEAD, methods=("GET",))
def empty_table(request: HttpRequest) -> HttpResponse:
    """The columns of a table, to fill in."""
    response = HttpResponse(blank(shipped()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="trial.csv"'
    return response


def _listed(table: Table, each: Own, request: HttpRequest) -> Listed:
    zone = me(request).zone
    used: list[str] = []
    unused: list[str] = []
    regions = {row["region"] for row in each.rows}
    conditions = [one for one in table.conditions if set(one.regions) & regions]
    if each.gone is None:
        used, unused = _what_became(table, each)
    return Listed(
        own=each,
        added_at=visit_time(each.added.at, zone),
        gone_at=visit_time(each.gone.at, zone) if each.gone else "",
        citation=each.rows[0]["citation"],
        places=tuple((one.id, plainly(one.name)) for one in conditions),
        used=tuple(used),
        unused=tuple(dict.fromkeys(unused)),
    )


def _what_became(table: Table, each: Own) -> tuple[list[str], list[str]]:
    from enthesis.evidence.groups import comparisons, elsewhere  # numpy and SciPy: only where something is pooled
    from enthesis.evidence.sheet import title_of

    used: list[str] = []
    unused: list[str] = []
    for condition in table.conditions:
        if not any(row["region"] in condition.regions for row in each.rows):
            continue
        for found in comparisons(table, condition):
            used += [title_of(found) for one in found.used if one.trial == each.trial]
            unused += [f"{one.what}: {one.why}" for one in found.unused if one.trial == each.trial]
        unused += [f"{one.what}: {one.why}" for one in elsewhere(table, condition) if one.trial == each.trial]
    return used, unused


def _without_line(says: str) -> str:
    """The sentence of the check, without the line of a table that nobody sees."""
    before, colon, after = says.partition(": ")
    return after if colon and before.startswith(_FORM) else says


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7  # not a limit: what a whole number of a row can be


def _clinic(request: HttpRequest) -> Clinic:
    clinic = me(request).clinic
    assert clinic is not None  # a role is a role in a clinic
    return clinic
