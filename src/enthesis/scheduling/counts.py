"""From each start day, how many different lists of days complete the series.

Counted along the tree of visits. Where two chains of visits run side by side from one visit (injections and therapy),
what they may not do to each other (two on one day) is counted too: the chain that stands earlier always takes the next
step, so each new day needs to be held against one day of the other chain only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enthesis.scheduling.clashes import LAST, Cut
from enthesis.scheduling.problem import Gap
from enthesis.scheduling.series import Solver
from enthesis.scheduling.slots import NEVER

Numbers = NDArray[Any]  # int64, or Python's own whole numbers where those could be too small
BITS = 62


@dataclass(frozen=True, slots=True)
class Starts:
    """Start days and their counts. Where not `exact`, a count is the most there can be; no day is named in vain."""

    counts: dict[date, int]
    exact: bool


def starts(solver: Solver) -> Starts:
    """The days on which the first visit can be so that the whole series can be completed."""
    counter = _Counter(solver)
    first = solver.tree.roots[0]
    found = counter.below(first)
    others = [int(counter.below(root).sum()) for root in solver.tree.roots[1:]]
    product = 1
    for other in others:
        product *= other
    exact = counter.exact and len(solver.tree.roots) == 1 and not solver.tree.more
    counts = {int(day): int(found[day]) * product for day in np.flatnonzero(found)} if product else {}
    if not exact:
        counts = {day: number for day, number in counts.items() if _completes(solver, first, day)}
    return Starts({solver.times.grid.on(day): number for day, number in counts.items()}, exact)


def _completes(solver: Solver, first: int, day: int) -> bool:
    return solver.spots((Cut(first, 0, day - 1), Cut(first, day + 1, LAST))) is not None


class _Counter:
    def __init__(self, solver: Solver) -> None:
        self.solver, self.tree = solver, solver.tree
        self.exact = True
        self.days = solver.times.grid.days
        possible = [solver.table(item, ()).min(axis=0, initial=NEVER) < NEVER for item in range(len(solver.slots))]
        choices = [1.0] * len(possible)
        for item, days in enumerate(possible):
            gap = self.tree.gap[item]
            wide = self.days if gap is None or gap.closes is None else gap.closes - gap.opens + 1
            choices[item] = max(1, min(wide, int(days.sum())))
        kind: Any = np.int64 if sum(map(log2, choices)) < BITS else object
        self.possible: list[Numbers] = [days.astype(np.int64).astype(kind) for days in possible]

    def below(self, item: int) -> Numbers:
        """For each day of a visit, in how many ways it and all that hangs on it can be placed."""
        children = self.tree.children[item]
        chains = [self._chain(child) for child in children]
        if len(children) == 2:
            one, other = chains
            if one and other and not any(self._may_share(a, b) for a in one for b in other):
                return self.possible[item] * self._side_by_side(item, one, other)
        if len(children) > 1:
            self.exact = False
        found = self.possible[item]
        for child in children:
            found = found * self._sums(self.below(child), self._step(item, child))
        return found

    def _chain(self, item: int) -> list[int] | None:
        """A visit and those that follow it one by one; None where they branch."""
        found = [item]
        while self.tree.children[found[-1]]:
            if len(self.tree.children[found[-1]]) > 1:
                return None
            found.append(self.tree.children[found[-1]][0])
        return found

    def _step(self, above: int, item: int) -> tuple[int, int]:
        """The least and the most days from a visit to the one below it."""
        gap = self.tree.gap[item]
        assert isinstance(gap, Gap)
        least = gap.opens if self._may_share(above, item) else max(gap.opens, self.solver.problem.one_visit_per_days)
        return least, self.days - 1 if gap.closes is None else min(gap.closes, self.days - 1)

    def _may_share(self, one: int, other: int) -> bool:
        """Whether two visits may be on one day. That both then find room on it is seen to when it comes to that."""
        wanted = self.solver.problem.wanted
        share = frozenset((wanted[one].id, wanted[other].id)) in self.solver.problem.same_day
        self.exact &= not share
        return share

    def _sums(self, below: Numbers, step: tuple[int, int]) -> Numbers:
        """For each day, the sum over the days `step` later."""
        sums = np.concatenate([np.zeros(1, dtype=below.dtype), np.cumsum(below)])
        first = np.minimum(np.arange(self.days) + step[0], self.days)
        last = np.minimum(np.arange(self.days) + step[1] + 1, self.days)
        return np.asarray(np.where(last > first, sums[last] - sums[first], 0))

    def _alone(self, item: int, chain: Sequence[int]) -> list[Numbers]:
        """In how many ways the rest of a chain can be placed after its n-th visit, for n from 0 (the visit above)."""
        found = [np.ones(self.days, dtype=self.possible[item].dtype)]
        for place in range(len(chain) - 1, -1, -1):
            above = chain[place - 1] if place else item
            found.insert(0, self._sums(self.possible[chain[place]] * found[0], self._step(above, chain[place])))
        return found

    def _side_by_side(self, item: int, one: list[int], other: list[int]) -> Numbers:
        """For each day of a visit, in how many ways two chains that both begin at it can be placed.

        `found[i, j][a, wide + d]`: the ways that are left when the i-th of the one is on day a and the j-th of the
        other on day a + d. Whichever is earlier goes on, so d stays within the longest step.
        """
        days = self.days
        steps = [
            [self._step(chain[place - 1] if place else item, chain[place]) for place in range(len(chain))]
            for chain in (one, other)
        ]
        wide = max(most for chain in steps for _, most in chain)
        alone = [self._alone(item, one), self._alone(item, other)]
        kind = self.possible[item].dtype
        off = np.arange(-wide, wide + 1)
        later = np.arange(days)[:, None] + off[None, :]  # the other's day
        inside = (later >= 0) & (later < days)
        clipped = np.clip(later, 0, days - 1)
        found: dict[tuple[int, int], Numbers] = {}
        for i in range(len(one), -1, -1):
            for j in range(len(other), -1, -1):
                ways = np.zeros((days, 2 * wide + 1), dtype=kind)
                if i == len(one):
                    ways[:, wide:] = (alone[1][j][clipped] * inside)[:, wide:]
                else:
                    ways[:, wide:] = self._go_on(found[i + 1, j], one[i], steps[0][i], wide)
                if j == len(other):
                    ways[:, :wide] = alone[0][i][:, None]
                else:
                    ways[:, :wide] = self._wait(found[i, j + 1], other[j], steps[1][j], wide, clipped, inside)
                found[i, j] = ways
        return found[0, 0][:, wide]

    def _go_on(self, after: Numbers, item: int, step: tuple[int, int], wide: int) -> Numbers:
        """The one chain, not later than the other, takes its next step."""
        apart = self.solver.problem.one_visit_per_days
        found = np.zeros((self.days, wide + 1), dtype=after.dtype)
        ways = after * self.possible[item][:, None]
        for length in range(step[0], step[1] + 1):
            if length >= self.days:
                break
            # from (a, d) to (a + length, d - length), for d = 0 .. wide
            row = ways[length:, wide - length : 2 * wide + 1 - length].copy()
            near = slice(max(0, length - apart + 1), min(wide, length + apart - 1) + 1)
            row[:, near] = 0
            found[: self.days - length] += row
        return found

    def _wait(
        self, after: Numbers, item: int, step: tuple[int, int], wide: int, clipped: NDArray[Any], inside: NDArray[Any]
    ) -> Numbers:
        """The other chain, earlier than the one, takes its next step."""
        apart = self.solver.problem.one_visit_per_days
        found = np.zeros((self.days, wide), dtype=after.dtype)
        ways = after * (self.possible[item][clipped] * inside)
        for length in range(step[0], min(step[1], 2 * wide) + 1):
            # from (a, d) to (a, d + length), for d = -wide .. -1
            row = ways[:, length : length + wide].copy()
            at = wide - length  # the place of d where d + length is 0
            row[:, max(0, at - apart + 1) : max(0, at + apart)] = 0
            found += row
        return found
