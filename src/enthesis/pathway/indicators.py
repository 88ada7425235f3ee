"""The indicators of the registry as they are defined: what each counts, over whom, and who is left out.

`knowledge/indicators/` says it, one file for each; `house.yaml` there says what holds for all. How a figure is counted
is in `enthesis.outcomes.indicators`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any

from enthesis import knowledge
from enthesis.pathway.instruments.definition import Instrument, Kind
from enthesis.pathway.instruments.library import read_folder as read_instruments
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

FOLDER, HOUSE = "indicators", "house.yaml"
NOT_STATED = "not stated"
UNITS = ("share", "points", "weeks", "days", "sessions", "per 1,000 sessions", "money")
DIRECTIONS = ("higher", "lower", "neither")


@dataclass(frozen=True, slots=True)
class ThresholdUsed:
    """A threshold of an instrument that an indicator counts by. The number stands with the instrument."""

    instrument: str
    id: str


@dataclass(frozen=True, slots=True)
class CutOff:
    """The score between people with the trouble and people without it. Each needs a source; none ships."""

    instrument: str
    scale: str
    value: Decimal
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Rows in, figure out, worked by hand. Cells that are not given are empty."""

    says: str
    rows: Mapping[str, tuple[Mapping[str, str], ...]]  # by table
    of: Mapping[str, str]  # which of the figures
    figure: Mapping[str, str]  # parts of a figure: started, answered, numerator, denominator, estimate, ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Definition:
    """One indicator, in words that a clinician can check."""

    id: str
    title: str
    version: str
    status: str  # draft | reviewed | retired
    review_by: date
    author: str
    checker: str  # "not stated" until somebody has checked it
    why: str
    numerator: str
    denominator: str
    left_out: str
    missing: str  # what becomes of those who did not answer
    unit: str
    better: str  # higher | lower | neither
    by: tuple[str, ...]  # the groupings that make sense for it
    interval: str  # the method
    thresholds: tuple[ThresholdUsed, ...]
    cut_offs: tuple[CutOff, ...]
    sources: tuple[str, ...]
    example: Example


@dataclass(frozen=True, slots=True)
class House:
    """What holds for every indicator."""

    version: str
    smallest_group: int  # people; of fewer no figure is shown
    interval: Decimal  # per cent
    funnel: tuple[Decimal, ...]  # per cent, the narrower first
    groupings: Mapping[str, str]  # name, what it means
    public_days: int  # that published results are called current


@dataclass(frozen=True, slots=True)
class Indicators:
    """All of them by id, and what holds for all."""

    house: House
    definitions: Mapping[str, Definition]


@cache
def shipped() -> Indicators:
    """Those that are in use. Raises `NotReadable`."""
    return read_indicators(knowledge.path(""))


def read_indicators(root: Traversable) -> Indicators:
    """Those of a knowledge folder, each threshold looked up in its instrument. Raises `NotReadable`."""
    folder = root.joinpath(FOLDER)
    house = _house(_plain(folder.joinpath(HOUSE)))
    instruments = read_instruments(root.joinpath("instruments"))
    found: dict[str, Definition] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".yaml") and file.name != HOUSE:
            one = _definition(_plain(file), house, instruments)
            if f"{one.id}.yaml" != file.name:
                raise NotReadable(f'{file.name}: its id is "{one.id}"; file and id carry the same name.')
            found[one.id] = one
    return Indicators(house, MappingProxyType(found))


def _plain(file: Traversable) -> Block:
    return read_plain(file.read_text(encoding="utf-8"), f"{FOLDER}/{file.name}")


def _house(block: Block) -> House:
    smallest, levels, groupings = block.block("smallest_group"), block.block("levels"), block.block("groupings")
    public = block.block("public")
    found = House(
        block.text("version"),
        smallest.whole("people"),
        levels.number("interval"),
        levels.numbers("funnel"),
        MappingProxyType({name: groupings.text(name) for name in groupings}),
        public.whole("current_days"),
    )
    block.text("id"), block.text("status"), block.day("review_by"), block.texts("sources")
    for each in (smallest, levels, public):
        each.text("says"), each.texts("sources")
    for each in (block, smallest, levels, public):
        each.close()
    return found


def _definition(block: Block, house: House, instruments: Mapping[str, Instrument]) -> Definition:
    by = block.texts("by")
    if unknown := [name for name in by if name not in house.groupings]:
        raise block.wrong("by", f"groupings of {HOUSE}, and {unknown[0]} is none: {', '.join(house.groupings)}")
    found = Definition(
        id=block.text("id"),
        title=block.text("title"),
        version=block.text("version"),
        status=block.text("status"),
        review_by=block.day("review_by"),
        author=block.text("author"),
        checker=block.text("checker"),
        why=block.text("why"),
        numerator=block.text("numerator"),
        denominator=block.text("denominator"),
        left_out=block.text("left_out"),
        missing=block.text("missing"),
        unit=block.one_of("unit", UNITS),
        better=block.one_of("better", DIRECTIONS),
        by=by,
        interval=block.text("interval"),
        thresholds=tuple(_threshold(each, instruments) for each in block.blocks("thresholds", [])),
        cut_offs=tuple(_cut_off(each, instruments) for each in block.blocks("cut_offs", [])),
        sources=block.texts("sources"),
        example=_example(block.block("example")),
    )
    block.close()
    return found


def _threshold(block: Block, instruments: Mapping[str, Instrument]) -> ThresholdUsed:
    found = ThresholdUsed(block.text("instrument"), block.text("id"))
    known = instruments.get(found.instrument)
    if known is None:
        raise block.wrong("instrument", f"an instrument, and {found.instrument} is none")
    numbers = [each.id for each in known.thresholds if each.kind is not Kind.LABEL]
    if found.id not in numbers:
        raise block.wrong("id", f"a threshold of {known.id} with a number: {', '.join(numbers)}")
    block.close()
    return found


def _cut_off(block: Block, instruments: Mapping[str, Instrument]) -> CutOff:
    found = CutOff(block.text("instrument"), block.text("scale", ""), block.number("value"), block.texts("sources"))
    if found.instrument not in instruments:
        raise block.wrong("instrument", f"an instrument, and {found.instrument} is none")
    block.close()
    return found


def _example(block: Block) -> Example:
    tables = block.block("rows")
    found = Example(
        block.text("says"),
        {name: tuple(_texts(each) for each in tables.blocks(name)) for name in tables},
        _texts(block.block("of")) if "of" in block else {},
        _texts(block.block("figure")),
    )
    block.close()
    return found


def _texts(block: Block) -> dict[str, str]:
    return {name: block.text(name, "") for name in block}


def as_json(one: Definition) -> dict[str, Any]:
    """A definition for a page or another program, without its example."""
    names = ("id", "title", "version", "status", "author", "checker", "why", "numerator", "denominator", "left_out")
    more = ("missing", "unit", "better", "interval")
    return {
        **{name: getattr(one, name) for name in (*names, *more)},
        "review_by": one.review_by.isoformat(),
        "by": list(one.by),
        "thresholds": [{"instrument": each.instrument, "threshold": each.id} for each in one.thresholds],
        "sources": list(one.sources),
    }
