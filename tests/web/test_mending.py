"""Mending a course and closing a day, page by page."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic import holding, resources
from enthesis.clinic.access import Operator
from enthesis.clinic.booking import book, propose
from enthesis.clinic.door import record
from enthesis.clinic.models import Hold, Resource
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.resources import Described
from enthesis.pathway import events as e
from enthesis.scheduling.problem import Patient
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.test_browser import see

OFFICE = (((time(8), time(18)),),) * 7
NAMES = ("Ada Sample", "Bo Sample", "Cleo Sample")


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def staffed(place: Place) -> None:
    for described in (
        Described("Dr Rahman", "clinician", hours=OFFICE),
        Described("Dr Okafor", "clinician", hours=OFFICE),
        Described("Room 1", "room", hours=OFFICE),
        Described("Room 2", "room", hours=OFFICE),
        Described("Ultrasound 1", "device", ("ultrasound",), hours=OFFICE),
    ):
        resources.add(place.clinic, described)


def booked(place: Place, start: Starter) -> list[str]:
    """Three courses with their sessions booked; the first patient said yes to all of them."""
    numbers = []
    for name in NAMES:
        person = place.person
        if name != NAMES[0]:
            person = new_person(Profile(name, date(1970, 1, 1), ""), clinic=place.clinic, by=Operator())
        decided = e.ResponseDecided(
            id=new_id(), happened_on=days_ago(12), activity="response-review", option="go-on", reason="Better."
        )
        agreed = e.PlanAgreed(id=new_id(), happened_on=days_ago(12), sessions=3)
        number = start(*until_injection(), decided, agreed, person=person)
        found = propose(seen(number), Patient(), now=datetime.now(UTC) + timedelta(days=1))
        visits = found.choices[0].series.visits
        book(seen(number), found.visits, visits, by=Operator(), key=new_id(), confirmed=name == NAMES[0])
        numbers.append(number)
    return numbers


def second_day(number: str) -> date:
    return sorted(booking.starts for booking in seen(number).course.bookings.values())[1].date()


@pytest.fixture
def numbers(place: Place, start: Starter) -> list[str]:
    staffed(place)
    return booked(place, start)


def test_a_day_is_planned_looked_at_and_closed(place: Place, numbers: list[str]) -> None:
    client, day = place.client("clinician"), second_day(numbers[0])
    assert "Make a plan" in client.get("/calendar/close/").content.decode()
    asked = {"day": str(day), "resource": "*"}
    page = client.get("/calendar/close/", asked)
    text = page.content.decode()
    assert all(name in text for name in NAMES)
    assert "ask the patient" in text
    assert "held for 2 days (the clinic has not decided" in text
    assert client.post("/calendar/close/", {**asked, "key": page.context["key"]}).context["why_missing"]
    assert second_day(numbers[1]) == day
    sent = client.post("/calendar/close/", {**asked, "key": page.context["key"], "why": "Flood"}, follow=True)
    text = sent.content.decode()
    assert "The day is closed." in text
    assert "1 patient to be asked" in text
    assert "asked, held until" in text
    assert second_day(numbers[1]) != day
    assert second_day(numbers[0]) == day
    assert Hold.objects.count() == 1
    again = client.post("/calendar/close/", {**asked, "key": page.context["key"], "why": "Flood"}, follow=True)
    assert "The day is closed. 0 visits moved" in again.content.decode()
    assert Hold.objects.count() == 1


def test_what_cannot_be_read_is_said_beside_its_field(place: Place, numbers: list[str]) -> None:
    client = place.client("front-desk")
    assert len(numbers) == 3
    page = client.get("/calendar/close/", {"day": "2020-01-01", "resource": "*"}).content.decode()
    assert "2020-01-01 is over." in page
    page = client.get("/calendar/close/", {"day": "", "resource": ""}).content.decode()
    assert "Choose who or what cannot work." in page


def test_a_front_desk_closes_a_person_s_day_and_not_the_whole_clinic(place: Place, numbers: list[str]) -> None:
    client, day = place.client("front-desk"), second_day(numbers[1])
    sent = client.post("/calendar/close/", {"day": str(day), "resource": "*", "why": "Flood"}, follow=True)
    assert "Only a clinician or a lead of the clinic may decide that." in sent.content.decode()
    assert second_day(numbers[1]) == day
    sent = client.post("/calendar/close/", {"day": str(day), "resource": "Dr Rahman", "why": "ill"}, follow=True)
    assert "The day is closed." in sent.content.decode()


def test_a_lead_sees_numbers_and_no_names(place: Place, numbers: list[str]) -> None:
    page = place.client("lead").get("/calendar/close/", {"day": str(second_day(numbers[1])), "resource": "*"})
    assert "Sample" not in page.content.decode().replace("Sample tests", "")
    assert numbers[1] in page.content.decode()


def test_a_course_is_mended_on_its_page(place: Place, numbers: list[str]) -> None:
    client, number = place.client("front-desk"), numbers[1]
    assert "Nothing has to move." in client.get(f"/courses/{number}/mend/").content.decode()
    last = max(seen(number).course.bookings.values(), key=lambda booking: booking.starts)
    cancelled = e.VisitCancelled(id=new_id(), happened_on=place.today, visit=last.visit)
    record(cancelled, course=number, by=Operator())
    page = client.get(f"/courses/{number}/mend/")
    assert "It was called off on" in page.content.decode()
    sent = client.post(f"/courses/{number}/mend/", {"key": page.context["key"]}, follow=True)
    assert "1 visit moved or booked." in sent.content.decode()
    assert len(seen(number).course.bookings) == 3
    sent = client.post(f"/courses/{number}/mend/", {"key": page.context["key"]}, follow=True)
    assert len(seen(number).course.bookings) == 3


def test_the_course_s_page_says_what_stands_outside_of_its_window(place: Place, numbers: list[str]) -> None:
    client, number = place.client("clinician"), numbers[1]
    assert "Mend the series" not in client.get(f"/courses/{number}/").content.decode()
    visit = min(seen(number).course.bookings.values(), key=lambda booking: booking.starts)
    moved = e.VisitMoved(
        id=new_id(), happened_on=place.today, visit=visit.visit, starts=visit.starts + timedelta(days=10),
        overrides={"outside-window": "asked"},
    )  # fmt: skip
    record(moved, course=number, by=Operator())
    page = client.get(f"/courses/{number}/").content.decode()
    assert "1 booked visit outside of its window." in page
    assert f'href="/courses/{number}/mend/"' in page


def test_both_pages_where_no_script_runs(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    page = plain_page
    staffed(place)
    numbers = booked(place, start)
    sign_in(page, live, place, "clinician")
    day = second_day(numbers[0])
    see_plain(page, f"{live}/calendar/close/?day={day}", "close-day-form")
    page.get_by_label("Who or what cannot work").select_option("*")
    page.get_by_role("button", name="Make a plan").click()
    expect(page.get_by_role("heading", name="whole clinic")).to_be_visible()
    look(page, "close-day-plan", whole=True)
    page.get_by_label("Why the day is closed").fill("Public holiday")
    page.get_by_role("button", name="Close the day").click()
    expect(page.get_by_text("The day is closed.")).to_be_visible()
    look(page, "close-day-done", whole=True)
    see_plain(page, f"{live}/courses/{numbers[0]}/mend/", "mend")
    expect(page.get_by_text("The patient is being asked")).to_be_visible()
    assert holding.held(int(numbers[0].removeprefix("C-"))) is not None


def see_plain(page: Page, address: str, name: str) -> None:
    page.goto(address)
    look(page, name, whole=True)


def test_both_pages_can_be_used_by_everybody(live: str, page: Page, place: Place, start: Starter) -> None:
    staffed(place)
    numbers = booked(place, start)
    sign_in(page, live, place, "clinician")
    see(page, live, f"/calendar/close/?day={second_day(numbers[0])}&resource=*", "close-day-axe")
    resource = Resource.objects.get(name="Room 1")
    resources.set_other_hours(resource, second_day(numbers[0]), (), "Flood")
    other = Resource.objects.get(name="Room 2")
    resources.set_other_hours(other, second_day(numbers[0]), (), "Flood")
    see(page, live, f"/courses/{numbers[1]}/mend/", "mend-axe")
