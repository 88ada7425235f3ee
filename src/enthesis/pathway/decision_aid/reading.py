"""Reads `knowledge/decision_aid`: every cell with its sources, every printed number with its line in figures.csv."""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType

from enthesis.knowledge import path
from enthesis.pathway.decision_aid.model import (
    CELLS,
    HEADINGS,
    NO,
    OPTIONS,
    STEPS,
    YES,
    Aid,
    Average,
    Check,
    Compared,
    Counted,
    Gained,
    Harm,
    Option,
    Point,
    Said,
    Shared,
    Wording,
)
from enthesis.pathway.languages.words import is_translation
from enthesis.pathway.leaflets.figures import numbers_in
from enthesis.pathway.leaflets.model import STATUSES, Review
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FOLDER = "decision_aid"
SHARED, FIGURES = "shared.yaml", "figures.csv"
OWN = frozenset(("derived", "memory", "ruling"))
WHOLE = frozenset(("100",))  # "of 100 people": what a share is out of
COLUMNS = ("source", "number", "what", "evidence")


@cache
def shipped() -> tuple[Aid, ...]:
    """The aids of the knowledge that is in use, in their order. Raises `NotReadable`."""
    return read_aids(path(""))


def aid_named(name: str) -> Aid | None:
    """The aid of a condition; None where there is none."""
    return next((aid for aid in shipped() if aid.id == name), None)


def aid_for(region: str) -> Aid | None:
    """The aid for a part of the body; None where there is none."""
    return next((aid for aid in shipped() if region in aid.regions), None)


def read_aids(root: Traversable) -> tuple[Aid, ...]:
    """Every aid of a knowledge folder. Raises `NotReadable` for the first thing that is not in order."""
    folder = root.joinpath(FOLDER)
    sources = frozenset(row["key"] for row in csv.DictReader(_text(root.joinpath("sources.csv")).splitlines()))
    reading = Reading(sources, read_figures(_text(folder.joinpath(FIGURES))))
    shared = reading.shared(read_plain(_text(folder.joinpath(SHARED)), SHARED))
    found = [
        reading.aid(read_plain(_text(entry), entry.name), shared)
        for entry in folder.iterdir()
        if entry.name.endswith(".yaml")
        and entry.name != SHARED
        and not entry.name.endswith(".about.yaml")
        and not is_translation(entry.name)
    ]
    regions = [region for aid in found for region in aid.regions]
    for region in regions:
        if regions.count(region) > 1:
            raise NotReadable(f'"{region}" is the region of two aids. Take it away from one of them.')
    return tuple(sorted(found, key=lambda aid: aid.place))


def read_figures(text: str) -> Mapping[str, frozenset[str]]:
    """The numbers that each source has."""
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise NotReadable(f"{FIGURES}, line 1: the columns must be {','.join(COLUMNS)}.")
    found: dict[str, set[str]] = {}
    for line, row in enumerate(reader, start=2):
        if None in row or not (row["source"] and row["number"] and row["what"]):
            raise NotReadable(f"{FIGURES}, line {line}: source, number and what are needed. Quote what holds a comma.")
        found.setdefault(row["source"], set()).add(row["number"])
    return MappingProxyType({key: frozenset(numbers) for key, numbers in found.items()})


class Reading:
    """Reads the files of one folder, each number against the figures of its sources."""

    def __init__(self, sources: frozenset[str], figures: Mapping[str, frozenset[str]]) -> None:
        self.sources, self.figures = sources, figures

    def shared(self, block: Block) -> Shared:
        """The file of what all aids have in common."""
        head = _head(block)
        options = block.blocks("options")
        if tuple(each.text("id") for each in options) != OPTIONS:
            raise block.wrong("options", f"the ways in this order: {', '.join(OPTIONS)}")
        headings = _words(block, "headings")
        if tuple(headings) != HEADINGS:
            raise block.wrong("headings", f"the questions in this order: {', '.join(HEADINGS)}")
        found = Shared(
            version=head.version,
            status=head.status,
            review=head.review,
            titles=MappingProxyType({each.text("id"): each.text("title") for each in options}),
            cells=MappingProxyType({each.text("id"): self._cells(each) for each in options}),
            harms=MappingProxyType({each.text("id"): self._harms(each) for each in options}),
            headings=headings,
            values=tuple(Wording(*pair) for pair in _words(block, "values").items()),
            steps=tuple(Wording(*pair) for pair in _words(block, "steps").items()),
            checks=tuple(map(self._check, block.blocks("checks"))),
            clinic_pages=frozenset(block.texts("clinic_pages")),
            ask=self._points(block, "to_ask"),
            standing=self._points(block, "standing"),
            labels=_words(block, "labels"),
        )
        for each in options:
            each.close()
        block.close()
        if tuple(step.id for step in found.steps) != STEPS:
            raise block.wrong("steps", f"in this order: {', '.join(STEPS)}")
        return found

    def aid(self, block: Block, shared: Shared) -> Aid:
        """The file of one condition."""
        head = _head(block)
        compare = tuple(map(self._compared, block.blocks("compare")))
        options = block.blocks("options")
        if tuple(each.text("id") for each in options) != OPTIONS:
            raise block.wrong("options", f"the ways in this order: {', '.join(OPTIONS)}")
        outcome = self._said(block.block("outcome"), "says") if "outcome" in block else None
        no_outcome = self._said(block.block("no_outcome")) if "no_outcome" in block else None
        average = self._average(block.block("average")) if "average" in block else None
        if (outcome is None) == (no_outcome is None):
            raise block.wrong("outcome", "there, or `no_outcome` that says why nobody was counted; not both")
        found = Aid(
            id=block.text("id"),
            title=block.text("title"),
            short=block.text("short"),
            version=head.version,
            status=head.status,
            review=head.review,
            place=block.whole("place"),
            regions=frozenset(block.texts("regions")),
            decision=self._said(block.block("decision")),
            about=self._points(block, "about"),
            outcome=outcome,
            no_outcome=no_outcome,
            average=average,
            operation=self._said(block.block("operation")),
            options=tuple(self._option(each, shared, compare) for each in options),
            compare=compare,
            checks=(*map(self._check, block.blocks("checks")), *shared.checks),
            shared=shared,
        )
        block.close()
        if outcome is None and any(found.counted):
            raise block.wrong("outcome", "what the counted people had, since some are counted")
        if (average is None) == any(found.gained):
            raise block.wrong("average", "there, and points gained for a way, or neither")
        return found

    # -- parts --------------------------------------------------------------------------------------------------

    def _option(self, block: Block, shared: Shared, compare: tuple[Compared, ...]) -> Option:
        name, beside = block.text("id"), block.text("against_group", "")
        group = next((each for each in compare if each.id == beside), None)
        if beside and group is None:
            raise block.wrong("against_group", "an id under `compare`")
        together = block.texts("with", ())
        if not set(together) <= {each.id for each in compare}:
            raise block.wrong("with", "ids under `compare`")
        found = Option(
            id=name,
            title=shared.titles[name],
            cells=MappingProxyType({**shared.cells[name], **self._cells(block)}),
            harms=(*shared.harms[name], *self._harms(block)),
            counted=self._counted(block.block("counted")) if "counted" in block else None,
            gained=self._gained(block.block("gained")) if "gained" in block else None,
            uncounted=self._said(block.block("uncounted")) if "uncounted" in block else None,
            beside=group,
            groups=tuple(each for each in compare if each.id in together),
        )
        block.close()
        return found

    def _cells(self, block: Block) -> Mapping[str, Said]:
        cells = block.block("cells")
        for name in cells:
            if name not in CELLS:
                raise cells.wrong(name, f"one of {', '.join(CELLS)}")
        return MappingProxyType({name: self._said(cells.block(name)) for name in cells})

    def _harms(self, block: Block) -> tuple[Harm, ...]:
        found = []
        for each in block.blocks("harms", ()):
            often = each.text("often", "")
            harm = Harm(each.text("id"), self._said(each, also=often, closes=False), often)
            each.close()
            found.append(harm)
        return tuple(found)

    def _check(self, block: Block) -> Check:
        said = self._said(block, closes=False)
        found = Check(block.text("id"), block.text("ask"), block.one_of("right", (YES, NO)), said)
        block.close()
        return found

    def _compared(self, block: Block) -> Compared:
        name, label, says = block.text("id"), block.text("label"), block.text("says")
        against = block.text("against", "")
        counted = self._counted(block) if "of" in block and "points" not in block else None
        gained = self._gained(block) if "points" in block else None
        return Compared(name, label, says, counted, gained, against)

    def _counted(self, block: Block) -> Counted:
        count = block.whole("count") if "count" in block else None
        share = block.whole("share") if count is None else 0
        counted = Counted(count, block.whole("of"), block.texts("sources"), block.text("evidence"), share)
        block.close()
        if not 0 <= counted.people <= counted.of:
            raise block.wrong("count", "a part of `of`")
        for number in (share if count is None else count, counted.of):
            self._check_number(str(number), counted.sources, block)
        return counted

    def _gained(self, block: Block) -> Gained:
        ends = [block.number(key) if key in block else None for key in ("low", "high")]
        gained = Gained(
            points=block.number("points"),
            low=ends[0],
            high=ends[1],
            of=block.whole("of"),
            sources=block.texts("sources"),
            evidence=block.text("evidence"),
        )
        block.close()
        for number in (gained.points, *ends, gained.of):
            if number is not None:
                self._check_number(str(number), gained.sources, block)
        return gained

    def _average(self, block: Block) -> Average:
        most = block.whole("most")
        return Average(self._said(block, "says"), most)

    def _points(self, block: Block, key: str) -> tuple[Point, ...]:
        found = []
        for each in block.blocks(key):
            found.append(Point(each.text("id"), self._said(each, closes=False)))
            each.close()
        return tuple(found)

    def _said(self, block: Block, key: str = "text", *, also: str = "", closes: bool = True) -> Said:
        more = block.text("more", "")
        said = Said(block.text(key), block.texts("sources"), block.text("unverified", ""), more)
        if closes:
            block.close()
        if not said.sources:
            raise block.wrong("sources", "keys of sources.csv, or derived, or memory with `unverified`")
        for source in said.sources:
            if source not in self.sources and source not in OWN:
                raise NotReadable(f'{block.where}: "{source}" is no source. Add its line to sources.csv.')
        if ("memory" in said.sources) != bool(said.unverified):
            raise block.wrong("unverified", "there where `memory` is among the sources, and nowhere else")
        for number in numbers_in(f"{said.text} {also} {more}"):
            self._check_number(number, said.sources, block)
        return said

    def _check_number(self, number: str, sources: tuple[str, ...], block: Block) -> None:
        if number not in WHOLE and not any(number in self.figures.get(source, ()) for source in sources):
            raise NotReadable(
                f"{block.where}: none of its sources ({', '.join(sources)}) has the number {number} in {FIGURES}. "
                "Write it as the source has it, or add the line after reading the source."
            )


class _Head:
    """Version, status and review of a file."""

    __slots__ = ("review", "status", "version")

    def __init__(self, version: str, status: str, review: Review) -> None:
        self.version, self.status, self.review = version, status, review


def _head(block: Block) -> _Head:
    block.text("id")
    given = block.block("review")
    on = given.text("reviewed_on")
    review = Review(
        given.text("written_by"),
        given.text("checked_by"),
        None if on == "not stated" else given.day("reviewed_on"),
        given.day("review_by"),
    )
    given.close()
    return _Head(block.text("version"), block.one_of("status", STATUSES), review)


def _words(block: Block, key: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for each in block.blocks(key):
        name = each.text("id")
        if name in found:
            raise each.wrong("id", f'another one: "{name}" is there twice')
        found[name] = each.text("says")
        each.close()
    return MappingProxyType(found)


def _text(file: Traversable) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NotReadable(f"{FOLDER}/{file.name}: it is not there, or it is not UTF-8 text. Put it back.") from None
