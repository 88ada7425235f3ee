"""The best series, and the next best ones that differ in a way that a person cares about."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.clashes import Cut
from enthesis.scheduling.points import leader_of
from enthesis.scheduling.series import Series, Solver
from enthesis.scheduling.slots import Slots

Kept = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Choice:
    """A complete series, and what is different about it."""

    series: Series
    differs: str  # "" for the best one


def choices(solver: Solver, most: int = 3) -> list[Choice]:
    """The best series first, then others, cheapest first; none twice. Empty where there is no complete series."""
    best = solver.best()
    if best is None:
        return []
    others: list[Choice] = []
    for differs, series in _others(solver, best):
        if series is not None and all(series.visits != known.visits for known in (best, *(o.series for o in others))):
            others.append(Choice(series, differs))
    return [Choice(best, ""), *sorted(others, key=lambda choice: choice.series.cost)[: most - 1]]


def _others(solver: Solver, best: Series) -> Iterator[tuple[str, Series | None]]:
    """The best series of each kind of difference, in the order in which they are preferred at the same cost."""
    times, grid = solver.times, solver.times.grid
    first = min(range(len(best.visits)), key=lambda item: best.visits[item].starts)
    day = grid.day(best.visits[first].day)
    noon = np.array([grid.wall(number, time(12)) for number in range(grid.days)]) - times.low
    steps = np.arange(times.width)[None, None, :]
    weekday = Counter(visit.day.weekday() for visit in best.visits).most_common(1)[0][0]
    on = np.array([grid.on(number).weekday() for number in range(grid.days)]) == weekday

    def only(keep: Callable[[Slots], Kept]) -> Series | None:
        return solver.narrowed(keep).best()

    yield "in the mornings", only(lambda slots: steps + slots.length <= noon[None, :, None])
    yield "in the afternoons", only(lambda slots: steps >= noon[None, :, None])
    yield f"never on a {_WEEKDAYS[weekday]}", only(lambda slots: ~on[None, :, None])
    for kind, name in _leading(solver, best):
        yield f"with another {kind}", only(lambda slots, name=name: _not_led_by(slots, name))  # type: ignore[misc]
    yield "starts at least a week later", solver.best((Cut(first, 0, day + 6),))
    yield "starts on another day", solver.best((Cut(first, day, day),))


def _leading(solver: Solver, best: Series) -> list[tuple[str, str]]:
    """Kind and id of who leads the most visits of each kind."""
    found: dict[str, Counter[str]] = {}
    for wanted, visit in zip(solver.problem.wanted, best.visits, strict=True):
        leader = leader_of(solver.problem, wanted, visit)
        if leader is not None:
            found.setdefault(leader.kind, Counter())[leader.id] += 1
    return [(kind, count.most_common(1)[0][0]) for kind, count in found.items()]


def _not_led_by(slots: Slots, name: str) -> Kept:
    return np.array([leader is None or leader.id != name for leader in slots.leaders], dtype=bool)[:, None, None]


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
