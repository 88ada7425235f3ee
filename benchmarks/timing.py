"""Taking times side by side, so that what else the machine does in that moment meets all alike."""

import gc
from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter


def interleaved(repetitions: int, **rounds: Callable[[], float]) -> Mapping[str, list[float]]:
    """What each round returned, over repetitions that take turns: a b, b a, a b, ... The first turn is thrown away."""
    found: dict[str, list[float]] = {name: [] for name in rounds}
    for repetition in range(repetitions + 1):
        names = list(rounds) if repetition % 2 else list(rounds)[::-1]
        for name in names:
            gc.collect()
            taken = rounds[name]()
            if repetition:
                found[name].append(taken)
    return found


def each(work: Callable[[], object], times: int = 1) -> Callable[[], float]:
    """A round that does `work` a number of times and returns the seconds of one."""

    def once() -> float:
        started = perf_counter()
        for _ in range(times):
            work()
        return (perf_counter() - started) / times

    return once


def ratio(numerator: list[float], denominator: list[float]) -> float:
    """The median of the ratios, each of two neighbours in time."""
    return median(a / b for a, b in zip(numerator, denominator, strict=True))
