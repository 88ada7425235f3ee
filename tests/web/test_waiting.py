"""The waiting list at the desk: who waits, an offer answered on the telephone, the clinic's way, counts for a lead."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client

from enthesis.clinic import resources
from enthesis.clinic.access import Operator
from enthesis.clinic.door import open_course, record
from enthesis.clinic.models import Offer, WaitingEntry
from enthesis.clinic.resources import Described
from enthesis.clinic.waiting import give_out, rules_of
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection

OFFICE = (((time(8), time(18)),),) * 7


def treated(place: Place) -> list[e.Event]:
    """Up to a first treatment that was thirty days ago: the second is due from two days ago to twelve days ahead."""
    return [
        *until_injection(80),
        e.ResponseDecided(
            id=new_id(), happened_on=days_ago(60), activity="response-review", option="go-on", reason="x"
        ),
        e.PlanAgreed(id=new_id(), happened_on=days_ago(60), sessions=4),
        e.InjectionsGiven(
            id=new_id(), happened_on=days_ago(30), activity="treatment", overrides={"hold-unconfirmed": "asked"}
        ),
    ]


def staff(place: Place) -> None:
    for described in (Described("Dr Rahman", "clinician", hours=OFFICE), Described("Room 1", "room", hours=OFFICE)):
        resources.add(place.clinic, described)


@pytest.fixture
def course(place: Place, start: Starter) -> str:
    """Booked in ten days; anything earlier is free."""
    number = start(*treated(place), ago=110)
    staff(place)
    starts = datetime.combine(place.today + timedelta(days=10), time(14), UTC)
    booked = e.VisitBooked(
        id=new_id(), happened_on=place.today, visit="v2", activity="treatment", starts=starts, minutes=45
    )
    record(booked, course=number, by=Operator())
    return number


def join(client: Client, number: str, **said: object) -> None:
    fields = {"visit": "treatment-2", "notice": "24", **said}
    answer = client.post(f"/courses/{number}/waiting/", fields)
    assert answer.status_code == 302, answer.content.decode()


def test_from_the_telephone_to_a_booked_time(place: Place, course: str) -> None:
    desk = place.client("front-desk")
    page = desk.get(f"/courses/{course}/waiting/").content.decode()
    assert "Treatment injection 2: earlier than" in page
    join(desk, course, weekdays=["0", "1", "2", "3", "4", "5", "6"], start="09:00", end="12:00", clinician="Dr Rahman")
    page = desk.get("/waiting/").content.decode()
    assert "Ada Sample" in page
    assert "the clinic has not decided" in page
    assert "09:00 to 12:00, only with Dr Rahman, known 1 day before" in page
    assert "1 time was offered" in desk.post("/waiting/", {"give-out": "1"}, follow=True).content.decode()
    offer = Offer.objects.get()
    assert offer.starts.hour >= 9
    page = desk.post("/waiting/", {"accept": str(offer.pk)}, follow=True).content.decode()
    assert "booked and confirmed" in page
    assert "Nobody waits" in page
    booking = open_course(course, by=Operator()).course.bookings["v2"]
    assert (booking.starts, booking.confirmed) == (offer.starts, True)
    page = desk.post("/waiting/", {"decline": str(offer.pk)}, follow=True).content.decode()
    assert "This offer was accepted" in page


def test_a_no_and_off_the_list(place: Place, course: str) -> None:
    desk = place.client("clinician")
    join(desk, course)
    (offer,) = give_out(place.clinic, datetime.now(UTC)).offers
    assert "goes to the next" in desk.post("/waiting/", {"decline": str(offer.pk)}, follow=True).content.decode()
    entry = WaitingEntry.objects.get()
    assert "Taken off" in desk.post("/waiting/", {"leave": str(entry.pk)}, follow=True).content.decode()
    assert "Nothing is free that fits" in desk.post("/waiting/", {"give-out": "1"}, follow=True).content.decode()


def test_what_is_wrong_is_said_beside_the_form(place: Place, course: str) -> None:
    desk = place.client("front-desk")
    said = {"visit": "treatment-2", "notice": "24", "start": "12:00", "end": "09:00"}
    assert "not after the beginning" in desk.post(f"/courses/{course}/waiting/", said).content.decode()
    said = {"visit": "treatment-2", "notice": "24", "until": str(days_ago(3))}
    assert "The day of this visit is over" in desk.post(f"/courses/{course}/waiting/", said).content.decode()
    assert not WaitingEntry.objects.exists()


def test_the_clinic_decides_the_way(place: Place, db: None) -> None:
    lead = place.client("lead")
    assert "whole number" in lead.post("/waiting/way/", {"way": "first-come", "minutes": "7.5"}).content.decode()
    assert lead.post("/waiting/way/", {"way": "first-come", "minutes": "45"}).status_code == 302
    assert rules_of(place.clinic.pk) == ("first-come", 45, frozenset())
    assert "whoever says yes first" in lead.get("/waiting/").content.decode()


def test_a_lead_sees_numbers_and_changes_nothing(place: Place, course: str) -> None:
    join(place.client("front-desk"), course)
    lead = place.client("lead")
    page = lead.get("/waiting/").content.decode()
    assert "Ada Sample" not in page
    assert course not in page
    assert "<dt>Waiting</dt><dd>1</dd>" in page
    lead.post("/waiting/", {"give-out": "1", "leave": str(WaitingEntry.objects.get().pk)})
    assert not Offer.objects.exists()
    assert WaitingEntry.objects.get().state == "waiting"


def test_another_clinic_s_entries_are_out_of_reach(place: Place, course: str, elsewhere: Place) -> None:
    join(place.client("front-desk"), course)
    entry = WaitingEntry.objects.get()
    elsewhere.client("front-desk").post("/waiting/", {"leave": str(entry.pk)})
    entry.refresh_from_db()
    assert entry.state == "waiting"
