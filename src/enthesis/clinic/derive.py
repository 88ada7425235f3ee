"""What is searched: a course's columns and its agenda as rows. All of it follows from the log and the protocol."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from enthesis.clinic import lots, taken
from enthesis.clinic.lots import LotChanges
from enthesis.clinic.messages import rows as messages
from enthesis.clinic.messages.rows import MessageChanges
from enthesis.clinic.sql import stored
from enthesis.clinic.taken import TimeChanges
from enthesis.pathway.agenda import CONCERN, Item
from enthesis.pathway.course import Course

COURSE_COLUMNS = ("status", "protocol", "version", "problem", "region", "side", "started_on", "closed_on")
AGENDA_COLUMNS = (
    *("clinic_id", "course_id", "key", "activity", "number", "title", "kind", "who", "opens", "ideal", "closes"),
    *("first_day", "last_day", "span", "owed", "may", "why_not", "because", "not_stated", "minutes", "needs"),
    *("visit", "starts", "place"),
)
CONCERN_SPAN, OPEN_SPAN = -1, 100_000  # no window has these many days
SAME_LAST_DAY = {CONCERN_SPAN: date.min, OPEN_SPAN: date.max}
LONG_AGO = timedelta(days=36_525)


def course_columns(course: Course) -> tuple[Any, ...]:
    """The values of `COURSE_COLUMNS`."""
    return (
        course.status.value,
        course.protocol[:100],
        course.version[:40],
        course.problem[:400],
        course.region[:60],
        course.side[:10],
        _day(course.started_on),
        _day(course.closed_on),
    )


def keyed(items: Iterable[Item]) -> dict[str, Item]:
    """Items by a key that is theirs alone within a course."""
    found: dict[str, Item] = {}
    for item in items:
        key, again = item.key[:190], 1
        while key in found:
            again += 1
            key = f"{item.key[:190]}~{again}"
        found[key] = item
    return found


def days(item: Item) -> tuple[date, date, int]:
    """From when an item is due, after when it is overdue, and the days between, which order a worklist (worklist.py).

    What is not stated: due at once, never overdue. What is booked is due from its booked day on. A safety concern
    stands before everything, whatever its day.
    """
    first, last = item.window.first, item.window.closes
    if item.kind == CONCERN:
        return first or date.min, date.min, CONCERN_SPAN
    booked = item.booking.starts.date() if item.booking else None
    if booked is not None:
        first = booked if last is None else min(booked, last)
    if last is None:
        return first or date.min, date.max, OPEN_SPAN
    first = min(first or last - LONG_AGO, last) if last > date.min + LONG_AGO else date.min
    return first, last, (last - first).days


def agenda_row(clinic: int, course: int, key: str, item: Item) -> tuple[Any, ...]:
    """The values of `AGENDA_COLUMNS`."""
    window, booking = item.window, item.booking
    first, last, span = days(item)
    return (
        clinic,
        course,
        key,
        item.activity[:200],
        item.number,
        item.title[:400],
        item.kind,
        item.who.value,
        _day(window.opens),
        _day(window.ideal),
        _day(window.closes),
        first.isoformat(),
        last.isoformat(),
        span,
        item.owed,
        item.may,
        "\n".join(item.why_not),
        item.because,
        " ".join(item.not_stated),
        item.minutes,
        "\n".join(item.needs)[:400],
        booking.visit[:64] if booking else "",
        stored(booking.starts) if booking else None,
        item.order,
    )


class Changes(NamedTuple):
    """What differs between two states of a course: only this is written."""

    columns: tuple[Any, ...] | None = None  # values of `COURSE_COLUMNS`
    gone: Sequence[str] = ()  # keys of agenda rows
    rows: Sequence[tuple[Any, ...]] = ()  # new and changed ones, values of `AGENDA_COLUMNS`
    lots: LotChanges | None = None  # None: no injection came, went or was corrected
    times: TimeChanges | None = None  # None: no booking came, went or was moved
    messages: MessageChanges | None = None  # None: nothing changed that a message follows from


NOTHING = Changes()


def changes(
    clinic: int, course: int, before: Course, after: Course, old: Sequence[Item], new: Sequence[Item]
) -> Changes:
    """From one state of a course and its agenda to the next."""
    columns = course_columns(after)
    there, wanted = keyed(old), keyed(new)
    return Changes(
        columns if columns != course_columns(before) else None,
        [key for key in there if key not in wanted],
        [agenda_row(clinic, course, key, item) for key, item in wanted.items() if there.get(key) != item],
        lots.changes(clinic, course, before.injections, after.injections),
        taken.changes(clinic, course, before.bookings, after.bookings),
        messages.changes(clinic, course, before, after),
    )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
