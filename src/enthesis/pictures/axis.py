"""Days laid out along a line, and where its labels go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONGEST = 40 * 366  # days that are drawn: a mistyped year does not make a picture of two thousand years


@dataclass(frozen=True, slots=True)
class Axis:
    """The days from `first` to `last` between two places of a picture."""

    first: date
    last: date
    left: float
    right: float

    def at(self, day: date) -> float:
        """Where a day lies. What is outside lies at the end that it is beyond."""
        days = max(0, min((day - self.first).days, self.days))
        return self.left + (self.right - self.left) * days / self.days

    @property
    def days(self) -> int:
        return max(1, (self.last - self.first).days)

    def ticks(self, least: float = 56, months_called: tuple[str, ...] = MONTHS) -> Iterator[tuple[date, str]]:
        """Days to label, at least `least` units apart: every week or two, or firsts of months, or of years."""
        room = max(1, int((self.right - self.left) / least))
        if self.days <= 14 * room:
            step = next((days for days in (1, 2, 7) if self.days / days <= room), 14)
            day = self.first
            while day <= self.last:
                yield day, short(day, months_called)
                day += timedelta(days=step)
            return
        months = next((n for n in (1, 2, 3, 6, 12, 24, 60) if self.days / 30.4 / n <= room), 120)
        year, month = self.first.year, self.first.month
        while True:
            month += 1
            if month > 12:
                year, month = year + 1, 1
            if year > 9999 or date(year, month, 1) > self.last:
                return
            if (month - 1) % months == 0 and (months <= 12 or year % (months // 12) == 0):
                yield date(year, month, 1), _of_year(month, year, months_called) if months < 12 else str(year)


def centred(x: float, half: float, least: float, most: float) -> float:
    """Where the middle of a label goes so that none of it is cut off."""
    return max(least + half, min(x, most - half))


def axis(days: list[date], left: float, right: float) -> Axis:
    """An axis that holds these days; never empty, and never longer than forty years back from its end."""
    first, last = min(days), max(days)
    if (last - first).days > _LONGEST:
        first = last - timedelta(days=_LONGEST)
    if first == last:
        last = first + timedelta(days=1) if last < date.max else last
        first = first if first < last else first - timedelta(days=1)
    return Axis(first, last, left, right)


def short(day: date, months: tuple[str, ...] = MONTHS) -> str:
    """2 Mar."""
    return f"{day.day} {months[day.month - 1]}"


def _of_year(month: int, year: int, months: tuple[str, ...]) -> str:
    """Mar 26."""
    return f"{months[month - 1]} {year % 100:02d}"
