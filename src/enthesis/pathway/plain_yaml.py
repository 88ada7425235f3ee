"""Reads a knowledge file as plain text values: no types guessed, no key twice, every problem with its place.

`yes`, `1.0` and `2012` stay the text that a clinician wrote; whoever reads a field turns it into what it is.
So a number becomes a `Decimal` without ever having been a float.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, TypeAlias

import yaml

from enthesis.knowledge import KnowledgeUnreadable

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

MOST_LEVELS = 40  # of lists and blocks inside each other
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C reader where PyYAML has one
_Scalar = yaml.ScalarEvent
_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)")


class NotReadable(KnowledgeUnreadable):
    """A knowledge file cannot be read. The message is a sentence that says where."""


def read_plain(text: str, name: str, numbers: Mapping[str, Decimal] | None = None) -> "Block":
    """The block of a YAML text. `name` is how a person calls the file. Raises `NotReadable`.

    `numbers` are those that may be written by their names (`enthesis.pathway.numbers`).
    """
    values = _read(text, name, str)
    if not isinstance(values, dict):
        raise NotReadable(f"{name}: a list of fields is expected, each written as `name: value`.")
    return Block(values, name, numbers)


def read_values(text: str, name: str) -> Any:
    """What a YAML text holds: words, yes and no as booleans, numbers, lists and blocks. Raises `NotReadable`.

    For files whose reader wants types. A number in quotation marks stays text, so that it can become a `Decimal`.
    """
    return _read(text, name, _typed)


def _typed(text: str) -> bool | int | float | str | None:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-.0123456789":
        if _WHOLE.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
    return text


def _read(text: str, name: str, word: Callable[[str], Any]) -> Any:
    """Straight from the parser's events: building YAML's own nodes first would take three times as long."""
    try:
        loader = _Loader(text)
        get = loader.get_event
        get()  # the stream begins
        found = None
        if isinstance(get(), yaml.DocumentStartEvent):
            found = _value(get(), get, name, word, MOST_LEVELS)
            get()  # the document ends
            if isinstance(more := get(), yaml.DocumentStartEvent):
                raise _problem(name, more, "a second document begins (`---`); write one file for each")
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        last = max(len(text.splitlines()), 1)  # a file that breaks off is told at its last line, not behind it
        where = f", line {min(mark.line + 1, last)}" if mark is not None else ""
        raise NotReadable(f"{name}{where}: not valid YAML ({getattr(problem, 'problem', problem)}).") from None
    return found


def _value(event: Any, get: Callable[[], Any], name: str, word: Callable[[str], Any], levels: int) -> Any:
    kind = type(event)
    if kind is _Scalar:
        return word(event.value) if event.implicit[0] else event.value
    if kind is yaml.AliasEvent:
        raise _problem(name, event, f"a YAML alias (`*{event.anchor}`) is used; write the words out where they belong")
    if levels == 0:
        raise _problem(name, event, f"more than {MOST_LEVELS} levels of lists and blocks inside each other")
    return (_list if kind is yaml.SequenceStartEvent else _fields)(get, name, word, levels - 1)


def _list(get: Callable[[], Any], name: str, word: Callable[[str], Any], levels: int) -> list[Any]:
    entries = []
    while (kind := type(event := get())) is not yaml.SequenceEndEvent:
        if kind is _Scalar:  # as in `_value`, without the way there: nearly all parts of a file are words
            entries.append(word(event.value) if event.implicit[0] else event.value)
        else:
            entries.append(_value(event, get, name, word, levels))
    return entries


def _fields(get: Callable[[], Any], name: str, word: Callable[[str], Any], levels: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    while (kind := type(field := get())) is not yaml.MappingEndEvent:
        if kind is not _Scalar:
            raise _problem(name, field, "a list or block stands where the name of a field should be")
        if field.value in found:
            raise _problem(name, field, f'"{field.value}" is written twice')
        event = get()
        if type(event) is _Scalar:  # as in `_value`
            found[field.value] = word(event.value) if event.implicit[0] else event.value
        else:
            found[field.value] = _value(event, get, name, word, levels)
    return found


def _problem(name: str, event: Any, says: str) -> NotReadable:
    return NotReadable(f"{name}, line {event.start_mark.line + 1}: {says}.")


_REQUIRED: Any = object()


class Block:
    """The fields of one block of a file. `close` objects to a field that nobody asked for."""

    __slots__ = ("_asked", "_numbers", "_values", "where")

    def __init__(self, values: Mapping[str, Plain], where: str, numbers: Mapping[str, Decimal] | None = None) -> None:
        self._values = values
        self._asked: set[str] = set()
        self._numbers = numbers or {}
        self.where = where

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def wrong(self, key: str, expected: str) -> NotReadable:
        return NotReadable(f'{self.where}: "{key}" must be {expected}.')

    def plain(self, key: str, default: Any = _REQUIRED) -> Any:
        """The value as written: text, a list or a mapping."""
        self._asked.add(key)
        if key in self._values:
            return self._values[key]
        if default is _REQUIRED:
            raise NotReadable(f'{self.where}: "{key}" is missing.')
        return default

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        value = self.plain(key, default)
        if not isinstance(value, str) or (default is _REQUIRED and not value.strip()):
            raise self.wrong(key, "text")
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], default: Any = _REQUIRED) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.wrong(key, "one of: " + ", ".join(entry or "(empty)" for entry in allowed))
        return value

    def texts(self, key: str, default: Any = _REQUIRED) -> tuple[str, ...]:
        value = self.plain(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(entry, str) for entry in value):
            raise self.wrong(key, "a list of texts")
        return tuple(value)

    def number(self, key: str, default: Any = _REQUIRED) -> Decimal:
        return self._number(key, self.text(key, default))

    def _number(self, key: str, text: str) -> Decimal:
        if text in self._numbers:
            return self._numbers[text]
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise self.wrong(key, "a number") from None
        if not value.is_finite():
            raise self.wrong(key, "a number")
        return value

    def numbers(self, key: str, default: Any = _REQUIRED) -> tuple[Decimal, ...]:
        return tuple(self._number(key, text) for text in self.texts(key, default))

    def whole(self, key: str, default: Any = _REQUIRED) -> int:
        value = self.number(key, default)
        if value != int(value):
            raise self.wrong(key, "a whole number")
        return int(value)

    def yes_no(self, key: str, default: Any = _REQUIRED) -> bool:
        return self.one_of(key, ("yes", "no"), default) == "yes"

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError:
            raise self.wrong(key, "a day, written 2026-12-31") from None

    def block(self, key: str) -> "Block":
        value = self.plain(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "a block of fields")
        return Block(value, f"{self.where}, {key}", self._numbers)

    def blocks(self, key: str, default: Any = _REQUIRED) -> tuple["Block", ...]:
        value = self.plain(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, "a list of blocks")
        return tuple(
            Block(entry, f"{self.where}, {key} {place}", self._numbers) for place, entry in enumerate(value, start=1)
        )

    def close(self) -> None:
        """Raises `NotReadable` for the first field that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                hint = f' Did you mean "{near[0]}"?' if near else ""
                raise NotReadable(f'{self.where}: "{key}" is not a field of this block.{hint}')
