"""A clinic whose calendars are nearly full, and courses that want a place in them. All of it is made up, by number."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np

from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import Away, Gap, Need, Patient, Problem, Resource, Wanted

FIRST = date(2026, 12, 1)
HALVES = ((time(8), time(12)), (time(13), time(18)))
INJECTION = (
    Need("clinician", frozenset({"prolotherapy"})),
    Need("room"),
    Need("device", frozenset({"ultrasound"})),
)


def grid(days: int = 365) -> Grid:
    return Grid(ZoneInfo("Europe/Berlin"), FIRST, FIRST + timedelta(days=days - 1))


def resources(on: Grid, clinicians: int = 4, full: float = 0.85, number: int = 1) -> tuple[Resource, ...]:
    """Clinicians, one room more than those, as many ultrasound devices, half as many therapists."""
    chance = Random(number)
    kinds: tuple[tuple[str, int, set[str], float], ...] = (
        ("clinician", clinicians, {"prolotherapy"}, full),
        ("room", clinicians + 1, set(), full - 0.15),
        ("device", clinicians, {"ultrasound"}, full),
        ("therapist", max(1, clinicians // 2), set(), full),
    )
    return tuple(
        Resource(
            f"{kind}-{place}", kind, frozenset(skills), "", (HALVES,) * 5 + ((), ()), spans=_spans(on, share, chance)
        )
        for kind, count, skills, share in kinds
        for place in range(count)
    )


def _spans(on: Grid, full: float, chance: Random) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
    """What is booked, in steps since 1970: half of the half-days wholly, the others so that the share is `full`."""
    spans: list[tuple[int, int]] = []
    for day in range(on.days):
        if on.on(day).weekday() > 4:
            continue
        for start, end in HALVES:
            first, last = on.wall(day, start), on.wall(day, end)
            rest = 2 * full - 1
            share = 1.0 if chance.random() < 0.5 else min(1.0, max(0.0, chance.uniform(rest - 0.3, rest + 0.3)))
            length = round((last - first) * share)
            begin = first + (chance.randrange(last - first - length + 1) if chance.random() < 0.3 else 0)
            base = int(on.midnights[day])
            visits = np.array_split(np.arange(base + begin, base + begin + length), max(1, length // 9))
            spans += [(int(visit[0]), int(visit[-1]) + 1) for visit in visits if visit.size]
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def course(number: int, sessions: int = 8, therapy: int = 6) -> tuple[Wanted, ...]:
    """One diagnostic injection, its review, treatments 4 to 6 weeks apart, and therapy beside them."""
    opens = FIRST + timedelta(days=Random(number).randrange(60))
    wanted = [
        Wanted(
            "diagnostic",
            30,
            INJECTION,
            0,
            5,
            opens=opens,
            ideal=opens + timedelta(days=7),
            closes=opens + timedelta(days=60),
        ),
        Wanted("review", 20, (Need("clinician"),), after=(Gap("diagnostic", 14, 17, 21),)),
    ]
    before = "review"
    for place in range(1, sessions + 1):
        gap = Gap(before, 7, 14, 28) if place == 1 else Gap(before, 28, 35, 42)
        before = f"treatment-{place}"
        wanted.append(Wanted(before, 45, INJECTION, 5, 5, after=(gap,)))
    before = "review"
    for place in range(1, therapy + 1):
        gap = Gap(before, 0, 3, 14) if place == 1 else Gap(before, 5, 7, 10)
        before = f"therapy-{place}"
        wanted.append(Wanted(before, 30, (Need("therapist"), Need("room")), after=(gap,)))
    return tuple(wanted)


def problem(number: int, on: Grid, clinic: tuple[Resource, ...], sessions: int = 8, therapy: int = 6) -> Problem:
    """A patient with wishes, by number."""
    chance = Random(number)
    away = on.first + timedelta(days=chance.randrange(30, max(31, on.days)))
    patient = Patient(
        away=(Away(away, away + timedelta(days=chance.randrange(14))),),
        weekdays=frozenset(chance.sample(range(5), 3)),
        times=(HALVES[chance.randrange(2)],),
        clinician=f"clinician-{chance.randrange(2)}" if chance.random() < 0.5 else "",
        same_clinician=chance.random() < 0.5,
    )
    now = datetime.combine(on.first, time(8), UTC)
    return Problem(on, clinic, course(number, sessions, therapy), patient, now=now, device_weekdays=frozenset({1, 3}))
