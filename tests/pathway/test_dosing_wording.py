"""Published wordings, as they are printed in reports and on vials, and what is read from them."""

from decimal import Decimal

import pytest

from enthesis.pathway.dosing import Kind, NotAnAmount, read_part, shipped
from enthesis.pathway.dosing.numbers import ZERO
from enthesis.pathway.dosing.strengths import RATIO, TOKEN, Strength, read_strength
from enthesis.pathway.dosing.wording import anaesthetics_named

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


# the same mass and volume in all their spellings
UNITS = {
    "dextrose 25 gram/50 mL": "dextrose 50 %",
    "dextrose 25 grams in 50 cc": "dextrose 50 %",
    "dextrose 25 gm/50 ml": "dextrose 50 %",
    "dextrose 25 gms/50 ml": "dextrose 50 %",
    "dextrose 50 g/dL": "dextrose 50 %",
    "dextrose 500 milligrams/milliliter": "dextrose 50 %",
    "dextrose 500 milligram per millilitre": "dextrose 50 %",
    "dextrose 500 g per liter": "dextrose 50 %",
    "dextrose 500 g/litre": "dextrose 50 %",
    "dextrose 500 g/litres": "dextrose 50 %",
    "dextrose 1000 mg/2 milliliters": "dextrose 50 %",
    "dextrose 1000 mg/2 millilitres": "dextrose 50 %",
    "dextrose 50 per cent": "dextrose 50 %",
    "dextrose 50 percent w/v": "dextrose 50 %",
    "dextrose .5%": "dextrose 0.5 %",
    "dextrose 0,5%": "dextrose 0.5 %",
    "dextrose 12,50%": "dextrose 12.5 %",
    "dextrose 1,000 mg/mL": "dextrose 100 %",
    "lidocaine 10,000 micrograms/mL": "lidocaine 1 %",
    "lidocaine 10000 microgram/mL": "lidocaine 1 %",
    "methylcobalamin 500 ug/mL": "methylcobalamin 500 mcg/mL",
    "methylcobalamin 500 \N{MICRO SIGN}g/mL": "methylcobalamin 500 mcg/mL",
    "methylcobalamin 500 \N{GREEK SMALL LETTER MU}g/mL": "methylcobalamin 500 mcg/mL",
    "methylcobalamin 0,100 mcg/mL": "methylcobalamin 0.1 mcg/mL",  # after a lone 0 a comma is a decimal comma
    "methylcobalamin 1,234,567 mcg/mL": "methylcobalamin 1234567 mcg/mL",
    "erythropoietin 500 ng/mL": "erythropoietin 0.5 mcg/mL",
    "erythropoietin 10 i.u./mL": "erythropoietin 10 IU/mL",
    "erythropoietin 10 iu/mL": "erythropoietin 10 IU/mL",
    "erythropoietin 10 units/mL": "erythropoietin 10 IU/mL",
    "erythropoietin 1500 IU/10 mL": "erythropoietin 150 IU/mL",
    "erythropoietin 1500 units": "erythropoietin 750 IU/mL",  # in 2 mL
    "sodium bicarbonate 2 mEq/mL": "sodium bicarbonate 2 mEq/mL",
    "sodium bicarbonate 2 mmol/mL": "sodium bicarbonate 2 mmol/mL",
    "adrenaline 1:1000": "epinephrine 1000 mcg/mL",
    "adrenaline 1 in 100 000": "epinephrine 10 mcg/mL",
    "adrenaline 1/200,000": "epinephrine 5 mcg/mL",
    "epinephrine 1:200k": "epinephrine 5 mcg/mL",
    "D5W": "dextrose 5 %",
    "D50 NS": "dextrose 50 %; sodium chloride 0.9 %",
    "saline 5 cc": "sodium chloride 0.9 %",
    "dextrose 50% 3 millilitres": "dextrose 50 %",
    "dextrose 50% & lidocaine 1%; saline": "dextrose 50 %; lidocaine 1 %; sodium chloride 0.9 %",
}
# what is left for a person to look at stands in parentheses
LOOK = {
    "adrenaline 1:999": "epinephrine; 1 999 (not known to the solutions file)",  # weaker than 1:1000, or a slip
    "lidocaine 1:200,000": "lidocaine; not named (a ratio without a name)",
    "lidocaine with epinephrine 0.1%": "lidocaine; epinephrine 0.1 %",  # 1:1000 is 0.1 %
    "lidocaine with epinephrine 0.11%": "lidocaine 0.11 %; epinephrine",  # no epinephrine is that strong
    "lidocaine 1% with epinephrine 1%": "lidocaine 1 %; epinephrine 1 %",
    "lidocaine, bupivacaine with epinephrine 1%": "lidocaine; bupivacaine; epinephrine 1 %",
    "epinephrine 5 mcg/mL 1:100,000": "epinephrine (two strengths are said)",
    "epinephrine 5 mcg/mL 1:200,000": "epinephrine 5 mcg/mL",
    "adrenaline 1:100,000 1:200,000": "epinephrine (two strengths are said)",
    "dextrose 100%": "dextrose 100 %",
    "dextrose 100.1%": 'dextrose (strength "100.1%" not understood)',
    "methylcobalamin 0,123,456 mcg/mL": 'methylcobalamin (strength "0,123,456 mcg/ml" not understood)',
    "methylcobalamin 0,123.5 mcg/mL": 'methylcobalamin (strength "0,123.5 mcg/ml" not understood)',
    "methylcobalamin 999999999999 mcg/mL": "methylcobalamin 999999999999 mcg/mL",
    "methylcobalamin 1000000000000 mcg/mL": 'methylcobalamin (strength "1000000000000 mcg/ml" not understood)',
    "methylcobalamin 0.12345678901 mcg/mL": "methylcobalamin 0.12345678901 mcg/mL",
    "methylcobalamin 0.123456789012 mcg/mL": 'methylcobalamin (strength "0.123456789012 mcg/ml" not understood)',
    "adrenaline 1:1k": "epinephrine 1000 mcg/mL",
    "adrenaline 1:0999": 'epinephrine (strength "1:0999" not understood)',
    "lidocaine 10 mg/0 mL": 'lidocaine (strength "10 mg/0 ml" not understood)',
    "dextrose 10 to 25%": 'dextrose (a range, not one strength: "10 to 25%")',
    "dextrose 10 - 25 mg/mL": 'dextrose (a range, not one strength: "10 - 25 mg/ml")',
    "phenol 5 mg/mL 10 mg/mL": "phenol (two strengths are said: 5 mg/mL and 10 mg/mL)",
    "lidocaine 1% (20 mg/mL)": "lidocaine (two strengths are said: 1 % and 2 %)",
    "lidocaine 5 IU/mL": "lidocaine (a strength in IU/mL is not a percentage)",
    "lidocaine 1%, lidocaine 2%": "lidocaine (two strengths are said)",
    "lidocaine 1% + lidocaine 1%": "lidocaine 1 %",
    "lidocaine 1% with lidocaine 10-20 mg/mL": 'lidocaine (a range, not one strength: "10-20 mg/ml")',
    "lidocaine, 1%": "lidocaine 1 %",
    "dextrose 20%, lidocaine, 1%": "dextrose 20 %; lidocaine 1 %",
    "lidocaine 1%, 2%": "lidocaine (two strengths are said)",
    "lidocaine 1%, 10-20 mg/mL": 'lidocaine (a range, not one strength: "10-20 mg/ml")',
    "dextrose - 50%": "dextrose 50 %",
    "Ringer\N{RIGHT SINGLE QUOTATION MARK}s lactate": "Ringer's lactate",
    "lidocaine pumice dextrose 5%": "lidocaine; pumice (not known to the solutions file); dextrose 5 %",
    '"lidocaine": 1%.': "lidocaine 1 %",
    "local anaesthetic 1%": "local anaesthetic 1 %",
    "local anaesthetic 1% (lidocaine)": "lidocaine 1 %",
    "local anaesthetic 1% with lidocaine 2%": "lidocaine (two strengths are said)",
    "local anaesthetic 1% with lidocaine and bupivacaine": "lidocaine; bupivacaine",
    "local anaesthetic with dextrose 20%": "local anaesthetic; dextrose 20 %",
    "vitamin D50": "vitamin d50 (not known to the solutions file)",
    "vit. D 50%": "vit d 50 % (not known to the solutions file)",
    "concentrated sodium chloride": "concentrated (not known to the solutions file); sodium chloride",
    "half strength saline": "half strength (not known to the solutions file); sodium chloride",
    "water 5% dextrose": "water 5 %; dextrose",  # whose strength that is nobody said
    "17.5": "17.5 (a number without a unit)",
    "5%": "not named (a strength without a name)",
    "": "not named (nothing is named)",
    "caine 1%": "caine 1 % (not known to the solutions file)",
    "no lidocaine, dextrose 25%": "dextrose 25 %",
    "dextrose 25% free of lidocaine": "dextrose 25 %",
    "heavy bupivacaine 0.5%": "heavy (not known to the solutions file); bupivacaine 0.5 %",
}


def told(wording: str, *, remarks: bool = False) -> str:
    read = read_part(wording, 2).ingredients
    return "; ".join(
        f"{one.name} {one.strength or ''} {one.unit}".strip() + (f" ({one.remark})" if remarks and one.remark else "")
        for one in read
    )


@pytest.mark.parametrize("wording", READ)
def test_a_wording_is_read(wording: str) -> None:
    assert told(wording) == READ[wording]


@pytest.mark.parametrize("wording", UNITS)
def test_a_unit_is_read_however_it_is_spelled(wording: str) -> None:
    assert told(wording, remarks=True) == UNITS[wording]


@pytest.mark.parametrize("wording", LOOK)
def test_what_is_doubtful_is_left_open_and_says_why(wording: str) -> None:
    assert told(wording, remarks=True) == LOOK[wording]


def test_an_amount_needs_the_volume_that_it_is_in() -> None:
    for ml in (None, 0):
        (one,) = read_part("lidocaine 40 mg", ml).ingredients
        assert (one.strength, one.unit, one.remark) == (None, "", '"40 mg" in an unknown volume')


@pytest.mark.parametrize(
    ("printed", "strength"),
    [
        ("1%", Strength(Decimal(1), "%")),
        ("1:200,000", Strength(Decimal(5), "mcg/mL", RATIO)),
        ("1:999", None),
        ("1:0999", Strength(ZERO, "", 'strength "1:0999" not understood')),
        ("10-25%", Strength(ZERO, "", 'a range, not one strength: "10-25%"')),
        ("101%", Strength(ZERO, "", 'strength "101%" not understood')),
        ("5 mg", Strength(ZERO, "", '"5 mg" in an unknown volume')),
    ],
)
def test_a_printed_strength(printed: str, strength: Strength | None) -> None:
    """One that cannot be read has no value, and says why."""
    token = TOKEN.match(printed)
    assert token is not None
    if strength is None:  # weaker than 1:1000 is no ratio
        assert token["ratio"] is None
    else:
        assert read_strength(token, None) == strength


def test_which_anaesthetics_a_text_speaks_of() -> None:
    text = "Xylocaine 1% and foocaine in saline; lidocaine, dextrose 15%"
    assert anaesthetics_named(text, shipped()) == ("lidocaine", "foocaine")
    assert anaesthetics_named("dextrose 15% in saline", shipped()) == ()


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
        ("glucose 50% anhydrous monohydrate", ""),  # said both ways
        ("hydrous glucose 50% (anhydrous)", ""),
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
