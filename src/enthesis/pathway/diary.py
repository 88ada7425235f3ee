"""What a day of the diary comes to, with one entry, several or none. The one rule of everybody who reads a diary.

Ruling (HOUSE; docs/diary.md gives the reasons):

1. The pain of a day is the mean of what was said of the day as a whole (`pain`). Where nothing was, it is the mean of
   what was said of its moments (`now`). The worst of a day is never part of it.
2. A day counts once, however many entries it has: in a baseline, in "6 of 7 days answered", in a picture.
3. An entry belongs to the day that it is about. It is late when it was recorded on a later day; it counts all the same.

Nothing here rounds: a threshold is held against the exact figure.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.course import Diary

MOST_DAYS_BACK = 60  # not a clinical limit: nobody remembers a day of longer ago
# not a limit: the clinic decides it
DAYS_BACK = 7  # how far back a day can be filled in until the clinic decides: the length of the week that is averaged
MOST_A_DAY = 24  # entries for one side: more are a device that repeats itself


def pain_of(entries: Iterable[Diary]) -> Fraction | None:
    """The pain of one day, 0 to 10, from all its entries of one side; None where none gives it."""
    whole, moments = [], []
    for entry in entries:
        if entry.pain is not None:
            whole.append(entry.pain)
        elif entry.now is not None:
            moments.append(entry.now)
    return _mean(whole or moments)


def function_of(entries: Iterable[Diary]) -> Fraction | None:
    """How much the pain of one day was in the way, 0 to 10: the mean of its entries that say so."""
    return _mean([entry.function for entry in entries if entry.function is not None])


def days_of(diary: Iterable[Diary], sides: Sequence[str] | None = None) -> dict[date, list[Diary]]:
    """The entries of each day, the earliest day first; of some sides only where they are given."""
    found: dict[date, list[Diary]] = {}
    for entry in diary:
        if entry.on is not None and (sides is None or entry.side in sides):
            found.setdefault(entry.on, []).append(entry)
    return dict(sorted(found.items()))


def pains(diary: Iterable[Diary], sides: Sequence[str] | None = None) -> dict[date, Fraction]:
    """The pain of each day that has one, the earliest first. Each day stands in it once."""
    figures = ((day, pain_of(entries)) for day, entries in days_of(diary, sides).items())
    return {day: figure for day, figure in figures if figure is not None}


def mean_of_days(figures: Mapping[date, Fraction], days: Iterable[date]) -> Fraction | None:
    """The mean over days; each answered day weighs the same."""
    kept = [figures[day] for day in days if day in figures]
    return sum(kept, Fraction(0)) / len(kept) if kept else None


def days_before(figures: Mapping[date, Fraction], end: date, length: int) -> list[date]:
    """The days with a figure among the last `length` ones before a day, which is not one of them."""
    return [day for day in figures if 0 < (end - day).days <= length]


def days_late(on: date | None, recorded_at: datetime | None, zone: tzinfo) -> int:
    """How many days after its day an entry was recorded, on the clinic's calendar; 0 where that is not known."""
    if on is None or recorded_at is None:
        return 0
    return max(0, (recorded_at.astimezone(zone).date() - on).days)


def _mean(values: Sequence[Decimal]) -> Fraction | None:
    if len(values) == 1:  # as nearly always
        return Fraction(values[0])
    return sum(map(Fraction, values), Fraction(0)) / len(values) if values else None
