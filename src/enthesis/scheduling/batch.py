"""One plan for many patients at once: each gets a complete series, and no two of them the same person, room or device.

Each patient's best series alone is found exactly; their sum is a lower bound of what any common plan costs. Where these
series clash, every patient gets a pool of good ones: found in turn, and again under prices on the times that too many
want. Of the pools, one series each is chosen by CP-SAT (extra `scale`, batch_choice.py); without it, the best order in
which they were planned in turn stands. What is chosen is checked rule by rule before it is given out.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from importlib.util import find_spec
from random import Random

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.check import check
from enthesis.scheduling.in_place import in_place
from enthesis.scheduling.points import penalties_of
from enthesis.scheduling.problem import Placed, Problem, Resource, Wanted
from enthesis.scheduling.series import Series, Solver, TooManySplits
from enthesis.scheduling.slots import NEVER, Slots
from enthesis.scheduling.why import WhyNot, why_not

CP_SAT, IN_TURN, ALONE = "cp-sat", "in-turn", "alone"
ROUNDS = 6  # of prices
ORDERS = 4  # that are tried in turn
Use = tuple[str, int, int]  # a resource, and the steps since 1970 for which it is taken: first, and the one behind


@dataclass(frozen=True, slots=True)
class Asked:
    """One course of the batch. What all others have booked stands in its calendars as busy, and stays so."""

    key: str
    problem: Problem
    person: str = ""  # two courses of one person do not get one day


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one course gets. `why`: what stands in its way, where it gets nothing."""

    key: str
    series: Series | None
    alone: int | None  # points of its best series if it were the only one; None: it has none
    why: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """A plan for all. Points and bound are sums over those that have a series."""

    chosen: tuple[Chosen, ...]
    way: str  # alone: nobody was in anybody's way; cp-sat; in-turn

    @property
    def points(self) -> int:
        return sum(each.series.cost for each in self.chosen if each.series)

    @property
    def bound(self) -> int:
        """No plan that gives these courses a series costs less."""
        return sum(each.alone or 0 for each in self.chosen if each.series)

    @property
    def distance(self) -> int:
        """By how many points at most the plan misses the best one there is."""
        return self.points - self.bound

    @property
    def left_out(self) -> tuple[Chosen, ...]:
        return tuple(each for each in self.chosen if each.series is None)


def plan_all(asked: Sequence[Asked], *, cp_sat: bool | None = None, seconds: float = 4) -> Batch:
    """A series for as many as can be, and of such plans a cheap one. The order of `asked` is that of priority.

    `cp_sat`: whether to choose with it; None: where it is installed. `seconds`: how long that choice may take at most.
    """
    solvers = {each.key: Solver(each.problem) for each in asked}
    alone = {each.key: _best(solvers[each.key]) for each in asked}
    can = [each for each in asked if alone[each.key] is not None]
    first = {each.key: _found(alone[each.key]) for each in can}
    if not _clashes(can, first):
        return _told(asked, alone, dict(first), ALONE)
    pools: dict[str, list[Series]] = {each.key: [first[each.key]] for each in can}
    in_turn = _in_turn(can, solvers, first, pools)
    chosen, way = in_turn, IN_TURN
    is_best = _worth(in_turn, can) == _worth(first, can)
    if not is_best and (find_spec("ortools") is not None if cp_sat is None else cp_sat):
        from enthesis.scheduling.batch_choice import choose

        _under_prices(can, solvers, first, pools)
        found = choose(can, pools, in_turn, seconds)
        if found is not None and not _clashes(can, found) and _worth(found, can) < _worth(in_turn, can):
            chosen = found
        way = CP_SAT
    return _told(asked, alone, chosen, way)


# -- in turn ------------------------------------------------------------------------------------------------------


def _in_turn(
    asked: Sequence[Asked], solvers: Mapping[str, Solver], first: Mapping[str, Series], pools: dict[str, list[Series]]
) -> dict[str, Series]:
    """One after another, those first who lose the most by waiting; then other orders, as long as they are better."""
    order = sorted(range(len(asked)), key=lambda place: (_freedom(solvers[asked[place].key]), place))
    best: dict[str, Series] = {}
    chance = Random(len(asked))  # noqa: S311  which orders are tried, no secret
    for number in range(ORDERS):
        found = _planned([asked[place] for place in order], first, pools)
        if not best or _worth(found, asked) < _worth(best, asked):
            best = found
        if len(best) == len(asked) and sum(s.cost for s in best.values()) == sum(s.cost for s in first.values()):
            break
        excess = {
            place: (best[each.key].cost - first[each.key].cost if each.key in best else NEVER)
            for place, each in enumerate(asked)
        }
        # Who came off worst goes first the next time; the rest as they were, a few of them shuffled.
        order = sorted(order, key=lambda place: (-excess[place] if number % 2 else 0, chance.random() * (number > 0)))
    return best


def _planned(order: Sequence[Asked], first: Mapping[str, Series], pools: dict[str, list[Series]]) -> dict[str, Series]:
    found: dict[str, Series] = {}
    taken: list[Use] = []
    days: dict[str, set[object]] = {}
    for each in order:
        theirs = days.setdefault(each.person, set()) if each.person else set()
        alone = first[each.key]
        free = not _overlap(uses(each.problem, alone.visits), taken) and not theirs & {v.day for v in alone.visits}
        series = alone if free else _best(Solver(_without(each.problem, taken, theirs)))
        if series is None:
            continue
        if series not in pools[each.key]:
            pools[each.key].append(series)
        found[each.key] = series
        taken += uses(each.problem, series.visits)
        theirs |= {visit.day for visit in series.visits}
    return found


def _freedom(solver: Solver) -> int:
    """On how many days the visit with the fewest can be."""
    return min(
        (int((solver.table(item, ()).min(axis=0, initial=NEVER) < NEVER).sum()) for item in range(len(solver.slots))),
        default=0,
    )


def _without(problem: Problem, taken: Iterable[Use], days: Iterable[object]) -> Problem:
    """A problem in whose calendars some more times are taken."""
    by_name: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in taken:
        by_name.setdefault(name, []).append((start, end))
    resources = tuple(_with_spans(resource, by_name.get(resource.id, ())) for resource in problem.resources)
    patient = problem.patient
    return replace(
        problem,
        resources=resources,
        patient=replace(patient, visit_days=patient.visit_days | frozenset(days)),  # type: ignore[arg-type]
    )


def _with_spans(resource: Resource, more: Sequence[tuple[int, int]]) -> Resource:
    if not more:
        return resource
    extra = np.array(more, dtype=np.int64).reshape(-1, 2)
    spans = extra if resource.spans is None else np.concatenate([resource.spans.reshape(-1, 2), extra])
    return replace(resource, spans=spans)


# -- under prices -------------------------------------------------------------------------------------------------


def _under_prices(
    asked: Sequence[Asked], solvers: Mapping[str, Solver], first: Mapping[str, Series], pools: dict[str, list[Series]]
) -> None:
    """More series for the pools: what too many want gets dearer, round by round, and each looks again."""
    prices: dict[str, dict[int, int]] = {}
    series = dict(first)
    for number in range(1, ROUNDS + 1):
        wanted = _clashes(asked, series)
        if not wanted:
            return
        for name, start, end in wanted:
            own = prices.setdefault(name, {})
            for at in range(start, end):
                own[at] = own.get(at, 0) + 2**number
        for each in asked:
            if not _overlap(uses(each.problem, series[each.key].visits), wanted):
                continue  # what it has got no dearer, so that it would choose the same again
            found = _best(_priced(solvers[each.key], prices))
            if found is None:
                continue
            true = replace(found, cost=sum(p.points for p in penalties_of(each.problem, found.visits)))
            series[each.key] = true
            if all(true.visits != known.visits for known in pools[each.key]):
                pools[each.key].append(true)


def _priced(solver: Solver, prices: Mapping[str, Mapping[int, int]]) -> Solver:
    """The same problem with points on some times of some resources."""
    priced = Solver(solver.problem, solver)
    tables = {name: _table(solver, own) for name, own in prices.items() if name in solver.times.resources}
    done = {id(slots): _with_prices(slots, tables) for slots in solver.slots}
    priced.slots = [done[id(slots)] for slots in solver.slots]
    return priced


def _table(solver: Solver, own: Mapping[int, int]) -> NDArray[np.int64]:
    """Days x (steps + 1): what a resource costs up to each step of a day."""
    times, grid = solver.times, solver.times.grid
    table = np.zeros((grid.days, times.width + 1), dtype=np.int64)
    for at, price in own.items():
        day = int(np.searchsorted(grid.midnights, at, side="right")) - 1
        if 0 <= day < grid.days:
            step = at - int(grid.midnights[day]) - times.low
            if 0 <= step < times.width:
                table[day, step + 1] = price
    return np.asarray(table.cumsum(axis=1), dtype=np.int64)


def _with_prices(slots: Slots, tables: Mapping[str, NDArray[np.int64]]) -> Slots:
    width = slots.times.width
    begin = np.clip(np.arange(width) - slots.before, 0, width)
    end = np.clip(begin + slots.occupied, 0, width)

    def cost(name: str) -> NDArray[np.int64] | None:
        table = tables.get(name)
        return None if table is None else table[:, end] - table[:, begin]

    points = slots.points.copy()
    for place, leader in enumerate(slots.leaders):
        own = cost(leader.id) if leader else None
        if own is not None:
            points[place] += own
    for candidates in slots.candidates[1:]:
        found = [cost(resource.id) for resource in candidates]
        if found and all(each is not None for each in found):  # one that costs nothing is left: no price
            points += np.minimum.reduce([each for each in found if each is not None])[None, :, :]
    priced = copy(slots)
    priced.points = np.minimum(points, NEVER)
    priced.best = priced.points.min(axis=2, initial=NEVER)
    return priced


# -- who is in whose way --------------------------------------------------------------------------------------------


def uses(problem: Problem, visits: Sequence[Placed]) -> list[Use]:
    """What the visits that move take up. One that stays has its time already."""
    wanted = {each.id: each for each in problem.wanted}
    return [
        (name, *steps_of(problem, wanted[visit.item], visit))
        for visit in visits
        if not stays(wanted[visit.item], visit)
        for name in visit.resources
    ]


def stays(wanted: Wanted, visit: Placed) -> bool:
    booked = wanted.booked
    return booked is not None and (booked.starts, set(booked.resources)) == (visit.starts, set(visit.resources))


def steps_of(problem: Problem, wanted: Wanted, visit: Placed) -> tuple[int, int]:
    grid = problem.grid
    start = int(visit.starts.timestamp()) // (grid.minutes * 60) - grid.length(wanted.buffer_before)
    length = grid.length(wanted.buffer_before) + grid.length(wanted.minutes) + grid.length(wanted.buffer_after)
    return start, start + length


def _clashes(asked: Sequence[Asked], series: Mapping[str, Series]) -> list[Use]:
    """The times that two of the series take up at once; each with the one that came second."""
    taken: dict[str, list[tuple[int, int]]] = {}
    days: dict[tuple[str, object], str] = {}
    found = []
    for each in asked:
        if each.key not in series:
            continue
        for name, start, end in uses(each.problem, series[each.key].visits):
            there = taken.setdefault(name, [])
            if any(start < last and first < end for first, last in there):
                found.append((name, start, end))
            there.append((start, end))
        if each.person:
            for visit in series[each.key].visits:
                if days.setdefault((each.person, visit.day), each.key) != each.key:
                    wanted = next(one for one in each.problem.wanted if one.id == visit.item)
                    found += [(name, *steps_of(each.problem, wanted, visit)) for name in visit.resources]
    return found


def _overlap(some: Iterable[Use], taken: Sequence[Use]) -> bool:
    return any(a == b and start < last and first < end for a, start, end in some for b, first, last in taken)


def _worth(found: Mapping[str, Series], asked: Sequence[Asked]) -> tuple[int, int]:
    """The fewer are left out the better, then the fewer points."""
    return len(asked) - len(found), sum(series.cost for series in found.values())


# -- the answer -----------------------------------------------------------------------------------------------------


def _told(asked: Sequence[Asked], alone: Mapping[str, Series | None], found: Mapping[str, Series], way: str) -> Batch:
    taken = [use for each in asked if each.key in found for use in uses(each.problem, found[each.key].visits)]
    return Batch(tuple(_chosen(each, alone[each.key], found.get(each.key), taken) for each in asked), way)


def _chosen(each: Asked, alone: Series | None, series: Series | None, taken: Sequence[Use]) -> Chosen:
    if series is not None:
        broken = [b for b in check(each.problem, series.visits) if b.code != "not-placed"]
        assert not broken, broken
        return Chosen(each.key, series, alone.cost if alone else None)
    problem = each.problem if alone is None else _without(each.problem, taken, ())
    try:
        why = why_not(problem)
    except TooManySplits:
        why = None
    return Chosen(each.key, None, alone.cost if alone else None, why)


def _best(solver: Solver) -> Series | None:
    problem = solver.problem
    if any(each.opens and each.closes and each.closes < each.opens for each in problem.wanted):
        return None
    if not problem.wanted:
        return Series((), 0)
    try:
        found = solver.best()
    except TooManySplits:
        return None
    return in_place(problem, found) if found else None


def _found(series: Series | None) -> Series:
    assert series is not None
    return series
