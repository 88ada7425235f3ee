"""All leaflets with what they share: read once, checked word by word, and kept."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from enthesis.knowledge import path
from enthesis.pathway.leaflets.checks import Known, check_text, check_translation
from enthesis.pathway.leaflets.citations import citations
from enthesis.pathway.leaflets.model import (
    Chances,
    Frame,
    Leaflet,
    Library,
    Option,
    Word,
    statements_of,
)
from enthesis.pathway.leaflets.reading import (
    files_of,
    read_avoided,
    read_chances,
    read_figures,
    read_frame,
    read_leaflet,
    read_options,
    read_points,
    read_words,
)
from enthesis.pathway.plain_yaml import NotReadable, read_plain

SHARED = "shared"
ENGLISH = "en"
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[A-Z]{2})?")


@cache
def load() -> Library:
    """The leaflets that ship with the programme, read once. Raises `NotReadable` where a file is wrong."""
    return read_library(path("patient"))


def read_library(folder: Traversable) -> Library:
    """The leaflets of a folder laid out like `knowledge/patient`. Raises `NotReadable`."""
    shared = folder / SHARED
    avoided = read_avoided(_text(shared / "avoid.csv", "shared/avoid.csv"), "shared/avoid.csv")
    points = read_points(_text(shared / "points.csv", "shared/points.csv"), "shared/points.csv")
    figures = read_figures(_text(shared / "figures.csv", "shared/figures.csv"), "shared/figures.csv")
    known = Known(sources=citations(), points=points, figures=figures, regions=_regions())
    english = _Language(folder, ENGLISH, known)
    languages = [english]
    for name in sorted(_languages(folder)):
        languages.append(_Language(folder / name, name, known))
    for each in languages:
        each.drop_older_than(english)
        each.check_links(english)
    for translated in languages[1:]:
        translated.check_tables(english)
        for leaflet in translated.leaflets.values():
            original = english.leaflets.get(leaflet.id)
            file = f"{translated.name}/{leaflet.id}.yaml"
            if original is None:
                raise NotReadable(f"{file}: there is no English leaflet of this name to be translated.")
            check_translation(leaflet, original, file)
    return Library(
        leaflets=tuple(
            leaflet
            for each in languages
            for leaflet in sorted(each.leaflets.values(), key=lambda leaflet: leaflet.place)
        ),
        frames=MappingProxyType({each.name: each.frame for each in languages}),
        words=MappingProxyType({each.name: each.words for each in languages}),
        points=points,
        figures=figures,
        avoided=avoided,
        chances=MappingProxyType({each.name: each.chances for each in languages}),
        options=MappingProxyType({each.name: each.options for each in languages}),
    )


class _Language:
    """Everything of one language, read and checked."""

    def __init__(self, folder: Traversable, name: str, known: Known) -> None:
        self.name = name
        shared = folder / SHARED
        self._place = "" if name == ENGLISH else f"{name}/"
        self.frame: Frame = read_frame(*self._shared(shared, "frame.yaml"))
        self.words: Mapping[str, Word] = read_words(*self._shared(shared, "words.yaml"))
        self.chances = read_chances(*self._shared(shared, "chances.yaml"))
        self.options = read_options(*self._shared(shared, "options.yaml"))
        self._check_shared(known)
        self.leaflets: dict[str, Leaflet] = {}
        for called, text in files_of(folder):
            file = f"{self._place}{called}"
            leaflet = read_leaflet(text, file)
            if leaflet.language != name:
                raise NotReadable(
                    f'{file}: its language is "{leaflet.language}", and it lies among those in "{name}". '
                    "Move it, or correct the language."
                )
            known.check_leaflet(leaflet, file, self.frame, self.words, self._text(leaflet))
            self.leaflets[leaflet.id] = leaflet

    def _shared(self, folder: Traversable, file: str) -> tuple[str, str]:
        return _text(folder / file, self._called(file)), self._called(file)

    def _called(self, file: str) -> str:
        return f"{self._place}{SHARED}/{file}"

    def _text(self, leaflet: Leaflet) -> str:
        said = statements_of(leaflet, self.chances, self.options)
        return " ".join([*(each.words for each in said), *(section.title for section in leaflet.sections)])

    def drop_older_than(self, original: "_Language") -> None:
        """Without the translations of another version than the English leaflet has: those are read in English.

        So a clinic may change an English leaflet, whose translation then waits until it is brought up to date.
        """
        for name, leaflet in list(self.leaflets.items()):
            if name in original.leaflets and original.leaflets[name].version != leaflet.version:
                del self.leaflets[name]

    def check_links(self, original: "_Language") -> None:
        """Raises `NotReadable` where a leaflet sends its reader to one that is not there, in English neither."""
        for leaflet in self.leaflets.values():
            for name in (name for section in leaflet.sections for name in section.see):
                if name not in self.leaflets and name not in original.leaflets:
                    raise NotReadable(
                        f'{self._place}{leaflet.id}.yaml: under `see` it names "{name}", and there is no such leaflet. '
                        f"There are {', '.join(self.leaflets)}."
                    )

    def check_tables(self, original: "_Language") -> None:
        """Raises `NotReadable` where a translation's labels, figures or options are not those of the original."""
        pairs: list[tuple[str, str, set[Any], set[Any]]] = [
            ("frame.yaml", "labels", set(self.frame.labels), set(original.frame.labels)),
            ("frame.yaml", "groups", set(self.frame.groups), set(original.frame.groups)),
            ("frame.yaml", "columns", set(self.frame.columns), set(original.frame.columns)),
            ("chances.yaml", "figures", _figures_of(self.chances), _figures_of(original.chances)),
            ("options.yaml", "options and their cells", _cells_of(self.options), _cells_of(original.options)),
        ]
        for file, what, here, there in pairs:
            if here != there:
                differing = ", ".join(sorted(map(str, here ^ there)))
                raise NotReadable(
                    f"{self._called(file)}: the {what} differ from the English ones ({differing}). Make them the same."
                )

    def _check_shared(self, known: Known) -> None:
        names = [option.id for option in self.options]
        frame = self._called("frame.yaml")
        check_text(self.frame.emergency, f"{frame}, emergency", self.frame)
        for said in self.frame.standing:
            known.check_statement(said, frame, self.frame)
        for chances in self.chances:
            known.check_chances(chances, self._called("chances.yaml"), self.frame, names)
        for option in self.options:
            known.check_option(option, self._called("options.yaml"), self.frame)


def _text(file: Traversable, called: str) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NotReadable(f"{called}: it is not there, or it is not UTF-8 text. Put it back.") from None


def _figures_of(chances: tuple[Chances, ...]) -> set[tuple[object, ...]]:
    return {(each.region, each.of, group.option, group.value) for each in chances for group in each.groups}


def _cells_of(options: tuple[Option, ...]) -> set[tuple[str, str]]:
    return {(option.id, column) for option in options for column in option.cells}


def _languages(folder: Traversable) -> list[str]:
    return [entry.name for entry in folder.iterdir() if entry.is_dir() and _LANGUAGE.fullmatch(entry.name)]


def _regions() -> frozenset[str]:
    file = "candidacy/regions.yaml"
    block = read_plain(path("candidacy").joinpath("regions.yaml").read_text(encoding="utf-8"), file)
    return frozenset(entry.text("region") for entry in block.blocks("regions"))
