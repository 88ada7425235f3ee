"""Messages and calendars, as people see them."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.ical.outside import bring
from enthesis.clinic.messages.sending import due, send
from enthesis.clinic.messages.times import set_quiet
from enthesis.clinic.models import Sending
from enthesis.clinic.resources import Described, add
from enthesis.pathway import events as e
from enthesis.pathway.messages import Quiet
from tests.web.conftest import Place, Starter, new_id, sign_in, until_injection
from tests.web.test_browser import as_it_stands, see
from tests.web.test_calendars import calendar

WHEN = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=9)


def test_messages_and_calendars(
    live: str, page: Page, place: Place, start: Starter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    set_quiet(Quiet(time(0), time(0)), clinic=place.clinic, by=Operator())
    berg = add(place.clinic, Described("Dr Berg", "clinician"), place.users["clinician"])
    visit = {"activity": "treatment", "minutes": 30, "resources": ("Dr Berg",), "happened_on": place.today}
    number = start(
        *until_injection(),
        e.VisitBooked(id=new_id(), visit="v1", starts=WHEN, **visit),
        e.VisitBooked(id=new_id(), visit="v2", starts=WHEN + timedelta(days=28), **visit),
    )
    for each in due(datetime.now(UTC)):
        send(each.course, each.key, datetime.now(UTC))
    Sending.objects.filter(visit="v2").update(state="unknown")
    bring(berg, "Hospital", calendar(WHEN), by=Operator(), now=datetime.now(UTC))
    sign_in(page, live, place, "front-desk")
    see(page, live, "/messages/", "messages")
    see(page, live, "/inbox/", "messages-inbox")
    see(page, live, f"/courses/{number}/messages/", "messages-course")
    page.goto(f"{live}/messages/")
    page.get_by_role("button", name="Told").click()
    expect(page.get_by_role("heading", name="Nobody has to be called")).to_be_visible()
    sign_in(page, live, place, "clinician")
    see(page, live, "/my-calendar/", "calendar-staff")
    page.get_by_role("button", name="Read it").click()
    as_it_stands(page, "calendar-staff-missing")
    sign_in(page, live, place, "patient")
    see(page, live, "/my/calendar/", "calendar-patient")
    page.get_by_role("button", name="Make an address").click()
    expect(page.get_by_role("heading", name="Your new address")).to_be_visible()
    as_it_stands(page, "calendar-patient-made")
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_text("That address shows nothing any more.")).to_be_visible()
