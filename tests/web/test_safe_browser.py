"""What keeps records safe, as people see it: people and roles, who looked, files, one's own data."""

from playwright.sync_api import Page, expect

from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in, until_injection


def test_a_lead_keeps_people_and_roles(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/people-and-roles/")
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
    page.get_by_role("button", name="Yes, has left").click()
    look(page, "safe-left", whole=True)


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


def test_documents_of_a_patient(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{number}/files/")
    look(page, "safe-files-none", whole=True)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a file.")
    page.get_by_label("Document or picture").set_input_files(
        {"name": "MRI of my back.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 %%EOF"}
    )
    page.get_by_label("Report").check()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("status").first).to_contain_text("It is kept.")
    look(page, "safe-files", whole=True)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="MRI of my back.pdf", exact=True).click()
    assert waiting.value.suggested_filename == "MRI of my back.pdf"
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/files/")
    look(page, "safe-course-files", whole=True)
    page.get_by_role("link", name="Remove MRI of my back.pdf").click()
    look(page, "safe-files-remove", whole=True)
    page.get_by_label("Why is it removed?").fill("It is of somebody else.")
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("status").first).to_contain_text("It is removed.")
    look(page, "safe-files-removed", whole=True)


def test_ones_own_data(live: str, page: Page, place: Place, start: Starter) -> None:
    start(*until_injection())
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/export/")
    page.get_by_role("link", name="Delete my account").click()
    look(page, "safe-delete", whole=True)
    page.get_by_role("button", name="Ask the clinic").click()
    expect(page.get_by_text("You asked for it")).to_be_visible()
    look(page, "safe-delete-asked", whole=True)
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/erasures/")
    look(page, "safe-erasures", whole=True)
    page.get_by_role("link", name=place.person.number).click()
    look(page, "safe-erasure", whole=True)
