"""Which times of which resources are taken: derived from the bookings of courses, written with the event.

A booking takes up the resources that it names, in steps of five minutes with its buffers, one row for each. The rows'
key makes it impossible for two visits to have one step of one resource, on both databases, whoever asks first. A name
that is no resource of the clinic (a room at the hospital, a course from elsewhere) is kept and takes up nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from enthesis.clinic.models import BookedTime, Resource, TakenStep
from enthesis.clinic.sql import Statement
from enthesis.pathway.course import Booking

STEP_MINUTES = 5
LONGEST = 24 * 60  # minutes of a visit or a buffer that are believed

TIME_COLUMNS = ("resource_id", "course_id", "visit", "activity", "first", "last")
STEP_COLUMNS = ("resource_id", "step", "course_id", "visit")

_RESOURCES = "SELECT name, id FROM clinic_resource WHERE clinic_id = %s AND name IN ({})"
_REMOVE_STEPS = Statement("DELETE FROM clinic_takenstep WHERE course_id = %s AND visit = %s")
_REMOVE_TIMES = Statement("DELETE FROM clinic_bookedtime WHERE course_id = %s AND visit = %s")
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
    """From one state of a course to the next; None where no time of a resource came or went."""
    if before is after or before == after:
        return None
    gone = [visit for visit, booking in before.items() if after.get(visit) != booking and booking.resources]
    made = [booking for visit, booking in after.items() if before.get(visit) != booking and booking.resources]
    return TimeChanges(clinic, course, gone, made) if gone or made else None


def put(cursor: Any, changed: TimeChanges) -> None:
    """Write what changed. The caller holds the transaction. A time that another visit has breaks the rows' key."""
    for visit in changed.gone:
        _REMOVE_STEPS.on(cursor, (changed.course, visit))
        _REMOVE_TIMES.on(cursor, (changed.course, visit))
    if changed.made:
        ids = resource_ids(cursor, changed.clinic, {name for each in changed.made for name in each.resources})
        times, steps = _rows(changed.course, changed.made, ids)
        _INSERT_TIME.on_each(cursor, times)
        _INSERT_STEP.on_each(cursor, steps)


def put_back(cursor: Any, clinic: int, course: int, bookings: Bookings) -> None:
    """Write all rows of a course anew."""
    TakenStep.objects.filter(course=course).delete()
    BookedTime.objects.filter(course=course).delete()
    put(cursor, TimeChanges(clinic, course, (), [each for each in bookings.values() if each.resources]))


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


def conflicts(clinic: int, course: int, bookings: Iterable[Booking]) -> Iterator[tuple[Booking, str]]:
    """Which of some bookings cannot have a resource because another visit has it, and which one."""
    for booking in bookings:
        taken = span(booking)
        there = BookedTime.objects.filter(
            resource__clinic=clinic, resource__name__in=booking.resources, first__lt=taken.last, last__gt=taken.first
        ).exclude(course=course, visit=booking.visit)
        for name in there.order_by("resource__name").values_list("resource__name", flat=True).distinct():
            yield booking, name


def differences(clinic: int, course: int, bookings: Bookings) -> Iterator[tuple[str, str]]:
    """What is stored and does not follow from the log, or the other way round: which row, and what is wrong with it."""
    names = {name for booking in bookings.values() for name in booking.resources}
    ids = dict(Resource.objects.filter(clinic=clinic, name__in=names).values_list("name", "pk"))
    times, steps = _rows(course, bookings.values(), ids)
    there = set(BookedTime.objects.filter(course=course).values_list(*TIME_COLUMNS))
    for row in sorted(there ^ set(times)):
        yield f"booked time of {row[2]}", "is missing" if row in set(times) else "is of no booking that stands"
    held = set(TakenStep.objects.filter(course=course).values_list(*STEP_COLUMNS))
    for visit in sorted({row[3] for row in held ^ set(steps)}):
        yield f"taken steps of {visit}", "are not those of the booking"
