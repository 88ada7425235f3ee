"""A reported symptom through the door: who may close it, and what waits until somebody has."""

from datetime import UTC, datetime

import pytest

from enthesis.clinic.door import NotAllowed, Refused, open_course, record
from enthesis.clinic.models import Role
from enthesis.pathway import events as e
from tests.clinic.making import House, day, start

HOT = e.SymptomReported(id="r1", happened_on=day(3), symptom="hot", level="urgent_care", words="My knee is hot.")
JUDGED = {"relatedness": "possible", "severity": "mild"}


def with_report(house: House, by: str = "patient") -> str:
    number = start(house).number
    record(HOT, course=number, by=house[by])
    return number


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"clinician"}))
def test_only_a_clinician_ends_it(north: House, role: str) -> None:
    """Not by closing, not by taking the report back, not by making it milder; least of all the one who reported it."""
    number = with_report(north, by=role)
    ways = (
        e.SymptomHandled(id="h1", happened_on=day(4), symptom="hot", closed=True, **JUDGED),
        e.Withdrawn(id="w1", replaces="r1", reason="It is better."),
        e.SymptomReported(id="r2", happened_on=day(3), symptom="hot", level="self_care", replaces="r1"),
        e.SymptomReported(id="r3", happened_on=day(3), symptom="hot", level="call_clinic_same_day", replaces="r1"),
    )
    for way in ways:
        with pytest.raises(NotAllowed):
            record(way, course=number, by=north[role])
    assert set(open_course(number, north["clinician"]).course.concerns) == {"hot"}


def test_a_clinician_ends_it_with_a_judgement_and_in_no_other_way(north: House) -> None:
    number = with_report(north)
    ways = {
        "judgement-missing": (
            e.SymptomHandled(id="h1", happened_on=day(4), symptom="hot", closed=True),
            e.SymptomHandled(id="h2", happened_on=day(4), symptom="hot", closed=True, relatedness=" ", severity="mild"),
            e.SymptomReported(id="r2", happened_on=day(3), symptom="hot", level="self_care", replaces="r1"),
        ),
        "reason-missing": (e.Withdrawn(id="w1", replaces="r1"),),
    }
    for code, events in ways.items():
        for event in events:
            with pytest.raises(Refused) as refused:
                record(event, course=number, by=north["clinician"])
            assert code in refused.value.codes
    assert open_course(number, north["clinician"]).course.concerns
    record(
        e.SymptomHandled(id="h3", happened_on=day(4), symptom="hot", closed=True, **JUDGED),
        course=number,
        by=north["clinician"],
    )
    assert not open_course(number, north["clinician"]).course.concerns


def test_the_next_session_waits_at_the_door(north: House) -> None:
    number = with_report(north)
    given = e.InjectionsGiven(id="i1", happened_on=day(5), activity="diagnostic-injection")
    with pytest.raises(Refused) as refused:
        record(given, course=number, by=north["clinician"])
    assert "no-open-concern" in refused.value.codes
    items = {item.activity: item for item in open_course(number, north["clinician"]).agenda}
    assert next(iter(items)) == "concern:hot"


def test_calls_and_hand_overs_keep_it_open(north: House) -> None:
    number = with_report(north)
    again = datetime(2026, 4, 1, 17, 0, tzinfo=UTC)
    for event, by in (
        (
            e.SymptomHandled(id="h1", happened_on=day(3), symptom="hot", closed=False, contact="not_reached"),
            "clinician",
        ),
        (e.SymptomAssigned(id="a1", happened_on=day(3), symptom="hot", owner="U-1", reason="On leave."), "lead"),
        (
            e.SymptomHandled(
                id="h2", happened_on=day(3), symptom="hot", closed=False, contact="reached", again_at=again
            ),
            "clinician",
        ),
    ):
        record(event, course=number, by=north[by])
    seen = open_course(number, north["clinician"])
    assert set(seen.course.concerns) == {"hot"}
    assert seen.log[-1].again_at == again
    assert open_course(number, north["lead"]).log[-2].reason == "(not shown to your role)"
