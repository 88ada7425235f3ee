"""A knowledge file as a tree that knows its lines, for those who look at every word of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from enthesis.pathway.plain_yaml import NotReadable, read_plain

Path: TypeAlias = tuple[str, ...]

_NAMES = ("id", "variable", "term", "code", "number", "page", "region", "verdict", "value", "when", "source")
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word, number or sentence as it is written."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    entries: "tuple[Node, ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A block of fields; `lines` says where each field's name stands."""

    fields: "Mapping[str, Node]"
    lines: Mapping[str, int]
    line: int

    def text(self, key: str) -> str:
        """The words of a field; "" where it has none."""
        node = self.fields.get(key)
        return node.text if isinstance(node, Leaf) else ""


Node: TypeAlias = Leaf | Items | Branch


def read_tree(text: str, name: str) -> Branch:
    """The tree of a YAML text. Raises `NotReadable` with a sentence that says where."""
    read_plain(text, name)  # refuses what is no YAML, aliases, and a key that stands twice
    root = _node(yaml.compose(text, Loader=_Loader))
    if not isinstance(root, Branch):
        raise NotReadable(f"{name}: a list of fields is expected, each written as `name: value`.")
    return root


def _node(node: Any) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Leaf(str(node.value), line)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_node(entry) for entry in node.value), line)
    return Branch(
        {key.value: _node(value) for key, value in node.value},
        {key.value: key.start_mark.line + 1 for key, _ in node.value},
        line,
    )


def walk(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every part of a tree with the names that lead to it, an entry of a list by its own name or its place."""
    yield path, node
    if isinstance(node, Branch):
        for key, value in node.fields.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, Items):
        for place, entry in enumerate(node.entries, start=1):
            yield from walk(entry, (*path, name_of(entry, place)))


def name_of(entry: Node, place: int) -> str:
    """What an entry of a list is called: by its id or the like, else by its place."""
    if not isinstance(entry, Branch):
        return str(place)
    if isinstance(pair := entry.fields.get("between"), Items):
        return "-".join(each.text for each in pair.entries if isinstance(each, Leaf))
    return next((found for key in _NAMES if (found := entry.text(key))), str(place))
