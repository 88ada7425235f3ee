"""Shares of people with what they leave open: Wilson's score interval; for a gap the one of the evidence pages.

Wilson EB, J Am Stat Assoc 1927;22:209-12.
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


def difference(first: tuple[float, int], second: tuple[float, int]) -> tuple[float, float]:
    """The 95 % interval of the first share less the second, as the figure of the evidence pages has it (Wald).

    Raises `ValueError`.
    """
    for count, of in (first, second):
        _check(count, of)
    share_1, share_2 = first[0] / first[1], second[0] / second[1]
    half = _Z * sqrt(share_1 * (1 - share_1) / first[1] + share_2 * (1 - share_2) / second[1])
    return share_1 - share_2 - half, share_1 - share_2 + half


def share_range(count: float, of: int) -> Range:
    """The score interval in people of 100, to the nearest person."""
    low, high = wilson(count, of)
    return Range(round(HUNDRED * low), round(HUNDRED * high))


def _check(count: float, of: int) -> None:
    if not 0 <= count <= of or of == 0:
        raise ValueError(f"{count} of {of} people is no share.")
