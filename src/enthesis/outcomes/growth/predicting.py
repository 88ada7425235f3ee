"""From a curve to a range on the scale: a normal density cut off at the ends, brought in line with what came true."""

from dataclasses import dataclass

import numpy as np

from enthesis.outcomes.growth.basis import Array
from enthesis.outcomes.growth.model import Calibration
from enthesis.outcomes.growth.normal import below, value_of
from enthesis.outcomes.growth.shapes import Range, Scale

_SPLITS = 41  # ways to lay a range that are tried
_OUTSIDE = 1e-6  # no level lies nearer to certainty


@dataclass(frozen=True, slots=True)
class Predicted:
    """What is expected at one time of many courses: normal densities that know no ends, the scale, the calibration."""

    mean: Array
    sd: Array
    scale: Scale
    calibration: Calibration

    def quantile(self, share: Array | float) -> Array:
        """The pain that this share of such courses lies at or below."""
        return self._value(self.calibration.level(share))

    def median(self) -> Array:
        return self.quantile(0.5)

    def at_most(self, value: Array | float) -> Array:
        """The chance of a pain of at most `value`."""
        return self.calibration.share(self.level(value))

    def level(self, value: Array | float) -> Array:
        """The same before calibration. At the upper end of the scale it is 1, below the lower end 0."""
        value = np.asarray(value, dtype=float)
        found = below((value - self.mean) / self.sd)
        if self.scale.low is not None:
            found = np.where(value < self.scale.low, 0.0, found)
        if self.scale.high is not None:
            found = np.where(value >= self.scale.high, 1.0, found)
        return found

    def ranges(self, percent: float) -> tuple[Array, Array]:
        """The narrowest range that holds `percent` of a hundred such courses: its lower and its upper end.

        Where many are expected at an end of the scale it begins there: equal tails would hold more than they say. How
        it is laid is settled before calibration, so that the accidents of past courses cannot make it narrower.
        """
        held = percent / 100
        under = np.linspace(0.0, 1.0 - held, _SPLITS)[:, None]
        width = self._value(np.broadcast_to(under + held, (_SPLITS, len(self.mean)))) - self._value(
            np.broadcast_to(under, (_SPLITS, len(self.mean)))
        )
        # of two as narrow, the more even one
        uneven = 1e-6 * np.abs(under - (1.0 - held) / 2)
        share = under[np.argmin(width + uneven, axis=0), 0]
        low, high = self.quantile(share), self.quantile(share + held)
        if self.scale.low is not None:
            low = np.where(share <= 0, self.scale.low, low)
        if self.scale.high is not None:
            high = np.where(share + held >= 1, self.scale.high, high)
        return low, high

    def range(self, percent: float) -> Range:
        """The range of the first course."""
        low, high = self.ranges(percent)
        return Range(percent, float(low[0]), float(high[0]))

    def _value(self, level: Array) -> Array:
        found = self.mean + self.sd * value_of(np.clip(level, _OUTSIDE, 1 - _OUTSIDE))
        low = -np.inf if self.scale.low is None else self.scale.low
        high = np.inf if self.scale.high is None else self.scale.high
        return np.asarray(np.clip(found, low, high))


def expected_on_scale(mean: Array, sd: Array, scale: Scale) -> Array:
    """The mean of normal densities cut off at the ends of the scale."""
    found = np.asarray(mean, dtype=float)
    for end, sign in ((scale.low, 1.0), (scale.high, -1.0)):
        if end is not None:
            z = sign * (mean - end) / sd
            found = found + sign * sd * (np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi) - z * below(-z))
    return np.asarray(found)
