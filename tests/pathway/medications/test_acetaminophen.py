"""Acetaminophen from all products together, and the amounts that people write."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.medications import Circumstances, Intake, check_day, daily_limit_mg, intakes
from enthesis.pathway.medications.amounts import a_day, bare_strengths, last_of_pair_mg, number, strengths_mg


def codes(day):
    return [found.code for found in day.findings]


@pytest.mark.parametrize(
    ("names", "mg", "expected"),
    [
        (["Tylenol 500 mg 2 tablets 3 times a day"], 3000, []),
        (["Tylenol 500 mg 2 tablets 4 times a day"], 4000, ["acetaminophen-over-prudent"]),
        (
            ["paracetamol 1 g qds", "co-codamol 30/500 one tablet daily"],
            4500,
            ["acetaminophen-over-limit", "acetaminophen-in-several-products"],
        ),
        (
            ["Percocet 5/325 q6h", "Tylenol 1,000 mg three times a day"],
            4300,
            ["acetaminophen-over-limit", "acetaminophen-in-several-products"],
        ),
        (["hydrocodone/acetaminophen 5-325 every 6 hours"], 1300, []),
        (["acetaminophen 650 mg every 4-6 hours as needed"], 3900, ["acetaminophen-over-prudent"]),
        (["acetaminophen 1000 mg every 4 hours as needed"], 6000, ["acetaminophen-may-pass-limit"]),
        (["Tylenol arthritis 650 mg 2 caplets every 8 hours"], 3900, ["acetaminophen-over-prudent"]),
        (["Tylenol arthritis 665 mg 2 caplets every 8 hours"], 3990, ["acetaminophen-extended-release"]),
        (["Vicodin 5 mg twice a day"], 0, ["acetaminophen-amount-not-known"]),
        (
            ["Tylenol 1000 mg qid", "NyQuil"],
            4000,
            [
                "acetaminophen-over-prudent",
                "acetaminophen-in-several-products",
                "acetaminophen-may-pass-limit",
                "acetaminophen-amount-not-known",
            ],
        ),
        (["ibuprofen 400 mg tid"], 0, []),
        (["allergic to paracetamol"], 0, []),
    ],
)
def test_the_sum_over_all_products(names, mg, expected):
    day = check_day(intakes(names))
    assert (day.mg, codes(day)) == (Decimal(mg), expected)


@pytest.mark.parametrize(
    ("mg", "expected"),
    [
        ("3000", []),
        ("3001", ["acetaminophen-over-prudent"]),
        ("4000", ["acetaminophen-over-prudent"]),
        ("4000.1", ["acetaminophen-over-limit"]),
    ],
)
def test_both_sides_of_each_limit(mg, expected):
    assert codes(check_day([Intake("a product", Decimal(mg))])) == expected


@pytest.mark.parametrize(
    ("mg", "expected"), [("3900", "acetaminophen-over-prudent"), ("3901", "acetaminophen-extended-release")]
)
def test_extended_release_has_its_own_limit(mg, expected):
    assert codes(check_day([Intake("a product", Decimal(mg), is_extended_release=True)])) == [expected]


def test_above_the_limit_is_urgent_today_in_the_patients_words():
    (found,) = check_day([Intake("a product", Decimal(4500))]).findings
    assert found.level == "urgent_care"
    assert "poison centre" in found.to_patient
    assert "even if you feel well" in found.to_patient


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (Circumstances(liver_disease=True), "acetaminophen-liver"),
        (Circumstances(drinks_a_day=Decimal(3)), "acetaminophen-alcohol"),
        (Circumstances(weight_kg=Decimal("49.9")), "acetaminophen-light-adult"),
        (Circumstances(False, Decimal("2.9"), Decimal(50)), ""),
        (Circumstances(), ""),
    ],
)
def test_what_lowers_the_limit_is_asked_first(about, code):
    assert codes(check_day([Intake("a product", Decimal(1000))], about)) == ([code] if code else [])


def test_a_light_adults_rule_is_marked_as_memory():
    (found,) = check_day([Intake("a product", Decimal(1))], Circumstances(weight_kg=Decimal(40))).findings
    assert found.unverified


def test_no_product_is_nothing_to_say():
    assert check_day([], Circumstances(liver_disease=True)).findings == ()


def test_the_daily_limit():
    assert daily_limit_mg() == Decimal(4000)


@given(st.lists(st.one_of(st.none(), st.integers(0, 6000)), max_size=6))
def test_the_sum_is_the_sum_and_what_is_not_stated_is_named(amounts):
    day = check_day([Intake(f"p{at}", None if mg is None else Decimal(mg)) for at, mg in enumerate(amounts)])
    assert day.mg == sum(mg for mg in amounts if mg is not None)
    assert day.not_stated == tuple(f"p{at}" for at, mg in enumerate(amounts) if mg is None)
    assert ("acetaminophen-over-limit" in codes(day)) == (day.mg > 4000)


@pytest.mark.parametrize(
    ("words", "mg"),
    [
        ("500 mg twice a day", 1000),
        ("500 mg bd", 1000),
        ("500 mg 2 tablets tds", 3000),
        ("2 x 500 mg three times daily", 3000),
        ("500 mg x2 qid", 4000),
        ("500mg q6h", 2000),
        ("650 mg every 8 hours", 1950),
        ("500 mg 6 hourly", 2000),
        ("500 mg 8 tablets a day", 4000),
        ("500 mg, up to 8 a day", 4000),
        ("3 g a day", 3000),
        ("3000 mg/day", 3000),
        ("500 mg daily", 500),
        ("500 mg", None),
        ("two tablets", None),
        ("every 0 hours 500 mg", None),
        ("99999 g a day", None),
    ],
)
def test_how_much_a_day(words, mg):
    strength = next(iter(strengths_mg(words)), None)
    assert a_day(words, strength).mg == (None if mg is None else Decimal(mg))


@pytest.mark.parametrize(
    ("words", "at_most"),
    [
        ("500 mg tid", False),
        ("500 mg tid prn", True),
        ("500 mg every 4-6 hours", True),
        ("500 mg up to 4 times a day", True),
    ],
)
def test_a_ceiling_is_not_a_habit(words, at_most):
    assert a_day(words, Decimal(500)).at_most == at_most


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000", "1000"),
        ("1,5", "1.5"),
        ("2.5", "2.5"),
        ("1.000", None),
        ("1,0,0", None),
        ("10,000,000", "10000000"),
        ("0", "0"),
    ],
)
def test_a_comma_may_be_either_kind_and_is_then_not_guessed(text, value):
    assert number(text) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("5/325", 325),
        ("5 mg/325 mg", 325),
        ("30/500", 500),
        ("7.5-325", 325),
        ("every 4-6 hours", None),
        ("5/325 and 10/500", None),
        ("325/5", None),
    ],
)
def test_the_second_of_two_strengths(words, last):
    assert last_of_pair_mg(words) == (None if last is None else Decimal(last))


@pytest.mark.parametrize(
    ("words", "found"),
    [("81", (81,)), ("81 daily", (81,)), ("2 tablets", ()), ("325 mg", ()), ("81-325", ()), ("100 %", ())],
)
def test_a_number_without_a_unit_is_a_strength_where_it_can_be_one(words, found):
    assert bare_strengths(words) == tuple(map(Decimal, found))


@given(st.text(max_size=200))
def test_amounts_are_read_from_any_text_without_failing(text):
    strengths = strengths_mg(text)
    a_day(text, strengths[0] if strengths else Decimal(500))
    last_of_pair_mg(text)
    bare_strengths(text)
