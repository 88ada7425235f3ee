"""The recall's page: who is shown what, and that each look is written down."""

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Look
from enthesis.clinic.people import Profile, new_person
from enthesis.pathway import events as e
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, sign_in, until_injection


@pytest.fixture
def course(start: Starter) -> str:
    """A course whose injection used two lots in two syringes, one of them past its last day."""
    *before, given = until_injection()
    assert isinstance(given, e.InjectionsGiven)
    told = replace(
        given,
        sites=(
            e.Site(structure="iliolumbar-ligament", side="left", ml=Decimal(2), syringe="A"),
            e.Site(structure="sacroiliac-joint", side="right", ml=Decimal(1), syringe="B"),
        ),
        solution=(
            e.Part(name="dextrose 50%", ml=Decimal(3), lot="DX-17", syringe="A", expires=days_ago(31)),
            e.Part(name="lidocaine 1%", ml=Decimal(1), lot="LI-4", syringe="B", expires=days_ago(-90)),
        ),
        overrides={"expired-vial": "Noticed afterwards."},
    )
    return start(*before, told)


def test_a_clinician_is_told_whom_to_call(place: Place, course: str) -> None:
    page = place.client("clinician").get("/recall/", {"lot": "dx 17"}).content.decode()
    assert "Ada Sample" in page
    assert "555 0100" in page
    assert "past its last day" in page
    assert "Iliolumbar ligament (left)" in page
    assert "Sacroiliac joint" not in page


def test_a_lead_is_told_numbers(place: Place, course: str) -> None:
    for path in ("/recall/", "/recall/table/"):
        page = place.client("lead").get(path, {"lot": "DX-17"}).content.decode()
        assert place.person.number in page
        assert "Ada Sample" not in page
        assert "555 0100" not in page


def test_another_clinic_s_records_are_never_shown(elsewhere: Place, course: str) -> None:
    client = elsewhere.client("clinician")
    assert "Nobody got this lot" in client.get("/recall/", {"lot": "DX-17"}).content.decode()
    assert len(client.get("/recall/table/", {"lot": "DX-17"}).content.decode().splitlines()) == 1


def test_each_look_is_written_down(place: Place, course: str) -> None:
    place.client("clinician").get("/recall/", {"lot": "DX-17"})
    seen = Look.objects.filter(what="recall", course=int(course[2:]))
    assert [look.who for look in seen] == [place.users["clinician"].handle]


def test_a_number_written_nearly_so_stands_apart(place: Place, course: str) -> None:
    page = place.client("clinician").get("/recall/", {"lot": "DX-1"}).content.decode()
    assert "Nobody got this lot" in page
    assert 'href="/recall/?lot=DX-17"' in page


def test_from_a_day_on(place: Place, course: str) -> None:
    client = place.client("clinician")
    assert "Ada Sample" in client.get("/recall/", {"lot": "DX-17", "since": str(days_ago(30))}).content.decode()
    page = client.get("/recall/", {"lot": "DX-17", "since": str(days_ago(29))}).content.decode()
    assert "Nobody got this lot" in page


def test_the_spreadsheet(place: Place, course: str) -> None:
    answer = place.client("clinician").get("/recall/table/", {"lot": "dx 17"})
    assert answer["Content-Disposition"] == 'attachment; filename="recall-dx17.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["name"], row["structure"], row["expired"], row["certain"]) for row in rows] == [
        ("Ada Sample", "Iliolumbar ligament", "yes", "yes")
    ]


@pytest.mark.parametrize("lot", ["", " -- ", "x" * 300])
def test_what_is_no_lot_is_said(place: Place, lot: str) -> None:
    client: Client = place.client("clinician")
    assert "needs another look" in client.get("/recall/", {"lot": lot}).content.decode()
    assert client.get("/recall/table/", {"lot": lot}).status_code == 302
    assert not Look.objects.filter(what="recall").exists()


@pytest.mark.parametrize("role", ["clinician", "lead"])
def test_as_people_see_it(live: str, page: Page, place: Place, course: str, start: Starter, role: str) -> None:
    other = new_person(Profile("Bo Sample"), clinic=place.clinic, by=Operator())
    *before, given = until_injection()
    assert isinstance(given, e.InjectionsGiven)
    for lot in ("DX 17", "DX-11"):
        start(*before, replace(given, solution=(replace(given.solution[0], lot=lot),)), person=other)
        *before, given = until_injection()
        assert isinstance(given, e.InjectionsGiven)
    sign_in(page, live, place, role)
    page.goto(live)
    page.locator("summary").filter(has_text="More").click()
    page.get_by_role("link", name="Recall").click()
    look(page, f"{role}-recall-empty", whole=True)
    page.get_by_label("Lot number").fill("dx17")
    page.get_by_role("button", name="Look it up").click()
    expect(page.get_by_role("heading", name="Lot dx17")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Bo Sample")).to_have_count(1 if role == "clinician" else 0)
    look(page, f"{role}-recall", whole=True)
