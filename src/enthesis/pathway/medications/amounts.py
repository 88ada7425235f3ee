"""How much of a drug, read out of a person's words: strengths in mg and how much a day. Nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.medications.text import tidy

_NUMBER = r"\d+(?:[.,]\d+)*"
_STRENGTH = re.compile(rf"({_NUMBER})\s*(milligrams?|mgs?|grams?|grammes?|g|micrograms?|mcg|ug|μg)\b")
_PAIR = re.compile(
    r"(?<![\w.,])(\d+(?:\.\d+)?)\s*(?:mg)?\s*[/-]\s*(\d{3,4})\s*(?:mg\b|(?!\s*(?:h|hr|hrs|hours?|hourly|times|x)\b)(?![\w%.,]))"
)
_BARE = re.compile(
    rf"(?<![\w.,/-])({_NUMBER})(?![\w%/-]|[.,]\d|\s*(?:mg|g|mcg|x|tab|cap|pill|times|hour|hr|day|week|month|year|ml)|\s*%)"
)
_MOST_MG = Decimal(50_000)  # more in a day is a slip of the pen
LEAST_MG, MOST_MG = 50, 2000  # not a limit: between them a number without a unit is read as a strength
_PER = {"mg": Decimal(1), "g": Decimal(1000), "mcg": Decimal("0.001")}
_COUNTS = {  # not a limit: words for numbers
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "eight": 8,
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "a": 1,
}
_COUNT = r"(\d+|one|two|three|four|five|six|eight)"
_UNITS = r"(?:tablets?|tabs?|caplets?|capsules?|caps?|pills?|gelcaps?|softgels?|sachets?|lozenges?)"
_UNIT_COUNT = re.compile(rf"\b{_COUNT}\s*(?:x\s*)?(?:(?:extra|strength|500|650|325)\s*(?:mg)?\s*)*{_UNITS}\b")
_TIMES_SIGN = re.compile(
    rf"\b{_COUNT}\s*x\s*{_NUMBER}\s*(?:mg|g)\b|\bx\s*{_COUNT}\b(?!\s*(?:day|daily|a day|per day|times))"
)
_TIMES_A_DAY = re.compile(
    rf"\b(?:{_COUNT}\s*(?:times|x)|(once|twice|thrice))\s*(?:a|per|each|every)?\s*(?:daily|day|24 h(?:ours)?)\b"
)
_EVERY_HOURS = re.compile(
    r"\b(?:every|each|q)\s*(\d+)(?:\s*(?:-|to|or)\s*\d+)?\s*(?:h|hr|hrs|hours?|hourly)\b|\b(\d+)\s*hourly\b"
)
# not a limit: words for numbers
_LATIN = {"qid": 4, "qds": 4, "tid": 3, "tds": 3, "bid": 2, "bd": 2, "bds": 2, "od": 1, "qd": 1, "nocte": 1, "qhs": 1}
_AT_MOST = r"(?:up to|max(?:imum)?(?: of)?|at most)"
_AT_MOST_UNITS = re.compile(
    rf"\b{_AT_MOST}\s*{_COUNT}\s*(?:{_UNITS})?\s*(?:a|per|each)?\s*(?:day|daily|24 h(?:ours)?)\b"
)
_UNITS_A_DAY = re.compile(rf"\b{_COUNT}\s*{_UNITS}?\s*(?:a|per|each)\s*(?:day|24 h(?:ours)?)\b")
_MG_A_DAY = re.compile(
    rf"({_NUMBER})\s*(mg|g)\s*(?:a|per|/|each)\s*(?:day|24 ?h)|({_NUMBER})\s*(mg|g)\s*(?:in|over)\s*24 ?h"
)
_OPEN_ENDED = re.compile(
    r"\b(?:prn|as needed|when needed|if needed|as required|up to|max(?:imum)?|at most|sometimes|occasional(?:ly)?)\b"
)


@dataclass(frozen=True, slots=True)
class Daily:
    """How much a day. `mg` is None where the words do not say; `at_most` where they give a ceiling, not a habit."""

    mg: Decimal | None
    at_most: bool = False


def number(text: str) -> Decimal | None:
    """A number as people write it; None where a comma or point may be either kind ("1.000", "1,5,0")."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", text):
        return Decimal(text.replace(",", ""))
    if re.fullmatch(r"\d{1,3}\.\d{3}", text) or text.count(",") + text.count(".") > 1:
        return None
    return Decimal(text.replace(",", "."))


def _mg(figure: str, unit: str) -> Decimal | None:
    found = number(figure)
    kind = "mcg" if unit[0] in "uμ" or unit.startswith(("mic", "mcg")) else "g" if unit[0] == "g" else "mg"
    return None if found is None else found * _PER[kind]


def strengths_mg(words: str) -> tuple[Decimal, ...]:
    """Every strength with a unit, in mg. An unreadable one is left out."""
    found = (_mg(figure, unit) for figure, unit in _STRENGTH.findall(tidy(words)))
    return tuple(one for one in found if one is not None)


def bare_strengths(words: str, least: int = LEAST_MG) -> tuple[Decimal, ...]:
    """Numbers without a unit that are large enough to be a strength in mg ("ASA 81")."""
    found = (number(figure) for figure in _BARE.findall(tidy(words)))
    return tuple(one for one in found if one is not None and least <= one <= MOST_MG)


def last_of_pair_mg(words: str) -> Decimal | None:
    """The second of two strengths in one product, in mg: 325 in "5/325"."""
    pairs = {Decimal(second) for first, second in _PAIR.findall(tidy(words)) if Decimal(second) > Decimal(first)}
    return pairs.pop() if len(pairs) == 1 else None


def a_day(words: str, strength_mg: Decimal | None) -> Daily:
    """How many mg a day these words say, given the strength of one unit where it is known."""
    text = tidy(words)
    mg, is_range = _a_day_mg(text, strength_mg)
    if mg is None or mg > _MOST_MG:
        return Daily(None)
    return Daily(mg, is_range or bool(_OPEN_ENDED.search(text)))


def _a_day_mg(text: str, strength_mg: Decimal | None) -> tuple[Decimal | None, bool]:
    """The amount, and whether it is the most of a range."""
    if total := _MG_A_DAY.search(text):
        return _mg(total[1] or total[3], total[2] or total[4]), False
    if strength_mg is None:
        return None, False
    if (most := _AT_MOST_UNITS.search(text)) or (most := _UNITS_A_DAY.search(text)):
        return strength_mg * _count(most[1]), False
    times, is_range = _times(text)
    return (None, False) if times is None else (strength_mg * _units(text) * times, is_range)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _COUNTS[word]


def _units(text: str) -> int:
    if found := _UNIT_COUNT.search(text):
        return _count(found[1])
    if found := _TIMES_SIGN.search(text):
        return _count(found[1] or found[2])
    return 1


def _times(text: str) -> tuple[Decimal | None, bool]:
    """Times a day, and whether it is the most often of a range."""
    if found := _TIMES_A_DAY.search(text):
        return Decimal(_count(found[1] or "0") if found[1] else _COUNTS[found[2]]), False
    if found := _EVERY_HOURS.search(text):
        hours = int(found[1] or found[2])
        is_range = bool(re.search(r"\d\s*(?:-|to|or)\s*\d", found[0]))
        # not a limit: hours of a day
        return (Decimal(24 // hours), is_range) if 1 <= hours <= 24 else (None, False)
    for word, times in _LATIN.items():
        if re.search(rf"\b{word}\b", text):
            return Decimal(times), False
    if re.search(r"\b(?:daily|each day|every day|per day|a day)\b", text):
        return Decimal(1), False
    return None, False
