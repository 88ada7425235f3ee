"""A lead in a browser: a protocol is edited beside its picture, read by a second person, published."""

import re

from playwright.sync_api import Page, expect

from enthesis.clinic.lead.first_run import new_secret
from tests.support.browser import look
from tests.web.conftest import PASSWORD, Place, sign_in

VERSIONS = "?a=nutura-back@2026-11&b=nutura-back@2026-11-local.1"


def test_a_lead_makes_the_clinics_own_protocol(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/protocols/nutura-back/2026-11/")
    page.get_by_role("button", name="Copy as the clinic's own draft").click()
    look(page, "draft", whole=True)
    page.get_by_role("link", name="Treatment injection", exact=True).click()
    others = page.get_by_role("group", name="When each of the others is")
    others.get_by_label("Opens").fill("3")
    page.get_by_role("button", name="Save in the draft").click()
    expect(others).to_contain_text("Say why, so that the next person can judge it.")
    others.get_by_label("Why the clinic departs").fill("Patients travel far.")
    look(page, "draft-activity", whole=True)
    page.get_by_role("button", name="Save in the draft").click()
    expect(page.get_by_text("Kept in the draft.")).to_be_visible()
    sign_in(page, live, place, "clinician")
    page.reload()
    page.get_by_role("button", name="I have read it").click()
    sign_in(page, live, place, "lead")
    page.reload()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is published")).to_be_visible()
    look(page, "draft-published")
    for way, name in (("", "list"), ("compare/" + VERSIONS, "compare")):
        page.goto(f"{live}/protocols/{way}")
        look(page, f"protocols-{name}", whole=True)


def test_the_first_run_in_a_browser(live: str, page: Page) -> None:
    page.goto(f"{live}/")
    expect(page.get_by_role("heading", name="There is no clinic here yet")).to_be_visible()
    look(page, "setup-closed")
    page.goto(f"{live}/setup/{new_secret()}/")
    look(page, "setup", whole=True)
    page.get_by_label("Name of the clinic").fill("Northside Clinic")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Telephone by day").fill("+44 20 7946 0000")
    page.get_by_label("Your name").fill("Lea Dahl")
    page.get_by_label("Your e-mail address").fill("lead@northside.example")
    page.get_by_label("A password of your own").fill(PASSWORD)
    page.get_by_role("button", name="Make the clinic").click()
    expect(page).not_to_have_url(re.compile("setup"))
    expect(page.get_by_role("main")).to_be_visible()
