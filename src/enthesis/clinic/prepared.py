"""Queries of Django's that many pages ask: put together once for each shape, then sent with other values.

Putting a query together costs Django several times what the database needs to answer it. Nothing of an answer is kept:
each call asks the database.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

from enthesis.clinic.sql import Statement

Found = TypeVar("Found")
_SHAPES = 32  # of one query: how many values its lists have


class Prepared(Generic[Found]):
    """A query with a value, or a collection of values, for each parameter of `make`.

    Values are whole numbers, words, days and instants. The answer is what a list of the query would be. Of what a query
    can say, `prefetch_related` is refused, and a limit is the same for all values.
    """

    def __init__(self, make: Callable[..., "QuerySet[Any, Found]"]) -> None:
        self._make = make
        self._plan = lru_cache(maxsize=_SHAPES)(self._planned)

    def __call__(self, *values: Any) -> list[Found]:
        told = [_filled(value) if _is_several(value) else value for value in values]
        plan = self._plan(tuple([(len(value) if _is_several(value) else 0, _kind(value)) for value in told]))
        return plan(told) if plan is not None else []

    def _planned(self, shape: tuple[tuple[int, type], ...]) -> "_Plan | None":
        """The query with marks in the places of its values; None where it cannot have an answer."""
        marks: list[Any] = []
        places: list[tuple[int, int]] = []
        told: list[Any] = []
        for number, (several, kind) in enumerate(shape):
            found = [_mark(kind, len(marks) + each) for each in range(several or 1)] if kind is not type(None) else []
            places += [(number, each if several else -1) for each in range(len(found))]
            marks += found
            told.append(found if several or not found else found[0])
        try:
            return _Plan(self._make(*told), dict(zip(map(_sent, marks), places, strict=True)))
        except EmptyResultSet:
            return None


class _Plan:
    """One query with its values missing."""

    def __init__(self, query: "QuerySet[Any, Any]", places: dict[Any, tuple[int, int]]) -> None:
        if query._prefetch_related_lookups:  # type: ignore[attr-defined] # Django's own, without a public name
            raise ValueError("A prepared query does not prefetch.")
        compiler = query.query.get_compiler(using="default")
        text, sent = compiler.as_sql()
        if "%" in text.replace("%s", ""):
            raise ValueError("A prepared query has no per cent sign.")
        self._statement = Statement(text)
        self._sent = [(places.get(value) if _is_mark(value) else None, value) for value in sent]
        self._compiler = compiler
        self._converters = compiler.get_converters([each[0] for each in compiler.select])
        self._read = self._reader(query)

    def __call__(self, values: list[Any]) -> list[Any]:
        sent = [
            value if place is None else _sent(values[place[0]] if place[1] < 0 else values[place[0]][place[1]])
            for place, value in self._sent
        ]
        rows: Any = self._statement.run(sent)
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        return [self._read(row) for row in rows]

    def _reader(self, query: "QuerySet[Any, Any]") -> Callable[[Any], Any]:
        how = query._iterable_class
        if issubclass(how, FlatValuesListIterable):
            return lambda row: row[0]
        if issubclass(how, ValuesListIterable):
            return tuple
        if not issubclass(how, ModelIterable):
            raise ValueError("A prepared query gives rows or objects.")
        told, select = self._compiler.klass_info, self._compiler.select
        first, end = told["select_fields"][0], told["select_fields"][-1] + 1
        names = [each[0].target.attname for each in select[first:end]]
        model, populators = told["model"], _populators(told, select, "default")

        def read(row: Any) -> Any:
            found = model.from_db("default", names, row[first:end])
            for each in populators:
                each.populate(row, found)
            return found

        return read


def _is_several(value: Any) -> bool:
    return type(value) not in _ONE and isinstance(value, Collection) and not isinstance(value, str)


_ONE = frozenset((int, str, date, datetime))  # which are asked for most often


def _filled(values: Collection[Any]) -> list[Any]:
    """As many as the next power of two, the last one again and again: few shapes serve lists of any length."""
    told = list(values)
    return told + told[-1:] * ((1 << (len(told) - 1).bit_length()) - len(told)) if told else told


def _kind(value: Any) -> type:
    first = next(iter(value), None) if _is_several(value) else value
    return str if isinstance(first, str) else type(first)


_populators: Callable[..., Any] = get_related_populators  # the stubs are those of a later Django

_INSTANT, _DAY = datetime(9990, 1, 1, tzinfo=UTC), date(9990, 1, 1)
_NUMBER, _WORD = 1_999_000_000, "\x01"  # fits a column of four bytes


def _mark(kind: type, place: int) -> Any:
    """A value that nobody asks for, by which its place is found in the statement."""
    if issubclass(kind, str):
        return f"{_WORD}{place}"
    if issubclass(kind, datetime):
        return _INSTANT + timedelta(days=place)
    if issubclass(kind, date):
        return _DAY + timedelta(days=place)
    return _NUMBER + place


def _is_mark(value: Any) -> bool:
    return isinstance(value, str | int | date)


def _sent(value: Any) -> Any:
    """A value as the database's driver takes it."""
    if type(value) in (int, str):
        return value
    if isinstance(value, datetime):
        return connections["default"].ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connections["default"].ops.adapt_datefield_value(value)
    return value
