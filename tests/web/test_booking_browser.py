"""The desk's screens as people see them: from an agreed plan to a booked series, with and without a mouse."""

import re

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from tests.support.browser import DESK, assert_accessible, look
from tests.web.conftest import Place, Starter, sign_in
from tests.web.visiting import booked, responded, staff


def see(page: Page, name: str) -> None:
    look(page, name, whole=True)


def test_from_an_agreed_plan_to_a_booked_series(live: str, plain_page: Page, place: Place, start: Starter) -> None:
    """No script runs here: every step is a link or a form."""
    page = plain_page
    staff(place)
    number = start(*responded())
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/courses/{number}/")
    page.get_by_role("link", name="Book the series").click()
    expect(page.get_by_role("heading", name="The best complete series")).to_be_visible()
    page.get_by_label("Over by").fill("12:00")
    page.get_by_label("Tue", exact=True).check()
    page.get_by_role("button", name="Look for times").click()
    page.get_by_role("button", name=re.compile("Hold these 4 times")).first.click()
    expect(page.get_by_role("heading", name="Held for 10 minutes more")).to_be_visible()
    page.get_by_role("link", name=re.compile("Other times")).nth(3).click()
    expect(page.get_by_role("heading", name=re.compile("Other times"))).to_be_visible()
    page.locator("button.chip").last.click()
    page.get_by_role("button", name="Yes: book and confirm").click()
    expect(page.get_by_role("status")).to_contain_text("4 visits are booked and confirmed")
    bookings = open_course(number, by=Operator()).course.bookings.values()
    assert len(bookings) == 4
    assert all(booking.confirmed for booking in bookings)


def test_the_desk_s_screens(live: str, page: Page, place: Place, start: Starter) -> None:
    staff(place)
    number = start(*responded())
    sign_in(page, live, place, "front-desk")
    for query, name in (("", "desk-series-best"), ("?weekday=6&only=on", "desk-series-none")):
        page.goto(f"{live}/courses/{number}/series/{query}")
        see(page, name)
    page.goto(f"{live}/courses/{number}/series/")
    page.get_by_role("button", name=re.compile("Hold these")).first.click()
    see(page, "desk-series-held")
    page.goto(f"{live}/courses/{number}/series/times/treatment-2/")
    see(page, "desk-series-times")
    booked(number)
    visit = min(open_course(number, by=Operator()).course.bookings.values(), key=lambda each: each.starts)
    for path, name in (("", "day"), ("week/", "week"), ("list/", "list")):
        page.goto(f"{live}/calendar/{path}?day={visit.starts.date()}")
        see(page, f"desk-calendar-{name}")
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/resources/")
    see(page, "lead-resources-list")
    page.get_by_role("link", name="Dr Rahman").click()
    see(page, "lead-resources-one")


def test_a_visit_is_moved_by_keys_and_by_hand(live: str, page: Page, place: Place, start: Starter) -> None:
    """What the page says while a visit is moved comes from the server; letting it go there is the usual form."""
    staff(place)
    number = start(*responded())
    visit = min(booked(number).course.bookings.values(), key=lambda each: each.starts)
    page.set_viewport_size(DESK)
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/calendar/?day={visit.starts.date()}")
    button = page.get_by_role("button", name=re.compile("Move Ada Sample"))
    button.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    bar = page.get_by_role("form", name="Moving a visit")
    expect(bar).to_contain_text("does not work during all of")
    expect(bar.get_by_role("button", name="Hold")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(bar).to_contain_text("08:35 to")
    expect(bar).to_contain_text("This time is free")
    assert_accessible(page)
    page.keyboard.press("Escape")
    box = page.locator(".cal-visit").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 100, box["y"] + box["height"] - 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 110, box["y"] + box["height"] + 60, steps=4)
    page.mouse.up()
    expect(bar).to_contain_text("This time is free")
    bar.get_by_role("button", name="Hold this time").click()
    page.get_by_role("button", name="Yes: book and confirm").click()
    expect(page.get_by_role("status")).to_contain_text("1 visit is booked and confirmed")
    assert open_course(number, by=Operator()).course.bookings[visit.visit].starts > visit.starts
