"""Figures that cannot be, or that are no comparison of people with people: what must not be pooled, and why."""

from collections.abc import Sequence
from math import isfinite, sqrt

from enthesis.evidence.study import Counts, Effect, Means, NotPoolable, Study

LARGEST, SMALLEST = 1e40, 1e-40  # of any figure but 0: beyond them squares no longer fit
MOST_PEOPLE = 1e12
MOST_STUDIES = 5000


def sound(studies: Sequence[Study]) -> None:
    """Refuse what no trial can have found. Raises `NotPoolable` for the first study that is not in order."""
    if not studies:
        raise NotPoolable("no-studies", "There is no study to pool.", "Give one study at least.", "studies")
    if len(studies) > MOST_STUDIES:
        raise NotPoolable("too-many", f"{len(studies)} studies were given.", f"Give {MOST_STUDIES} at most.", "studies")
    for place, study in enumerate(studies):
        field = f"studies[{place}]"
        if isinstance(study, Counts):
            _counts(study, field)
        elif isinstance(study, Means):
            _means(study, field)
        else:
            _effect(study, field)


def _counts(study: Counts, field: str) -> None:
    for arm, r, n in ((1, study.r1, study.n1), (2, study.r2, study.n2)):
        _whole(study.label, f"r{arm}", r, field)
        _whole(study.label, f"n{arm}", n, field)
        if n < 1:
            raise NotPoolable(
                "no-people", f"{study.label}: arm {arm} has nobody in it.", "Give n of at least 1.", f"{field}.n{arm}"
            )
        if r > n:
            raise NotPoolable(
                "more-events-than-people",
                f"{study.label}: {r:g} of {n:g} in arm {arm} cannot be.",
                "Count each person once, and give n of the same arm.",
                f"{field}.r{arm}",
            )


def _means(study: Means, field: str) -> None:
    for arm, n, mean, sd in ((1, study.n1, study.mean1, study.sd1), (2, study.n2, study.mean2, study.sd2)):
        _whole(study.label, f"n{arm}", n, field)
        _in_range(study.label, f"mean{arm}", mean, field)
        _in_range(study.label, f"sd{arm}", sd, field)
        if n < 2:
            raise NotPoolable(
                "too-few-people",
                f"{study.label}: arm {arm} has {n:g} people; a standard deviation needs two.",
                "Leave the study out.",
                f"{field}.n{arm}",
            )
        if sd <= 0:
            raise NotPoolable(
                "impossible-sd",
                f"{study.label}: the standard deviation {sd:g} of arm {arm} cannot be.",
                "Give a standard deviation above 0; a missing one is not 0.",
                f"{field}.sd{arm}",
            )


def _effect(study: Effect, field: str) -> None:
    _in_range(study.label, "yi", study.yi, field)
    _in_range(study.label, "vi", study.vi, field)
    if study.vi <= 0:
        raise NotPoolable(
            "impossible-variance",
            f"{study.label}: the sampling variance {study.vi:g} cannot be.",
            "Give the square of the standard error, above 0.",
            f"{field}.vi",
        )


def _whole(label: str, name: str, value: float, field: str) -> None:
    if not isfinite(value) or value < 0 or value > MOST_PEOPLE or value != int(value):
        raise NotPoolable(
            "not-a-count",
            f"{label}: {name} is {value:g}; people are counted in whole numbers.",
            "Give a whole number of people, 0 or more.",
            f"{field}.{name}",
        )


def _in_range(label: str, name: str, value: float, field: str) -> None:
    if not isfinite(value) or (value != 0 and not SMALLEST <= abs(value) <= LARGEST):
        raise NotPoolable(
            "out-of-range", f"{label}: {name} is {value:g}.", "Give a figure of ordinary size.", f"{field}.{name}"
        )


def largest_sd(mean: float, low: float, high: float, n: float) -> float:
    """The largest standard deviation that n values between `low` and `high` with this mean can have.

    >>> round(largest_sd(5.3, 0, 10, 36), 2)
    5.06
    """
    return sqrt(max(0.0, (mean - low) * (high - mean)) * n / (n - 1)) if n > 1 else 0.0
