"""What changes for one course when it goes on under another version of its protocol: agenda before and after."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from enthesis.pathway.agenda import CONCERN, PRESCRIBER, Item, agenda
from enthesis.pathway.course import Booking, Course
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.window import Window


@dataclass(frozen=True, slots=True)
class Shift:
    """One item of the agenda that the move changes. `before` or `after` None: it appears, or falls away."""

    key: str
    title: str
    before: Window | None
    after: Window | None
    waits_for: tuple[str, ...] = ()  # what it waits for afterwards and did not before


@dataclass(frozen=True, slots=True)
class Stranded:
    """A booked visit that the version moved to has no place for."""

    visit: str
    title: str
    starts: datetime
    day: date  # on the clinic's calendar
    window: Window | None  # None: nothing asks for it any more


@dataclass(frozen=True, slots=True)
class Moving:
    """What a move would do to one course."""

    shifts: tuple[Shift, ...]
    stranded: tuple[Stranded, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing that is next changes."""
        return not self.shifts and not self.stranded


def moving(course: Course, now: Protocol, then: Protocol, zone: tzinfo) -> Moving:
    """What changes if the course goes on under `then`. Only what is next is compared: what happened stays."""
    before = {item.key: item for item in agenda(now, course, zone) if item.kind not in (CONCERN, PRESCRIBER)}
    moved = replace(course, protocol=then.id, version=then.version)
    after = {item.key: item for item in agenda(then, moved, zone) if item.kind not in (CONCERN, PRESCRIBER)}
    return Moving(tuple(_shifts(before, after)), tuple(_stranded(course, before, after, then, zone)))


def _shifts(before: dict[str, Item], after: dict[str, Item]) -> Iterator[Shift]:
    for key in [*after, *[key for key in before if key not in after]]:
        old, new = before.get(key), after.get(key)
        item = new or old
        if item is None:
            continue
        waits = tuple(why for why in new.why_not if old is None or why not in old.why_not) if new else ()
        if old is None or new is None or old.window != new.window or waits:
            yield Shift(key, item.title, old.window if old else None, new.window if new else None, waits)


def _stranded(
    course: Course, before: dict[str, Item], after: dict[str, Item], then: Protocol, zone: tzinfo
) -> Iterator[Stranded]:
    """Booked visits that had a place and lose it. One that stood outside its window already is not the move's doing."""
    for booking in sorted(course.bookings.values(), key=lambda each: each.starts):
        day = booking.starts.astimezone(zone).date()
        old, new = _of(booking, before), _of(booking, after)
        if new is None and then.activity(booking.activity) is not None and old is None:
            continue  # later in the series: neither version dates it yet
        if new is not None and (new.window.holds(day) or (old is not None and not old.window.holds(day))):
            continue
        item = new or old
        title = item.title if item else booking.activity
        yield Stranded(booking.visit, title, booking.starts, day, new.window if new else None)


def _of(booking: Booking, items: dict[str, Item]) -> Item | None:
    found = [item for item in items.values() if item.activity == booking.activity]
    mine = next((item for item in found if item.booking is not None and item.booking.visit == booking.visit), None)
    return mine or (found[0] if len(found) == 1 and found[0].booking is None else None)
