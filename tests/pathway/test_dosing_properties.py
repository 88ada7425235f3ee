"""What must hold of every mix: nothing is lost, there and back agree, and no anaesthetic ever makes a no a yes."""

from decimal import Decimal, localcontext
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from enthesis.pathway.dosing import (
    Answer,
    UnreadableCase,
    answer_case,
    draw_up,
    mix_of,
    read_part,
    recipe_for,
    shipped,
)


def decimals(lowest: str, highest: str, places: int = 3) -> st.SearchStrategy[Decimal]:
    return st.decimals(lowest, highest, places=places, allow_nan=False, allow_infinity=False)


VOLUMES = decimals("0.001", "60")
PERCENTS = decimals("0.001", "100")
NAMES = st.sampled_from(["dextrose", "glucose", "lidocaine", "bupivacaine", "saline", "phenol", "pumice"])
PARTS = st.lists(st.tuples(NAMES, PERCENTS, VOLUMES), min_size=1, max_size=6)
STANDARD = {"glucose": "dextrose", "saline": "sodium chloride"}


@given(PARTS)
def test_mass_is_exact_whatever_the_decimal_context(parts: list[tuple[str, Decimal, Decimal]]) -> None:
    with localcontext() as context:
        context.prec = 3
        mix = mix_of([read_part(f"{name} {percent}%", ml) for name, percent, ml in parts])
    mg: dict[str, Fraction] = {}
    for name, percent, ml in parts:
        standard = STANDARD.get(name, name)
        mg[standard] = mg.get(standard, Fraction(0)) + Fraction(percent) * Fraction(ml) * 10
    assert mix.total_ml is not None
    assert Fraction(mix.total_ml) == sum(Fraction(ml) for _, _, ml in parts)
    assert mix.dextrose_g is not None
    assert Fraction(mix.dextrose_g) == mg.pop("dextrose", Fraction(0)) / 1000
    held = {one.drug: one.mg for one in mix.anaesthetics} | {one.name: one.amount for one in mix.others}
    assert {name: Fraction(amount or 0) for name, amount in held.items()} == mg


@given(PARTS)
def test_the_order_of_the_parts_does_not_matter(parts: list[tuple[str, Decimal, Decimal]]) -> None:
    read = [read_part(f"{name} {percent}%", ml) for name, percent, ml in parts]
    there, back = mix_of(read), mix_of(read[::-1])
    assert (there.total_ml, there.dextrose_g, there.anaesthetic_mg()) == (
        back.total_ml,
        back.dextrose_g,
        back.anaesthetic_mg(),
    )


STOCKS = st.sampled_from(shipped().dextrose_stocks_pct)
LIDOCAINE_STOCKS = st.sampled_from(shipped().anaesthetics["lidocaine"].stocks_pct)


@given(VOLUMES, decimals("0.1", "70", 2), STOCKS, decimals("0.01", "2", 2), LIDOCAINE_STOCKS)
def test_forward_then_inverse_gives_what_was_wanted(
    total: Decimal, wanted: Decimal, stock: Decimal, anaesthetic: Decimal, anaesthetic_stock: Decimal
) -> None:
    recipe = recipe_for(
        total,
        wanted,
        dextrose_stock_percent=stock,
        anaesthetic_percent=anaesthetic,
        anaesthetic_stock_percent=anaesthetic_stock,
    )
    fits = Fraction(wanted) / Fraction(stock) + Fraction(anaesthetic) / Fraction(anaesthetic_stock) <= 1
    assert recipe.is_feasible is fits
    if not fits:
        return
    mix = mix_of(
        [
            read_part(f"dextrose {stock}%", recipe.dextrose_ml),
            read_part(f"lidocaine {anaesthetic_stock}%", recipe.anaesthetic_ml),
            read_part("saline", recipe.diluent_ml),
        ]
    )
    assert mix.total_ml is not None
    assert mix.dextrose_percent is not None
    near = Decimal("1e-12")
    assert abs(mix.total_ml - total) < near
    assert abs(mix.dextrose_percent - wanted) < near
    assert abs((mix.anaesthetics[0].percent or 0) - anaesthetic) < near


@given(PARTS, st.sampled_from([None, Decimal("0.05"), Decimal("0.2")]))
def test_rounding_to_the_syringe_never_adds_anaesthetic(
    parts: list[tuple[str, Decimal, Decimal]], step: Decimal | None
) -> None:
    read = [read_part(f"{name} {percent}%", ml) for name, percent, ml in parts]
    exact, drawn = mix_of(read).anaesthetic_mg(), draw_up(read, step_ml=step)
    for drug, mg in drawn.mix.anaesthetic_mg().items():
        assert mg is not None
        assert mg <= (exact[drug] or 0)
    for one in drawn.parts:
        assert one.ml % one.step_ml == 0


def _fields(**more: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    def of(*words: str) -> st.SearchStrategy[str]:
        return st.sampled_from(words)

    return st.fixed_dictionaries(
        {
            "jurisdiction": of("US", "UK", ""),
            "age_years": of("50", "17", ""),
            "weight_kg": of("80", "50.5", "", "900"),
            "allergy": of("", "corn", "lidocaine", "latex"),
            "route": of("extra-articular", "intra-articular knee"),
            "target_dextrose_pct": of("15", "25", "45", "60", "5"),
            "total_ml": of("10", "40", "90", "0", "101"),
            "epinephrine": of("no", "yes", ""),
            "dextrose_stock_pct": of("50", "25", "70", "33"),
            "dextrose_stock_kind": of("hydrous (USP)", ""),
            "diluent": of("saline", "bacteriostatic water", "pumice"),
            "previous_la_mg": of("0", "150", ""),
            "published_max_ml": of("", "10"),
            "vial_shared": of("no", "yes", ""),
        }
        | more
    )


@settings(max_examples=300)
@given(
    _fields(),
    st.sampled_from(["lidocaine", "bupivacaine", "ropivacaine", "procaine", "who knows"]),
    st.sampled_from(["0.05", "0.2", "0.5", "1"]),
    st.sampled_from(["0.5", "1", "2", "20"]),
)
def test_adding_anaesthetic_never_makes_a_refused_mix_accepted(
    fields: dict[str, str], drug: str, wanted: str, stock: str
) -> None:
    """With the diluent named: where none is, the anaesthetic may be the very thing that fills up."""
    without = answer_case(fields)
    with_drug = answer_case(fields | {"la_drug": drug, "la_target_pct": wanted, "la_stock_pct": stock})
    if without.decision == "refuse":
        assert with_drug.decision == "refuse"
        assert set(without.reasons) - {"TARGET_ABOVE_STOCK", "MIX_INFEASIBLE"} <= set(with_drug.reasons)


@settings(max_examples=300)
@given(_fields(), decimals("0.01", "1", 2), decimals("0.01", "1", 2))
def test_more_anaesthetic_never_makes_a_refused_mix_accepted(
    fields: dict[str, str], some: Decimal, more: Decimal
) -> None:
    answers = [
        answer_case(fields | {"la_drug": "lidocaine", "la_target_pct": str(wanted), "la_stock_pct": "2"})
        for wanted in sorted((some, more))
    ]
    assert [one.decision for one in answers] != ["refuse", "accept"]
    assert [one.decision for one in answers] != ["refuse", "accept_with_warning"]


@settings(max_examples=300)
@given(_fields(), st.sampled_from(["jurisdiction", "age_years", "weight_kg"]))
def test_taking_a_fact_of_the_person_away_never_makes_a_refused_mix_accepted(fields: dict[str, str], fact: str) -> None:
    asked = fields | {"la_drug": "lidocaine", "la_target_pct": "0.5", "la_stock_pct": "1"}
    if answer_case(asked).decision == "refuse":
        assert answer_case(asked | {fact: ""}).decision == "refuse"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [
        "total_ml",
        "weight_kg",
        "la_drug",
        "la_target_pct",
        "diluent",
        "allergy",
        "parts",
        "age_years",
        "case_id",
        "route",
    ]
)


@settings(max_examples=300)
@given(_fields(), FIELDS, ANYTHING)
def test_anything_at_all_in_a_field_gives_an_answer_or_a_sentence(
    fields: dict[str, object], name: str, value: object
) -> None:
    found = _answered({"la_target_pct": "0", **fields, name: value})
    if isinstance(found, UnreadableCase):
        assert found.says.endswith(".")
        assert found.remedy.endswith(".")
        assert found.says.isprintable()
    else:
        assert found.decision in ("accept", "accept_with_warning", "refuse")
        assert (found.decision == "accept") == (not found.reasons)


def _answered(fields: dict[str, object]) -> Answer | UnreadableCase:
    try:
        return answer_case(fields)
    except UnreadableCase as bad:
        return bad


@given(st.text(max_size=200), VOLUMES)
def test_any_wording_at_all_is_read_and_keeps_its_volume(text: str, ml: Decimal) -> None:
    part = read_part(text, ml)
    assert part.ml == ml
    assert part.ingredients
    assert part.text.isprintable()
