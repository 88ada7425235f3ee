"""The links at the top of every page: few in sight, the others behind "More", each there once, without a script."""

from html import unescape

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import CLINICIAN, FRONT_DESK, LEAD, PATIENT, THERAPIST
from enthesis.web.frame import MAIN, MORE, MOST_IN_SIGHT, WAYS, ways_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in, until_injection

EVERY_STAFF = frozenset({CLINICIAN, THERAPIST, FRONT_DESK, LEAD})


@pytest.mark.parametrize("roles", [{LEAD}, {CLINICIAN}, {FRONT_DESK}, {CLINICIAN, FRONT_DESK}, EVERY_STAFF | {PATIENT}])
def test_every_page_of_a_role_is_reached_once(roles: set[str]) -> None:
    ways = ways_of(frozenset(roles), "/worklist/")
    found = [way.name for way in ways.main] + [way.name for _, under in ways.more for way in under]
    assert sorted(found) == sorted({name for role in roles for name, _ in WAYS[role]})
    assert len(ways.main) <= MOST_IN_SIGHT
    assert [way.name for way in ways.main if way.is_here] == ["worklist"]


def test_one_word_leads_to_one_page() -> None:
    """No two links of anybody are called alike, and a page is called the same for everybody."""
    called = {name: {says for ways in WAYS.values() for known, says in ways if known == name} for name in _names()}
    assert all(len(said) == 1 for said in called.values()), called
    assert len({says for said in called.values() for says in said}) == len(called)
    assert _names() >= {name for names in MORE.values() for name in names} | set(MAIN)


def _names() -> set[str]:
    return {name for ways in WAYS.values() for name, _ in ways}


def test_what_is_alone_is_not_hidden() -> None:
    assert ways_of(frozenset({THERAPIST}), "/").more == ()


def test_the_page_one_is_on_is_marked_behind_more() -> None:
    ways = ways_of(frozenset({LEAD}), "/prices/")
    assert ways.is_here
    assert not ways_of(frozenset({LEAD}), "/protocols/").is_here


def test_more_opens_by_the_keyboard_without_a_script(live: str, plain_page: Page, place: Place) -> None:
    sign_in(plain_page, live, place, "lead")
    plain_page.goto(f"{live}/protocols/")
    expect(plain_page.get_by_role("link", name="People, rooms and hours")).to_be_hidden()
    plain_page.locator("summary").filter(has_text="More").focus()
    plain_page.keyboard.press("Enter")
    plain_page.get_by_role("link", name="People, rooms and hours").press("Enter")
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("People, rooms and hours")


def test_as_people_see_it(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "lead")
    page.goto(f"{live}/protocols/")
    page.locator("summary").filter(has_text="More").click()
    look(page, "header-more")


def test_a_course_shows_four_ways_and_folds_the_others(place: Place, start: Starter) -> None:
    number = start(*until_injection())
    for role, first in (("clinician", ("Book the series", "Note", "Symptom heard of", "Letter to a doctor")),):
        page = place.client(role).get(f"/courses/{number}/")
        assert tuple(way.says for way in page.context["any_time"].first) == first
        folded = [way.says for way in page.context["any_time"].folded]
        assert {"Adverse event", "Medicines", "Pause the course", "Payments"} <= set(folded)
        text = unescape(page.content.decode())
        assert all(f">{says}<" in text[text.index("More for this course") :] for says in folded)
