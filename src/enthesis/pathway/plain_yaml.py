"""Reads a knowledge file as plain text values: no types guessed, no key twice, every problem with its place.

`yes`, `1.0` and `2012` stay the text that a clinician wrote; whoever reads a field turns it into what it is.
So a number becomes a `Decimal` without ever having been a float.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Any, TypeAlias

import yaml

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain]"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader where PyYAML has one


class NotReadable(ValueError):
    """A knowledge file cannot be read. The message is a sentence that says where."""


def read_plain(text: str, name: str) -> "Block":
    """The block of a YAML text. `name` is how a person calls the file. Raises `NotReadable`."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise NotReadable(f"{name}{where}: not valid YAML ({getattr(problem, 'problem', problem)}).") from None
    if not isinstance(node, yaml.MappingNode):
        raise NotReadable(f"{name}: a list of fields is expected, each written as `name: value`.")
    values = _plain(node, name)
    assert isinstance(values, dict)
    return Block(values, name)


def _plain(node: yaml.Node, name: str) -> Plain:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(entry, name) for entry in node.value]
    found: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        if key in found:
            raise NotReadable(f'{name}, line {key_node.start_mark.line + 1}: "{key}" is written twice.')
        found[key] = _plain(value_node, name)
    return found


_REQUIRED: Any = object()


class Block:
    """The fields of one block of a file. `close` objects to a field that nobody asked for."""

    __slots__ = ("_asked", "_values", "where")

    def __init__(self, values: Mapping[str, Plain], where: str) -> None:
        self._values = values
        self._asked: set[str] = set()
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
        return Block(value, f"{self.where}, {key}")

    def blocks(self, key: str, default: Any = _REQUIRED) -> tuple["Block", ...]:
        value = self.plain(key, default)
        if not isinstance(value, (list, tuple)) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, "a list of blocks")
        return tuple(Block(entry, f"{self.where}, {key} {place}") for place, entry in enumerate(value, start=1))

    def close(self) -> None:
        """Raises `NotReadable` for the first field that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                hint = f' Did you mean "{near[0]}"?' if near else ""
                raise NotReadable(f'{self.where}: "{key}" is not a field of this block.{hint}')
