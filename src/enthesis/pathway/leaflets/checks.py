"""What must hold of every leaflet: sources that exist, numbers that a source has, notes where one is owed."""

import re
from collections.abc import Collection, Iterator, Mapping

from enthesis.pathway.leaflets.figures import numbers_in
from enthesis.pathway.leaflets.model import (
    BETTER,
    Chances,
    Figure,
    Flag,
    Frame,
    Leaflet,
    Option,
    Point,
    Section,
    Statement,
    Word,
    words_used,
)
from enthesis.pathway.plain_yaml import NotReadable

OWN = re.compile(r"memory|derived|ruling|LOCAL-\S+")  # sources that are no line of sources.csv
_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
WHOLE = frozenset(("100",))  # "of 100 people": what a share is out of


class Known:
    """What a statement may name."""

    def __init__(
        self,
        *,
        sources: Collection[str],
        points: Mapping[str, Point],
        figures: Collection[Figure],
        regions: Collection[str],
    ) -> None:
        self.sources, self.points, self.regions = sources, points, regions
        self.numbers: dict[str, set[str]] = {}
        for figure in figures:
            self.numbers.setdefault(figure.source, set()).add(figure.number)

    def check_statement(self, said: Statement, where: str, frame: Frame) -> None:
        """Raises `NotReadable` for the first thing that is not in order."""
        place = f"{where}, {said.id}"
        self.check_sources(said.sources, place)
        if ("memory" in said.sources) != bool(said.unverified):
            raise NotReadable(
                f"{place}: a statement from memory says so in both ways. "
                "Give `memory` among the sources and, under `unverified`, which part it is."
            )
        for text in (said.text, said.lead, said.honesty):
            check_text(text, place, frame)
        for number in numbers_in(f"{said.lead} {said.text} {said.honesty}"):
            self.check_number(number, said.sources, place)
        for region in sorted(said.regions - set(self.regions)):
            raise NotReadable(f'{place}: "{region}" is no region of candidacy/regions.yaml.')
        for name in said.points:
            self._check_point(name, said, place)

    def check_sources(self, sources: Collection[str], place: str) -> None:
        if not sources:
            raise NotReadable(f"{place}: names no source. Give a key of sources.csv, or memory with `unverified`.")
        for key in sources:
            if key not in self.sources and not OWN.fullmatch(key):
                raise NotReadable(f'{place}: "{key}" is no source. Give a key of sources.csv, derived or memory.')

    def check_number(self, number: str, sources: Collection[str], place: str) -> None:
        """A number that is printed is a figure of one of the sources."""
        if number not in WHOLE and not any(number in self.numbers.get(key, ()) for key in sources):
            raise NotReadable(
                f"{place}: none of its sources ({', '.join(sources)}) has the number {number} in figures.csv. "
                "Write the number as the source has it, or add the line to figures.csv after reading the source."
            )

    def _check_point(self, name: str, said: Statement, place: str) -> None:
        point = self.points.get(name)
        if point is None:
            raise NotReadable(f'{place}: "{name}" is no point of points.csv.')
        if point.flag is Flag.NEVER:
            raise NotReadable(f"{place}: {name} is not printed ({point.about}). Take the statement out.")
        if point.flag is Flag.WITH_NOTE and not said.honesty:
            raise NotReadable(
                f"{place}: {name} goes beyond the evidence ({point.about}). Say so under `honesty`, or take it out."
            )

    def check_section(self, section: Section, where: str, frame: Frame) -> None:
        place = f"{where}, section {section.id}"
        for region in sorted(section.regions - set(self.regions)):
            raise NotReadable(f'{place}: "{region}" is no region of candidacy/regions.yaml.')
        for said in section.says:
            self.check_statement(said, place, frame)
        if section.counts:
            self.check_sources(section.counts.sources, place)
            for number in (section.counts.of, *(count for _, count in section.counts.each)):
                self.check_number(str(number), section.counts.sources, place)

    def check_leaflet(self, leaflet: Leaflet, file: str, frame: Frame, words: Mapping[str, Word], text: str) -> None:
        """One leaflet with the frame and the words of its language; `text` is all that a reader reads of it."""
        if leaflet.group not in frame.groups:
            raise NotReadable(f'{file}: "{leaflet.group}" is no group of frame.yaml. It has {", ".join(frame.groups)}.')
        for each in _twice([section.id for section in leaflet.sections]):
            raise NotReadable(f'{file}: the section "{each}" is there twice. Give one of them another id.')
        for each in _twice([said.id for said in leaflet.statements]):
            raise NotReadable(f'{file}: the statement "{each}" is there twice. Give one of them another id.')
        for section in leaflet.sections:
            self.check_section(section, file, frame)
        check_words(leaflet, file, words, text)

    def check_chances(self, each: Chances, where: str, frame: Frame, options: Collection[str]) -> None:
        place = f"{where}, {each.region}"
        if each.region not in self.regions:
            raise NotReadable(f'{place}: "{each.region}" is no region of candidacy/regions.yaml.')
        self.check_statement(each.note, place, frame)
        for group in each.groups:
            if group.option and group.option not in options:
                raise NotReadable(f'{place}: "{group.option}" is no option of options.yaml.')
            for number in (str(group.value), *numbers_in(group.counted), *numbers_in(group.label)):
                self.check_number(number, each.note.sources, place)
        for number in numbers_in(f"{each.title} {each.says}"):
            self.check_number(number, each.note.sources, place)

    def check_option(self, option: Option, where: str, frame: Frame) -> None:
        for column, cell in option.cells.items():
            if column not in frame.columns or column == BETTER:
                known = ", ".join(name for name in frame.columns if name != BETTER)
                raise NotReadable(f'{where}, {option.id}: "{column}" is no column to fill. Use {known}.')
            self.check_statement(cell, where, frame)


def check_words(leaflet: Leaflet, file: str, words: Mapping[str, Word], text: str) -> None:
    """A hard word that is used is explained on the page, and none is explained that is not used."""
    used = [word.word for word in words_used(words.values(), text)]
    for name in leaflet.words:
        if name not in words:
            raise NotReadable(f'{file}: "{name}" is not explained in words.yaml. Explain it there.')
        if name not in used:
            raise NotReadable(f'{file}: it explains "{name}" and never uses it. Take it out of `words`.')
    for name in used:
        if name not in leaflet.words:
            raise NotReadable(f'{file}: it uses "{name}" and does not explain it. Add it to `words`.')


def check_text(text: str, place: str, frame: Frame) -> None:
    """Placeholders are known ones, and a share is told as a number of people."""
    for found in _BRACES.finditer(text):
        if found[1] is None or found[1] not in frame.neutral:
            raise NotReadable(
                f'{place}: "{found[0]}" is no placeholder. Use {", ".join(f"{{{name}}}" for name in frame.neutral)}.'
            )
    if "%" in text:
        raise NotReadable(f"{place}: a share is told as people. Write it as `46 of 100 people`.")


def check_translation(leaflet: Leaflet, original: Leaflet, file: str) -> None:
    """A translation says the same, statement by statement, with the same sources and the same numbers."""
    if leaflet.version != original.version:
        raise NotReadable(
            f"{file}: translates version {leaflet.version}, and the leaflet is at {original.version}. "
            "Bring the translation up to date."
        )
    said = {each.id: each for each in leaflet.statements}
    for each in original.statements:
        other = said.pop(each.id, None)
        if other is None:
            raise NotReadable(f'{file}: the statement "{each.id}" is missing. Translate every statement.')
        if other.sources != each.sources or bool(other.honesty) != bool(each.honesty):
            raise NotReadable(f"{file}, {each.id}: its sources or its note differ from the original. Keep both.")
        if sorted(numbers_in(other.words)) != sorted(numbers_in(each.words)):
            raise NotReadable(f"{file}, {each.id}: its numbers differ from the original. Keep them.")
    for name in said:
        raise NotReadable(f'{file}: the statement "{name}" is not in the original. Take it out.')


def _twice(names: list[str]) -> Iterator[str]:
    return (name for place, name in enumerate(names) if name in names[:place])
