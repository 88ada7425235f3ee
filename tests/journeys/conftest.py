"""The empty clinic and its first lead, as `enthesis clinic new` makes them. Everything else goes through the pages."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from enthesis.clinic.accounts import invite
from enthesis.clinic.models import Clinic
from tests.journeys.people import Somebody, Street
from tests.web.conftest import live, pytest_runtest_teardown

__all__ = ["live", "pytest_runtest_teardown"]

PASSWORD = "a-good-long-password"


@pytest.fixture
def street(live: str, browser: Browser, settings: Any) -> Iterator[Street]:
    settings.ADDRESS = live  # as ENTHESIS_ADDRESS says it: letters lead to it
    street = Street(browser, live)
    yield street
    street.goes_home()


@pytest.fixture
def lead(street: Street) -> Somebody:
    """The first lead of a real clinic."""
    return first_lead(street, "Northside")


@pytest.fixture
def practice(street: Street) -> Somebody:
    """Dr Solo, who does everything in a small practice of made-up patients: clinician, therapist, front desk."""
    lead = first_lead(street, "Example practice", quick=True)
    lead.signs_in()
    return a_colleague(lead, street, "Dr Solo", "Clinician", "Therapist", "Front desk", quick=True)


def first_lead(street: Street, clinic: str, *, quick: bool = False) -> Somebody:
    """An empty clinic and its first account, which is all that comes in by the back door."""
    made = Clinic.objects.create(name=clinic, time_zone="UTC")
    invite("lead@clinic.example", clinic=made, role="lead", name="Lee Lead", password=PASSWORD)
    return street.somebody(quick=quick, name="Lee Lead", email="lead@clinic.example", password=PASSWORD)


def a_colleague(lead: Somebody, street: Street, name: str, *roles: str, quick: bool = False) -> Somebody:
    """Somebody whom the lead invites, and who takes the invitation up by its letter."""
    email = f"{name.rsplit(maxsplit=1)[-1].lower()}@clinic.example"
    lead.goes_to("/people-and-roles/")
    lead.follows("Invite")
    lead.types("Name, as the others see it", name)
    lead.types("E-mail address", email)
    lead.ticks(*roles)
    lead.presses("Send the invitation")
    colleague = street.somebody(quick=quick, name=name, email=email, password=PASSWORD)
    colleague.opens_the_letter("account")
    colleague.sees(f"Welcome, {name}")
    colleague.types("A password of your own", PASSWORD)
    colleague.presses("Use this password")
    return colleague


def a_new_patient(
    desk: Somebody, street: Street, name: str, protocol: str, *, region: str = "Low back", side: str = "", ago: int = 0
) -> Somebody:
    """Somebody who comes to the desk and is written down, with a course since so many days. The desk ends there."""
    email = f"{name.split(maxsplit=1)[0].lower()}@example.test"
    desk.goes_to("/patients/")
    desk.follows("New patient")
    desk.types("Name", name)
    desk.types("Birthday", "1975-04-01")
    desk.types("Telephone", "555 0100")
    desk.types("E-mail", email)
    desk.presses("Add the patient")
    desk.types("Problem", "pain that stays")
    desk.picks("Region", region)
    if side:
        desk.picks("Side", side)
    desk.picks("Protocol", protocol)
    desk.types("Day", (datetime.now(UTC).date() - timedelta(days=ago)).isoformat())
    desk.presses("Start the course")
    course = desk.path
    desk.goes_to("/patients/")
    desk.follows(name)
    desk.follows("The patient's account")
    desk.presses("Send an invitation")
    desk.is_told("An invitation is sent")
    desk.goes_to(course)
    return street.somebody("phone", name=name, email=email)
