"""What can be an answer: words, numbers, lists, drugs. Everything else is refused with a sentence."""

from decimal import Decimal
from typing import Any

import pytest

from enthesis.pathway.candidacy import BadAnswer, read_answers, screen, shipped
from enthesis.pathway.candidacy.answers import NEVER


def said(**answers: Any) -> dict[str, Any]:
    return dict(read_answers(shipped(), answers).said)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"fever": "yes"}, {"fever": "yes"}),
        ({"fever": " YES "}, {"fever": "yes"}),
        ({"fever": True}, {"fever": "yes"}),
        ({"fever": False}, {"fever": "no"}),
        ({"fever": None}, {}),
        ({"leg_weakness": "no"}, {"leg_weakness": "none"}),
        ({"leg_weakness": "New or progressive"}, {"leg_weakness": "new_or_progressive"}),
        ({"leg_weakness": True}, {"leg_weakness": "new_or_progressive"}),
        ({"night_pain": "yes"}, {"night_pain": "constant"}),
        ({"trauma": "yes"}, {"trauma": frozenset({"minor", "major"})}),
        ({"age": 40}, {"age": Decimal(40)}),
        ({"age": "40"}, {"age": Decimal(40)}),
        ({"bmi": 27.5}, {"bmi": Decimal("27.5")}),
        ({"steroid_injection_weeks": "never"}, {"steroid_injection_weeks": NEVER}),
        ({"condition": "knee_oa"}, {"condition": ("knee_oa",)}),
        ({"condition": ["knee_oa", "knee-oa", "tennis elbow"]}, {"condition": ("knee_oa", "lateral_epicondylitis")}),
        ({"interest": ["stem_cell", "magnets"]}, {"interest": ("stem_cell",)}),
        ({"ottawa": {"cannot_flex_90": "yes"}}, {"ottawa.cannot_flex_90": "yes"}),
        ({"ottawa": None}, {}),
        ({"ottawa.cannot_flex_90": "yes"}, {"ottawa.cannot_flex_90": "yes"}),
        ({"meds": []}, {"meds": ()}),
        ({"meds": ["none"]}, {"meds": ()}),
    ],
)
def test_answers_are_read(answers: dict[str, Any], expected: dict[str, Any]) -> None:
    assert said(**answers) == expected


@pytest.mark.parametrize(
    ("answers", "field", "code"),
    [
        ({"fever": "maybe"}, "fever", "not-a-choice"),
        ({"fever": 1}, "fever", "not-a-word"),
        ({"fever": []}, "fever", "not-a-word"),
        ({"fever": {"yes": 1}}, "fever", "not-a-word"),
        ({"fever": "y" * 5000}, "fever", "too-long"),
        ({"fever": "ye\x00s"}, "fever", "control-characters"),
        ({"leg_weakness": "wobbly"}, "leg_weakness", "not-a-choice"),
        ({"age": -1}, "age", "out-of-range"),
        ({"age": 121}, "age", "out-of-range"),
        ({"age": "forty"}, "age", "not-a-number"),
        ({"age": "never"}, "age", "not-a-number"),
        ({"age": True}, "age", "not-a-number"),
        ({"age": [40]}, "age", "not-a-number"),
        ({"age": float("nan")}, "age", "not-a-number"),
        ({"age": float("inf")}, "age", "not-a-number"),
        ({"age": 10**5000}, "age", "not-a-number"),
        ({"age": "1e3"}, "age", "not-a-number"),
        ({"nrs": 10.5}, "nrs", "out-of-range"),
        ({"bmi": 900}, "bmi", "out-of-range"),
        ({"condition": ["knee_ao"]}, "condition", "not-a-choice"),
        ({"condition": 3}, "condition", "not-a-list"),
        ({"condition": [3]}, "condition", "not-a-word"),
        ({"site": ["moon"]}, "site", "not-a-choice"),
        ({"ottawa": "yes"}, "ottawa", "not-an-object"),
        ({"ottawa": {"cannot_flex_90": "perhaps"}}, "ottawa.cannot_flex_90", "not-a-choice"),
        ({"steroid_injection_weeks": {"moon": 3}}, "steroid_injection_weeks.moon", "unknown-region"),
        ({"steroid_injection_weeks": {"knee": "soon"}}, "steroid_injection_weeks", "not-a-number"),
        ({"meds": "warfarin"}, "meds", "not-a-list"),
        ({"meds": [7]}, "meds[0]", "not-an-object"),
        ({"meds": [{}]}, "meds[0]", "no-drug"),
        ({"meds": [{"med": 7}]}, "meds[0].med", "not-a-word"),
        ({"meds": [{"med": "x" * 5000}]}, "meds[0].med", "too-long"),
        ({"meds": [{"med": "war\x07farin"}]}, "meds[0].med", "control-characters"),
        ({"meds": [{"med": "aspirin", "dose_mg": -5}]}, "meds[0].dose_mg", "not-a-dose"),
        ({"meds": [{"med": "aspirin", "dose_mg": "lots"}]}, "meds[0].dose_mg", "not-a-dose"),
        ({"meds": [{"med": "aspirin"}] * 201}, "meds", "too-long"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_sentence(answers: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        read_answers(shipped(), answers)
    bad = caught.value
    assert (bad.field, bad.code) == (field, code)
    assert bad.says.endswith(".")
    assert bad.remedy.endswith((".", "?"))
    assert len(bad.says) < 200


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("knee", ("knee",)),
        (["Low back", "knee", "knees"], ("back", "knee")),
        (["left_knee", "right knee"], ("knee",)),
        (["thoracic", "cervical", "heel"], ("chest_wall", "neck", "foot")),
        (None, ()),
        ([], ()),
    ],
)
def test_regions_are_read(raw: Any, expected: tuple[str, ...]) -> None:
    assert read_answers(shipped(), {}, raw).regions == expected


@pytest.mark.parametrize("raw", [["moon"], "left_moon", 3, {"knee": 1}, [3], [None], ["knee"] * 500])
def test_regions_that_cannot_be_are_refused(raw: Any) -> None:
    with pytest.raises(BadAnswer):
        read_answers(shipped(), {}, raw)


def test_the_nearest_word_is_offered() -> None:
    with pytest.raises(BadAnswer, match='Did you mean "knee_oa"'):
        screen({"condition": ["knee_ao"]}, ["knee"])


def test_a_drug_may_be_given_in_loose_fields() -> None:
    assert "C11" in screen({"med": "warfarin", "med_class": "anticoagulant"}, ["knee"]).fired


def test_fields_of_a_drug_that_nothing_reads_are_named() -> None:
    found = screen({"meds": [{"med": "warfarin", "colour": "pink"}], "ottawa": {"mood": "low"}}, ["knee"])
    assert set(found.unknown) == {"meds.colour", "ottawa.mood"}


def test_a_wish_that_no_rule_knows_is_named() -> None:
    assert screen({"interest": ["magnets"]}, ["knee"]).unknown == ("interest: magnets",)
