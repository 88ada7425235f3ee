"""Published wordings, as they are printed in reports and on vials, and what is read from them."""

from decimal import Decimal

import pytest

from enthesis.pathway.dosing import Kind, NotAnAmount, read_part

# wording, then what is read: "name strength unit", joined by "; "
READ = {
    "dextrose 50%": "dextrose 50 %",
    "Glucose 50 %": "dextrose 50 %",
    "D50W": "dextrose 50 %",
    "D50": "dextrose 50 %",
    "D12.5W": "dextrose 12.5 %",
    "50% dextrose in water": "dextrose 50 %; water",
    "hypertonic dextrose (25%)": "dextrose 25 %",
    "glucose 500 mg/mL": "dextrose 50 %",
    "glucose 50 g/100 mL": "dextrose 50 %",
    "glucose 25g/50ml": "dextrose 50 %",
    "glucose 500 g/L": "dextrose 50 %",
    "dextrose 12,5%": "dextrose 12.5 %",
    "D5NS": "dextrose 5 %; sodium chloride 0.9 %",
    "lidocaine 1%": "lidocaine 1 %",
    "lidocaine1%": "lidocaine 1 %",
    "lidocaïne 1％": "lidocaine 1 %",
    "lidocaine 1% (10 mg/mL)": "lidocaine 1 %",
    "lignocaine 20 mg/mL": "lidocaine 2 %",
    "Xylocaine MPF 1% without epinephrine": "lidocaine 1 %",
    "preservative-free lidocaine HCl 0.5% injection, USP": "lidocaine 0.5 %",
    "local anaesthetic (lidocaine 1%)": "lidocaine 1 %",
    "Marcaine 0.25%": "bupivacaine 0.25 %",
    "ropivacaine 7.5mg/ml": "ropivacaine 0.75 %",
    "2% mepivacaine": "mepivacaine 2 %",
    "procaine 1%": "procaine 1 %",
    "levobupivacaine 0.5%": "levobupivacaine 0.5 %",
    "1% lidocaine with 1:200,000 epinephrine": "lidocaine 1 %; epinephrine 5 mcg/mL",
    "xylocaine 2% w/ adrenaline 1 in 200 000": "lidocaine 2 %; epinephrine 5 mcg/mL",
    "lidocaine with epinephrine 1%": "lidocaine 1 %; epinephrine",
    "lignocaine with adrenaline 1% 1:100,000.": "lidocaine 1 %; epinephrine 10 mcg/mL",
    "lidocaine 1%, epi 1:200k": "lidocaine 1 %; epinephrine 5 mcg/mL",
    "sodium chloride 0.9%": "sodium chloride 0.9 %",
    "NaCl 0,9 %": "sodium chloride 0.9 %",
    "0.9%NaCl": "sodium chloride 0.9 %",
    "saline": "sodium chloride 0.9 %",
    "normal saline": "sodium chloride 0.9 %",
    "bacteriostatic water": "water",
    "sterile water for injection": "water",
    "methylcobalamin 1000 mcg/mL": "methylcobalamin 1000 mcg/mL",
    "methylcobalamin 1,000 µg/mL": "methylcobalamin 1000 mcg/mL",
    "hyaluronic acid 30 mg/2 ml": "hyaluronic acid 15 mg/mL",
    "lidocaine 40 mg": "lidocaine 2 %",  # in 2 mL
    "insulin 10 units/mL": "insulin 10 IU/mL",
    "vitamin D3 50,000 IU/mL": "vitamin d3 50000 IU/mL",
    "glucose 12.5% glycerine 12.5% phenol 1.2% with 0.25% lignocaine, 10 ml": (
        "dextrose 12.5 %; glycerine 12.5 %; phenol 1.2 %; lidocaine 0.25 %"
    ),
    "12.5% dextrose 0.5% lignocaine": "dextrose 12.5 %; lidocaine 0.5 %",
    "20% dextrose/0.2% lidocaine": "dextrose 20 %; lidocaine 0.2 %",
    "15% dextrose in lidocaine": "dextrose 15 %; lidocaine",
    "dextrose ketorolac 15 mg": "dextrose; ketorolac 7.5 mg/mL",  # the strength is the drug's, not the sugar's
}


def told(wording: str) -> str:
    read = read_part(wording, 2).ingredients
    return "; ".join(f"{one.name} {one.strength or ''} {one.unit}".strip() for one in read)


@pytest.mark.parametrize("wording", READ)
def test_a_wording_is_read(wording: str) -> None:
    assert told(wording) == READ[wording]


@pytest.mark.parametrize(
    "wording",
    [
        "dextrose 50",  # no unit
        "dextrose 10-25%",  # a range
        "50% dextrose diluted to 25%",  # two strengths
        "dextrose 150%",
        "dextrose",
        "hypertonic dextrose",
    ],
)
def test_a_strength_that_is_not_clear_stays_open(wording: str) -> None:
    sugar = next(one for one in read_part(wording, 3).ingredients if one.kind is Kind.DEXTROSE)
    assert sugar.strength is None


@pytest.mark.parametrize("wording", ["hypertonic saline", "half-normal saline", "hypertonic sodium chloride"])
def test_a_saline_that_is_not_the_usual_one_is_not_taken_for_it(wording: str) -> None:
    assert read_part(wording, 3).ingredients[0].strength is None


@pytest.mark.parametrize("wording", ["pumice extract", "", "???", "no lidocaine", "17", "1:200,000", "5%"])
def test_what_is_not_understood_is_kept_and_flagged(wording: str) -> None:
    part = read_part(wording, 1)
    assert part.text == wording
    assert part.is_flagged
    assert {one.kind for one in part.ingredients} == {Kind.UNKNOWN}


def test_a_caine_that_nobody_knows_is_an_anaesthetic_all_the_same() -> None:
    (one,) = read_part("foocaine 3%", 1).ingredients
    assert (one.name, one.kind, one.strength) == ("foocaine", Kind.ANAESTHETIC, Decimal(3))


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        ("glucose 50% anhydrous (BP)", "anhydrous"),
        ("dextrose 50% USP", "hydrous"),
        ("glucose monohydrate 50%", "hydrous"),
        ("dextrose 50%", ""),
    ],
)
def test_the_kind_of_dextrose_is_read_and_never_assumed(wording: str, kind: str) -> None:
    assert read_part(wording, 1).ingredients[0].dextrose_kind == kind


@pytest.mark.parametrize("ml", [-1, "-0.5", "NaN", "1e999", "six", True, 10**400])
def test_a_volume_that_cannot_be_is_refused_in_a_sentence(ml: str) -> None:
    with pytest.raises(NotAnAmount) as problem:
        read_part("dextrose 50%", ml)
    assert str(problem.value).endswith(".")


def test_long_and_unprintable_text_is_kept_short_and_on_one_line() -> None:
    part = read_part("dextrose\x00 50%\n" + "x" * 5000, 1)
    assert part.text.isprintable()
    assert len(part.text) <= 303
