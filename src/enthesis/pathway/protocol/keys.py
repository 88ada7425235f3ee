"""Reading one mapping of a protocol file key by key: every problem is noted, none stops the reading.

A block knows which keys it was asked for; what is left over at the end is an unknown key.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Self, TypeVar

from enthesis.pathway.protocol.complaint import did_you_mean
from enthesis.pathway.protocol.model import NOT_STATED
from enthesis.pathway.protocol.notes import Notes, Sources
from enthesis.pathway.protocol.yaml_text import Node, Scalar, Sequence, Table

WHOLE = re.compile(r"\d{1,6}")
WORD = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
FLAGS = {"true": True, "false": False}
Name = TypeVar("Name", bound=StrEnum)
EMPTY = ("", "~", "null", "Null", "NULL")


class Keys:
    """One mapping, read key by key, with the sources that speak for its figures."""

    def __init__(
        self, table: Table, notes: Notes, activity: str = "", path: str = "", sources: Sources | None = None
    ) -> None:
        self.table, self.notes, self.activity, self.path = table, notes, activity, path
        self.asked: dict[str, None] = {}
        self.sources = self._sources(sources or Sources())
        notes.lines.setdefault((activity, path), table.line)

    # -- complaints ------------------------------------------------------------------------------------

    def figure(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def line(self, key: str) -> int:
        found = self.table.keys.get(key)
        return found.line if found else self.table.line

    def complain(self, code: str, says: str, remedy: str, key: str = "", line: int = 0) -> None:
        self.notes.complain(
            code,
            says,
            remedy,
            activity=self.activity,
            figure=self.figure(key) if key else self.path,
            line=line or self.line(key),
        )

    def unsound(self, part: str) -> None:
        self.notes.unsound.add((self.activity, part))

    def done(self) -> None:
        """Complain of every key that nobody asked for."""
        for key, place in self.table.keys.items():
            if key not in self.asked:
                self.complain(
                    "unknown-key",
                    f'"{key}" is no key of {self._called()}.',
                    did_you_mean(key, self.asked, f"Keys here are: {', '.join(self.asked)}."),
                    key,
                    place.line,
                )

    def _called(self) -> str:
        return f"`{self.path}`" if self.path else ("an activity" if self.activity else "a protocol")

    # -- nodes -------------------------------------------------------------------------------------------

    def has(self, key: str) -> bool:
        self.asked[key] = None
        return key in self.table.items

    def take(self, key: str) -> Node | None:
        self.asked[key] = None
        node = self.table.items.get(key)
        if node is not None:
            self.notes.lines[(self.activity, self.figure(key))] = self.table.keys[key].line
        return node

    def block(self, key: str) -> Self | None:
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, Table):
            return type(self)(node, self.notes, self.activity, self.figure(key), self.sources)
        self.complain("not-a-mapping", f'"{key}" should hold keys and values.', f"Write `{key}: {{...}}`.", key)
        self.unsound(key)
        return None

    def tables(self, key: str) -> list[Table]:
        """The mappings of a list."""
        node = self.take(key)
        if node is None:
            return []
        if not isinstance(node, Sequence):
            self.complain("not-a-list", f'"{key}" should be a list.', "Begin each of its entries with a dash.", key)
            return []
        found = []
        for item in node.items:
            if isinstance(item, Table):
                found.append(item)
            else:
                self.complain(
                    "not-a-mapping",
                    f'an entry of "{key}" should hold keys and values.',
                    "Write `- id: ...` and its keys below.",
                    key,
                    item.line,
                )
        return found

    # -- words ---------------------------------------------------------------------------------------------

    def text(self, key: str, required: bool = False) -> str:
        node = self.take(key)
        if node is None:
            if required:
                self.complain("missing-key", f'"{key}" is missing.', f"Write `{key}: ...`.", line=self.table.line)
            return ""
        if isinstance(node, Scalar):
            if not node.text.strip() or (node.text in EMPTY and not node.quoted):
                self.complain("empty-value", f'"{key}" has no value.', "Write one, or leave the key out.", key)
                return ""
            return " ".join(node.text.split())
        self.complain("not-a-word", f'"{key}" should be words.', f"Write `{key}: ...` on one line.", key)
        return ""

    def name(self, key: str, required: bool = False) -> str:
        """An id: small letters, digits, hyphens."""
        word = self.text(key, required)
        if word and not WORD.fullmatch(word):
            self.complain(
                "not-an-id",
                f'"{word}" is no {key}.',
                "Use small letters, digits and hyphens, for instance pain-diary.",
                key,
            )
        return word

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of words or sentences."""
        node = self.take(key)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.complain("not-a-list", f'"{key}" should be a list.', f"Write `{key}: [one, two]`.", key)
            return ()
        found = []
        for item in node.items:
            if isinstance(item, Scalar) and item.text not in EMPTY:
                found.append(" ".join(item.text.split()))
            else:
                self.complain("not-a-word", f'an entry of "{key}" is not a word.', "Write words only.", key, item.line)
        return tuple(found)

    def choice(self, key: str, kinds: type[Name], required: bool = False) -> Name | None:
        word = self.text(key, required)
        return self.one_of(key, word, kinds) if word else None

    def choices(self, key: str, kinds: type[Name]) -> tuple[Name, ...]:
        found = [self.one_of(key, word, kinds) for word in self.texts(key)]
        return tuple(dict.fromkeys(kind for kind in found if kind is not None))

    def one_of(self, key: str, word: str, kinds: type[Name]) -> Name | None:
        try:
            return kinds(word)
        except ValueError:
            self.complain(
                f"unknown-{kinds.__name__.lower()}",
                f'"{word}" is no {_called(kinds)} ("{key}").',
                did_you_mean(word, [kind.value for kind in kinds]),
                key,
            )
            self.unsound(key)
            return None

    def flag(self, key: str) -> bool:
        word = self.text(key)
        if word and word not in FLAGS:
            self.complain("not-a-flag", f'"{key}" is "{word}".', "Write true or false.", key)
        return FLAGS.get(word, False)

    def whole(self, key: str, default: int | None = None) -> int | None:
        """A whole number that is part of the form, not a figure of a source."""
        word = self.text(key)
        if word and not WHOLE.fullmatch(word):
            self.complain("not-a-number", f'"{key}" is "{word}".', "Write a whole number, 0 or more.", key)
            return default
        return int(word) if word else default

    def day(self, key: str, required: bool = False) -> date | None:
        word = self.text(key, required)
        if not word or word == NOT_STATED:
            return None
        try:
            return date.fromisoformat(word)
        except ValueError:
            self.complain("not-a-day", f'"{key}" is "{word}".', "Write a day as 2026-11-21, or `not stated`.", key)
            self.unsound(key)
            return None

    # -- sources -------------------------------------------------------------------------------------------

    def _sources(self, outer: Sources) -> Sources:
        node = self.take("source")
        if node is None:
            return outer
        if isinstance(node, Scalar):
            word = self.text("source")
            if word:
                self.cite(word, node.line)
            return Sources(word or outer.default)
        if isinstance(node, Table):
            named = {}
            for key, item in node.items.items():
                if isinstance(item, Scalar) and item.text not in EMPTY:
                    named[key] = item.text
                    self.cite(item.text, item.line)
                else:
                    self.complain(
                        "not-a-word", f'the source of "{key}" is not a word.', "Write a key of `sources`.", "source"
                    )
            return Sources(outer.default, {**outer.named, **named})
        self.complain(
            "not-a-word", '"source" is a list.', "Name one source, or one for each figure: {opens: S000}.", "source"
        )
        return outer

    def cite(self, source: str, line: int) -> None:
        self.notes.cited.append((source, self.activity, line))


def _called(kinds: type[StrEnum]) -> str:
    return {"Role": "role", "Kind": "kind of activity", "Condition": "named condition", "Purpose": "purpose"}.get(
        kinds.__name__, kinds.__name__.lower()
    )
