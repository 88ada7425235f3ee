"""The calendar of a clinic by day and by week, and the list of who comes on a day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, STAFF
from enthesis.clinic.arrivals import Waiting, waiting
from enthesis.clinic.models import Clinic
from enthesis.clinic.timetable import BOOKED, Line, Timetable, Visit, timetable
from enthesis.web.booking import layout
from enthesis.web.booking.ways import BOOKS, arrival_ways, calendar_links
from enthesis.web.clinician.kinds import Way
from enthesis.web.frame import Me, me
from enthesis.web.frontdesk import arrival
from enthesis.web.guard import page
from enthesis.web.words import clock, lasting, near

KINDS = ("clinician", "therapist", "room", "device")  # in this order; then what a clinic calls otherwise
_SAYS = {"clinician": "Clinicians", "therapist": "Therapists", "room": "Rooms", "device": "Devices"}
FURTHEST = 3660  # days from today that a calendar goes


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be shown instead."""

    says: str
    query: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line of the day list."""

    visit: Visit
    time: str
    ends: str
    day: date
    ways: Sequence[Way]
    is_outside: bool
    here: Waiting | None  # has arrived and waits
    with_whom: tuple[list[str], list[str]]  # the people, and the rooms and devices


@page(*STAFF, methods=("GET",))
def day(request: HttpRequest) -> HttpResponse:
    """One day: a column for each clinician, therapist, room or device."""
    who, clinic = _who(request)
    on = _day(request, who)
    table = timetable(request.user, clinic, on, on, now=datetime.now(UTC))
    kinds, kind = _kinds(request, table)
    lines = [line for line in table.lines if line.kind == kind]
    chosen = [line for line in lines if line.name == request.GET.get("of")] or lines
    one = request.GET.get("of", "") if len(chosen) == 1 and len(lines) > 1 else ""
    grid = layout.by_resource(table, chosen, with_others=not one)
    context = {
        **_around(request, who, table, on, 1),
        "grid": grid,
        "kinds": [Choice(_says(each), _query(day=on, kind=each), each == kind) for each in kinds],
        "lines": [Choice(line.name, _query(day=on, kind=kind, of=line.name), line.name == one) for line in lines]
        if len(lines) > 1
        else [],
        "everyone": Choice("All", _query(day=on, kind=kind), not one),
        "week_query": _query(day=on, kind=kind, of=one),
        "kind": kind,
        "one": one,
        "why_closed": table.closed.get(on, ""),
        "is_closed": on in table.closed,
        "now_row": _now_row(grid, who) if on == who.today else 0,
    }
    return render(request, "web/booking/day.html", context)


@page(*STAFF, methods=("GET",))
def week(request: HttpRequest) -> HttpResponse:
    """One resource from Monday to Sunday, and how full the week of all others is."""
    who, clinic = _who(request)
    on = _day(request, who)
    monday = on - timedelta(days=on.weekday())
    table = timetable(request.user, clinic, monday, monday + timedelta(days=6), now=datetime.now(UTC))
    kinds, kind = _kinds(request, table)
    lines = [line for line in table.lines if line.kind == kind]
    chosen = next((line for line in lines if line.name == request.GET.get("of")), lines[0] if lines else None)
    shown = _without_empty_weekend(table, lines)
    grid = layout.by_day(shown, chosen) if chosen else None
    context = {
        **_around(request, who, table, on, 7),
        "grid": grid,
        "kinds": [Choice(_says(each), _query(day=on, kind=each), each == kind) for each in kinds],
        "lines": [Choice(line.name, _query(day=on, kind=kind, of=line.name), line is chosen) for line in lines],
        "chosen": chosen,
        "kind": kind,
        "monday": monday,
        "sunday": table.last,
        "fullness": [(line, [_fullness(table, line, each) for each in shown.days]) for line in lines],
        "days": [(each, near(each, who.today), table.closed.get(each)) for each in shown.days],
    }
    return render(request, "web/booking/week.html", context)


@page(*STAFF)
def day_list(request: HttpRequest) -> HttpResponse:
    """Who comes on a day, when, to whom and where; who is here and waits; made to be printed."""
    who, clinic = _who(request)
    if request.method == "POST":
        arrival.note(request)
        return redirect("day-list")
    on = _day(request, who)
    here = {(each.course, each.visit): each for each in waiting(request.user, clinic, who.today)}
    table = timetable(request.user, clinic, on, on, now=datetime.now(UTC))
    kind_of = {line.name: line.kind for line in table.lines}
    arrivals = [
        Arrival(
            visit,
            clock(visit.starts, table.zone),
            clock(visit.ends, table.zone),
            on,
            arrival_ways(visit, who.roles, is_today=on <= who.today)
            if visit.state == BOOKED and not visit.is_closed
            else (),
            visit.is_outside(table.zone),
            here.get((visit.course, visit.visit)),
            (
                [name for name in visit.resources if kind_of.get(name) in ("clinician", "therapist")],
                [name for name in visit.resources if kind_of.get(name) not in ("clinician", "therapist")],
            ),
        )
        for visit in table.visits
    ]
    context = {
        **_around(request, who, table, on, 1),
        "arrivals": arrivals,
        "here": [(each, lasting(datetime.now(UTC) - each.since)) for each in here.values()],
        "notes_arrival": on == who.today and arrival.may_note(who.roles),
        "unconfirmed": sum(
            not visit.confirmed and visit.state == BOOKED and not visit.is_closed for visit in table.visits
        ),
        "why_closed": table.closed.get(on, ""),
        "printed": datetime.now(table.zone),
    }
    return render(request, "web/booking/day_list.html", context)


# -- what stands around all three ------------------------------------------------------------------------------------


def _who(request: HttpRequest) -> tuple[Me, Clinic]:
    who = me(request)
    if who.clinic is None:
        raise Http404("There is no clinic whose calendar this could be.")
    return who, who.clinic


def _day(request: HttpRequest, who: Me) -> date:
    """The day that is asked for, today where none or no day is."""
    try:
        found = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return who.today
    return found if abs((found - who.today).days) <= FURTHEST else who.today


def _kinds(request: HttpRequest, table: Timetable) -> tuple[list[str], str]:
    there = {line.kind for line in table.lines}
    kinds = [kind for kind in KINDS if kind in there] + sorted(there - set(KINDS))
    asked = request.GET.get("kind", "")
    return kinds, asked if asked in kinds else next(iter(kinds), "")


def _says(kind: str) -> str:
    return _SAYS.get(kind, kind.capitalize())


def _query(**said: object) -> str:
    return urlencode({name: value for name, value in said.items() if value})


def _around(request: HttpRequest, who: Me, table: Timetable, on: date, step: int) -> dict[str, object]:
    kept = {name: request.GET[name] for name in ("kind", "of") if request.GET.get(name)}
    return {
        "on": on,
        "weekday": f"{on:%A}",
        "says_day": near(on, who.today),
        "today": who.today,
        "is_today": on == who.today,
        "before": _query(day=on - timedelta(days=step), **kept),
        "after": _query(day=on + timedelta(days=step), **kept),
        "now_query": _query(**kept),
        "same_day": _query(day=on),
        "kept": kept,
        "zone": who.zone,
        "zone_name": str(who.zone),
        "clock_change": _clock_change(on, who.zone) if step == 1 else "",
        "has_resources": bool(table.lines),
        "may_keep": LEAD in who.roles,
        "may_see_resources": bool(who.roles & {LEAD, FRONT_DESK, CLINICIAN}),
        "opens_series": bool(who.roles & BOOKS),
        "sees_names": who.roles != {LEAD},
        "links": calendar_links(who.roles, on),
        "printed_by": getattr(request.user, "name", ""),
    }


def _clock_change(on: date, zone: ZoneInfo) -> str:
    """Said where a day is longer or shorter than others."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=zone)
    after = on + timedelta(days=1)
    length = datetime(after.year, after.month, after.day, tzinfo=zone).astimezone(UTC) - midnight.astimezone(UTC)
    if length == timedelta(days=1):
        return ""
    back = length > timedelta(days=1)
    return f"The clocks are put {'back' if back else 'forward'} on this day. Times are those of the clock on the wall."


def _now_row(grid: layout.Grid, who: Me) -> int:
    local = datetime.now(who.zone)
    minutes = local.hour * 60 + local.minute
    first = int(grid.hours[0][1][:2]) * 60 if grid.hours else 0
    row = (minutes - first) // 5 + 1
    return row if 1 <= row <= grid.rows else 0


def _without_empty_weekend(table: Timetable, lines: Sequence[Line]) -> Timetable:
    """Saturday and Sunday are left out where nobody of that kind works on them and nothing is booked."""
    last = table.last
    names = {line.name for line in lines}
    while last.weekday() >= 5 and not any(line.hours[last] for line in lines):
        if any(table.day_of(visit.starts) == last and names.intersection(visit.resources) for visit in table.visits):
            break
        last -= timedelta(days=1)
    return replace(table, last=last)


def _fullness(table: Timetable, line: Line, on: date) -> tuple[int, int]:
    """How many visits, and how many percent of the open minutes are taken; -1 where it is closed."""
    column = layout.column(table, line, on, "", "")
    open_ = sum(end - start for start, end in layout.merged(line.hours[on]))
    free = sum(block.ends - block.starts for block in column.blocks if block.kind == layout.FREE)
    return column.visits, round(100 * (open_ - free) / open_) if open_ else -1
