"""The grid: local days of one time zone cut into steps of a few minutes, counted in instants, so that no clock change
makes a visit longer or shorter. A day of a clock change has an hour of steps less or more."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

LONGEST_DAY = 25 * 60  # minutes
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Grid:
    """Days `first` to `last` of `zone`, both included, in steps of `minutes`."""

    zone: ZoneInfo
    first: date
    last: date
    minutes: int = 5

    def __post_init__(self) -> None:
        clocks = {self.first + timedelta(days=day) for day in range(0, self.days, 7)} | {self.last}
        offsets = {datetime.combine(day, time(12), self.zone).utcoffset() for day in clocks}
        if any(offset is None or offset % timedelta(minutes=self.minutes) for offset in offsets):
            raise ValueError(f"The clock of {self.zone.key} does not fall on steps of {self.minutes} minutes.")

    @cached_property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @cached_property
    def steps(self) -> int:
        """Steps of the longest day there is; a shorter day has the last ones not."""
        return LONGEST_DAY // self.minutes

    @cached_property
    def midnights(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """The instant at which each day begins, in steps since 1970, and that of the day after the last."""
        found = [self._at(datetime.combine(self.on(day), time(0), self.zone)) for day in range(self.days + 1)]
        return np.array(found, dtype=np.int64)

    def on(self, day: int) -> date:
        return self.first + timedelta(days=day)

    def day(self, on: date) -> int:
        """The place of a day; before 0 and from `days` on it is outside of the grid."""
        return (on - self.first).days

    def place(self, instant: datetime, *, up: bool = False) -> tuple[int, int]:
        """Day and step of an instant, rounded down, or up to the next step; the day may lie outside."""
        steps = self._at(instant, up=up)
        day = int(np.searchsorted(self.midnights, steps, side="right")) - 1
        if not 0 <= day < self.days:
            return (-1, 0) if day < 0 else (self.days, 0)
        return day, steps - int(self.midnights[day])

    def wall(self, day: int, clock: time, *, end: bool = False) -> int:
        """The step at which a clock shows a time on a day; 00:00 as an end is the end of the day.

        A time that a clock change leaves out is the instant after it; one that comes twice is the first.
        """
        on = self.on(day)
        if end and clock == time(0):
            return int(self.midnights[day + 1] - self.midnights[day])
        return self._at(datetime.combine(on, clock, self.zone), up=not end) - int(self.midnights[day])

    def instant(self, day: int, step: int) -> datetime:
        """The instant at which a step begins, in UTC."""
        return _EPOCH + timedelta(minutes=(int(self.midnights[day]) + step) * self.minutes)

    def length(self, minutes: int) -> int:
        """How many steps so many minutes take up."""
        return -(-minutes // self.minutes)

    def _at(self, instant: datetime, *, up: bool = False) -> int:
        seconds = int((instant.astimezone(UTC) - _EPOCH).total_seconds())
        step = self.minutes * 60
        return -(-seconds // step) if up else seconds // step
