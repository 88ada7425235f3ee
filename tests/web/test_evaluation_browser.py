"""A stranger with a phone, from the clinic's page to the front desk: touch, keyboard, without any script."""

from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible, look
from tests.web.conftest import Place, sign_in


def test_a_stranger_on_a_phone(page: Page, live: str, place: Place) -> None:
    place.clinic.telephone, place.clinic.emergency_number = "+1 555 0100", "112"
    place.clinic.save()

    def see(name: str) -> None:
        assert_accessible(page)
        look(page, name, whole=True)

    page.goto(live)
    see("front")
    page.get_by_role("link", name="Begin the evaluation").first.click()
    see("evaluation-start")
    page.get_by_role("button", name="Begin the evaluation").click()
    see("evaluation-first")
    page.get_by_text("No", exact=True).click()
    page.get_by_role("button", name="Go on").click()

    # Touching the drawing ticks the boxes of the list; so does the keyboard.
    page.locator('label.spot[title="Left knee"]').first.click()
    page.locator('label.spot[title="Right knee"]').first.click()
    page.locator('label.spot[title="Lower back"]').click()
    see("evaluation-map")
    page.get_by_text("Choose from a list instead").click()
    expect(page.get_by_role("checkbox", name="Left knee")).to_be_checked()
    page.get_by_role("checkbox", name="Lower back").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("checkbox", name="Lower back")).not_to_be_checked()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Go on").click()
    see("evaluation-question")
    page.goto(f"{live}/evaluation/question/?page=knee_places")
    page.locator('label.spot[title="Left: on the inner side"]').click()
    see("evaluation-knee")
    page.goto(f"{live}/evaluation/question/")
    page.get_by_role("link", name="Stop and go on later").click()
    see("evaluation-save")
    page.get_by_role("link", name="Back to the questions").click()
    page.get_by_text("Yes", exact=True).click()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Something in your answers can be an emergency.")).to_be_visible()
    see("evaluation-urgent")
    page.get_by_role("link", name="I have read this. Go on").click()
    see("evaluation-check")
    page.get_by_role("link", name="Tell the clinic about it").click()
    page.get_by_role("button", name="Send it to the clinic").click()
    see("evaluation-send-missing")
    page.get_by_label("Your name").fill("Bo Sample")
    page.get_by_label("Your birth date").fill("1975-04-01")
    page.get_by_label("Telephone").fill("555 0199")
    page.get_by_text("Either is fine").click()
    page.get_by_role("button", name="Send it to the clinic").click()
    see("evaluation-sent")
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/evaluations/")
    see("evaluations")
    page.get_by_role("link", name="Bo Sample").click()
    see("evaluations-one")


def test_the_map_needs_no_script(plain_page: Page, live: str, place: Place) -> None:
    plain_page.goto(f"{live}/evaluation/")
    plain_page.get_by_role("button", name="Begin the evaluation").click()
    plain_page.get_by_text("No", exact=True).click()
    plain_page.get_by_role("button", name="Go on").click()
    plain_page.locator('label.spot[title="Left knee"]').first.click()
    plain_page.get_by_role("button", name="Go on").click()
    expect(plain_page.get_by_text("Lower back")).to_have_count(0)
    plain_page.goto(f"{live}/evaluation/question/?page=places")
    plain_page.get_by_text("Choose from a list instead").click()
    expect(plain_page.get_by_role("checkbox", name="Left knee")).to_be_checked()
