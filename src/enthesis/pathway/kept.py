"""What was done, each with the window that it had when it was done: what shows whether intervals were kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import Course, Done, Draft, apply, standing
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.window import NO_WINDOW, Window


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that was done. `window` is as the agenda gave it just before, empty where it was not on the agenda."""

    activity: str
    number: int  # which session or point, as the agenda counted it; 0 where there is only one, or none was expected
    on: date | None
    event: str
    window: Window = NO_WINDOW

    @property
    def is_inside(self) -> bool | None:
        """Whether it was done inside its window; None where the day or both ends are not known."""
        if self.on is None or (self.window.opens is None and self.window.closes is None):
            return None
        return self.window.holds(self.on)


def kept_windows(protocol: Protocol, log: Sequence[Event], zone: tzinfo = UTC) -> tuple[Kept, ...]:
    """Everything that a log says was done, in its order, with its windows under one protocol.

    What is corrected counts as corrected. `zone` is the clinic's. A course that changed its protocol is held against
    the one that is given throughout.
    """
    found: list[Kept] = []
    draft = Draft()
    before = draft.course()
    for place, event in enumerate(standing(log)):
        draft.part()
        apply(draft, event, place)
        now = draft.course()
        new = _new(before, now)
        if new:
            items = {item.activity: item for item in reversed(agenda(protocol, before, zone))}
            for activity, done in new:
                item = items.get(activity)
                window, number = (item.window, item.number) if item else (NO_WINDOW, 0)
                found.append(Kept(activity, number, done.on, done.event, window))
        before = now
    return tuple(found)


def _new(before: Course, now: Course) -> list[tuple[str, Done]]:
    """What one event added to what was done."""
    return [
        (activity, one)
        for earlier, later in ((before.done, now.done), (before.therapy, now.therapy))
        for activity, done in later.items()
        if len(done) > len(earlier.get(activity, ()))
        for one in done[len(earlier.get(activity, ())) :]
    ]
