"""How far apart the sessions of a case are, from its words: an interval, a list of days, "not fixed", or nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from itertools import pairwise

from enthesis.cases.case import Case
from enthesis.cases.fields import read_whole
from enthesis.cases.words import number_in_words, number_words

LONGEST_READ = 300  # characters of an interval in words; a longer text is a story, not an interval
MOST_DAYS = 4_000  # not a limit of care: a longer gap is no series, and its figure was misread


class Told(StrEnum):
    """What kind of answer the words are."""

    NOTHING = "nothing"
    INTERVAL = "interval"
    SCHEDULE = "schedule"
    NOT_FIXED = "not fixed"
    UNREAD = "unread"  # words are there, and they are not read


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An interval as told. Days; a week is 7 and a month nominally 28, as in the cases themselves."""

    told: Told
    gap: tuple[int, int] | None = None  # least and most days from one session to the next
    days: tuple[int, ...] = ()  # of a schedule, from its first session, which is day 0
    in_months: bool = False  # a month is nominal: it may be up to 31 days


_UNITS = {"d": 1, "w": 7, "f": 14, "m": 28, "q": 84}
_UNIT = r"(days?|d|weeks?|weekly|wks?|w|months?|monthly|mo|mths?)\b"
_NOT_FIXED = re.compile(
    r"\b(?:not fixed|not regular|no fixed|no set|not set|on demand|on-demand|irregular(?:ly)?"
    r"|when(?:ever)? (?:the )?(?:pain|symptoms?) (?:came|comes|returned|returns|recurred|recurs))\b"
)
_AS_NEEDED = re.compile(r"\b(?:as needed|as required|when needed|if needed|prn)\b")
_TWO_MEANINGS = re.compile(r"\bbi-?(?:weekly|monthly)\b")
_LASTS = re.compile(r"\b(?:for|over|within|during|first|last|next|total of|up to|course of|span of)(?: the)?\s*$")
_APART = re.compile(r"\b(?:apart|intervals?|gaps?|between|every|each)\b")


def read_rhythm(text: str) -> Rhythm:
    """What the words of an interval say. Nothing is guessed: "biweekly" has two meanings and is not read."""
    low = " ".join(text.lower().replace("–", "-").replace("—", "-").split())
    if not low:
        return Rhythm(Told.NOTHING)
    if _NOT_FIXED.search(low):
        return Rhythm(Told.NOT_FIXED)
    if len(low) > LONGEST_READ or _TWO_MEANINGS.search(low):
        return Rhythm(Told.UNREAD)
    listed = _listed(low)
    if listed is not None:
        return listed
    if re.search(r"\d\s*,\s*\d", low):  # a list of another kind: "2, 4 or 6 weeks"
        return Rhythm(Told.UNREAD)
    gaps = [gap for gap in _gaps(low) if 0 < gap[0] <= gap[1] <= MOST_DAYS]
    if not gaps:
        return Rhythm(Told.NOT_FIXED if _AS_NEEDED.search(low) else Told.UNREAD)
    gap = (min(least for least, _ in gaps), max(most for _, most in gaps))
    return Rhythm(Told.INTERVAL, gap, in_months=bool(re.search(r"month|quarter|\bmo\b|\bmth", low)))


def session_days(case: Case) -> tuple[int, ...]:
    """The days of the injection sessions as the events tell them, the first of them day 0, in order.

    A week without a day is nominal and is taken for seven days here, where it only chooses a protocol. Empty where
    a session has neither, or where several are told as one: a gap between sessions would be made up.
    """
    found: set[int] = set()
    for event in case.events:
        if event.what != "injection":
            continue
        day = event.day if event.day is not None else None if event.week is None else event.week * 7
        if day is None or read_whole(event.details.get("count")) not in (None, 1):
            return ()
        found.add(day)
    first = min(found, default=0)
    return tuple(sorted(day - first for day in found))


def gap_of(days: tuple[int, ...]) -> tuple[int, int] | None:
    """Least and most days between neighbours; None where there is no second session."""
    gaps = [later - earlier for earlier, later in pairwise(days)]
    return (min(gaps), max(gaps)) if gaps else None


# -- lists of days ---------------------------------------------------------------------------------------------

_FIGURE = r"\d+(?:\.\d+)?"
_BETWEEN = r"(?:\s*(?:,|;|/|&|\+|-|\band\b|\bthen\b)+\s*(?:and\s+|then\s+)?)"


def _listed(low: str) -> Rhythm | None:
    """A list of days or weeks: "weeks 0, 4, 8 and 16", "0, 4, 8, 16 weeks", "day 0, day 14 and day 28"."""
    low = _figures(low)
    ahead = re.search(
        rf"\b(day|week|month)s?\s*({_FIGURE}(?:{_BETWEEN}(?:(?:day|week|month)s?\s*)?{_FIGURE})+)(?!\s*-?\s*(?:day|week|month))",
        low,
    )
    behind = re.search(rf"({_FIGURE}(?:{_BETWEEN}{_FIGURE})+)\s*-?\s*(day|week|month|wk)", low)
    if ahead:
        unit, text, least = ahead[1], ahead[2], 2
    elif behind:
        unit, text, least = behind[2], behind[1], 3
    else:
        return None
    points = [Decimal(figure) for figure in re.findall(_FIGURE, text)]
    if len(points) < least or (len(points) == 2 and "-" in text):
        return None
    if ahead is None and _APART.search(low):
        # "4, 4 and 8 weeks apart": gaps, not days; the least and the most of them are told
        gaps = [_days(point, unit) for point in points]
        return Rhythm(Told.INTERVAL, (min(gaps), max(gaps))) if min(gaps) > 0 else Rhythm(Told.UNREAD)
    days = [_days(point, unit) for point in points]
    if any(later <= earlier for earlier, later in pairwise(days)) or days[-1] > MOST_DAYS:
        return Rhythm(Told.UNREAD)
    from_first = tuple(day - days[0] for day in days)
    return Rhythm(Told.SCHEDULE, gap_of(from_first), from_first, unit == "month")


def _days(figure: Decimal, unit: str) -> int:
    return int((figure * _UNITS[unit[0]]).quantize(Decimal(1), ROUND_HALF_UP))


def _figures(low: str) -> str:
    """Numbers in words as figures: "three weeks" as "3 weeks". A word that has a meaning of its own stays."""
    return re.sub(rf"\b({number_words()})", lambda found: str(number_in_words(found[1])), low)


# -- intervals -------------------------------------------------------------------------------------------------

_ORDINALS = {"other": 2, "second": 2, "2nd": 2, "alternate": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4} | {
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
    "6th": 6,
    "eighth": 8,
    "8th": 8,
}
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\s+(day|week|month)s?\b")
_RANGE = re.compile(rf"({_FIGURE})(?:\s*(?:-|to|or|and)\s*({_FIGURE}))?\s*-?\s*{_UNIT}")
_OFTEN = re.compile(r"\b(?:(once|twice|\d+ times?|\d+ ?x)\s*(?:a|per|each|every|/)?\s*)(day|week|month)(?:ly)?\b")
_PLAIN = re.compile(r"\b(?:(?:every|each|per|a)\s+(day|week|month|fortnight)|(weekly|monthly|fortnightly|quarterly))\b")


def _gaps(low: str) -> Iterator[tuple[int, int]]:
    """Every interval that the words tell. What was read is taken out, so that no word is read twice."""
    text = _figures(low)
    for pattern, read in ((_OFTEN, _often), (_ORDINAL, _ordinal), (_RANGE, _range), (_PLAIN, _plain)):
        found = list(pattern.finditer(text))
        for each in found:
            if not _LASTS.search(text[: each.start()]):
                yield read(each)
        for each in reversed(found):
            text = text[: each.start()] + " " * (each.end() - each.start()) + text[each.end() :]


def _often(found: re.Match[str]) -> tuple[int, int]:
    often = {"once": 1, "twice": 2}.get(found[1]) or int(re.sub(r"\D", "", found[1]))
    days = _UNITS[found[2][0]]
    return (days // often, -(-days // often)) if often else (0, 0)


def _ordinal(found: re.Match[str]) -> tuple[int, int]:
    days = _ORDINALS[found[1]] * _UNITS[found[2][0]]
    return days, days


def _range(found: re.Match[str]) -> tuple[int, int]:
    least, most = Decimal(found[1]), Decimal(found[2] or found[1])
    return _days(least, found[3]), _days(most, found[3])


def _plain(found: re.Match[str]) -> tuple[int, int]:
    days = _UNITS[(found[1] or found[2])[0]]
    return days, days
