"""A whole course from its first page to its closing, under each clinic's own protocol, by what the agenda offers."""

from datetime import UTC, datetime, timedelta

import pytest

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from enthesis.pathway.course import Status
from enthesis.pathway.events import (
    CandidacyDecided,
    ConsentSigned,
    CourseClosed,
    DiaryEntered,
    DrugListTaken,
    EvaluationAnswered,
)
from enthesis.pathway.protocol.model import Kind
from tests.journeys.conftest import a_new_patient
from tests.journeys.people import Somebody, Street
from tests.journeys.walker import Walker

COURSES = {
    "Dextrose prolotherapy for chronic back pain": ("Low back", "", 3),
    "Dextrose prolotherapy for knee osteoarthritis": ("Knee", "Left", 2),
    "Prolotherapy within multimodal spine care": ("Low back", "", 2),
    "Prolotherapy after other care is exhausted": ("Low back", "", 3),
    "Prolotherapy for back pain after a specific diagnosis": ("Low back", "", 3),
}
AGO = 730
# Events that are of an activity without naming it. A hold is not asked for: this patient takes no medicines.
OF = {
    EvaluationAnswered: "evaluation",
    CandidacyDecided: "candidacy",
    DrugListTaken: "medicines",
    ConsentSigned: "consent",
    DiaryEntered: "pain-diary",
    CourseClosed: "closing",
}


@pytest.mark.parametrize("protocol", COURSES)
def test_from_the_first_page_to_the_closing(practice: Somebody, street: Street, protocol: str) -> None:
    region, side, sessions = COURSES[protocol]
    a_new_patient(practice, street, "Ada Sample", protocol, region=region, side=side, ago=AGO)
    number = practice.path.strip("/").split("/")[-1]
    today = datetime.now(UTC).date()
    walker = Walker(practice, begins=today - timedelta(days=AGO), sessions=sessions)
    walker.walks_to_the_end()
    practice.sees("This course is closed since")

    seen = open_course(number, by=Operator())
    assert seen.course.status is Status.CLOSED
    assert seen.protocol is not None
    happened = {getattr(event, "activity", "") or OF.get(type(event), "") for event in seen.log}
    owed = {each.id for each in seen.protocol.activities if not each.optional and each.kind is not Kind.HOLD}
    assert owed <= happened, f"the log lacks {sorted(owed - happened)}: {walker.done}"
    diagnostic = "diagnostic-injection" in owed
    assert len([given for given in seen.course.injections if given.activity == "treatment"]) == sessions
    assert len(seen.course.injections) == sessions + diagnostic
    days = [given.happened_on for given in seen.course.injections]
    assert days == sorted(set(days)), "one session a day, and in order"
    assert days[0] is not None
    assert seen.course.closed_on is not None
    assert 300 < (seen.course.closed_on - days[0]).days <= AGO
