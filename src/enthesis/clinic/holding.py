"""Times kept free for one course for a while: nobody else gets them until the hold ends or is taken up.

A hold keeps the very events that would be recorded, so what a patient says yes to is what is booked, and a second yes
finds it booked already. Its steps have the same key in the database as those of bookings (taken.py). When its time is
over the steps are given to whoever asks; until somebody does, a late yes still works.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from enthesis.clinic import filing, taken
from enthesis.clinic.access import By, handle
from enthesis.clinic.door import NotAllowed, Recorded, Refused, record_all
from enthesis.clinic.errors import NO_SUCH_COURSE
from enthesis.clinic.models import Hold
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen
from enthesis.clinic.patience import persist
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.sql import Statement, durable_transaction, stored
from enthesis.clinic.writing import TAKEN, refused, time_taken
from enthesis.pathway.codec import read, write
from enthesis.pathway.course import Booking, fold
from enthesis.pathway.events import Event

SERIES, MOVE, OFFER = "series", "move", "offer"
LASTS = timedelta(minutes=10)  # a series, while the patient decides

_INSERT = Statement(
    "INSERT INTO clinic_hold (clinic_id, course_id, key, kind, series, until, made_at, made_by)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_OTHER = Statement("SELECT 1 FROM clinic_hold WHERE course_id = %s AND kind <> %s AND until > %s")

HELD_ALREADY = refused(
    "held-already",
    "Other times are held for this course.",
    "Wait until the patient has answered, or let them go.",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held for a course: the events that would be recorded, and until when."""

    key: str
    course: int
    kind: str
    events: tuple[Event, ...]
    until: datetime
    made_at: datetime

    def lasts(self, now: datetime) -> bool:
        """Whether nobody else can have its times."""
        return now < self.until


def hold(
    seen: Seen,
    events: Sequence[Event],
    *,
    key: str,
    by: By,
    now: datetime,
    kind: str = SERIES,
    lasts: timedelta = LASTS,
    spares: bool = False,
) -> Held:
    """Keep the times of some bookings free for a course. Whatever was held for it before is free again.

    `events` are those that would be recorded, with ids made from `key` (`booking.events_of`). `spares`: a hold of
    another kind that is not over is left alone, and this one is refused as `held-already`. Raises `Refused` with the
    findings `time-taken` where somebody has one of the times, and `NotAllowed` for whom the course is not there.
    """
    found = Held(key, key_of(seen.number) or 0, kind, tuple(events), now + lasts, now)
    wanted = _wanted(seen, events)
    taken.free_over(now)
    values = (seen.clinic, found.course, key, kind, _series(events, wanted))

    def write() -> None:
        with durable_transaction() as cursor:
            if filing.take(cursor, found.course, by) is None:
                raise NotAllowed(*NO_SUCH_COURSE)
            if spares and _OTHER.on(cursor, (found.course, kind, stored(now))).fetchone():
                raise Refused([HELD_ALREADY], events[0] if events else None)
            taken.end_hold(cursor, found.course)
            taken.hold_steps(cursor, seen.clinic, found.course, key, seen.course.bookings, wanted)
            _INSERT.on(cursor, (*values, stored(found.until), stored(now), handle(by)))

    def lost() -> Refused | None:
        there = [
            time_taken(booking.visit, name) for booking, name in taken.conflicts(seen.clinic, found.course, wanted)
        ]
        if not there and Hold.objects.filter(key=key).exclude(course=found.course).exists():
            there = [TAKEN]
        return Refused(there, events[0] if events else None) if there else None

    persist(write, lost)
    return found


_HELD = Prepared(lambda course: Hold.objects.filter(course=course).order_by("pk")[:1])


def held(course: int) -> Held | None:
    """What is held for a course, over or not; None where nothing is."""
    return next(map(_read, _HELD(course)), None)


def take_up(seen: Seen, key: str, *, by: By) -> Recorded | None:
    """Record what was held. Said twice, it is recorded once. None: there is no such hold, and nothing came of it.

    Raises as `record_all` does; `time-taken` where the hold was over and somebody else was quicker.
    """
    course = key_of(seen.number)
    row = Hold.objects.filter(course=course, key=key).first()
    if row is not None:
        return record_all(_read(row).events, course=seen, by=by)
    events = tuple(event for event in seen.log if event.id.startswith(f"{key}-"))
    return record_all(events, course=seen.number, by=by) if events else None


def let_go(course: int) -> None:
    """Nothing is held for a course any more."""
    with durable_transaction() as cursor:
        taken.end_hold(cursor, course)


def _wanted(seen: Seen, events: Sequence[Event]) -> list[Booking]:
    """What would be booked anew or otherwise than it is."""
    before, after = seen.course.bookings, fold((*seen.log, *events)).bookings
    return [booking for visit, booking in after.items() if before.get(visit) != booking]


def _series(events: Sequence[Event], wanted: Sequence[Booking]) -> str:
    takes = [(name, *taken.span(booking)) for booking in wanted for name in booking.resources]
    return json.dumps({"events": [write(event) for event in events], "takes": takes})


def _read(row: Hold) -> Held:
    events = tuple(read(each) for each in json.loads(row.series)["events"])
    return Held(row.key, row.course_id, row.kind, events, row.until, row.made_at)
