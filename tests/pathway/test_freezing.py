"""Which booked visits may not take place as things stand."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event
from enthesis.pathway.freezing import frozen, why_frozen
from enthesis.pathway.protocol.library import latest

PROTOCOL = latest()["nutura-back"]
DAY = date(2026, 4, 1)
LOG: list[Event] = [
    e.CourseStarted(id="1", happened_on=DAY, protocol="nutura-back", version="2026-11", problem="pain"),
    e.VisitBooked(
        id="2", visit="session", activity="treatment", starts=datetime(2026, 5, 20, 9, tzinfo=UTC), minutes=30
    ),
    e.VisitBooked(
        id="3", visit="review", activity="response-review", starts=datetime(2026, 4, 9, tzinfo=UTC), minutes=30
    ),
]
REPORTED = e.SymptomReported(id="s", happened_on=DAY, symptom="s1", level="call_clinic_same_day")
SIGNED = e.ConsentSigned(id="k", happened_on=DAY, document="consent", version="1")
CLOSED = e.SymptomHandled(id="h", happened_on=DAY, symptom="s1", closed=True, relatedness="possible", severity="mild")


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([], set()),
        ([REPORTED], {"session"}),
        ([e.SymptomReported(id="s", happened_on=DAY, symptom="s1", level="self_care")], set()),
        ([REPORTED, CLOSED], set()),
        ([e.CoursePaused(id="p", reason="travel")], {"session", "review"}),
        ([e.CoursePaused(id="p", reason="travel"), e.CourseResumed(id="r")], set()),
        ([e.CandidacyDecided(id="c", outcome="not-yet")], {"session"}),
        ([e.CandidacyDecided(id="c", outcome="eligible")], set()),
        ([SIGNED], set()),
        ([SIGNED, e.ConsentWithdrawn(id="w")], {"session"}),
        ([SIGNED, e.ConsentWithdrawn(id="w"), replace(SIGNED, id="again")], set()),
    ],
)
def test_what_is_frozen_follows_from_the_course(happened: list[Event], expected: set[str]) -> None:
    course = fold([*LOG, *happened])
    assert frozen(PROTOCOL, course) == expected
    assert {visit for visit in course.bookings if why_frozen(PROTOCOL, course, visit)} == expected


def test_a_visit_that_is_not_booked_is_not_frozen() -> None:
    assert why_frozen(PROTOCOL, fold([*LOG, REPORTED]), "another") == ""
