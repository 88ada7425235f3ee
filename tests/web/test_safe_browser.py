"""What keeps records safe, as people see it: people and roles, who looked, files, one's own data."""

from playwright.sync_api import Page, expect

from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in, until_injection


def test_a_lead_keeps_people_and_roles(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/people-and-roles/")
    look(page, "safe-people", whole=True)
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("alert")).to_contain_text("Type the name.")
    look(page, "safe-invite-missing", whole=True)
    page.get_by_label("Name").fill("Nia North")
    page.get_by_label("E-mail").fill("nia@example.test")
    page.get_by_label("Clinician").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status").first).to_contain_text("works for seven days")
    page.get_by_role("link", name="Nia North").click()
    look(page, "safe-one", whole=True)
    page.get_by_role("link", name="Has left the clinic").click()
    look(page, "safe-leave", whole=True)
    page.get_by_role("button", name="Yes, has left").click()
    look(page, "safe-left", whole=True)
    page.goto(f"{live}/sign-in-rules/")
    look(page, "safe-rules", whole=True)


def test_who_looked(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    place.client("clinician").get(f"/courses/{number}/")
    place.client("front-desk").get("/patients/")
    place.client("therapist").get("/recall/")
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/audit/")
    look(page, "safe-audit", whole=True)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/who-looked/")
    look(page, "safe-who-looked", whole=True)
    page.goto(f"{live}/accounts/2fa/")
    look(page, "safe-account-of-a-patient", whole=True)
