"""A standard deviation that looks like a standard error: it is told, and nothing is refused or changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median

from enthesis.evidence.study import Means, Study

CODE = "sd-looks-like-se"
_SMALL = 0.4  # of the median of the others: above it trials differ so much by themselves
_CLOSE = 1.5  # times the median, that it may be at most once it is multiplied by the root of the number of people


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that can be, and that somebody should look up. `field` names it in the case."""

    code: str
    label: str
    field: str
    says: str
    remedy: str


def doubts_of(studies: Sequence[Study], measure: str) -> tuple[Doubt, ...]:
    """Every standard deviation that is as much smaller than those of the other studies as a standard error would be.

    One study is held against its own other arm. Under SMD scales may differ: a study whose means are smaller than the
    others by as much is not told.

    >>> one, other = Means("Ada 2026", 100, 5, 0.23, 100, 6, 0.25), Means("Ben 2026", 90, 5, 2.3, 95, 6, 2.4)
    >>> [doubt.field for doubt in doubts_of([one, other], "MD")]
    ['studies[0].sd1', 'studies[0].sd2']
    """
    return tuple(_doubts(studies, measure))


def _doubts(studies: Sequence[Study], measure: str) -> Iterator[Doubt]:
    placed = [(place, study) for place, study in enumerate(studies) if isinstance(study, Means)]
    for place, study in placed:
        others = [other for at, other in placed if at != place]
        if measure == "SMD" and others and _is_of_another_scale(study, others):
            continue
        for arm, n, sd, own in ((1, study.n1, study.sd1, study.sd2), (2, study.n2, study.sd2, study.sd1)):
            usual = median([each for other in others for each in (other.sd1, other.sd2)] or [own])
            if sd <= _SMALL * usual and sd * sqrt(n) <= _CLOSE * usual:
                yield _doubt(study.label, f"studies[{place}].sd{arm}", arm, n, sd, usual, is_alone=not others)


def _doubt(label: str, field: str, arm: int, n: float, sd: float, usual: float, *, is_alone: bool) -> Doubt:
    than = f"that of the other arm ({usual:g})" if is_alone else f"those of the other studies (median {usual:g})"
    return Doubt(
        CODE,
        label,
        field,
        f"{label}: the standard deviation {sd:g} of arm {arm} is {usual / sd:.3g} times smaller than {than}. "
        f"With {n:g} people it looks like a standard error.",
        f"Look it up in the paper. If it is a standard error, give {sd * sqrt(n):.3g}: "
        f"it times the square root of {n:g}.",
    )


def _is_of_another_scale(study: Means, others: Sequence[Means]) -> bool:
    level = max(abs(study.mean1), abs(study.mean2))
    usual = median(max(abs(other.mean1), abs(other.mean2)) for other in others)
    return level <= _SMALL * usual
