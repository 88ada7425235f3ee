"""When each resource and the patient are free, as one table of days and steps each."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.problem import MINUTES_A_DAY, Hours, Problem, Resource

Table = NDArray[np.bool_]  # days x steps
Steps = NDArray[np.int16]  # the same, with numbers of steps
Places = NDArray[np.int64]


class Times:
    """The free times of one problem. A table's first column is the step `low` of the day."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.grid = grid = problem.grid
        used = [r for r in problem.resources if any(need.takes(r) for w in problem.wanted for need in w.needs)]
        self.resources: dict[str, Resource] = {resource.id: resource for resource in used}
        lengths = np.diff(grid.midnights)
        self._plain = lengths == MINUTES_A_DAY // grid.minutes  # no clock change on this day
        clocks = [hours for r in used for hours in (*r.hours, *r.exceptions.values()) if hours]
        self.low, high = 0, grid.steps
        anytime = any(not wanted.needs for wanted in problem.wanted)  # it takes up nobody's hours
        if clocks and not anytime:  # on the day of a clock change, the same clock is an hour of steps earlier or later
            shift = 0 if self._plain.all() else 60 // grid.minutes
            self.low = max(0, min(self._step(span[0]) for hours in clocks for span in hours) - shift)
            high = min(high, max(self._step(span[1], end=True) for hours in clocks for span in hours) + shift)
        self.width = max(0, high - self.low)
        inside = np.arange(self.low, self.low + self.width)
        self._exists = inside[None, :] < lengths[:, None]
        self._index = np.where(self._exists, grid.midnights[:-1, None] - grid.midnights[0] + inside[None, :], 0)
        self._weekdays = (np.arange(grid.days) + grid.first.weekday()) % 7
        self._open_days = np.array([grid.on(day) not in problem.holidays for day in range(grid.days)])
        self._weeks: dict[tuple[Hours, ...], Table] = {}
        self.open: dict[str, Table] = {
            r.id: self._opened(r.hours, r.exceptions) & self._open_days[:, None] for r in used
        }
        self.booked: dict[str, Table] = {r.id: self._taken(r.busy, r.spans) for r in used}
        self.free: dict[str, Table] = {name: self.open[name] & ~self.booked[name] for name in self.resources}
        self._until: dict[str, Steps] = {}
        self._since: dict[str, Steps] = {}

    @cached_property
    def patient(self) -> Table:
        """When the patient can be there."""
        patient, grid = self.problem.patient, self.grid
        free = self._exists & ~self._taken(patient.busy, None)
        for away in patient.away:
            free[max(0, grid.day(away.first)) : max(0, grid.day(away.last) + 1)] = False
        apart = self.problem.one_visit_per_days
        for on in patient.visit_days:
            day = grid.day(on)
            free[max(0, day - apart + 1) : max(0, day + apart)] = False
        if self.problem.now is not None:
            day, step = grid.place(self.problem.now, up=True)
            free[: max(0, day)] = False
            if 0 <= day < grid.days:
                free[day, : max(0, step - self.low)] = False
        if patient.only:
            free &= self.wished
        return free

    @cached_property
    def patient_until(self) -> Steps:
        return free_until(self.patient)

    @cached_property
    def wished(self) -> Table:
        """What the patient wished for: weekdays and times of day."""
        return self.wished_times & self.wished_days[:, None]

    @cached_property
    def wished_days(self) -> NDArray[np.bool_]:
        weekdays = self.problem.patient.weekdays
        return np.isin(self._weekdays, list(weekdays)) if weekdays else np.ones(self.grid.days, dtype=bool)

    @cached_property
    def wished_times(self) -> Table:
        times = self.problem.patient.times
        return self._opened((times,) * 7, {}) if times else self._exists.copy()

    @cached_property
    def wished_until(self) -> Steps:
        return free_until(self.wished_times)

    @cached_property
    def gathered_days(self) -> NDArray[np.bool_]:
        """The days on which the clinic gathers visits with a device; all of them where it gathers none."""
        weekdays = self.problem.device_weekdays
        return np.isin(self._weekdays, list(weekdays)) if weekdays else np.ones(self.grid.days, dtype=bool)

    def run(self, name: str, length: int) -> Table:
        """Where a resource is free for `length` steps from this one on."""
        found: Table = self.until(name) >= length
        return found

    def until(self, name: str) -> Steps:
        """How many steps a resource is free from each one on; 0 where it is not."""
        if name not in self._until:
            self._until[name] = free_until(self.free[name])
        return self._until[name]

    def since(self, name: str) -> Steps:
        """How many steps a resource has been free before each one."""
        if name not in self._since:
            self._since[name] = np.ascontiguousarray(free_until(self.free[name][:, ::-1])[:, ::-1])
        return self._since[name]

    def worked_days(self, name: str) -> NDArray[np.bool_]:
        """The days on which a resource has a booking within its hours."""
        return np.asarray((self.booked[name] & self.open[name]).any(axis=1))

    def rests(self, name: str, length: int, shortest: int, day: Places, begin: Places) -> Places:
        """How many rests too short for any visit a run of `length` steps would make beside bookings: 0 to 2 for each
        of the runs that begin at step `begin` of `day`, where the resource is free."""
        booked, width = self.booked[name] & self.open[name], self.width
        last = begin - 1
        rest = np.where(last >= 0, self.since(name)[day, np.maximum(last, 0)], 0)
        beside = last - rest
        before = (rest > 0) & (rest < shortest) & (beside >= 0) & booked[day, np.maximum(beside, 0)]
        end = begin + length
        rest = np.where(end < width, self.until(name)[day, np.minimum(end, width - 1)], 0)
        beside = end + rest
        after = (rest > 0) & (rest < shortest) & (beside < width) & booked[day, np.minimum(beside, width - 1)]
        return before.astype(np.int64) + after.astype(np.int64)

    # -- tables -----------------------------------------------------------------------------------------------

    def _opened(self, hours: tuple[Hours, ...], exceptions: Mapping[date, Hours]) -> Table:
        table = self._week(hours)
        if not exceptions:
            return table
        table = table.copy()
        for on, spans in exceptions.items():
            place = self.grid.day(on)
            if 0 <= place < self.grid.days:
                table[place] = False
                for start, end in spans:
                    self._open_on(table, place, start, end)
        return table & self._exists

    def _week(self, hours: tuple[Hours, ...]) -> Table:
        """Hours that come every week; the same table for all who have the same ones."""
        if hours not in self._weeks:
            of_weekday = np.zeros((7, self.width), dtype=bool)
            for weekday, spans in enumerate(hours):
                for start, end in spans:
                    of_weekday[weekday, self._cut(self._step(start)) : self._cut(self._step(end, end=True))] = True
            table = of_weekday[self._weekdays]
            for day in np.flatnonzero(~self._plain):
                table[day] = False
                for start, end in hours[self._weekdays[day]]:
                    self._open_on(table, int(day), start, end)
            self._weeks[hours] = table & self._exists
        return self._weeks[hours]

    def _open_on(self, table: Table, day: int, start: time, end: time) -> None:
        table[day, self._cut(self.grid.wall(day, start)) : self._cut(self.grid.wall(day, end, end=True))] = True

    def _taken(self, busy: Iterable[tuple[datetime, datetime]], spans: NDArray[np.int64] | None) -> Table:
        grid = self.grid
        first, last = int(grid.midnights[0]), int(grid.midnights[-1])
        seconds = grid.minutes * 60
        length = last - first + 1
        given = [(start.timestamp() // seconds, -(-end.timestamp() // seconds)) for start, end in busy]
        ends = np.array(given, dtype=np.int64).reshape(-1, 2)
        if spans is not None:
            ends = np.concatenate([ends, spans.reshape(-1, 2)])
        ends = np.clip(ends - first, 0, last - first)
        lengths = np.maximum(0, ends[:, 1] - ends[:, 0])
        begun = np.cumsum(lengths) - lengths  # how many steps stand before those of each span
        flat = np.zeros(length, dtype=bool)
        flat[np.repeat(ends[:, 0] - begun, lengths) + np.arange(int(lengths.sum()))] = True
        table: Table = flat.take(self._index)
        return table & self._exists

    def _step(self, clock: time, *, end: bool = False) -> int:
        """The step of a time of day on a day without a clock change: starts are rounded up, ends down."""
        minutes = clock.hour * 60 + clock.minute
        if end:
            return (minutes or MINUTES_A_DAY) // self.grid.minutes
        return -(-minutes // self.grid.minutes)

    def _cut(self, step: int) -> int:
        return min(max(0, step - self.low), self.width)


@lru_cache(maxsize=8)
def _places(size: int) -> NDArray[np.int32]:
    """0, 1, 2, ... for tables of one size, which are many."""
    found = np.arange(size, dtype=np.int32)
    found.setflags(write=False)
    return found


def free_until(free: Table) -> Steps:
    """For each step, how many steps from it on are free."""
    days, width = free.shape
    taken = np.ones((days, width + 1), dtype=bool)  # behind the last step of a day, nothing is free
    np.logical_not(free, out=taken[:, :width])
    ends = np.flatnonzero(taken)
    lengths = ends + 1
    lengths[1:] -= ends[:-1] + 1
    left = np.repeat(ends.astype(np.int32), lengths) - _places(taken.size)
    found: Steps = left.reshape(days, width + 1)[:, :width].astype(np.int16)
    return found
