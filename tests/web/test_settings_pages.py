"""Settings in one list, and the first run: a clinic is made once, by whoever holds the printed secret."""

import json

import pytest
from django.test import Client

from enthesis.clinic.booking_wishes import booking_wishes
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.lead import first_run
from enthesis.clinic.lead.export import LISTS
from enthesis.clinic.lead.identity import checked
from enthesis.clinic.lead.models import ProtocolDraft
from enthesis.clinic.models import Clinic, Look, Membership, Resource
from enthesis.clinic.move_hours import move_hours
from enthesis.web.lead.settings_list import settings_of
from tests.web.conftest import PASSWORD, Place, Starter, until_injection
from tests.web.walking import send, typed


def test_every_setting_says_whether_it_was_decided_and_leads_to_its_page(place: Place) -> None:
    lead = place.client("lead")
    page = lead.get("/settings/")
    text = page.content.decode()
    assert page.context["open"] > 20
    for _title, rows in page.context["groups"]:
        for each, url in rows:
            assert url, each.page
            assert lead.get(url).status_code in (200, 302), url
    assert text.count("not decided</span>") == page.context["open"]


def test_what_the_clinic_is_is_kept_with_what_follows_said(place: Place) -> None:
    lead = place.client("lead")
    said = {"time_zone": "Europe/Berlin", "country": "de", "currency": "EUR", "emergency_number": "112"}
    assert send(lead, "/settings/clinic/", **said) == "/settings/"
    place.clinic.refresh_from_db()
    assert (place.clinic.time_zone, place.clinic.country, place.clinic.currency) == ("Europe/Berlin", "DE", "EUR")
    page = lead.get("/settings/").content.decode()
    assert "Booked visits keep their instants." in page
    wrong = {**typed(lead.get("/settings/clinic/").context["form"]), "country": "Germany", "telephone": "call us"}
    assert "is no telephone number" in lead.post("/settings/clinic/", wrong).content.decode()


@pytest.mark.parametrize(
    ("name", "typed_in"),
    [("time_zone", "Mars"), ("country", "1"), ("currency", "XXX"), ("language", "tlh"), ("meeting_link", "http://x")],
)
def test_what_cannot_be_is_told_with_the_fix(name: str, typed_in: str) -> None:
    with pytest.raises(NotDecided) as caught:
        checked(name, typed_in)
    assert caught.value.remedy


def test_wishes_and_hours_are_decided_and_taken_back(place: Place) -> None:
    lead = place.client("lead")
    send(lead, "/settings/booking/", **{"days-between-visits": "3", "weekday": "40", "held": "72"})
    wishes = booking_wishes(place.clinic.pk)
    assert (wishes.one_visit_per_days, wishes.penalties.weekday) == (3, 40)
    assert move_hours(place.clinic.pk).held.days == 3
    send(lead, "/settings/booking/", **{"days-between-visits": "", "weekday": ""})
    assert not booking_wishes(place.clinic.pk).decided
    page = lead.post("/settings/booking/", {"days-between-visits": "-1"}).content.decode()
    assert "Write a whole number" in page


FIRST = {
    "name": "Northside Clinic",
    "time_zone": "Europe/London",
    "country": "GB",
    "currency": "GBP",
    "telephone": "+44 20 7946 0000",
    "lead_name": "Lea Dahl",
    "lead_email": "lead@northside.example",
    "password": PASSWORD,
}


@pytest.mark.django_db
def test_the_first_clinic_is_made_once_by_whoever_holds_the_secret() -> None:
    client = Client()
    assert "enthesis serve" in client.get("/setup/").content.decode()
    assert client.get("/setup/no-such-secret/").status_code == 404
    path = f"/setup/{first_run.new_secret()}/"
    assert "Give your name." in client.post(path, {"name": "x"}).content.decode()
    assert not Clinic.objects.exists()
    later = {"clinician_name": "Cy Brandt", "clinician_email": "cy@northside.example", "room": "Room 1"}
    hours = {"opens": "08:00", "closes": "17:00"}
    answer = client.post(path, {**FIRST, **later, **hours, "protocol": "nutura-back"})
    assert answer.status_code == 302
    clinic = Clinic.objects.get()
    assert (clinic.name, clinic.country, clinic.currency) == ("Northside Clinic", "GB", "GBP")
    assert {each.role for each in Membership.objects.filter(clinic=clinic)} == {"lead", "clinician"}
    assert {each.name for each in Resource.objects.filter(clinic=clinic)} == {"Cy Brandt", "Room 1"}
    assert ProtocolDraft.objects.get().began_as == "nutura-back@2026-11"
    assert client.get("/settings/").status_code in (200, 302)
    assert Client().get(path).status_code == 404
    assert Client().get("/setup/")["Location"] == "/"
    assert Client().post(path, FIRST).status_code == 404


@pytest.mark.django_db
def test_a_wrong_first_run_makes_nothing() -> None:
    path = f"/setup/{first_run.new_secret()}/"
    for wrong in (
        {"telephone": ""},
        {"password": "123"},
        {"lead_email": "x"},
        {"clinician_email": "cy@x.example"},
        {"opens": "08:00"},
    ):
        assert Client().post(path, {**FIRST, **wrong}).status_code == 200
    backwards = {"room": "Room 1", "opens": "17:00", "closes": "08:00"}
    assert Client().post(path, {**FIRST, **backwards}).status_code == 200
    assert not Clinic.objects.exists()
    assert first_run.is_secret(path.split("/")[2])


def test_a_secret_opens_nothing_where_there_is_a_clinic(place: Place) -> None:
    assert not first_run.is_secret(first_run.new_secret())


def test_a_lead_takes_the_clinics_data_without_names_and_it_is_in_the_audit(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    lead = place.client("lead")
    assert "events.jsonl" in lead.get("/settings/export/").content.decode()
    lines = b"".join(lead.get("/settings/export/events.jsonl/")).decode().splitlines()
    assert {json.loads(line)["course"] for line in lines} == {number}
    assert "Ada Sample" not in "".join(lines)
    for name in LISTS:
        table = b"".join(lead.get(f"/settings/export/{name}.csv/")).decode()
        assert table.count("\r\n") >= 1
        assert "Ada Sample" not in table
    assert Look.objects.filter(what="export courses", who=place.users["lead"].handle).exists()
    assert lead.get("/settings/export/secrets.csv/").status_code == 404


def test_what_the_first_patient_needs_stands_first(place: Place) -> None:
    first, *others = settings_of(place.clinic)
    assert first.title == "Before the first patient"
    titles = {each.title for each in first.settings}
    assert {"Who is on call", "Telephone by day", "Price list", "People, rooms and devices"} <= titles
    assert not titles & {each.title for group in others for each in group.settings}
    assert all(group.settings for group in others)
