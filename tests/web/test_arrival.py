"""Who is here: one tap of the desk, seen by the clinician, taken back by one more."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection

LIST = "/calendar/list/"
AGREED = {"outside-window": "So agreed."}


@pytest.fixture
def course(place: Place, start: Starter) -> str:
    """An injection and a review are booked today."""

    def booked(visit: str, activity: str, hours: int) -> e.VisitBooked:
        at = datetime.now(UTC) + timedelta(hours=hours)
        return e.VisitBooked(
            id=new_id(),
            happened_on=days_ago(0),
            visit=visit,
            activity=activity,
            starts=at,
            minutes=30,
            overrides={"outside-window": "So agreed."},
        )

    return start(*until_injection(), booked("v1", "treatment", 1), booked("v2", "response-review", 2))


def send(place: Place, role: str, what: str, course: str, about: str) -> Any:
    return place.client(role).post(LIST, {"what": what, "course": course, "about": about}, follow=True)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_one_tap_says_who_is_here_and_one_more_takes_it_back(place: Place, course: str) -> None:
    for _ in range(2):
        page = send(place, "front-desk", "arrived", course, "v1").content.decode()
        assert re.search(r"here since \d\d:\d\d", page)
    ((visit, arrival),) = open_course(course, by=Operator()).course.arrived.items()
    assert visit == "v1"
    assert "Ada Sample" in place.client("clinician").get("/worklist/").content.decode()
    assert "1 patient waits" in place.client("clinician").get("/worklist/").content.decode()
    send(place, "front-desk", "not-here", course, arrival.id)
    assert open_course(course, by=Operator()).course.arrived == {}
    assert "waits" not in place.client("clinician").get(LIST).content.decode()


@pytest.mark.django_db
def test_who_may_not_does_not(place: Place, elsewhere: Place, course: str) -> None:
    assert send(place, "lead", "arrived", course, "v1").status_code == 403
    assert send(elsewhere, "front-desk", "arrived", course, "v1").status_code == 404
    assert "No visit" in send(place, "front-desk", "arrived", course, "v9").content.decode()
    assert open_course(course, by=Operator()).course.arrived == {}


@pytest.mark.django_db
def test_whoever_was_seen_waits_no_more(place: Place, course: str) -> None:
    send(place, "therapist", "arrived", course, "v2")
    came = e.VisitAttended(id=new_id(), happened_on=days_ago(0), activity="response-review", visit="v2")
    record(came, course=course, by=Operator())
    assert "1 patient waits" not in place.client("clinician").get(LIST).content.decode()


@pytest.mark.django_db
def test_the_worklist_says_how_long_something_is_overdue(place: Place, start: Starter) -> None:
    start(*until_injection(ago=60), ago=90)
    page = place.client("clinician").get("/worklist/").content.decode()
    assert "days overdue" in page


def test_the_day_list_with_arrivals(live: str, page: Page, place: Place, course: str) -> None:
    sign_in(page, live, place, "front-desk")
    page.goto(live + LIST)
    page.get_by_role("button", name="Is here").first.click()
    expect(page.get_by_role("status")).to_contain_text("Ada Sample is here.")
    look(page, "arrival-list", whole=True)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/worklist/")
    expect(page.get_by_role("heading", name="1 patient waits")).to_be_visible()
    look(page, "arrival-worklist", whole=True)
