"""A patient books a whole course and moves one visit, on a phone, by thumb; every page can be used by all."""

import re

from playwright.sync_api import Page, expect

from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in
from tests.web.visiting import opened, ready, staff


def usable(page: Page, name: str) -> None:
    look(page, name, whole=True)


def test_a_whole_course_is_booked_and_one_visit_moved(
    live: str, plain_page: Page, page: Page, place: Place, start: Starter
) -> None:
    staff(place)
    number = start(*ready())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/")
    page.get_by_role("link", name="Choose times").first.click()
    usable(page, "visits-pick")
    page.get_by_role("link", name="Say what suits me").click()
    page.get_by_label("In the afternoon").check()
    usable(page, "visits-wishes")
    page.get_by_role("button", name="Show me times").click()
    page.get_by_role("button", name=re.compile("Choose these")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("These times are kept for you until")
    usable(page, "visits-kept")
    page.get_by_role("button", name="Yes, book all of them").click()
    expect(page.get_by_role("status")).to_contain_text("Your visits are booked.")
    usable(page, "visits")
    before = sorted(opened(number).course.bookings.values(), key=lambda booking: booking.starts)
    assert len(before) == 3
    assert all(booking.starts.hour >= 12 for booking in before)
    # the second half where no script runs
    sign_in(plain_page, live, place, "patient")
    plain_page.goto(f"{live}/my/visits/")
    plain_page.get_by_role("link", name=re.compile("See or change.*Talk about how it went")).click()
    plain_page.get_by_role("link", name="Take another time").click()
    plain_page.locator("fieldset").nth(1).get_by_role("radio").first.check()
    plain_page.get_by_role("button", name="Take this time").click()
    expect(plain_page.get_by_role("status")).to_contain_text("Your visit is on")
    after = sorted(opened(number).course.bookings.values(), key=lambda booking: booking.starts)
    assert after[:2] == before[:2]
    assert after[2].starts.date() != before[2].starts.date()
    for path, name in (
        (f"/my/{number}/visit/{after[2].visit}/", "visits-one"),
        (f"/my/{number}/visit/{after[2].visit}/move/", "visits-move"),
        (f"/my/{number}/visit/{after[2].visit}/cancel/", "visits-cancel"),
        (f"/my/{number}/visits/wait/", "visits-wait"),
    ):
        page.goto(live + path)
        usable(page, name)
