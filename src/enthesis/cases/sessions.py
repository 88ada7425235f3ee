"""Injections that a case tells in several entries: both sides of one session, and "the same as number 1"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from enthesis.cases.case import CaseEvent
from enthesis.cases.fields import read_whole
from enthesis.cases.words import side_in
from enthesis.pathway import events as e
from enthesis.pathway.structures import find

SIDES = {"left": ("left",), "right": ("right",), "both": ("left", "right")}
_SIDE_WORDS = re.compile(r"\b(?:left|right|both|bilateral)(?:[ -]sided?)?\b\s*", re.IGNORECASE)


NOT_NAMED = "not named"  # the place of an injection that tells its side alone


def whole(value: Any) -> int | None:
    """A whole number of an injection ("1", 1, "first"); None where none is told."""
    if isinstance(value, str) and value.strip().lower() in _ORDINALS:
        return _ORDINALS.index(value.strip().lower()) + 1
    return read_whole(value)


_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def sites_told(details: Mapping[str, Any]) -> list[str]:
    """The places of an injection, one text each; an object is told by its fields: {"left": ["L4 facet"]}."""
    raw = details.get("sites") or details.get("site") or details.get("structure") or details.get("structures")
    return [text for text in _texts(raw, "") if text.strip()]


def _texts(value: Any, under: str) -> Iterator[str]:
    if isinstance(value, str):
        yield value if side_in(value) else f"{under} {value}".strip()
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, under)
    elif isinstance(value, Mapping):
        named = next((str(value[name]) for name in ("structure", "site", "name") if value.get(name)), "")
        if named:
            yield from _texts(named, side_in(str(value.get("side") or "")))
            return
        for name, each in value.items():
            yield from _texts(each, side_in(str(name)))


def structures_in(text: str) -> list[str]:
    """The structures that one text lists ("ATFL, CFL"). A text whose parts are not known structures stays whole."""
    for between in (r"[,;/&+]|\band\b", r"[,;]"):
        parts = [part.strip() for part in re.split(between, text) if part.strip()]
        if len(parts) > 1 and all(find(part) is not None for part in parts):
            return parts
    return [text]


def is_one_session(before: CaseEvent, told: CaseEvent) -> bool:
    """Whether two entries tell one session: the same day (or both without), and one number or one side each.

    Two numbers are two sessions. Without a number and without a day, nothing says that they belong together.
    """
    if (before.day, before.week) != (told.day, told.week):
        return False
    if any(whole(each.details.get("count")) not in (None, 1) for each in (before, told)):
        return False
    numbers = whole(before.details.get("number")), whole(told.details.get("number"))
    if None not in numbers:
        return numbers[0] == numbers[1]
    return told.day is not None and {_side(before), _side(told)} == {"left", "right"}


def _side(told: CaseEvent) -> str:
    return side_in(str(told.details.get("side") or "")) or side_in(" ".join(sites_told(told.details)))


def joined(first: e.InjectionsGiven, second: e.InjectionsGiven) -> e.InjectionsGiven:
    """One session out of two entries. A figure that one of them lacks is not known of the session."""
    solution: tuple[e.Part, ...] = ()
    if first.solution and second.solution:
        volumes: dict[str, Decimal] = {}
        for part in (*first.solution, *second.solution):
            volumes[part.name] = volumes.get(part.name, Decimal(0)) + part.ml
        solution = tuple(e.Part(name=name, ml=ml) for name, ml in volumes.items())
    both_ways = first.guidance and second.guidance and first.guidance != second.guidance
    return replace(
        first,
        sites=tuple(dict.fromkeys((*first.sites, *second.sites))),
        solution=solution,
        dextrose_percent=first.dextrose_percent if first.dextrose_percent == second.dextrose_percent else None,
        volume_ml=_sum(first.volume_ml, second.volume_ml),
        lidocaine_mg=_sum(first.lidocaine_mg, second.lidocaine_mg),
        guidance=f"{first.guidance}; {second.guidance}"
        if both_ways
        else first.guidance
        if first.guidance == second.guidance
        else "",
        note="; ".join(note for note in dict.fromkeys((first.note, second.note)) if note),
    )


def _sum(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second


def again(earlier: Sequence[e.InjectionsGiven], now: e.InjectionsGiven, side: str) -> e.InjectionsGiven:
    """An injection told as "the same as" an earlier session, on the side that it names, or as that one was."""
    whole = earlier[0]
    for each in earlier[1:]:
        whole = joined(whole, each)
    wanted = SIDES.get(side, ())
    alike = next((each for each in (*earlier, whole) if _sides(each) == set(wanted)), None)
    if not wanted or alike is not None:
        return _as(alike if alike is not None and wanted else whole, now)
    # A side that the earlier session did not treat: the same places there. For two sides at once no amount is told.
    places = list(dict.fromkeys(_SIDE_WORDS.sub("", site.structure).strip() for site in earlier[0].sites))
    sites = tuple(e.Site(structure=place or NOT_NAMED, side=each) for place in places for each in wanted)
    as_one = _as(earlier[0], now)
    if len(wanted) > 1:
        as_one = replace(as_one, solution=(), volume_ml=None, lidocaine_mg=None)
    return replace(as_one, sites=sites)


def _sides(given: e.InjectionsGiven) -> set[str]:
    return {site.side for site in given.sites if site.side}


def _as(earlier: e.InjectionsGiven, now: e.InjectionsGiven) -> e.InjectionsGiven:
    return replace(earlier, id=now.id, happened_on=now.happened_on, note=now.note)
