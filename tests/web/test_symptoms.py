"""The inbox of reported symptoms: who has it, how much time is left, and what a clinic decides about it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.decisions import NotDecided, set_answers_within, set_on_call
from enthesis.clinic.door import record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.models import ClinicDecision, Look
from enthesis.clinic.opening import open_course
from enthesis.clinic.symptoms import clocks_of, symptoms_of
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection
from tests.web.walking import send, typed

pytestmark = pytest.mark.both_databases


def hot(level: str = "urgent_care", symptom: str = "s1", words: str = "My back is hot.") -> e.SymptomReported:
    return e.SymptomReported(
        id=new_id(), happened_on=days_ago(0), symptom=symptom, level=level, rules=("T22",), words=words
    )


@pytest.fixture
def number(place: Place, start: Starter) -> str:
    """A course with an injection that the clinician of the clinic recorded, and a symptom that the patient reported."""
    *before, given = until_injection()
    course = start(*before)
    record(given, course=course, by=place.users["clinician"])
    record(hot(), course=course, by=place.users["patient"])
    return course


def inbox(place: Place, role: str = "clinician") -> str:
    return place.client(role).get("/symptoms/").content.decode()


# -- the inbox -----------------------------------------------------------------------------------------------------


def test_who_gave_the_last_injection_has_it(place: Place, number: str) -> None:
    page = inbox(place)
    assert "Clinician a</strong> has it: gave the last injection" in page
    assert "the end of today" in page
    assert "My back is hot." in page
    assert "Ada Sample" in page
    assert f"/courses/{number}/record/symptom/s1/" in page
    assert f"/courses/{number}/record/hand-over/s1/" in page
    (look,) = Look.objects.filter(what="symptoms")
    assert look.who == place.users["clinician"].handle


def test_each_role_sees_what_it_may(place: Place, number: str) -> None:
    desk, lead, therapist = inbox(place, "front-desk"), inbox(place, "lead"), inbox(place, "therapist")
    assert "Ada Sample" in desk
    assert "My back is hot." not in desk
    assert "record/symptom" not in desk
    assert "My back is hot." in therapist
    assert "Ada Sample" not in lead
    assert number in lead
    assert "record/hand-over" in lead
    assert "record/symptom" not in lead


def test_another_clinic_sees_nothing_of_it(place: Place, elsewhere: Place, number: str) -> None:
    assert "No symptom is open" in inbox(elsewhere)
    with pytest.raises(NotAllowed):
        symptoms_of(elsewhere.users["clinician"], place.clinic.pk)
    with pytest.raises(NotAllowed):
        symptoms_of(place.users["patient"])


def test_what_has_least_time_left_comes_first(place: Place, number: str, start: Starter) -> None:
    """An emergency is due at once, also where it was reported later and in another course."""
    other = start(protocol="nutura-knee", side="left")
    record(hot("emergency", "s2", "I cannot breathe."), course=other, by=place.users["patient"])
    _, found = symptoms_of(place.users["clinician"])
    assert [(line.course, line.clock.symptom) for line in found] == [(other, "s2"), (number, "s1")]
    page = inbox(place)
    assert page.index("I cannot breathe.") < page.index("My back is hot.")
    assert "due now" in page
    work = place.client("clinician").get("/worklist/").content.decode()
    assert work.index(other) < work.index(number)


def test_the_worklist_says_who_has_it_and_others_are_told_that_it_is_there(place: Place, number: str) -> None:
    assert "Clinician a</strong> has it" in place.client("clinician").get("/worklist/").content.decode()
    for role in ("front-desk", "therapist", "lead"):
        assert "1 reported symptom is open" in place.client(role).get("/worklist/").content.decode()


# -- what is done about it -------------------------------------------------------------------------------------------


def test_handing_it_over(place: Place, number: str) -> None:
    other = invite("second@example.test", clinic=place.clinic, role="clinician", name="Dr Second")
    path = f"/courses/{number}/record/hand-over/s1/"
    lead = place.client("lead")
    assert "Choose who has it" in lead.post(path, typed(lead.get(path).context["form"])).content.decode()
    send(lead, path, owner=other.handle, reason="On leave from tonight.")
    assert "Dr Second</strong> has it: it was handed over" in inbox(place)
    course = place.client("clinician").get(f"/courses/{number}/").content.decode()
    assert "Dr Second</strong> has it" in course
    assert "Symptom handed over" in course
    assert "On leave from tonight." in course
    assert place.client("front-desk").get(path).status_code == 403
    assert place.client("patient").get(path).status_code == 403


def test_a_call_that_nobody_took_and_then_one_that_was_taken(place: Place, number: str) -> None:
    clinician = place.client("clinician")
    path = f"/courses/{number}/record/symptom/s1/"
    send(clinician, path, contact="not_reached", closed="no")
    page = inbox(place)
    assert "1 call that nobody took" in page
    assert "the end of today" in page
    page = clinician.post(
        path, {**typed(clinician.get(path).context["form"]), "contact": "not_reached", "closed": "yes"}
    ).content.decode()
    assert "Nobody answered. Keep it open" in page
    soon = datetime.now(UTC) + timedelta(days=1)
    again = {"again_on": soon.date().isoformat(), "again_clock": "09:00"}
    send(clinician, path, contact="reached", closed="no", note="Warm, no fever. Rings tomorrow.", **again)
    (clock,) = clocks_of(open_course(number, by=Operator()))
    assert clock.due_at == datetime.combine(soon.date(), datetime.min.time(), UTC) + timedelta(hours=9)
    assert "Answered by Clinician a" in inbox(place)
    assert "tomorrow at 09:00" in inbox(place)


def test_a_time_to_look_again_is_whole_and_ahead(place: Place, number: str) -> None:
    clinician = place.client("clinician")
    path = f"/courses/{number}/record/symptom/s1/"
    base = {**typed(clinician.get(path).context["form"]), "contact": "reached", "closed": "no"}
    says = {
        "Give the day and the time, or neither.": {"again_on": days_ago(-1).isoformat()},
        "That time is over. Give a later one.": {"again_on": days_ago(1).isoformat(), "again_clock": "09:00"},
    }
    for sentence, typed_in in says.items():
        assert sentence in clinician.post(path, {**base, **typed_in}).content.decode()
    closing = {"closed": "yes", "relatedness": "possible", "severity": "mild", "again_on": days_ago(-1).isoformat()}
    assert "What is closed is not looked at again." in clinician.post(path, {**base, **closing}).content.decode()


def test_closing_it_as_an_adverse_event(place: Place, number: str) -> None:
    path = f"/courses/{number}/record/symptom/s1/"
    judged = {"relatedness": "probable", "severity": "moderate", "adverse": "Skin infection"}
    send(place.client("clinician"), path, contact="seen", closed="yes", **judged)
    course = open_course(number, by=Operator()).course
    assert not course.concerns
    (harm,) = course.adverse_events
    assert (harm.event, harm.severity, harm.relatedness, harm.symptom) == (
        "Skin infection",
        "moderate",
        "probable",
        "s1",
    )
    assert "No symptom is open" in inbox(place)


def test_the_booked_session_waits_in_the_patient_s_words_too(place: Place, number: str) -> None:
    record(
        e.VisitBooked(
            id=new_id(),
            happened_on=days_ago(0),
            visit="v1",
            activity="treatment",
            starts=datetime.now(UTC) + timedelta(days=9),
            minutes=30,
        ),
        course=number,
        by=Operator(),
    )
    for event in (
        e.ResponseDecided(id=new_id(), happened_on=days_ago(0), activity="response-review", option="go-on", reason="x"),
    ):
        record(event, course=number, by=place.users["clinician"])
    page = place.client("patient").get("/my/").content.decode()
    assert "Until then the injection waits." in page


# -- the patient -------------------------------------------------------------------------------------------------------


def test_the_patient_reads_what_to_do_who_has_it_and_that_it_is_open(place: Place, number: str) -> None:
    page = place.client("patient").get("/my/").content.decode()
    assert "Call the clinic now" in page
    assert "Clinician a has it at the clinic." in page
    assert "It is open." in page
    send(place.client("clinician"), f"/courses/{number}/record/symptom/s1/", contact="reached", closed="no")
    page = place.client("patient").get("/my/").content.decode()
    assert "Clinician a has answered you." in page
    assert "Call the clinic now" in page, "what to do does not depend on what the clinic does"


@pytest.mark.parametrize(
    ("level", "rules", "says"),
    [
        ("emergency", ("T01",), "Call the emergency number now. Sit up."),
        ("emergency", (), "Call your emergency number or go to an emergency department now."),
        ("same_day", ("RB99",), "See a doctor today."),
        ("urgent_care", ("T99",), "See a doctor today."),  # raised because the clinic was closed
        ("", (), "If you feel very ill, call your emergency number now."),
    ],
)
def test_what_to_do_now_is_never_milder_than_its_level(
    place: Place, start: Starter, level: str, rules: tuple[str, ...], says: str
) -> None:
    course = start(*until_injection())
    report = e.SymptomReported(id=new_id(), happened_on=days_ago(0), symptom="s", level=level, rules=rules)
    record(report, course=course, by=place.users["patient"])
    page = place.client("patient").get("/my/").content.decode()
    assert says in page
    if level in ("emergency", ""):
        assert 'class="urgent"' in page


def test_a_patient_s_own_answer_names_who_has_it(place: Place, start: Starter) -> None:
    *before, given = until_injection(ago=2)
    course = start(*before)
    record(given, course=course, by=place.users["clinician"])
    patient = place.client("patient")
    page = patient.get(f"/my/{course}/check-in/")
    asked = [ask.variable for ask in page.context["form"].asks]
    answer = patient.post(
        f"/my/{course}/check-in/", {"asked": asked, "made": page.context["form"].made, "chest_pain": "yes"}, follow=True
    ).content.decode()
    assert "emergency number now" in answer
    assert "Clinician a" in answer
    assert "Do not wait for a call." in answer
    assert "your next injection waits" in answer


# -- what a clinic decides ---------------------------------------------------------------------------------------------


def decide(client: Client, what: str, **said: str) -> str:
    return client.post("/symptoms/clocks/", {"what": what, **said}, follow=True).content.decode()


def test_on_call_from_now_and_from_later(place: Place, number: str) -> None:
    other = invite("second@example.test", clinic=place.clinic, role="clinician", name="Dr Second")
    lead = place.client("lead")
    assert "Choose who is on call." in decide(lead, "duty")
    assert "It is kept who is on call." in decide(lead, "duty", **{"duty-owner": other.handle})
    record(hot(symptom="s2"), course=number, by=place.users["patient"])
    owners = {clock.symptom: clock.owner for clock in clocks_of(open_course(number, by=Operator()))}
    assert owners == {"s1": place.users["clinician"].handle, "s2": other.handle}
    later = {"duty-owner": "nobody", "duty-on": days_ago(-3).isoformat(), "duty-at": "18:00"}
    assert "Nobody from" in decide(lead, "duty", **later)
    assert "On call: <strong>Dr Second</strong>" in inbox(place)
    past = {**later, "duty-on": days_ago(3).isoformat()}
    assert "A decision holds from now or from later on." in decide(lead, "duty", **past)
    assert "Give the day and the time, or neither." in decide(lead, "duty", **{**later, "duty-at": ""})


def test_times_are_decided_with_a_reason_and_kept_for_good(place: Place, number: str) -> None:
    clinician = place.client("clinician")
    page = clinician.get("/symptoms/clocks/").content.decode()
    assert "not stated: the clinic decides" in page
    assert "Nothing is changed." in decide(clinician, "times")
    minutes = {"times-amount-urgent": "30"}
    assert "Say why" in decide(clinician, "times", **minutes)
    assert "cannot be right" in decide(clinician, "times", **{"times-amount-urgent": "5000", "times-why": "x"})
    assert "whole number" in decide(clinician, "times", **{"times-amount-urgent": "1.5", "times-why": "x"})
    page = decide(clinician, "times", **minutes, **{"times-why": "Our telephone is staffed all day."})
    assert "30 minutes, decided by Clinician a" in page
    assert "Our telephone is staffed all day." in page
    record(hot(symptom="s2"), course=number, by=place.users["patient"])
    first, second = clocks_of(open_course(number, by=Operator()))
    assert (first.symptom, first.not_stated) == ("s2", False)
    assert first.due_at is not None
    assert first.since is not None
    assert first.due_at - first.since <= timedelta(minutes=30)
    assert second.not_stated, "what was reported before keeps its time"
    decide(clinician, "times", **{"times-why": "Nobody is there at noon."})
    assert [row.value for row in ClinicDecision.objects.order_by("pk")] == ["30", ""]


def test_who_may_not_decide_decides_nothing(place: Place, elsewhere: Place) -> None:
    for by in (place.users["front-desk"], place.users["patient"], elsewhere.users["lead"]):
        with pytest.raises(NotAllowed):
            set_on_call(place.users["clinician"], clinic=place.clinic, by=by)
        with pytest.raises(NotAllowed):
            set_answers_within("emergency", 15, clinic=place.clinic, by=by, why="Because.")
    with pytest.raises(NotDecided):
        set_on_call(elsewhere.users["clinician"], clinic=place.clinic, by=place.users["lead"])
    with pytest.raises(NotDecided):
        set_answers_within("one-week", 3, clinic=place.clinic, by=place.users["lead"], why="Because.")
    assert not ClinicDecision.objects.exists()


def test_a_symptom_of_another_course_is_told_before_a_session_of_this_one(
    place: Place, number: str, start: Starter
) -> None:
    other = start(protocol="nutura-knee", side="left")
    clinician = place.client("clinician")
    for path in (f"/courses/{other}/", f"/courses/{other}/record/injection/treatment/"):
        page = clinician.get(path).content.decode()
        assert "A reported symptom is open in another course of this patient:" in page
        assert f'<a href="/courses/{number}/">{number}</a>' in page
    assert "in another course" not in clinician.get(f"/courses/{other}/record/note/").content.decode()
    assert "in another course" not in clinician.get(f"/courses/{number}/").content.decode()
    judged = {"relatedness": "unrelated", "severity": "mild"}
    send(clinician, f"/courses/{number}/record/symptom/s1/", contact="seen", closed="yes", **judged)
    assert "in another course" not in clinician.get(f"/courses/{other}/").content.decode()
