"""Realistic courses to measure with: what a clinic records for one patient with back pain, under `nutura-back`.

Every course is made from its number alone, so two runs measure the same events. All of it is made up.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from enthesis.pathway import events as e
from enthesis.pathway.codec import write
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import find
from enthesis.pathway.protocol.model import Protocol

FIRST_DAY = date(2025, 1, 7)
PROTOCOL = "nutura-back"

_WORDS = (
    "Sore in the morning, better after a walk.",
    "Slept badly. The left side more than the right.",
    "Sat in the car for three hours.",
    "A good day, no tablets.",
)
_STRUCTURES = ("iliolumbar ligament", "posterior sacroiliac ligament", "L4/5 facet capsule", "L5/S1 facet capsule")


def protocol() -> Protocol:
    """The protocol that the courses follow."""
    found = find(PROTOCOL)
    if found is None:
        raise LookupError(f"{PROTOCOL} is not among the shipped protocols.")
    return found


def course(number: int, size: int, *, first_day: date = FIRST_DAY) -> list[Event]:
    """The log of one finished course with exactly `size` events (60 or more), in the order of recording.

    Diary entries fill it up: a third to a half of the events, as in a clinic where patients answer. Some carry the
    patient's own words. One visit is moved, one diary entry comes two days late, and one is corrected.
    """
    sessions = 3 if size < 100 else 6
    chance = random.Random(number)  # the same course again for the same number
    day = first_day + timedelta(days=chance.randrange(28))
    frame = list(_frame(sessions, day, chance))
    spare = size - len(frame) - 1
    if spare < 4:
        raise ValueError(f"A course of {sessions} sessions has {len(frame) + 5} events or more, not {size}.")
    asked_from = next(event.happened_on for event in frame if isinstance(event, e.InjectionsGiven))
    asked_until = frame[-1].happened_on
    assert asked_from is not None
    assert asked_until is not None
    step = (asked_until - asked_from).days / spare
    diary: list[Event] = [
        _entry(asked_from + timedelta(days=int(place * step)), place, chance) for place in range(spare)
    ]
    log = sorted([*frame, *diary], key=lambda event: event.happened_on or date.min)
    places = [place for place, event in enumerate(log) if isinstance(event, e.DiaryEntered)]
    late = places[len(places) // 2]
    log.insert(min(late + 2, len(log) - 1), log.pop(late))
    mistaken = log[places[1]]
    named = [replace(event, id=f"c{number}-{place}") for place, event in enumerate(log)]
    corrected = e.DiaryEntered(
        id=f"c{number}-{len(named)}",
        happened_on=mistaken.happened_on,
        pain=Decimal(5),
        replaces=named[places[1]].id,
    )
    return [*named[:-1], corrected, named[-1]]


def recorded(log: list[Event], by: str = "U-3") -> list[Event]:
    """The same log as it reads once it was recorded: with the instant and the account."""
    return [replace(event, recorded_at=_instant(event, place), recorded_by=by) for place, event in enumerate(log)]


def json_lines(log: list[Event]) -> list[str]:
    """The log as the lines that `enthesis course import` reads."""
    return [json.dumps(write(event)) for event in log]


def instants(log: list[Event]) -> list[datetime]:
    """An instant of recording for each event, none before the one ahead of it."""
    return [_instant(event, place) for place, event in enumerate(log)]


def _instant(event: Event, place: int) -> datetime:
    assert event.happened_on is not None
    return datetime.combine(FIRST_DAY + timedelta(days=600), time(8), UTC) + timedelta(minutes=place)


def _frame(sessions: int, day: date, chance: random.Random) -> Iterator[Event]:
    """Everything but the diary; ids are given later."""
    yield e.CourseStarted(
        id="", happened_on=day, protocol=PROTOCOL, version=protocol().version, problem="low back pain", region="back"
    )
    yield e.EvaluationAnswered(
        id="",
        happened_on=day,
        answers={
            "age": chance.randrange(25, 80),
            "pain_now": chance.randrange(4, 10),
            "months_of_pain": chance.randrange(4, 120),
            "fever": "no",
            "weight_loss": "no",
            "saddle_numbness": "no",
            "bladder_changed": "no",
            "pregnant": "no",
            "tried": ["physical therapy", "tablets"],
        },
        rules="2026-11",
        words=chance.choice(_WORDS),
    )
    yield e.DrugListTaken(id="", happened_on=day, drugs=("ibuprofen 400", "ramipril"))
    yield e.ScoresTaken(
        id="", happened_on=day, instrument="nrs_pain", value=Decimal(chance.randrange(5, 10)), activity="evaluation"
    )
    yield e.EstimateGiven(id="", happened_on=day, minimum=Decimal(1800), maximum=Decimal(4200), currency="EUR")
    day += timedelta(days=2)
    yield e.CandidacyDecided(id="", happened_on=day, outcome="eligible", recommended="eligible", rules="2026-11")
    yield e.ConsentSigned(id="", happened_on=day, document="prolotherapy", version="3")
    yield from _visit("intake", day, day + timedelta(days=5))
    day += timedelta(days=5)
    yield e.VisitAttended(id="", happened_on=day, activity="intake", visit="intake", note=chance.choice(_WORDS))
    yield e.ActivityDone(id="", happened_on=day, activity="imaging", note="MRI of the lumbar spine seen.")
    yield from _visit("diagnostic-injection", day, day + timedelta(days=9))
    day += timedelta(days=4)
    moved = day + timedelta(days=7)
    yield e.VisitMoved(id="", happened_on=day, visit="diagnostic-injection", starts=_at(moved), by="patient")
    yield _injection("diagnostic-injection", "diagnostic-injection", moved, chance)
    yield e.ActivityDone(id="", happened_on=moved + timedelta(days=2), activity="check-in", note=chance.choice(_WORDS))
    day = moved + timedelta(days=16)
    yield e.ResponseDecided(
        id="",
        happened_on=day,
        activity="response-review",
        option="go-on",
        recommended="go-on",
        figures={"baseline": "7", "now": "3", "percent": "57", "days_answered": 9, "days_asked": 16},
        reason="Walks an hour again.",
    )
    yield e.PlanAgreed(id="", happened_on=day, sessions=sessions)
    for number in range(1, sessions + 1):
        visit = f"treatment-{number}"
        when = day + timedelta(days=7 if number == 1 else 33)
        yield from _visit(visit, day, when, activity="treatment")
        yield e.TherapyAttended(id="", happened_on=day + timedelta(days=3), activity="physical-therapy")
        if sessions > 3:
            yield e.TherapyAttended(
                id="", happened_on=day + timedelta(days=6), activity="physical-therapy", exercises_done=True
            )
        day = when
        yield _injection("treatment", visit, day, chance)
        yield e.ActivityDone(
            id="", happened_on=day + timedelta(days=2), activity="check-in", note=chance.choice(_WORDS)
        )
        yield e.ScoresTaken(
            id="",
            happened_on=day + timedelta(days=10),
            instrument="nrs_pain",
            value=Decimal(max(0, 6 - number)),
            unit="points",
        )
        yield e.ResponseDecided(
            id="", happened_on=day + timedelta(days=12), activity="session-review", option="continue", reason="Better."
        )
    day += timedelta(days=92)
    for instrument, value in (("nrs_pain", 2), ("pgic", 6)):
        yield e.ScoresTaken(
            id="", happened_on=day, instrument=instrument, value=Decimal(value), activity="follow-up", unit="points"
        )
    yield e.CourseClosed(id="", happened_on=day + timedelta(days=1), reason="completed", note="Much better, as agreed.")


def _visit(visit: str, booked_on: date, day: date, activity: str = "") -> Iterator[Event]:
    yield e.VisitBooked(
        id="",
        happened_on=booked_on,
        visit=visit,
        activity=activity or visit,
        starts=_at(day),
        minutes=45,
        resources=("Dr A. Rahman", "Room 2"),
    )
    yield e.MessageSent(id="", happened_on=booked_on, purpose="confirmation", channel="email", visit=visit)


def _injection(activity: str, visit: str, day: date, chance: random.Random) -> Event:
    sites = tuple(
        e.Site(structure=structure, side="left", ml=Decimal("1.5")) for structure in chance.sample(_STRUCTURES, 3)
    )
    return e.InjectionsGiven(
        id="",
        happened_on=day,
        activity=activity,
        visit=visit,
        sites=sites,
        solution=(
            e.Part(name="dextrose 50%", ml=Decimal(3), lot="D2291"),
            e.Part(name="lidocaine 1%", ml=Decimal(2), lot="L118"),
            e.Part(name="water for injection", ml=Decimal(5)),
        ),
        dextrose_percent=Decimal(15),
        volume_ml=Decimal(10),
        lidocaine_mg=Decimal(20),
        weight_kg=Decimal(chance.randrange(55, 95)),
        guidance="ultrasound",
        note="Tolerated well.",
    )


def _entry(day: date, place: int, chance: random.Random) -> Event:
    pain = Decimal(max(0, min(10, 7 - place // 12 + chance.randrange(-1, 2))))
    return e.DiaryEntered(
        id="",
        happened_on=day,
        pain=pain,
        function=pain,
        took=("paracetamol 500",) if pain > 5 else (),
        words=chance.choice(_WORDS) if chance.random() < 0.25 else "",
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), UTC)
