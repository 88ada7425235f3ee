"""When each resource and the patient are free, as one calendar of days and steps each (`bits`)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.bits import between, pack, runs, unpack
from enthesis.scheduling.problem import MINUTES_A_DAY, Hours, Problem, Resource

Table = NDArray[np.bool_]  # days x steps
Places = NDArray[np.int64]


class Times:
    """The free times of one problem. A day's first step is the step `low` of the grid, and its last one is nobody's."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.grid = grid = problem.grid
        used = [r for r in problem.resources if any(need.takes(r) for w in problem.wanted for need in w.needs)]
        self.resources: dict[str, Resource] = {resource.id: resource for resource in used}
        lengths = np.diff(grid.midnights)
        self._plain = lengths == MINUTES_A_DAY // grid.minutes  # no clock change on this day
        clocks = {hours for r in used for hours in (*r.hours, *r.exceptions.values()) if hours}
        self.low, high = 0, grid.steps
        anytime = any(not wanted.needs for wanted in problem.wanted)  # it takes up nobody's hours
        if clocks and not anytime:  # on the day of a clock change, the same clock is an hour of steps earlier or later
            shift = 0 if self._plain.all() else 60 // grid.minutes
            self.low = max(0, min(self._step(span[0]) for hours in clocks for span in hours) - shift)
            high = min(high, max(self._step(span[1], end=True) for hours in clocks for span in hours) + shift)
        self.width = max(0, high - self.low) + 1
        self.size = grid.days * self.width
        self._weekdays = (np.arange(grid.days) + grid.first.weekday()) % 7
        inside = np.arange(self.low, self.low + self.width)
        exists = inside[None, :] < np.minimum(lengths, self.low + self.width - 1)[:, None]
        self._exists = pack(exists.reshape(-1))
        opened = self._exists
        for day in {grid.day(on) for on in problem.holidays}:
            opened &= ~self._days(day, day)
        self._weeks: dict[tuple[Hours, ...], int] = {}
        self.open: dict[str, int] = {r.id: self._opened(r.hours, r.exceptions) & opened for r in used}
        self.booked: dict[str, int] = {r.id: self._taken(r.busy, r.spans) & self.open[r.id] for r in used}
        self.free: dict[str, int] = {name: self.open[name] & ~self.booked[name] for name in self.resources}
        self._runs: dict[tuple[str, int], int] = {}

    @cached_property
    def patient(self) -> int:
        """When the patient can be there."""
        patient, grid = self.problem.patient, self.grid
        free = self._exists & ~self._taken(patient.busy, None)
        for away in patient.away:
            free &= ~self._days(grid.day(away.first), grid.day(away.last))
        apart = self.problem.one_visit_per_days
        for on in patient.visit_days:
            free &= ~self._days(grid.day(on) - apart + 1, grid.day(on) + apart - 1)
        if self.problem.now is not None:
            day, step = grid.place(self.problem.now, up=True)
            past = self.size if day >= grid.days else max(0, day) * self.width
            free &= ~between(0, past + self._cut(step) if 0 <= day < grid.days else past)
        if patient.only:
            free &= self.wished_times & pack(np.repeat(self.wished_days, self.width))
        return free

    @cached_property
    def wished_days(self) -> NDArray[np.bool_]:
        """Days of the week that the patient wished for."""
        return self._on(self.problem.patient.weekdays)

    @cached_property
    def wished_times(self) -> int:
        """Times of day that the patient wished for."""
        times = self.problem.patient.times
        return self._opened((times,) * 7, {}) if times else self._exists

    @cached_property
    def gathered_days(self) -> NDArray[np.bool_]:
        """The days on which the clinic gathers visits with a device; all of them where it gathers none."""
        return self._on(self.problem.device_weekdays)

    def run(self, name: str, length: int) -> int:
        """From where on a resource is free for `length` steps."""
        if (name, length) not in self._runs:
            self._runs[name, length] = runs(self.free[name], length)
        return self._runs[name, length]

    def worked_days(self, name: str) -> NDArray[np.bool_]:
        """The days on which a resource has a booking within its hours."""
        return np.asarray(self.table(self.booked[name]).any(axis=1))

    def rests(self, name: str, length: int, shortest: int, at: Places) -> Places:
        """How many rests too short for any visit a run of `length` steps would make beside bookings: 0 to 2 for each
        of the runs that begin at the steps `at` of all days, where the resource is free."""
        free, booked = self.free[name], self.booked[name]
        before = after = 0
        rest_before, rest_after = free << 1, free >> length
        for rest in range(1, shortest):
            before |= rest_before & (booked << (rest + 1))
            after |= rest_after & (booked >> (length + rest))
            rest_before &= free << (rest + 1)
            rest_after &= free >> (length + rest)
        begins = self.run(name, length)
        found = unpack(before & begins, self.size)[at].astype(np.int64)
        found += unpack(after & begins, self.size)[at]
        return found

    def table(self, bits: int) -> Table:
        """Days x steps of a calendar."""
        return unpack(bits, self.size).reshape(self.grid.days, self.width)

    # -- calendars --------------------------------------------------------------------------------------------

    def _on(self, weekdays: Collection[int]) -> NDArray[np.bool_]:
        """The days on some weekdays; all of them where none is named."""
        return np.array([not weekdays or weekday in weekdays for weekday in range(7)])[self._weekdays]

    def _days(self, first: int, last: int) -> int:
        """All steps of the days `first` to `last`, as far as they are on the grid."""
        return between(max(0, first) * self.width, max(0, min(last + 1, self.grid.days)) * self.width)

    def _opened(self, hours: tuple[Hours, ...], exceptions: Mapping[date, Hours]) -> int:
        found = self._week(hours)
        for on, spans in exceptions.items():
            place = self.grid.day(on)
            if 0 <= place < self.grid.days:
                found &= ~self._days(place, place)
                found |= self._open_on(place, spans)
        return found & self._exists

    def _week(self, hours: tuple[Hours, ...]) -> int:
        """Hours that come every week; the same calendar for all who have the same ones."""
        if hours not in self._weeks:
            of_weekday = np.zeros((7, self.width), dtype=bool)
            for weekday, spans in enumerate(hours):
                for start, end in spans:
                    of_weekday[weekday, self._cut(self._step(start)) : self._cut(self._step(end, end=True))] = True
            found = pack(of_weekday[self._weekdays].reshape(-1))
            for day in np.flatnonzero(~self._plain).tolist():
                found &= ~self._days(day, day)
                found |= self._open_on(day, hours[self._weekdays[day]])
            self._weeks[hours] = found & self._exists
        return self._weeks[hours]

    def _open_on(self, day: int, spans: Hours) -> int:
        found, midnight = 0, day * self.width
        for start, end in spans:
            first, last = self.grid.wall(day, start), self.grid.wall(day, end, end=True)
            found |= between(midnight + self._cut(first), midnight + self._cut(last))
        return found

    def _taken(self, busy: Iterable[tuple[datetime, datetime]], spans: NDArray[np.int64] | None) -> int:
        seconds = self.grid.minutes * 60
        given = [(start.timestamp() // seconds, -(-end.timestamp() // seconds)) for start, end in busy]
        ends = np.array(given, dtype=np.int64).reshape(-1, 2)
        if spans is not None:
            ends = np.concatenate([ends, spans.reshape(-1, 2)])
        if not ends.size:
            return 0
        midnights = self.grid.midnights
        if (ends[1:, 0] < ends[:-1, 0]).any():
            ends = ends[ends[:, 0].argsort()]
        day = midnights[1:-1].searchsorted(ends, side="right")
        at = day * self.width + np.minimum(np.maximum(ends - midnights[day] - self.low, 0), self.width)
        until = np.maximum.accumulate(at[:, 1])
        at[1:, 0] = np.maximum(at[1:, 0], until[:-1])  # what two take up is taken once
        at[:, 1] = until
        lengths = np.diff(at.reshape(-1), prepend=0, append=self.size)
        taken = np.zeros(lengths.size, dtype=bool)
        taken[1::2] = True  # free, taken, free, taken, ..., free
        return pack(np.repeat(taken, lengths))

    def _step(self, clock: time, *, end: bool = False) -> int:
        """The step of a time of day on a day without a clock change: starts are rounded up, ends down."""
        minutes = clock.hour * 60 + clock.minute
        if end:
            return (minutes or MINUTES_A_DAY) // self.grid.minutes
        return -(-minutes // self.grid.minutes)

    def _cut(self, step: int) -> int:
        return min(max(0, step - self.low), self.width)
