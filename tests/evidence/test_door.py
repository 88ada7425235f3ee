"""`enthesis evidence pool`: what a stranger may put to it, and what it must never pool."""

import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from enthesis.cli.main import main

Door = Callable[[Any], tuple[int, Any]]
FINE = {"measure": "RR", "model": "EE", "test": "z", "studies": [{"label": "a", "r1": 3, "n1": 9, "r2": 5, "n2": 9}]}


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Door:
    def put(case: Any) -> tuple[int, Any]:
        typed = case if isinstance(case, str) else json.dumps(case)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        status = main(["evidence", "pool", "--json", "-"])
        return status, json.loads(capsys.readouterr().out)

    return put


def studies(*rows: dict[str, Any], measure: str = "MD") -> dict[str, Any]:
    return {"measure": measure, "studies": list(rows)}


MEANS = {"n1": 20, "mean1": 4.0, "sd1": 2.0, "n2": 20, "mean2": 5.0, "sd2": 2.0}
MUST_NOT = [
    (studies({**MEANS, "design": "before-after series"}), "before-after"),
    (studies({"label": "x", "n1": 20, "pre_mean": 7, "post_mean": 3, "sd1": 2}), "before-after"),
    (studies({"label": "x", "n1": 20, "mean1": 3, "sd1": 2}), "one-arm"),
    (studies({**MEANS, "unit": "hips"}), "not-people"),
    (studies({**MEANS, "unit": "hip or patient (unclear)"}), "not-people"),
    (studies({**MEANS, "arm1": "saline", "arm2": "dextrose"}), "arms-swapped"),
    (studies({**MEANS, "arm1": "A", "arm2": "B"}, {**MEANS, "arm1": "B", "arm2": "A"}), "arms-swapped"),
    (studies({**MEANS, "better": "higher"}, {**MEANS, "better": "lower"}), "directions-mixed"),
    (studies({"r1": 0, "n1": 9, "r2": 0, "n2": 9}, measure="OR"), "no-events"),
]
WRONG = [
    (studies({**MEANS, "sd1": 6.0, "scale": "0-10"}), "impossible-sd"),
    (studies({**MEANS, "mean1": 12.0, "scale": [0, 10]}), "impossible-mean"),
    (studies({**MEANS, "sd1": 0}), "impossible-sd"),
    (studies({**MEANS, "n1": 1}), "too-few-people"),
    (studies({**MEANS, "sd1": "2"}), "not-a-number"),
    (studies({**MEANS, "sd1": True}), "not-a-number"),
    (studies({**MEANS, "mean1": None, "yi": None}), "missing-figure"),
    (studies({"r1": 3, "r2": 4, "n2": 9}, measure="RR"), "no-denominator"),
    (studies({"r1": 13, "n1": 9, "r2": 4, "n2": 9}, measure="RR"), "more-events-than-people"),
    (studies(measure="RR"), "no-studies"),
    (studies({}, measure="RR"), "missing-figure"),
    ({"measure": "RR"}, "no-studies"),
    ({"measure": "ROM", "studies": []}, "unknown-measure"),
    ({**FINE, "model": "PM"}, "unknown-model"),
    ({**FINE, "level": 3}, "level-out-of-range"),
    ({**FINE, "level": 0.9999999999999999}, "level-out-of-range"),
    ({**FINE, "level": 10**400}, "out-of-range"),
    ({**FINE, "studies": [7]}, "not-an-object"),
    (7, "not-an-object"),
]


@pytest.mark.parametrize(
    ("case", "code"), MUST_NOT, ids=[f"{code}-{place}" for place, (_, code) in enumerate(MUST_NOT)]
)
def test_what_must_not_be_pooled_is_refused_and_says_why(door: Door, case: Any, code: str) -> None:
    status, answer = door(case)
    assert status == 0
    assert answer["reasons"][0]["code"] == code
    assert answer["refuse"] == answer["reasons"][0]["says"]
    assert "estimate" not in answer


@pytest.mark.parametrize(("case", "code"), WRONG, ids=[f"{code}-{place}" for place, (_, code) in enumerate(WRONG)])
def test_wrong_figures_are_an_error_and_the_other_cases_are_answered(door: Door, case: Any, code: str) -> None:
    status, answers = door([case, FINE])
    assert status == 2
    assert answers[0]["error"]["code"] == code
    assert answers[0]["error"]["says"].endswith(".")
    assert "estimate" not in answers[0]
    assert answers[1]["k"] == 1


def test_a_number_that_json_does_not_have_is_refused(door: Door) -> None:
    status, answer = door('{"measure": "generic", "studies": [{"yi": NaN, "vi": 1}]}')
    assert (status, answer["error"]["code"]) == (2, "not-a-number")


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({**FINE, "measure": ["RR"]}, "The measure is a list, not a word."),
        ({**FINE, "model": 3}, "The model is a number, not a word."),
        ({"studies": []}, "No measure is given."),
        (studies({"r1": {}, "n1": 9, "r2": 5, "n2": 9}, measure="RR"), "study 1: r1 is an object, which is no number."),
        (studies({"r1": False, "n1": 9, "r2": 5, "n2": 9}, measure="RR"), "study 1: r1 is false, which is no number."),
        (studies({"r1": 10**400, "n1": 9, "r2": 5, "n2": 9}, measure="RR"), "study 1: r1 is too large."),
    ],
)
def test_what_stands_in_a_wrong_place_is_said_in_words(door: Door, case: Any, says: str) -> None:
    _, answer = door(case)
    assert answer["error"]["says"] == says


def test_a_label_that_no_output_can_carry_is_printed_as_it_came(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Half of a pair of surrogates is sound JSON and no UTF-8."""
    typed = json.dumps({**FINE, "studies": [{**FINE["studies"][0], "label": "\ud800"}]})  # type: ignore[dict-item, index]  # a case is loosely typed
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
    assert main(["evidence", "pool", "--json", "-"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["studies"][0]["label"] == "\ud800"


def test_unknown_fields_are_named_and_change_nothing(door: Door) -> None:
    _, plain = door(FINE)
    _, more = door({**FINE, "colour": 1, "studies": [{**FINE["studies"][0], "mood": 2}]})  # type: ignore[dict-item, index]  # a case is loosely typed
    assert more.pop("unknown") == ["colour", "studies[0].mood"]
    assert more == plain


def test_ratios_are_logarithms_with_the_ratio_beside(door: Door) -> None:
    _, answer = door(FINE)
    assert answer["natural"]["estimate"] == pytest.approx(0.6)
    assert answer["estimate"] == pytest.approx(-0.5108256)
    assert {"I2", "I2_from_Q", "I2_from_tau2", "pi_quantile", "leave_one_out", "tau2", "Q", "p_Q"} <= set(answer)


def test_words_may_be_written_as_other_programmes_write_them(door: Door) -> None:
    _, answer = door({**FINE, "measure": "rr", "model": "fe", "test": "Z"})
    assert (answer["measure"], answer["model"], answer["test"]) == ("RR", "EE", "z")


def test_a_difference_that_is_ready_may_stand_beside_means(door: Door) -> None:
    _, answer = door(studies(MEANS, {"label": "ready", "yi": -1.0, "vi": 0.5}))
    assert answer["k"] == 2
