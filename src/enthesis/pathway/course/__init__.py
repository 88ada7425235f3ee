"""Where a log of events leaves a course. State is never stored as truth, only folded."""

from enthesis.pathway.course.folding import Draft, apply, fold, same_name
from enthesis.pathway.course.standing import as_known_on, standing
from enthesis.pathway.course.state import (
    EXPECTED,
    Booking,
    Concern,
    Course,
    Decided,
    Diary,
    Done,
    Status,
    Taken,
)

__all__ = [
    "EXPECTED",
    "Booking",
    "Concern",
    "Course",
    "Decided",
    "Diary",
    "Done",
    "Draft",
    "Status",
    "Taken",
    "apply",
    "as_known_on",
    "fold",
    "same_name",
    "standing",
]
