"""What a patient wants to reach, as the one who opened the course may read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.clinic.access import WITHHELD
from enthesis.clinic.accounts import names_of
from enthesis.clinic.letters.inbox import patients_of
from enthesis.clinic.opening import Seen
from enthesis.pathway.course import standing
from enthesis.pathway.events import DiaryEntered, GoalSet


@dataclass(frozen=True, slots=True)
class Goal:
    """A pain of at most so much, from 0 to 10; when that was set, and by whom."""

    pain: Decimal
    on: date | None
    by: str  # the name of who wrote it down for the patient; "": the patient


def goals_of(seen: Seen) -> tuple[Goal, ...]:
    """Every goal of a course, the one that holds first."""
    return tuple(_goals(seen)) if seen.course.goals else ()


def _goals(seen: Seen) -> Iterator[Goal]:
    patients = patients_of(seen.person, seen.clinic)
    names = names_of(goal.recorded_by for goal in seen.course.goals)
    for goal in reversed(seen.course.goals):
        who = goal.recorded_by
        yield Goal(goal.pain, goal.happened_on, "" if who in patients else names.get(who, who))


def target_of(seen: Seen) -> str | None:
    """What the patient wants to do again, in their own words; None: nothing is set; "": not for this role."""
    told = [each.target for each in standing(seen.log) if isinstance(each, DiaryEntered | GoalSet) and each.target]
    return None if not told else "" if told[-1] == WITHHELD else told[-1]
