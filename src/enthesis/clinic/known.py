"""A course as the log leaves it: read, folded, with its protocol and agenda. Kept in memory only to be quick.

An entry is found by the digest that its course's head has in the database at that moment, so a course that
grew elsewhere, or whose person was erased, is read again. Nothing is ever true because it is in here.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import NamedTuple
from zoneinfo import ZoneInfo

from enthesis.clinic.growing import Growing
from enthesis.clinic.keys import person_key
from enthesis.clinic.log import FIRST, Row, decode, rows_of
from enthesis.clinic.numbers import number_of
from enthesis.clinic.protocols import protocol_of
from enthesis.pathway.agenda import Item, agenda
from enthesis.pathway.course import Course
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Protocol

MOST_EVENTS = 20_000  # over all entries: about 40 MB


class Known(NamedTuple):
    """One course at one head."""

    course: int
    head: bytes
    wrapped: bytes | None
    zone: str
    log: tuple[Event, ...]
    state: Course
    protocol: Protocol | None
    agenda: tuple[Item, ...]
    growing: list[Growing]  # one, until a writer takes it

    def take_growing(self) -> Growing:
        """The course in the making, for the writer who asks first; whoever comes later folds the log again."""
        try:
            return self.growing.pop()
        except IndexError:
            return Growing(self.log)


_entries: OrderedDict[int, Known] = OrderedDict()
_held = 0
_lock = Lock()


def known(course: int, clinic: int, person: int, head: bytes, wrapped: bytes | None, zone: str) -> Known:
    """The course whose head is `head`: from memory, or from the log. Raises `Unreadable`."""
    with _lock:
        entry = _entries.get(course)
        if entry is not None and (entry.head, entry.wrapped, entry.zone) == (head, wrapped, zone):
            _entries.move_to_end(course)
            return entry
    entry = read(course, clinic, person, wrapped, zone, rows_of(course))
    keep(entry)
    return entry


def read(course: int, clinic: int, person: int, wrapped: bytes | None, zone: str, rows: Sequence[Row]) -> Known:
    """The course that `rows` leave, without looking into memory. An erased person has nothing more to come."""
    key = person_key(person, wrapped) if wrapped is not None else None
    log = tuple(decode(row, key) for row in rows)
    growing = Growing(log)
    state = growing.course
    protocol = protocol_of(clinic, state.protocol, state.version) if state.protocol else None
    items = agenda_of(protocol, state, zone, number_of(course)) if key is not None else ()
    return Known(course, rows[-1].digest if rows else FIRST, wrapped, zone, log, state, protocol, items, [growing])


def agenda_of(protocol: Protocol | None, course: Course, zone: str, label: str) -> tuple[Item, ...]:
    return tuple(agenda(protocol, course, ZoneInfo(zone), label)) if protocol is not None else ()


def keep(entry: Known) -> None:
    """Remember a course whose head is in the database, and forget the longest unused ones."""
    global _held  # noqa: PLW0603 - a counter beside its table, both under the lock
    with _lock:
        old = _entries.pop(entry.course, None)
        _held += len(entry.log) - (len(old.log) if old else 0)
        _entries[entry.course] = entry
        while _held > MOST_EVENTS and len(_entries) > 1:
            _held -= len(_entries.popitem(last=False)[1].log)


def forget() -> None:
    """Drop everything that is in memory."""
    global _held  # noqa: PLW0603 - as above
    with _lock:
        _entries.clear()
        _held = 0
