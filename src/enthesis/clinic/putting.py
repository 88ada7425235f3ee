"""Putting a course's file back: new rows of the log, the head, and what is derived, in as few statements as can be."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from enthesis.clinic import log, lots, taken
from enthesis.clinic.derive import AGENDA_COLUMNS, COURSE_COLUMNS, Changes
from enthesis.clinic.filing import File
from enthesis.clinic.keys import mark
from enthesis.clinic.log import Row
from enthesis.clinic.messages import rows as messages
from enthesis.clinic.sql import FEW, Statement, is_postgresql

_HEAD = "UPDATE clinic_courserecord SET head_seq = %s, head_digest = %s, head_mark = %s{columns} WHERE id = %s"
_COLUMNS = "".join(f", {name} = %s" for name in COURSE_COLUMNS)
_ONE_ROW = f"({', '.join(['%s'] * len(AGENDA_COLUMNS))})"
_UPSERT = (
    f"INSERT INTO clinic_agendarow ({', '.join(AGENDA_COLUMNS)}) VALUES {{rows}} "  # noqa: S608 - constants
    "ON CONFLICT (course_id, key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in AGENDA_COLUMNS if name not in ("course_id", "key"))
)

HEAD = Statement(_HEAD.format(columns=""))
HEAD_AND_COLUMNS = Statement(_HEAD.format(columns=_COLUMNS))
REMOVE = Statement("DELETE FROM clinic_agendarow WHERE course_id = %s AND key = %s")
UPSERT = Statement(_UPSERT.format(rows=_ONE_ROW))


def put(cursor: Any, file: File, rows: Sequence[Row], changes: Changes) -> None:
    """Append rows, move the head to the last of them, and change what is derived. The caller holds the transaction."""
    course, last = file.course, rows[-1]
    marked = head_mark(course, file.clinic, file.person, last.seq, last.digest)
    head = (last.seq, last.digest, marked, *(changes.columns or ()), course)
    if changes.lots is not None:
        lots.put(cursor, changes.lots)
    if changes.times is not None:
        taken.put(cursor, changes.times)
    if changes.messages is not None:
        messages.put(cursor, changes.messages)
    if is_postgresql() and len(rows) == 1:
        _together(bool(changes.columns), bool(changes.gone), len(changes.rows)).on(
            cursor, _as_text((*last, *_gone(course, changes), *(v for row in changes.rows for v in row), *head))
        )
        return
    if len(rows) <= FEW:
        for row in rows:
            log.INSERT.on(cursor, row)
    else:
        cursor.executemany(log.INSERT.text, rows)
    (HEAD_AND_COLUMNS if changes.columns else HEAD).on(cursor, head)
    REMOVE.on_each(cursor, [(course, key) for key in changes.gone])
    UPSERT.on_each(cursor, changes.rows)


def head_mark(course: int, clinic: int, person: int, seq: int, digest: bytes) -> bytes:
    """What shows that Enthesis itself set a course's head there, and whose course it is."""
    return mark(b"head %d %d %d %d " % (course, clinic, person, seq) + digest)


@lru_cache(maxsize=128)
def _together(columns: bool, gone: bool, changed: int) -> Statement:
    """All of it as one statement: on PostgreSQL, each way to the server and back costs as much as the work there."""
    parts = [f"appended AS ({log.INSERT.plain})"]
    if gone:
        parts.append("gone AS (DELETE FROM clinic_agendarow WHERE course_id = %s AND key = ANY(%s))")
    if changed:
        parts.append(f"changed AS ({_UPSERT.format(rows=', '.join([_ONE_ROW] * changed))})")
    return Statement(f"WITH {', '.join(parts)} {_HEAD.format(columns=_COLUMNS if columns else '')}")


def _gone(course: int, changes: Changes) -> tuple[Any, ...]:
    return (course, changes.gone) if changes.gone else ()


def _as_text(values: Iterable[Any]) -> list[Any]:
    """Whole numbers as text, whose type the statement gives: by their size, psycopg would plan it anew each time."""
    return [str(value) if type(value) is int else value for value in values]
