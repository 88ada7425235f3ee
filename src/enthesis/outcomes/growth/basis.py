"""How pain may move over time: an early change that levels off, a slow drift, and what further sessions add."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

START, EARLY, LATE, FURTHER = COLUMNS = ("start", "early", "late", "further")
LATE_FROM, LATE_OVER = 13.0, 39.0  # weeks: the drift begins at 3 months and is counted per 9 months, so 1 at a year
LONGEST = 104.0  # weeks: later than that the curve goes on level


@dataclass(frozen=True, slots=True)
class Basis:
    """The columns of the curve.

    start    1: where the curve begins
    early    1 - exp(-t / onset): a change that has come by two thirds after `onset` weeks and then levels off
    late     max(0, t - 13) / 39: a drift from the third month on
    further  log2(1 + a1 + a2 + ...) - log2(1 + a1), ak = early of the time since session k: what sessions after the
             first add, each less than the one before it
    """

    onset: float
    columns: tuple[str, ...] = COLUMNS
    late_from: float = LATE_FROM
    late_over: float = LATE_OVER

    @property
    def size(self) -> int:
        return len(self.columns)

    def early(self, weeks: Array) -> Array:
        return 1.0 - np.exp(-np.clip(weeks, 0.0, LONGEST) / self.onset)

    def rows(self, weeks: Array, sessions: Sequence[float], extra: float = 0.0) -> Array:
        """One row for each week of one course; sessions still to come count from their day on."""
        own = np.asarray(sessions if len(sessions) else [0.0], dtype=float)
        return self.rows_each(weeks, np.broadcast_to(own, (len(weeks), len(own))), np.full(len(weeks), extra))

    def rows_each(self, weeks: Array, sessions: Array, extra: Array) -> Array:
        """One row for each course at a week of its own. `sessions` (courses, most): infinite where there is none.

        `extra` is added to `further`: sessions that usually still come.
        """
        made = []
        for name in self.columns:
            if name == START:
                made.append(np.ones_like(weeks))
            elif name == EARLY:
                made.append(self.early(weeks))
            elif name == LATE:
                made.append(np.clip(weeks - self.late_from, 0.0, LONGEST - self.late_from) / self.late_over)
            else:
                total = self.early(weeks[:, None] - sessions).sum(axis=1)
                first = self.early(weeks - sessions[:, 0])
                made.append(np.log2(1.0 + total) - np.log2(1.0 + first) + extra)
        return np.stack(made, axis=1)
