"""A folded course that takes one more event without folding the whole log again.

Equal to `fold(log)` in everything (tests/clinic/test_growing.py); it only knows when the new event simply
comes last, which is nearly always.
"""

from collections.abc import Sequence
from datetime import date

from enthesis.pathway.course import Course, Draft, apply, standing
from enthesis.pathway.events import Event, Withdrawn


class Growing:
    """A course in the making, owned by one writer. The courses that it gave stay as they were."""

    __slots__ = ("_draft", "_latest", "_place", "course")

    def __init__(self, log: Sequence[Event] = ()) -> None:
        stands = standing(log)
        draft = Draft()
        for place, event in enumerate(stands):
            apply(draft, event, place)
        self._draft = draft
        self._place = len(stands)
        self._latest = max((event.happened_on for event in stands if event.happened_on), default=date.min)
        self.course: Course = draft.course()

    def takes(self, event: Event) -> bool:
        """Whether the event simply comes last: dated, not before any other, and correcting nothing."""
        day = event.happened_on
        return day is not None and day >= self._latest and not event.replaces and not isinstance(event, Withdrawn)

    def add(self, log: Sequence[Event], event: Event) -> "Growing":
        """The course after one more event; `log` is the log before it. Uses this one up."""
        if not self.takes(event):
            return Growing((*log, event))
        draft = self._draft
        draft.part()
        apply(draft, event, self._place)
        self._place += 1
        self._latest = event.happened_on or self._latest
        self.course = draft.course()
        return self
