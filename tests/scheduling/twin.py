"""The slow, obvious twin of the solver: every list of times, one by one, held against `check` and `penalties_of`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from enthesis.scheduling.check import check
from enthesis.scheduling.points import penalties_of
from enthesis.scheduling.problem import Placed, Problem, Wanted


def single(problem: Problem, wanted: Wanted) -> Iterator[Placed]:
    """Every time of one visit that nothing speaks against, seen by itself."""
    grid = problem.grid
    alone = replace(problem, wanted=(replace(wanted, after=()),))
    choices = [[r.id for r in problem.resources if need.takes(r)] for need in wanted.needs]
    for day in range(grid.days):
        for step in range(int(grid.midnights[day + 1] - grid.midnights[day])):
            starts = grid.instant(day, step)
            for resources in product(*choices):
                ends = starts + timedelta(minutes=wanted.minutes)
                visit = Placed(wanted.id, grid.on(day), starts, ends, resources)
                if not check(alone, [visit]):
                    yield visit


def series(problem: Problem) -> Iterator[tuple[Placed, ...]]:
    """Every complete series that nothing speaks against."""
    times = {wanted.id: list(single(problem, wanted)) for wanted in problem.wanted}

    def go_on(placed: tuple[Placed, ...]) -> Iterator[tuple[Placed, ...]]:
        if len(placed) == len(problem.wanted):
            yield placed
            return
        known = problem.wanted[: len(placed) + 1]
        names = {wanted.id for wanted in known}
        part = replace(
            problem,
            wanted=tuple(replace(w, after=tuple(g for g in w.after if g.after in names)) for w in known),
        )
        for visit in times[problem.wanted[len(placed)].id]:
            if not check(part, [*placed, visit]):
                yield from go_on((*placed, visit))

    yield from go_on(())


def cost(problem: Problem, visits: tuple[Placed, ...]) -> int:
    return sum(penalty.points for penalty in penalties_of(problem, visits))


def best_cost(problem: Problem) -> int | None:
    return min((cost(problem, visits) for visits in series(problem)), default=None)


def start_counts(problem: Problem) -> dict[date, int]:
    """For each start day, how many different lists of days complete the series."""
    lists = {tuple(visit.day for visit in visits) for visits in series(problem)}
    counts: dict[date, int] = {}
    for days in lists:
        counts[days[0]] = counts.get(days[0], 0) + 1
    return counts
