"""A patient who reads Spanish: evaluation, check-in, aftercare, preparation, consent and a leaflet, on a phone."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import assert_accessible
from tests.web.conftest import Place, Starter, sign_in, until_injection

# words that stand in next to every English sentence, and in no Spanish one
ENGLISH = re.compile(r"\b(the|you|your|and|is|are|not|with|what|for|of|or|when|this|clinic|doctor)\b", re.IGNORECASE)
_TEXT = """() => [...document.querySelectorAll("main *")]
    .filter(x => !x.closest("[lang=en], .sources, svg, script"))
    .flatMap(x => [...x.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent.trim())).filter(Boolean)"""


@pytest.fixture
def hispanic(page: Page) -> Iterator[Page]:
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(locale="es-MX", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


RECORDED = ("Pain of the lower back", "← Example Clinic (tests)")  # as the clinic wrote it


def left_in_english(page: Page) -> list[str]:
    """What is written on the page in English and not marked as such. Sources of leaflets keep their own titles."""
    return [text for text in page.evaluate(_TEXT) if ENGLISH.search(text) and text not in RECORDED]


def test_a_patient_reads_spanish(hispanic: Page, live: str, place: Place, start: Starter) -> None:
    page, found = hispanic, []
    place.clinic.telephone, place.clinic.emergency_number = "+1 555 0100", "112"
    place.clinic.save()
    number = start(*until_injection(3))

    def see(name: str) -> None:
        found.extend((name, text) for text in left_in_english(page))
        if "urgent" in name:
            assert_accessible(page)

    page.goto(f"{live}/about/warning-signs/")
    expect(page.get_by_role("heading", name="Señales de alarma")).to_be_visible()
    see("leaflet")
    page.goto(f"{live}/evaluation/")
    see("evaluation-start")
    page.locator("form[method=post] button").first.click()
    see("evaluation-first")
    page.get_by_text("No", exact=True).click()
    page.get_by_role("button", name="Continuar").click()
    see("evaluation-map")
    page.locator("label.spot").first.click()
    page.get_by_role("button", name="Continuar").click()
    see("evaluation-question")
    page.get_by_text("Sí", exact=True).first.click()
    page.get_by_role("button", name="Continuar").click()
    expect(page.get_by_role("alert")).to_contain_text("Algo en sus respuestas")
    see("evaluation-urgent")
    page.goto(f"{live}/evaluation/check/")
    see("evaluation-check")

    sign_in(page, live, place, "patient")
    for where, name in (
        ("aftercare", "aftercare"),
        ("preparation", "preparation"),
        ("consent", "consent"),
        ("check-in", "check-in"),
        ("medicines", "medicines"),
    ):
        page.goto(f"{live}/my/{number}/{where}/")
        see(name)
    assert found == []
