"""Which stage of an agreed programme it is on a day, when the others begin, and what was done at home.

A stage that follows an injection begins so many days after that injection was given. Until then the stage has a day by
the booking only, and moves with it; it never begins without the injection. Injections are counted as the protocol does
it: a diagnostic one is none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from enthesis.pathway.course import Course
from enthesis.pathway.events import ExercisesLogged, ProgrammeAgreed, Stage
from enthesis.pathway.protocol.model import Kind, Protocol, Purpose


@dataclass(frozen=True, slots=True)
class StageDay:
    """A stage with its day."""

    stage: Stage
    begins: date | None  # None: neither given nor booked
    has_begun_for_sure: bool  # its injection was given, or it needs none; False: by the booking only


def treatments_given(protocol: Protocol, course: Course) -> list[date | None]:
    """The days of the treatment injections, in order; None where a day is not known."""
    return [
        given.happened_on
        for given in course.injections
        if (activity := protocol.activity(given.activity)) is None or activity.purpose is not Purpose.DIAGNOSTIC
    ]


def treatments_booked(protocol: Protocol, course: Course, zone: tzinfo) -> list[date]:
    """The days on which the next treatment injections are booked, in order."""
    found = []
    for booking in course.bookings.values():
        activity = protocol.activity(booking.activity)
        if activity and activity.kind is Kind.INJECTION and activity.purpose is not Purpose.DIAGNOSTIC:
            found.append(booking.starts.astimezone(zone).date())
    return sorted(found)


def stage_days(programme: ProgrammeAgreed, protocol: Protocol, course: Course, zone: tzinfo) -> list[StageDay]:
    """Every stage with the day on which it begins, in the programme's order."""
    given, booked = treatments_given(protocol, course), treatments_booked(protocol, course, zone)
    return [_dated(stage, programme.happened_on, given, booked) for stage in programme.stages]


def _dated(stage: Stage, agreed: date | None, given: Sequence[date | None], booked: Sequence[date]) -> StageDay:
    if stage.injection == 0:
        return StageDay(stage, _after(agreed, stage.days), agreed is not None)
    place = stage.injection - 1
    if place < len(given):
        return StageDay(stage, _after(given[place], stage.days), given[place] is not None)
    later = place - len(given)
    return StageDay(stage, _after(booked[later], stage.days) if later < len(booked) else None, False)


def _after(day: date | None, days: int) -> date | None:
    return None if day is None else day + timedelta(days=days)


def stage_on(found: Iterable[StageDay], today: date) -> StageDay | None:
    """The stage of a day: the last in the programme's order that has begun; None before the first."""
    begun = [each for each in found if each.has_begun_for_sure and each.begins is not None and each.begins <= today]
    return begun[-1] if begun else None


def rests_until(programme: ProgrammeAgreed, course: Course, today: date) -> date | None:
    """The last day of rest where a day is one: the day of any injection, and the days after it that were agreed.

    With nothing agreed (`rest_days` None) no day is one: nobody has decided.
    """
    if programme.rest_days is None:
        return None
    ends = [
        given.happened_on + timedelta(days=programme.rest_days)
        for given in course.injections
        if given.happened_on is not None and given.happened_on <= today
    ]
    last = max(ends, default=None)
    return last if last is not None and today <= last else None


def done_by_day(logs: Iterable[ExercisesLogged]) -> Mapping[date, frozenset[str]]:
    """What was done at home on each day with an entry; of several entries all that any of them says. Latest first."""
    found: dict[date, frozenset[str]] = {}
    for log in logs:
        if log.happened_on is not None:
            found[log.happened_on] = found.get(log.happened_on, frozenset()) | frozenset(log.done)
    return dict(sorted(found.items(), reverse=True))
