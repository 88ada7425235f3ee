"""A calendar as one whole number: bit n is step n of all days, one day behind the other.

What asks a table of a year cell by cell asks such a number at once: "free together" is `&`, "free for six steps from
here on" is a few shifts. The last step of each day belongs to nobody, so that nothing runs on into the next day.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Flat = NDArray[np.bool_]


def pack(flat: Flat) -> int:
    """The number of a row of steps."""
    return int.from_bytes(np.packbits(flat, bitorder="little").tobytes(), "little")


def unpack(bits: int, size: int) -> Flat:
    """The row of `size` steps of a number."""
    octets = np.frombuffer(bits.to_bytes(-(-size // 8), "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").view(np.bool_)


def between(first: int, last: int) -> int:
    """The steps from `first` on, before `last`."""
    return ((1 << (last - first)) - 1) << first if last > first else 0


def runs(bits: int, length: int) -> int:
    """The steps from which on `length` steps in a row are in it."""
    have = 1
    while have < length:
        more = min(have, length - have)
        bits &= bits >> more
        have += more
    return bits


def at_least(number: int, some: Iterable[int]) -> int:
    """The steps that are in at least `number` (one or more) of some calendars."""
    found = [0] * number  # those that are in at least one, two, ... of the calendars so far
    for bits in some:
        for place in range(number - 1, 0, -1):
            found[place] |= found[place - 1] & bits
        found[0] |= bits
    return found[-1]
