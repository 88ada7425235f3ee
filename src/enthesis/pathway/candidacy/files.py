"""Reading a YAML file of rules so that nothing in it is overlooked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from enthesis.pathway.candidacy.condition_reader import word_of
from enthesis.pathway.candidacy.problems import RulesUnreadable
from enthesis.pathway.plain_yaml import NotReadable, read_values

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file. Each way of reading a key refuses what is not in order, with `where`."""

    raw: Mapping[str, Any]
    where: str

    def allow(self, *names: str) -> None:
        """Refuse every key that is not one of `names`."""
        for name in self.raw:
            if name not in names:
                close = get_close_matches(str(name), names, n=1)
                hint = f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(names)}."
                raise RulesUnreadable(self.where, f'"{name}" is not read by anything.', hint)

    def has(self, name: str) -> bool:
        return self.raw.get(name) is not None

    def once(self, name: str, seen: Mapping[str, Any]) -> None:
        if name in seen:
            raise RulesUnreadable(self.where, f'"{name}" is there twice.', "Keep one of them.")

    def text(self, name: str, default: str | None = None) -> str:
        value = self.raw.get(name, default)
        if value is None or (value == "" and default is None):
            raise RulesUnreadable(self.where, f'"{name}" is missing.', "Write it; no rule is complete without it.")
        if isinstance(value, (list, dict)):
            raise RulesUnreadable(self.where, f'"{name}" is not a text.', "Write one text.")
        return word_of(value).strip()

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.raw.get(name, default)
        if not isinstance(value, bool):
            raise RulesUnreadable(self.where, f'"{name}" is neither yes nor no.', "Write yes or no.")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        value = self.raw.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise RulesUnreadable(self.where, f'"{name}" is not a list.', "Write [a, b].")
        return tuple(word_of(word) for word in value)

    def number(self, name: str, numbers: Mapping[str, Decimal] | None = None) -> Decimal:
        """A plain number, or the one of `numbers` that is named."""
        value = self.raw.get(name)
        if numbers and isinstance(value, str) and value in numbers:
            return numbers[value]
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise RulesUnreadable(self.where, f'"{name}" is not a number.', "Write a plain number.")
        return Decimal(str(value))

    def mapping(self, name: str) -> Mapping[str, Any]:
        value = self.raw.get(name)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            raise RulesUnreadable(self.where, f'"{name}" is not a list of pairs.', "Write name: value lines.")
        return value

    def choice(self, name: str, words: type[Word]) -> Word:
        value = self.text(name)
        try:
            return words(value)
        except ValueError:
            known = [str(word) for word in words]
            close = get_close_matches(value, known, n=1)
            hint = f'Did you mean "{close[0]}"?' if close else f"Known are {', '.join(known)}."
            raise RulesUnreadable(self.where, f'"{value}" is no {name}.', hint) from None

    def entries(self, name: str, called: str) -> Iterator["Entry"]:
        """The entries of a list, each named by its key `called`."""
        value = self.raw.get(name)
        if not isinstance(value, list) or not value:
            raise RulesUnreadable(self.where, f'"{name}" is not a list of entries.', "Write - lines below it.")
        for place, raw in enumerate(value, start=1):
            if not isinstance(raw, Mapping):
                raise RulesUnreadable(self.where, f"Entry {place} of {name} has no keys.", "Write key: value lines.")
            label = raw.get(called)
            yield Entry(raw, f"{self.where}, {' and '.join(label) if isinstance(label, list) else label or place}")


def read_file(folder: Traversable, name: str, keys: tuple[str, ...] = ()) -> Entry:
    """One file as an entry; `keys` are all that may be in it. Raises `RulesUnreadable`."""
    try:
        text = folder.joinpath(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RulesUnreadable(name, "The file cannot be read.", "Put it back, as UTF-8 text.") from None
    try:
        raw = read_values(text, name)
    except NotReadable as problem:
        reason = str(problem).removeprefix(name).replace("not valid YAML ", "")
        raise RulesUnreadable(name, f"Not valid YAML{reason}", "Check indentation and quotation marks.") from None
    if not isinstance(raw, Mapping):
        raise RulesUnreadable(name, "The file holds no rules.", "Put it back from the programme.")
    entry = Entry(raw, name)
    if keys:
        entry.allow(*keys)
    return entry
