"""Shares of people with what they leave open: the score interval of Wilson, and Newcombe's for a difference.

Wilson EB, J Am Stat Assoc 1927;22:209-12. Newcombe RG, Stat Med 1998;17:873-90, method 10.
"""

from dataclasses import dataclass
from math import sqrt

_Z = 1.959963984540054  # not a limit: of the standard normal distribution, for 95 %
HUNDRED = 100  # not a limit: of so many people a share is told


@dataclass(frozen=True, slots=True)
class Range:
    """From and to, in people of 100."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Gap:
    """How many more of 100 people in the first group, with the 95 % interval; below 0: fewer."""

    more: int
    low: int
    high: int


def per_hundred(count: int, of: int) -> int:
    """A share as people of 100, rounded half up. Raises `ValueError` where the count cannot be one.

    >>> per_hundred(25, 54), per_hundred(1, 8)
    (46, 13)
    """
    _check(count, of)
    return (2 * HUNDRED * count + of) // (2 * of)


def wilson(count: float, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share, each end from 0 to 1. Raises `ValueError`."""
    _check(count, of)
    share, z2 = count / of, _Z * _Z
    middle = share + z2 / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return max(0.0, (middle - half) / (1 + z2 / of)), min(1.0, (middle + half) / (1 + z2 / of))


def newcombe(first: tuple[float, int], second: tuple[float, int]) -> tuple[float, float]:
    """The 95 % interval of the first share less the second, from the two score intervals. Raises `ValueError`."""
    (low_1, high_1), (low_2, high_2) = wilson(*first), wilson(*second)
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    apart = share_1 - share_2
    down = sqrt((share_1 - low_1) ** 2 + (high_2 - share_2) ** 2)
    up = sqrt((high_1 - share_1) ** 2 + (share_2 - low_2) ** 2)
    return apart - down, apart + up


def share_range(count: float, of: int) -> Range:
    """The score interval in people of 100, to the nearest person."""
    low, high = wilson(count, of)
    return Range(round(HUNDRED * low), round(HUNDRED * high))


def gap(first: tuple[int, int], second: tuple[int, int]) -> Gap:
    """The gap between two groups in people of 100. `more` is the difference of the two figures that are printed."""
    low, high = newcombe(first, second)
    return Gap(per_hundred(*first) - per_hundred(*second), round(HUNDRED * low), round(HUNDRED * high))


def _check(count: float, of: int) -> None:
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} people is no share.")
