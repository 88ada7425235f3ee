"""Who is silent, in a browser: the next step in one tap, in its order, and never of whom it must not be."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Person
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.opening import open_course
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway import events as e
from tests.support.browser import look
from tests.web.conftest import Place, Starter, answers, days_ago, new_id, sign_in


@pytest.fixture
def course(place: Place, start: Starter) -> str:
    """A first visit was missed ten days ago, and nothing was heard since."""
    at = datetime.now(UTC) - timedelta(days=10)
    return start(
        e.EvaluationAnswered(id=new_id(), happened_on=days_ago(30), answers=answers(), rules="1"),
        e.VisitBooked(id=new_id(), happened_on=days_ago(30), visit="v", activity="intake", starts=at, minutes=30),
        e.VisitMissed(id=new_id(), happened_on=days_ago(10), visit="v"),
        ago=31,
    )


def tap(place: Place, course: str, step: str, outcome: str, role: str = "front-desk") -> int:
    sent = {"course": course, "step": step, "outcome": outcome}
    return int(place.client(role).post("/chase/", sent).status_code)


@pytest.mark.django_db
@pytest.mark.both_databases
def test_a_message_is_sent_once_and_noted_once(place: Place, course: str) -> None:
    assert "First message" in place.client("front-desk").get("/chase/").content.decode()
    for _ in range(2):
        tap(place, course, "message-1", "sent")
    (contact,) = open_course(course, by=Operator()).course.contacts
    assert (contact.step, contact.way, contact.outcome) == ("message-1", "message", "sent")
    assert [notice.purpose for notice in Notice.objects.all()] == ["chase-1"]
    tap(place, course, "call-1", "not_reached")  # not its turn
    assert len(open_course(course, by=Operator()).course.contacts) == 1


@pytest.mark.django_db
def test_whoever_wants_no_messages_is_not_there(place: Place, course: str) -> None:
    person = Person.objects.get(pk=place.person.pk)
    change_profile(person, Profile("Ada Sample", messages="none"), by=Operator())
    assert "Ada Sample" not in place.client("front-desk").get("/chase/").content.decode()
    tap(place, course, "message-1", "sent")
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_giving_up_is_a_clinician_s_decision(place: Place, course: str) -> None:
    sent = {f"step:{name}": "0" for name in ("message-1", "message-2", "call-1", "call-2", "letter", "give-up")}
    place.client("lead").post("/chase/days/", sent)
    for step, outcome in (
        ("message-1", "sent"),
        ("message-2", "sent"),
        ("call-1", "not_reached"),
        ("call-2", "not_reached"),
        ("letter", "sent"),
    ):
        tap(place, course, step, outcome)
    assert "A clinician decides" in place.client("front-desk").get("/chase/").content.decode()
    assert "Close as lost" in place.client("clinician").get("/chase/").content.decode()
    assert open_course(course, by=Operator()).course.status == "active"


def test_the_list_of_the_silent(live: str, page: Page, place: Place, course: str) -> None:
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/chase/")
    look(page, "chase", whole=True)
    page.get_by_role("button", name="Send the message").click()
    expect(page.get_by_role("status")).to_contain_text("on its way")
    expect(page.get_by_role("heading", name="Second message")).to_be_visible()
    look(page, "chase-later", whole=True)
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/chase/days/")
    look(page, "chase-days", whole=True)
    page.get_by_label("Second message").fill("9")
    page.get_by_role("button", name="Keep the days").click()
    expect(page.get_by_text("decided by the clinic")).to_have_count(1)
