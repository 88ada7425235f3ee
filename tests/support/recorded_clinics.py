"""Simulated clinics told through the event log: the same truth as in `simulated_clinics`, every fact of it recorded.

    record_clinics(clinics=4, courses=30, seed=7)      # in the database; then the registry is built from it

Each course is imported event by event through the one door, under one of the three protocols, as a clinic would have
recorded it. What protocols do not ask for in so many words (a hold of medicines, a diary for months) is not simulated.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from enthesis.clinic.importing import Header, import_course
from enthesis.clinic.models import Clinic
from enthesis.clinic.registry.rows import Source, rows_of
from enthesis.pathway import events as e
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.protocol.model import Protocol
from tests.support import simulated_clinics as truth
from tests.support.simulated_clinics import TRUTH, kind_of

ZONE = ZoneInfo("Europe/Berlin")
PLANNED = 4  # treatments of everybody who goes on
OPENS, CLOSES = 28, 42  # days: the window of a further treatment under nutura-back (S000: 4 to 6 weeks)
HABIT = (7, 3)  # of writing the diary: a beta distribution, whose mean is the truth


def record_clinics(*, clinics: int, courses: int, seed: int) -> list[Clinic]:
    """Make clinics and record their courses. The same seed gives the same courses. The order is that of `kind_of`."""
    made = []
    for place in range(1, clinics + 1):
        clinic = Clinic.objects.create(name=f"Simulated {place}", time_zone=ZONE.key)
        for course in range(courses):
            log = list(_named(_course(np.random.default_rng([seed, place, course]), kind_of(place))))
            told = import_course(Header(), log, clinic=clinic)
            assert not told.refused, told.refused
        made.append(clinic)
    return made


def _course(chance: np.random.Generator, kind: str) -> list[Event]:
    """What is recorded of one course, in the order of its days."""
    which = int(chance.choice(len(truth.PROTOCOLS), p=truth.SHARES))
    protocol = latest()[truth.PROTOCOLS[which]]
    evaluated = truth.BUILT_ON - timedelta(days=int(chance.integers(250, 500)))
    first = evaluated + timedelta(days=max(1, round(float(chance.lognormal(*truth.WAIT)))))
    gain = float(np.clip(chance.normal(truth.GAINS[which], truth.SPREAD), -0.6, 1))
    baseline = float(chance.uniform(5.9, 6.1))
    events = [
        *_before(protocol, evaluated, first, baseline, is_knee=which == len(truth.PROTOCOLS) - 1),
        *_sessions(chance, protocol, first),
    ]
    if chance.random() < truth.answering(gain, kind):
        events.append(_pain(first + timedelta(weeks=truth.POINT), baseline * (1 - gain)))
    told = sorted(events, key=_day)
    return sorted([*told, *_diary(chance, protocol, told)], key=_day)


def _before(protocol: Protocol, evaluated: date, first: date, baseline: float, *, is_knee: bool) -> Iterator[Event]:
    place = ("knee pain", "knee") if is_knee else ("back pain", "back")
    yield e.CourseStarted(
        id="", happened_on=evaluated, protocol=protocol.id, version=protocol.version, problem=place[0], region=place[1]
    )
    yield e.EvaluationAnswered(id="", happened_on=evaluated, answers={"age": 50})
    yield e.CandidacyDecided(id="", happened_on=evaluated, outcome="eligible", recommended="eligible")
    yield e.DrugListTaken(id="", happened_on=evaluated, drugs=())
    yield e.ConsentSigned(id="", happened_on=evaluated, document="prolotherapy", version="3")
    if any(each.id == "prior-care" for each in protocol.activities):
        yield e.ResponseDecided(id="", happened_on=evaluated, activity="prior-care", option="tried", reason="As told.")
    yield _pain(first - timedelta(days=1), baseline)


def _sessions(chance: np.random.Generator, protocol: Protocol, first: date) -> Iterator[Event]:
    """Every session with its visits, reviews and harms."""
    day, has_gate = first, any(each.id == "response-review" for each in protocol.activities)
    if has_gate:
        yield from _session(chance, "diagnostic-injection", 0, day)
        stops = chance.random() < TRUTH.gate_closed
        day += timedelta(days=16)
        option = "do-not" if stops else "go-on"
        yield e.ResponseDecided(id="", happened_on=day, activity="response-review", option=option, reason="As it was.")
        if stops:
            return
        day += timedelta(days=10)
    yield e.PlanAgreed(id="", happened_on=day, sessions=PLANNED)
    for number in range(1, PLANNED + 1):
        yield from _session(chance, "treatment", number, day)
        reviewed = day + timedelta(days=10)
        yield e.ResponseDecided(id="", happened_on=reviewed, activity="session-review", option="continue", reason="-")
        is_kept = chance.random() < TRUTH.kept_intervals
        span = (OPENS, CLOSES + 1) if is_kept else (CLOSES + 1, CLOSES + 20)
        day += timedelta(days=int(chance.integers(*span)))


def _session(chance: np.random.Generator, activity: str, number: int, day: date) -> Iterator[Event]:
    """Visits until the patient comes, the injections, and the harms that they do."""
    visit = f"{activity}-{number}"
    missed = 0
    while chance.random() < TRUTH.no_shows:
        missed += 1
        yield _booked(f"{visit}-missed-{missed}", activity, day, 8 + missed % 8)
        yield e.VisitMissed(id="", happened_on=day, visit=f"{visit}-missed-{missed}")
    yield _booked(visit, activity, day, 17)
    yield e.InjectionsGiven(
        id="",
        happened_on=day,
        activity=activity,
        visit=visit,
        sites=(e.Site(structure="iliolumbar ligament", side="left", ml=Decimal(1)),),
        solution=(e.Part(name="dextrose 50%", ml=Decimal(1)), e.Part(name="water for injection", ml=Decimal(1))),
        dextrose_percent=Decimal(25),
        volume_ml=Decimal(2),
        guidance="landmark",
    )
    for _harm in range(int(chance.poisson(truth.EVENTS))):
        yield e.AdverseEventRecorded(id="", happened_on=day, event="soreness for longer than usual", severity="mild")


def _booked(visit: str, activity: str, day: date, hour: int) -> Event:
    starts = datetime.combine(day, time(hour), UTC)
    booked_on = day - timedelta(days=1)
    return e.VisitBooked(id="", happened_on=booked_on, visit=visit, activity=activity, starts=starts, minutes=30)


def _pain(day: date, value: float) -> Event:
    rounded = Decimal(value).quantize(Decimal("0.0001"))
    return e.ScoresTaken(id="", happened_on=day, instrument="nrs_pain", value=max(rounded, Decimal(0)))


def _diary(chance: np.random.Generator, protocol: Protocol, log: list[Event]) -> Iterator[Event]:
    """An entry on some of the days that the protocol asks for, by each one's own habit. It tells function, not pain:
    what is known of the pain is the answer of the time point."""
    habit = chance.beta(*HABIT)
    source = Source(1, 1, 1, None, tuple(log), protocol, (), ZONE, truth.BUILT_ON)
    for row in rows_of(source).tables["diary"]:
        day = row.day  # type: ignore[attr-defined]  # rows of a table are told by its name
        if chance.random() < habit:
            yield e.DiaryEntered(id="", happened_on=day, function=Decimal(5))


def _day(event: Event) -> date:
    assert event.happened_on is not None
    return event.happened_on


def _named(log: list[Event]) -> Iterator[Event]:
    for place, event in enumerate(log):
        yield replace(event, id=f"s{place}")
