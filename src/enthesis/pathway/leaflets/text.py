"""A leaflet as lines of plain text: for a terminal, and for measuring how hard it is to read."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from enthesis.pathway.leaflets.filling import NOBODY, Contact, filled
from enthesis.pathway.leaflets.model import (
    BETTER,
    Chances,
    Frame,
    Group,
    Leaflet,
    Library,
    Option,
    Section,
    Statement,
    Word,
    statements_of,
    words_used,
)

Put = Callable[[str], str]


def running_text(leaflet: Leaflet, library: Library) -> Iterator[str]:
    """Every sentence that a reader reads: statements, notes, cells of tables, explained words.

    Not the headings, the names of sources and bare figures: short lines would make a leaflet look easier than it is.
    """
    frame = library.frames[leaflet.language]
    texts = [frame.emergency, *(each.words for each in _said(leaflet, library))]
    texts += [f"{word.word}: {word.means}" for word in library.explained(leaflet)]
    texts += [each.words for each in frame.standing]
    return (_ended(filled(text, frame)) for text in texts)


def named(leaflet: Leaflet, library: Library) -> str:
    """How a record names the text that somebody was given: `risks 2026-11 3f9a21c0`, the last from all its words."""
    said = hashlib.sha256("\n".join(lines(leaflet, library)).encode()).hexdigest()[:8]
    language = "" if leaflet.language == "en" else f" {leaflet.language}"
    return f"{leaflet.id}{language} {leaflet.version} {said}"


def lines(leaflet: Leaflet, library: Library, region: str = "", contact: Contact = NOBODY) -> Iterator[str]:
    """The leaflet for a terminal, for one part of the body or for all."""
    frame = library.frames[leaflet.language]

    def put(text: str) -> str:
        return filled(text, frame, contact)

    yield leaflet.title.upper()
    yield put(frame.emergency)
    for section in leaflet.about(region).sections:
        yield ""
        yield put(section.title)
        yield from (f"  {line}" for line in _section(section, frame, put))
        yield from (f"  {line}" for line in _shown(section, library, frame, region))
    if leaflet.words:
        yield ""
        yield frame.labels["words"]
        yield from (f"  {word.word}: {word.means}" for word in words_shown(leaflet, library, region))
    yield ""
    yield from (put(said.text) for said in frame.standing)


def words_shown(leaflet: Leaflet, library: Library, region: str = "") -> tuple[Word, ...]:
    """The hard words of what is shown to somebody with this part of the body."""
    shown = leaflet.about(region)
    said = [each.words for each in _said(shown, library, region)]
    text = " ".join([*said, *(section.title for section in shown.sections)])
    return words_used(library.explained(leaflet), text)


def sources_shown(leaflet: Leaflet, library: Library, region: str = "") -> tuple[str, ...]:
    """Every source of what is shown to somebody with this part of the body, each once."""
    shown = leaflet.about(region)
    keys = [key for said in _said(shown, library, region) for key in said.sources]
    keys += [key for section in shown.sections if section.counts for key in section.counts.sources]
    keys += [key for said in library.frames[leaflet.language].standing for key in said.sources]
    return tuple(dict.fromkeys(keys))


def _said(shown: Leaflet, library: Library, region: str = "") -> Iterator[Statement]:
    language = shown.language
    chances = library.chances_of({region} if region else (), language)
    return statements_of(shown, chances, library.options_of(region, language))


def chances_shown(section: Section, library: Library, region: str, language: str) -> tuple[Chances, ...]:
    """The figures that stand in a section: of the region that is asked for, and of those that the section is for."""
    if section.shows != "chances":
        return ()
    return library.chances_of({region} if region else section.regions, language)


@dataclass(frozen=True, slots=True)
class Fared:
    """How people of one trial fared with one way to go, and those beside whom they are to be seen."""

    chances: Chances
    group: Group
    beside: tuple[Group, ...]  # what they were compared with: salt water


def fared(option: Option, chances: tuple[Chances, ...]) -> tuple[Fared, ...]:
    """The figures of one way to go, told in the same manner for every way; empty where nobody knows."""
    return tuple(Fared(each, group, each.to_compare) for each in chances for group in each.of_option(option.id))


def _in_words(found: Fared, frame: Frame) -> str:
    of, unit = frame.labels["of"], frame.labels["people" if found.chances.is_people else "points"]
    beside = "".join(f"; {group.label}: {group.value}" for group in found.beside)
    return f"{found.chances.title}: {found.group.value} {of} {found.chances.of} {unit}{beside}"


def _section(section: Section, frame: Frame, put: Put) -> Iterator[str]:
    for place, said in enumerate(section.says, start=1):
        mark = {"list": "- ", "steps": f"{place}. "}.get(section.shape, "")
        lead = f"{said.lead} " if said.lead else ""
        yield f"{mark}{put(lead + said.text)} [{', '.join(said.sources)}]"
        if said.honesty:
            yield f"    {frame.labels['honesty']}: {put(said.honesty)}"
        if said.unverified:
            yield f"    {frame.labels['unverified']}: {said.unverified}"
    if section.counts:
        for what, count in section.counts.each:
            yield f"{count} {frame.labels['of']} {section.counts.of} {section.counts.unit}: {what}"


def _shown(section: Section, library: Library, frame: Frame, region: str) -> Iterator[str]:
    for chances in chances_shown(section, library, region, frame.language):
        yield f"{chances.title}. {chances.says}:"
        for group in chances.groups:
            counted = f" ({group.counted})" if group.counted else ""
            yield f"  {group.value} {frame.labels['of']} {chances.of}{counted}: {group.label}"
        yield f"  {chances.note.words} [{', '.join(chances.note.sources)}]"
    if section.shows == "options":
        known = library.chances_of({region} if region else (), frame.language)
        for option in library.options_of(region, frame.language):
            yield option.title
            yield from (f"  {line}" for line in _option(option, known, frame))


def _option(option: Option, chances: tuple[Chances, ...], frame: Frame) -> Iterator[str]:
    for column, title in frame.columns.items():
        cell = option.cells.get(column)
        said = cell.words if cell else ""
        if column == BETTER:
            said = ". ".join(_in_words(found, frame) for found in fared(option, chances))
        yield f"{title}: {said or frame.labels['unknown']}"
        if cell and cell.unverified:
            yield f"  {frame.labels['unverified']}: {cell.unverified}"


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
