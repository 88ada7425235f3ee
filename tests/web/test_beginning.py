"""Before the first patient: the steps of a new clinic, what it begins without, and that it goes away by itself."""

from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from enthesis.clinic import resources
from enthesis.clinic.accounts import invite
from enthesis.clinic.decisions import set_on_call
from enthesis.clinic.intake.page import write_page
from enthesis.clinic.lead.beginning import next_of, steps_of
from enthesis.clinic.messages.providers import OF_FILES
from enthesis.clinic.models import Clinic, User
from enthesis.clinic.prices import keep_prices
from enthesis.clinic.protocols import keep_copy
from enthesis.clinic.resources import Described
from enthesis.pathway.protocol.library import texts
from enthesis.web.lead.beginning import PAGES
from tests.support.browser import look
from tests.web.conftest import PASSWORD, Place, give_second_step

PATH = "/before-the-first-patient/"
HOURS = (((time(8), time(17)),),) * 5 + ((), ())


@pytest.fixture
def new(db: None, settings: Any) -> tuple[Clinic, User, Client]:
    """A clinic of which there is nothing but its lead, on a server without mail."""
    settings.EMAIL_BACKEND = OF_FILES
    clinic = Clinic.objects.create(name="Northside", time_zone="UTC")
    lead = invite("lead@northside.example", clinic=clinic, role="lead", name="Lee Lead", password=PASSWORD)
    give_second_step(lead)
    client = Client()
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    return clinic, lead, client


def over(clinic: Clinic) -> set[str]:
    return {step.id for step in steps_of(clinic) if step.is_over}


def test_a_lead_lands_on_the_steps_of_a_new_clinic(new: tuple[Clinic, User, Client]) -> None:
    clinic, _, client = new
    assert client.get("/")["Location"] == PATH
    page = client.get(PATH).content.decode()
    assert "0 of 9 steps are done" in page
    assert "Nobody is a clinician" in page
    assert "See the steps" in client.get("/protocols/").content.decode()
    assert over(clinic) == set()


def test_the_page_of_each_step_leads_back_while_one_is_left(new: tuple[Clinic, User, Client]) -> None:
    clinic, _, client = new
    steps = steps_of(clinic)
    assert {step.page for step in steps} == PAGES
    back = f'<a href="{PATH}">← Before the first patient</a>'
    for name in PAGES:
        assert back in client.get(reverse(name)).content.decode(), name
    assert back not in client.get("/worklist/").content.decode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("enthesis.web.lead.beginning.next_of", lambda steps: None)
        assert back not in client.get("/settings/").content.decode()


def test_each_step_is_done_by_doing_it(new: tuple[Clinic, User, Client], settings: Any) -> None:
    clinic, lead, _ = new
    nia = invite("nia@northside.example", clinic=clinic, role="clinician", name="Nia North", password=PASSWORD)
    assert over(clinic) == {"people"}
    for described in (Described("Nia North", "clinician", hours=HOURS), Described("Room 1", "room", hours=HOURS)):
        assert "hours" not in over(clinic)
        resources.add(clinic, described)
    assert "hours" in over(clinic)
    clinic.telephone = "+1 555 0100"
    clinic.save()
    set_on_call(nia, clinic=clinic, by=lead, why="She is here.")
    keep_prices("version: 2026-a\ncurrency: USD\nprices: {treatment: 400}\n", clinic=clinic, by=lead)
    write_page(clinic, about="We treat backs.", address="", hours="", email="", by=lead)
    text = texts()["nutura-back"].replace('version: "2026-11"', 'version: "2026-11-own"', 1)
    keep_copy(text, clinic=clinic, by=lead)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert {step.id for step in steps_of(clinic) if not step.is_over} == {"settings"}


def test_what_a_clinic_begins_without_is_kept_and_can_be_taken_back(new: tuple[Clinic, User, Client]) -> None:
    clinic, _, client = new
    client.post(PATH, {"step": "prices", "without": "yes"})
    assert over(clinic) == {"prices"}
    assert "settled" in client.get(PATH).content.decode()
    client.post(PATH, {"step": "prices", "without": ""})
    assert over(clinic) == set()
    refused = client.post(PATH, {"step": "on-call", "without": "yes"}, follow=True).content.decode()
    assert "is no step that can be left out" in refused, "somebody has to answer a symptom"
    assert over(clinic) == set()


def test_it_goes_away_by_itself(new: tuple[Clinic, User, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    clinic, _, client = new
    for step in steps_of(clinic):
        if step.goes_without:
            client.post(PATH, {"step": step.id, "without": "yes"})
    left = next_of(steps_of(clinic))
    assert left is not None
    monkeypatch.setattr("enthesis.web.lead.beginning.next_of", lambda steps: None)
    assert client.get("/")["Location"] == "/protocols/"
    assert "See the steps" not in client.get("/protocols/").content.decode()
    assert "the clinic is open" in client.get(PATH).content.decode()


def test_nobody_sets_an_example_clinic_up(place: Place) -> None:
    assert place.client("lead").get("/")["Location"] == "/protocols/"


def test_as_people_see_it(live: str, page: Page, new: tuple[Clinic, User, Client]) -> None:
    client = new[2]
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}])
    page.goto(f"{live}/")
    expect(page.get_by_role("heading", name="Before the first patient")).to_be_visible()
    look(page, "beginning", whole=True)
    page.get_by_role("button", name="We begin without a price list").click()
    expect(page.get_by_role("status")).to_contain_text("Kept.")
    expect(page.get_by_text("1 of 9 steps")).to_be_visible()
