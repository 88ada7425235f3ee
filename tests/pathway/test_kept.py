"""What was done, with the window that it had then."""

from datetime import date, timedelta
from typing import Any

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import fold
from enthesis.pathway.kept import Kept, kept_windows
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.window import NO_WINDOW

DAY = date(2026, 3, 2)


def protocol() -> Protocol:
    return latest()["rabago-knee-2013"]


def event(kind: type[Any], on: date, number: int, **more: Any) -> Any:
    return kind(id=f"e{number}", happened_on=on, **more)


def log(*reviewed: int) -> list[e.Event]:
    """A course with one injection a month, and a review so many days after each."""
    known = protocol()
    problem = {"problem": "pain of the knee", "region": "knee"}
    events = [event(e.CourseStarted, DAY, 0, protocol=known.id, version=known.version, **problem)]
    for number, days in enumerate(reviewed, 1):
        on = DAY + timedelta(28 * number)
        events.append(event(e.InjectionsGiven, on, 2 * number, activity="treatment"))
        decided = {"activity": "session-review", "option": "go-on"}
        events.append(event(e.ResponseDecided, on + timedelta(days), 2 * number + 1, **decided))
    return events


def reviews(*reviewed: int) -> list[Kept]:
    return [one for one in kept_windows(protocol(), log(*reviewed)) if one.activity == "session-review"]


def test_each_thing_has_the_window_that_the_agenda_gave_it_just_before() -> None:
    events = log(8, 9)
    for place, one in zip((2, 4), reviews(8, 9), strict=True):
        expected = next(i for i in agenda(protocol(), fold(events[:place])) if i.activity == "session-review")
        assert (one.window, one.number, one.event) == (expected.window, expected.number, events[place].id)
        assert one.window.opens is not None


def test_inside_and_outside() -> None:
    (kept,) = reviews(8)
    assert kept.on is not None
    assert kept.window.opens is not None
    first = (kept.window.opens - kept.on).days + 8
    assert [reviews(first)[0].is_inside, reviews(first - 1)[0].is_inside] == [True, False]


def test_what_was_not_on_the_agenda_has_no_window() -> None:
    (one,) = kept_windows(protocol(), [*log(), event(e.ActivityDone, DAY, 9, activity="diet")])
    assert (one.window, one.is_inside) == (NO_WINDOW, None)


def test_a_corrected_day_counts() -> None:
    again = event(e.InjectionsGiven, DAY + timedelta(30), 9, activity="treatment", replaces="e2")
    one = kept_windows(protocol(), [*log(8), again])[0]
    assert one.on == DAY + timedelta(30)
