"""Proving the log: finds any changed, missing, moved or inserted row, and names it. docs/record.md has the recipe."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.db import connection

from enthesis.clinic import opened, restricting, triggers
from enthesis.clinic.keys import CannotOpen, mark, person_key
from enthesis.clinic.log import COLUMNS, FIRST, Row, from_database, is_whole
from enthesis.clinic.log import as_bytes as _bytes
from enthesis.clinic.merging import forged
from enthesis.clinic.models import Person, PersonKey
from enthesis.clinic.numbers import number_of
from enthesis.clinic.people import profile_of
from enthesis.clinic.putting import head_mark
from enthesis.clinic.sql import Statement, snapshot

PAGE = 2000
SEAL_FORMAT = 1

_EVENTS = Statement(
    f"SELECT {COLUMNS} FROM clinic_storedevent WHERE (course_id, seq) > (%s, %s) "  # noqa: S608 - constants
    "ORDER BY course_id, seq LIMIT %s"
)
_HEADS = Statement(
    "SELECT id, clinic_id, person_id, head_seq, head_digest, head_mark FROM clinic_courserecord ORDER BY id"
)
MOST_NAMED = 100  # events of one gap that are named one by one
SHIFTED = 10_000  # how far beyond the rows that are left an event's own place is looked for

Head = tuple[int, bytes]  # sequence number and digest


class BadSeal(Exception):
    """A seal file cannot be used. The message says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as Enthesis wrote it."""

    what: str  # changed | missing | moved | inserted | forged | head | key | guard | seal
    says: str
    course: str = ""  # C-0192
    seq: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what, "course": self.course or None, "seq": self.seq, "says": self.says}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification came to."""

    courses: int
    events: int
    faults: tuple[Fault, ...]
    heads: Mapping[int, Head]  # of every course, as its rows leave it
    made_at: datetime

    @property
    def seal(self) -> str:
        return seal_of(self.heads)

    def as_json(self) -> dict[str, Any]:
        """Also the seal file: kept elsewhere, it proves later that nothing from before was taken away."""
        return {
            "enthesis_seal": SEAL_FORMAT,
            "made_at": self.made_at.isoformat(timespec="seconds"),
            "courses": self.courses,
            "events": self.events,
            "faults": [fault.as_json() for fault in self.faults],
            "seal": self.seal,
            "heads": {number_of(course): [seq, digest.hex()] for course, (seq, digest) in self.heads.items()},
        }


def verify(against: Mapping[str, Head] | None = None) -> Verdict:
    """Read the whole log once, as it is at one moment. `against` holds the heads of a kept seal (`read_seal`)."""
    with snapshot():
        return _verify(dict(against or {}))


def _verify(kept: dict[str, Head]) -> Verdict:
    heads = {row[0]: row[1:] for row in _HEADS.run([])}
    found: dict[int, Head] = {}
    faults = [*_guards(), *_keys(), *_merges(), *_restrictions(), *_register()]
    events = 0
    for course, group in groupby(_rows(), key=lambda row: row.course):
        rows = list(group)
        events += len(rows)
        head = heads.pop(course, None)
        faults += _course(course, rows, head)
        faults += _against(course, {row.seq: row.digest for row in rows}, kept.pop(number_of(course), None))
        found[course] = (rows[-1].seq, rows[-1].digest)
    for course in heads:
        faults.append(Fault("missing", "The course is there and its whole log is gone.", number_of(course)))
    for number, (seq, _) in kept.items():
        faults.append(Fault("missing", f"The seal knows {seq} events of this course; there is none.", number))
    return Verdict(len(found) + len(heads), events, tuple(faults), found, datetime.now(UTC))


def seal_of(heads: Mapping[int, Head]) -> str:
    """One SHA-256 over every course's head: "number sequence digest", a line each, in the order of the numbers."""
    lines = (f"{number_of(course)} {seq} {digest.hex()}\n" for course, (seq, digest) in sorted(heads.items()))
    return sha256("".join(lines).encode()).hexdigest()


def read_seal(value: Any) -> dict[str, Head]:
    """The heads in a seal file: what `enthesis verify --json` printed. Raises `BadSeal`."""
    if not isinstance(value, dict) or value.get("enthesis_seal") != SEAL_FORMAT:
        raise BadSeal("it is not what `enthesis verify --json` prints")
    try:
        heads = {str(number): (int(seq), bytes.fromhex(digest)) for number, (seq, digest) in value["heads"].items()}
        text = "".join(f"{number} {seq} {digest.hex()}\n" for number, (seq, digest) in heads.items())
    except (KeyError, ValueError, TypeError, AttributeError):
        raise BadSeal("its heads cannot be read") from None
    if sha256(text.encode()).hexdigest() != value.get("seal"):
        raise BadSeal("its heads and its seal do not belong together: the file was changed")
    return heads


def _rows() -> Iterator[Row]:
    course, seq = 0, 0
    while True:
        page = [from_database(found) for found in _EVENTS.run([course, seq, PAGE])]
        yield from page
        if len(page) < PAGE:
            return
        course, seq = page[-1].course, page[-1].seq


def _course(course: int, rows: Sequence[Row], head: tuple[int, int, int, bytes, bytes] | None) -> Iterator[Fault]:
    number = number_of(course)
    if head is None:
        yield Fault("inserted", "Events of a course that is not there.", number, rows[0].seq)
        return
    clinic, person, head_seq, head_digest, mark_of_head = *head[:3], _bytes(head[3]), _bytes(head[4])
    most = min(max(head_seq, rows[-1].seq), len(rows) + SHIFTED)
    before: Row | None = None
    for row in rows:
        expected = before.seq + 1 if before else 1
        yield from _gap(number, expected, min(row.seq, head_seq + 1))
        if row.seq > head_seq:
            yield Fault("inserted", f"It stands behind the head of the course, which is {head_seq}.", number, row.seq)
        if not is_whole(row):
            yield _not_whole(row, most, number)
        elif row.mark != mark(row.digest):
            says = "Its digest fits, but was not made by this clinic: changed or inserted, and the chain written anew."
            yield Fault("forged", says, number, row.seq)
        elif row.seq == expected and _is_out_of_chain(row, before):
            yield Fault("moved", "It does not follow from the event before it.", number, row.seq)
        before = row
    yield from _gap(number, rows[-1].seq + 1, head_seq + 1)
    if mark_of_head != head_mark(course, clinic, person, head_seq, head_digest):
        says = f"The head of the course ({head_seq}), or whose course it is, was not set by this clinic."
        yield Fault("head", says, number, head_seq)
    elif head_seq == rows[-1].seq and head_digest != rows[-1].digest:
        yield Fault("head", "The last event is not the one that the head of the course names.", number, head_seq)


def _is_out_of_chain(row: Row, before: Row | None) -> bool:
    """Only where the row before is what it was: its own fault is told there."""
    if before is None:
        return row.previous != FIRST
    return row.previous != before.digest and is_whole(before)


def _gap(number: str, expected: int, there: int) -> Iterator[Fault]:
    for seq in range(expected, min(there, expected + MOST_NAMED)):
        yield Fault("missing", "The event is gone.", number, seq)
    if there > expected + MOST_NAMED:
        yield Fault("missing", f"All events from here to {there - 1} are gone.", number, expected + MOST_NAMED)


def _not_whole(row: Row, most: int, number: str) -> Fault:
    """A row whose digest does not fit: it fits elsewhere, or it was changed."""
    was = next((seq for seq in range(1, most + 2) if is_whole(row, seq)), None)
    if was is not None:
        return Fault("moved", f"It was event {was} of this course.", number, row.seq)
    return Fault("changed", "It is not what was recorded.", number, row.seq)


def _against(course: int, digests: Mapping[int, bytes], kept: Head | None) -> Iterator[Fault]:
    if kept is None:
        return
    seq, digest = kept
    if seq not in digests:
        yield Fault("missing", "The seal knows this event; it is gone.", number_of(course), seq)
    elif digests[seq] != digest:
        yield Fault("seal", "It is not the event that the seal knows.", number_of(course), seq)


def _guards() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(triggers.present(connection.vendor))
        there = {name for (name,) in cursor.fetchall()}
    for name, table in triggers.guards(connection.vendor).items():
        if name not in there:
            yield Fault("guard", f"The trigger {name} that guards {table} is gone or switched off.")


def _merges() -> Iterator[Fault]:
    for row in forged():
        yield Fault("forged", f"Who {row.person.number} is read as was not written by this clinic as it stands.")


def _restrictions() -> Iterator[Fault]:
    for row in restricting.forged():
        yield Fault("forged", f"To whom {row.person.number} is open was not written by this clinic as it stands.")
    for person in restricting.astray():
        says = f"{person.number} is {'' if person.restricted else 'not '}marked as restricted: its rows say otherwise."
        yield Fault("changed", says)


def _register() -> Iterator[Fault]:
    """Courses that disappeared with their whole log."""
    for what, says in opened.miscounted():
        yield Fault(what, says)
    for course in opened.orphans():
        says = "The course is gone with its whole log; what was derived from it is still there."
        yield Fault("missing", says, number_of(course))


def _keys() -> Iterator[Fault]:
    for person in Person.objects.filter(key=None).order_by("pk"):
        yield Fault("key", f"The key of {person.number} is gone, and nobody erased {person.number}.")
    lost = PersonKey.objects.filter(wrapped=None, destroyed_at=None).select_related("person").order_by("person")
    for key in lost:
        yield Fault("key", f"The key of {key.person.number} is empty, and nobody erased {key.person.number}.")
    keys = PersonKey.objects.exclude(wrapped=None).select_related("person").iterator(chunk_size=PAGE)
    for key in keys:
        wrapped = bytes(key.wrapped or b"")
        try:
            person_key(key.person_id, wrapped)
            profile_of(key.person_id, wrapped, bytes(key.person.sealed))
        except CannotOpen as problem:
            yield Fault("key", str(problem))
