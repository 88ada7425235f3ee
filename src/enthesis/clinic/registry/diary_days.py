"""The days of a diary: those that the protocol asked for, and those that somebody wrote unasked."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction

from enthesis.clinic.registry.coding import is_nsaid
from enthesis.clinic.registry.shapes import DiaryRow
from enthesis.clinic.registry.walk import Walked
from enthesis.pathway.course import Course, Diary
from enthesis.pathway.course_drugs import holds_for
from enthesis.pathway.diary import days_late, days_of, function_of, pain_of
from enthesis.pathway.medications import Hold, Session
from enthesis.pathway.medications.holds import Days, HoldWindow, set_for_class, spells, windows
from enthesis.pathway.protocol.model import START, Activity, Kind, Once, Protocol
from enthesis.pathway.response.figures import DIARY, sides
from enthesis.pathway.window import after

NSAID = "nsaid"
_DAY = timedelta(days=1)


def diary_rows(
    clinic: int,
    key: int,
    walked: Walked,
    protocol: Protocol | None,
    own: Sequence[Hold],
    zone: tzinfo,
    today: date,
) -> Iterator[DiaryRow]:
    """A row for each day and side. Where anybody answers by side, what is told without a side counts for both."""
    course = walked.course
    asked = set(asked_days(protocol, walked, today))
    given = sorted(each.happened_on for each in course.injections if each.happened_on)
    held = hold_days(protocol, course, own)
    told = sides(course, DIARY)
    by_side = [days_of(course.diary, ("", "both", side) if side else None) for side in told]
    for day in sorted(asked.union(*by_side)):
        in_hold = any(day in stretch for stretch in held)
        session = bisect_right(given, day) or None
        for side, written in zip(told, by_side, strict=True):
            entries = written.get(day, [])
            if not entries and day not in asked:
                continue
            yield DiaryRow(
                clinic=clinic,
                course=key,
                day=day,
                side=side or None,
                asked=day in asked,
                answered=bool(entries),
                late=_is_late(entries, day, zone),
                pain=_pain(entries),
                function=_function(entries),
                session=session,
                nsaid=any(is_nsaid(name) for entry in entries for name in entry.took),
                in_hold=in_hold,
            )


def asked_days(protocol: Protocol | None, walked: Walked, today: date) -> Iterator[date]:
    """The days that are over and for which the protocol asked for a diary, pauses left out.

    From the day after what it follows, or from its opening day where one is stated, up to the day before it is no
    longer needed.
    """
    for diary in protocol.activities if protocol else ():
        timing = diary.timing
        if diary.kind is not Kind.DIARY or not isinstance(timing, Once):
            continue
        anchor = _day_of(walked.course, timing.step.after)
        if anchor is None:
            continue
        day = max(anchor + _DAY, after(anchor, timing.step).opens or anchor)
        last = _last_day(protocol, diary, walked, anchor, today)
        while day <= last:
            if day not in walked.paused:
                yield day
            day += _DAY


def is_running(protocol: Protocol | None, walked: Walked, today: date) -> bool:
    """Whether today, once it is over, is a day that the diary was asked for."""
    return today in set(asked_days(protocol, walked, today + _DAY))


def hold_days(protocol: Protocol | None, course: Course, own: Sequence[Hold]) -> tuple[Days, ...]:
    """The days around sessions that were given on which anti-inflammatory drugs were to be left out, as decided."""
    around: list[HoldWindow] = []
    for activity in dict.fromkeys(each.activity for each in course.injections):
        hold = set_for_class(NSAID, holds_for(protocol, activity, own) if protocol else own)
        given = [Session(each.happened_on) for each in course.injections if each.activity == activity]
        around += windows(hold, None, given)
    return spells(around)


def _last_day(protocol: Protocol | None, diary: Activity, walked: Walked, anchor: date, today: date) -> date:
    course, timing = walked.course, diary.timing
    assert isinstance(timing, Once)
    ends = [today - _DAY]  # a day that is not over is no gap
    if course.closed_on is not None:
        ends.append(course.closed_on - _DAY)
    if walked.paused_since is not None:
        ends.append(walked.paused_since)
    closes, weeks = after(anchor, timing.step).closes, diary.lasts_weeks.whole()
    if closes is not None:
        ends.append(closes)
    if weeks is not None:
        ends.append(anchor + weeks * 7 * _DAY)
    over = _settled_on(protocol, course, diary.until) if diary.until else None
    if over is not None:
        ends.append(over - _DAY)
    return min(ends)


def _settled_on(protocol: Protocol | None, course: Course, activity: str) -> date | None:
    """The day on which an activity was done for good: not one whose decision was to do it once more."""
    spec = protocol.activity(activity) if protocol else None
    again = {
        option.id for option in (spec.decision.options if spec and spec.decision else ()) if activity in option.repeats
    }
    put_off = {each.place for each in course.decisions if each.activity == activity and each.option in again}
    for done, place in zip(course.done.get(activity, ()), course.places.get(activity, ()), strict=True):
        if place not in put_off:
            return done.on
    return None


def _day_of(course: Course, name: str) -> date | None:
    if name == START:
        return course.started_on
    done = course.done.get(name)
    return done[0].on if done else None


def _is_late(entries: Sequence[Diary], day: date, zone: tzinfo) -> bool:
    written = [entry.written for entry in entries if entry.written is not None]
    return bool(written) and days_late(day, min(written), zone) > 0


def _pain(entries: Sequence[Diary]) -> float | None:
    """Nearly every day has one entry at most: its figure is the mean."""
    if len(entries) == 1:
        only = entries[0]
        return _number(only.now if only.pain is None else only.pain)
    return _number(pain_of(entries))


def _function(entries: Sequence[Diary]) -> float | None:
    return _number(entries[0].function if len(entries) == 1 else function_of(entries))


def _number(figure: Fraction | Decimal | None) -> float | None:
    return None if figure is None else float(figure)
