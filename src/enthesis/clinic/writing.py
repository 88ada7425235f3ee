"""Events against one course's file: who may, whether they fit, and everything that follows from them."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from enthesis.clinic import derive
from enthesis.clinic.access import By, check_may_record, handle
from enthesis.clinic.derive import NOTHING
from enthesis.clinic.errors import Refused, Stale
from enthesis.clinic.filing import File
from enthesis.clinic.growing import Growing
from enthesis.clinic.keys import Key, person_key
from enthesis.clinic.known import Known, agenda_of
from enthesis.clinic.log import Row, encode
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.putting import put
from enthesis.pathway.checks import check, standing_objections
from enthesis.pathway.codec import UnreadableEvent, write
from enthesis.pathway.consequences import consequences
from enthesis.pathway.events import (
    ContactTried,
    CourseStarted,
    DiaryEntered,
    EstimateGiven,
    Event,
    ExercisesLogged,
    FileAdded,
    FileRemoved,
    GoalSet,
    LetterWritten,
    MessageSent,
    MessageWritten,
    NoteAdded,
    PaymentReturned,
    PaymentTaken,
    ProtocolTransferred,
    VisitCancelled,
)
from enthesis.pathway.finding import REFUSE, Finding
from enthesis.pathway.protocol.library import suggest
from enthesis.pathway.protocol.model import Protocol

# Events that change figures only: neither the agenda nor a column of the course reads them.
QUIET = (
    ContactTried,
    DiaryEntered,
    EstimateGiven,
    ExercisesLogged,
    FileAdded,
    FileRemoved,
    GoalSet,
    LetterWritten,
    MessageSent,
    MessageWritten,
    NoteAdded,
    PaymentReturned,
    PaymentTaken,
)

AsOf = datetime | Sequence[datetime] | None

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


class Recorded(NamedTuple):
    """What was recorded, and what is worth knowing about it."""

    number: str  # of the course
    seq: int  # of the last event
    events: tuple[Event, ...]  # as they are kept
    findings: tuple[Finding, ...] = ()  # notes, warnings, and objections that were passed with a reason
    again: bool = False  # it was there already, word for word: nothing was recorded twice


class Writing:
    """One call of the door. The caller holds the transaction and the file's lock."""

    def __init__(self, file: File, by: By, as_of: AsOf) -> None:
        self.file, self.by, self.as_of = file, by, as_of
        self.who = handle(by)
        self.now = datetime.now(UTC)
        before = file.known()
        self.before = before
        self.log: list[Event] = list(before.log)
        self.growing: Growing = before.take_growing()
        self.protocol: Protocol | None = before.protocol
        self.rows: list[Row] = []
        self.findings: list[Finding] = []
        self.moves_agenda = False

    def all_of(self, cursor: Any, events: Sequence[Event], seen: int | None) -> tuple[Recorded, Known]:
        """Append the events. Raises `Refused`, `Stale` or `NotAllowed`; the caller then rolls back."""
        file = self.file
        if seen is not None and seen != file.head_seq:
            raise Stale(self.log[seen:], file.head_seq)
        if file.wrapped is None:
            raise Refused([_ERASED])
        key = person_key(file.person, file.wrapped)
        profile = file.profile()
        born = profile.born if profile else None
        for number, event in enumerate(events, 1):
            before = self.growing.course
            self._one(event, number, key, born, events[number:])
            if self.protocol is not None:
                today = self._instant(number).astimezone(_zone(self.file.zone)).date()
                for more in consequences(self.protocol, before, event, today):
                    if more.visit not in _cancelled(events[number:]):
                        self._one(more, number, key, born)
        return self._put(cursor) if self.rows else (Recorded(file.number, file.head_seq, ()), self.before)

    def _one(self, given: Event, number: int, key: Key, born: date | None, coming: Sequence[Event] = ()) -> None:
        if not _ID.fullmatch(given.id):
            raise Refused([_BAD_ID], given, number)
        at = self._instant(number)
        previous = self.rows[-1].digest if self.rows else self.before.head
        seq = self.file.head_seq + len(self.rows) + 1
        try:
            row, event = encode(given, course=self.file.course, seq=seq, previous=previous, key=key, at=at, by=self.who)
        except UnreadableEvent as problem:
            raise Refused([refused("unreadable", problem.says, problem.remedy, problem.field)], given, number) from None
        protocol = self._protocol_for(event, number)
        mistake = next((e for e in self.log if e.id == event.replaces), None) if event.replaces else None
        check_may_record(self.by, self.file.roles, event, mistake, protocol)
        zone, history = _zone(self.file.zone), self.as_of is not None
        about: dict[str, Any] = {"zone": zone, "coming": coming, "history": history}
        today = at.astimezone(zone).date()
        found = check(protocol, self.growing.course, event, today=today, born=born, log=self.log, **about)
        if found:
            objections = standing_objections(found, event)
            if objections:
                raise Refused(objections, event, number)
            self.findings += found
        self.growing = self.growing.add(self.log, event)
        self.log.append(event)
        self.rows.append(row)
        if type(event) in QUIET:
            return
        self.moves_agenda = True
        state = self.growing.course
        if (state.protocol, state.version) == (protocol.id, protocol.version):
            self.protocol = protocol
        else:
            self.protocol = protocol_of(self.file.clinic, state.protocol, state.version) if state.protocol else None

    def _put(self, cursor: Any) -> tuple[Recorded, Known]:
        """Write the rows and what is derived from them."""
        file, before, state = self.file, self.before, self.growing.course
        items, changes = before.agenda, NOTHING
        if self.moves_agenda:
            items = agenda_of(self.protocol, state, file.zone, file.number)
            changes = derive.changes(file.clinic, file.course, before.state, state, before.agenda, items)
        put(cursor, file, self.rows, changes)
        log, last = tuple(self.log), self.rows[-1]
        after = Known(
            file.course, last.digest, file.wrapped, file.zone, log, state, self.protocol, items, [self.growing]
        )
        return Recorded(file.number, last.seq, log[len(before.log) :], tuple(self.findings)), after

    def _instant(self, number: int) -> datetime:
        """When an event was recorded: now, or as the caller says; never before the one ahead of it."""
        last = self.log[-1].recorded_at if self.log else None
        if self.as_of is None:
            return max(self.now, last) if last else self.now
        at = self.as_of if isinstance(self.as_of, datetime) else self.as_of[number - 1]
        if at.tzinfo is None or at > self.now or (last is not None and at < last):
            raise Refused([_BAD_INSTANT], number=number)
        return at.astimezone(UTC)

    def _protocol_for(self, event: Event, number: int) -> Protocol:
        """The protocol that an event is checked against; the one it brings in must be there."""
        if isinstance(event, CourseStarted | ProtocolTransferred):
            wanted = protocol_of(self.file.clinic, event.protocol, event.version)
            if wanted is None:
                says = f'This clinic has no protocol "{event.protocol}" in version "{event.version}".'
                remedy = suggest(f"{event.protocol}@{event.version}") or "See: enthesis protocol list"
                raise Refused([refused("no-such-protocol", says, remedy, "protocol")], event, number)
            if self.protocol is None or isinstance(event, CourseStarted):
                return wanted
        if self.protocol is None:
            raise Refused([_NOT_STARTED], event, number)
        return self.protocol


def recorded_before(file: File, events: Sequence[Event]) -> Recorded | None:
    """Where every one of the events is in the log already, word for word: a form that was sent twice."""
    log = file.known().log
    place = {event.id: seq for seq, event in enumerate(log, 1)}
    if not events or any(event.id not in place or _said(event) != _said(log[place[event.id] - 1]) for event in events):
        return None
    kept = [place[event.id] for event in events]
    return Recorded(file.number, max(kept), tuple(log[seq - 1] for seq in kept), again=True)


def refused(code: str, says: str, remedy: str, field: str = "") -> Finding:
    """A finding of the door itself."""
    return Finding(code=code, level=REFUSE, says=says, remedy=remedy, field=field, sources=("HOUSE",))


TAKEN = refused("id-taken", "Another event has this id already.", "Give every event an id of its own.", "id")


def time_taken(visit: str, resource: str) -> Finding:
    """A visit cannot have its time, because somebody else has the resource then."""
    says = f'{resource} has another visit at the time of "{visit}".'
    return refused("time-taken", says, "Choose another time, or ask for the nearest ones that are free.", "starts")


_ERASED = refused("person-erased", "This person was erased.", "Nothing more can be recorded.")
_BAD_ID = refused("bad-id", "An event's id has 1 to 64 letters, digits and . _ : -", "Give the event such an id.", "id")
_BAD_INSTANT = refused(
    "bad-instant",
    "It is said to be recorded in the future, or before the event ahead of it.",
    "Put the events in the order in which they were recorded.",
    "recorded_at",
)
_NOT_STARTED = refused("not-started", "This course has not started.", "Record CourseStarted first.")


def _cancelled(events: Sequence[Event]) -> set[str]:
    """The visits that later events of the same call cancel themselves, as those of an old course do."""
    return {event.visit for event in events if isinstance(event, VisitCancelled)}


_zone = lru_cache(maxsize=64)(ZoneInfo)


def _said(event: Event) -> dict[str, object]:
    return {name: value for name, value in write(event).items() if name not in ("recorded_at", "recorded_by")}
