"""Letters: the patient writes, the clinic sees who waits and since when, answers, and the patient is told that much."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.errors import Refused
from enthesis.clinic.models import StoredEvent
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from enthesis.pathway.letters import thread, unanswered
from tests.support.browser import look
from tests.web.conftest import Place, Starter, new_id, sign_in, until_injection
from tests.web.walking import send, typed

QUESTION = "May I go swimming on Sunday?"


@pytest.fixture
def patient(place: Place) -> Client:
    return place.client("patient")


def test_a_patient_waits_until_the_clinic_has_answered(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    send(patient, f"/my/{number}/letters/", words=QUESTION, about="exercises")
    send(patient, f"/my/{number}/letters/", words="In the lake.", about="exercises")
    clinician = place.client("clinician")
    inbox = clinician.get("/letters/").content.decode()
    assert "Ada Sample" in inbox
    assert "2 messages" in inbox
    assert "a message is unanswered for" in clinician.get(f"/courses/{number}/").content.decode()
    send(clinician, f"/courses/{number}/letters/", words="Yes, if the skin is closed.")
    assert "Nobody waits for an answer." in clinician.get("/letters/").content.decode()
    page = patient.get(f"/my/{number}/letters/").content.decode()
    assert "Yes, if the skin is closed." in page
    assert "Clinician a" in page
    assert "the clinic has written" in patient.get("/my/").content.decode()


def test_the_notice_says_nothing_of_the_message_and_is_given_once(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    path, clinician = f"/courses/{number}/letters/", place.client("clinician")
    data = {**typed(clinician.get(path).context["form"]), "words": "Your result is here."}
    assert clinician.post(path, data).status_code == clinician.post(path, data).status_code == 302
    (notice,) = Notice.objects.all()
    assert (notice.person_id, notice.purpose) == (place.person.pk, "new-message")
    assert StoredEvent.objects.filter(kind="MessageWritten").count() == 1


def test_words_are_not_for_every_role_and_are_sealed(place: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    send(patient, f"/my/{number}/letters/", words=QUESTION, about="exercises")
    desk = place.client("front-desk")
    for path in ("/letters/", f"/courses/{number}/letters/"):
        page = desk.get(path).content.decode()
        assert "swimming" not in page
        assert "Exercises" in page
    stored = StoredEvent.objects.get(kind="MessageWritten")
    assert "swimming" not in stored.payload


def test_another_clinic_sees_nothing(place: Place, elsewhere: Place, start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    send(patient, f"/my/{number}/letters/", words=QUESTION, about="exercises")
    assert "Ada" not in elsewhere.client("clinician").get("/letters/").content.decode()
    assert elsewhere.client("clinician").get(f"/courses/{number}/letters/").status_code == 404


def test_an_empty_message_is_asked_for_kindly(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    path = f"/my/{number}/letters/"
    page = patient.post(path, typed(patient.get(path).context["form"])).content.decode()
    assert "Write your message." in page
    assert "Choose what it is about." in page


def test_what_was_sent_stays_sent(start: Starter, patient: Client) -> None:
    number = start(*until_injection())
    send(patient, f"/my/{number}/letters/", words=QUESTION, about="exercises")
    sent = open_course(number, by=Operator()).log[-1]
    with pytest.raises(Refused):
        record(e.Withdrawn(id=new_id(), replaces=sent.id), course=number, by=Operator())


def test_only_what_follows_the_clinic_s_last_message_waits() -> None:
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def written(name: str, by: str) -> e.MessageWritten:
        return e.MessageWritten(id=name, words="x", recorded_at=at, recorded_by=by)

    log = [written("a", "U-1"), written("b", "U-2"), written("c", "U-1"), written("d", "U-1")]
    assert [each.event for each in unanswered(thread(log, {"U-1"}))] == ["c", "d"]
    assert unanswered(thread(log[:2], {"U-1"})) == []


def test_letters_as_people_see_them(live: str, page: Page, place: Place, start: Starter) -> None:
    place.clinic.emergency_number, place.clinic.telephone = "112", "555 0199"
    place.clinic.save()
    number = start(*until_injection())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/letters/")
    expect(page.get_by_text("Not for emergencies")).to_be_visible()
    page.get_by_label("Exercises").check()
    page.get_by_label("Your message").fill(QUESTION)
    page.get_by_role("button", name="Send").click()
    look(page, "letters", whole=True)
    sign_in(page, live, place, "therapist")
    page.goto(f"{live}/letters/")
    look(page, "letters-inbox", whole=True)
    page.get_by_role("link", name="Answer").click()
    page.get_by_label("Your answer").fill("Yes.")
    page.get_by_role("button", name="Send").click()
    look(page, "letters-course", whole=True)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/")
    look(page, "next-at-home", whole=True)
