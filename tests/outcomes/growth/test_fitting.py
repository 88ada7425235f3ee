"""What is learned from a simulated clinic: ranges that hold, errors below simpler guesses, the same each time."""

import json

import numpy as np
import pytest

from benchmarks.growth import COVERS, Tally, dystonia, hold_against, refusals, truths_held
from benchmarks.growth_clinics import SHAPES, WEEKS, clinic
from enthesis.outcomes.growth import Growth, History, Reading, Scale, fit
from enthesis.outcomes.growth.file import NotAModel, as_json, from_json
from enthesis.outcomes.growth.model import UNCALIBRATED, Calibration
from enthesis.outcomes.growth.predicting import Predicted

TAUGHT = 200


@pytest.fixture(scope="module")
def floored() -> Growth:
    return fit([each.history for each in clinic(SHAPES["floor"], TAUGHT, 21)])


def test_ranges_hold_on_courses_never_seen_with_many_at_nought(floored: Growth) -> None:
    tally = Tally()
    hold_against(floored, clinic(SHAPES["floor"], TAUGHT + 200, 21)[TAUGHT:], tally)
    figures = {each.figure: each.value for each in tally.figures("f", "")}
    for percent, width in ((80, 6), (95, 3)):  # one small clinic: wider than the bars of the benchmark
        held = [figures[f"f_{percent}_at_{week}"] for week in WEEKS]
        assert np.mean(np.array(held, dtype=float)) == pytest.approx(percent, abs=width)
    for week in WEEKS:
        assert figures[f"f_error_vs_last_at_{week}"] < 0.8  # type: ignore[operator]  # measured
        assert figures[f"f_error_vs_mean_at_{week}"] < 0.8  # type: ignore[operator]


def test_ranges_hold_on_people_after_a_real_injection() -> None:
    figures = {each.figure: each.value for each in dystonia(folds=3).figures("d", "")}
    for week in (8, 12, 16):
        for percent in COVERS:
            assert figures[f"d_{percent}_at_{week}"] == pytest.approx(percent, abs=5 if percent == 80 else 3.5)
        assert figures[f"d_error_vs_last_at_{week}"] < 1  # type: ignore[operator]
        assert figures[f"d_error_vs_mean_at_{week}"] < 1  # type: ignore[operator]


def test_the_same_courses_give_the_same_model_and_a_file_gives_it_back(floored: Growth) -> None:
    some = [each.history for each in clinic(SHAPES["plain"], 45, 21)]
    assert fit(some).version == fit(some).version != floored.version
    text = json.dumps(as_json(floored))
    assert len(text) < 60_000
    assert "C-1" not in text  # no course of anybody
    back = from_json(json.loads(text))
    assert back.version == floored.version
    assert as_json(back) == as_json(floored)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": "growth-9"}, "it says growth-9"),
        ({"noise_variance": 4.0}, "Fit it anew"),
        ({"curves": {}}, "not a whole growth model"),
    ],
)
def test_a_file_that_was_changed_is_no_model(floored: Growth, change: dict[str, object], says: str) -> None:
    with pytest.raises(NotAModel, match=says):
        from_json({**as_json(floored), **change})
    with pytest.raises(NotAModel, match="not a growth model"):
        from_json([])


def test_where_stopping_was_drawn_by_lot_the_truth_is_found() -> None:
    held, told = truths_held(1, 300)
    assert told >= 6
    assert held >= told - 2


def test_where_those_stop_who_are_well_nothing_is_told() -> None:
    no, of = refusals(1, 200)
    assert no == of >= 4


def test_without_any_course_it_says_what_the_trials_say() -> None:
    """The trial of the back: 5.2 before, 3.1 to 3.3 after half a year and a year, seven sessions."""
    model = fit([])
    assert model.n == 0
    weeks = np.array([0.0, 26.0, 52.0])
    said = model.basis.rows(weeks, (0, 2, 4, 6, 8, 10, 12)) @ model.curves[model.conditions.index("back")]
    assert said == pytest.approx([5.19, 3.14, 3.31], abs=0.8)
    knee = model.curves[model.conditions.index("knee")]
    assert knee[0] == pytest.approx(3.32, abs=0.8)


def test_courses_take_the_place_of_the_trials() -> None:
    """Twelve conditions' worth of people at pain 8 who stay there: the trial's fall is soon forgotten."""
    rng = np.random.default_rng(2)
    said = []
    for number in (0, 5, 200):
        made = [
            History(
                str(place),
                "back",
                tuple(Reading(week, float(8 + rng.normal(0, 0.5))) for week in (0, 4, 8, 13, 26, 52)),
            )
            for place in range(number)
        ]
        model = fit(made, scale=Scale(None, None))
        at = model.basis.rows(np.array([52.0]), (0.0,))
        said.append(float((at @ model.curves[model.conditions.index("back")])[0]))
    assert said[0] < 4 < said[1] < said[2]
    assert said[2] == pytest.approx(8, abs=0.2)


def test_a_condition_never_met_is_the_common_curve_and_wider(floored: Growth) -> None:
    mean, cov = floored.prior_of("jaw")
    assert mean == pytest.approx(floored.common)
    known = floored.prior_of("knee")[1]
    assert np.trace(cov) > np.trace(known)


def test_calibration_is_brought_in_line_and_can_be_turned_round() -> None:
    levels = np.linspace(0, 1, 101)
    narrow = Calibration(100, tuple((0.3 * levels + 0.7 * np.clip((levels - 0.2) / 0.6, 0, 1)).tolist()))
    assert narrow.level(narrow.share(0.37)) == pytest.approx(0.37)
    said = Predicted(np.array([5.0]), np.array([1.0]), Scale(), narrow)
    plain = Predicted(np.array([5.0]), np.array([1.0]), Scale(), UNCALIBRATED)
    assert plain.range(80).high - plain.range(80).low == pytest.approx(2 * 1.2816, rel=1e-3)
    assert said.range(80).high - said.range(80).low < plain.range(80).high - plain.range(80).low
    assert said.at_most(said.quantile(0.8)) == pytest.approx([0.8])


def test_a_range_begins_at_nought_where_many_are_expected_there() -> None:
    said = Predicted(np.array([0.2, 5.0]), np.array([1.0, 1.0]), Scale(), UNCALIBRATED)
    low, high = said.ranges(80)
    assert low[0] == 0
    assert said.at_most(high)[0] == pytest.approx(0.8, abs=1e-3)
    assert low[1] > 3
    assert said.at_most(10.0) == pytest.approx([1, 1])
    assert said.at_most(-0.1) == pytest.approx([0, 0])
