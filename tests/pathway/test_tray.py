"""The card beside a tray: what is drawn up, syringe by syringe, and when there is no card."""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from enthesis.pathway.dosing import UnreadableCase, judge, read_case
from enthesis.pathway.finding import STOP
from enthesis.pathway.tray import Card, NoCard, Override, Vial, card_for, read_details

CASES = Path(__file__).parents[1] / "data" / "dosing_cases.csv"
PASSED = {"override": {"by": "Dr A. Rahman", "reason": "Weighed twice today."}}

BACK = {
    "jurisdiction": "US",
    "age_years": "50",
    "weight_kg": "60",
    "target_dextrose_pct": "15",
    "total_ml": "54",
    "la_drug": "lidocaine",
    "la_target_pct": "0.5",
    "la_stock_pct": "1",
    "dextrose_stock_pct": "50",
    "dextrose_stock_kind": "hydrous",
    "diluent": "saline",
    "previous_la_mg": "0",
    "vial_shared": "no",
}


def rows() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    return [
        {k: v for k, v in row.items() if not k.startswith("expect") and k not in ("source", "note")} for row in found
    ]


def card(fields: Mapping[str, Any], **details: Any) -> Card:
    case = read_case(fields)
    return card_for(case, judge(case), read_details(details))


def refusal(fields: Mapping[str, Any], **details: Any) -> NoCard:
    with pytest.raises(NoCard) as refused:
        card(fields, **details)
    return refused.value


def test_without_a_size_the_card_draws_what_the_answer_draws() -> None:
    """All 43 worked cases: the card and the door never say two things."""
    compared = 0
    for row in rows():
        case = read_case(row)
        answer = judge(case)
        if answer.draw is None:
            continue
        made = card_for(case, answer, read_details({}))
        assert [(step.stock, step.all_ml) for step in made.steps] == [(p.text, p.ml) for p in answer.draw.parts]
        assert made.mix == answer.draw.mix, row["case_id"]
        assert made.passed is None
        compared += 1
    assert compared > 20


def test_a_mix_is_divided_into_equal_syringes_that_hold_it() -> None:
    made = card(BACK, syringe_ml="10")
    assert (made.syringes.number, made.syringes.names, made.syringes.each_ml) == (6, "A to F", Decimal(9))
    assert [(step.stock, step.each_ml, step.all_ml) for step in made.steps] == [
        ("dextrose 50%", Decimal("2.7"), Decimal("16.2")),
        ("lidocaine 1%", Decimal("4.5"), Decimal("27")),
        ("saline", Decimal("1.8"), Decimal("10.8")),
    ]
    assert made.doses[0].mg == 270 == made.doses[0].limit_mg


def test_the_true_figures_are_those_of_all_syringes_after_rounding() -> None:
    made = card({**BACK, "weight_kg": "80", "total_ml": "22.5", "la_target_pct": "0.2"}, syringe_ml="10")
    assert [step.each_ml for step in made.steps] == [Decimal("2.3"), Decimal("1.5"), Decimal("3.7")]
    assert made.mix.total_ml == Decimal("22.5")
    assert Fraction(made.mix.dextrose_percent or 0).limit_denominator(1000) == Fraction(46, 3)
    assert made.asked.dextrose_percent == 15
    assert made.steps[0].is_rounded
    assert not made.steps[1].is_rounded


@pytest.mark.parametrize("size", ["1", "3", "5", "10", "20", "60"])
def test_dividing_never_adds_anaesthetic_and_no_syringe_overflows(size: str) -> None:
    for row in rows():
        try:
            made = card(row, **PASSED, syringe_ml=size)
        except NoCard:
            continue
        asked = {one.drug: one.mg for one in made.asked.anaesthetics}
        for dose in made.doses:
            assert dose.mg is not None
            assert dose.mg <= (asked[dose.drug] or 0), row["case_id"]
        assert made.syringes.each_ml <= Decimal(size), row["case_id"]
        assert made.syringes.each_ml * made.syringes.number == made.mix.total_ml


def test_a_refused_mix_has_no_card_unless_a_named_clinician_passed_it() -> None:
    fields = {**BACK, "total_ml": "60"}
    refused = refusal(fields)
    assert refused.codes == ("LA_OVER_LIMIT",)
    assert "300 mg of lidocaine is above the 270 mg limit for 60 kg" in refused.says
    assert refused.may_be_passed
    assert refused.remedy == "A named clinician may pass it with a reason, or the mix is corrected."
    made = card(fields, **PASSED)
    assert made.passed == Override("Dr A. Rahman", "Weighed twice today.")
    assert made.findings[0].level == STOP
    assert made.findings[0].code == "LA_OVER_LIMIT"


@pytest.mark.parametrize(
    "change",
    [
        {"target_dextrose_pct": "60"},
        {"total_ml": "0"},
        {"la_stock_pct": "20"},
        {"weight_kg": "900"},
        {"target_dextrose_pct": "40", "la_target_pct": "0.8"},
    ],
)
def test_what_cannot_be_is_passed_by_nobody(change: Mapping[str, str]) -> None:
    refused = refusal({**BACK, **change}, **PASSED)
    assert "nobody can pass that" in refused.says
    assert not refused.may_be_passed


@pytest.mark.parametrize(
    "change",
    [
        {"diluent": ""},
        {"second_la_drug": "bupivacaine", "second_la_pct": "0.1"},
        {"second_la_drug": "bupivacaine"},
        {"parts": [{"part": "dextrose", "ml": "3"}, {"part": "saline", "ml": "7"}]},
        {"parts": [{"part": "dextrose 50%", "ml": "3"}, {"part": "lidocaine", "ml": "2"}]},
    ],
)
def test_an_override_does_not_draw_up_what_is_missing(change: Mapping[str, Any]) -> None:
    """The draw would lack the diluent, the second drug or a strength, and the card would be wrong."""
    assert "what is missing cannot be drawn up" in refusal({**BACK, **change}, **PASSED).says


def test_two_anaesthetics_of_a_recipe_are_both_on_the_card_once_they_are_passed() -> None:
    parts = [{"part": "D50W", "ml": "3"}, {"part": "lidocaine 1%", "ml": "2"}, {"part": "bupivacaine 0.5%", "ml": "2"}]
    fields = {"jurisdiction": "US", "age_years": "50", "weight_kg": "70", "vial_shared": "no", "parts": parts}
    made = card(fields, **PASSED)
    assert [(dose.drug, dose.mg, dose.limit_mg) for dose in made.doses] == [
        ("lidocaine", 20, 300),
        ("bupivacaine", 10, 140),
    ]


def test_an_earlier_dose_stands_beside_the_drug_that_it_was_of() -> None:
    small = {**BACK, "total_ml": "10", "previous_la_mg": "50"}
    assert card(small).doses[0].earlier_mg == 50
    assert card({**small, "previous_la_drug": "bupivacaine"}).doses[0].earlier_mg is None


def test_without_a_weight_the_limit_is_not_known_and_the_card_says_none() -> None:
    made = card({**BACK, "total_ml": "10", "weight_kg": ""}, **PASSED)
    assert (made.doses[0].limit_mg, made.doses[0].mg_per_kg) == (None, None)


def test_a_part_smaller_than_a_mark_is_told() -> None:
    fields = {**BACK, "total_ml": "2", "la_target_pct": "0.01"}
    (found,) = [each for each in card(fields).findings if each.code == "too-small-to-draw"]
    assert "0.02 mL of lidocaine 1% is less than a mark of the syringe (0.05 mL)" in found.says


def test_vials_stand_with_their_part_however_they_are_called() -> None:
    vials = [
        {"part": "D50W", "lot": "D-17", "expires": "2027-05"},
        {"part": "dextrose 50%", "lot": "D-18", "expires": "2027-06-30"},
        {"part": "0.9% NaCl", "lot": "S-2"},
    ]
    steps = card(BACK, vials=vials).steps
    assert [vial.lot for vial in steps[0].vials] == ["D-17", "D-18"]
    assert steps[0].vials[0].expires == date(2027, 5, 31)
    assert steps[1].vials == ()
    assert steps[2].vials == (Vial("0.9% NaCl", "S-2"),)
    assert (
        'No part of this mix comes from a vial of "dextrose 25%"'
        in refusal(BACK, vials=[{"part": "dextrose 25%"}]).says
    )


def test_an_expired_vial_is_told() -> None:
    def codes(on: str) -> list[str]:
        vials = [{"part": "dextrose 50%", "lot": "D-17", "expires": "2027-05"}]
        return [found.code for found in card(BACK, on=on, vials=vials).findings]

    assert "vial-expired" in codes("2027-06-01")
    assert "vial-expired" not in codes("2027-05-31")
    assert "vial-expired" not in codes("")


def test_what_dividing_would_take_out_of_the_mix_is_refused() -> None:
    fields = {**BACK, "weight_kg": "80", "total_ml": "100", "la_target_pct": "0.2", "graduation_ml": "1"}
    assert "In 100 syringes, 0.3 mL of dextrose 50% is less than a mark" in refusal(fields, syringe_ml="1").says


@pytest.mark.parametrize(
    ("details", "field", "code"),
    [
        ("text", "card", "not-an-object"),
        ({"patient": 7}, "card.patient", "not-text"),
        ({"patient": "x" * 121}, "card.patient", "too-long"),
        ({"clinic": "a\u0000b"}, "card.clinic", "control-characters"),
        ({"on": "30.11.2026"}, "card.on", "not-a-day"),
        ({"on": 2026}, "card.on", "not-a-day"),
        ({"vials": "D-17"}, "card.vials", "not-a-list"),
        ({"vials": ["D-17"]}, "card.vials[0]", "not-an-object"),
        ({"vials": [{"lot": "D-17"}]}, "card.vials[0].part", "missing"),
        ({"vials": [{"part": "saline", "expires": "2027-13"}]}, "card.vials[0].expires", "not-a-day"),
        ({"syringe_ml": "ten"}, "card.syringe_ml", "not-a-number"),
        ({"syringe_ml": "0.5"}, "card.syringe_ml", "out-of-range"),
        ({"syringe_ml": "61"}, "card.syringe_ml", "out-of-range"),
        ({"override": "Dr A"}, "card.override", "not-an-object"),
        ({"override": {"by": "Dr A"}}, "card.override.reason", "missing"),
        ({"override": {"by": " ", "reason": "because"}}, "card.override.by", "missing"),
    ],
)
def test_details_that_cannot_be_read_get_a_sentence(details: Any, field: str, code: str) -> None:
    with pytest.raises(UnreadableCase) as bad:
        read_details(details)
    assert (bad.value.field, bad.value.code) == (field, code)
    assert bad.value.says.endswith(".")
    assert bad.value.remedy


def test_a_detail_that_nobody_reads_is_named() -> None:
    assert read_details({"pateint": "P-1"}).unknown == ("card.pateint",)
    assert read_details(None) == read_details({})
