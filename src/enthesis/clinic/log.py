"""Events as rows: sealed, chained and read back. docs/record.md gives the digest's recipe."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import connection

from enthesis.clinic.keys import Key, mark
from enthesis.pathway.codec import UnreadableEvent, read, write
from enthesis.pathway.events import Event

FIRST = bytes(32)  # what the first event of a course has in place of a digest before it
RECIPE = b"enthesis event 1\n"
ERASED = "erased"
SEALED_NAMES = "_sealed"  # in the payload: which fields are under the person's key

COLUMNS = (
    "course_id, seq, event_id, kind, happened_on, recorded_at, recorded_by, payload, sealed, previous, digest, mark"
)
_INSERT = f"INSERT INTO clinic_storedevent ({COLUMNS}) VALUES ({', '.join(['%s'] * 12)})"  # noqa: S608 - constants
_SELECT = f"SELECT {COLUMNS} FROM clinic_storedevent WHERE course_id = %s AND seq > %s ORDER BY seq"  # noqa: S608


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
    happened_on: date | None
    recorded_at: datetime
    recorded_by: str
    payload: str
    sealed: bytes | None
    previous: bytes
    digest: bytes
    mark: bytes


def digest_of(row: Row) -> bytes:
    """SHA-256 over the recipe's name and every field, each behind its length in 4 bytes, the digest before it first."""
    day = row.happened_on.isoformat().encode() if row.happened_on else b""
    parts = (
        row.previous,
        b"%d" % row.course,
        b"%d" % row.seq,
        row.event_id.encode(),
        row.kind.encode(),
        day,
        row.recorded_at.isoformat(timespec="microseconds").encode(),
        row.recorded_by.encode(),
        row.payload.encode(),
        row.sealed or b"",
    )
    return sha256(RECIPE + b"".join([len(part).to_bytes(4, "big") + part for part in parts])).digest()


def encode(
    event: Event, *, course: int, seq: int, previous: bytes, key: Key, at: datetime, by: str
) -> tuple[Row, Event]:
    """The row for an event, and the event as it will be read back. Raises `UnreadableEvent` where it cannot be."""
    plain = write(event)
    plain["recorded_at"], plain["recorded_by"] = at.isoformat(), by
    back = read(plain)
    for name in ("kind", "id", "happened_on", "recorded_at", "recorded_by"):
        plain.pop(name, None)
    words = {name: plain.pop(name) for name in type(event).personal if name in plain}
    sealed = None
    try:
        if words:
            plain[SEALED_NAMES] = list(words)
            sealed = key.seal(_json(words), _belongs_to(course, event.id))
        payload = _json(plain).decode()
    except ValueError as problem:
        raise UnreadableEvent(f"{type(event).__name__}: {problem}.", "Send plain JSON values.") from None
    row = Row(course, seq, back.id, type(event).__name__, back.happened_on, at, by, payload, sealed, previous, b"", b"")
    digest = digest_of(row)
    return row._replace(digest=digest, mark=mark(digest)), back


def decode(row: Row, key: Key | None) -> Event:
    """The event in a row; without a key, its sealed words read "erased". Raises `Unreadable`."""
    try:
        fields: dict[str, Any] = json.loads(row.payload)
        names: Sequence[str] = fields.pop(SEALED_NAMES, ())
        words: Mapping[str, str] = dict.fromkeys(names, ERASED)
        if row.sealed is not None and key is not None:
            what = f"Event {row.seq} of course C-{row.course:04d}"
            words = json.loads(key.open(row.sealed, _belongs_to(row.course, row.event_id), what))
        return read(
            {
                **fields,
                **words,
                "kind": row.kind,
                "id": row.event_id,
                "happened_on": row.happened_on.isoformat() if row.happened_on else None,
                "recorded_at": row.recorded_at.isoformat(),
                "recorded_by": row.recorded_by,
            }
        )
    except UnreadableEvent as problem:
        raise Unreadable(row.course, row.seq, problem.says) from None
    except (ValueError, TypeError, AttributeError):
        raise Unreadable(row.course, row.seq, "it is not what Enthesis writes.") from None


def rows_of(course: int, after: int = 0) -> list[Row]:
    """The rows of a course behind sequence number `after`, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT, [course, after])
        return [from_database(found) for found in cursor.fetchall()]


def from_database(found: Sequence[Any]) -> Row:
    """A row as a cursor gives it, on either database."""
    row = Row(*found)
    at = row.recorded_at
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return row._replace(recorded_at=at)


def append(cursor: Any, rows: Sequence[Row]) -> None:
    """Insert rows. The database refuses a sequence number or an event id that is there already."""
    adapt = connection.ops.adapt_datetimefield_value
    values = [
        (
            *row[:4],
            row.happened_on.isoformat() if row.happened_on else None,
            adapt(row.recorded_at),
            *row[6:],
        )
        for row in rows
    ]
    if len(values) == 1:
        cursor.execute(_INSERT, values[0])
    else:
        cursor.executemany(_INSERT, values)


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), allow_nan=False).encode()


def _belongs_to(course: int, event_id: str) -> bytes:
    return f"enthesis event {course} {event_id}".encode()
