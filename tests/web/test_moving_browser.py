"""The page that moves courses over, with courses on it that change and a booking that loses its place."""

from playwright.sync_api import Page, expect

from tests.support.browser import look
from tests.web import test_moving
from tests.web.conftest import Place, Starter, sign_in

version = test_moving.version


def test_the_previews_of_courses_that_are_moved(
    live: str, page: Page, place: Place, start: Starter, version: str
) -> None:
    number = test_moving.booked(place, start, 15)
    sign_in(page, live, place, "lead")
    page.goto(live + test_moving.PATH)
    expect(page.get_by_text(number).first).to_be_visible()
    expect(page.get_by_text("Response review").first).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    for folded in page.locator("main details:not([open]) > summary").all():
        folded.click()
    look(page, "move-courses")
