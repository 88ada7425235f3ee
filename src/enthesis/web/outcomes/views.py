"""The lead's dashboard, one indicator, and the rows behind one figure. Clinicians see them too, less who did what."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from enthesis.clinic.access import CLINICIAN, LEAD
from enthesis.clinic.models import Clinic
from enthesis.clinic.outcome_rules import outcome_rules
from enthesis.clinic.results import asking, jobs
from enthesis.clinic.results.asking import Counted, NotCounted
from enthesis.clinic.results.public import published
from enthesis.outcomes import telling
from enthesis.outcomes.figure import Figure
from enthesis.outcomes.report import OF_COURSE
from enthesis.pathway.dictionary import Point
from enthesis.pathway.indicators import Definition, shipped
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.outcomes import drawing, showing
from enthesis.web.outcomes.asked import CLINICIAN_GROUP, Asked
from enthesis.web.outcomes.columns import listed
from enthesis.web.outcomes.funnels import funneled
from enthesis.web.outcomes.naming import Names, cited
from enthesis.web.outcomes.paging import page_number, turning
from enthesis.web.outcomes.themes import themes

# What the first page shows; every other indicator is one step away.
FIRST = ("responder_30", "responder_50", "follow_up")
MOST_FUNNELS = 4  # that are not folded away: the time points of one measure
RATE = telling.PER_SESSIONS
PAGE, OVER = "page", "over"  # of an address: the page of the rows, and of what harms are counted over


def _clinic(who: Me) -> Clinic:
    assert who.clinic is not None  # a role is a role in a clinic
    return who.clinic


def _groupings(who: Me) -> list[str]:
    """What figures may be grouped by: by clinician for a lead only, and never by clinic on a clinic's own page."""
    hidden = {"clinic"} if LEAD in who.roles else {"clinic", CLINICIAN_GROUP}
    return [name for name in shipped().house.groupings if name not in hidden]


def _choosable(who: Me) -> list[str]:
    """What courses may be chosen by, whatever is counted of them."""
    return [name for name in _groupings(who) if name in OF_COURSE]


def _names(who: Me, asked: Asked, counted: Counted | None = None) -> Names:
    figures = counted.report.figures if counted else ()
    choices = counted.choices if counted and LEAD in who.roles else None
    return Names(figures, clinic=_clinic(who), choices=choices, where=asked.where)


def _about(who: Me, asked: Asked) -> dict[str, object]:
    return {"asked": asked, "form": asked.form, "query": asked.address(), "is_lead": LEAD in who.roles}


def _chosen(asked: Asked, counted: Counted, names: Names) -> dict[str, object]:
    """What is said of which courses a page is about, with the lists to choose others by."""
    asked.offer(counted.choices, names)
    return {
        "counted": counted,
        "scope": asked.scope(names),
        "is_empty": counted.is_empty and asked.is_chosen,
        "unknown": asked.unknown(counted.choices),
    }


@page(LEAD, CLINICIAN)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Does it work here? An answer, then its figures, then all indicators. Sent: everything is counted anew."""
    who = me(request)
    if request.method == "POST":
        jobs.ask(_clinic(who), by=request.user)
        messages.success(request, _("Counting has begun. Look again in a minute."))
        return redirect("outcomes")
    asked = Asked(request.GET.dict(), _groupings(who), choosable=_choosable(who), grouped=False)
    about = _about(who, asked)
    if not asking.is_built():
        return render(request, "web/outcomes/nothing.html")
    if not asked.is_sound:
        return render(request, "web/outcomes/dashboard.html", about)
    try:
        counted = asking.count(_clinic(who), by=request.user, filters=asked.filters)
    except NotCounted as problem:
        return render(request, "web/outcomes/dashboard.html", {**about, "problem": problem}, status=503)
    names = _names(who, asked, counted)
    drawn = list(_first_pictures(counted, names))
    return render(
        request,
        "web/outcomes/dashboard.html",
        about
        | _chosen(asked, counted, names)
        | {
            "answer": showing.first_answer(counted.report, asked, names),
            "pictures": drawn,
            "marks": drawing.marks_of(each.drawn for each in drawn),
            "themes": themes(counted.report, asked, names),
            "public": published(_clinic(who)),
        },
    )


@dataclass(frozen=True, slots=True)
class FirstPicture:
    """One of the pictures below the answer."""

    definition: Definition
    drawn: drawing.Drawn


def _first_pictures(counted: Counted, names: Names) -> Iterator[FirstPicture]:
    for name in FIRST:
        definition = shipped().definitions[name]
        drawn = drawing.beside(name, definition.title, showing.in_order(_of_pain(counted, name)), names)
        if drawn is not None:
            yield FirstPicture(definition, drawn)


def _of_pain(counted: Counted, indicator: str) -> list[Figure]:
    return [each for each in counted.report.of(indicator, measure=showing.PAIN) if not each.group]


@page(LEAD, CLINICIAN, methods=("GET",))
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: what it counts, its figures by group, and where a group lies in the funnel."""
    who, definition = me(request), _definition(indicator)
    groupings = [name for name in _groupings(who) if name in definition.by]
    asked = Asked(request.GET.dict(), groupings, choosable=_choosable(who))
    about = _about(who, asked) | {"definition": definition, "sources": list(cited(definition.sources))}
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
    names = _names(who, asked, counted)
    figures = showing.in_order(counted.report.figures)
    pictures = drawing.pictures(definition.id, figures, names)
    # Of single kinds of harm there are too few to compare groups by.
    funnels = funneled([each for each in counted.funnels if not (each.of and definition.unit == RATE)], names)
    return render(
        request,
        "web/outcomes/indicator.html",
        about
        | _chosen(asked, counted, names)
        | {
            "told": showing.block(definition.id, counted.report, asked, names),
            "pictures": pictures,
            "marks": drawing.marks_of(pictures),
            "funnels": funnels[:MOST_FUNNELS],
            "folded_funnels": funnels[MOST_FUNNELS:],
            "windows": _windows(_clinic(who)) if any(each.value("weeks") for each in figures) else [],
        },
    )


def _windows(clinic: Clinic) -> list[tuple[Point, bool]]:
    """The windows that figures of time points were counted with, each with whether the clinic decided it."""
    decided = outcome_rules(clinic.pk)
    return [(point, point.weeks in decided.decided and point in decided.points) for point in asking.windows(clinic)]


@page(LEAD, CLINICIAN, methods=("GET",))
def rows(request: HttpRequest, indicator: str) -> HttpResponse:
    """One page of the rows that one figure counts, as far as they are open to whoever asks."""
    who, definition = me(request), _definition(indicator)
    groupings = [name for name in _groupings(who) if name in definition.by]
    asked = Asked(request.GET.dict(), groupings, choosable=_choosable(who))
    if not asked.is_sound or not set(asked.group) <= set(groupings):
        raise Http404("There is no such figure.")
    if not asking.is_built():
        return render(request, "web/outcomes/nothing.html")
    figure = Figure(
        indicator=definition.id, version="", unit="", of=tuple(asked.of.items()), group=tuple(asked.group.items())
    )
    names = Names([figure], clinic=_clinic(who), where=asked.where)
    about = _about(who, asked) | {"definition": definition, "scope": asked.scope(names)}
    try:
        found = asking.rows_behind(
            _clinic(who),
            definition.id,
            by=request.user,
            of=asked.of,
            group=asked.group,
            filters=asked.filters,
            page=page_number(request.GET.get(PAGE, "")),
            over_page=page_number(request.GET.get(OVER, "")),
        )
    except NotCounted as problem:
        return render(request, "web/outcomes/rows.html", {**about, "problem": problem}, status=503)
    hidden = () if LEAD in who.roles else (CLINICIAN_GROUP,)
    address = partial(asked.of_figure, figure)
    here = {PAGE: found.page, OVER: found.over.page if found.over else 1}
    return render(
        request,
        "web/outcomes/rows.html",
        about
        | {
            "name": telling.name(figure) if figure.of else "",
            "group": names.group(figure) if figure.group else "",
            "suppressed": found.suppressed,
            "listed": listed(found, figure, names, hidden, turning(found, PAGE, here, address)),
            "over": (
                listed(found.over, figure, names, hidden, turning(found.over, OVER, here, address))
                if found.over
                else None
            ),
        },
    )


def _definition(indicator: str) -> Definition:
    found = shipped().definitions.get(indicator)
    if found is None:
        raise Http404("There is no such indicator.")
    return found
