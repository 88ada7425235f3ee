"""Which times of which resources are taken: derived from the bookings of courses, written with the event.

A booking takes up the resources that it names, in steps of five minutes with its buffers, one row for each. The rows'
key makes it impossible for two visits to have one step of one resource, on both databases, whoever asks first. A name
that is no resource of the clinic (a room at the hospital, a course from elsewhere) is kept and takes up nothing.

Times that are only held for a course (holding.py) stand among the steps as a visit whose id begins with `HELD`, which
no booking's does. Whatever a course books, moves or cancels ends its hold.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from enthesis.clinic.models import BookedTime, BookedVisit, Hold, Resource, TakenStep
from enthesis.clinic.sql import Statement, durable_transaction, plain, stored
from enthesis.pathway.course import Booking

STEP_MINUTES = 5
LONGEST = 24 * 60  # minutes of a visit or a buffer that are believed

HELD = "~"
KEPT = timedelta(days=1)  # for which a hold that is over is remembered

VISIT_COLUMNS = (
    *("clinic_id", "course_id", "visit", "activity", "starts", "minutes", "telehealth", "confirmed", "moves"),
    "resources",
)
TIME_COLUMNS = ("resource_id", "course_id", "visit", "activity", "first", "last")
STEP_COLUMNS = ("resource_id", "step", "course_id", "visit")

_RESOURCES = "SELECT name, id FROM clinic_resource WHERE clinic_id = %s AND name IN ({})"
_REMOVE_STEPS = Statement("DELETE FROM clinic_takenstep WHERE course_id = %s AND visit = %s")
_REMOVE_TIMES = Statement("DELETE FROM clinic_bookedtime WHERE course_id = %s AND visit = %s")
_REMOVE_VISIT = Statement("DELETE FROM clinic_bookedvisit WHERE course_id = %s AND visit = %s")
_INSERT_VISIT = Statement(
    f"INSERT INTO clinic_bookedvisit ({', '.join(VISIT_COLUMNS)}) VALUES ({', '.join(['%s'] * len(VISIT_COLUMNS))})"  # noqa: S608
)
_END_HOLD_STEPS = Statement(f"DELETE FROM clinic_takenstep WHERE course_id = %s AND substr(visit, 1, 1) = '{HELD}'")  # noqa: S608
_END_HOLD = Statement("DELETE FROM clinic_hold WHERE course_id = %s")
_ANY_OVER = Statement(  # asked without the lock that a writer takes
    "SELECT 1 FROM clinic_hold ended WHERE until <= %s AND (until <= %s OR EXISTS"  # noqa: S608
    f" (SELECT 1 FROM clinic_takenstep s WHERE s.course_id = ended.course_id AND s.visit = '{HELD}' || ended.key))"
    " LIMIT 1"
)
_FREE_OVER = Statement(
    "DELETE FROM clinic_takenstep WHERE (course_id, visit) IN "  # noqa: S608
    f"(SELECT course_id, '{HELD}' || key FROM clinic_hold WHERE until <= %s)"
)
_FORGET_HOLDS = Statement("DELETE FROM clinic_hold WHERE until <= %s")
_INSERT_TIME = Statement(
    f"INSERT INTO clinic_bookedtime ({', '.join(TIME_COLUMNS)}) VALUES ({', '.join(['%s'] * len(TIME_COLUMNS))})"  # noqa: S608
)
_INSERT_STEP = Statement(
    f"INSERT INTO clinic_takenstep ({', '.join(STEP_COLUMNS)}) VALUES ({', '.join(['%s'] * len(STEP_COLUMNS))})"  # noqa: S608
)

Bookings = Mapping[str, Booking]


class TimeChanges(NamedTuple):
    """What differs between the bookings of two states of a course."""

    clinic: int
    course: int
    gone: Sequence[str]  # visits whose rows no longer stand
    made: Sequence[Booking]


class Span(NamedTuple):
    """For how long a booking takes up each of its resources, in steps since 1970."""

    first: int
    last: int  # the step behind


def span(booking: Booking) -> Span:
    """A booking with its buffers, each end rounded outwards to a whole step."""
    minutes = int(booking.starts.timestamp()) // 60
    before, after = (min(max(0, each), LONGEST) for each in (booking.buffer_before, booking.buffer_after))
    first = (minutes - before) // STEP_MINUTES
    last = -(-(minutes + min(max(1, booking.minutes), LONGEST) + after) // STEP_MINUTES)
    return Span(first, last)


def instant_of(step: int) -> datetime:
    """The instant at which a step begins, in UTC."""
    return datetime.fromtimestamp(step * STEP_MINUTES * 60, UTC)


def changes(clinic: int, course: int, before: Bookings, after: Bookings) -> TimeChanges | None:
    """From one state of a course to the next; None where no booking came, went or changed."""
    if before is after or before == after:
        return None
    gone = [visit for visit, booking in before.items() if after.get(visit) != booking]
    made = [booking for visit, booking in after.items() if before.get(visit) != booking]
    return TimeChanges(clinic, course, gone, made)


def put(cursor: Any, changed: TimeChanges) -> None:
    """Write what changed. The caller holds the transaction. A time that another visit has breaks the rows' key."""
    end_hold(cursor, changed.course)
    for visit in changed.gone:
        _REMOVE_STEPS.on(cursor, (changed.course, visit))
        _REMOVE_TIMES.on(cursor, (changed.course, visit))
        _REMOVE_VISIT.on(cursor, (changed.course, visit))
    if changed.made:
        _INSERT_VISIT.on_each(cursor, [_visit_row(changed.clinic, changed.course, each) for each in changed.made])
        ids = resource_ids(cursor, changed.clinic, {name for each in changed.made for name in each.resources})
        times, steps = _rows(changed.course, changed.made, ids)
        _INSERT_TIME.on_each(cursor, times)
        _INSERT_STEP.on_each(cursor, steps)


def end_hold(cursor: Any, course: int) -> None:
    """What was held for a course is free again. The caller holds the transaction."""
    _END_HOLD_STEPS.on(cursor, (course,))
    _END_HOLD.on(cursor, (course,))


def put_back(cursor: Any, clinic: int, course: int, bookings: Bookings) -> None:
    """Write all rows of a course anew."""
    TakenStep.objects.filter(course=course).delete()
    BookedTime.objects.filter(course=course).delete()
    BookedVisit.objects.filter(course=course).delete()
    put(cursor, TimeChanges(clinic, course, (), list(bookings.values())))


def hold_steps(cursor: Any, clinic: int, course: int, key: str, before: Bookings, wanted: Sequence[Booking]) -> None:
    """Take up what some bookings would need, but for what the course has already. Raises where a step is taken."""
    ids = resource_ids(cursor, clinic, {name for each in (*before.values(), *wanted) for name in each.resources})
    own = {row[:2] for row in _rows(course, before.values(), ids)[1]}
    steps = {row[:2] for row in _rows(course, wanted, ids)[1]} - own
    _INSERT_STEP.on_each(cursor, [(*step, course, f"{HELD}{key}") for step in sorted(steps)])


def free_over(now: datetime) -> bool:
    """Give the steps of holds that are over to whoever asks. Whether there were any.

    What was held is kept for another day: until somebody takes the times, a late yes still works.
    """
    if not _ANY_OVER.run((stored(now), stored(now - KEPT))):
        return False
    with durable_transaction() as cursor:
        freed = bool(_FREE_OVER.on(cursor, (stored(now),)).rowcount > 0)
        _FORGET_HOLDS.on(cursor, (stored(now - KEPT),))
    return freed


def _visit_row(clinic: int, course: int, booking: Booking) -> tuple[Any, ...]:
    """The values of `VISIT_COLUMNS`."""
    return (
        clinic,
        course,
        booking.visit,
        booking.activity[:200],
        stored(booking.starts),
        min(max(1, booking.minutes), LONGEST),
        booking.telehealth,
        booking.confirmed,
        booking.moves,
        "\n".join(booking.resources)[:400],
    )


def resource_ids(cursor: Any, clinic: int, names: Iterable[str]) -> dict[str, int]:
    """The keys of those names that are resources of a clinic."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    query = Statement(_RESOURCES.format(", ".join(["%s"] * len(wanted))))
    return dict(query.on(cursor, [clinic, *wanted]).fetchall())


def _rows(
    course: int, bookings: Iterable[Booking], ids: Mapping[str, int]
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Rows of `TIME_COLUMNS` and `STEP_COLUMNS`; steps in one order for all writers, so that none waits in a circle."""
    times, steps = [], []
    for booking in bookings:
        taken = span(booking)
        for name in dict.fromkeys(booking.resources):
            key = ids.get(name)
            if key is None:
                continue
            times.append((key, course, booking.visit, booking.activity[:200], taken.first, taken.last))
            steps += [(key, step, course, booking.visit) for step in range(taken.first, taken.last)]
    return times, sorted(steps)


def held_elsewhere(clinic: int, now: datetime, courses: Collection[int] = ()) -> Iterator[tuple[str, Span]]:
    """What is held at a clinic now for other courses than some: which resources, and for how long each."""
    for series in (
        Hold.objects.filter(clinic=clinic, until__gt=now).exclude(course__in=list(courses)).values_list("series")
    ):
        for name, first, last in json.loads(series[0])["takes"]:
            yield name, Span(first, last)


def conflicts(clinic: int, course: int, bookings: Sequence[Booking]) -> Iterator[tuple[Booking, str]]:
    """Which of some bookings cannot have a resource because another visit has it, or is to have it, and which one."""
    held = list(held_elsewhere(clinic, datetime.now(UTC), [course]))
    changing = [booking.visit for booking in bookings]
    for place, booking in enumerate(bookings):
        taken = span(booking)
        there = BookedTime.objects.filter(
            resource__clinic=clinic, resource__name__in=booking.resources, first__lt=taken.last, last__gt=taken.first
        ).exclude(course=course, visit__in=changing)
        names = set(there.values_list("resource__name", flat=True))
        names |= {name for name, other in held if _meet(other, taken)}
        names |= {name for other in bookings[:place] if _meet(span(other), taken) for name in other.resources}
        for name in sorted(names & set(booking.resources)):
            yield booking, name


def _meet(one: Span, other: Span) -> bool:
    return one.first < other.last and other.first < one.last


def differences(clinic: int, course: int, bookings: Bookings) -> Iterator[tuple[str, str]]:
    """What is stored and does not follow from the log, or the other way round: which row, and what is wrong with it."""
    names = {name for booking in bookings.values() for name in booking.resources}
    ids = dict(Resource.objects.filter(clinic=clinic, name__in=names).values_list("name", "pk"))
    times, steps = _rows(course, bookings.values(), ids)
    there = set(BookedTime.objects.filter(course=course).values_list(*TIME_COLUMNS))
    for row in sorted(there ^ set(times)):
        yield f"booked time of {row[2]}", "is missing" if row in set(times) else "is of no booking that stands"
    held = set(TakenStep.objects.filter(course=course).exclude(visit__startswith=HELD).values_list(*STEP_COLUMNS))
    for visit in sorted({row[3] for row in held ^ set(steps)}):
        yield f"taken steps of {visit}", "are not those of the booking"
    visits = {tuple(map(plain, row)) for row in BookedVisit.objects.filter(course=course).values_list(*VISIT_COLUMNS)}
    for visit in sorted({row[2] for row in visits ^ {_visit_row(clinic, course, each) for each in bookings.values()}}):
        yield f"booked visit {visit}", "is not as it was booked"
