"""The worklist: who needs what."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from enthesis.clinic.access import STAFF
from enthesis.clinic.arrivals import Waiting, waiting
from enthesis.clinic.symptoms import names_in, symptoms_of
from enthesis.clinic.worklist import PAGE, Due, worklist
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.window import Timing
from enthesis.web.clinician.clocks import ToldClock, tell_clock
from enthesis.web.frame import Me, me
from enthesis.web.guard import page
from enthesis.web.words import ROLES, lasting, since, visit_time, when

AHEAD = timedelta(days=14)
_GROUPS = {"safety": "Safety first", "overdue": "Overdue", "due": "Due", "upcoming": "Coming"}


@page(*STAFF, methods=("GET",))
def work(request: HttpRequest) -> HttpResponse:
    """Who needs what: safety first, then overdue, then due; with what comes in two weeks where it is asked for."""
    who = me(request)
    today = who.today
    ahead = "ahead" in request.GET
    number = _page_number(request)
    roles = sorted(who.roles & STAFF)
    role = request.GET.get("role")
    lines = worklist(request.user, today + AHEAD if ahead else today, number, role=role if role in roles else None)
    clocks = _clocks(request, who)
    order = {key: place for place, key in enumerate(clocks)}  # of two symptoms, the one with less time left comes first
    told = sorted(
        ((_state(line, today), line) for line in lines),
        key=lambda pair: (list(_GROUPS).index(pair[0]), order.get(_symptom(pair[1]), 0)),
    )
    groups = [
        (state, _GROUPS[state], [_line(state, line, today, who.zone, clocks) for _, line in found])
        for state, found in groupby(told, key=lambda pair: pair[0])
    ]
    context = {
        "groups": groups,
        "ahead": ahead,
        "until": today + AHEAD,
        "today": today,
        "number": number,
        "more": len(lines) >= PAGE,
        "roles": [(each, ROLES[each].removeprefix("the ").removeprefix("a ").capitalize()) for each in roles],
        "role": role or (lines[0].who if lines else ""),
        "is_empty": not lines,
        "symptoms": 0 if any(state == "safety" for state, _ in told) else len(clocks),
        "here": _here(request, who),
        "symptoms_overdue": sum(clock.state == "overdue" for clock in clocks.values()),
    }
    return render(request, "web/clinician/worklist.html", context)


def _state(line: Due, today: date) -> str:
    return "safety" if line.kind == CONCERN else line.window.on(today).value


def _clocks(request: HttpRequest, who: Me) -> dict[tuple[str, str], ToldClock]:
    """The clocks of the clinic's open symptoms by course and symptom, in the order in which they fall due."""
    clinic, found = symptoms_of(request.user, who.clinic.pk if who.clinic else None)
    names, now = names_in([each.clock for each in found]), datetime.now(UTC)
    zone, today = ZoneInfo(clinic.time_zone), who.today
    return {
        (each.course, each.clock.symptom): tell_clock(each.clock, names, now=now, zone=zone, today=today)
        for each in found
    }


def _here(request: HttpRequest, who: Me) -> SafeString | str:
    """Who has arrived and waits, and for how long."""
    found = waiting(request.user, who.clinic, who.today) if who.clinic else []
    now = datetime.now(UTC)
    told = tuple((each, lasting(now - each.since)) for each in found)
    return _drawn_here(get_language(), told, who.zone) if told else ""


@lru_cache(maxsize=64)
def _drawn_here(language: str | None, told: tuple[tuple[Waiting, str], ...], zone: ZoneInfo) -> SafeString:
    return render_to_string("web/frontdesk/here.html", {"here": told, "zone": zone})


def _symptom(line: Due) -> tuple[str, str]:
    return line.course, line.activity.partition(":")[2]


def _line(
    state: str, line: Due, today: date, zone: ZoneInfo, clocks: Mapping[tuple[str, str], ToldClock]
) -> SafeString:
    """One line of the list. The same line for the same day, with the same words of its clock, is drawn once."""
    clock = clocks.get(_symptom(line)) if line.kind == CONCERN else None
    return _drawn(get_language(), state, line, today, zone, clock)


@lru_cache(maxsize=1024)
def _drawn(
    language: str | None, state: str, line: Due, today: date, zone: ZoneInfo, clock: ToldClock | None
) -> SafeString:
    closes = line.window.closes
    told = {
        "due": line,
        "clock": clock,
        "when": since(line.window, today) if line.kind == CONCERN else when(line.window, today),
        "booked": visit_time(line.starts, zone) if line.starts else "",
        "late": (today - closes).days if closes and line.window.on(today) is Timing.OVERDUE else 0,
    }
    return render_to_string("web/clinician/work_line.html", {"line": told, "state": state})


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, min(int(asked), 10_000)) if asked.isascii() and asked.isdecimal() else 1
