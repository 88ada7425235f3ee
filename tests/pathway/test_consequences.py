"""A decision that ends a series gives its booked times back."""

from dataclasses import replace
from datetime import UTC, date, datetime

from enthesis.pathway import events as e
from enthesis.pathway.checks import check
from enthesis.pathway.consequences import consequences
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest

PROTOCOL = latest()["nutura-back"]
LOG: list[Event] = [
    e.CourseStarted(id="1", happened_on=date(2026, 3, 2), protocol="nutura-back", version="2026-11", problem="pain"),
    e.VisitBooked(id="2", visit="v1", activity="treatment", starts=datetime(2026, 4, 20, 9, tzinfo=UTC), minutes=30),
    e.VisitBooked(id="3", visit="v2", activity="intake", starts=datetime(2026, 4, 1, 9, tzinfo=UTC), minutes=30),
]


def decided(option: str) -> e.ResponseDecided:
    return e.ResponseDecided(id="d", happened_on=date(2026, 3, 31), activity="response-review", option=option)


def released(event: Event) -> list[str]:
    return [cancelled.visit for cancelled in consequences(PROTOCOL, fold(LOG), event)]


def test_what_the_decision_ends_is_given_back_and_nothing_else():
    assert released(decided("do-not")) == ["v1"]


def test_a_decision_to_go_on_gives_nothing_back():
    assert released(decided("go-on")) == []
    assert released(decided("no-such-option")) == []


def test_the_end_of_the_course_gives_everything_back():
    assert released(e.CandidacyDecided(id="d", outcome="not-suitable")) == ["v1", "v2"]


def test_a_correction_gives_nothing_back():
    assert released(replace(decided("do-not"), replaces="other")) == []


def test_the_cancellations_stand_in_the_course():
    event = decided("do-not")
    assert set(fold([*LOG, event, *consequences(PROTOCOL, fold(LOG), event)]).bookings) == {"v2"}


def test_a_decision_that_is_told_late_gives_back_what_was_booked_meanwhile():
    """Decided on 31 March, told on 10 April: what was booked on 8 April is given back too."""
    told = date(2026, 4, 10)
    later = e.VisitBooked(
        id="4",
        happened_on=date(2026, 4, 8),
        visit="v3",
        activity="treatment",
        starts=datetime(2026, 5, 20, 9, tzinfo=UTC),
        minutes=30,
    )
    log, event = [*LOG, later], decided("do-not")
    given_back = consequences(PROTOCOL, fold(log), event, told)
    assert [(c.visit, c.happened_on) for c in given_back] == [("v1", told), ("v3", told)]
    assert set(fold([*log, event, *given_back]).bookings) == {"v2"}


def test_a_course_that_is_closed_gives_all_its_times_back():
    """Whatever the reason; the cancellations stand behind the closing, which lets nothing else be recorded."""
    closing = e.CourseClosed(id="c", happened_on=date(2026, 3, 31), reason="lost")
    given_back = consequences(PROTOCOL, fold(LOG), closing)
    assert [(c.id, c.visit, c.by) for c in given_back] == [("c.1", "v1", "clinic"), ("c.2", "v2", "clinic")]
    closed = fold([*LOG, closing])
    assert all(check(PROTOCOL, closed, each, today=date(2026, 4, 1)) == [] for each in given_back)
    assert fold([*LOG, closing, *given_back]).bookings == {}


def test_a_pause_gives_nothing_back():
    assert released(e.CoursePaused(id="p", reason="travel")) == []
