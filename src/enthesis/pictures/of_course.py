"""What the pictures of a course show, read off its state and its agenda."""

from collections.abc import Sequence
from datetime import UTC, date, tzinfo
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.agenda import Item
from enthesis.pathway.course import Course, Taken
from enthesis.pathway.diary import days_before, mean_of_days, pains
from enthesis.pathway.instruments.results import rounded
from enthesis.pathway.kept import Kept
from enthesis.pathway.protocol.model import Kind, Protocol, Purpose
from enthesis.pathway.response.figures import MEAN_OF_DAYS, PAIN
from enthesis.pictures.progress import Line, Mark, Reading
from enthesis.pictures.timeline import Bar, Row, Span


def pain_lines(course: Course) -> tuple[Line, ...]:
    """Pain of the diary, and where a day has none, the score taken on it; each side by itself."""
    found: dict[str, dict[date, Decimal]] = {}
    for score in course.scores:
        if _is_pain_now(score) and score.on is not None and score.value is not None:
            found.setdefault(score.side, {})[score.on] = score.value
    for side in {entry.side for entry in course.diary}:
        for day, pain in pains(course.diary, (side,)).items():
            found.setdefault(side, {})[day] = _shown(pain)
    return tuple(
        Line(side, tuple(Reading(day, pain) for day, pain in sorted(readings.items())))
        for side, readings in sorted(found.items())
    )


def _is_pain_now(score: Taken) -> bool:
    """Pain at its worst, or while climbing stairs, belongs to a line of its own."""
    return score.instrument == PAIN and not score.subscale


def injection_marks(protocol: Protocol, course: Course) -> tuple[Mark, ...]:
    """Each dated injection: "T" for the diagnostic one, the number of the session for the others."""
    marks = []
    number = 0
    for injection in course.injections:
        activity = protocol.activity(injection.activity)
        diagnostic = activity is not None and activity.purpose is Purpose.DIAGNOSTIC
        number += 0 if diagnostic else 1
        if injection.happened_on is None:
            continue
        what, sign = ("test injection", "test") if diagnostic else (f"injection {number}", str(number))
        marks.append(Mark(injection.happened_on, what, sign))
    return tuple(marks)


def pain_before(course: Course) -> Decimal | None:
    """The pain before the first injection: mean of its last diary week, or else the last score."""
    first = course.injections[0].happened_on if course.injections else None
    if first is None:
        return None
    written = pains(course.diary)
    week = mean_of_days(written, days_before(written, first, MEAN_OF_DAYS))
    if week is not None:
        return _shown(week)
    place = course.injection_places[0]
    scores = [s.value for s in course.scores if _is_pain_now(s) and s.place < place and s.value is not None]
    return scores[-1] if scores else None


def _shown(figure: Fraction) -> Decimal:
    """To one decimal, none where it is a whole number: what an eye can tell apart on the picture."""
    return rounded(figure, 1)


def rows(
    protocol: Protocol,
    course: Course,
    items: Sequence[Item],
    today: date,
    zone: tzinfo = UTC,
    windows: Sequence[Kept] = (),
) -> tuple[Row, ...]:
    """One row for each activity that was done, is booked or is on the agenda, in the protocol's order.

    Booked instants are put on their day on the clock of `zone`. `windows`: what was done, with the window it had then.
    """
    found = []
    for activity in protocol.activities:
        if activity.kind in (Kind.DIARY, Kind.HOLD):
            continue
        mine = [item for item in items if item.activity == activity.id]
        kept = [*course.done.get(activity.id, ()), *course.therapy.get(activity.id, ())]
        done = sorted({one.on for one in kept if one.on is not None})
        booked = sorted(b.starts.astimezone(zone).date() for b in course.bookings.values() if b.activity == activity.id)
        bars = tuple(
            Bar(item.window.opens, item.window.ideal, item.window.closes, item.window.on(today))
            for item in mine
            if item.window.aim is not None
        )
        no_day = any(item.window.aim is None for item in mine)
        if done or booked or bars or no_day:
            had = tuple(
                Span(k.on, k.window.opens, k.window.closes) for k in windows if k.activity == activity.id and k.on
            )
            found.append(Row(activity.title, tuple(done), bars, tuple(booked), no_day, had))
    return tuple(found)
