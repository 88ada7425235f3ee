"""The pain that a patient would be content with, held against the pain that was told. It moves nothing."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from enthesis.pathway.course import Course
from enthesis.pathway.diary import pains
from enthesis.pathway.instruments.results import exact_of, rounded
from enthesis.pathway.response.figures import DIARY, PAIN, sides


@dataclass(frozen=True, slots=True)
class Told:
    """The pain of one day, 0 to 10."""

    on: date
    pain: Fraction

    @property
    def figure(self) -> str:
        """As it is printed: 4, or 3.5."""
        return f"{rounded(self.pain, 1):f}".removesuffix(".0")


def told_last(course: Course, until: date | None = None) -> Told | None:
    """The pain of the last day that has one, from the diary or a single answer; where sides differ, the worse one.

    `until`: days after it are not looked at.
    """
    found: dict[date, Fraction] = {}
    for side in sides(course, DIARY):
        diary = pains(course.diary, ("", "both", side) if side else None)
        scores = {
            score.on: exact_of(score.value)
            for score in course.scores
            if score.instrument == PAIN and score.value is not None and score.on and score.side in ("", "both", side)
        }
        for day, pain in (scores | diary).items():
            found[day] = max(pain, found.get(day, pain))
    days = [day for day in found if until is None or day <= until]
    return Told(max(days), found[max(days)]) if days else None
