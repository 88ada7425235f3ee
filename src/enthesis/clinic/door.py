"""The one door in: nothing changes a course but an event through here. docs/record.md tells the whole way."""

import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from enthesis.clinic import filing, known, taken
from enthesis.clinic.access import MAY_RECORD, By, Operator, user_key
from enthesis.clinic.errors import (
    NO_SUCH_PERSON,
    NOT_YOUR_ROLE,
    NotAllowed,
    NotRecorded,
    Refused,
    Stale,
)
from enthesis.clinic.filing import File
from enthesis.clinic.known import Known
from enthesis.clinic.looks import join, refusal
from enthesis.clinic.models import CourseRecord, Membership, Person, StoredEvent
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen, SeenPerson, open_course, open_person
from enthesis.clinic.patience import persist
from enthesis.clinic.sql import durable_transaction
from enthesis.clinic.writing import TAKEN, AsOf, Recorded, Writing, recorded_before, time_taken
from enthesis.pathway.course import fold
from enthesis.pathway.events import CourseStarted, Event
from enthesis.pathway.finding import Finding

__all__ = [
    "NotAllowed",
    "NotRecorded",
    "Operator",
    "Recorded",
    "Refused",
    "Seen",
    "SeenPerson",
    "Stale",
    "new_id",
    "open_course",
    "open_person",
    "record",
    "record_all",
    "record_courses",
    "start_course",
]

Opened = Seen | CourseRecord | str  # an opened course, its record, or its number


def new_id() -> str:
    """An id for an event, unique everywhere; later ones sort later."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def record(event: Event, *, course: Opened, by: By, seen: int | None = None, as_of: datetime | None = None) -> Recorded:
    """Record one event. When this returns, it is on disk; when it raises, nothing of it is.

    `seen`: the head that the page showed (`Seen.head`); an opened course brings its own, a bare number none. `as_of`:
    when it was first recorded, for a trusted caller that brings an old course over; never from a form.

    Raises `Refused` (with findings), `Stale` (with what came in between) or `NotAllowed`; each is written down.
    """
    return record_all([event], course=course, by=by, seen=seen, as_of=as_of)


def record_all(
    events: Sequence[Event], *, course: Opened, by: By, seen: int | None = None, as_of: AsOf = None
) -> Recorded:
    """Record events that belong together, all or none. Each is checked against the course as the ones before left it.

    `as_of` is one instant for all of them, or one for each. Raises as `record` does.
    """
    if isinstance(course, Seen) and seen is None:
        seen = course.head
    key = course.pk if isinstance(course, CourseRecord) else key_of(_number(course))

    def take(cursor: Any) -> File:
        file = filing.take(cursor, key, by) if key is not None else None
        if file is None:
            raise filing.why_not(key, by)
        return file

    return _through(take, events, by, as_of, seen, course=key)


def record_courses(several: Sequence[tuple[Seen, Sequence[Event]]], *, by: By) -> list[Recorded]:
    """Record events of several courses that belong together, all or none: times that a patient gets for two at once.

    The courses were opened by whoever records. The answers are in their order. Raises as `record` does, for the first
    course that something speaks against.
    """
    taking = sorted(
        several, key=lambda each: key_of(each[0].number) or 0
    )  # one order for all: nobody waits in a circle
    at = taking[0][0] if taking else None

    def written() -> list[tuple[Recorded, Known]]:
        nonlocal at
        done = []
        with durable_transaction() as cursor:
            for at, events in taking:
                file = filing.take(cursor, key_of(at.number) or 0, by)
                if file is None:
                    raise filing.why_not(key_of(at.number), by)
                done.append(Writing(file, by, None).all_of(cursor, events, at.head))
            looks_done = join(cursor)
        looks_done()
        return done

    def lost() -> Refused | None:
        return next((found for seen, events in taking if (found := _taken(events, key_of(seen.number), by))), None)

    try:
        done = persist(written, lost)
    except NotRecorded as problem:
        again = [_again(seen, events, by) for seen, events in several]
        if all(again):
            return [each for each in again if each]
        raise refusal(problem, by, "record courses", course=key_of(at.number) if at else None) from None
    for _, after in done:
        known.keep(after)
    by_number = {recorded.number: recorded for recorded, _ in done}
    return [by_number[seen.number] for seen, _ in several]


def _again(seen: Seen, events: Sequence[Event], by: By) -> Recorded | None:
    file = filing.look(key_of(seen.number) or 0, by)
    return recorded_before(file, events) if file is not None else None


def start_course(events: Sequence[Event], *, person: Person, by: By, as_of: AsOf = None) -> Recorded:
    """Open a new course for a person with its first events: `CourseStarted` and what belongs to it. All or none.

    Its number is in the answer. Raises as `record` does.
    """

    def take(cursor: Any) -> File:
        _check_may_start(person, by)
        file = filing.take(cursor, filing.new(cursor, person.clinic_id, person.pk), by)
        if file is None:
            raise NotAllowed(*NO_SUCH_PERSON)
        return file

    return _through(take, events, by, as_of, None, clinic=person.clinic_id, person=person.pk)


def _through(
    take: Callable[[Any], File], events: Sequence[Event], by: By, as_of: AsOf, seen: int | None, **where: int | None
) -> Recorded:
    """One transaction. What comes twice is answered as it was the first time; every other refusal is written down."""
    problem: NotRecorded
    course = where.get("course")
    try:
        recorded, after = persist(lambda: _written(take, events, by, as_of, seen), lambda: _taken(events, course, by))
    except NotRecorded as told:
        problem = told
    else:
        known.keep(after)
        return recorded
    file = filing.look(course, by) if course is not None else None
    again = recorded_before(file, events) if file is not None else None
    if again is not None:
        return again
    kinds = " ".join(dict.fromkeys(type(event).__name__ for event in events))
    raise refusal(problem, by, f"record {kinds}", **where)


def _written(
    take: Callable[[Any], File], events: Sequence[Event], by: By, as_of: AsOf, seen: int | None
) -> tuple[Recorded, Known]:
    with durable_transaction() as cursor:
        done = Writing(take(cursor), by, as_of).all_of(cursor, events, seen)
        looks_done = join(cursor)
    looks_done()
    return done


def _taken(events: Sequence[Event], course: int | None, by: By) -> Refused | None:
    """What the database would not have twice: times of resources that other visits have, or else an event's id.

    None: whoever had it has given it back.
    """
    file = filing.look(course, by) if course is not None else None
    found: list[Finding] = []
    if file is not None:
        log = file.known().log
        before, after = fold(log).bookings, fold((*log, *events)).bookings
        wanted = [booking for visit, booking in after.items() if before.get(visit) != booking]
        lost = taken.conflicts(file.clinic, file.course, wanted)
        found = [time_taken(booking.visit, name) for booking, name in lost]
    if not found and StoredEvent.objects.filter(event_id__in=[event.id for event in events]).exists():
        found = [TAKEN]
    return Refused(found, events[0]) if found else None


def _check_may_start(person: Person, by: By) -> None:
    if isinstance(by, Operator):
        return
    held = Membership.objects.filter(user_id=user_key(by), clinic=person.clinic_id, clinic__people=person.pk)
    roles = set(held.values_list("role", flat=True))
    if not roles:
        raise NotAllowed(*NO_SUCH_PERSON)
    if not roles & MAY_RECORD[CourseStarted]:
        raise NotAllowed(NOT_YOUR_ROLE, "Your role may not start a course.")


def _number(course: Seen | str) -> str:
    return course.number if isinstance(course, Seen) else course
