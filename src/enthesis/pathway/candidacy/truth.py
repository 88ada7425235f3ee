"""Three-valued logic: true, false, and open because an answer is missing."""

from collections.abc import Iterable

Truth = bool | None  # None: open
NOTHING: frozenset[str] = frozenset()


def all_of(truths: Iterable[Truth]) -> Truth:
    """False as soon as one is false; open as long as one is open; else true."""
    so_far: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            so_far = None
    return so_far


def any_of(truths: Iterable[Truth]) -> Truth:
    """True as soon as one is true; open as long as one is open; else false."""
    so_far: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            so_far = None
    return so_far


def not_of(truth: Truth) -> Truth:
    return None if truth is None else not truth
