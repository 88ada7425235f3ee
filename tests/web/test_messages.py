"""Pages of messages: who has to be called, what became of each, and the letters of an example clinic."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.html import escape

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record_all
from enthesis.clinic.messages.sending import due, send
from enthesis.clinic.messages.times import set_amount, set_quiet
from enthesis.clinic.models import Membership, Sending
from enthesis.clinic.opening import open_course
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway import events as e
from enthesis.pathway.messages import Quiet
from tests.web.conftest import Place, Starter, new_id

WHEN = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=9)


@pytest.fixture
def booked(place: Place, start: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A course with a visit, in a clinic without quiet hours and with an inbox of its own."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    set_quiet(Quiet(time(0), time(0)), clinic=place.clinic, by=Operator())
    visit = {"visit": "v1", "activity": "treatment", "starts": WHEN, "minutes": 30}
    return start(e.VisitBooked(id=new_id(), happened_on=place.today, **visit))


def send_all() -> None:
    for each in due(datetime.now(UTC)):
        send(each.course, each.key, datetime.now(UTC))


def test_a_letter_of_an_example_clinic_is_seen_in_the_inbox_by_its_own_clinic(
    place: Place, elsewhere: Place, booked: str
) -> None:
    send_all()
    page = place.client("lead").get("/inbox/").content.decode()
    assert "Your appointment on" in page
    assert "appointment.ics" in page
    assert escape("p…@example.test") in page
    assert "patient-a@example.test" not in page
    assert "Your appointment on" not in elsewhere.client("lead").get("/inbox/").content.decode()


def test_a_series_is_one_line_and_one_letter(place: Place, booked: str) -> None:
    send_all()
    visit = {"activity": "treatment", "minutes": 30}
    more = [
        e.VisitBooked(
            id=new_id(), happened_on=place.today, visit=f"w{n}", starts=WHEN + timedelta(days=20 * n), **visit
        )
        for n in (1, 2, 3)
    ]
    record_all(more, course=booked, by=Operator())
    for _ in ("planned", "sent"):
        for address in (f"/courses/{booked}/messages/", f"/patients/{place.person.number}/messages/"):
            page = place.client("therapist").get(address).content.decode()
            assert page.count("Confirmation of several visits") == 1
            assert "3 visits, the first" in page
        send_all()
    page = place.client("lead").get("/inbox/").content.decode()
    assert "Your 3 appointments at" in page
    assert page.count("<br>- ") == 2
    assert "appointments.ics" in page
    Sending.objects.filter(visit__startswith="w").update(state="refused")
    page = place.client("front-desk").get("/messages/").content.decode()
    assert page.count("<strong>Confirmation of several visits.</strong>") == 1
    assert page.count("<br>- ") == 2


def test_the_courses_own_list_says_what_is_to_leave_and_what_became_of_the_rest(place: Place, booked: str) -> None:
    client = place.client("therapist")
    page = client.get(f"/courses/{booked}/messages/").content.decode()
    assert "No message has left yet." in page
    assert "Reminder" in page
    send_all()
    page = client.get(f"/courses/{booked}/messages/").content.decode()
    assert "sent</span>" in page
    Sending.objects.update(state="unknown")
    assert "may not have arrived: call" in client.get(f"/courses/{booked}/messages/").content.decode()


def test_who_has_no_address_is_called_and_it_is_noted(place: Place, booked: str) -> None:
    Membership.objects.filter(person=place.person).delete()
    change_profile(place.person, Profile("Ada Sample", None, "555 0100"), by=Operator())
    send_all()
    client = place.client("front-desk")
    page = client.get("/messages/").content.decode()
    assert "Ada Sample" in page
    assert "555 0100" in page
    assert "no e-mail address" in page
    assert "Your appointment at Example Clinic (tests) is on" in page
    row = Sending.objects.get()
    client.post("/messages/", {"message": str(row.pk)})
    assert "Nobody has to be called" in client.get("/messages/").content.decode()
    (noted,) = open_course(booked, Operator()).course.messages
    assert (noted.channel, noted.recorded_by) == ("telephone", place.users["front-desk"].handle)


def test_another_clinic_neither_sees_nor_tells_it(place: Place, elsewhere: Place, booked: str) -> None:
    Membership.objects.filter(person=place.person).delete()
    change_profile(place.person, Profile("Ada Sample", None, "555 0100"), by=Operator())
    send_all()
    client = elsewhere.client("front-desk")
    assert "Ada Sample" not in client.get("/messages/").content.decode()
    for number in (str(Sending.objects.get().pk), "nonsense", "9" * 30, ""):
        assert client.post("/messages/", {"message": number}).status_code == 302
    assert Sending.objects.get().state == "to-tell"


def test_what_the_clinic_has_not_decided_is_said(place: Place, booked: str) -> None:
    client = place.client("clinician")
    page = client.get("/messages/").content.decode()
    assert page.count("the clinic has not decided") == 9  # but for the quiet hours
    set_amount("reminder", 60 * 36, clinic=place.clinic, by=Operator())
    page = client.get("/messages/").content.decode()
    assert page.count("the clinic has not decided") == 8
    assert "36 hours" in page
    set_amount("reminder", None, clinic=place.clinic, by=Operator())
    set_quiet(None, clinic=place.clinic, by=Operator())
    assert (
        client.get("/messages/").content.decode().count("the clinic has not decided") == 1
    )  # it is said of all of them


def test_a_lead_sees_how_many_and_no_names(place: Place, booked: str) -> None:
    Membership.objects.filter(person=place.person).delete()
    change_profile(place.person, Profile("Ada Sample", None, "555 0100"), by=Operator())
    send_all()
    client = place.client("lead")
    page = client.get("/messages/").content.decode()
    assert "1 message to tell" in page
    assert "Ada Sample" not in page
    client.post("/messages/", {"message": str(Sending.objects.get().pk)})
    assert Sending.objects.get().state == "to-tell"
