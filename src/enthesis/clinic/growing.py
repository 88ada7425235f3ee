"""A folded course that takes one more event without folding the whole log again.

Equal to `fold(log)` in everything (tests/clinic/test_growing.py); it only knows when the new event simply
comes last, which is nearly always.
"""

from collections.abc import Sequence
from copy import copy
from datetime import date

from enthesis.pathway.course import Course, _apply, _Draft, standing
from enthesis.pathway.events import Event, Withdrawn

_NESTED = ("done", "places", "therapy")  # dictionaries of lists


class Growing:
    """A course in the making. `grown` gives another one; the one it was called on stays as it is."""

    __slots__ = ("_draft", "_latest", "_place", "course")

    def __init__(self, log: Sequence[Event] = ()) -> None:
        stands = standing(log)
        draft = _Draft()
        for place, event in enumerate(stands):
            _apply(draft, event, place)
        self._draft = draft
        self._place = len(stands)
        self._latest = max((event.happened_on for event in stands if event.happened_on), default=date.min)
        self.course: Course = draft.course()

    def takes(self, event: Event) -> bool:
        """Whether the event simply comes last: dated, not before any other, and correcting nothing."""
        day = event.happened_on
        return day is not None and day >= self._latest and not event.replaces and not isinstance(event, Withdrawn)

    def grown(self, log: Sequence[Event], event: Event) -> "Growing":
        """The course after one more event; `log` is the log before it."""
        if not self.takes(event):
            return Growing((*log, event))
        return self._copy()._add(event)

    def add(self, log: Sequence[Event], event: Event) -> "Growing":
        """The same without keeping the course before it: for many events in a row."""
        return self._add(event) if self.takes(event) else Growing((*log, event))

    def _add(self, event: Event) -> "Growing":
        _apply(self._draft, event, self._place)
        self._place += 1
        self._latest = event.happened_on or self._latest
        self.course = self._draft.course()
        return self

    def _copy(self) -> "Growing":
        draft = _Draft.__new__(_Draft)
        for name, value in vars(self._draft).items():
            if name in _NESTED:
                setattr(draft, name, {key: list(several) for key, several in value.items()})
            else:
                setattr(draft, name, copy(value) if isinstance(value, list | dict | set) else value)
        other = Growing.__new__(Growing)
        other._draft, other._place, other._latest = draft, self._place, self._latest
        return other
