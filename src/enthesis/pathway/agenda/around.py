"""What stands around a session: ahead of the next one, moving with its day, and on the days after the latest one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from enthesis.pathway.agenda.item import Item
from enthesis.pathway.agenda.parts import Part
from enthesis.pathway.progress import concerns_patient, is_measured
from enthesis.pathway.protocol.model import INJECTION, BeforeEach, Kind, Unit
from enthesis.pathway.window import NO_WINDOW, Window, grounds, in_words, later

if TYPE_CHECKING:
    from enthesis.pathway.agenda.reader import Reader

HOW_LONG = "not stated: the clinic decides how long before and after"


def before(reader: "Reader", part: Part, timing: BeforeEach, session: Item) -> Sequence[Item]:
    """Ahead of the next session, moving with its booked day, or else with the day to aim for."""
    activity = part.activity
    places = reader.course.injection_places
    last = places[-1] if places else -1
    if activity.kind is Kind.HOLD:
        if not concerns_patient(activity, reader.course):
            return ()
        settled = reader.course.holds_kept.get(activity.id, -1) > last
    else:
        settled = is_measured(activity, reader.course, last)
    if settled:
        return ()
    booking = session.booking
    booked = booking.starts.astimezone(reader.zone).date() if booking else None
    day = booked or session.window.aim
    what = f"{session.title.lower()} {session.number}" if session.number else session.title.lower()
    how = "booked" if booked else "to be aimed"
    when = f"{how} for {in_words(day)}" if day else "which has no day yet"
    ahead, behind = timing.before.whole(), timing.after.whole()
    if ahead is None and behind is None:
        said = "with it" if activity.kind is not Kind.HOLD else HOW_LONG
        window = session.window if activity.kind is not Kind.HOLD else NO_WINDOW
    else:
        window = Window(
            day - timedelta(days=ahead) if day and ahead is not None else None,
            day,
            day + timedelta(days=behind) if day and behind is not None else day,
        )
        ends = [f"{_days(n)} {word}" for n, word in ((ahead, "before"), (behind, "after")) if n is not None]
        said = f"{' and '.join(ends)} ({grounds([timing.before, timing.after])})"
        if None in (ahead, behind):
            said += f", how long {'before' if ahead is None else 'after'} is not stated"
    missing = tuple(n for n, v in (("before", ahead), ("after", behind)) if v is None)
    return [reader.item(part, session.number, window, f"{said}: {what}, {when}", not_stated=missing)]


def afterwards(reader: "Reader", part: Part, timing: BeforeEach) -> Sequence[Item]:
    """The days after the latest session on which a hold goes on. They pass by themselves: nothing is recorded."""
    days, activity = timing.after.whole(), part.activity
    if activity.kind is not Kind.HOLD or activity.prescriber_decides or not days:
        return ()
    names = reader.plan.injections if timing.each == INJECTION else (timing.each,)
    latest = max(((reader.course.places[n][-1], n) for n in names if reader.course.count(n)), default=None)
    day = reader.course.done[latest[1]][-1].on if latest else None
    if latest is None or day is None:
        return ()
    number = reader.at.sessions_done if latest[1] in reader.plan.repeated else 0
    because = f"{_days(days)} after {reader.called(latest[1])} on {in_words(day)} ({grounds([timing.after])})"
    item = reader.item(part, number, Window(day, None, later(day, days, Unit.DAYS)), because, owed=False)
    return [replace(item, why_not=(), booking=None, lapses=True)]


def _days(number: int) -> str:
    return f"{number} {'day' if number == 1 else 'days'}"
