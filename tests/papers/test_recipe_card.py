"""The recipe card as it is printed: one A6 page for every worked case, and every figure of the mix on it."""

import csv
import re
from datetime import date
from typing import Any

import pytest

from enthesis.papers.recipe_card import SIZES, recipe_card
from enthesis.pathway.dosing import judge, read_case
from enthesis.pathway.dosing.numbers import plain
from enthesis.pathway.tray import Card, NoCard, card_for, read_details
from tests.papers.reading import opened, size_in_mm, table_headers, tags_of, text_of
from tests.pathway.test_tray import BACK, CASES, PASSED, card, rows

DAY = date(2026, 11, 30)
REASON = "Weighed twice today; the point was treated without anaesthetic last time and the patient watched for an hour."
FULL: dict[str, Any] = {
    "clinic": "Example Clinic (synthetic data)",
    "patient": "P-0031",
    "on": "2026-11-30",
    "prepared_by": "J. Nurse",
    "checked_by": "A. Rahman",
    "time": "09:40",
    "override": {"by": "Dr A. Rahman", "reason": REASON},
}


def printed(made: Card) -> str:
    return text_of(recipe_card(made, DAY).pdf)


@pytest.mark.parametrize("case", rows(), ids=lambda row: str(row["case_id"]))
@pytest.mark.parametrize("details", [{}, {**FULL, "syringe_ml": "10"}], ids=["blank", "filled in"])
def test_every_worked_case_fits_on_one_a6_page_or_has_no_card(case: dict[str, str], details: dict[str, Any]) -> None:
    read = read_case(case)
    answer = judge(read)
    try:
        made = card_for(read, answer, read_details(details))
    except NoCard:
        assert answer.decision == "refuse"
        return
    assert answer.decision != "refuse" or made.passed is not None
    done = recipe_card(made, DAY)
    assert done.pages == 1
    assert size_in_mm(done.pdf) == {(105, 148)}
    said = text_of(done.pdf)
    for step in made.steps:
        assert f"{step.stock}" in said
        assert re.search(rf"(?<![\d.]){re.escape(plain(step.all_ml))}(?!\.?\d)", said), step
    for dose in made.doses:
        assert f"{plain(dose.mg or 0, 2)} mg" in said
        assert f"limit {plain(dose.limit_mg)} mg" in said if dose.limit_mg is not None else "limit not known" in said
    for found in made.findings:
        assert found.says in said
    assert ("Refused by the rules".upper() in said) is (made.passed is not None)


def test_there_are_43_worked_cases() -> None:
    with CASES.open(encoding="utf-8", newline="") as stream:
        assert len(list(csv.DictReader(stream))) == 43


def test_a_card_holds_what_a_person_at_the_tray_needs() -> None:
    vials = [{"part": "dextrose 50%", "lot": "D-17", "expires": "2027-05"}]
    said = printed(card(BACK, **FULL, vials=vials, syringe_ml="10"))
    for words in (
        "Example Clinic (synthetic data)",
        "30 November 2026",
        "Patient P-0031",
        "Dextrose 15 %, 54 mL",
        "Draw up, in this order",
        "1 dextrose 50% Lot D-17 expires 2027-05-31 2.7 16.2",
        "6 syringes, A to F: 9 mL in each.",
        "Rounded to marks of 0.1 mL.",
        "Dextrose 15 %, 8.1 g",
        "Lidocaine 270 mg (0.5 %), limit 270 mg; 4.5 mg/kg",
        "Osmolarity 971 mosm/L (unverified: confirm before use)",
        "270 mg of lidocaine is exactly the limit for 60 kg.",
        "J. Nurse Prepared by A. Rahman Checked by 09:40 Time",
        "Rules: solutions 2026-01. Sources: LIDO_US2, LIDO_US, ruling.",
    ):
        assert words in said


def test_an_empty_card_has_places_to_write_and_no_name() -> None:
    said = printed(card({**BACK, "total_ml": "10"}))
    assert "Patient: number, not name" in said
    assert "Date" in said
    assert said.count("Lot expires") == 3


def test_a_passed_refusal_names_who_and_why_before_anything_is_drawn() -> None:
    said = printed(card({**BACK, "total_ml": "60"}, **PASSED))
    stands = "REFUSED BY THE RULES (LA_OVER_LIMIT). Passed by Dr A. Rahman: Weighed twice today."
    assert stands in said
    assert said.index(stands) < said.index("Draw up, in this order")


def test_rounding_is_told_with_what_was_asked_for() -> None:
    small = {**BACK, "weight_kg": "80", "total_ml": "22.5", "la_target_pct": "0.2"}
    said = printed(card(small, syringe_ml="10"))
    assert "Dextrose 15.33 %, 22.5 mL" in said
    assert "Asked for: Dextrose 15 %, 22.5 mL." in said
    assert "6.9(for 6.75)" in said.replace(" (", "(")
    assert "Asked for" not in printed(card(BACK))


def test_everything_of_a_recipe_is_on_the_card() -> None:
    parts = [
        {"part": "D50W", "ml": "5"},
        {"part": "methylcobalamin 1000 mcg/mL", "ml": "1"},
        {"part": "water", "ml": "4"},
    ]
    fields = {"age_years": "50", "jurisdiction": "US", "vial_shared": "no", "parts": parts}
    said = printed(card(fields))
    assert "Methylcobalamin 1000 mcg" in said
    assert "Osmolarity not computed" in said


def test_the_longest_words_still_fit_and_the_draw_stays_large() -> None:
    long = {**FULL, "override": {"by": "Dr A. Rahman", "reason": "word " * 59 + "end"}, "syringe_ml": "3"}
    made = card({**BACK, "total_ml": "60", "age_years": "", "weight_kg": "", "allergy": "sulfites"}, **long)
    done = recipe_card(made, DAY)
    assert done.pages == 1
    smallest = min(size for size, _ in _letters(done.pdf))
    assert smallest >= 5, "letters that nobody can read"
    assert max(size for size, words in _letters(done.pdf) if "dextrose 50%" in words) >= 9


def test_a_recipe_of_twenty_parts_goes_on_a_second_page_and_loses_nothing() -> None:
    parts = [{"part": f"ingredient{n} {n} mg/mL", "ml": "1"} for n in range(1, 20)] + [{"part": "D50W", "ml": "1"}]
    fields = {"age_years": "50", "jurisdiction": "US", "vial_shared": "no", "parts": parts}
    done = recipe_card(card(fields, **PASSED), DAY)
    assert done.pages > 1
    said = text_of(done.pdf)
    assert all(f"ingredient{n}" in said for n in range(1, 20))


def test_it_is_tagged_as_a_table_with_headers_for_those_who_hear_it() -> None:
    pdf = recipe_card(card(BACK, **FULL), DAY).pdf
    assert {"H1", "Table", "TR", "TH", "TD", "L", "LI"} <= set(tags_of(pdf))
    assert table_headers(pdf) >= 2 + 3 + 3
    assert opened(pdf).metadata.title == "Recipe card: Dextrose 15\N{NO-BREAK SPACE}%, 54\N{NO-BREAK SPACE}mL"


def test_the_same_mix_gives_the_same_bytes() -> None:
    assert recipe_card(card(BACK), DAY, "card-1") == recipe_card(card(BACK), DAY, "card-1")
    assert SIZES[0] == "10pt"


def _letters(pdf: bytes) -> list[tuple[float, str]]:
    """Each run of letters with its size in points."""
    found: list[tuple[float, str]] = []

    def see(text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        if text.strip():
            found.append((abs(size * tm[3] * cm[3]), text.replace("\N{NO-BREAK SPACE}", " ")))

    for page in opened(pdf).pages:
        page.extract_text(visitor_text=see)
    return found
