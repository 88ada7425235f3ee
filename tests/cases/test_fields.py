"""Fields of a case that are told in another way than asked for: read, or named; never a whole case refused."""

from typing import Any

import pytest

from enthesis.cases.case import read_case
from tests.cases.told import KNEE, event, said, told


@pytest.mark.parametrize(("day", "read"), [("14", 14), (" 14 ", 14), ("seven", 7), (14.0, 14), ("-3", -3), (0, 0)])
def test_a_number_in_words_is_read_and_noted(day: Any, read: int):
    found = told(KNEE, event("score", day, instrument="ODI", value=40))
    assert found.steps[1].recorded[0]["day"] == read
    assert ("is read as" in said(found, 1)) == isinstance(day, str)
    assert not any(name.startswith("day") for name in found.steps[1].missing)


@pytest.mark.parametrize("day", ["about 84", "first day", 17.5, 10**9, 10**4000, True, [], {}, float("nan")])
def test_a_day_that_cannot_be_read_is_named_and_the_rest_is_answered(day: Any):
    found = told(KNEE, event("injection", day), event("score", 3, instrument="ODI", value=40))
    (named,) = [name for name in found.steps[1].missing if name.startswith("day")]
    assert "which is not read" in named
    assert found.steps[1].recorded[0]["day"] is None
    assert found.steps[2].recorded[0]["value"] == "40"


def test_an_age_or_a_number_of_sessions_that_cannot_be_is_named_as_missing():
    found = told(
        KNEE, patient={"age": 900, "sex": "female"}, protocol_hint={"sessions": "three", "interval": "monthly"}
    )
    assert "age (told as 900, which is not read)" in found.steps[0].missing
    assert 'sessions: "three" is read as 3.' in said(found, 0)
    assert "3 sessions, monthly" in said(found, 0)
    unread = told(KNEE, protocol_hint={"sessions": "a few", "interval": "monthly"})
    assert 'sessions (told as "a few", which is not read)' in unread.steps[0].missing


@pytest.mark.parametrize(
    ("sex", "read"),
    [("adult female", "female"), ("Man, 40", "male"), ("F", "female"), ("trans woman", ""), ("male and female", "")],
)
def test_a_sex_is_read_where_the_words_name_one(sex: str, read: str):
    case = read_case({"events": [], "patient": {"sex": sex}})
    assert case.sex == read
    assert bool(case.left) == (not read)


@pytest.mark.parametrize("ml", [-1, "some", None, float("inf")])
def test_a_mix_with_a_part_that_cannot_be_read_makes_no_sum(ml: Any):
    mix = [{"part": "dextrose 50%", "ml": 4}, {"part": "lidocaine 1%", "ml": ml}]
    found = told(KNEE, event("injection", 0, mix=mix))
    assert "The mix is" not in said(found, 1)
    assert any(name.startswith('volume of "lidocaine 1%" in the mix') for name in found.steps[1].missing)


def test_amounts_and_figures_that_cannot_be_read_are_named():
    found = told(KNEE, event("injection", 0, volume_ml=-3), event("score", 0, instrument="NRS", value="much"))
    assert "volume ml (told as -3, which is not read)" in found.steps[1].missing
    assert 'value (told as "much", which is not read)' in found.steps[2].missing
    assert found.course.injections[0].volume_ml is None


@pytest.mark.parametrize(
    "condition",
    [
        "osteoarthritis of the right knee",
        "osteoarthritis of both knees",
        "bilateral knee OA",
        "right knee OA",
        "OA of the left knee",
        "osteoarthritis, right knee",
        "knee osteoarthritis, Kellgren-Lawrence grade 2",
        "symptomatic primary osteoarthritis of her left knee",
    ],
)
def test_a_side_between_the_words_hides_no_condition(condition: str):
    assert "condition: osteoarthritis of the knee" in said(told(condition), 0)


@pytest.mark.parametrize(
    "condition", ["no osteoarthritis of the right knee", "osteoarthritis of the hand, right knee pain"]
)
def test_what_is_denied_or_elsewhere_is_no_knee_osteoarthritis(condition: str):
    assert "condition: osteoarthritis of the knee" not in said(told(condition), 0)


def test_a_side_is_read_from_the_condition_and_a_contradiction_is_told():
    given = event("injection", 0, site="knee joint")
    assert told("osteoarthritis of the right knee", given).course.injections[0].sites[0].side == "right"
    assert "The side is told as left, and the condition speaks of right." in said(
        told("right knee pain", side="left"), 0
    )
    assert "condition speaks of" not in said(told("right knee pain", side="right"), 0)


def test_what_no_candidacy_question_asks_is_told_all_the_same():
    found = told("low back pain", history=["breast-feeding now"])
    assert "no candidacy question asks it: breast feeding: yes" in said(found, 0)
    assert "told-besides" not in str(told("low back pain").as_json())
