"""What an injection of a case contained: volumes, strengths and the parts of a mix, as told; nothing is guessed."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from enthesis.cases.fields import not_read
from enthesis.cases.scales import figure_in

VOLUMES = (
    "volume_ml_injected",
    "volume_injected_ml",
    "total_volume_ml",
    "volume_total_ml",
    "volume_ml_total",
    "volume_ml",
    "total_volume",
    "volume_total",
    "volume_injected",
    "volume",
)
DEXTROSE = ("dextrose_percent", "dextrose_concentration", "dextrose_percentage", "dextrose_percent_derived")
_LIDOCAINE = ("lidocaine_mg",)
_NAMES = ("part", "name", "ingredient", "agent", "substance", "drug", "solution")
_PART_ML = ("ml", "volume_ml", "amount_ml", "volume", "mL", "amount")
_STRENGTHS = ("percent", "concentration", "strength", "concentration_percent")

_ML = r"(?:ml|mls|cc|ccs|millilit(?:er|re)s?)"
_TOTAL = re.compile(
    rf"(?:(?:a )?total(?: volume)?(?: of)?:?\s*)?(\d+(?:\.\d+)?)\s*{_ML}\.?"
    r"(?:\s*(?:\(?(?:in )?total(?: volume)?\)?|injected))?",
    re.IGNORECASE,
)
_FIRST = re.compile(rf"(\d+(?:\.\d+)?)\s*{_ML}\.?\s+(?:of\s+)?(.+)", re.IGNORECASE)
_LAST = re.compile(rf"(.+?)[\s,:(]+(\d+(?:\.\d+)?)\s*{_ML}\.?\)?", re.IGNORECASE)
_MOST_PARTS = 12  # not a limit: a longer text is a story, not a mix


def amount(value: Any) -> Decimal | None:
    """A number of a thing that has its unit in its name; "25 %", "5 mL" and "a total of 10 cc" too, "2 of 3" not."""
    if isinstance(value, str) and (total := _TOTAL.fullmatch(" ".join(value.split()))):
        return Decimal(total[1])
    if isinstance(value, Mapping):
        unit = str(value.get("unit") or "").strip().lower()
        return amount(f"{value['value']} {unit}".strip()) if value.get("value") is not None else None
    told = figure_in(value)
    return told.value if told.maximum is None and told.unit in ("", "%", "ml", "mg") else None


def first_amount(details: Mapping[str, Any], *names: str) -> Decimal | None:
    found = (amount(details.get(name)) for name in names)
    return next((each for each in found if each is not None and each >= 0), None)


def mix_parts(details: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The parts of a mix, each `{part, ml}`; one that is no object has neither name nor volume."""
    mix = details.get("mix")
    if mix is None and isinstance(details.get("solution"), str):
        mix = details["solution"]
    if isinstance(mix, str):
        return _in_words(mix) or []
    return [_part(part) if isinstance(part, Mapping) else {} for part in mix] if isinstance(mix, list) else []


def _part(told: Mapping[str, Any]) -> Mapping[str, Any]:
    name = next((str(told[each]) for each in _NAMES if told.get(each)), "")
    strength = next((amount(told[each]) for each in _STRENGTHS if told.get(each) is not None), None)
    if name and strength is not None and "%" not in name:
        name = f"{name} {strength.normalize():f}%"
    return {"part": name, "ml": next((told[each] for each in _PART_ML if told.get(each) is not None), None)}


def _in_words(text: str) -> list[Mapping[str, Any]] | None:
    """A mix told as one text ("1 mL 50% dextrose + 1 mL 1% lidocaine"), where each of its parts has a volume."""
    pieces = [piece.strip() for piece in re.split(r"\+|;|,\s|\band\b|\bwith\b", text) if piece.strip()]
    found: list[Mapping[str, Any]] = []
    for piece in pieces:
        ahead, behind = _FIRST.fullmatch(piece), _LAST.fullmatch(piece)
        name = ahead[2] if ahead else behind[1] if behind else ""
        if re.search(rf"\d\s*{_ML}\b", name, re.IGNORECASE) or name.count("(") != name.count(")"):
            return None  # a volume inside a part: which of the two is meant is not told
        if ahead:
            found.append({"part": ahead[2], "ml": ahead[1]})
        elif behind:
            found.append({"part": behind[1], "ml": behind[2]})
        else:
            return None
    return found if 1 < len(found) <= _MOST_PARTS else None


def unread_amounts(details: Mapping[str, Any]) -> Iterator[str]:
    """Amounts of an injection that are told and cannot be read, as missing facts."""
    for names in (VOLUMES, DEXTROSE, _LIDOCAINE):
        if first_amount(details, *names) is None:
            for name in names:
                if details.get(name) not in (None, "", []):
                    yield not_read(name.replace("_", " "), details[name])
    mix = details.get("mix")
    if mix not in (None, "", []) and not mix_parts(details):
        yield not_read("mix", mix)
    for part in mix_parts(details):
        ml = amount(part.get("ml"))
        if ml is None or ml < 0:
            name = f'volume of "{part["part"]}" in the mix' if part.get("part") else "a part of the mix"
            yield name if part.get("ml") is None else not_read(name, part.get("ml"))
