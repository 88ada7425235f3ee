"""What each time would cost a visit by itself: for every leader, day and step, the points, or that it cannot be."""

from collections.abc import Iterator, Sequence, Set
from copy import copy
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.bits import at_least, between, runs, unpack
from enthesis.scheduling.problem import Resource, Wanted
from enthesis.scheduling.times import Table, Times

NEVER = 2**50  # points of what cannot be; sums of many stay within 64 bits
Points = NDArray[np.int64]


class Slots:
    """The slots of all wanted visits that are alike: same needs, minutes and buffers."""

    def __init__(self, times: Times, wanted: Wanted) -> None:
        grid = times.grid
        self.times = times
        self.before, self.after = grid.length(wanted.buffer_before), grid.length(wanted.buffer_after)
        self.length = max(1, grid.length(wanted.minutes))
        self.needs = wanted.needs
        self.candidates = [[r for r in times.resources.values() if need.takes(r)] for need in wanted.needs]
        self.leaders: list[Resource | None] = [*self.candidates[0]] if wanted.needs else [None]
        self._together: dict[tuple[tuple[str, ...], str], int] = {}
        self.points = self._points()  # leaders x days x steps
        self.best: Points = self.points.min(axis=2, initial=NEVER)  # leaders x days

    def only(self, kept: Table) -> "Slots":
        """The same slots without those that are not kept: leaders x days x steps."""
        narrow = copy(self)
        narrow.points = np.where(kept, self.points, NEVER)
        narrow.best = narrow.points.min(axis=2, initial=NEVER)
        return narrow

    @property
    def occupied(self) -> int:
        """Steps for which the resources are taken, with both buffers."""
        return self.before + self.length + self.after

    def possible(self, leader: Resource | None) -> int:
        """Where the visit itself may begin: all that it needs is free, buffers included, and so is the patient."""
        times = self.times
        found = runs(times.patient, self.length)
        if leader is not None:
            found &= self._begin(times.run(leader.id, self.occupied))
        if len(self.needs) > 1:
            found &= self._begin(self._others_of(leader))
        return found

    def picks(self, leader: Resource | None, day: int, step: int, without: Set[str]) -> Iterator[tuple[str, ...]]:
        """The resources that a visit may take at a time that is possible, one for each need, but none of `without`."""
        if leader is None:
            yield ()
            return
        if leader.id in without:
            return
        start = day * self.times.width + step - self.before
        for site in self._sites(leader):
            free = [
                [
                    r.id
                    for r in found
                    if r.id not in without and _at(r, site) and self.times.run(r.id, self.occupied) >> start & 1
                ]
                for found in self.candidates[1:]
            ]
            yield from _each_its_own(free, (leader.id,))

    def extras(self, leader: Resource | None, day: Points, step: Points) -> Iterator[tuple[str, Points]]:
        """The penalties that hang on time and leader, by name: the points of each of the places `day`, `step`."""
        times, problem = self.times, self.times.problem
        penalties, patient = problem.penalties, problem.patient
        if not patient.only:
            if patient.times:
                wished = times.table(runs(times.wished_times, self.length))
                yield "time_of_day", np.where(wished[day, step], 0, penalties.time_of_day)
            if patient.weekdays:
                yield "weekday", np.where(times.wished_days[day], 0, penalties.weekday)
        if problem.device_weekdays and any(need.kind == "device" for need in self.needs):
            yield "device_day", np.where(times.gathered_days[day], 0, penalties.device_day)
        if penalties.later:
            yield "later", day * penalties.later
        if leader is None:
            return
        wish = next((r for r in problem.resources if r.id == patient.clinician), None)
        if wish is not None and wish.kind == leader.kind and wish.id != leader.id:
            yield "clinician", np.full(day.shape, penalties.clinician, dtype=np.int64)
        if penalties.empty_day:
            yield "empty_day", np.where(times.worked_days(leader.id)[day], 0, penalties.empty_day)
        if penalties.idle_gap:
            shortest = times.grid.length(problem.shortest_visit or min(w.minutes for w in problem.wanted))
            rests = times.rests(leader.id, self.occupied, shortest, day * times.width + step - self.before)
            yield "idle_gap", rests * penalties.idle_gap

    # -- tables ---------------------------------------------------------------------------------------------

    def _points(self) -> Points:
        shape = (len(self.leaders), self.times.grid.days, self.times.width)
        points = np.full(shape, NEVER, dtype=np.int64)
        for place, leader in enumerate(self.leaders):
            at = np.flatnonzero(unpack(self.possible(leader), self.times.size))
            day, step = np.divmod(at, self.times.width)
            sums = np.zeros(day.shape, dtype=np.int64)
            for _, extra in self.extras(leader, day, step):
                sums += extra
            points[place].reshape(-1)[at] = sums
        return points

    def _others_of(self, leader: Resource | None) -> int:
        """The same calendar for all leaders of one site, but for one who could fill another need too."""
        mine = leader if any(leader in found for found in self.candidates[1:]) else None
        key = (tuple(self._sites(leader)), mine.id if mine else "")
        if key not in self._together:
            self._together[key] = self._others(leader)
        return self._together[key]

    def _others(self, leader: Resource | None) -> int:
        """Where all needs but the first are met together, at one site."""
        found = 0
        for site in self._sites(leader):
            here = [[r for r in some if _at(r, site) and r is not leader] for some in self.candidates[1:]]
            met = between(0, self.times.size)
            for some in _tight(here):
                ids = {r.id for place in some for r in here[place]}
                met &= at_least(len(some), (self.times.run(name, self.occupied) for name in ids))
            found |= met
        return found

    def _begin(self, occupied: int) -> int:
        """From where the resources' time begins to where the visit itself begins."""
        return occupied << self.before

    def _sites(self, leader: Resource | None) -> list[str]:
        if leader is not None and leader.site:
            return [leader.site]
        sites = sorted({r.site for found in self.candidates[1:] for r in found if r.site})
        return sites or [""]


def alike(wanted: Wanted) -> tuple[object, ...]:
    """What makes two wanted visits have the same slots."""
    return (wanted.needs, wanted.minutes, wanted.buffer_before, wanted.buffer_after)


def _at(resource: Resource, site: str) -> bool:
    return not resource.site or not site or resource.site == site


def _tight(here: Sequence[Sequence[Resource]]) -> list[tuple[int, ...]]:
    """The groups of needs that must be counted together: each alone, and those that compete for a resource (Hall)."""
    places = range(len(here))
    ids = [{r.id for r in some} for some in here]
    found: list[tuple[int, ...]] = []
    for size in range(1, len(here) + 1):
        for some in combinations(places, size):
            if size == 1 or all(any(ids[a] & ids[b] for b in some if b != a) for a in some):
                found.append(some)
    return found


def _each_its_own(free: Sequence[Sequence[str]], taken: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every way to give each need a resource of its own, after those that are taken."""
    if not free:
        yield taken
        return
    for name in free[0]:
        if name not in taken:
            yield from _each_its_own(free[1:], (*taken, name))
