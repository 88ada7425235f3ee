"""Which messages are to leave, as rows that the worker finds: derived from the log, written with the event.

They follow from the bookings, drugs, concerns and injections of a course and from what the clinic decided about times
and pauses. An event that changes none of those writes nothing here.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from enthesis.clinic.decisions import own_holds
from enthesis.clinic.messages.times import times_of
from enthesis.clinic.models import BookedVisit, PlannedMessage
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.sql import Statement, durable_transaction, plain, stored
from enthesis.pathway.course import Course
from enthesis.pathway.messages import Planned, planned, shipped

COLUMNS = ("clinic_id", "course_id", "key", "purpose", "visit", "due", "until")

_ZONE = Statement("SELECT time_zone FROM clinic_clinic WHERE id = %s")
_REMOVE_ALL = Statement("DELETE FROM clinic_plannedmessage WHERE course_id = %s")
_INSERT = Statement(
    f"INSERT INTO clinic_plannedmessage ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
)


class MessageChanges(NamedTuple):
    """All messages of a course as it stands now."""

    course: int
    rows: Sequence[tuple[Any, ...]]  # values of `COLUMNS`


def messages_of(clinic: int, course: Course) -> tuple[Planned, ...]:
    """The messages that follow from a course of a clinic, with what the clinic has decided."""
    if not (course.bookings or course.cancelled or course.injections):
        return ()
    protocol = protocol_of(clinic, course.protocol, course.version)
    if protocol is None:
        return ()
    own = [one.hold for one in own_holds(clinic).values()] if course.bookings else []
    zone = ZoneInfo(_ZONE.run([clinic])[0][0])
    return planned(protocol, course, shipped(), times_of(clinic), zone, own)


def changes(clinic: int, course: int, before: Course, after: Course) -> MessageChanges | None:
    """From one state of a course to the next; None where nothing changed that a message follows from."""
    if _reads(before) == _reads(after) or not any((*_sources(before), *_sources(after))):
        return None
    return MessageChanges(course, wanted(clinic, course, after))


def wanted(clinic: int, course: int, state: Course) -> list[tuple[Any, ...]]:
    """The rows of a course as its state leaves them."""
    return [
        (clinic, course, each.key[:160], each.purpose, each.visit[:64], stored(each.due), stored(each.until))
        for each in messages_of(clinic, state)
    ]


def put(cursor: Any, changed: MessageChanges) -> None:
    """Write them anew. The caller holds the transaction in which the event is recorded."""
    _REMOVE_ALL.on(cursor, (changed.course,))
    _INSERT.on_each(cursor, changed.rows)


def put_back(cursor: Any, clinic: int, course: int, state: Course) -> None:
    """Write all rows of a course anew."""
    put(cursor, MessageChanges(course, wanted(clinic, course, state)))


def differences(clinic: int, course: int, state: Course) -> Iterator[tuple[str, str]]:
    """What is stored and does not follow from the log, or the other way round: which row, and what is wrong with it."""
    there = {
        tuple(plain(value) for value in row)
        for row in PlannedMessage.objects.filter(course=course).values_list(*COLUMNS)
    }
    due = set(wanted(clinic, course, state))
    for key in sorted({row[2] for row in there ^ due}):
        yield f"message {key}", "is not as it follows from the log"


def plan_again(clinic: int) -> None:
    """Write the rows of all courses with a booked visit anew, after the clinic decided something about them."""
    from enthesis.clinic import filing
    from enthesis.clinic.access import Operator

    courses = BookedVisit.objects.filter(clinic=clinic).order_by("course").values_list("course", flat=True).distinct()
    for course in list(courses):
        with durable_transaction() as cursor:
            file = filing.take(cursor, course, Operator())
            if file is not None:
                put_back(cursor, clinic, course, file.known().state)


def _sources(course: Course) -> tuple[Any, ...]:
    return (course.bookings, course.cancelled, course.injections)


def _reads(course: Course) -> tuple[Any, ...]:
    """All that messages follow from."""
    return (
        *_sources(course),
        course.status,
        course.drugs,
        bool(course.concerns),
        course.protocol,
        course.version,
    )
