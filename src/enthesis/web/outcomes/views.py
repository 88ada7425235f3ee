"""The lead's dashboard, one indicator, and the rows behind one figure. Clinicians see them too, less who did what."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.models import Clinic
from enthesis.clinic.numbers import number_of
from enthesis.clinic.outcome_rules import outcome_rules
from enthesis.clinic.results import asking, jobs
from enthesis.clinic.results.asking import Counted, NotCounted
from enthesis.clinic.results.public import published
from enthesis.outcomes import telling
from enthesis.outcomes.figure import Figure
from enthesis.pathway.dictionary import Point
from enthesis.pathway.indicators import Definition, shipped
from enthesis.pathway.leaflets.citations import citations
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.outcomes import drawing, showing
from enthesis.web.outcomes.asked import CLINICIAN_GROUP, Asked

# What the first page shows; every other indicator is one step away.
FIRST = ("follow_up", "responder_30", "responder_50")


def _clinic(who: Me) -> Clinic:
    assert who.clinic is not None  # a role is a role in a clinic
    return who.clinic


def _groupings(who: Me) -> list[str]:
    """What figures may be grouped by: by clinician for a lead only, and never by clinic on a clinic's own page."""
    hidden = {"clinic"} if LEAD in who.roles else {"clinic", CLINICIAN_GROUP}
    return [name for name in shipped().house.groupings if name not in hidden]


@page(LEAD, CLINICIAN)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Does it work here? An answer, then its figures, then all indicators. Sent: everything is counted anew."""
    who = me(request)
    if request.method == "POST":
        jobs.ask(_clinic(who), by=request.user)
        messages.success(request, _("Counting has begun. Look again in a minute."))
        return redirect("outcomes")
    asked = Asked(request.GET.dict(), _groupings(who), grouped=False)
    about: dict[str, object] = {"asked": asked, "form": asked.form, "is_lead": LEAD in who.roles}
    if not asking.is_built():
        return render(request, "web/outcomes/nothing.html")
    if not asked.is_sound:
        return render(request, "web/outcomes/dashboard.html", about)
    try:
        counted = asking.count(_clinic(who), by=request.user, filters=asked.filters)
    except NotCounted as problem:
        return render(request, "web/outcomes/dashboard.html", {**about, "problem": problem}, status=503)
    names = showing.Names(counted.report.figures)
    figures = {name: showing.in_order(_of_pain(counted, name)) for name in FIRST}
    return render(
        request,
        "web/outcomes/dashboard.html",
        about
        | {
            "counted": counted,
            "answer": showing.first_answer(counted.report, asked, names),
            "pictures": [
                (shipped().definitions[name], picture)
                for name, found in figures.items()
                if (picture := drawing.beside(name, shipped().definitions[name].title, found, names))
            ],
            "headlines": showing.headlines(counted.report, asked, names),
            "query": asked.address(),
            "public": published(_clinic(who)),
        },
    )


def _of_pain(counted: Counted, indicator: str) -> list[Figure]:
    return [each for each in counted.report.of(indicator, measure=showing.PAIN) if not each.group]


@page(LEAD, CLINICIAN, methods=("GET",))
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: what it counts, its figures by group, and where a group lies in the funnel."""
    who, definition = me(request), _definition(indicator)
    groupings = [name for name in _groupings(who) if name in definition.by]
    asked = Asked(request.GET.dict(), groupings)
    about: dict[str, object] = {
        "asked": asked,
        "form": asked.form,
        "definition": definition,
        "sources": [(key, citations().get(key)) for key in definition.sources],
        "query": asked.address(),
    }
    if not asking.is_built():
        return render(request, "web/outcomes/nothing.html")
    if not asked.is_sound:
        return render(request, "web/outcomes/indicator.html", about)
    try:
        groups = (asked.by,) if asked.by else ()
        counted = asking.count(
            _clinic(who), by=request.user, groups=groups, filters=asked.filters, only=(definition.id,)
        )
    except NotCounted as problem:
        return render(request, "web/outcomes/indicator.html", {**about, "problem": problem}, status=503)
    names = showing.Names(counted.report.figures)
    figures = showing.in_order(counted.report.figures)
    return render(
        request,
        "web/outcomes/indicator.html",
        about
        | {
            "counted": counted,
            "told": showing.block(definition.id, counted.report, asked, names),
            "pictures": drawing.pictures(definition.id, figures, names),
            "funnels": [drawing.funneled(each, names) for each in counted.funnels],
            "windows": _windows(_clinic(who)) if any(each.value("weeks") for each in figures) else [],
            "is_lead": LEAD in who.roles,
        },
    )


def _windows(clinic: Clinic) -> list[tuple[Point, bool]]:
    """The windows that figures of time points were counted with, each with whether the clinic decided it."""
    decided = outcome_rules(clinic.pk)
    return [(point, point.weeks in decided.decided and point in decided.points) for point in asking.windows(clinic)]


@page(LEAD, CLINICIAN, methods=("GET",))
def rows(request: HttpRequest, indicator: str) -> HttpResponse:
    """The rows that one figure counts, as far as they are open to whoever asks."""
    who, definition = me(request), _definition(indicator)
    groupings = [name for name in _groupings(who) if name in definition.by]
    asked = Asked(request.GET.dict(), groupings)
    if not asked.is_sound or not set(asked.group) <= set(groupings):
        raise Http404("There is no such figure.")
    if not asking.is_built():
        return render(request, "web/outcomes/nothing.html")
    about: dict[str, object] = {"definition": definition, "query": asked.address()}
    try:
        found = asking.rows_behind(
            _clinic(who), definition.id, by=request.user, of=asked.of, group=asked.group, filters=asked.filters
        )
    except NotCounted as problem:
        return render(request, "web/outcomes/rows.html", {**about, "problem": problem}, status=503)
    figure = Figure(
        indicator=definition.id, version="", unit="", of=tuple(asked.of.items()), group=tuple(asked.group.items())
    )
    names = showing.Names([figure])
    hidden = {"clinic", "person"} | ({CLINICIAN_GROUP} if LEAD not in who.roles else set())
    columns = [name for name in found.columns if name not in hidden and name != "course"]
    listed = [(number_of(row["course"]), [showing.as_cell(row[name], name) for name in columns]) for row in found.rows]
    return render(
        request,
        "web/outcomes/rows.html",
        about
        | {
            "name": telling.name(figure),
            "group": names.group(figure),
            "columns": [name.replace("_", " ") for name in columns],
            "rows": listed,
            "found": found,
        },
    )


def _definition(indicator: str) -> Definition:
    found = shipped().definitions.get(indicator)
    if found is None:
        raise Http404("There is no such indicator.")
    return found
