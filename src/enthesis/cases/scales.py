"""What a case's figure is on: its instrument, part, unit and scale, and whether the case tells any pain figure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from enthesis.cases import words
from enthesis.cases.case import Case
from enthesis.pathway.measures import score_range

IN_WORDS = "pain-in-words"  # pain told without any instrument
VAS = "vas"  # a visual analogue scale of which nothing says whether it ends at 10 or at 100
PAIN = ("nrs_pain", "vas_pain", VAS, IN_WORDS)
WOMAC = "womac"  # of no named version: some count up to worse, some to better
_TEN, _HUNDRED = Decimal(10), Decimal(100)  # not a limit: the two ends of a pain scale
_ENDS = re.compile(r"\b0\s*(?:-|–|to)\s*(\d{1,3})\b")
_SHARE = re.compile(r"(-?\d+(?:\.\d+)?)\s*(?:/|of|out of)\s*(\d+)(?:\s*([a-z%]+))?", re.IGNORECASE)
_PLAIN = re.compile(r"(-?\d+(?:\.\d+)?)\s*(mm|cm|ml|mg|%|percent|points?|pts?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as told, with what stands beside it: "7/10", "62 mm"."""

    value: Decimal | None
    maximum: Decimal | None = None
    unit: str = ""


def number_in(value: Any) -> Decimal | None:
    """A plain number, or None; nothing beyond a million is a figure of a case."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**6 else None


def figure_in(value: Any) -> Figure:
    """A number, or words that are one: "7/10", "7 of 10", "62 mm", "seven". Words around it make it no figure."""
    plain = number_in(value)
    if plain is not None or not isinstance(value, str) or len(value) > 40:
        return Figure(plain)
    text = value.strip()
    if (worded := words.number_in_words(text)) is not None:
        return Figure(Decimal(worded))
    if share := _SHARE.fullmatch(text):
        return Figure(number_in(share[1]), number_in(share[2]), (share[3] or "").lower())
    if alone := _PLAIN.fullmatch(text):
        unit = (alone[2] or "").lower()
        return Figure(number_in(alone[1]), None, {"percent": "%"}.get(unit, unit))
    return Figure(None)


@dataclass(frozen=True, slots=True)
class Scale:
    """The instrument that a case means: a name of the case's own where it is none of ours."""

    instrument: str
    subscale: str = ""


def scale_of(details: Mapping[str, Any], case: Case) -> Scale:
    """The scale of one figure. Where it is not told with the figure, the case's other figures of the name may tell."""
    label = str(details.get("instrument") or "")
    if not label:
        return Scale(IN_WORDS)
    low = label.lower()
    known = words.first("instruments", "instrument", [label])
    maximum = _maximum(details, case)
    if known in ("vas_pain", "nrs_pain"):
        of = _circumstance(low, case)
        if maximum is None:
            return Scale(VAS if known == "vas_pain" else known, of)
        ends = {_HUNDRED: "vas_pain", _TEN: "nrs_pain"}
        return Scale(ends.get(maximum) or f"{_own(label)}-of-{maximum}", of)
    part = next((name for name in _PARTS.get(known, ()) if re.search(rf"\b{name}\b", low)), "")
    if known == WOMAC and ("likert" in low or maximum == _LIKERT[part or "total"]):
        return Scale("womac_likert", part)
    top = score_range(known, part) if known else None
    if known and maximum is not None and (top is None or top[1] != maximum):
        return Scale(f"{known}-of-{maximum}", part)  # "24/50" is no percentage
    return Scale(known or _own(label), part)


# Pain at rest is not pain on the stairs: two figures of pain are compared only where they are of the same.
_CIRCUMSTANCE = re.compile(
    r"\b(rest|activity|activities|active|movement|motion|moving|exertion|effort|walking|stairs|standing|sitting|night|sports?"
    r"|sleep|worst|best|least|average|mean|current|palpation|pressure|weight[- ]bearing)\b"
)
_WHERE = re.compile(
    r"\b(back|leg|neck|arm|shoulder|elbow|wrist|hand|hip|groin|buttock|thigh|knee|ankle|heel|foot|head)\b"
)


def _circumstance(low: str, case: Case) -> str:
    """When a pain was felt, as the name of its scale says it; and where, if the case tells pains of several places."""
    told = [*dict.fromkeys(_CIRCUMSTANCE.findall(low))]
    where = {
        place for event in case.events for place in _WHERE.findall(str(event.details.get("instrument") or "").lower())
    }
    if len(where) > 1:
        told += dict.fromkeys(_WHERE.findall(low))
    return " ".join(told)


def _is_of_pain(label: str) -> bool:
    return words.first("instruments", "instrument", [label]) in PAIN


_PARTS = {WOMAC: ("pain", "stiffness", "function"), "koos": ("pain", "symptoms", "adl", "sport", "qol")}
_LIKERT = {  # not a limit: what tells the Likert version of WOMAC from its others
    "pain": Decimal(20),
    "stiffness": Decimal(8),
    "function": Decimal(68),
    "total": Decimal(96),
}


def _own(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _maximum(details: Mapping[str, Any], case: Case) -> Decimal | None:
    """The highest value of the scale, as told with this figure or with another of the same name in the case."""
    told = _told_maximum(details)
    if told is not None:
        return told
    name = _bare(details)
    alike = [event.details for event in case.events if _bare(event.details) == name]
    told_elsewhere = {found for each in alike if (found := _told_maximum(each)) is not None}
    if len(told_elsewhere) == 1:
        return told_elsewhere.pop()
    if words.first("instruments", "instrument", [str(details.get("instrument") or "")]) != "vas_pain":
        return None
    values = [figure_in(each.get("value")).value for each in alike]
    return _HUNDRED if not told_elsewhere and any(v is not None and v > _TEN for v in values) else None


def _told_maximum(details: Mapping[str, Any]) -> Decimal | None:
    label = str(details.get("instrument") or "").lower()
    figure = figure_in(details.get("value"))
    told = number_in(details.get("scale_maximum")) or figure.maximum
    if told is not None:
        return told
    if ends := _ENDS.search(label):
        return Decimal(ends[1])
    unit = str(details.get("unit") or figure.unit).lower()
    if re.search(r"\bmm\b", f"{label} {unit}"):
        return _HUNDRED
    if re.search(r"\bcm\b", f"{label} {unit}") and words.first("instruments", "instrument", [label]) == "vas_pain":
        return _TEN
    return None


def _bare(details: Mapping[str, Any]) -> str:
    """The name of an instrument without its side."""
    label = str(details.get("instrument") or "").lower()
    return " ".join(re.sub(r"[^a-z0-9 ]|\b(?:left|right|knee)\b", " ", label).split())
