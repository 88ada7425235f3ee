"""Which messages are to leave, as rows that the worker finds: derived from the log, written with the event.

They follow from the bookings, drugs, concerns and injections of a course and from what the clinic decided about times
and pauses. An event that changes none of those writes nothing here.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from enthesis.clinic.decisions import own_holds
from enthesis.clinic.messages.times import times_of
from enthesis.clinic.models import BookedVisit, PlannedMessage
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.sql import Statement, durable_transaction, plain, stored
from enthesis.pathway.course import Course
from enthesis.pathway.freezing import frozen
from enthesis.pathway.medications import Hold
from enthesis.pathway.messages import LeadTimes, Planned, planned, shipped

COLUMNS = ("clinic_id", "course_id", "key", "purpose", "visit", "due", "until")

# A clinic's zone, its last decision, and how many of them hold only from a later instant on.
_LAST = Statement(
    "SELECT clinic.time_zone, (SELECT max(id) FROM clinic_clinicdecision one WHERE one.clinic_id = clinic.id),"
    " (SELECT count(*) FROM clinic_clinicdecision one WHERE one.clinic_id = clinic.id AND one.since > %s)"
    " FROM clinic_clinic clinic WHERE clinic.id = %s"
)
_REMOVE = Statement("DELETE FROM clinic_plannedmessage WHERE course_id = %s AND visit = %s")
_REMOVE_ALL = Statement("DELETE FROM clinic_plannedmessage WHERE course_id = %s")
_INSERT = Statement(
    f"INSERT INTO clinic_plannedmessage ({', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * len(COLUMNS))})"  # noqa: S608
)


class MessageChanges(NamedTuple):
    """The messages of some visits of a course, or of all of them, as it stands now."""

    course: int
    visits: Sequence[str] | None  # whose rows no longer stand; None: of all
    rows: Sequence[tuple[Any, ...]]  # values of `COLUMNS`


class Choices(NamedTuple):
    """What a clinic has decided about its messages."""

    zone: ZoneInfo
    times: LeadTimes
    own: tuple[Hold, ...]


_known: dict[int, tuple[tuple[Any, ...], Choices]] = {}  # by clinic: what was the last decision, and what then holds


def forget() -> None:
    """Read every clinic's decisions anew. Only a database that takes its keys back, as a test's does, needs this."""
    _known.clear()


def choices_of(clinic: int) -> Choices:
    """The zone of a clinic and its decisions as they hold now, read again only when there is another decision."""
    zone, last, ahead = _LAST.run([stored(datetime.now(UTC)), clinic])[0]
    state = (zone, last, ahead)
    kept = _known.get(clinic)
    if kept is None or kept[0] != state:
        own = tuple(one.hold for one in own_holds(clinic).values())
        kept = _known[clinic] = (state, Choices(ZoneInfo(zone), times_of(clinic), own))
    return kept[1]


def messages_of(clinic: int, course: Course, only: Collection[str] | None = None) -> tuple[Planned, ...]:
    """The messages that follow from a course of a clinic, or from some of its visits, with the clinic's decisions."""
    if not any(_sources(course)):
        return ()
    protocol = protocol_of(clinic, course.protocol, course.version)
    if protocol is None:
        return ()
    zone, times, own = choices_of(clinic)
    return planned(protocol, course, shipped(), times, zone, own, only)


def changes(clinic: int, course: int, before: Course, after: Course) -> MessageChanges | None:
    """From one state of a course to the next; None where nothing changed that a message follows from."""
    if _around(before) != _around(after) or _frozen(clinic, before) != _frozen(clinic, after):
        if not any((*_sources(before), *_sources(after))):
            return None
        return MessageChanges(course, None, wanted(clinic, course, after))
    visits = sorted(_changed(before, after))
    return MessageChanges(course, visits, wanted(clinic, course, after, visits)) if visits else None


def wanted(clinic: int, course: int, state: Course, only: Collection[str] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a course, or of some of its visits, as its state leaves them."""
    return [
        (clinic, course, each.key[:160], each.purpose, each.visit[:64], stored(each.due), stored(each.until))
        for each in messages_of(clinic, state, only)
    ]


def put(cursor: Any, changed: MessageChanges) -> None:
    """Write them anew. The caller holds the transaction in which the event is recorded."""
    if changed.visits is None:
        _REMOVE_ALL.on(cursor, (changed.course,))
    else:
        _REMOVE.on_each(cursor, [(changed.course, visit) for visit in changed.visits])
    _INSERT.on_each(cursor, changed.rows)


def put_back(cursor: Any, clinic: int, course: int, state: Course) -> None:
    """Write all rows of a course anew."""
    put(cursor, MessageChanges(course, None, wanted(clinic, course, state)))


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


def _around(course: Course) -> tuple[Any, ...]:
    """What the messages of every visit follow from."""
    return (course.status, course.drugs, course.protocol, course.version)


def _frozen(clinic: int, course: Course) -> frozenset[str]:
    protocol = protocol_of(clinic, course.protocol, course.version) if course.bookings else None
    return frozen(protocol, course) if protocol else frozenset()


def _changed(before: Course, after: Course) -> set[str]:
    """The visits of which something changed that a message follows from."""
    found: set[str] = set()
    if before.bookings is not after.bookings:
        old, new = before.bookings, after.bookings
        found |= {visit for visit in old.keys() | new.keys() if old.get(visit) != new.get(visit)}
    if before.cancelled != after.cancelled:
        found |= {off.visit for off in {*before.cancelled} ^ {*after.cancelled}}
    if before.injections != after.injections:
        there, now = ({given.id: given for given in each} for each in (before.injections, after.injections))
        changed = [key for key in there.keys() | now.keys() if there.get(key) != now.get(key)]
        found |= {given.visit for key in changed for given in (there.get(key), now.get(key)) if given is not None}
    return found
