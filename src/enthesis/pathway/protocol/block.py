"""Typed reading of one mapping of a protocol file: every problem is noted, none stops the reading.

A block knows which keys it was asked for; what is left over at the end is an unknown key. It also knows which
source speaks for its figures: its own `source`, or else that of the block around it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import TypeVar

from enthesis.pathway.finding import REFUSE
from enthesis.pathway.protocol.complaint import Complaint, did_you_mean, finding
from enthesis.pathway.protocol.model import MEMORY, NOT_STATED, UNSTATED, Value
from enthesis.pathway.protocol.yaml_text import Node, Scalar, Sequence, Table

WHOLE = re.compile(r"\d{1,6}")
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?")
WORD = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
FLAGS = {"true": True, "false": False}
Name = TypeVar("Name", bound=StrEnum)
EMPTY = ("", "~", "null", "Null", "NULL")


class Accept(Enum):
    """What a figure may be."""

    WHOLE = "a whole number"
    NUMBER = "a number"
    FLAG = "true or false"
    ANY = "a number or words"


@dataclass(slots=True)
class Notes:
    """What was found while reading one file: complaints, the lines of figures, the sources that were cited."""

    name: str
    complaints: list[Complaint] = field(default_factory=list)
    lines: dict[tuple[str, str], int] = field(default_factory=dict)  # (activity, figure) -> line
    cited: list[tuple[str, str, int]] = field(default_factory=list)  # (source, activity, line)
    unsound: set[tuple[str, str]] = field(default_factory=set)  # (activity, part) that could not be read

    def complain(
        self, code: str, says: str, remedy: str, *, activity: str = "", figure: str = "", line: int = 0, level: str = REFUSE
    ) -> None:
        self.complaints.append(Complaint(self.name, finding(code, says, remedy, figure, level), activity, line))

    def is_sound(self, activity: str, *parts: str) -> bool:
        """Whether the named parts of an activity could be read, so that more can be said about them."""
        return not any((activity, part) in self.unsound for part in parts)


@dataclass(frozen=True, slots=True)
class Sources:
    """Which source speaks for a figure: one for all, or one for each figure by name."""

    default: str = ""
    named: Mapping[str, str] = field(default_factory=dict)

    def of(self, figure: str) -> str:
        return self.named.get(figure, self.default)

    @property
    def whole(self) -> str:
        """All of them in one word list, for a block as a whole."""
        return self.default or ", ".join(dict.fromkeys(self.named.values()))


class Block:
    """One mapping, read key by key."""

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

    def block(self, key: str) -> "Block | None":
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, Table):
            return Block(node, self.notes, self.activity, self.figure(key), self.sources)
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
            if node.text in EMPTY and not node.quoted:
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
                "not-an-id", f'"{word}" is no {key}.', "Use small letters, digits and hyphens, for instance pain-diary.", key
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
                self.complain(
                    "not-a-word", f'an entry of "{key}" is not a word.', "Write words only.", key, item.line
                )
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
            return None

    # -- figures -------------------------------------------------------------------------------------------

    def value(self, key: str, accept: Accept, required: bool = False) -> Value:
        """A figure with its source: plain, `not stated`, {value, source} or {decided, by, on, why}."""
        node = self.take(key)
        if node is None:
            if required:
                self.complain(
                    "missing-figure", f'"{key}" is missing.', f"Write it, or `{key}: {NOT_STATED}`.", line=self.table.line
                )
            return UNSTATED
        if isinstance(node, Scalar):
            if node.text == NOT_STATED:
                return UNSTATED
            return self._stated(key, node, accept, self.sources.of(key))
        if isinstance(node, Table):
            inner = Block(node, self.notes, self.activity, self.figure(key), self.sources)
            value = inner._decision(accept) if inner.has("decided") else inner._sourced(accept)
            inner.done()
            return value
        self.complain("not-a-figure", f'"{key}" is a list.', f"Write {accept.value}, or `{NOT_STATED}`.", key)
        return UNSTATED

    def _sourced(self, accept: Accept) -> Value:
        node = self.take("value")
        if not isinstance(node, Scalar):
            self.complain(
                "not-a-figure", "a figure in braces has no `value`.", "Write {value: 4, source: S000}.", line=self.table.line
            )
            return UNSTATED
        if node.text == NOT_STATED:
            return UNSTATED
        return self._stated("value", node, accept, self.sources.of(self.path.rpartition(".")[2]))

    def _decision(self, accept: Accept) -> Value:
        node = self.take("decided")
        by, why, on = self.text("by", required=True), self.text("why", required=True), self.day("on", required=True)
        if not isinstance(node, Scalar) or node.text == NOT_STATED:
            self.complain("not-a-figure", "a decision has no value.", f"Write `decided:` with {accept.value}.", "decided")
            return UNSTATED
        value = self._parsed("decided", node, accept)
        if value is None:
            return UNSTATED
        if not by or not why or on is None:
            self.unsound("decision")
        return Value(value, decided_by=by or "unnamed", decided_on=on, why=why)

    def _stated(self, key: str, node: Scalar, accept: Accept, source: str) -> Value:
        value = self._parsed(key, node, accept)
        if value is None:
            return UNSTATED
        if not source:
            self.complain(
                "missing-source",
                f'{self._named(key)} is {node.text}, and no source says so.',
                f"Name it (`source: ...`), or write `{NOT_STATED}` where no document gives it.",
                key,
                node.line,
            )
        return Value(value, source)

    def _named(self, key: str) -> str:
        return f"`{self.path}`" if key == "value" else f"`{self.figure(key)}`"

    def _parsed(self, key: str, node: Scalar, accept: Accept) -> int | Decimal | bool | str | None:
        word = " ".join(node.text.split())
        plain = not node.quoted
        if word in EMPTY:
            self.complain("empty-value", f"{self._named(key)} has no value.", f"Write one, or `{NOT_STATED}`.", key, node.line)
            return None
        if accept is not Accept.FLAG and plain and WHOLE.fullmatch(word):
            return int(word)
        if accept in (Accept.NUMBER, Accept.ANY) and plain and NUMBER.fullmatch(word):
            return Decimal(word)
        if accept in (Accept.FLAG, Accept.ANY) and plain and word in FLAGS:
            return FLAGS[word]
        if accept is Accept.ANY:
            return word
        self.complain(
            "not-a-figure",
            f'{self._named(key)} is "{word}".',
            f"Write {accept.value}, or `{NOT_STATED}`.",
            key,
            node.line,
        )
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
                    self.complain("not-a-word", f'the source of "{key}" is not a word.', "Write a key of `sources`.", "source")
            return Sources(outer.default, {**outer.named, **named})
        self.complain("not-a-word", '"source" is a list.', "Name one source, or one for each figure: {opens: S000}.", "source")
        return outer

    def cite(self, source: str, line: int) -> None:
        self.notes.cited.append((source, self.activity, line))


def _called(kinds: type[StrEnum]) -> str:
    return {"Role": "role", "Kind": "kind of activity", "Condition": "named condition", "Purpose": "purpose"}.get(
        kinds.__name__, kinds.__name__.lower()
    )


def unlisted(notes: Notes, listed: Iterable[str]) -> None:
    """Complain of every cited source that the file does not list."""
    known = {*listed, MEMORY}
    for source, activity, line in dict.fromkeys(notes.cited):
        if source not in known:
            notes.complain(
                "unknown-source",
                f'the source "{source}" is cited, which `sources` does not list.',
                did_you_mean(source, listed, "List it under `sources` with a few words on what it is."),
                activity=activity,
                figure="source",
                line=line,
            )
