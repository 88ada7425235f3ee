"""What is in a mix, what to draw up, and what rounding to a syringe does to it."""

from decimal import Decimal

import pytest

from enthesis.pathway.dosing import Kind, draw_up, mix_of, read_part, recipe_for

D = Decimal
THREE_PARTS = [
    read_part("dextrose 50%", 6),
    read_part("lidocaine 1%", 3),
    read_part("methylcobalamin 1000 mcg/mL", 1),
]


def test_a_mix_of_three_parts_from_a_case_report() -> None:
    """The third ingredient keeps its own concentration and is in neither sum."""
    mix = mix_of(THREE_PARTS)
    assert (mix.total_ml, mix.dextrose_percent, mix.dextrose_g) == (D(10), D(30), D(3))
    (drug,) = mix.anaesthetics
    assert (drug.drug, drug.percent, drug.mg) == ("lidocaine", D("0.3"), D(30))
    (third,) = mix.others
    assert (third.name, third.kind, third.strength, third.unit) == ("methylcobalamin", Kind.OTHER, D(100), "mcg/mL")
    assert (third.amount, third.amount_unit) == (D(1000), "mcg")
    assert mix.missing == ()


def test_only_a_share_of_the_mix_was_given() -> None:
    mix = mix_of(THREE_PARTS)
    assert mix.anaesthetic_mg(D(4)) == {"lidocaine": D(12)}
    assert mix.anaesthetic_mg(D(10)) == mix.anaesthetic_mg() == {"lidocaine": D(30)}


@pytest.mark.parametrize(
    ("parts", "missing"),
    [
        ([("dextrose 50%", 6), ("lidocaine 1%", None)], ("volume of lidocaine 1%",)),
        ([("15% dextrose in lidocaine", 5)], ("strength of lidocaine",)),
        ([("dextrose", 5), ("saline", 5)], ("strength of dextrose",)),
    ],
)
def test_a_missing_fact_is_named_and_its_figures_stay_open(
    parts: list[tuple[str, int | None]], missing: tuple[str]
) -> None:
    mix = mix_of([read_part(text, ml) for text, ml in parts])
    assert mix.missing == missing
    open_figures = [mix.dextrose_percent, *(one.mg for one in mix.anaesthetics)]
    assert None in open_figures


def test_an_unknown_part_takes_up_volume_and_is_in_no_sum() -> None:
    mix = mix_of([read_part("dextrose 50%", 5), read_part("pumice extract", 5)])
    assert (mix.total_ml, mix.dextrose_percent) == (D(10), D(25))
    assert [(one.name, one.kind, one.strength) for one in mix.others] == [("pumice extract", Kind.UNKNOWN, None)]
    assert mix.remarks == ("pumice extract: not known to the solutions file",)


def test_no_parts_and_no_volume_give_no_percentage() -> None:
    assert mix_of([]).total_ml is None
    assert mix_of([read_part("dextrose 50%", 0)]).dextrose_percent is None


def test_the_osmolarity_needs_the_kind_of_dextrose() -> None:
    parts = [read_part("dextrose 50%", 3), read_part("lidocaine 1%", 2), read_part("saline", 5)]
    assert mix_of(parts).osmolarity_dextrose is None
    us, uk = mix_of(parts, dextrose_kind="hydrous"), mix_of(parts, dextrose_kind="anhydrous")
    assert (us.osmolarity_dextrose, us.osmolarity_total) == (D(759), D(973))
    assert (uk.osmolarity_dextrose, uk.osmolarity_total) == (D("832.5"), D("1046.5"))


@pytest.mark.parametrize("other", ["hyaluronic acid 15 mg/mL", "saline 3%", "Ringer's lactate", "pumice"])
def test_the_osmolarity_of_the_whole_stays_open_where_a_part_has_none(other: str) -> None:
    mix = mix_of([read_part("dextrose 50% USP", 5), read_part(other, 5)])
    assert mix.osmolarity_dextrose == D(1265)
    assert mix.osmolarity_total is None


def test_a_recipe_and_the_highest_strength_that_it_could_reach() -> None:
    recipe = recipe_for(
        D("22.5"),
        D(15),
        dextrose_stock_percent=D(50),
        anaesthetic_percent=D("0.2"),
        anaesthetic_stock_percent=D(1),
    )
    assert (recipe.dextrose_ml, recipe.anaesthetic_ml, recipe.diluent_ml) == (D("6.75"), D("4.5"), D("11.25"))
    assert recipe.highest_dextrose_percent == D(40)


@pytest.mark.parametrize(("percent", "feasible"), [("20", True), ("20.0000000000000001", False)])
def test_whether_it_can_be_mixed_is_decided_exactly(percent: str, feasible: bool) -> None:
    """Two thirds of dextrose stock and one third of anaesthetic: neither share ends as a decimal, together they fit."""
    recipe = recipe_for(
        D("0.7"),
        D(percent),
        dextrose_stock_percent=D(30),
        anaesthetic_percent=D("0.5"),
        anaesthetic_stock_percent=D("1.5"),
    )
    assert recipe.is_feasible is feasible


def test_a_wanted_strength_needs_a_stock() -> None:
    with pytest.raises(ValueError, match="stock"):
        recipe_for(D(10), D(15), dextrose_stock_percent=None)


def test_the_draw_shows_the_true_strength_after_rounding() -> None:
    """6.75 mL cannot be read on a syringe with marks every 0.1 mL: 6.8 mL is 15.1 %, not 15."""
    parts = [read_part("dextrose 50%", "6.75"), read_part("lidocaine 1%", "4.5"), read_part("saline", "11.25")]
    draw = draw_up(parts)
    assert [one.ml for one in draw.parts] == [D("6.8"), D("4.5"), D("11.2")]
    assert draw.mix.total_ml == D("22.5")
    assert draw.mix.dextrose_g == D("3.4")
    assert [one.ml for one in draw_up(parts, step_ml=D("0.05")).parts] == [D("6.75"), D("4.5"), D("11.25")]


def test_rounding_never_adds_anaesthetic() -> None:
    draw = draw_up([read_part("dextrose 50%", "3"), read_part("lidocaine 1%", "2.99"), read_part("saline", "4.01")])
    assert [one.ml for one in draw.parts] == [D(3), D("2.9"), D("4.1")]
    assert draw.mix.anaesthetic_mg() == {"lidocaine": D(29)}


def test_small_volumes_are_drawn_with_a_small_syringe() -> None:
    draw = draw_up([read_part("lidocaine 1%", "0.675"), read_part("saline", "2.325")])
    assert [(one.ml, one.step_ml) for one in draw.parts] == [(D("0.65"), D("0.05")), (D("2.4"), D("0.1"))]


def test_a_part_without_a_volume_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="saline"):
        draw_up([read_part("saline", None)])


def test_a_share_of_a_mix_whose_volume_or_strength_is_not_known() -> None:
    nothing_known = {"lidocaine": None}
    assert mix_of([read_part("lidocaine 1%", None)]).anaesthetic_mg(D(4)) == nothing_known
    assert mix_of([read_part("lidocaine", 5)]).anaesthetic_mg(D(4)) == nothing_known
    assert mix_of([read_part("lidocaine 1%", 0)]).anaesthetic_mg(D(4)) == nothing_known
    assert mix_of([read_part("lidocaine 1%", 0)]).anaesthetic_mg() == {"lidocaine": D(0)}


def test_an_empty_syringe_adds_nothing_and_leaves_nothing_open() -> None:
    mix = mix_of([read_part("dextrose 50% USP", 5), read_part("dextrose", 0), read_part("water", 5)])
    assert (mix.total_ml, mix.dextrose_percent, mix.osmolarity_dextrose) == (D(10), D(25), D(1265))


@pytest.mark.parametrize(
    ("parts", "dextrose", "total"),
    [
        ([("dextrose 50% USP", 5), ("water", 5)], "1265", "1265"),  # 25 x 50.6
        ([("dextrose 50% USP", 5), ("saline", 5)], "1265", "1419"),  # and half of 308
        ([("dextrose 50% anhydrous", 5), ("saline", 5)], "1387.5", "1541.5"),  # 25 x 55.5
        ([("dextrose 50% USP", 5), ("lidocaine 1%", 5)], "1265", "1415"),  # and half of 300
        ([("dextrose 50% USP", 5), ("lidocaine 2% with epinephrine 1:200,000", 5)], "1265", "1415"),
        ([("saline", 5)], "0", "308"),
        ([("dextrose 50% USP in water", 5), ("water", 5)], "1265", "1265"),
        ([("dextrose 50% USP", 5), ("dextrose 10% USP", 5)], "1518", "1518"),  # 30 x 50.6
        ([("dextrose 5% in water", 5)], None, None),  # hydrous or anhydrous is not said
        ([("dextrose 50% USP", 5), ("saline 0.45%", 5)], "1265", None),  # known at 0.9 % only
        ([("dextrose 25% USP in saline", 5)], "1265", None),  # two things in one part
        ([("dextrose USP", 5)], None, None),
        ([("dextrose 50% USP", 5), ("saline", None)], None, None),
        ([("dextrose 50% USP", None)], None, None),
    ],
)
def test_the_osmolarity_of_a_mix(parts: list[tuple[str, int | None]], dextrose: str | None, total: str | None) -> None:
    """mosm/L; 50.6 for 1 % of hydrous and 55.5 for 1 % of anhydrous dextrose, 308 for saline, 300 for lidocaine."""
    mix = mix_of([read_part(text, ml) for text, ml in parts])
    assert mix.osmolarity_dextrose == (None if dextrose is None else D(dextrose))
    assert mix.osmolarity_total == (None if total is None else D(total))


def test_the_same_thing_in_two_parts_is_added_up() -> None:
    mix = mix_of([read_part("phenol 2%", 4), read_part("phenol 1%", 4), read_part("insulin 10 IU/mL", 2)])
    assert [(one.name, one.strength, one.unit, one.amount, one.amount_unit) for one in mix.others] == [
        ("phenol", D("1.2"), "%", D(120), "mg"),
        ("insulin", D(2), "IU/mL", D(20), "IU"),
    ]
    unclear = mix_of([read_part("phenol", 4), read_part("phenol 1%", 4), read_part("phenol 2%", None)])
    assert [(one.name, one.strength, one.amount, one.unit) for one in unclear.others] == [
        ("phenol", None, None, ""),
        ("phenol", None, None, "%"),
    ]


def test_where_rounding_leaves_no_room_no_diluent_is_drawn() -> None:
    draw = draw_up([read_part("dextrose 50%", "3.05"), read_part("saline", "0.01")])
    assert [one.ml for one in draw.parts] == [D("3.1"), D(0)]
    assert draw.mix.dextrose_percent == D(50)


def test_the_last_diluent_fills_up() -> None:
    draw = draw_up([read_part("saline", "1.33"), read_part("dextrose 50%", "3.33"), read_part("water", "2.34")])
    assert [one.ml for one in draw.parts] == [D("1.3"), D("3.3"), D("2.4")]
    assert [one.exact_ml for one in draw.parts] == [D("1.33"), D("3.33"), D("2.34")]
    nothing_to_fill_with = draw_up([read_part("dextrose 50%", "3.33"), read_part("phenol 2%", "2.34")])
    assert [one.ml for one in nothing_to_fill_with.parts] == [D("3.3"), D("2.3")]


@pytest.mark.parametrize(
    ("ml", "marks"),
    [("0.99", "0.05"), ("1", "0.05"), ("1.01", "0.1"), ("30", "0.1")],
)
def test_which_syringe_a_part_is_drawn_with(ml: str, marks: str) -> None:
    (part,) = draw_up([read_part("dextrose 50%", ml)]).parts
    assert part.step_ml == D(marks)
    (coarse,) = draw_up([read_part("dextrose 50%", ml)], step_ml=D("0.2")).parts
    assert coarse.step_ml == D("0.2")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"dextrose_stock_percent": None}, "A mix with dextrose needs the strength of its stock."),
        ({"dextrose_stock_percent": D(0)}, "A mix with dextrose needs the strength of its stock."),
        (
            {"dextrose_stock_percent": D(50), "anaesthetic_percent": D("0.2")},
            "A mix with anaesthetic needs the strength of its stock.",
        ),
    ],
)
def test_a_recipe_without_its_stock_is_told_so(given: dict[str, D | None], says: str) -> None:
    with pytest.raises(ValueError, match=says.replace(".", r"\.")):
        recipe_for(D(10), D(15), **given)  # type: ignore[arg-type]  # as a machine might send it
    with pytest.raises(ValueError, match=r'^The volume of "saline" is not known\.$'):
        draw_up([read_part("saline", None)])


def test_a_recipe_without_dextrose_or_anaesthetic() -> None:
    none = recipe_for(D(10), D(0), dextrose_stock_percent=None)
    assert (none.dextrose_ml, none.anaesthetic_ml, none.diluent_ml) == (D(0), D(0), D(10))
    assert none.highest_dextrose_percent is None
    full = recipe_for(
        D(10), D(15), dextrose_stock_percent=D(50), anaesthetic_percent=D(3), anaesthetic_stock_percent=D(2)
    )
    assert (full.diluent_ml, full.highest_dextrose_percent, full.is_feasible) == (D(-8), D(0), False)


def test_two_things_in_one_part_are_both_counted() -> None:
    mix = mix_of([read_part("12.5% dextrose 0.5% lignocaine", 2), read_part("0.5% lignocaine 12.5% dextrose", 2)])
    assert (mix.dextrose_g, mix.anaesthetic_mg()) == (D("0.5"), {"lidocaine": D(20)})
