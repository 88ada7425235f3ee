"""The pages of messages, as people see and use them."""

from datetime import UTC, datetime, time

from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.messages import notices_sending
from enthesis.clinic.messages.choosing import stop_secret
from enthesis.clinic.messages.notices import notify
from enthesis.clinic.messages.times import set_quiet
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway.messages import Quiet
from tests.support.browser import look
from tests.web.conftest import Place, sign_in
from tests.web.test_messages import booked, send_all

__all__ = ["booked"]  # a fixture


def test_a_patient_chooses_and_a_lead_writes(live: str, page: Page, place: Place, booked: str) -> None:
    set_quiet(Quiet(time(0), time(0)), clinic=place.clinic, by=Operator())
    change_profile(place.person, Profile("Ada Sample", telephone="+44 20 7946 0958"), by=Operator())
    notify(place.person.pk, "new-message", "m-1", {}, now=datetime.now(UTC))
    send_all()
    for each in notices_sending.due(datetime.now(UTC)):
        notices_sending.send(each, datetime.now(UTC))
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/messages-settings/")
    look(page, "messages-settings")
    page.locator("button[value=sms]").click()
    expect(page.get_by_text("Kept. It holds from now on.")).to_be_visible()
    page.goto(f"{live}/stop-messages/{stop_secret(place.person.pk)}/")
    look(page, "messages-stop")
    page.get_by_role("button", name="Send me no more messages").click()
    expect(page.get_by_role("heading", name="You get no more messages")).to_be_visible()
    look(page, "messages-stopped")
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/patients/{place.person.number}/messages/")
    look(page, "messages-person")
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/messages/times/")
    look(page, "messages-times", whole=True)
    page.goto(f"{live}/texts/")
    look(page, "texts")
    page.locator("a[href='/texts/confirmation/en/']").click()
    look(page, "texts-one", whole=True)
    page.get_by_label("SMS").fill("See you on {day}.")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("Not kept yet.")).to_be_visible()
    page.get_by_role("button", name="Keep as a new version").click()
    expect(page.get_by_text("Kept as version 1.")).to_be_visible()
    look(page, "texts-kept")
    page.goto(f"{live}/messages/")
    look(page, "messages-lead")
