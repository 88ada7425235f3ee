"""Who is told that a reported symptom waits: once for each turn, and nobody for what can be looked after at home."""

from datetime import UTC, datetime, timedelta

import pytest

from enthesis.clinic.accounts import invite
from enthesis.clinic.alarms import raise_alarms
from enthesis.clinic.door import record
from enthesis.clinic.messages import notices
from enthesis.clinic.notices.models import Notice
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection

pytestmark = pytest.mark.both_databases


def hot(level: str = "urgent_care") -> e.SymptomReported:
    return e.SymptomReported(id=new_id(), happened_on=days_ago(0), symptom="s1", level=level)


@pytest.fixture
def number(place: Place, start: Starter) -> str:
    *before, given = until_injection()
    course = start(*before)
    record(given, course=course, by=place.users["clinician"])
    return course


def told() -> set[tuple[str, str]]:
    found = [(notices.given(row, None), row.key.rsplit("/", 1)[1]) for row in Notice.objects.all()]
    return {(given.to, turn) for given, turn in found if given}


def test_whoever_gave_the_injection_is_told_once(place: Place, number: str) -> None:
    record(hot(), course=number, by=place.users["patient"])
    now = datetime.now(UTC)
    assert raise_alarms(now) == raise_alarms(now + timedelta(seconds=20)) == 1
    ((address, _),) = told()
    assert address == place.users["clinician"].email
    assert Notice.objects.get().purpose == "symptom-alarm"


def test_when_the_time_is_over_others_are_told_too(place: Place, number: str) -> None:
    record(hot(), course=number, by=place.users["patient"])
    second = invite("second@example.test", clinic=place.clinic, role="clinician", name="Dr Second")
    now = datetime.now(UTC)
    raise_alarms(now)
    raise_alarms(now + timedelta(days=2))
    turns = {turn for _, turn in told()}
    assert len(turns) == 2
    assert {address for address, _ in told()} - {place.users["clinician"].email, second.email} == {
        place.users["lead"].email
    }


def test_what_was_answered_or_is_mild_waits_quietly(place: Place, number: str) -> None:
    record(hot("self_care"), course=number, by=place.users["patient"])
    assert raise_alarms(datetime.now(UTC)) == 0
    answered = e.SymptomHandled(id=new_id(), happened_on=days_ago(0), symptom="s1", closed=False, contact="reached")
    record(answered, course=number, by=place.users["clinician"])
    assert raise_alarms(datetime.now(UTC)) == 0
    assert not told()
