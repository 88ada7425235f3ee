"""Medicines around the sessions: what the patient reads, what the clinician sees, what the clinic decides."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.decisions import NotDecided, own_holds, set_hold
from enthesis.clinic.door import record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.models import ClinicDecision
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.pathway.course_drugs import completed
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection
from tests.web.walking import send

pytestmark = pytest.mark.both_databases
IN_NINE_DAYS = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=9)


def listed(*drugs: str) -> e.Event:
    return completed(e.DrugListTaken(id=new_id(), happened_on=days_ago(1), drugs=drugs))


def booked(visit: str = "v1") -> e.VisitBooked:
    return e.VisitBooked(
        id=new_id(), happened_on=days_ago(0), visit=visit, activity="treatment", starts=IN_NINE_DAYS, minutes=30
    )


@pytest.fixture
def number(place: Place, start: Starter) -> str:
    """A course after its test injection, with the next session booked, of somebody who takes two drugs."""
    return start(*until_injection(ago=30), listed("Advil", "warfarin"), booked())


def decide(place: Place, before: int | None = 7, after: int | None = 14) -> None:
    set_hold(
        "anti_inflammatory", before, after, clinic=place.clinic, by=place.users["lead"], why="As our handout says."
    )


def spoken(day: datetime) -> str:
    return f"{day:%A} {day.day} {day:%B}"


# -- the patient ---------------------------------------------------------------------------------------------------


def test_the_patient_reads_from_when_until_when(place: Place, number: str) -> None:
    decide(place)
    patient = place.client("patient")
    wanted = f"From {spoken(IN_NINE_DAYS - timedelta(days=7))} do not take Advil (ibuprofen)"
    until = f"until the end of {spoken(IN_NINE_DAYS + timedelta(days=14))}."
    for path in ("/my/", f"/my/{number}/medicines/"):
        page = patient.get(path).content.decode()
        assert wanted in page
        assert until in page
        assert "Do not stop warfarin. Your clinic will speak to the prescriber." in page
        assert "do not take warfarin" not in page


def test_it_moves_with_the_session_and_goes_with_it(place: Place, number: str) -> None:
    decide(place)
    patient = place.client("patient")
    later = IN_NINE_DAYS + timedelta(days=10)
    record(e.VisitMoved(id=new_id(), happened_on=days_ago(0), visit="v1", starts=later), course=number, by=Operator())
    page = patient.get("/my/").content.decode()
    assert f"From {spoken(later - timedelta(days=7))} do not take" in page
    record(e.VisitCancelled(id=new_id(), happened_on=days_ago(0), visit="v1"), course=number, by=Operator())
    assert "do not take" not in patient.get("/my/").content.decode()


def test_nothing_is_dated_that_nobody_has_decided(place: Place, number: str) -> None:
    page = place.client("patient").get(f"/my/{number}/medicines/").content.decode()
    assert "do not take" not in page
    assert "will tell you from when to when" in page


def test_the_days_after_an_injection_are_told_while_they_last(place: Place, start: Starter) -> None:
    decide(place)
    course = start(*until_injection(ago=3), listed())
    page = place.client("patient").get("/my/").content.decode()
    assert "do not take anti-inflammatory pain killers" in page
    assert '<span class="tag tag-due">now</span>' in page
    assert course
    later = start(*until_injection(ago=40), listed(), protocol="nutura-back", ago=60)
    assert later
    assert place.client("patient").get(f"/my/{later}/medicines/").content.decode().count("do not take") == 0


def test_a_diary_day_can_say_what_was_taken(place: Place, number: str) -> None:
    send(place.client("patient"), f"/my/{number}/diary/", now="4", function="3", others="2 Advil, Aleve\nAdvil")
    (entry,) = open_course(number, by=Operator()).course.diary
    assert entry.took == ("2 Advil", "Aleve", "Advil")
    page = place.client("patient").get("/my/").content.decode()
    assert "was taken on" not in page, "a note is the clinician's, and no reproach"


# -- the clinic ------------------------------------------------------------------------------------------------------


def test_the_course_s_page_shows_each_pause_and_who_decided_it(place: Place, number: str) -> None:
    page = place.client("clinician").get(f"/courses/{number}/").content.decode()
    assert "Medicines around the sessions" in page
    assert "not stated: the clinic decides" in page
    assert "1 to 14 days before; 7 to 84 days after" in page
    decide(place)
    page = place.client("clinician").get(f"/courses/{number}/").content.decode()
    assert "Decided by the clinic." in page
    assert "Speak to the prescriber of warfarin" in page


def test_what_was_taken_inside_a_pause_is_a_note_for_the_clinician(place: Place, start: Starter) -> None:
    decide(place)
    entry = e.DiaryEntered(id=new_id(), happened_on=days_ago(28), took=("2 Aleve",))
    course = start(*until_injection(ago=30), entry)
    page = place.client("clinician").get(f"/courses/{course}/").content.decode()
    assert "Naproxen (as “2 Aleve”) was taken on" in page or "Naproxen (as “Aleve”) was taken on" in page
    assert "2 days after the session" in page


def test_the_prescriber_s_name_clears_the_task(place: Place, number: str) -> None:
    clinician = place.client("clinician")
    assert "Speak to the prescriber of warfarin" in clinician.get("/worklist/").content.decode()
    path = f"/courses/{number}/record/prescriber/warfarin/"
    page = clinician.get(path)
    answer = clinician.post(
        path,
        {"form_id": page.context["form"]["form_id"].value(), "head": page.context["form"]["head"].value()}
        | {"happened_on": days_ago(0).isoformat(), "drug": "warfarin", "prescriber": "the GP", "agreed": "continue"},
    )
    assert "An agreement has the prescriber" in answer.content.decode()
    send(clinician, path, drug="warfarin", prescriber="Dr Lee", agreed="continue")
    assert "Speak to the prescriber of warfarin" not in clinician.get("/worklist/").content.decode()
    assert "Do not stop warfarin. Your clinic will speak" not in place.client("patient").get("/my/").content.decode()


# -- what a clinic decides ---------------------------------------------------------------------------------------------


def keep(client: Client, **said: str) -> str:
    return client.post("/pauses/", said, follow=True).content.decode()


def test_the_clinic_s_own_pauses(place: Place) -> None:
    lead = place.client("lead")
    page = lead.get("/pauses/").content.decode()
    assert page.count("not stated: the clinic decides") == 3
    assert "No study was found that shows that the pause changes the result" in page
    assert "Nothing is changed." in keep(lead, why="x")
    days = {"anti_inflammatory-before": "5", "anti_inflammatory-after": "0"}
    assert "Say why" in keep(lead, **days)
    assert "Give 0 to 365." in keep(lead, **{**days, "anti_inflammatory-before": "400", "why": "x"})
    assert "whole number of days" in keep(lead, **{**days, "anti_inflammatory-before": "1.5", "why": "x"})
    page = keep(lead, **days, why="As our handout says.")
    assert "The pauses are kept." in page
    assert "Decided by Lead a on" in page
    own = own_holds(place.clinic.pk)["anti_inflammatory"]
    assert (own.hold.before_days, own.hold.after_days, own.why) == (5, 0, "As our handout says.")
    keep(lead, why="We wait for better evidence.")
    assert own_holds(place.clinic.pk) == {}
    assert [row.value for row in ClinicDecision.objects.order_by("pk")] == ["5/0", ""]


def test_what_cannot_be_decided(place: Place, elsewhere: Place) -> None:
    lead, why = place.users["lead"], "Because."
    for group, before in (("warfarin", 5), ("anti_inflammatory", 1000), ("anti_inflammatory", -1)):
        with pytest.raises(NotDecided):
            set_hold(group, before, None, clinic=place.clinic, by=lead, why=why)
    with pytest.raises(NotDecided):
        set_hold("anti_inflammatory", 5, None, clinic=place.clinic, by=lead, why=" ")
    for by in (place.users["patient"], place.users["front-desk"], elsewhere.users["lead"]):
        with pytest.raises(NotAllowed):
            set_hold("anti_inflammatory", 5, None, clinic=place.clinic, by=by, why=why)
    assert own_holds(elsewhere.clinic.pk) == {}
