"""The access log: every look at a record and every refusal, in codes. Nothing that a person typed is in it.

A page writes its looks down together before it goes out (`gathering`), with what it records where it records anything:
one wait for the disk. A refusal is written at once.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db import connections

from enthesis.clinic.access import By, handle
from enthesis.clinic.errors import NotRecorded
from enthesis.clinic.patience import persist
from enthesis.clinic.sql import Statement, cursor, durable_transaction, is_postgresql, stored

Refusal = TypeVar("Refusal", bound=NotRecorded)

_LOOK = "INSERT INTO clinic_look (at, who, what, allowed, why, clinic, course, person) VALUES "
_SHOWN = "INSERT INTO audit_shown (at, who, what, clinic, whom) VALUES "


class _Line(NamedTuple):
    """One look: its row, and the row of those whom a list showed."""

    look: tuple[Any, ...]
    shown: tuple[Any, ...] | None


_waiting: ContextVar[list[_Line] | None] = ContextVar("looks that wait", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """A block whose looks are on disk when it ends, however it ends, written down together."""
    if _waiting.get() is not None:
        yield
        return
    lines: list[_Line] = []
    before = _waiting.set(lines)
    try:
        yield
    finally:
        _waiting.reset(before)
        _put(lines)


def write_gathered() -> None:
    """Write down what waits: for whoever reads the access log."""
    lines = _waiting.get() or []
    _put(lines)
    lines.clear()


def join(on: Any) -> Callable[[], None]:
    """Write what waits within a transaction of `durable_transaction`; call the answer once that is on disk."""
    lines = _waiting.get() or []
    there = len(lines)
    _put_on(on, lines)

    def done() -> None:
        del lines[:there]

    return done


def looked(
    by: By,
    what: str,
    *,
    clinic: int | None = None,
    course: int | None = None,
    person: int | None = None,
    courses: Iterable[int] = (),
    persons: Iterable[int] = (),
) -> None:
    """Write down that somebody looked. `courses` and `persons`: keys of those whom a list showed, in one row."""
    whom = " ".join(dict.fromkeys((*(f"C{key}" for key in courses), *(f"P{key}" for key in persons))))
    _write(by, what, True, "", clinic, course, person, whom)


def refusal(
    problem: Refusal, by: By, what: str, clinic: int | None = None, course: int | None = None, person: int | None = None
) -> Refusal:
    """Write down that somebody was refused, and give the problem back to be raised.

    Call it outside the transaction that the refusal ends, or the line ends with it.
    """
    _write(by, what, False, " ".join(problem.codes), clinic, course, person)
    return problem


def _write(
    by: By,
    what: str,
    allowed: bool,
    why: str,
    clinic: int | None,
    course: int | None,
    person: int | None,
    whom: str = "",
) -> None:
    at = stored(datetime.now(UTC))
    line = _Line(
        (at, handle(by), what[:80], allowed, why[:200], clinic, course, person),
        (at, handle(by), what[:80], clinic, f" {whom} ") if whom else None,
    )
    waiting = _waiting.get()
    if waiting is not None and allowed:
        waiting.append(line)
    else:
        _put([line])


def _put(lines: list[_Line]) -> None:
    """On disk at once, all or none."""
    if lines:
        persist(lambda: _put_at_once(lines), lambda: None)


def _put_at_once(lines: list[_Line]) -> None:
    connection = connections["default"]
    if connection.in_atomic_block:
        with connection.wrap_database_errors:
            _put_on(cursor(), lines)
    elif len(_statements(*_counted(lines))) == 1:
        with connection.wrap_database_errors:
            _put_on(cursor(), lines)  # one statement is a transaction
    else:
        with durable_transaction() as on:
            _put_on(on, lines)


def _put_on(on: Any, lines: list[_Line]) -> None:
    if not lines:
        return
    values = [[each for line in lines for each in line.look], [each for line in lines for each in line.shown or ()]]
    several = _statements(*_counted(lines))
    for statement, told in zip(several, values if len(several) > 1 else [values[0] + values[1]], strict=True):
        statement.on(on, told)


def _counted(lines: list[_Line]) -> tuple[int, int]:
    return len(lines), sum(line.shown is not None for line in lines)


@lru_cache(maxsize=64)
def _statements(looks: int, shown: int) -> tuple[Statement, ...]:
    """What writes so many rows: on PostgreSQL one statement for both tables."""
    first = _LOOK + ", ".join([f"({', '.join(['%s'] * 8)})"] * looks)
    second = _SHOWN + ", ".join([f"({', '.join(['%s'] * 5)})"] * shown)
    if not shown:
        return (Statement(first),)
    if is_postgresql():
        return (Statement(f"WITH looks AS ({first}) {second}"),)
    return Statement(first), Statement(second)
