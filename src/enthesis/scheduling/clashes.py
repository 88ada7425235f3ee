"""What two visits of a series may not do to each other, and how to split a problem so that they do not.

Every split is into parts that together hold every complete series, and none of them holds the one that clashes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enthesis.scheduling.series import Solver, Spot

LAST = 10**6  # a day or step behind all others


@dataclass(frozen=True, slots=True)
class Cut:
    """Takes days from a visit, or the starts `from_step` to `to_step` on one day. Ends are included."""

    item: int
    first: int
    last: int
    within_day: bool = False
    from_step: int = 0
    to_step: int = LAST
    leader: int = -1  # -1: whoever leads


Split = tuple[Cut, ...]


def clash(solver: Solver, spots: Sequence[Spot]) -> Split | None:
    """The first clash of an answer as a split; None where there is none."""
    for one, other in combinations(sorted(range(len(spots)), key=lambda item: (spots[item].day, item)), 2):
        found = _too_near(solver, spots, one, other) or _same_day(solver, spots, one, other)
        if found is not None:
            return found
    for item, anchor, gap in solver.tree.more:
        day, above = spots[item].day, spots[anchor].day
        if day < above + gap.opens:
            return Cut(anchor, above, LAST), Cut(item, 0, above + gap.opens - 1)
        if gap.closes is not None and day > above + gap.closes:
            return Cut(anchor, 0, above), Cut(item, above + gap.closes + 1, LAST)
    for day in sorted({spot.day for spot in spots}):
        items = [item for item, spot in enumerate(spots) if spot.day == day]
        if len(items) > 2 and together(solver, items, spots) is None:
            return tuple(_only(item, spots[item]) for item in items)
    return None


def _too_near(solver: Solver, spots: Sequence[Spot], one: int, other: int) -> Split | None:
    """`one` is not later than `other`."""
    first, second = spots[one].day, spots[other].day
    apart = solver.problem.one_visit_per_days
    if second - first >= apart:
        return None
    if frozenset((solver.problem.wanted[one].id, solver.problem.wanted[other].id)) in solver.problem.same_day:
        return None if first == second else (Cut(one, first, first), Cut(other, second, second))
    # Of any `apart` days in a row, two such visits cannot both have one.
    return Cut(one, second - apart + 1, second), Cut(other, second - apart + 1, second)


def _same_day(solver: Solver, spots: Sequence[Spot], one: int, other: int) -> Split | None:
    """Two visits that may be on one day, and are: one after the other, with what each needs to itself."""
    if spots[one].day != spots[other].day:
        return None
    day = spots[one].day
    for item, anchor in ((one, other), (other, one)):
        if any(gap.after == solver.problem.wanted[anchor].id for gap in solver.problem.wanted[item].after):
            start, end = spots[item].step, spots[anchor].step + solver.slots[anchor].length
            if start < end:  # what is counted from a visit begins when that one is over
                late = start - solver.slots[anchor].length + 1
                return _starts(anchor, day, late, LAST), _starts(item, day, 0, start)
    at = max(spots[one].step, spots[other].step)
    if all(spots[item].step <= at < spots[item].step + solver.slots[item].length for item in (one, other)):
        return _covering(solver, one, day, at), _covering(solver, other, day, at)
    if together(solver, (one, other), spots) is None:
        return _only(one, spots[one]), _only(other, spots[other])
    return None


def together(solver: Solver, items: Sequence[int], spots: Sequence[Spot]) -> list[tuple[str, ...]] | None:
    """What visits of one day take up, one for each need, nothing twice at a time; None where that cannot be."""
    return _given(solver, items, spots, ())


def _given(
    solver: Solver, items: Sequence[int], spots: Sequence[Spot], taken: tuple[tuple[int, int, tuple[str, ...]], ...]
) -> list[tuple[str, ...]] | None:
    if not items:
        return []
    spot, slots = spots[items[0]], solver.slots[items[0]]
    begin = spot.step - slots.before
    end = begin + slots.occupied
    without = {name for start, stop, names in taken if start < end and begin < stop for name in names}
    for picked in slots.picks(slots.leaders[spot.leader], spot.day, spot.step, without):
        rest = _given(solver, items[1:], spots, (*taken, (begin, end, picked)))
        if rest is not None:
            return [picked, *rest]
    return None


def _only(item: int, spot: Spot) -> Cut:
    """One start with one leader."""
    return _starts(item, spot.day, spot.step, spot.step, spot.leader)


def _starts(item: int, day: int, first: int, last: int, leader: int = -1) -> Cut:
    return Cut(item, day, day, True, first, last, leader)


def _covering(solver: Solver, item: int, day: int, at: int) -> Cut:
    """The starts from which a visit would be going on at `at`."""
    return _starts(item, day, at - solver.slots[item].length + 1, at)
