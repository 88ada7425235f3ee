"""What a clinic's own file says otherwise than the one that ships, entry by entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any

from enthesis.knowledge import OwnFiles
from enthesis.pathway.upkeep.files import KnowledgeFile, read_files
from enthesis.pathway.upkeep.tree import Branch, Items, Leaf, Node, name_of

SHOWN = 200  # signs of what an entry says


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in which two files differ. `before` is empty where the entry is new, `now` where it is gone."""

    file: str
    entry: str  # the names that lead there, "rules.C15.when.age.below"; "" for a whole file
    before: str
    now: str

    def as_json(self) -> Mapping[str, Any]:
        return {"file": self.file, "entry": self.entry, "before": self.before, "now": self.now}

    def __str__(self) -> str:
        if not self.before:
            return f"{self.entry or 'the whole file'}: new: {self.now}"
        return f"{self.entry}: {self.before} -> {self.now}" if self.now else f"{self.entry}: gone: {self.before}"


def differences(own: OwnFiles, shipped: Traversable) -> tuple[Difference, ...]:
    """Every difference between a clinic's files and those that ship under the same names. Order does not count.

    Raises nothing: a file that cannot be read is for `check` to tell.
    """
    before = {file.name: file for file in read_files(shipped)[0]}
    now = {file.name: file for file in read_files(own.folder)[0]}
    return tuple(each for name in own.versions if name in now for each in _of_file(now[name], before.get(name)))


def _of_file(now: KnowledgeFile, before: KnowledgeFile | None) -> Iterator[Difference]:
    if before is None:
        yield Difference(now.name, "", "", f"{now.title}, version {now.version}")
    elif now.is_table:
        yield from _of_tables(now, before)
    else:
        yield from _of_nodes(now.name, (), before.tree, now.tree)


def _of_tables(now: KnowledgeFile, before: KnowledgeFile) -> Iterator[Difference]:
    key = next(iter(before.rows[0])) if before.rows else ""
    old = {str(row.get(key)): row for row in before.rows}
    new = {str(row.get(key)): row for row in now.rows}
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield Difference(now.name, name, _row(old[name]), "")
        elif name not in old:
            yield Difference(now.name, name, "", _row(new[name]))
        else:
            for column in dict.fromkeys([*old[name], *new[name]]):
                was, is_now = old[name].get(column) or "", new[name].get(column) or ""
                if was != is_now:
                    yield Difference(now.name, f"{name}.{column}", was or "(empty)", is_now or "(empty)")


def _row(row: Mapping[str, str | None]) -> str:
    return _short(", ".join(f"{name} {cell}" for name, cell in row.items() if cell))


def _of_nodes(file: str, path: tuple[str, ...], before: Node, now: Node) -> Iterator[Difference]:
    old, new = _parts(before), _parts(now)
    if old is None or new is None or isinstance(before, Branch) != isinstance(now, Branch):
        if _said(before) != _said(now):
            yield Difference(file, ".".join(path), _short(_said(before)) or "(empty)", _short(_said(now)) or "(empty)")
        return
    for name in dict.fromkeys([*old, *new]):
        if name not in new:
            yield Difference(file, ".".join((*path, name)), _short(_said(old[name])) or "(empty)", "")
        elif name not in old:
            yield Difference(file, ".".join((*path, name)), "", _short(_said(new[name])) or "(empty)")
        else:
            yield from _of_nodes(file, (*path, name), old[name], new[name])


def _parts(node: Node) -> Mapping[str, Node] | None:
    """The named parts of a block or of a list of named entries; None for words and for a list of words."""
    if isinstance(node, Branch):
        return node.fields
    if isinstance(node, Items) and node.entries and all(isinstance(entry, Branch) for entry in node.entries):
        names = [name_of(entry, place) for place, entry in enumerate(node.entries, start=1)]
        return dict(zip(names, node.entries, strict=True)) if len(set(names)) == len(names) else None
    return None


def _said(node: Node) -> str:
    if isinstance(node, Leaf):
        return " ".join(node.text.split())
    if isinstance(node, Items):
        return f"[{', '.join(map(_said, node.entries))}]"
    return f"{{{', '.join(f'{name}: {_said(value)}' for name, value in node.fields.items())}}}"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 3].rstrip() + "..."
