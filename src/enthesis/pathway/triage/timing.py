"""How long something lasted, said in words: "for 2 to 3 days", "lasting a week", "overnight"."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from enthesis.pathway.triage.tokens import Token

_UNITS = {  # not a limit: hours of each
    "second": Decimal(1) / 3600,
    "sec": Decimal(1) / 3600,
    "minute": Decimal(1) / 60,
    "min": Decimal(1) / 60,
    "hour": Decimal(1),
    "hr": Decimal(1),
    "h": Decimal(1),
    "day": Decimal(24),
    "week": Decimal(168),
    "month": Decimal(730),
    "year": Decimal(8766),
}
_NUMBERS = {  # not a limit: words for numbers
    name: Decimal(value)
    for value, names in {
        1: "one a an",
        2: "two couple",
        3: "three few some",
        4: "four",
        5: "five several many",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        12: "twelve",
        24: "twentyfour",
        48: "fortyeight",
        72: "seventytwo",
    }.items()
    for name in names.split()
}
_POINT_IN_TIME = frozenset({"after", "before", "later", "ago", "prior", "post", "earlier", "old", "apart", "following"})
_LEADS_A = frozenset({"for", "about", "lasting", "lasted", "of", "within", "over", "nearly", "almost", "than"})


def durations(sentence: Sequence[Token]) -> Iterator[Decimal]:
    """Every length of time in a sentence, in hours. A point in time ("3 hours after the injection") is none."""
    for index, token in enumerate(sentence):
        if token.word == "overnight":
            yield Decimal(12)  # not a limit: a night
        unit = _unit(token.word)
        if unit is None or index == 0:
            continue
        if index + 1 < len(sentence) and sentence[index + 1].word in _POINT_IN_TIME:
            continue
        before = sentence[index - 1].word
        number = Decimal(before.replace(",", ".")) if before.replace(",", ".").replace(".", "").isdecimal() else None
        if number is None and before in _NUMBERS:
            if before in ("a", "an") and (index < 2 or sentence[index - 2].word not in _LEADS_A):
                continue
            number = _NUMBERS[before]
        if number is not None:
            yield number * unit


def _unit(word: str) -> Decimal | None:
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"))
