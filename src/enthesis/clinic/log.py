"""Events as rows: sealed, chained and read back. docs/record.md gives the digest's recipe."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from enthesis.clinic.keys import Key, mark
from enthesis.clinic.sql import Statement, instant, stored
from enthesis.pathway.codec import UnreadableEvent, read, write
from enthesis.pathway.events import Event
from enthesis.pathway.storable import may_need_mending, mended

FIRST = bytes(32)  # what the first event of a course has in place of a digest before it
RECIPE = "enthesis event 1"
ERASED = "erased"
_OWN_COLUMNS = ("kind", "id", "happened_on", "recorded_at", "recorded_by")
SEALED_NAMES = "_sealed"  # in the payload: which fields are under the person's key

COLUMNS = (  # of clinic_storedevent, in the order of `Row`
    "course_id, seq, event_id, kind, happened_on, recorded_at, recorded_by, payload, sealed, previous, digest, mark"
)
INSERT = Statement(f"INSERT INTO clinic_storedevent ({COLUMNS}) VALUES ({', '.join(['%s'] * 12)})")  # noqa: S608
_SELECT = Statement(f"SELECT {COLUMNS} FROM clinic_storedevent WHERE course_id = %s ORDER BY seq")  # noqa: S608


class Unreadable(Exception):
    """A stored event does not read: the log was changed from outside."""

    def __init__(self, course: int, seq: int, why: str) -> None:
        super().__init__(f"Event {seq} of course C-{course:04d} cannot be read: {why} Run: enthesis verify")


class Row(NamedTuple):
    """One row of the log, as the database holds it."""

    course: int
    seq: int
    event_id: str
    kind: str
    happened_on: str | None  # 2026-03-02
    recorded_at: str  # UTC, 2026-03-02 09:30:00.123456
    recorded_by: str
    payload: str
    sealed: bytes | None
    previous: bytes
    digest: bytes
    mark: bytes


def digest_of(previous: bytes, fields: tuple[Any, ...], sealed: bytes | None) -> bytes:
    """SHA-256 over the digest before it, one line for each field, and the sealed bytes."""
    course, seq, event_id, kind, day, when, by, payload = fields
    text = f"{RECIPE}\n{course}\n{seq}\n{event_id}\n{kind}\n{day or ''}\n{when}\n{by}\n{payload}\n"
    return sha256(previous + text.encode() + (sealed or b"")).digest()


def is_whole(row: Row, seq: int | None = None) -> bool:
    """Whether a row's digest is its own, standing at `seq`; a line's end inside a field would blur where fields end."""
    if not all(isinstance(part, bytes) for part in (row.previous, row.digest, row.sealed or b"")):
        return False
    fields = (row.course, row.seq if seq is None else seq, *row[2:8])
    blurred = any("\n" in field for field in fields[2:] if isinstance(field, str))
    return not blurred and row.digest == digest_of(row.previous, fields, row.sealed)


def encode(
    event: Event, *, course: int, seq: int, previous: bytes, key: Key, at: datetime, by: str
) -> tuple[Row, Event]:
    """The row for an event, and the event as it will be read back. Raises `UnreadableEvent` where it cannot be."""
    plain = write(event)
    kind, day, when = type(event).__name__, plain.get("happened_on"), stored(at)
    plain["recorded_at"], plain["recorded_by"] = f"{when}+00:00", by
    back = read(plain)
    for name in _OWN_COLUMNS:
        plain.pop(name, None)
    words = {name: plain.pop(name) for name in type(event).personal if name in plain}
    sealed = None
    try:
        if words:
            plain[SEALED_NAMES] = list(words)
            sealed = key.seal(_json(words).encode(), _belongs_to(course, event.id))
        payload = _json(plain)
    except ValueError as problem:
        raise UnreadableEvent(f"{type(event).__name__}: {problem}.", "Send plain JSON values.") from None
    digest = digest_of(previous, (course, seq, back.id, kind, day, when, by, payload), sealed)
    return Row(course, seq, back.id, kind, day, when, by, payload, sealed, previous, digest, mark(digest)), back


def decode(row: Row, key: Key | None) -> Event:
    """The event in a row; without a key, its sealed words read "erased". Raises `Unreadable`."""
    try:
        fields: dict[str, Any] = _read(row.payload)
        names: Sequence[str] = fields.pop(SEALED_NAMES, ())
        words: Mapping[str, str] = dict.fromkeys(names, ERASED)
        if row.sealed is not None and key is not None:
            what = f"Event {row.seq} of course C-{row.course:04d}"
            words = _read(key.open(row.sealed, _belongs_to(row.course, row.event_id), what).decode())
        return read(
            {
                **fields,
                **words,
                "kind": row.kind,
                "id": row.event_id,
                "happened_on": row.happened_on,
                "recorded_at": f"{row.recorded_at}+00:00",
                "recorded_by": row.recorded_by,
            }
        )
    except UnreadableEvent as problem:
        raise Unreadable(row.course, row.seq, problem.says) from None
    except (ValueError, TypeError, AttributeError):
        raise Unreadable(row.course, row.seq, "it is not what Enthesis writes.") from None


def rows_of(course: int) -> list[Row]:
    """The rows of a course, in order."""
    return [from_database(found) for found in _SELECT.run([course])]


def from_database(found: Sequence[Any]) -> Row:
    """A row as a cursor gives it, on either database. What SQLite lets into it from outside stays what it is."""
    row = Row(*found)
    day, when = row.happened_on, row.recorded_at
    try:
        when = stored(instant(when))
    except (ValueError, TypeError, AttributeError, OverflowError):
        when = str(when)
    return row._replace(happened_on=day.isoformat() if isinstance(day, date) else day, recorded_at=when)


def as_bytes(value: Any) -> bytes:
    """Bytes as a cursor gives them; nothing where the database holds something else."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""


_encoder = json.JSONEncoder(separators=(",", ":"), allow_nan=False)


def _json(value: Any) -> str:
    return _encoder.encode(value)


def _read(text: str) -> Any:
    """The values of a kept JSON text; what was kept before texts were looked at comes mended, its row as it was."""
    return mended(json.loads(text)) if may_need_mending(text) else json.loads(text)


def _belongs_to(course: int, event_id: str) -> bytes:
    return f"enthesis event {course} {event_id}".encode()
