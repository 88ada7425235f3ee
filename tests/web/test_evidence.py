"""What trials say, on pages that anybody may read: words first, then the figures, then what was left out."""

import re
from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import Page

from enthesis.pathway.trials import Condition, shipped
from tests.support.browser import assert_accessible, look
from tests.web.conftest import Place

TABLE = shipped()


def read(address: str, language: str = "en") -> str:
    client = Client(headers={"accept-language": language})
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_the_list_names_every_condition(place: Place) -> None:
    page = read("/evidence/")
    for one in TABLE.conditions:
        assert f'href="/evidence/{one.id}/"' in page
    assert "elective and off label" in page
    assert "Draft. No clinician has checked this page yet." in page


@pytest.mark.parametrize("condition", TABLE.conditions, ids=lambda one: one.id)
def test_a_condition_says_what_is_known_and_what_is_not(condition: Condition, place: Place) -> None:
    page = read(f"/evidence/{condition.id}/")
    assert f"<h1>{condition.name}</h1>" in page
    assert condition.unknown in page
    assert page.index("What nobody knows") < page.index(TABLE.everywhere)
    assert f"Evidence table {TABLE.version}" in page
    assert "style=" not in page
    assert "<script" not in page


def test_figures_stand_with_their_inputs_their_sources_and_what_was_left_out(place: Place) -> None:
    page = read("/evidence/knee/")
    assert "<strong>8.8 (-13.5 to 31.1)</strong> points of 100" in page
    assert "mean 14.18 (SD 18.46), 26 people" in page
    assert 'href="https://www.annfammed.org/highwire/markup/5465/expansion"' in page
    assert "Two studies cannot carry a Knapp-Hartung interval" in page
    assert "another figure of the same people" in page


def test_nothing_that_is_only_remembered_reaches_a_page(place: Place) -> None:
    told = " ".join(read(f"/evidence/{one.id}/") for one in TABLE.conditions)
    for row in TABLE.remembered:
        assert row["item"] not in told
        if re.search(r"\d", row["remembered_value"]) and "from the seen counts" not in row["why_not_verified"]:
            assert row["remembered_value"] not in told


def test_a_condition_that_nobody_knows_is_not_found(place: Place) -> None:
    assert Client().get("/evidence/knie/").status_code == 404


def test_a_patient_reads_it_in_spanish(place: Place) -> None:
    page = read("/evidence/knee/", "es")
    assert "Lo que nadie sabe" in page
    assert TABLE.everywhere not in page
    knee = TABLE.condition("knee")
    assert knee is not None
    assert not re.search(rf'<span lang="en">{re.escape(knee.says[0])}', page)


def test_the_pages_read_well_on_a_telephone_and_on_a_desk(page: Page, live_server: object, place: Place) -> None:
    for address, name in (("/evidence/", "evidence"), ("/evidence/knee/#sham-pain-year", "evidence-knee")):
        page.goto(f"{live_server.url}{address}")  # type: ignore[attr-defined]  # pytest-django's own class
        assert_accessible(page)
        look(page, name)
