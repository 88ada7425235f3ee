"""Pages of messages: what a patient chooses, the link in a letter, a patient's whole list, times, and words."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.messages import notices_sending
from enthesis.clinic.messages.choosing import own_profile, stop_secret
from enthesis.clinic.messages.notices import notify, notify_address
from enthesis.clinic.messages.times import set_quiet, times_of
from enthesis.clinic.models import ClinicDecision, Person
from enthesis.clinic.notices.models import Notice, OwnText
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway.messages import Quiet
from tests.web.conftest import Place
from tests.web.test_messages import booked, send_all

__all__ = ["booked"]  # a fixture


def now() -> datetime:
    return datetime.now(UTC)


def chosen(place: Place) -> Profile:
    return own_profile(Person.objects.select_related("key").get(pk=place.person.pk))


def known_by(place: Place, **more: str) -> None:
    change_profile(place.person, replace(Profile("Ada Sample"), **more), by=Operator())


# -- the patient ------------------------------------------------------------------------------------------------------


def test_a_patient_chooses_with_one_tap_each(place: Place) -> None:
    known_by(place, telephone="+44 20 7946 0958")
    client = place.client("patient")
    page = client.get("/my/messages-settings/").content.decode()
    assert "p…@example.test" in page
    assert "ends in 958" in page
    assert "7946" not in page
    client.post("/my/messages-settings/", {"way": "sms"})
    assert chosen(place).messages == "sms"
    client.post("/my/messages-settings/", {"language": "es"})
    assert (chosen(place).messages, chosen(place).language) == ("sms", "es")
    client.post("/my/messages-settings/", {"way": "none"})
    assert chosen(place).messages == "none"
    answer = client.post("/my/messages-settings/", {"way": "pigeon"}, follow=True)
    assert answer.status_code == 200
    assert chosen(place).messages == "none"


def test_sms_is_not_offered_without_a_number_that_names_its_country(place: Place) -> None:
    known_by(place, telephone="555 0100")
    client = place.client("patient")
    assert 'value="sms"' not in client.get("/my/messages-settings/").content.decode()
    client.post("/my/messages-settings/", {"way": "sms"})
    assert chosen(place).messages == "email"


def test_the_link_in_a_letter_asks_before_it_ends_messages(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)  # a mail program's button has no token
    link = f"/stop-messages/{stop_secret(place.person.pk)}/"
    page = client.get(link)
    assert "Send me no more messages" in page.content.decode()
    assert "Ada" not in page.content.decode().replace(link, "")
    assert page["Referrer-Policy"] == "no-referrer"
    assert chosen(place).messages == "email"
    assert "You get no more messages" in client.post(link, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert chosen(place).messages == "none"
    assert "You get no more messages" in client.get(link).content.decode()
    assert client.post(f"{link[:-2]}/").status_code == 404


# -- staff ------------------------------------------------------------------------------------------------------------


def test_a_patients_list_holds_every_course_and_the_notices(place: Place, booked: str) -> None:
    notify(place.person.pk, "new-message", "m-1", {}, now=now())
    client = place.client("therapist")
    page = client.get(f"/patients/{place.person.number}/messages/").content.decode()
    assert "No message has left yet." in page
    assert "New message from the clinic" in page
    send_all()
    for each in notices_sending.due(now()):
        notices_sending.send(each, now())
    page = client.get(f"/patients/{place.person.number}/messages/").content.decode()
    assert "words en 2026-11" in page
    assert f"· {booked}" in page
    assert page.count("sent</span>") == 2
    assert client.get("/patients/P-9999/messages/").status_code == 404
    assert client.get("/patients/nobody/messages/").status_code == 404


def test_a_notice_that_no_letter_could_bring_is_told_by_telephone(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    set_quiet(Quiet(time(0), time(0)), clinic=place.clinic, by=Operator())
    known_by(place, telephone="555 0100", messages="none")
    notify(place.person.pk, "chase-1", "c-1", {}, now=now())
    notify_address(place.clinic.pk, "not an address", "invitation", "i-1", {}, now=now())
    for each in notices_sending.due(now()):
        notices_sending.send(each, now())
    client = place.client("front-desk")
    page = client.get("/messages/").content.decode()
    assert "wants no messages" in page
    assert "not an address" in page
    assert "555 0100" in page
    for row in Notice.objects.all():
        client.post("/messages/", {"notice": str(row.pk)})
    assert "Nobody has to be called" in client.get("/messages/").content.decode()
    assert set(Notice.objects.values_list("state", flat=True)) == {"told"}


def test_times_are_decided_on_a_page_with_a_reason(place: Place, booked: str) -> None:
    client = place.client("lead")
    page = client.get("/messages/times/").content.decode()
    assert "Proposed: 2 days. Counted: before the visit." in page
    answer = client.post("/messages/times/", {"reminder": "36", "reminder-unit": "hours"})
    assert "Say why" in answer.content.decode()
    sent = {"reminder": "36", "reminder-unit": "hours", "quiet-from": "21:30", "quiet-to": "07:00", "why": "As agreed."}
    client.post("/messages/times/", {**sent, "confirmation": "0", "confirmation-unit": "minutes"})
    times = times_of(place.clinic.pk)
    assert (times.amounts["reminder"], times.quiet) == (2160, Quiet(time(21, 30), time(7)))
    assert "confirmation" not in times.undecided
    assert ClinicDecision.objects.filter(why="As agreed.").count() == 3
    page = client.get("/messages/times/").content.decode()
    assert 'value="36"' in page
    answer = client.post("/messages/times/", {"confirmation": "0", "confirmation-unit": "minutes", "why": "No."})
    times = times_of(place.clinic.pk)
    assert {"reminder", "quiet"} <= times.undecided


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Nothing is changed"),
        ({"reminder": "15", "reminder-unit": "days"}, "Give at most 14 days."),
        ({"reminder": "1.5", "reminder-unit": "hours"}, "Give a whole number."),
        ({"drug-hold": "29"}, "Give at most 28 days."),
        ({"quiet-from": "20:00"}, "Give both ends"),
        ({"reminder": "15", "reminder-unit": "years"}, "Choose one of the list."),
    ],
)
def test_times_that_cannot_be_are_told_beside_their_field(sent: dict[str, str], told: str, place: Place) -> None:
    page = place.client("clinician").post("/messages/times/", {**sent, "why": "x"}).content.decode()
    assert told in page
    assert ClinicDecision.objects.count() == 0


def test_words_are_looked_at_kept_and_given_back(place: Place) -> None:
    client = place.client("lead")
    assert client.get("/texts/").status_code == 200
    own = {"subject": "See you on {day}", "body": "Hello.\n\n[telephone] Call {telephone}.", "sms": "See you {day}."}
    page = client.post("/texts/reminder/en/", {**own, "what": "preview"}).content.decode()
    assert "See you on Monday 1 March 2027" in page
    assert "Not kept yet." in page
    assert not OwnText.objects.exists()
    client.post("/texts/reminder/en/", {**own, "what": "keep"})
    assert "own words own-1" in " ".join(client.get("/texts/reminder/en/").content.decode().split()).replace("  ", " ")
    assert "own-1" in client.get("/texts/").content.decode()
    page = client.get("/texts/series/en/").content.decode()
    assert page.count("<br>- ") == 4  # two more lines in either letter
    assert "Where they moved" in page
    client.post("/texts/reminder/en/", {"what": "shipped"})
    page = client.get("/texts/reminder/en/").content.decode()
    assert "shipped words 2026-11" in page
    assert "the shipped words again" in page
    assert client.get("/texts/reminder/tlh/").status_code == 404
    assert client.get("/texts/nothing/en/").status_code == 404


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"sms": "Your treatment is near."}, "is about health"),
        ({"body": "[sometimes] Hello."}, "is not known for this message"),
        ({"subject": "{patient}"}, "What stands in braces"),
        ({"sms": ""}, "Write the SMS."),
        ({"subject": "x" * 200}, "150 characters at most"),
    ],
)
def test_words_that_cannot_be_used_are_told_beside_their_field(change: dict[str, str], told: str, place: Place) -> None:
    own = {"subject": "See you on {day}", "body": "Hello.", "sms": "See you.", **change, "what": "keep"}
    page = place.client("lead").post("/texts/reminder/en/", own).content.decode()
    assert told in page
    assert not OwnText.objects.exists()
