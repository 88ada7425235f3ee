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
    Figure,
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


def read_library(folder: Traversable, own: Traversable | None = None) -> Library:
    """The leaflets of a folder laid out like `knowledge/patient`; those of `own` take the place of their like.

    `own` is a clinic's folder: leaflets, `figures.csv` for the clinic's own numbers, and folders of translations.
    Raises `NotReadable`.
    """
    shared = folder / SHARED
    avoided = read_avoided(_text(shared / "avoid.csv"), "shared/avoid.csv")
    points = read_points(_text(shared / "points.csv"), "shared/points.csv")
    figures = [*read_figures(_text(shared / "figures.csv"), "shared/figures.csv"), *_own_figures(own)]
    known = Known(sources=citations(), points=points, figures=figures, regions=_regions())
    english = _Language(folder, own, ENGLISH, known)
    languages = [english]
    for name in sorted(_languages(folder)):
        languages.append(_Language(folder / name, own / name if own else None, name, known))
    for each in languages:
        each.check_links()
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
        figures=tuple(figures),
        avoided=avoided,
        chances=MappingProxyType({each.name: each.chances for each in languages}),
        options=MappingProxyType({each.name: each.options for each in languages}),
    )


class _Language:
    """Everything of one language, read and checked."""

    def __init__(self, folder: Traversable, own: Traversable | None, name: str, known: Known) -> None:
        self.name = name
        shared = folder / SHARED
        self._place = "" if name == ENGLISH else f"{name}/"
        self.frame: Frame = read_frame(_text(shared / "frame.yaml"), self._called("frame.yaml"))
        self.words: Mapping[str, Word] = read_words(_text(shared / "words.yaml"), self._called("words.yaml"))
        self.chances = read_chances(_text(shared / "chances.yaml"), self._called("chances.yaml"))
        self.options = read_options(_text(shared / "options.yaml"), self._called("options.yaml"))
        self._check_shared(known)
        self.leaflets: dict[str, Leaflet] = {}
        for place in (folder, own):
            if place is not None and place.is_dir():
                for called, text in files_of(place):
                    file = f"{self._place}{called}" if place is folder else f"own/{self._place}{called}"
                    leaflet = read_leaflet(text, file)
                    if leaflet.language != name:
                        raise NotReadable(
                            f'{file}: its language is "{leaflet.language}", and it lies among those in "{name}". '
                            "Move it, or correct the language."
                        )
                    known.check_leaflet(leaflet, file, self.frame, self.words, self._text(leaflet))
                    self.leaflets[leaflet.id] = leaflet

    def _called(self, file: str) -> str:
        return f"{self._place}{SHARED}/{file}"

    def _text(self, leaflet: Leaflet) -> str:
        said = statements_of(leaflet, self.chances, self.options)
        return " ".join([*(each.words for each in said), *(section.title for section in leaflet.sections)])

    def check_links(self) -> None:
        """Raises `NotReadable` where a leaflet sends its reader to one that is not there."""
        for leaflet in self.leaflets.values():
            for name in (name for section in leaflet.sections for name in section.see):
                if name not in self.leaflets:
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


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        raise NotReadable(f"{SHARED}/{file.name}: it is not there or cannot be read. Put it back.") from None


def _figures_of(chances: tuple[Chances, ...]) -> set[tuple[object, ...]]:
    return {(each.region, each.of, group.option, group.value) for each in chances for group in each.groups}


def _cells_of(options: tuple[Option, ...]) -> set[tuple[str, str]]:
    return {(option.id, column) for option in options for column in option.cells}


def _own_figures(own: Traversable | None) -> tuple[Figure, ...]:
    file = own / "figures.csv" if own is not None else None
    return read_figures(file.read_text(encoding="utf-8"), "figures.csv") if file is not None and file.is_file() else ()


def _languages(folder: Traversable) -> list[str]:
    return [entry.name for entry in folder.iterdir() if entry.is_dir() and _LANGUAGE.fullmatch(entry.name)]


def _regions() -> frozenset[str]:
    file = "candidacy/regions.yaml"
    block = read_plain(path("candidacy").joinpath("regions.yaml").read_text(encoding="utf-8"), file)
    return frozenset(entry.text("region") for entry in block.blocks("regions"))
