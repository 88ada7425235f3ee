"""Which events of a log still count, and in which order they happened."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from enthesis.pathway import events as e
from enthesis.pathway.events import Event


def standing(log: Sequence[Event]) -> list[Event]:
    """What still counts, in the order in which it happened.

    A correction stands where its mistake stood, on its own day. What came late is put on its day; what
    has no day stands after the event that it names, or else where it stands in the log.
    """
    kept = _corrected(log)
    if any(event.after for event in kept):
        kept = _after_named(kept, log)
    days: list[date] = []
    day = date.min
    in_order = True
    for event in kept:
        on = event.happened_on
        if on is not None:
            in_order = in_order and on >= day
            day = on
        days.append(day)
    if in_order:
        return kept
    return [kept[i] for i in sorted(range(len(kept)), key=days.__getitem__)]


def _corrected(log: Sequence[Event]) -> list[Event]:
    """The log with each correction in the place of its mistake, and nothing where it was withdrawn."""
    if not any(event.replaces for event in log):
        return [event for event in log if not isinstance(event, e.Withdrawn)]
    place: dict[str, int] = {}
    kept: list[Event | None] = []
    for event in log:
        if event.replaces and event.replaces in place:
            place[event.id] = at = place[event.replaces]
            kept[at] = event
        else:  # also a correction of something that this log never held: it stands for itself
            place.setdefault(event.id, len(kept))
            kept.append(event)
    return [event for event in kept if event is not None and not isinstance(event, e.Withdrawn)]


def _after_named(kept: list[Event], log: Sequence[Event]) -> list[Event]:
    """Undated events moved behind the ones they name; a name that leads nowhere changes nothing."""
    current = {event.id: event.id for event in kept}
    for event in reversed(log):  # what was replaced is found under its correction's name
        if event.replaces and event.id in current:
            current.setdefault(event.replaces, current[event.id])
    followers: dict[str, list[Event]] = {}
    heads: list[Event] = []
    seen: set[str] = set()
    for event in kept:
        named = current.get(event.after, "") if event.after and event.happened_on is None else ""
        if named and named in seen:
            followers.setdefault(named, []).append(event)
        else:
            heads.append(event)
        seen.add(event.id)
    ordered: list[Event] = []
    stack = heads[::-1]
    while stack:
        event = stack.pop()
        ordered.append(event)
        stack.extend(reversed(followers.pop(event.id, [])))
    return ordered


def as_known_on(log: Iterable[Event], moment: datetime) -> list[Event]:
    """The part of a log that had been recorded by an instant: what was known then."""
    return [event for event in log if event.recorded_at is None or event.recorded_at <= moment]
