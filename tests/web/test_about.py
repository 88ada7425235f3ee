"""The public leaflets: open to all, with the clinic's numbers, for one part of the body, to be read in pain."""

import shutil
from html import unescape
from importlib.resources import as_file
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.knowledge import path
from enthesis.pathway import candidacy
from enthesis.pathway.candidacy import Kind
from enthesis.pathway.leaflets import Leaflet, load, named, read_library
from enthesis.web.about import views
from tests.support.browser import assert_accessible, look
from tests.web.conftest import Place, sign_in

LEAFLETS = load().of()
EMERGENCY = "Call your local emergency number now if it is hard to breathe"


def read(address: str, client: Client | None = None) -> str:
    answer = (client or Client()).get(f"/about/{address}")
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A clinic's own copy of the folder, which the pages are then made from."""
    with as_file(path("patient")) as shipped:
        shutil.copytree(shipped, tmp_path / "patient")
    monkeypatch.setattr(views, "load", lambda: read_library(tmp_path / "patient"))
    return tmp_path / "patient"


@pytest.mark.parametrize("leaflet", LEAFLETS, ids=lambda leaflet: leaflet.id)
def test_a_leaflet_is_open_to_everybody(leaflet: Leaflet, place: Place) -> None:
    page = read(f"{leaflet.id}/")
    assert f"<h1>{leaflet.title}</h1>" in page
    assert "Draft. No clinician has checked this page yet." in page
    assert f"Version {named(leaflet, load())}." in page
    assert "To be looked at again by 30 November 2027." in page
    assert "off label" in page
    assert "{" not in page
    assert "style=" not in page
    assert "<script" not in page
    if leaflet.id != "warning-signs":
        assert page.index(EMERGENCY) < page.index('class="part')
    else:
        assert page.index("Call your local emergency number now") < page.index("See a doctor today")


def test_the_list_names_every_leaflet(place: Place) -> None:
    page = read("")
    for leaflet in LEAFLETS:
        assert f'href="/about/{leaflet.id}/"' in page
        assert leaflet.short in page
    assert page.index("/about/warning-signs/") < page.index("/about/what-it-is/")


def test_a_leaflet_that_is_not_there(place: Place) -> None:
    answer = Client().get("/about/nothing/")
    assert answer.status_code == 404
    assert "There is no such page here" in answer.content.decode()


def test_what_a_part_of_the_body_asks_for(place: Place) -> None:
    page = read("does-it-help/?for=left_knee")
    assert "Wear and tear of the knee" in page
    assert "Tennis elbow" not in page
    assert '?for=knee" aria-current="true">Knee</a>' in page
    assert "for=knee" in page[page.index("Read next") - 200 :]
    everything = read("does-it-help/")
    assert "Tennis elbow" in everything
    assert "15 of 100 points" in read("alternatives/?for=knee")
    assert "46 of 100 people" not in read("alternatives/?for=knee")
    assert "46 of 100 people" in read("alternatives/")


@pytest.mark.parametrize("typed", ["spleen", "", "<script>", "%00", "knee" * 300, "for"])
def test_a_part_of_the_body_that_is_not_known_shows_everything(place: Place, typed: str) -> None:
    page = read(f"does-it-help/?for={typed}")
    assert "Tennis elbow" in page
    assert "<script>" not in Client().get("/about/does-it-help/", {"for": typed}).content.decode()


@pytest.mark.parametrize("name", ["risks", "warning-signs", "before", "after", "on-the-day"])
def test_no_part_of_the_body_hides_a_danger(place: Place, name: str) -> None:
    def told(page: str) -> str:
        return page[page.index("<article") : page.index("</article")].replace("?for=hand", "").replace("&for=hand", "")

    assert told(read(f"{name}/?for=hand")) == told(read(f"{name}/"))


def test_before_signing_every_consent_item_stands_on_the_page_of_risks(place: Place) -> None:
    page = read("risks/")
    items = [rule for rule in candidacy.shipped().rules if rule.kind is Kind.CONSENT]
    assert items
    for rule in items:
        assert rule.grades[0].finding.to_patient in page, rule.id


def test_every_way_answers_the_same_questions(place: Place) -> None:
    page = read("alternatives/?for=elbow")
    frame, options = load().frames["en"], load().options_of("elbow")
    for heading in frame.columns.values():
        assert page.count(f'<span class="way-asks">{heading}</span>') == len(options)
    unknown = page.count("is-unknown")
    assert unknown == sum(len(frame.columns) - len(option.cells) for option in options)
    assert page.count("We do not know<") == unknown


def test_the_sources_of_each_section_are_folded_in(place: Place) -> None:
    page = read("does-it-help/")
    assert page.count('<details class="sources">') == len(LEAFLETS[2].sections)
    assert "<details open" not in page
    assert "Rabago D et al." in page
    assert 'what we read of it: <span lang="en">abstract</span>' in page
    assert "Known to the authors, not seen in a source" in page


def test_what_rests_on_memory_is_marked_but_never_in_the_way_of_a_warning(place: Place) -> None:
    page = read("on-the-day/")
    assert '<span class="unverified">(not checked yet)</span>' in page
    assert "<b>Not checked against a source yet:</b> the list of signs" in page
    signs = read("warning-signs/")
    assert "(not checked yet)" not in signs[: signs.index("Not sure?")]
    assert "<b>Not checked against a source yet:</b> the list of signs" in signs


# -- whom to call ------------------------------------------------------------------------------------------------


def test_the_clinic_s_numbers_can_be_tapped(place: Place) -> None:
    place.clinic.telephone = "+1 (555) 0100"
    place.clinic.telephone_when_closed = "555 0199"
    place.clinic.emergency_number = "112"
    place.clinic.save()
    for client in (Client(), place.client("patient")):
        page = read("warning-signs/", client)
        assert '<a class="tel" href="tel:112">112</a>' in page
        assert '<a class="tel" href="tel:+15550100">+1 (555) 0100</a>' in page
        assert '<a class="tel" href="tel:5550199">555 0199</a>' in page
        assert "your local emergency number" not in page


def test_a_number_is_only_text(place: Place) -> None:
    place.clinic.telephone = '1"><b>'
    place.clinic.save()
    page = Client().get("/about/warning-signs/").content.decode()
    assert "<b>" not in page.replace("<b>Not checked", "").replace("<b>Keep in mind", "")
    assert "1&quot;&gt;&lt;b&gt;" in page


def test_where_there_are_several_clinics_nobody_s_number_stands(place: Place, elsewhere: Place) -> None:
    place.clinic.emergency_number = "112"
    place.clinic.save()
    assert EMERGENCY in read("before/")
    assert "tel:112" in read("before/", place.client("patient"))
    assert EMERGENCY in read("before/", elsewhere.client("patient"))


# -- a clinic's own leaflets ----------------------------------------------------------------------------------------


def test_a_clinic_s_own_leaflet_is_handed_out(place: Place, own: Path) -> None:
    text = (own / "cost.yaml").read_text(encoding="utf-8")
    text = text.replace("status: draft ", "status: reviewed ").replace(
        "checked_by: not stated", "checked_by: M. Okafor"
    )
    text = text.replace("reviewed_on: not stated", "reviewed_on: 2026-11-20")
    (own / "cost.yaml").write_text(text.replace("Ask what you pay if", "Ask us what you pay if"), "utf-8")
    page = read("cost/")
    assert "Ask us what you pay if" in page
    assert "Checked by M. Okafor, 20 November 2026." in page
    assert "Draft" not in page
    assert "Draft" in read("risks/")


def test_a_retired_leaflet_says_so(place: Place, own: Path) -> None:
    text = (own / "cost.yaml").read_text(encoding="utf-8")
    (own / "cost.yaml").write_text(text.replace("status: draft ", "status: retired "), "utf-8")
    assert "This page is no longer in use. Ask your clinic for the new one." in read("cost/")


def test_a_translation_is_offered(place: Place, own: Path) -> None:
    there = own / "de"
    shutil.copytree(own / "shared", there / "shared")
    for file in (there / "shared").glob("*.yaml"):
        said = file.read_text(encoding="utf-8").replace("language: en", "language: de")
        file.write_text(said.replace("All pages", "Alle Seiten"), encoding="utf-8")
    text = (own / "questions.yaml").read_text(encoding="utf-8")
    text = text.replace("language: en", "language: de").replace("    see: [warning-signs]\n", "")
    (there / "questions.yaml").write_text(text, encoding="utf-8")
    page = read("questions/?language=de")
    assert "Alle Seiten" in page
    assert '<article class="leaflet" lang="de">' in page
    assert 'href="/about/?language=de"' in page
    assert 'hreflang="en"' in page
    assert Client().get("/about/risks/?language=de").status_code == 404
    assert "All pages" in read("questions/?language=xx")


# -- as people see them ----------------------------------------------------------------------------------------


def see(page: Page, address: str, where: str, name: str) -> None:
    response = page.goto(address + where)
    assert response is not None
    assert response.status == 200, where
    look(page, name, whole=True)


def test_every_leaflet_can_be_used_by_all(live: str, page: Page, place: Place) -> None:
    for leaflet in LEAFLETS:
        if leaflet.id == "risks":
            continue  # looked at by `test_every_page`, as the list is
        see(page, live, f"/about/{leaflet.id}/", f"about-{leaflet.id}")
    see(page, live, "/about/does-it-help/?for=knee", "about-does-it-help-knee")
    see(page, live, "/about/alternatives/?for=back", "about-alternatives-back")


def test_a_wide_table_can_be_used_by_all(live: str, page: Page, place: Place) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live}/about/alternatives/?for=knee")
    assert_accessible(page)
    table = page.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(1 + len(load().options_of("knee")))
    row = table.get_by_role("row", name="Waiting")
    expect(row.get_by_role("cell")).to_have_count(len(load().frames["en"].columns))
    expect(row.get_by_role("cell", name="We do not know", exact=True).first).to_be_visible()
    expect(page.get_by_role("columnheader", name="What can go wrong")).to_be_visible()


def test_sources_are_one_touch_away(live: str, page: Page, place: Place) -> None:
    page.goto(f"{live}/about/risks/")
    source = page.get_by_role("link", name="Dagenais S et al.").first
    expect(source).to_be_hidden()
    page.get_by_text("Where this comes from: Common, for some days").click()
    expect(source).to_be_visible()
    look(page, "about-risks-sources")


def test_a_leaflet_where_no_script_runs_and_by_keyboard(live: str, plain_page: Page, place: Place) -> None:
    plain_page.goto(f"{live}/about/alternatives/")
    plain_page.keyboard.press("Tab")
    expect(plain_page.get_by_role("link", name="Skip to the content")).to_be_focused()
    plain_page.get_by_role("link", name="Knee", exact=True).click()
    expect(plain_page.get_by_role("table").get_by_text("15 of 100 points")).to_be_visible()
    plain_page.get_by_role("link", name="All pages").click()
    expect(plain_page.get_by_role("heading", name="About prolotherapy")).to_be_visible()


def test_a_leaflet_on_paper(live: str, page: Page, place: Place) -> None:
    page.goto(f"{live}/about/warning-signs/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="All pages")).to_be_hidden()
    expect(page.get_by_role("heading", name="See a doctor today")).to_be_visible()
    expect(page.get_by_text("Version warning-signs 2026-11")).to_be_visible()
    expect(page.get_by_text("Where this comes from").first).to_be_hidden()
    look(page, "about-warning-signs-print", whole=True)


def test_a_patient_s_tabs_stay_at_hand(live: str, page: Page, place: Place) -> None:
    sign_in(page, live, place, "patient")
    see(page, live, "/about/after/", "about-after-signed-in")
    expect(page.get_by_role("navigation", name="Your pages")).to_be_visible()
