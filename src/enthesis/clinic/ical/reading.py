"""Reads when somebody is busy out of an iCalendar file, whoever wrote it.

Entries that are cancelled, free or tasks do not count. Series are expanded with their exceptions. A day without hours
is the whole day on the clinic's clock, by which a time without a zone, or with one that nobody knows, is read too. An
entry that cannot be read is counted and told: nobody is to think that a calendar is free because its writer made a
mistake.
"""

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

import recurring_ical_events
from icalendar import Calendar, Component

LARGEST = 2 * 1024 * 1024  # bytes
MOST_ENTRIES = 20_000
SECONDS = 20  # for which series are expanded
LONGEST = timedelta(days=400)  # of one entry
TOO_OFTEN = frozenset(("SECONDLY", "MINUTELY"))
_TIMES = frozenset(("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "STATUS", "TRANSP"))
_FREE = frozenset(("FREE", "WORKINGELSEWHERE"))


class NotACalendar(Exception):
    """It cannot be read at all. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Reading:
    """What a calendar says between two instants."""

    busy: tuple[tuple[datetime, datetime], ...]  # in order, touching ones joined
    entries: int  # that were read
    unreadable: int  # that were not

    @property
    def problem(self) -> str:
        """What somebody has to know about it; "" where all is well."""
        if not self.unreadable:
            return ""
        if self.unreadable == 1:
            return "One entry could not be read and is not counted as busy."
        return f"{self.unreadable} entries could not be read and are not counted as busy."


def read_busy(
    data: bytes, zone: tzinfo, first: datetime, last: datetime, own: Collection[str] = frozenset()
) -> Reading:
    """When a calendar is busy between two instants. `zone` is the clinic's; entries named in `own` are its own visits.

    Raises `NotACalendar`.
    """
    series = _series(data)
    busy: list[tuple[datetime, datetime]] = []
    unreadable = 0
    count = 0
    end = time.monotonic() + SECONDS
    for uid, parts in series.items():
        if uid in own:
            continue
        count += len(parts)
        if time.monotonic() > end:
            raise NotACalendar("The calendar's series take too long to work out.", "Leave out those without an end.")
        readable = [part for part in parts if not _is_broken(part)]
        unreadable += len(parts) - len(readable)
        if not any(_counts(part) for part in readable):
            continue
        try:
            busy += _expanded(readable, zone, first, last)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, LookupError):
            unreadable += len(readable)
    return Reading(tuple(_joined(busy)), count - unreadable, unreadable)


def _series(data: bytes) -> dict[str, list[Component]]:
    """The events of a file, those of one series together."""
    if len(data) > LARGEST:
        raise NotACalendar(f"The calendar is larger than {LARGEST // 1024 // 1024} MB.", "Give one with fewer years.")
    try:
        calendars = Calendar.from_ical(data, multiple=True)
        events = [event for each in calendars if each.name == "VCALENDAR" for event in each.walk("VEVENT")]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OverflowError):
        raise _NOT_ICALENDAR from None
    if not any(each.name == "VCALENDAR" for each in calendars):
        raise _NOT_ICALENDAR
    if len(events) > MOST_ENTRIES:
        raise NotACalendar(f"The calendar has more than {MOST_ENTRIES} entries.", "Give one with fewer years.")
    found: dict[str, list[Component]] = {}
    for place, event in enumerate(events):
        found.setdefault(str(event.get("UID", f"without a name {place}")), []).append(event)
    return found


_NOT_ICALENDAR = NotACalendar("That is no iCalendar file.", "Give one that begins with BEGIN:VCALENDAR.")


def _is_broken(event: Component) -> bool:
    """Whether something of its time cannot be read. What else is wrong with it is nobody's trouble."""
    if "DTSTART" not in event or any(name in _TIMES for name, _ in event.errors):
        return True
    rules = event.get("RRULE", [])
    return any(
        str(frequency).upper() in TOO_OFTEN
        for rule in (rules if isinstance(rules, list) else [rules])
        for frequency in rule.get("FREQ", [])
    )


def _counts(event: Component) -> bool:
    """Whether it keeps somebody from working."""
    return (
        str(event.get("STATUS", "")).upper() != "CANCELLED"
        and str(event.get("TRANSP", "")).upper() != "TRANSPARENT"
        and str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper() not in _FREE
    )


def _expanded(
    parts: list[Component], zone: tzinfo, first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    one = Calendar()
    for part in parts:
        one.add_component(part)
    margin = timedelta(days=1)  # an entry of a whole day has no zone of its own
    for event in recurring_ical_events.of(one, components=["VEVENT"]).between(first - margin, last + margin):
        if not _counts(event):
            continue
        start, end = _span(event, zone)
        start, end = max(start, first), min(end, last)
        if start < end:
            yield start, end


def _span(event: Any, zone: tzinfo) -> tuple[datetime, datetime]:
    starts, ends = event.start, event.end
    if ends is None or ends == starts:
        ends = starts if isinstance(starts, datetime) else starts + timedelta(days=1)
    start, end = _instant(starts, zone), _instant(ends, zone)
    if end - start > LONGEST:
        raise ValueError("no entry lasts that long")
    return start, end


def _instant(value: date | datetime, zone: tzinfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=zone)
    elif value.tzinfo is None:
        value = value.replace(tzinfo=zone)
    return value.astimezone(UTC)


def _joined(spans: list[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    start: datetime | None = None
    end: datetime | None = None
    for first, last in sorted(spans):
        if end is not None and start is not None and first <= end:
            end = max(end, last)
            continue
        if start is not None and end is not None:
            yield start, end
        start, end = first, last
    if start is not None and end is not None:
        yield start, end
