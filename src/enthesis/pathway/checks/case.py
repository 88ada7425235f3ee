"""What a check looks at, and how it says no."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from enthesis.pathway.course import Course, fold, standing
from enthesis.pathway.events import Event
from enthesis.pathway.finding import REFUSE, STOP, WARN, Finding
from enthesis.pathway.protocol.model import Protocol


@dataclass(frozen=True, slots=True)
class Case:
    protocol: Protocol
    course: Course
    jurisdiction: str | None
    log: Sequence[Event]
    zone: tzinfo = UTC  # the clinic's

    def as_it_stood(self, event: Event) -> Course:
        """The course just before an event that is told late: what came after its day says nothing about it.

        What happened before the course began is held against the course as it is now.
        """
        day, began = event.happened_on, self.course.started_on
        if day is None or (began is not None and day < began):
            return self.course
        if all(other.happened_on is None or other.happened_on <= day for other in self.log):
            return self.course
        order = standing([*self.log, event])
        return fold(order[: next(place for place, other in enumerate(order) if other is event)])


def refuse(code: str, says: str, remedy: str, field: str = "") -> Finding:
    return Finding(code=code, level=REFUSE, says=says, remedy=remedy, field=field, sources=("HOUSE",))


def stop(code: str, says: str, remedy: str) -> Finding:
    return Finding(code=code, level=STOP, says=says, remedy=remedy, sources=("HOUSE",))


def warn(code: str, says: str) -> Finding:
    return Finding(code=code, level=WARN, says=says, sources=("HOUSE",))
