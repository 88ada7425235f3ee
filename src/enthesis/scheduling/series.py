"""The best complete series, exactly.

Each visit's slots are brought down to its best one for every day and leader. Along the tree of visits (each counted
from another) dynamic programming then finds the cheapest list of days and leaders. What ties visits that do not hang on
each other (two on one day, too few days between) is left out at first; where the answer breaks such a rule, the problem
is split into parts, none of which can break it in that place, and the cheapest one is looked at next. The first answer
that breaks no rule is the best there is, since leaving a rule out never made an answer dearer.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.clashes import Cut, clash, together
from enthesis.scheduling.problem import Placed, Problem, Wanted
from enthesis.scheduling.slots import NEVER, Points, Slots, alike
from enthesis.scheduling.times import Times
from enthesis.scheduling.tree import Tree, tree_of

MOST_SPLITS = 20_000


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a visit was put on the grid."""

    day: int
    step: int
    leader: int  # among the leaders of its slots


@dataclass(frozen=True, slots=True)
class Series:
    """A complete series: every wanted visit with its time, in the order of `Problem.wanted`."""

    visits: tuple[Placed, ...]
    cost: int
    splits: int = 0  # how often the problem was split to find it


class Solver:
    """One problem with its tables. `like` lends those of a problem that differs in windows only."""

    def __init__(self, problem: Problem, like: "Solver | None" = None) -> None:
        self.problem = problem
        self.tree: Tree = tree_of(problem.wanted)
        self.times: Times = like.times if like else Times(problem)
        by_kind: dict[object, Slots] = {}
        if like is not None:
            by_kind = {alike(w): slots for w, slots in zip(like.problem.wanted, like.slots, strict=True)}
        for wanted in problem.wanted:
            if alike(wanted) not in by_kind:
                by_kind[alike(wanted)] = Slots(self.times, wanted)
        self.slots: list[Slots] = [by_kind[alike(wanted)] for wanted in problem.wanted]
        self.day_points = [self._day_points(wanted) for wanted in problem.wanted]
        self._tables: dict[tuple[int, tuple[Cut, ...]], Points] = {}

    def narrowed(self, keep: Callable[[Slots], NDArray[np.bool_]]) -> "Solver":
        """The same problem with only the times that `keep` says of the slots: leaders x days x steps."""
        narrow = Solver(self.problem, self)
        done = {id(slots): slots.only(keep(slots)) for slots in self.slots}
        narrow.slots = [done[id(slots)] for slots in self.slots]
        return narrow

    def reachable(self, item: int) -> NDArray[np.int64]:
        """The days that a visit can have in a series along the tree."""
        tree, node = self.tree, _Node(self, ((),) * len(self.slots))
        path = [item]
        while tree.parent[path[-1]] >= 0:
            path.append(tree.parent[path[-1]])
        days = np.flatnonzero(node.sums[path[-1]].min(axis=0, initial=NEVER) < NEVER)
        for below in path[-2::-1]:
            gap = tree.gap[below]
            assert gap is not None
            there = np.flatnonzero(node.sums[below].min(axis=0, initial=NEVER) < NEVER)
            off = there[:, None] - days[None, :]
            held = (off >= gap.opens) & (off <= (self.times.grid.days if gap.closes is None else gap.closes))
            days = there[held.any(axis=1)]
        return days

    def best(self, without: Sequence[Cut] = ()) -> Series | None:
        """The cheapest complete series; None where there is none. Of several, the one with the earliest days."""
        found = self.spots(without)
        if found is None:
            return None
        spots, splits = found
        return Series(self.placed(spots), self.cost(spots), splits)

    def spots(self, without: Sequence[Cut] = ()) -> tuple[tuple[Spot, ...], int] | None:
        number = count()
        first = _Node(self, _by_item(without, len(self.slots)))
        if first.cost >= NEVER:
            return None
        waiting = [(first.cost, next(number), first)]
        for splits in range(MOST_SPLITS):
            if not waiting:
                return None
            _, _, node = heapq.heappop(waiting)
            spots = node.spots()
            parts = clash(self, spots)
            if parts is None:
                return spots, splits
            for cut in parts:
                part = node.split(cut)
                if part.cost < NEVER:
                    heapq.heappush(waiting, (part.cost, next(number), part))
        raise TooManySplits

    def placed(self, spots: Sequence[Spot]) -> tuple[Placed, ...]:
        """The visits with their instants and what they take up."""
        taken = self.picks(spots)
        assert taken is not None
        grid = self.times.grid
        return tuple(
            Placed(
                wanted.id,
                grid.on(spot.day),
                grid.instant(spot.day, spot.step + self.times.low),
                grid.instant(spot.day, spot.step + self.times.low) + timedelta(minutes=wanted.minutes),
                resources,
            )
            for wanted, spot, resources in zip(self.problem.wanted, spots, taken, strict=True)
        )

    def picks(self, spots: Sequence[Spot]) -> list[tuple[str, ...]] | None:
        """What each visit takes up; None where two of them on one day cannot both have what they need."""
        found: list[tuple[str, ...]] = [()] * len(spots)
        for day in {spot.day for spot in spots}:
            items = [item for item, spot in enumerate(spots) if spot.day == day]
            picked = together(self, items, spots)
            if picked is None:
                return None
            for item, resources in zip(items, picked, strict=True):
                found[item] = resources
        return found

    def cost(self, spots: Sequence[Spot]) -> int:
        """The sum of all penalties of a series."""
        parents = self.tree.parent
        own = sum(self.own(item, spot) for item, spot in enumerate(spots))
        return own + sum(
            self.tie(item, spots[parents[item]], spot) for item, spot in enumerate(spots) if parents[item] >= 0
        )

    # -- points ---------------------------------------------------------------------------------------------

    def own(self, item: int, spot: Spot) -> int:
        """The points of one visit by itself."""
        slots = self.slots[item]
        points = int(slots.points[spot.leader, spot.day, spot.step]) + int(self.day_points[item][spot.day])
        return points + self.moved(item, spot)

    def moved(self, item: int, spot: Spot) -> int:
        """The points for not being where it is booked."""
        wanted = self.problem.wanted[item]
        if wanted.booked is None or self.booked(item) == spot:
            return 0
        away = abs(spot.day - self.times.grid.day(wanted.booked.day))
        return self.move_points(wanted) + self.problem.penalties.move_day * away

    def booked(self, item: int) -> Spot | None:
        """Where a visit is booked, if that lies on the grid and its leader still may lead it."""
        booked = self.problem.wanted[item].booked
        if booked is None:
            return None
        day, step = self.times.grid.place(booked.starts)
        leaders = [self.leader_name(item, place) for place in range(len(self.slots[item].leaders))]
        leader = next((n for n, name in enumerate(leaders) if name in booked.resources), 0 if leaders == [""] else None)
        step -= self.times.low
        if leader is None or not (0 <= day < self.times.grid.days and 0 <= step < self.times.width):
            return None
        return Spot(day, step, leader)

    def move_points(self, wanted: Wanted) -> int:
        penalties = self.problem.penalties
        return penalties.move_confirmed if wanted.confirmed else penalties.move

    def tie(self, item: int, above: Spot, spot: Spot) -> int:
        """The points between a visit and the one that it is counted from."""
        gap = self.tree.gap[item]
        assert gap is not None
        off = 0 if gap.ideal is None else abs(spot.day - above.day - gap.ideal)
        points = off * self.problem.penalties.day_off_ideal
        parent = self.tree.parent[item]
        if self.counts_change(item) and self.leader(parent, above) != self.leader(item, spot):
            points += self.problem.penalties.change_of_clinician
        return points

    def leader(self, item: int, spot: Spot) -> str:
        return self.leader_name(item, spot.leader)

    def leader_name(self, item: int, place: int) -> str:
        """The id of one who may lead a visit; "" where it needs nobody."""
        leader = self.slots[item].leaders[place]
        return leader.id if leader else ""

    def counts_change(self, item: int) -> bool:
        """Whether a visit should have the same leader as the one that it is counted from."""
        parent = self.tree.parent[item]
        if parent < 0 or not self.problem.patient.same_clinician or not self.problem.penalties.change_of_clinician:
            return False
        mine, theirs = self.problem.wanted[item].needs, self.problem.wanted[parent].needs
        return bool(mine and theirs) and mine[0].kind == theirs[0].kind

    def _day_points(self, wanted: Wanted) -> Points:
        """What each day costs a visit as far as its own window goes."""
        grid = self.times.grid
        points = np.zeros(grid.days, dtype=np.int64)
        if wanted.opens is not None:
            points[: max(0, grid.day(wanted.opens))] = NEVER
        if wanted.closes is not None:
            points[max(0, grid.day(wanted.closes) + 1) :] = NEVER
        if wanted.ideal is not None:
            off = np.abs(np.arange(grid.days) - grid.day(wanted.ideal))
            points = np.minimum(NEVER, points + off * self.problem.penalties.day_off_ideal)
        return points

    def table(self, item: int, cuts: tuple[Cut, ...]) -> Points:
        """Leaders x days: the cheapest slot of each, with what the cuts leave."""
        key = (item, cuts)
        if key not in self._tables:
            self._tables[key] = self._table(item, cuts)
        return self._tables[key]

    def _table(self, item: int, cuts: tuple[Cut, ...]) -> Points:
        slots, wanted = self.slots[item], self.problem.wanted[item]
        best = slots.best.copy()
        for day in sorted({cut.first for cut in cuts if cut.within_day}):
            best[:, day] = self._left(item, day, cuts).min(axis=1, initial=NEVER)
        if wanted.booked is not None:
            away = np.abs(np.arange(self.times.grid.days) - self.times.grid.day(wanted.booked.day))
            best += self.move_points(wanted) + self.problem.penalties.move_day * away
            spot = self.booked(item)
            if spot is not None:
                stays = self._left(item, spot.day, cuts)[spot.leader, spot.step]
                best[spot.leader, spot.day] = min(best[spot.leader, spot.day], stays)
        best += self.day_points[item]
        for cut in cuts:
            if not cut.within_day:
                best[:, max(0, cut.first) : cut.last + 1] = NEVER
        table: Points = np.minimum(best, NEVER)
        return table

    def _left(self, item: int, day: int, cuts: tuple[Cut, ...]) -> Points:
        """Leaders x steps of one day, with what the cuts leave."""
        points: Points = self.slots[item].points[:, day, :].copy()
        for cut in cuts:
            if cut.within_day and cut.first == day:
                rows = slice(None) if cut.leader < 0 else cut.leader
                points[rows, max(0, cut.from_step) : max(0, cut.to_step + 1)] = NEVER
        return points

    def step(self, item: int, day: int, leader: int, cuts: tuple[Cut, ...]) -> int:
        """The cheapest slot of a day and leader; of several, the earliest."""
        left = self._left(item, day, cuts)[leader]
        step, spot = int(left.argmin()), self.booked(item)
        if spot is None or (spot.day, spot.leader) != (day, leader) or left[spot.step] >= NEVER:
            return step
        stays = left[spot.step] <= left[step] + self.move_points(self.problem.wanted[item])
        return spot.step if stays else step


class TooManySplits(Exception):
    """The rules between visits tie each other up: no answer was proved best within `MOST_SPLITS` splits."""


class _Node:
    """One part of the problem: what is cut away, and the cheapest answer that breaks no rule along the tree."""

    def __init__(self, solver: Solver, cuts: tuple[tuple[Cut, ...], ...], whole: "_Node | None" = None) -> None:
        self.solver, self.cuts = solver, cuts
        tree = solver.tree
        nothing = np.empty((0, 0), dtype=np.int64)
        self.sums: list[Points] = list(whole.sums) if whole else [nothing] * len(cuts)
        self.messages: list[Points] = list(whole.messages) if whole else [nothing] * len(cuts)
        changed = {item for item, mine in enumerate(cuts) if whole is None or mine is not whole.cuts[item]}
        for item in tree.order[::-1]:  # children before their parents
            if item in changed or changed.intersection(tree.children[item]):
                changed.add(item)
                self._sum(item)
        self.cost = sum(int(self.sums[root].min(initial=NEVER)) for root in tree.roots)

    def split(self, cut: Cut) -> "_Node":
        cuts = tuple((*mine, cut) if item == cut.item else mine for item, mine in enumerate(self.cuts))
        return _Node(self.solver, cuts, self)

    def _sum(self, item: int) -> None:
        solver = self.solver
        total = solver.table(item, self.cuts[item])
        for child in solver.tree.children[item]:
            total = np.minimum(total + self.messages[child], NEVER)
        self.sums[item] = total
        if solver.tree.parent[item] >= 0:
            self.messages[item] = self._message(item, total)

    def _message(self, item: int, total: Points) -> Points:
        """For each leader and day of the parent, the least that this visit and all below it can cost."""
        solver = self.solver
        gap = solver.tree.gap[item]
        assert gap is not None
        days = total.shape[1]
        least = total.min(axis=0, initial=NEVER)[None, :]
        if solver.counts_change(item):
            least = self._by_parents_leader(item, total, least)
        found = np.full(least.shape, NEVER, dtype=np.int64)
        there = np.flatnonzero(least.min(axis=0, initial=NEVER) < NEVER)
        if not there.size:
            return found
        low, high = int(there[0]), int(there[-1])
        weight = solver.problem.penalties.day_off_ideal
        for off in range(gap.opens, min(days - 1 if gap.closes is None else gap.closes, high) + 1):
            points = 0 if gap.ideal is None else weight * abs(off - gap.ideal)
            start = max(0, low - off)
            window = slice(start, high - off + 1)
            np.minimum(found[:, window], least[:, start + off : high + 1] + points, out=found[:, window])
        return found

    def _by_parents_leader(self, item: int, total: Points, least: Points) -> Points:
        solver = self.solver
        mine = {leader.id: place for place, leader in enumerate(solver.slots[item].leaders) if leader}
        changed = least[0] + solver.problem.penalties.change_of_clinician
        rows = []
        for leader in solver.slots[solver.tree.parent[item]].leaders:
            place = mine.get(leader.id) if leader else None
            rows.append(changed if place is None else np.minimum(total[place], changed))
        return np.minimum(np.array(rows, dtype=np.int64).reshape(len(rows), total.shape[1]), NEVER)

    def spots(self) -> tuple[Spot, ...]:
        """The cheapest answer itself; of several, the one with the earliest days."""
        solver, tree = self.solver, self.solver.tree
        found: dict[int, Spot] = {}
        for item in tree.order:
            total = self.sums[item]
            leaders = total.shape[0]
            parent = tree.parent[item]
            if parent < 0:
                day, leader = divmod(int(total.T.argmin()), leaders)
            else:
                above, gap = found[parent], tree.gap[item]
                assert gap is not None
                start = above.day + gap.opens
                end = total.shape[1] - 1 if gap.closes is None else min(total.shape[1] - 1, above.day + gap.closes)
                points = total[:, start : end + 1].T.copy()
                if gap.ideal is not None:
                    off = np.abs(np.arange(start, end + 1) - above.day - gap.ideal)
                    points += (off * solver.problem.penalties.day_off_ideal)[:, None]
                if solver.counts_change(item):
                    points += self._changes(item, solver.leader(parent, above))
                place, leader = divmod(int(points.argmin()), leaders)
                day = start + place
            found[item] = Spot(day, solver.step(item, day, leader, self.cuts[item]), leader)
        return tuple(found[item] for item in range(len(found)))

    def _changes(self, item: int, above: str) -> NDArray[np.int64]:
        weight = self.solver.problem.penalties.change_of_clinician
        places = range(len(self.solver.slots[item].leaders))
        points = [0 if self.solver.leader_name(item, place) == above else weight for place in places]
        return np.array(points, dtype=np.int64)


def solve(problem: Problem) -> Series | None:
    """The best complete series of a problem; None where there is none."""
    return Solver(problem).best()


def _by_item(cuts: Sequence[Cut], items: int) -> tuple[tuple[Cut, ...], ...]:
    return tuple(tuple(cut for cut in cuts if cut.item == item) for item in range(items))
