"""Mix a solution, and the card for the tray, as a clinician meets them in a browser."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Look
from enthesis.clinic.opening import open_course
from enthesis.pathway import events as e
from tests.papers.reading import cannot_print, size_in_mm, text_of
from tests.pathway.test_tray import BACK
from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in, until_injection

GO = {"mode": "forward", "go": "1"}
OVER = {**BACK, **GO, "total_ml": "60"}
RECIPE = {
    "mode": "inverse",
    "go": "1",
    "jurisdiction": "US",
    "age_years": "50",
    "weight_kg": "70",
    "vial_shared": "no",
    "dextrose_stock_kind": "hydrous",
    "part-0": "D50W",
    "ml-0": "6",
    "part-2": "lidocaine 1%",
    "ml-2": "3",
}


def words(answer: Any) -> str:
    text: str = " ".join(answer.content.decode().replace("\N{NO-BREAK SPACE}", " ").split())
    return text


@pytest.fixture
def clinician(place: Place) -> Client:
    return place.client("clinician")


def get(client: Client, path: str, data: Mapping[str, str]) -> Any:
    return client.get(f"/desk/{path}", data)


def test_a_wanted_strength_is_worked_out(clinician: Client) -> None:
    answer = get(clinician, "mix/", {**BACK, **GO, "syringe_ml": "10"})
    said = words(answer)
    assert "Accepted with a warning." in said
    assert "270 mg of lidocaine is exactly the limit for 60 kg." in said
    assert "LA_AT_LIMIT · ruling, LIDO_US2, LIDO_US" in said
    assert "1 dextrose 50%</th><td><strong>2.7</strong></td><td><strong>16.2</strong>" in said
    assert "6 syringes, A to F: 9 mL in each." in said
    assert "Dextrose 15 %, 54 mL" in said
    assert "971 mosm/L (unverified: confirm before use)" in said


def test_what_was_drawn_is_worked_out(clinician: Client) -> None:
    said = words(get(clinician, "mix/", RECIPE))
    assert "33.33 %" in said
    assert "30 mg (0.33 %), limit 300 mg" in said


def test_the_cheapest_vials_are_named_where_a_shelf_is_typed(clinician: Client) -> None:
    shelf = "D50W; 50; 9.20\ndextrose 50%; 10; 2.10\n\nsaline; 20; 1; 1"
    said = words(get(clinician, "mix/", {**BACK, **GO, "shelf": shelf}))
    assert "dextrose 50%</th><td>2 × 10 mL</td><td>3.8</td><td>4.20" in said
    assert "lidocaine 1%</th><td>none on the shelf</td><td><strong>27 mL are missing</strong>" in said
    assert "saline</th><td>1 × 20 mL</td><td>9.2</td><td>1" in said
    assert "Together 5.20" in said
    assert "Vials to open" not in words(get(clinician, "mix/", {**BACK, **GO}))
    assert "Line 2 of the vials is not read: D50W 50" in words(
        get(clinician, "mix/", {**BACK, **GO, "shelf": "D50W;50;9\nD50W 50"})
    )


def test_the_pdf_card_is_what_the_page_shows(clinician: Client) -> None:
    answer = get(clinician, "mix/card.pdf", {**BACK, **GO})
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="recipe-card.pdf"'
    assert "no-store" in answer["Cache-Control"]
    said = text_of(answer.content)
    assert size_in_mm(answer.content) == {(105, 148)}
    for shown in ("Dextrose 15 %, 54 mL", "Example Clinic (tests)", "Patient: number, not name", "16.2", "270 mg"):
        assert shown in said


def test_label_lots_and_names_are_printed_and_not_kept(clinician: Client) -> None:
    typed = {"patient": "P-0007", "lot-0": "D-17", "expires-0": "2027-05", "lot-2": "S-2", "prepared_by": "J. Nurse"}
    answer = clinician.post("/desk/mix/card.pdf", typed, query_params={**BACK, **GO})
    said = text_of(answer.content)
    for shown in ("P-0007", "Lot D-17 expires 2027-05-31", "Lot S-2", "J. Nurse"):
        assert shown in said
    assert "D-17" not in " ".join(str(vars(row)) for row in Look.objects.all())


def test_a_vial_s_date_that_is_none_is_told_beside_it(clinician: Client) -> None:
    answer = clinician.post("/desk/mix/card.pdf", {"expires-1": "soon"}, query_params={**BACK, **GO})
    assert answer.status_code == 200
    assert "card.vials[0].expires is not a day" in words(answer)
    assert answer.context["card_form"].errors.keys() == {"expires-1"}


def test_a_refused_mix_has_no_card_without_a_reason(clinician: Client) -> None:
    shown = get(clinician, "mix/", OVER)
    assert "Refused." in words(shown)
    assert "PDF card" not in words(shown)
    for answer in (get(clinician, "mix/card.pdf", OVER), clinician.post("/desk/mix/card.pdf", query_params=OVER)):
        assert answer["Content-Type"].startswith("text/html")
    assert "Say why this mix is used all the same." in words(answer)
    assert not Look.objects.filter(what__startswith="mix passed").exists()


def test_a_reason_passes_it_by_name_and_is_on_the_record(place: Place, start: Starter) -> None:
    course = start(*until_injection())
    client = place.client("clinician")
    page = get(client, "mix/", {**OVER, "course": course})
    typed = {"reason": "Weighed twice today.", **page.context["card_form"].initial}
    for _ in range(2):  # a second touch of the button records it once
        answer = client.post("/desk/mix/card.pdf", typed, query_params={**OVER, "course": course})
        assert "Passed by Clinician a: Weighed twice today." in text_of(answer.content)
    assert f"Patient {place.person.number}" in text_of(answer.content)
    notes = [event for event in open_course(course, Operator()).log if isinstance(event, e.NoteAdded)]
    assert [note.words for note in notes] == [
        "A mix that the rules refuse (LA_OVER_LIMIT) was passed for the tray: Weighed twice today."
    ]
    assert notes[0].recorded_by == place.users["clinician"].handle
    assert Look.objects.filter(what="mix passed LA_OVER_LIMIT", person=place.person.pk).exists()


def test_what_nobody_can_pass_offers_no_way(clinician: Client) -> None:
    refused = {**BACK, **GO, "target_dextrose_pct": "60"}
    said = words(get(clinician, "mix/", refused))
    assert "There is no card for this mix." in said
    assert "Pass the refusal" not in said
    typed = {"reason": "Said so"}
    assert clinician.post("/desk/mix/card.pdf", typed, query_params=refused)["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"weight_kg": "many"}, "weight_kg", "is not a plain number"),
        ({"total_ml": ""}, "total_ml", "The total volume is not given."),
        ({"syringe_ml": "500"}, "syringe_ml", "no syringe here holds 500 mL"),
        ({"weight_kg": "x" * 41}, "weight_kg", "at most 40 characters"),
        ({"allergy": "a\u202eb"}, "allergy", "characters that cannot be seen"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(
    clinician: Client, change: Mapping[str, str], field: str, says: str
) -> None:
    answer = get(clinician, "mix/", {**BACK, **GO, **change})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert says in words(answer)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"ml-2": "three"}, "ml-2"), ({"part-2": "x" * 201}, "part-2"), ({"ml-0": "-1"}, "ml-0")],
)
def test_a_part_that_cannot_be_read_is_told_on_its_own_line(
    clinician: Client, change: Mapping[str, str], field: str
) -> None:
    answer = get(clinician, "mix/", {**RECIPE, **change})
    assert answer.context["form"].errors.keys() == {field}


def test_a_recipe_without_parts_and_an_empty_page_get_a_sentence(clinician: Client) -> None:
    nothing = {name: value for name, value in RECIPE.items() if not name.startswith(("part", "ml"))}
    assert "No part is given." in words(get(clinician, "mix/", nothing))
    assert "The case says nothing about a mix." in words(get(clinician, "mix/", GO))
    assert get(clinician, "mix/card.pdf", GO).status_code == 200


def test_a_course_of_somebody_else_is_not_there(place: Place, elsewhere: Place, start: Starter) -> None:
    course = start()
    client = elsewhere.client("clinician")
    assert get(client, "mix/", {"course": course}).status_code == 404
    assert get(client, "mix/card.pdf", {**BACK, **GO, "course": course}).status_code == 404


def test_a_machine_that_cannot_print_says_so_and_the_page_works(
    clinician: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cannot_print(monkeypatch)
    assert "Draw up, in this order" in words(get(clinician, "mix/", {**BACK, **GO}))
    answer = get(clinician, "mix/card.pdf", {**BACK, **GO})
    assert answer.status_code == 503
    assert "PDF papers cannot be made on this machine: the library Pango is missing." in words(answer)
    assert "apt-get install -y libpangoft2-1.0-0" in words(answer)


def test_in_a_browser_without_a_script(live: str, plain_page: Page, place: Place) -> None:
    page = plain_page
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/desk/mix/")
    page.get_by_label("Whose labels count").select_option("US")
    for label, value in (
        ("Age", "50"),
        ("Weight today", "60"),
        ("Dextrose wanted", "15"),
        ("Volume wanted", "60"),
        ("Anaesthetic wanted", "0.5"),
        ("Strength of its vial", "1"),
        ("What fills up", "saline"),
    ):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Dextrose stock").select_option("50")
    page.get_by_label("Local anaesthetic").select_option("lidocaine")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("status")).to_contain_text("300 mg of lidocaine is above the 270 mg limit")
    look(page, "desk-mix-refused", whole=True)
    page.get_by_label("Volume wanted").fill("54")
    page.get_by_label("Largest volume of one syringe").fill("10")
    page.get_by_role("button", name="Work it out").click()
    expect(page.get_by_role("link", name="PDF card")).to_be_visible()
    look(page, "desk-mix", whole=True)


def test_everybody_can_use_it(live: str, page: Page, place: Place) -> None:
    from urllib.parse import urlencode

    sign_in(page, live, place, "clinician")
    for name, query in (("forward", {**BACK, **GO}), ("refused", OVER), ("inverse", RECIPE)):
        page.goto(f"{live}/desk/mix/?{urlencode(query)}")
        look(page, f"desk-mix-{name}", whole=True)
