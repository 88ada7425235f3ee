"""The days from which a series can be completed, as months; a day from which it cannot is only a number."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month's grid. `count` 0: no complete series begins on it."""

    day: date
    count: int
    short: str
    level: int  # 0 to 4: how many, beside the other days
    is_chosen: bool
    is_in: bool  # of the month itself


@dataclass(frozen=True, slots=True)
class Month:
    """A month with whole weeks, Monday first."""

    title: str
    weeks: tuple[tuple[Day, ...], ...]


def months(counts: Mapping[date, int], chosen: date | None = None) -> list[Month]:
    """The months from the first start day to the last one."""
    there = sorted(day for day, count in counts.items() if count)
    if not there:
        return []
    most = max(counts.values())
    found, first = [], there[0].replace(day=1)
    while first <= there[-1]:
        after = (first + timedelta(days=31)).replace(day=1)
        day, weeks = first - timedelta(days=first.weekday()), []
        while day < after:
            weeks.append(tuple(_day(day + timedelta(days=n), counts, most, chosen, first.month) for n in range(7)))
            day += timedelta(days=7)
        found.append(Month(f"{first:%B %Y}", tuple(weeks)))
        first = after
    return found


def short(count: int) -> str:
    """A number that fits into a day: 84, 1.2k, 35k, 4M, 10⁹."""
    if count < 1000:
        return str(count)
    for size, unit in ((1_000, "k"), (1_000_000, "M")):
        if count < 1000 * size:
            return f"{count / size:.1f}{unit}" if count < 10 * size else f"{count // size}{unit}"
    return "many"


def _day(day: date, counts: Mapping[date, int], most: int, chosen: date | None, month: int) -> Day:
    count = counts.get(day, 0) if day.month == month else 0
    level = min(4, 1 + 4 * count // (most + 1)) if count else 0
    return Day(day, count, short(count), level, day == chosen and day.month == month, day.month == month)
