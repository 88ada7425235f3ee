"""Many courses as flat arrays: all readings under each other, and where each course begins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from enthesis.outcomes.growth.basis import Array, Basis
from enthesis.outcomes.growth.shapes import History, Scale

Whole = npt.NDArray[np.intp]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Stack:
    """Readings of many courses, course by course."""

    rows: Array  # (readings, columns)
    values: Array  # (readings,)
    weeks: Array
    owner: Whole  # (readings,): which course
    condition: Whole  # (courses,): which condition
    courses: int
    at_low: Flags  # (readings,): at the lower end of the scale
    at_high: Flags

    @property
    def is_bounded(self) -> bool:
        return bool(self.at_low.any() or self.at_high.any())

    def sums(self, each: Array) -> Array:
        """The sum over the readings of each course; 0 where it has none."""
        flat = each.reshape(len(each), int(np.prod(each.shape[1:])))
        found = np.empty((self.courses, flat.shape[1]))
        for column in range(flat.shape[1]):
            found[:, column] = np.bincount(self.owner, flat[:, column], self.courses)
        return found.reshape(self.courses, *each.shape[1:])

    def only(self, kept: Flags) -> "Stack":
        """The same courses with only these readings."""
        return Stack(
            self.rows[kept],
            self.values[kept],
            self.weeks[kept],
            self.owner[kept],
            self.condition,
            self.courses,
            self.at_low[kept],
            self.at_high[kept],
        )

    def of(self, chosen: Flags) -> "Stack":
        """Only these courses."""
        kept = chosen[self.owner]
        number = np.cumsum(chosen) - 1
        return Stack(
            self.rows[kept],
            self.values[kept],
            self.weeks[kept],
            number[self.owner[kept]].astype(np.intp),
            self.condition[chosen],
            int(chosen.sum()),
            self.at_low[kept],
            self.at_high[kept],
        )


def padded(histories: Sequence[History], most: int = 1) -> Array:
    """The weeks of the sessions of each course, one row each; infinite where there is none."""
    width = max(most, max((len(history.sessions) for history in histories), default=1), 1)
    found = np.full((len(histories), width), np.inf)
    for place, history in enumerate(histories):
        found[place, : len(history.sessions)] = history.sessions
        if not history.sessions:
            found[place, 0] = 0.0
    return found


def stack(histories: Sequence[History], conditions: Sequence[str], basis: Basis, scale: Scale) -> Stack:
    """The arrays of these courses. A condition that is not among `conditions` is numbered -1."""
    number = {name: place for place, name in enumerate(conditions)}
    count = np.array([len(history.readings) for history in histories], dtype=np.intp)
    owner = np.repeat(np.arange(len(histories)), count)
    told = [(reading.week, reading.value) for history in histories for reading in history.readings]
    both = np.array(told, dtype=float).reshape(-1, 2)
    weeks, value = np.maximum(both[:, 0], 0.0), both[:, 1]
    return Stack(
        basis.rows_each(weeks, padded(histories)[owner], np.zeros(len(weeks))),
        value,
        weeks,
        owner,
        np.array([number.get(history.condition, -1) for history in histories], dtype=np.intp),
        len(histories),
        value <= scale.low if scale.low is not None else np.zeros(len(value), dtype=bool),
        value >= scale.high if scale.high is not None else np.zeros(len(value), dtype=bool),
    )
