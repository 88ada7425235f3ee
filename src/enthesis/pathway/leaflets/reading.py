"""Reads leaflets from files laid out like `knowledge/patient`. What is wrong is said with file, place and remedy."""

import csv
import re
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from types import MappingProxyType

from enthesis.pathway.leaflets.filling import NOBODY
from enthesis.pathway.leaflets.model import (
    STATUSES,
    Avoided,
    Chances,
    Counts,
    Figure,
    Flag,
    Frame,
    Group,
    Leaflet,
    Level,
    Option,
    Point,
    Review,
    Section,
    Statement,
    Word,
)
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

SHAPES = ("text", "list", "steps")
SHOWS = ("", "chances", "options", "consent")
NOT_STATED = "not stated"
FOR_ALL = "any"


def read_leaflet(text: str, file: str) -> Leaflet:
    """One leaflet from its file. Raises `NotReadable`."""
    block = read_plain(text, file)
    leaflet = Leaflet(
        id=block.text("id"),
        title=block.text("title"),
        short=block.text("short"),
        version=block.text("version"),
        status=block.one_of("status", STATUSES),
        review=_review(block.block("review")),
        language=block.text("language"),
        audience=block.text("audience"),
        group=block.text("group"),
        place=block.whole("place"),
        belongs_to=block.texts("belongs_to", ()),
        days_after_injection=block.whole("days_after_injection", "0"),
        words=block.texts("words", ()),
        sections=tuple(_section(entry) for entry in block.blocks("sections")),
    )
    block.close()
    if file.rpartition("/")[2] != f"{leaflet.id}.yaml":
        raise NotReadable(f'{file}: its id is "{leaflet.id}". Call the file {leaflet.id}.yaml, or give it another id.')
    return leaflet


def _review(block: Block) -> Review:
    on = block.text("reviewed_on")
    review = Review(
        written_by=block.text("written_by"),
        checked_by=block.text("checked_by"),
        reviewed_on=None if on == NOT_STATED else block.day("reviewed_on"),
        review_by=block.day("review_by"),
    )
    block.close()
    return review


def _section(block: Block) -> Section:
    shows = block.one_of("shows", SHOWS, "")
    section = Section(
        id=block.text("id"),
        title=block.text("title"),
        shape=block.one_of("shape", SHAPES, "text"),
        level=Level(block.one_of("level", tuple(Level), "")),
        shows=shows,
        see=block.texts("see", ()),
        regions=_regions(block),
        says=tuple(_statement(entry) for entry in block.blocks("says", ())),
        counts=_counts(block.block("counts")) if "counts" in block else None,
    )
    block.close()
    if not (section.says or section.shows or section.counts):
        raise NotReadable(f"{block.where}: says nothing. Give it statements under `says`, or leave the section out.")
    return section


def _regions(block: Block) -> frozenset[str]:
    named = frozenset(block.texts("regions", (FOR_ALL,)))
    return frozenset() if named == {FOR_ALL} else named


def _statement(block: Block) -> Statement:
    return statement(block, block.text("id"))


def statement(block: Block, name: str) -> Statement:
    """A statement from its block, under a name that the file gives it elsewhere or in `id`."""
    said = Statement(
        id=name,
        text=block.text("text"),
        sources=block.texts("sources"),
        lead=block.text("lead", ""),
        honesty=block.text("honesty", ""),
        unverified=block.text("unverified", ""),
        points=block.texts("points", ()),
        consent=block.texts("consent", ()),
        triage=block.texts("triage", ()),
        regions=_regions(block),
    )
    block.close()
    return said


def _counts(block: Block) -> Counts:
    each = []
    for entry in block.blocks("each"):
        each.append((entry.text("what"), entry.whole("count")))
        entry.close()
    counts = Counts(of=block.whole("of"), unit=block.text("unit"), sources=block.texts("sources"), each=tuple(each))
    block.close()
    return counts


# -- what the leaflets share -----------------------------------------------------------------------------


def read_frame(text: str, file: str) -> Frame:
    """The words around every leaflet."""
    block = read_plain(text, file)
    language = block.text("language")
    _header(block)
    filled, neutral = {}, {}
    placeholders = block.block("placeholders")
    for name in list(placeholders):
        entry = placeholders.block(name)
        filled[name], neutral[name] = entry.text("filled"), entry.text("neutral")
        entry.close()
    if set(filled) != set(NOBODY.numbers):
        raise NotReadable(f"{file}: the placeholders must be {', '.join(NOBODY.numbers)}, each once.")
    frame = Frame(
        language=language,
        labels=_texts(block, "labels"),
        groups=_texts(block, "groups"),
        columns=_texts(block, "columns"),
        filled=MappingProxyType(filled),
        neutral=MappingProxyType(neutral),
        standing=tuple(_statement(entry) for entry in block.blocks("standing")),
        emergency=block.text("emergency"),
    )
    block.close()
    return frame


def read_words(text: str, file: str) -> Mapping[str, Word]:
    """The hard words and what they mean."""
    block = read_plain(text, file)
    _header(block)
    found: dict[str, Word] = {}
    for entry in block.blocks("words"):
        word = Word(entry.text("word"), entry.text("means"), entry.texts("forms", ()))
        entry.close()
        if word.word in found:
            raise NotReadable(f'{entry.where}: "{word.word}" is explained twice. Keep one of the two.')
        found[word.word] = word
    block.close()
    return MappingProxyType(found)


def read_chances(text: str, file: str) -> tuple[Chances, ...]:
    """How people fared in trials, part of the body by part of the body."""
    block = read_plain(text, file)
    _header(block)
    found = []
    for entry in block.blocks("chances"):
        region = entry.text("region")
        groups = []
        for group in entry.blocks("groups"):
            groups.append(
                Group(
                    group.text("option", ""),
                    group.text("label"),
                    group.whole("value"),
                    group.text("counted", ""),
                    group.yes_no("compare", "no"),
                )
            )
            group.close()
        chances = Chances(
            region=region,
            title=entry.text("title"),
            is_people=entry.one_of("unit", ("people", "points")) == "people",
            of=entry.whole("of"),
            says=entry.text("says"),
            note=statement(entry.block("note"), f"chances-{region}"),
            groups=tuple(groups),
        )
        entry.close()
        for group_read in chances.groups:
            if not 0 <= group_read.value <= chances.of:
                raise NotReadable(
                    f'{entry.where}: "{group_read.label}" has {group_read.value} of {chances.of}. '
                    "Give a value between 0 and the whole."
                )
        found.append(chances)
    block.close()
    return tuple(found)


def read_options(text: str, file: str) -> tuple[Option, ...]:
    """The ways to go that stand side by side."""
    block = read_plain(text, file)
    _header(block)
    found = []
    for entry in block.blocks("options"):
        name = entry.text("id")
        cells = entry.block("cells")
        read = {column: statement(cells.block(column), f"{name}-{column}") for column in list(cells)}
        found.append(Option(name, entry.text("title"), _regions(entry), MappingProxyType(read)))
        entry.close()
    block.close()
    return tuple(found)


def _header(block: Block) -> None:
    """Every shared file says which version it is and whether a clinician has reviewed it."""
    block.text("language", "en")
    block.text("version")
    block.one_of("status", STATUSES)
    _review(block.block("review"))


def _texts(block: Block, key: str) -> Mapping[str, str]:
    inner = block.block(key)
    return MappingProxyType({name: inner.text(name) for name in list(inner)})


# -- lists -------------------------------------------------------------------------------------------------


def read_points(text: str, file: str) -> Mapping[str, Point]:
    """What a fair leaflet must say, may say with a note, and leaves out."""
    found: dict[str, Point] = {}
    for where, row in _rows(text, file, ("point", "flag", "about")):
        if row["flag"] not in tuple(Flag):
            raise NotReadable(f'{where}: "{row["flag"]}" is no flag. Use one of: {", ".join(Flag)}.')
        if row["point"] in found:
            raise NotReadable(f"{where}: {row['point']} is there twice. Keep one of the two.")
        found[row["point"]] = Point(row["point"], Flag(row["flag"]), row["about"])
    return MappingProxyType(found)


def read_figures(text: str, file: str) -> tuple[Figure, ...]:
    """The numbers of the sources. A leaflet may print no other."""
    return tuple(
        Figure(row["source"], row["number"], row["what"]) for _, row in _rows(text, file, ("source", "number", "what"))
    )


def read_avoided(text: str, file: str) -> tuple[Avoided, ...]:
    """The words that no leaflet uses."""
    found = []
    for where, row in _rows(text, file, ("word", "pattern", "because", "say")):
        try:
            re.compile(row["pattern"])
        except re.error as problem:
            raise NotReadable(f"{where}: the pattern is no regular expression ({problem}). Correct it.") from None
        found.append(Avoided(row["word"], row["pattern"], row["because"], row["say"]))
    return tuple(found)


def _rows(text: str, file: str, columns: tuple[str, ...]) -> Iterator[tuple[str, Mapping[str, str]]]:
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        raise NotReadable(f"{file}, line 1: the columns must be {','.join(columns)}.")
    for line, row in enumerate(reader, start=2):
        where = f"{file}, line {line}"
        if None in row or any(not row[name] for name in columns):
            raise NotReadable(f"{where}: {len(columns)} filled cells are expected. Quote a text that holds a comma.")
        yield where, row


def files_of(folder: Traversable) -> Iterator[tuple[str, str]]:
    """Name and text of each leaflet file of a folder, in order."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".yaml") and entry.is_file():
            try:
                yield entry.name, entry.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                raise NotReadable(f"{entry.name}: not UTF-8 text. Save it as UTF-8 and try again.") from None
