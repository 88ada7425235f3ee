"""The messages between a patient and the clinic: in their order, and since when the patient waits for an answer.

An answer is any message of the clinic that comes after the patient's: nothing more is asked, so that nobody has to tick
off what is answered. A message is neither corrected nor taken back, because it may have been read.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from enthesis.pathway.events import Event, MessageWritten

ABOUT = ("visits", "medicines", "exercises", "money", "other")


@dataclass(frozen=True, slots=True)
class Letter:
    """One message."""

    event: str
    words: str
    about: str
    at: datetime | None
    by: str  # as the log names them
    is_from_patient: bool


def thread(log: Iterable[Event], patients: Collection[str]) -> list[Letter]:
    """The messages of a course in the order in which they were recorded. `patients`: how the log names the patient."""
    return [
        Letter(event.id, event.words, event.about, event.recorded_at, event.recorded_by, event.recorded_by in patients)
        for event in log
        if isinstance(event, MessageWritten)
    ]


def unanswered(letters: Sequence[Letter]) -> list[Letter]:
    """What the patient wrote since the clinic wrote last, the earliest first."""
    found: list[Letter] = []
    for letter in letters:
        if letter.is_from_patient:
            found.append(letter)
        else:
            found.clear()
    return found
