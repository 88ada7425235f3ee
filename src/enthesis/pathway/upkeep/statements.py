"""What the knowledge states, entry by entry: on which sources it rests, and what nobody has verified."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.knowledge.layers import ABOUT
from enthesis.pathway.finding import Finding
from enthesis.pathway.upkeep.complaints import at, complaint
from enthesis.pathway.upkeep.files import KnowledgeFile
from enthesis.pathway.upkeep.tree import Branch, Items, Leaf, Node, Path, name_of, walk

MEMORY = "memory"
OWN = re.compile(r"HOUSE|LOCAL-\S+|memory|derived|naming|ruling")  # what needs no line in sources.csv
_SAYS = ("says", "text", "finding", "symptom", "what", "title", "means", "to_patient", "name", "note", "drug")
_CITES = re.compile(r"sources?|source_\w+|\w+_sources?")
_NOT_CITED = re.compile(r"not stated|not_stated|")
_HEADING = frozenset(("id", "version", "status", "review", "review_by"))
LONGEST = 160  # signs of a statement that is told in a list


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """One entry that names its sources."""

    entry: str  # "candidacy/contraindications:C12": the file and the names that lead to the entry
    file: str
    line: int
    says: str  # in the file's own words, shortened
    sources: tuple[str, ...]
    unverified: str  # which part nobody has verified, "" where there is none
    version: str
    text: str = ""  # all that it says, a line for each word or sentence with the names that lead to it

    def as_json(self) -> Mapping[str, Any]:
        return {
            "entry": self.entry,
            "file": self.file,
            "line": self.line,
            "says": self.says,
            "unverified": self.unverified,
            "sources": list(self.sources),
            "version": self.version,
        }


def statements(file: KnowledgeFile) -> Iterator[Statement]:
    """Every entry of a file that names a source. Of one inside another, both are told."""
    if file.is_table:
        yield from _of_rows(file)
    else:
        yield from _of_tree(file, _stated_in(file), ())


def unverified(files: tuple[KnowledgeFile, ...]) -> tuple[Statement, ...]:
    """Every entry that rests on memory: it holds, and is shown as "unverified: confirm before use"."""
    return tuple(each for file in files for each in statements(file) if each.unverified)


def check_sources(files: tuple[KnowledgeFile, ...]) -> Iterator[Finding]:
    """Every source that is named has its line in sources.csv, or is one of the programme's own words."""
    table = next((file for file in files if file.name == "sources.csv"), None)
    known = {row.get("key") for row in table.rows} if table else set[str | None]()
    for file in files:
        for key, line in _cited(file):
            if key not in known and not OWN.fullmatch(key):
                yield complaint(
                    "unknown-source",
                    at(file.name, line),
                    f'the source "{key}" is not in sources.csv.',
                    "Add its line there, or write memory, derived, ruling or naming.",
                )


def _cited(file: KnowledgeFile) -> Iterator[tuple[str, int]]:
    if file.is_table:
        for column in _source_columns(file):
            for place, row in enumerate(file.rows, start=2):
                for key in _parts(row.get(column)):
                    yield key, place
        return
    listed = file.tree.fields.get("sources")
    if isinstance(listed, Branch):  # a protocol lists its documents with a few words on each
        yield from listed.lines.items()
    yield from _keys(_stated_in(file))


def _stated_in(file: KnowledgeFile) -> Node:
    """Where a file states something. On the page of a table each column does, whatever the column is called."""
    columns = file.tree.fields.get("columns")
    if not file.name.endswith(ABOUT) or not isinstance(columns, Branch):
        return file.tree
    return Items(tuple(_named(name, said) for name, said in columns.fields.items()), columns.line)


def _named(name: str, said: Node) -> Node:
    """A column with its own name in it, by which its entry is called."""
    if not isinstance(said, Branch):
        return said
    return Branch({"id": Leaf(name, said.line), **said.fields}, said.lines, said.line)


def _keys(node: Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, Items):
        for entry in node.entries:
            yield from _keys(entry)
    elif isinstance(node, Branch):
        for name, value in node.fields.items():
            if _CITES.fullmatch(name) and not _is_list_of_documents(name, value):
                yield from ((leaf.text, leaf.line) for leaf in _leaves(value) if not _NOT_CITED.fullmatch(leaf.text))
            else:
                yield from _keys(value)


def _is_list_of_documents(name: str, value: Node) -> bool:
    """`sources: {KEY: what it is}` of a protocol, or a heading. `source: {opens: KEY}` cites, and so does a list."""
    return name == "sources" and (isinstance(value, Branch) or (isinstance(value, Leaf) and " " in value.text))


def _of_tree(file: KnowledgeFile, node: Node, path: Path) -> Iterator[Statement]:
    if isinstance(node, Items):
        for place, entry in enumerate(node.entries, start=1):
            yield from _of_tree(file, entry, (*path, name_of(entry, place)))
    elif isinstance(node, Branch):
        cites = [name for name in node.fields if _CITES.fullmatch(name)]
        cites = [name for name in cites if not _is_list_of_documents(name, node.fields[name])]
        if cites:
            sources = dict.fromkeys(leaf.text for name in cites for leaf in _leaves(node.fields[name]))
            yield Statement(
                entry=_entry(file, path),
                file=file.name,
                line=node.lines[cites[0]] if not path else node.line,
                says=_says(file, node, cites),
                sources=tuple(sources),
                unverified=_part_unverified(node, cites),
                version=file.version,
                text=_text_of(node, is_file=node is file.tree),
            )
        for name, value in node.fields.items():
            if name not in cites:
                yield from _of_tree(file, value, (*path, name))
    # a leaf states nothing by itself


def _part_unverified(node: Branch, cites: list[str]) -> str:
    """Which part rests on memory: as the entry says it, or the field whose source is memory, or all of it."""
    if "unverified" in node.fields:
        return node.text("unverified")
    for name in cites:
        value = node.fields[name]
        if isinstance(value, Branch):
            parts = [part for part, leaf in value.fields.items() if isinstance(leaf, Leaf) and leaf.text == MEMORY]
            if parts:
                return ", ".join(parts)
        elif MEMORY in (sources := [leaf.text for leaf in _leaves(value)]):
            about = re.sub(r"_?sources?_?", "", name)
            return about or ("the whole entry" if set(sources) == {MEMORY} else "part of the entry")
    return ""


def _says(file: KnowledgeFile, node: Branch, cites: list[str]) -> str:
    told = next((text for key in _SAYS if (text := node.text(key))), "")
    if node is file.tree:
        told = file.title
    if not told:  # a row of figures
        told = ", ".join(
            f"{name} {_flat(value)}" for name, value in node.fields.items() if name not in cites and _flat(value)
        )
    told = " ".join(told.split())
    return told if len(told) <= LONGEST else told[: LONGEST - 3].rstrip() + "..."


def _text_of(node: Node, *, is_file: bool) -> str:
    """Everything that an entry says. Of a whole file without its heading: a new version alone says nothing new."""
    lines = []
    for path, part in walk(node):
        if isinstance(part, Leaf) and not (is_file and path[0] in _HEADING):
            lines.append(f"{'.'.join(path)}: {' '.join(part.text.split())}")
    return "\n".join(lines)


def _flat(value: Node) -> str:
    if isinstance(value, Leaf):
        return value.text
    return (
        ", ".join(entry.text for entry in value.entries if isinstance(entry, Leaf)) if isinstance(value, Items) else ""
    )


def _leaves(node: Node) -> Iterator[Leaf]:
    if isinstance(node, Leaf):
        yield node
    else:
        for entry in node.entries if isinstance(node, Items) else node.fields.values():
            yield from _leaves(entry)


def _of_rows(file: KnowledgeFile) -> Iterator[Statement]:
    columns = _source_columns(file)
    columns_of = _columns(file)
    unique = (name for name, said in columns_of.items() if isinstance(said, Branch) and said.text("unique") == "yes")
    key = next(unique, next(iter(columns_of), ""))
    for place, row in enumerate(file.rows, start=2):
        cited = {column: _parts(row.get(column)) for column in columns}
        if any(cited.values()):
            about = [column.removesuffix("_sources") for column, keys in cited.items() if MEMORY in keys]
            yield Statement(
                entry=_entry(file, (row.get(key) or str(place),)),
                file=file.name,
                line=place,
                says=", ".join(filter(None, map(row.get, ("says", "name", "class", "citation")))) or str(row.get(key)),
                sources=tuple(dict.fromkeys(source for keys in cited.values() for source in keys)),
                unverified=", ".join(about),
                version=file.version,
                text="\n".join(f"{name}: {cell}" for name, cell in row.items() if cell),
            )


def _columns(file: KnowledgeFile) -> Mapping[str, Node]:
    found = file.tree.fields.get("columns")
    return found.fields if isinstance(found, Branch) else {}


def _source_columns(file: KnowledgeFile) -> list[str]:
    return [
        name for name, said in _columns(file).items() if isinstance(said, Branch) and said.text("holds") == "sources"
    ]


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())


def _entry(file: KnowledgeFile, path: Path) -> str:
    stem = file.name.removesuffix(".yaml").removesuffix(".csv")
    kept = [
        part for part in path if part not in ("rules", "entries", "sentences", "activities", "numbers", "thresholds")
    ]
    return f"{stem}:{'.'.join(kept)}" if kept else stem
