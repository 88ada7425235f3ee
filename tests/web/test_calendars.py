"""Pages of calendars: a secret address is shown once, a visit is a file, a calendar kept elsewhere is read."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from enthesis.clinic.door import record
from enthesis.clinic.models import CalendarFeed, OutsideBusy, OutsideCalendar, Resource
from enthesis.clinic.resources import Described, add
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, new_id

WHEN = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=9)


@pytest.fixture
def booked(place: Place, start: Starter) -> str:
    """A course with a visit of the clinician."""
    add(place.clinic, Described("Dr Berg", "clinician"), place.users["clinician"])
    visit = {"visit": "v1", "activity": "treatment", "starts": WHEN, "minutes": 30, "resources": ("Dr Berg",)}
    return start(e.VisitBooked(id=new_id(), happened_on=place.today, **visit))


def address_in(page: str) -> str:
    found = re.search(r"/feeds/[\w-]+\.ics", page)
    assert found
    return found[0]


def entries(data: bytes) -> list[str]:
    return [str(each["SUMMARY"]) for each in Calendar.from_ical(data).walk("VEVENT")]


@pytest.mark.parametrize(("role", "page"), [("patient", "/my/calendar/"), ("clinician", "/my-calendar/")])
def test_an_address_is_shown_once_read_by_anybody_and_turned_off(
    role: str, page: str, place: Place, booked: str
) -> None:
    client = place.client(role)
    assert "/feeds/" not in client.get(page).content.decode()
    address = address_in(client.post(page, {"what": "make"}).content.decode())
    assert "/feeds/" not in client.get(page).content.decode()
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    assert entries(answer.content) == [
        "Appointment: Example Clinic (tests)" if role == "patient" else f"Visit {booked}"
    ]
    assert b"Ada" not in answer.content
    assert Client().post(address).status_code == 405
    feed = CalendarFeed.objects.get()
    client.post(page, {"what": "revoke", "feed": str(feed.pk)})
    assert Client().get(address).status_code == 404


def test_nobody_turns_off_the_address_of_somebody_else(place: Place, elsewhere: Place, booked: str) -> None:
    place.client("patient").post("/my/calendar/", {"what": "make"})
    feed = CalendarFeed.objects.get()
    for role, page in (("patient", "/my/calendar/"), ("lead", "/my-calendar/")):
        elsewhere.client(role).post(page, {"what": "revoke", "feed": str(feed.pk)})
    place.client("lead").post("/my-calendar/", {"what": "revoke", "feed": str(feed.pk)})
    feed.refresh_from_db()
    assert feed.revoked_at is None


@pytest.mark.parametrize("secret", ["x", "../../etc/passwd", "%00", "a" * 300])
def test_an_address_that_nobody_made(secret: str, place: Place) -> None:
    assert Client().get(f"/feeds/{secret}.ics").status_code == 404


@pytest.mark.parametrize(
    ("role", "path"), [("patient", "/my/{}/visits/v1.ics"), ("front-desk", "/courses/{}/visits/v1.ics")]
)
def test_a_visit_as_a_file(role: str, path: str, place: Place, booked: str) -> None:
    client = place.client(role)
    answer = client.get(path.format(booked))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=REQUEST"
    assert "appointment.ics" in answer["Content-Disposition"]
    record(
        e.VisitCancelled(id=new_id(), happened_on=place.today, visit="v1"), course=booked, by=place.users["clinician"]
    )
    assert b"METHOD:CANCEL" in client.get(path.format(booked)).content
    assert client.get(path.format(booked).replace("v1", "v2")).status_code == 404


def calendar(starts: datetime) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:a@x")
    return "\r\n".join(
        (*lines, f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "END:VEVENT", "END:VCALENDAR", "")
    ).encode()


def test_a_file_from_elsewhere_is_read_and_what_is_booked_already_is_listed(place: Place, booked: str) -> None:
    client = place.client("clinician")
    file = SimpleUploadedFile("busy.ics", calendar(WHEN), "text/calendar")
    client.post("/my-calendar/", {"what": "read", "name": "Hospital", "file": file})
    assert OutsideBusy.objects.count() == 1
    page = client.get("/my-calendar/").content.decode()
    assert "Booked while another calendar says busy" in page
    assert f"/courses/{booked}/" in page
    client.post("/my-calendar/", {"what": "remove", "calendar": str(OutsideCalendar.objects.get().pk)})
    assert not OutsideBusy.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": "x", "address": "ftp://a.example"}, "That is no address of a calendar."),
        ({"name": "x", "address": "http://127.0.0.1/a.ics"}, "private network"),
        ({"name": "x"}, "one of the two"),
        ({"address": "https://a.example"}, "Give it a name"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_field(
    sent: dict[str, str], told: str, place: Place, booked: str
) -> None:
    answer = place.client("clinician").post("/my-calendar/", {"what": "read", **sent})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert not OutsideCalendar.objects.exists()


def test_a_file_that_is_no_calendar(place: Place, booked: str) -> None:
    file = SimpleUploadedFile("busy.ics", b"<html>", "text/calendar")
    answer = place.client("clinician").post("/my-calendar/", {"what": "read", "name": "x", "file": file})
    assert "That is no iCalendar file." in answer.content.decode()


def test_the_front_desk_reads_calendars_of_others_and_publishes_none(place: Place, booked: str) -> None:
    client = place.client("front-desk")
    page = f"/my-calendar/?of={Resource.objects.get().pk}"
    file = SimpleUploadedFile("busy.ics", calendar(WHEN), "text/calendar")
    client.post(page, {"what": "read", "name": "Hospital", "file": file})
    assert OutsideBusy.objects.count() == 1
    assert client.post(page, {"what": "make"}).status_code == 403
    therapist = place.client("therapist").get(page).content.decode()
    assert "has no calendar here" in therapist
    assert "Dr Berg" not in therapist
