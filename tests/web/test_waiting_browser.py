"""The waiting list in a browser: put on, offered, answered."""

from datetime import UTC, datetime, time, timedelta

from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.pathway import events as e
from tests.web.conftest import Place, Starter, new_id, sign_in
from tests.web.test_browser import as_it_stands, see
from tests.web.test_waiting import staff, treated


def test_the_waiting_list_of_a_clinic(page: Page, live: str, place: Place, start: Starter) -> None:
    number = start(*treated(place), ago=110)
    staff(place)
    starts = datetime.combine(place.today + timedelta(days=10), time(14), UTC)
    booked = e.VisitBooked(
        id=new_id(), happened_on=place.today, visit="v2", activity="treatment", starts=starts, minutes=45
    )
    record(booked, course=number, by=Operator())
    sign_in(page, live, place, "clinician")
    see(page, live, f"/courses/{number}/waiting/", "waiting-join")
    page.get_by_label("Treatment injection 2").check()
    page.get_by_label("Tuesday", exact=True).check()
    page.get_by_label("Wednesday", exact=True).check()
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_role("button", name="Offer what is free now").click()
    as_it_stands(page, "waiting-list")
    page.get_by_role("button", name="Says yes").click()
    assert "booked and confirmed" in page.content()
    page.get_by_role("link", name="Decide it").click()
    as_it_stands(page, "waiting-way")
    sign_in(page, live, place, "lead")
    see(page, live, "/waiting/", "waiting-lead")
