"""The text of a protocol file as a tree that knows its lines.

A small part of YAML on purpose: mappings, lists and words. No anchors, tags or several documents, and a word
is only read as a number or a date where a number or a date is asked for, so that `no` and `on` stay words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from enthesis.pathway.protocol.complaint import Complaint, ProtocolError, finding

MAX_CHARACTERS = 500_000  # the longest shipped file has about 9,000
MAX_DEPTH = 12
LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # what YAML counts as the end of a line

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """One word, number or sentence, as it is written."""

    text: str
    quoted: bool
    line: int  # counted from 1
    start: int  # place in the text, in characters
    end: int


@dataclass(slots=True)
class Table:
    """A mapping. `keys` has where each key stands; a key that stands twice keeps its first value."""

    line: int
    start: int
    end: int = 0
    flow: bool = False  # written as {key: value}
    items: "dict[str, Node]" = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    start: int
    end: int = 0
    flow: bool = False  # written as [one, two]
    items: "list[Node]" = field(default_factory=list)


Node = Scalar | Table | Sequence


def parse(text: str | bytes, name: str) -> tuple[Table, list[Complaint]]:
    """The tree of a file and what is wrong with its text so far; raises `ProtocolError` where there is no tree."""
    words = decode(text, name)
    if len(words) > MAX_CHARACTERS:
        raise _error(
            name,
            "too-large",
            f"longer than {MAX_CHARACTERS:,} characters.",
            "A protocol has a few hundred lines: check that it is the right file.",
        )
    builder = _Builder(name)
    try:
        root = builder.build(_events(words))
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark
        line = min(mark.line, len(LINE_BREAK.findall(words))) + 1 if mark else 0  # it may point past the last line
        what = (problem.problem or problem.context or "it breaks off").rstrip(".")
        raise ProtocolError(
            [
                *builder.complaints,
                Complaint(name, finding("not-yaml", f"not valid YAML: {what}.", _hint(what)), line=line),
            ]
        ) from None
    except (yaml.YAMLError, UnicodeError):
        raise _error(
            name,
            "not-yaml",
            "not valid YAML: it holds a character that no text has.",
            "Open it in a plain-text editor and save it as UTF-8.",
        ) from None
    if root is None:
        raise _error(
            name, "empty", "empty.", "Start from a shipped protocol: enthesis protocol show nutura-back --text."
        )
    if not isinstance(root, Table):
        kind = "a list" if isinstance(root, Sequence) else "a single word"
        raise _error(
            name,
            "not-a-mapping",
            f"{kind}, where a protocol is keys and values.",
            "Begin with `id:`, `version:`, `for:`.",
        )
    return root, builder.complaints


def _events(words: str) -> Iterator[Any]:
    """What `yaml.parse` gives, without asking before each event whether there is one."""
    get = Loader(words).get_event
    while type(event := get()) is not yaml.StreamEndEvent:
        yield event


def decode(text: str | bytes, name: str) -> str:
    """Text from bytes, UTF-8 only. A byte-order mark at the front is dropped."""
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise _error(
            name, "not-utf8", f"not UTF-8 text (byte {problem.start}).", "Save it as UTF-8 and try again."
        ) from None


def _error(name: str, code: str, says: str, remedy: str) -> ProtocolError:
    return ProtocolError([Complaint(name, finding(code, says, remedy))])


def _hint(problem: str) -> str:
    if "tab" in problem or "\\t" in problem or "cannot start any token" in problem:
        return "Indent with spaces, never with tabs, and put words that begin with a sign into quotes."
    if "mapping values" in problem:
        return "Put words that hold a colon into quotes, and check the indentation."
    return "Check the indentation, the brackets and the quotes at this line; nothing behind it was read."


class _Builder:
    """Turns the events of one document into a tree. Not recursive, so that depth cannot break it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.complaints: list[Complaint] = []
        self.stack: list[Table | Sequence] = []
        self.pending: list[Scalar | None] = []  # the key that waits for its value, for each table on the stack
        self.root: Node | None = None

    def complain(self, code: str, says: str, remedy: str, line: int, key: str = "") -> None:
        self.complaints.append(Complaint(self.name, finding(code, says, remedy, key), line=line))

    def build(self, events: Iterator[Any]) -> Node | None:
        documents = 0
        for event in events:
            line, kind = event.start_mark.line + 1, type(event)
            if kind is yaml.ScalarEvent:
                self._plain(event, line)
                self._scalar(event, line)
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    self.complain(
                        "several-documents",
                        "a second document begins (`---`).",
                        "Write one protocol in one file.",
                        line,
                    )
                    break
            elif kind is yaml.AliasEvent:
                raise ProtocolError([*self.complaints, self._alias(line)])
            elif kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
                self._plain(event, line)
                self._open(event, line)
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                closed = self.stack.pop()
                self.pending.pop()
                closed.end = event.end_mark.index if event.end_mark else 0
        return self.root

    def _alias(self, line: int) -> Complaint:
        return Complaint(
            self.name,
            finding("alias", "a YAML alias (`*name`) is used.", "Write the words out where they belong."),
            line=line,
        )

    def _plain(self, event: Any, line: int) -> None:
        if event.anchor is not None:
            self.complain(
                "anchor", f"a YAML anchor (`&{event.anchor}`) is used.", "Write the words out where they belong.", line
            )
        if event.tag is not None and event.tag not in ("!", "tag:yaml.org,2002:str"):
            self.complain(
                "tag", f"a YAML tag (`{event.tag}`) is used.", "Leave it out: a protocol has words only.", line
            )

    def _scalar(self, event: Any, line: int) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        quoted = not event.implicit[0]
        scalar = Scalar(event.value, quoted, line, start, end)
        if self.stack and isinstance(self.stack[-1], Table) and self.pending[-1] is None:
            self.pending[-1] = scalar
        else:
            self._put(scalar)

    def _open(self, event: Any, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise ProtocolError(
                [
                    *self.complaints,
                    Complaint(
                        self.name,
                        finding("too-deep", f"nested more than {MAX_DEPTH} deep.", "No part of a protocol is so deep."),
                        line=line,
                    ),
                ]
            )
        start = event.start_mark.index
        node: Table | Sequence
        if isinstance(event, yaml.MappingStartEvent):
            node = Table(line, start, flow=bool(event.flow_style))
        else:
            node = Sequence(line, start, flow=bool(event.flow_style))
        if self.stack and isinstance(self.stack[-1], Table) and self.pending[-1] is None:
            self.complain("key", "a list or mapping stands where a key should be.", "A key is a single word.", line)
            self.pending[-1] = Scalar("?", True, line, start, start)
        self._put(node)
        self.stack.append(node)
        self.pending.append(None)

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.pending[-1]
        if key is None:  # cannot be: a value always follows its key
            return
        self.pending[-1] = None
        if key.text in parent.items:
            first = parent.keys[key.text].line
            self.complain(
                "duplicate-key",
                f'the key "{key.text}" stands twice, first on line {first}.',
                "Keep one of the two.",
                key.line,
                key.text,
            )
            return
        parent.items[key.text] = node
        parent.keys[key.text] = key
