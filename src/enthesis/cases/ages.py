"""Ages as published cases tell them: in years, in words ("a 49-year-old man"), or as a decade ("in her fifties")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.cases.words import number_in_words

OLDEST = 130  # years

_BARE = re.compile(r"(?:aged?\s*)?(\d{1,3})(?:\.\d+)?")
_UNIT = r"\s*[-‐–]?\s*(?:years?|yrs?|y\s?/\s?o|y\.o\.?|yo|y)\b"
_YEARS = re.compile(rf"(?<![\d.])(\d{{1,3}})(?:\.\d+)?{_UNIT}", re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:ago|earlier|before|history|duration|of pain|of symptoms|post|after)", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d.])(\d{1,3})\s*-?\s*[MF]\b")  # "45 m" may be months, "45M" is a man
_SPAN = re.compile(rf"(?:between\s+)?(\d{{1,3}})\s*(?:-|–|to|and)\s*(\d{{1,3}})(?:{_UNIT})?(?:\s*(?:old|of age))?")
_TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
_DECADE = re.compile(
    rf"(?:\b(early|mid|middle|late)(?:\s+to\s+(early|mid|late))?[\s-]*)?(?:\b({'|'.join(_TENS)})\b|(?<![\d.])([2-9]0)['’]?s\b)"
)
# Which years of a decade the words for its parts may mean; they overlap, because people use them so.
_PARTS = {"early": (0, 4), "mid": (3, 7), "middle": (3, 7), "late": (5, 9), None: (0, 9)}
_TEENS = re.compile(r"\b(?:teens|teenage[rd]?|teen)\b")

_FEMALE, _MALE = ("woman", "female", "girl", "lady", "her", "she"), ("man", "male", "boy", "gentleman", "his", "he")
_IN_A_SENTENCE = re.compile(
    r"\b\d{1,3}[\s-]*years?[\s-]*old\s+(?:[a-z-]+\s+){0,2}(?:woman|man|female|male|girl|boy|lady|gentleman)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Age:
    """Whole years; the same twice where one age is told."""

    least: int
    most: int


def read_age(value: Any) -> Age | None:
    """What a value tells of an age; None where it tells none, or one that cannot be."""
    if isinstance(value, Mapping):
        return _of_mapping(value)
    if isinstance(value, list):
        return read_age(value[0]) if len(value) == 1 else None
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _age(int(value), int(value)) if 0 <= value <= OLDEST else None
    return _in_words(value) if isinstance(value, str) and len(value) <= 200 else None


def _of_mapping(value: Mapping[Any, Any]) -> Age | None:
    one = next((value[name] for name in ("years", "value", "age") if value.get(name) is not None), None)
    if one is not None:
        unit = str(value.get("unit") or "years").lower()
        return read_age(one) if unit.startswith("y") else None
    ends = [read_age(value.get(name)) for name in ("min", "max")]
    return _age(ends[0].least, ends[1].most) if ends[0] is not None and ends[1] is not None else None


def _in_words(text: str) -> Age | None:
    low = " ".join(text.lower().split())
    if bare := _BARE.fullmatch(low):
        return _age(int(bare[1]), int(bare[1]))
    if span := _SPAN.fullmatch(low):
        return _age(int(span[1]), int(span[2]))
    told = {int(found[1]) for found in _YEARS.finditer(low) if not _ELSEWHERE.match(low, found.end())}
    told |= {int(found[1]) for found in _SHORT.finditer(text)}
    if told:
        return _age(min(told), min(told)) if len(told) == 1 else None
    if decade := _DECADE.search(low):
        tens = (_TENS.index(decade[3]) + 2) * 10 if decade[3] else int(decade[4])
        first, last = _PARTS[decade[1]], _PARTS[decade[2] or decade[1]]
        return _age(tens + first[0], tens + last[1])
    if _TEENS.search(low):
        return Age(13, 19)
    worded = number_in_words(re.sub(r"[\s-]*years?(?:[\s-]*(?:old|of age))?\b.*$", "", low).removeprefix("aged "))
    return _age(worded, worded) if worded is not None else None


def _age(least: int, most: int) -> Age | None:
    return Age(least, most) if 0 <= least <= most <= OLDEST else None


def sex_in(text: str) -> str:
    """female or male, where words that tell an age name one of them."""
    said = set(re.findall(r"[a-z]+", text.lower()))
    if found := re.search(r"\d\s*(?:y/?o|yo|years?|-)?\s*([mf])\b", text.lower()):
        said.add({"m": "male", "f": "female"}[found[1]])
    female, male = bool(said.intersection(_FEMALE)), bool(said.intersection(_MALE))
    if female == male or any(word.startswith("trans") for word in said):
        return ""
    return "female" if female else "male"


def person_in(text: str) -> str:
    """The words of a sentence that tell a person's age and sex ("a 49-year-old man"), where it has one such place."""
    found = _IN_A_SENTENCE.findall(text)
    return str(found[0]) if len(found) == 1 else ""
