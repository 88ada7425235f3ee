"""Scores and changes: both sides of every limit, properties, and odd input."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.pathway.instruments import (
    Answered,
    Better,
    Change,
    Diary,
    Form,
    FormNotReadable,
    Given,
    Items,
    Kind,
    Method,
    NoScore,
    Score,
    Ticked,
    Value,
    by_rule,
    change,
    load,
    reached_by_label,
    read_form,
    score,
)
from enthesis.pathway.instruments.results import plain, rounded


def scored(instrument: str, **form: Any) -> Score | NoScore:
    return score(load()[instrument], read_form(form)[0])


def value(instrument: str, **form: Any) -> Decimal | None:
    found = scored(instrument, **form)
    assert isinstance(found, Score), found
    return found.shown


def code(instrument: str, **form: Any) -> tuple[str, bool]:
    found = scored(instrument, **form)
    assert isinstance(found, NoScore), found
    assert found.finding.says
    assert found.finding.remedy
    return found.finding.code, found.refused


def changed(instrument: str, baseline: dict[str, Any], now: dict[str, Any]) -> Change:
    found = change(load()[instrument], read_form(baseline)[0], read_form(now)[0])
    assert isinstance(found, Change), found
    return found


def not_compared(instrument: str, baseline: dict[str, Any], now: dict[str, Any]) -> str:
    found = change(load()[instrument], read_form(baseline)[0], read_form(now)[0])
    assert isinstance(found, NoScore), found
    return found.finding.code


# Missing answers: the rule's limit, and one below it.


def test_odi_needs_eight_of_ten_sections() -> None:
    assert value("odi", items=[5] * 8 + [None] * 2) == 100
    assert code("odi", items=[5] * 7 + [None] * 3) == ("too-few-answers", False)


def test_an_odi_section_with_two_marks_counts_the_higher() -> None:
    assert value("odi", items=[[1, 3], *[0] * 9]) == 6
    assert code("peg", items=[[1, 3], 2, 2]) == ("two-marks", True)
    assert value("peg", items=[[3, 3], 3, 3]) == 3


@pytest.mark.parametrize(("sum_of_marks", "band"), [(10, "0 to 20"), (11, "21 to 40"), (30, "41 to 60")])
def test_odi_bands(sum_of_marks: int, band: str) -> None:
    marks = [5] * (sum_of_marks // 5) + [sum_of_marks % 5] + [0] * 9
    found = scored("odi", items=marks[:10])
    assert isinstance(found, Score)
    assert found.band.startswith(f"band {band}")


def test_an_odi_score_in_a_gap_of_the_printed_bands_has_no_band() -> None:
    found = scored("odi", score=20.5)
    assert isinstance(found, Score)
    assert found.band == "between two printed bands"


@pytest.mark.parametrize(
    ("subscale", "items", "expected"),
    [
        ("pain", [2, 2, 2, 2, None], 10),
        ("stiffness", [3, None], 6),
        ("function", [2] * 14 + [None] * 3, 34),
    ],
)
def test_womac_fills_a_gap_with_the_mean(subscale: str, items: list[Any], expected: int) -> None:
    assert value("womac_likert", items=items, subscale=subscale) == expected


@pytest.mark.parametrize(
    ("subscale", "items"),
    [("pain", [2, 2, 2, None, None]), ("stiffness", [None, None]), ("function", [2] * 13 + [None] * 4)],
)
def test_womac_without_enough_answers_is_not_scored(subscale: str, items: list[Any]) -> None:
    assert code("womac_likert", items=items, subscale=subscale) == ("too-few-answers", False)


def test_womac_total_needs_every_part() -> None:
    whole = [1] * 5 + [2] * 2 + [3] * 17
    assert value("womac_likert", items=whole) == 60
    assert code("womac_likert", items=[1] * 5 + [None] * 2 + [3] * 17) == ("too-few-answers", False)


@pytest.mark.parametrize(
    ("subscale", "of", "least_2012", "least_1998"),
    [("pain", 9, 5, 7), ("symptoms", 7, 4, 5), ("adl", 17, 9, 15), ("sport_rec", 5, 3, 3), ("qol", 4, 2, 2)],
)
def test_koos_needs_what_the_rule_of_its_year_asks(subscale: str, of: int, least_2012: int, least_1998: int) -> None:
    for answered in range(of + 1):
        form = read_form({"items": [1] * answered + [None] * (of - answered), "subscale": subscale})[0]
        found = by_rule(load()["koos"], form)
        assert isinstance(found["2012"], Score) == (answered >= least_2012)
        assert isinstance(found["1998"], Score) == (answered >= least_1998)


def test_koos_has_no_total() -> None:
    assert code("koos", items=[1] * 42) == ("which-scale", True)
    assert code("koos", items=[1] * 9, subscale="total") == ("unknown-scale", True)
    assert code("koos", items=[1] * 9, subscale="pain", rule_version="2005") == ("unknown-rule", True)


def test_rmdq_blank_is_not_zero() -> None:
    assert code("rmdq", ticked=0) == ("blank", False)
    assert code("rmdq", ticked=None) == ("blank", False)
    assert code("rmdq", items=[0] * 24) == ("blank", False)
    assert value("rmdq", ticked=0, none_applies_confirmed=True) == 0
    assert value("rmdq", ticked=[1, 5, 24]) == 3
    assert value("rmdq", items=[1, None] * 12) == 12
    assert value("rmdq", ticked=24) == 24
    assert code("rmdq", ticked=25) == ("out-of-range", True)
    assert code("rmdq", items=[1] * 23) == ("item-count", True)


def test_psfs_needs_two_activities_and_takes_five() -> None:
    assert value("psfs", items=[5, 6]) == Decimal("5.5")
    assert value("psfs", items=[5] * 5) == 5
    assert code("psfs", items=[5]) == ("too-few-answers", False)
    assert code("psfs", items=[5, None, None]) == ("too-few-answers", False)
    assert code("psfs", items=[5] * 6) == ("item-count", True)


def test_eq5d_profile_is_put_in_order_by_name() -> None:
    found = scored("eq5d5l", items={"Anxiety/depression": 3, "Mobility": 2, "Self-care": 1, "Usual": 1, "Pain": 4})
    assert isinstance(found, Score)
    assert (found.text, found.exact) == ("profile 21143", None)
    assert code("eq5d5l", items={"mobility": 1, "mood": 2, "usual": 1, "pain": 1, "anxiety": 1}) == ("item-names", True)
    assert code("eq5d5l", items={"mobility": 1}) == ("too-few-answers", False)


def test_eq5d_index_needs_the_name_of_its_value_set() -> None:
    assert code("eq5d5l", score=0.8, subscale="index") == ("needs-value-set", True)
    assert value("eq5d5l", score=-0.661, subscale="index", value_set="DE") == Decimal("-0.661")
    assert code("eq5d5l", score=1.1, subscale="index", value_set="DE") == ("out-of-range", True)
    assert code("eq5d5l", items=[1] * 5, subscale="index") == ("comes-scored", True)
    assert value("eq5d5l", value=80) == 80
    assert code("eq5d5l", value=80, subscale="profile") == ("number-for-words", True)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({"label": "Very-much_improved "}, "substantial benefit"),
        ({"label": "minimally worse"}, "no benefit (worse)"),
        ({"label": "no change"}, "no benefit"),
    ],
)
def test_pgic_label(form: dict[str, str], expected: str) -> None:
    found = scored("pgic", **form)
    assert isinstance(found, Score)
    assert found.text == expected


@pytest.mark.parametrize("form", [{"label": 1}, {"label": "1"}, {"score": 7}, {"value": 1}, {"items": [2]}])
def test_pgic_refuses_a_number(form: dict[str, Any]) -> None:
    assert code("pgic", **form)[1]


def test_pgic_steps_of_benefit() -> None:
    steps = {}
    for entry in load()["pgic"].scales["label"].labels:
        found = score(load()["pgic"], Answered(label=entry.label))
        assert isinstance(found, Score)
        steps[entry.label] = [step.reached for step in reached_by_label(load()["pgic"], found)]
    assert steps["very much improved"] == [True, True, True]
    assert steps["much improved"] == [True, True, False]
    assert steps["minimally improved"] == [True, False, False]
    assert steps["no change"] == steps["very much worse"] == [False, False, False]


def test_missing_stays_missing() -> None:
    assert code("nrs_pain", value=None) == ("too-few-answers", False)
    assert code("nrs_pain", diary=[None, None]) == ("missing", False)
    assert code("nrs_pain", score=None) == ("missing", False)
    assert code("pgic", label=None) == ("missing", False)
    assert value("nrs_pain", diary=[6, None, "", "missing", 3]) == Decimal("4.5")
    assert code("peg", diary=[1, 2]) == ("no-diary", True)


@pytest.mark.parametrize(
    ("instrument", "form"),
    [
        ("nrs_pain", {"value": 11}),
        ("nrs_pain", {"value": -0.1}),
        ("nrs_pain", {"diary": [5, 10.5]}),
        ("vas_pain", {"value": 100.01}),
        ("peg", {"items": [0, 11, 0]}),
        ("promis_pi_4a", {"items": [0, 1, 1, 1]}),
        ("koos", {"items": [5, 1, 1, 1], "subscale": "qol"}),
        ("odi", {"score": 101}),
        ("promis_pf_4a", {"score": 57.1}),
    ],
)
def test_out_of_range_is_refused(instrument: str, form: dict[str, Any]) -> None:
    assert code(instrument, **form) == ("out-of-range", True)


def test_a_mark_between_two_boxes_is_refused() -> None:
    assert code("peg", items=[6.5, 7, 8]) == ("not-whole", True)
    assert code("rmdq", score=7.5) == ("not-whole", True)
    assert value("nrs_pain", value=6.5) == Decimal("6.5")


def test_promis_table_belongs_to_its_version() -> None:
    assert value("promis_pf_4a", items=[1, 1, 1, 1]) == Decimal("22.5")
    assert value("promis_pf_4a", items=[1, 1, 1, 1], rule_version="older") == Decimal("22.9")
    old, new = {"items": [1] * 4, "rule_version": "older"}, {"items": [2] * 4}
    assert not_compared("promis_pf_4a", old, new) == "different-tables"


# Changes


def test_thresholds_are_reached_at_their_value_and_not_below() -> None:
    reached = {
        now: [entry.reached for entry in changed("nrs_pain", {"value": 10}, {"value": now}).reached]
        for now in (9, 9.01, 7, 7.01, 5, 5.01)
    }
    percent, points = slice(0, None, 2), slice(1, None, 2)
    assert reached[9][percent] == [True, False, False]
    assert reached[9.01][percent] == [False, False, False]
    assert reached[7][percent] == [True, True, False]
    assert reached[7.01][percent] == [True, False, False]
    assert reached[5][percent] == [True, True, True]
    assert reached[5.01][percent] == [True, True, False]
    assert reached[9][points] == [True, False, False]
    assert reached[9.01][points] == [False, False, False]


def test_thirty_percent_of_a_third_is_exact() -> None:
    """20/3 to 14/3 is exactly 30 %; a rounded baseline would say 29.99 or 30.01 %."""
    found = changed("peg", {"items": [7, 7, 6]}, {"items": [5, 5, 4]})
    assert found.exact == Fraction(2)
    assert found.at_least(Decimal(30))
    assert not found.more_than(Decimal(30))
    assert found.responder


def test_a_trial_that_counts_more_than_half_does_not_count_half() -> None:
    found = changed("nrs_pain", {"value": 6}, {"value": 3})
    assert found.at_least(Decimal(50))
    assert not found.more_than(Decimal(50))


def test_baseline_zero_has_no_percentage() -> None:
    worse = changed("nrs_pain", {"value": 0}, {"value": 2})
    assert (worse.improvement, worse.percent, worse.responder) == (-2, None, False)
    assert worse.grade(Kind.PERCENT) == "none (worse)"
    better = changed("psfs", {"items": [0, 0]}, {"items": [3, 3]})
    assert (better.improvement, better.percent, better.responder) == (3, None, False)
    assert better.grade(Kind.POINTS) == "large"
    below = changed(
        "eq5d5l",
        {"score": -0.2, "subscale": "index", "value_set": "DE"},
        {"score": 0.1, "subscale": "index", "value_set": "DE"},
    )
    assert below.percent is None
    assert [entry.reached for entry in below.reached] == [True]


@pytest.mark.parametrize(("baseline", "reliable"), [(3, False), (4, True), (20, True), (21, False)])
def test_rmdq_change_is_trusted_from_4_to_20(baseline: int, reliable: bool) -> None:
    assert changed("rmdq", {"ticked": baseline}, {"ticked": 2}).change_reliable is reliable


def test_a_change_within_measurement_error_is_not_reliable() -> None:
    assert changed("odi", {"score": 40}, {"score": 30}).change_reliable is True
    assert changed("odi", {"score": 40}, {"score": 30.1}).change_reliable is False
    assert changed("odi", {"score": 30}, {"score": 40}).change_reliable is True
    assert changed("nrs_pain", {"value": 9}, {"value": 1}).change_reliable is None


def test_psfs_compares_the_same_activities() -> None:
    found = changed("psfs", {"items": {"Stairs": 2, "garden": 4, "run": 0}}, {"items": {"garden": 6, "stairs ": 4}})
    assert (found.improvement, found.baseline.answered) == (2, 2)
    assert not_compared("psfs", {"items": {"a": 1, "b": 2}}, {"items": {"b": 2, "c": 3}}) == "too-few-answers"
    assert not_compared("psfs", {"items": [1, 2, 3]}, {"items": [4, 5]}) == "which-items"
    assert not_compared("psfs", {"items": [1, 2]}, {"items": {"a": 4, "b": 5}}) == "which-items"
    assert changed("psfs", {"score": 3}, {"score": 6}).improvement == 3


def test_what_cannot_be_compared_says_so() -> None:
    assert not_compared("pgic", {"label": "much improved"}, {"label": "no change"}) == "no-difference"
    assert not_compared("eq5d5l", {"items": [1] * 5}, {"items": [2] * 5}) == "no-difference"
    knee = {"items": [1] * 4, "subscale": "qol"}
    assert not_compared("koos", knee, {"items": [1] * 5, "subscale": "sport_rec"}) == "different-scales"
    found = change(load()["peg"], Items(marks=((), (), ())), Given(score=Decimal(3)))
    assert isinstance(found, NoScore)
    assert found.finding.field == "baseline.total"


def test_a_kept_score_is_compared_as_it_was_kept() -> None:
    instrument = load()["peg"]
    kept = score(instrument, Given(score=Decimal(7)))
    assert isinstance(kept, Score)
    found = change(instrument, kept, Given(score=Decimal("4.33")))
    assert isinstance(found, Change)
    assert (found.improvement, found.percent_shown) == (Decimal("2.67"), Decimal("38.1"))


def test_koos_threshold_of_one_scale_is_reported_for_that_scale() -> None:
    qol = changed("koos", {"score": 50, "subscale": "qol"}, {"score": 58, "subscale": "qol"})
    pain = changed("koos", {"score": 50, "subscale": "pain"}, {"score": 58, "subscale": "pain"})
    assert [entry.reached for entry in qol.reached] == [True, False, True]
    assert [entry.reached for entry in pain.reached] == [True, False]
    assert "qol_8_points" not in {entry.threshold.id for entry in pain.reached}


def test_findings_say_the_figures_and_the_source() -> None:
    first = changed("nrs_pain", {"value": 7}, {"value": 5}).findings[1]
    assert first.says == "Numeric rating scale, pain: minimal change (1 point) reached."
    assert first.because == ("baseline 7, now 5", "2 points better", "28.6 % of the baseline")
    assert first.unverified


# Properties

NUMERIC = [
    (instrument, scale)
    for instrument in load().values()
    for scale in instrument.scales.values()
    if scale.method not in (Method.LABEL, Method.PROFILE, Method.GIVEN)
]


@given(st.data())
def test_a_change_and_its_reverse_cancel(data: st.DataObject) -> None:
    instrument, scale = data.draw(st.sampled_from(NUMERIC))
    assert scale.low is not None
    assert scale.high is not None
    numbers = st.integers(int(scale.low) + 1, int(scale.high))
    first, second = (Given(score=Decimal(data.draw(numbers)), subscale=scale.id) for _ in range(2))
    there, back = change(instrument, first, second), change(instrument, second, first)
    assert isinstance(there, Change)
    assert isinstance(back, Change)
    assert there.exact == -back.exact
    assert there.exact == (first.score - second.score) * (1 if scale.better is Better.LOWER else -1)  # type: ignore[operator]  # both are numbers
    assert not any(entry.reached for entry in there.reached) or there.exact > 0


@given(st.data())
def test_every_full_form_scores_inside_its_range(data: st.DataObject) -> None:
    instrument, scale = data.draw(st.sampled_from(NUMERIC))
    assert scale.item_low is not None
    assert scale.item_high is not None
    marks = st.integers(int(scale.item_low), int(scale.item_high))
    answers = data.draw(st.lists(marks, min_size=scale.most_items, max_size=scale.most_items))
    form: Form = Items(marks=tuple((Decimal(mark),) for mark in answers), subscale=scale.id)
    if scale.method is Method.COUNT:
        form = Ticked(count=sum(answers), none_applies_confirmed=True)
    found = score(instrument, form)
    assert isinstance(found, Score)
    assert found.value is not None
    assert scale.low is not None
    assert scale.high is not None
    assert scale.low <= found.value <= scale.high
    assert found.answered == found.of == scale.most_items


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=999), st.integers(0, 3))
def test_rounding_is_to_the_nearest(exact: Fraction, decimals: int) -> None:
    assert abs(Fraction(rounded(exact, decimals)) - exact) <= Fraction(1, 2 * 10**decimals)


ODD_VALUES = st.sampled_from(
    [None, True, 0, -1, 3, 7.5, 1e308, float("nan"), "", "x", "\x00", "٣", "1e9", {}, {"a": 1}]
)
ODD = ODD_VALUES | st.lists(ODD_VALUES | st.integers(0, 10), max_size=25)


@given(st.sampled_from(sorted(load())), st.sampled_from(["items", "value", "diary", "ticked", "label", "score"]), ODD)
def test_odd_input_is_a_score_or_a_sentence(name: str, kind: str, entry: Any) -> None:
    try:
        form, _ = read_form({kind: entry, "subscale": "pain"})
    except FormNotReadable as problem:
        said = (problem.says, problem.remedy)
    else:
        found = score(load()[name], form)
        said = (found.scale, str(found.of)) if isinstance(found, Score) else (found.finding.says, found.finding.remedy)
    assert all(said)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "input"),
        ({"value": 1, "items": [1]}, "input"),
        ([1], "input"),
        ({"value": True}, "input.value"),
        ({"value": "nan"}, "input.value"),
        ({"value": float("inf")}, "input.value"),
        ({"value": "1e400"}, "input.value"),
        ({"value": "9" * 5000}, "input.value"),
        ({"value": [1]}, "input.value"),
        ({"items": "7,6,8"}, "input.items"),
        ({"items": [1] * 401}, "input.items"),
        ({"items": [1, {}]}, "input.items[1]"),
        ({"ticked": 1.5}, "input.ticked"),
        ({"ticked": -1}, "input.ticked"),
        ({"ticked": [1, 1]}, "input.ticked"),
        ({"ticked": 0, "none_applies_confirmed": "yes"}, "input.none_applies_confirmed"),
        ({"label": ["much improved"]}, "input.label"),
        ({"items": [1], "subscale": ["pain"]}, "input.subscale"),
    ],
)
def test_what_is_not_a_form(form: Any, field: str) -> None:
    with pytest.raises(FormNotReadable) as problem:
        read_form(form)
    assert problem.value.field == field


def test_fields_that_say_nothing_are_named() -> None:
    assert read_form({"value": 1, "colour": "red", "rule_version": "x"})[1] == ("colour", "rule_version")
    assert read_form({"diary": [1]})[0] == Diary(days=(Decimal(1),))
    assert read_form({"value": "7"})[0] == Value(value=Decimal(7))


@pytest.mark.parametrize(("number", "text"), [("7.50", "7.5"), ("100", "100"), ("0.08", "0.08"), ("1E+1", "10")])
def test_plain_numbers(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text
