"""The few statements that every event goes through, straight to the database's driver, and their transaction.

Django's own cursors and `atomic` cost as much as all of the checking does, so the hot path goes around them.
Everything else in the clinic uses the ORM as usual.
"""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property, lru_cache
from types import TracebackType
from typing import Any

import psycopg
from django.db import connections, transaction

POSTGRESQL = "postgresql"
FEW = 4  # below this, psycopg's executemany costs more than it saves


class Statement:
    """One statement with `%s` for its values, on either database."""

    def __init__(self, text: str, *, only_postgresql: str = "") -> None:
        self.plain, self._only_postgresql = text, only_postgresql

    @cached_property
    def text(self) -> str:
        """As the driver of this clinic's database wants it."""
        return self.plain + self._only_postgresql if is_postgresql() else self.plain.replace("%s", "?")

    def on(self, cursor: Any, values: Sequence[Any]) -> Any:
        """Run it once on a cursor of `durable_transaction`; the answer is the cursor."""
        return cursor.execute(self.text, values)

    def on_each(self, cursor: Any, several: Collection[Sequence[Any]]) -> None:
        """Run it for each of several rows of values."""
        if len(several) > FEW:
            cursor.executemany(self.text, several)
        else:
            for values in several:
                cursor.execute(self.text, values)

    def run(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Run it by itself; the answer is its rows."""
        connection = connections["default"]
        with connection.wrap_database_errors:
            cursor = self.on(_cursor(connection), values)
            return cursor.fetchall() if cursor.description else []


class durable_transaction:  # noqa: N801 - reads as a statement: `with durable_transaction() as cursor:`
    """A transaction that is on disk when its block ends, and gone when the block raises.

    It is never part of another one that could take back what was acknowledged: inside `atomic` it raises, as
    `atomic(durable=True)` does; there as here, Django's TestCase is let through.
    """

    __slots__ = ("_connection", "_cursor", "_nested")

    def __enter__(self) -> Any:
        connection = self._connection = connections["default"]
        self._nested = transaction.atomic(durable=True) if connection.in_atomic_block else None
        if self._nested is not None:
            self._nested.__enter__()
        cursor = self._cursor = _cursor(connection)
        if self._nested is None:
            cursor.execute("BEGIN" if is_postgresql() else "BEGIN IMMEDIATE")
        return cursor

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._nested is not None:
            self._nested.__exit__(kind, problem, trace)
        elif kind is None:
            try:
                self._cursor.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        else:
            self._roll_back()
        if problem is not None:
            self._connection.wrap_database_errors.__exit__(kind, problem, trace)  # raises Django's own where it is one

    def _roll_back(self) -> None:
        """Undo; a connection on which even that fails is thrown away, which undoes too."""
        try:
            self._cursor.execute("ROLLBACK")
        except (sqlite3.Error, psycopg.Error):
            self._connection.close()


@contextmanager
def snapshot() -> Iterator[None]:
    """A block that reads the database as it is at one moment, while others go on writing."""
    connection = connections["default"]
    if connection.in_atomic_block:
        yield
        return
    cursor = _cursor(connection)
    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if is_postgresql() else "BEGIN")
    try:
        yield
    finally:
        cursor.execute("ROLLBACK")


def cursor() -> Any:
    """A cursor for `Statement.on` inside a transaction of Django's own."""
    return _cursor(connections["default"])


@lru_cache(maxsize=1)
def is_postgresql() -> bool:
    """Which of the two databases this clinic is on."""
    return bool(connections["default"].vendor == POSTGRESQL)


def _cursor(connection: Any) -> Any:
    """The driver's own cursor; on PostgreSQL one that binds values in the server, so that plans are kept."""
    if connection.connection is None:
        connection.ensure_connection()
    raw = connection.connection
    return psycopg.Cursor(raw) if is_postgresql() else sqlite3.Cursor(raw)


def stored(instant: datetime) -> str:
    """An instant as both databases take it and Django itself writes it: UTC, "2026-03-02 09:30:00.123456"."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def instant(value: datetime | str) -> datetime:
    """An instant as either driver gives it back, or as `stored` writes it, in UTC."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def plain(value: Any) -> Any:
    """A value of a derived column as the statements of this package write it."""
    if isinstance(value, datetime):
        return stored(value)
    return value.isoformat() if isinstance(value, date) else value
