"""The fitted model: small, frozen, written to and read from a file."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array, Basis
from enthesis.outcomes.growth.shapes import Scale

WEEKS = (13, 26, 52)  # 3, 6 and 12 months, as the registry counts them


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often outcomes lay below each level of their prediction, on courses that the prediction had not seen.

    `reached[i]` is the share of outcomes below level i/100. With few outcomes it is drawn to the level itself.
    """

    n: int  # courses with an outcome at this time
    reached: tuple[float, ...]

    def share(self, level: Array | float) -> Array:
        """The calibrated chance to lie below what the curve gives the chance `level`."""
        return np.asarray(np.interp(level, _LEVELS, self.reached))

    def level(self, share: Array | float) -> Array:
        """The other way round."""
        return np.asarray(np.interp(share, self.reached, _LEVELS))


_LEVELS = np.linspace(0.0, 1.0, 101)
UNCALIBRATED = Calibration(0, tuple(float(level) for level in _LEVELS))


@dataclass(frozen=True, slots=True)
class Decided:
    """Of one session and one time: those who stopped after it and those who went on, made comparable by the model."""

    session: int
    week: int
    n_stopped: int  # courses that stopped there
    n_went_on: int
    answered_stopped: int  # of these with an outcome at that time
    answered_went_on: int
    by_response: int  # of those who stopped, because of how the pain went
    why_unknown: int  # of those who stopped, nobody wrote down why
    apart: float  # how far the two lay apart in what was expected of them, in standard deviations
    apart_before: float  # the same in pain before treatment
    seen: tuple[float, float]  # expected pain in both groups: the 5th to the 95th of a hundred
    off_stopped: float  # mean of outcome less expectation
    off_went_on: float
    se: float  # of the difference between the two


@dataclass(frozen=True, slots=True)
class Bin:
    """Courses that went on after a session with such an improvement by then, and what they reached."""

    session: int
    week: int
    bin: int  # of `like_them.EDGES`
    n: int
    reached_30: int
    reached_50: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Everything that a forecast needs. No course of a patient is in it."""

    version: str
    scale: Scale
    basis: Basis
    conditions: tuple[str, ...]
    courses: tuple[int, ...]  # of each condition that the model learned from
    readings: int
    curves: Array  # (conditions, q)
    curve_cov: Array  # (conditions, q, q)
    common: Array  # (q,): for a condition that it has never met
    common_cov: Array
    between: Array  # (q, q): how patients differ
    noise: float
    usual: Array  # (sessions, weeks): what sessions that usually still come add to `further`
    calibrations: Mapping[int, Calibration]  # by week
    raw_mean: Mapping[int, float]  # mean outcome of all courses, the figure that a forecast must beat
    decided: tuple[Decided, ...]
    bins: tuple[Bin, ...]
    prior: str  # version of the knowledge that it began with; "" where it began with nothing

    @property
    def n(self) -> int:
        return sum(self.courses)

    def courses_of(self, condition: str) -> int:
        return self.courses[self.conditions.index(condition)] if condition in self.conditions else 0

    def prior_of(self, condition: str) -> tuple[Array, Array]:
        """The curve of a patient with this condition of whom nothing is known yet, and its covariance."""
        if condition not in self.conditions:
            return self.common, self.common_cov + self.between
        place = self.conditions.index(condition)
        return self.curves[place], self.curve_cov[place] + self.between

    def usual_after(self, session: int, week: int) -> float:
        """What sessions that usually still come add to `further` by that week, after so many sessions."""
        if week not in WEEKS or not len(self.usual):
            return 0.0
        return float(self.usual[min(max(session, 1), len(self.usual)) - 1][WEEKS.index(week)])
