"""Which vials to open: the cheapest set that is enough, as the desk asks for it."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.cli.common import BadInput
from enthesis.cli.main import main
from enthesis.cli.mix import answer
from enthesis.pathway.tray import ShelfVial, cheapest

CASE = {
    "age_years": "50",
    "weight_kg": "60",
    "jurisdiction": "US",
    "vial_shared": "no",
    "previous_la_mg": "0",
    "target_dextrose_pct": "15",
    "total_ml": "54",
    "dextrose_stock_pct": "50",
    "dextrose_stock_kind": "USP",
    "diluent": "saline",
    "la_drug": "lidocaine",
    "la_target_pct": "0.5",
    "la_stock_pct": "1",
}
SHELF = [
    {"part": "D50W", "ml": "50", "price": "9.20"},
    {"part": "dextrose 50%", "ml": "10", "price": "2.10"},
    {"part": "lidocaine 1%", "ml": 30, "price": 3},
    {"part": "lidocaine 2%", "ml": 50, "price": "0.10"},  # another strength is another part
    {"part": "saline", "ml": "20", "price": "1"},
]


def vials(*changed):
    return answer({**CASE, "shelf": {"currency": "usd", "vials": list(changed) or SHELF}})["vials"]


def test_the_cheapest_vials_are_opened_and_the_waste_is_told():
    """16.2 mL of dextrose: two small vials cost 4.20, a large one 9.20."""
    told = vials()
    assert [(p["part"], [(v["ml"], v["count"]) for v in p["vials"]], p["waste_ml"]) for p in told["parts"]] == [
        ("dextrose 50%", [("10", 2)], "3.8"),
        ("lidocaine 1%", [("30", 1)], "3"),
        ("saline", [("20", 1)], "9.2"),
    ]
    assert (told["price"], told["currency"], told["enough"]) == ("8.20", "USD", True)


def test_at_the_same_price_less_is_thrown_away():
    pair = [ShelfVial("saline", Decimal(50), Decimal(2)), ShelfVial("saline", Decimal(30), Decimal(2))]
    opened, short = cheapest(Decimal(25), pair)
    assert [(one.vial.ml, one.count) for one in opened] == [(Decimal(30), 1)]
    assert short == 0


def test_no_more_are_opened_than_there_are():
    few = [ShelfVial("saline", Decimal(10), Decimal(1), most=1), ShelfVial("saline", Decimal(20), Decimal(9))]
    assert [(one.vial.ml, one.count) for one in cheapest(Decimal(15), few)[0]] == [(Decimal(20), 1)]
    assert [(one.vial.ml, one.count) for one in cheapest(Decimal(25), few)[0]] == [(Decimal(10), 1), (Decimal(20), 1)]


def test_what_the_shelf_does_not_hold_is_told():
    told = vials({"part": "D50W", "ml": "10", "price": "2", "most": 1})
    assert [p.get("short_ml") for p in told["parts"]] == ["6.2", "27", "10.8"]
    assert told["enough"] is False


def test_a_refused_mix_opens_nothing():
    told = answer({**CASE, "weight_kg": "20", "shelf": {"vials": SHELF}})
    assert told["decision"] == "refuse"
    assert "vials" not in told


def test_the_shelf_changes_nothing_else_in_the_answer():
    with_shelf = answer({**CASE, "shelf": {"vials": SHELF}})
    assert {name: value for name, value in with_shelf.items() if name != "vials"} == answer(CASE)


SIZES = st.lists(
    st.tuples(st.sampled_from(["1", "2.5", "3", "5", "10"]), st.integers(0, 9), st.none() | st.integers(0, 3)),
    min_size=1,
    max_size=3,
)


@given(st.integers(1, 120).map(lambda tenths: Decimal(tenths) / 10), SIZES)
@settings(max_examples=150, deadline=None)
def test_nothing_cheaper_is_enough(needed, sizes):
    """Held against every set that there is."""
    shelf = [ShelfVial("saline", Decimal(ml), Decimal(price), most) for ml, price, most in sizes]
    opened, short = cheapest(needed, shelf)
    held = sum((one.vial.ml * one.count for one in opened), Decimal(0))
    counts = [range(min(20 if v.most is None else v.most, int(needed / v.ml) + 1) + 1) for v in shelf]
    enough = [
        (sum((v.price * n for v, n in zip(shelf, some, strict=True)), Decimal(0)), total, sum(some))
        for some in product(*counts)
        if (total := sum((v.ml * n for v, n in zip(shelf, some, strict=True)), Decimal(0))) >= needed
    ]
    if not enough:
        assert short == needed - held
        return
    assert short == 0
    price = sum((one.vial.price * one.count for one in opened), Decimal(0))
    assert (price, held, sum(one.count for one in opened)) == min(enough)


@pytest.mark.parametrize(
    ("shelf", "field"),
    [
        ("all", "shelf"),
        ({"vials": "all"}, "shelf.vials"),
        ({"vials": [], "currency": "dollars"}, "shelf.currency"),
        ({"vials": ["D50W"]}, "shelf.vials[0]"),
        ({"vials": [{"ml": 5, "price": 1}]}, "shelf.vials[0].part"),
        ({"vials": [{"part": "D50W", "ml": -5, "price": 1}]}, "shelf.vials[0].ml"),
        ({"vials": [{"part": "D50W", "ml": 0, "price": 1}]}, "shelf.vials[0].ml"),
        ({"vials": [{"part": "D50W", "ml": "0.00001", "price": 1}]}, "shelf.vials[0].ml"),
        ({"vials": [{"part": "D50W", "ml": "NaN", "price": 1}]}, "shelf.vials[0].ml"),
        ({"vials": [{"part": "D50W", "ml": 5, "price": -1}]}, "shelf.vials[0].price"),
        ({"vials": [{"part": "D50W", "ml": 5}]}, "shelf.vials[0].price"),
        ({"vials": [{"part": "D50W", "ml": 5, "price": 1, "most": 1.5}]}, "shelf.vials[0].most"),
        ({"vials": [{"part": "x" * 5000, "ml": 5, "price": 1}]}, "shelf.vials[0].part"),
    ],
)
def test_a_shelf_that_cannot_be_read_is_told_where(shelf, field):
    with pytest.raises(BadInput) as told:
        answer({**CASE, "shelf": shelf})
    assert told.value.field == field
    assert told.value.remedy


def test_too_many_sizes_are_told_instead_of_tried():
    many = [{"part": "D50W", "ml": f"0.{n}", "price": 1} for n in range(101, 160)]
    with pytest.raises(BadInput) as told:
        answer({**CASE, "shelf": {"vials": many}})
    assert "too many sizes" in told.value.says


def test_in_sentences(capsys):
    words = [f"--{name.replace('_', '-')}={value}" for name, value in CASE.items()]
    assert main(["mix", *words, "--vial", "D50W", "10", "2.10", "--currency", "USD"]) == 0
    out = capsys.readouterr().out
    assert "dextrose 50%: 2 x 10 mL; 3.8 mL are thrown away" in out
    assert "lidocaine 1%: nothing; 27 mL are missing" in out
    assert "Together 4.20 USD." in out
