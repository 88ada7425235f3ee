"""Confirming by name, as people see it."""

from playwright.sync_api import Page, expect

from enthesis.clinic.confirmations import confirm, confirmed_of
from tests.web.conftest import Place, sign_in
from tests.web.test_browser import as_it_stands, see

T02 = "triage/rules/emergency:T02"


def test_the_pages(live: str, page: Page, place: Place) -> None:
    confirm("triage/rules/emergency:T03", clinic=place.clinic, by=place.users["lead"], note="Looked up.")
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/protocols/")
    page.get_by_role("link", name="To confirm by name").click()
    see(page, live, "/knowledge/", "unverified-all")
    page.goto(f"{live}/knowledge/triage/")
    page.get_by_role("listitem").filter(has_text=T02).locator("summary").click()
    as_it_stands(page, "unverified-triage-open")
    see(page, live, "/knowledge/medications/?words=advil", "unverified-found")


def test_confirming_where_no_script_runs(live: str, plain_page: Page, place: Place) -> None:
    sign_in(plain_page, live, place, "lead")
    plain_page.goto(f"{live}/knowledge/triage/")
    line = plain_page.get_by_role("listitem").filter(has_text=T02)
    line.locator("summary").click()
    line.get_by_label("Where you looked it up").fill("Our handbook, page 3.")
    line.get_by_role("button", name="Confirm with my name").click()
    expect(plain_page.get_by_role("status")).to_contain_text("is confirmed with your name")
    assert confirmed_of(place.clinic.pk)[T02].note == "Our handbook, page 3."
    line = plain_page.get_by_role("listitem").filter(has_text=T02)
    expect(line).to_contain_text("by Lead a on")
    line.locator("summary").click()
    line.get_by_role("button", name="Take the confirmation back").click()
    expect(plain_page.get_by_role("status")).to_contain_text("is shown as unverified again")
    assert confirmed_of(place.clinic.pk) == {}
