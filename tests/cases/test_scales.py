"""On which scale a case's figure is, and what may be said of it. The cases are made up."""

import pytest

from enthesis.cases.case import read_case
from enthesis.cases.scales import figure_in, scale_of
from tests.cases.told import KNEE, event, said, told


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("7/10", (7, 10, "")),
        ("7 out of 10", (7, 10, "")),
        ("62 mm", (62, None, "mm")),
        ("62/100 mm", (62, 100, "mm")),
        ("seven", (7, None, "")),
        ("6.5", ("6.5", None, "")),
        ("25 %", (25, None, "%")),
        ("5 mL", (5, None, "ml")),
        ("about 7", (None, None, "")),
        ("5-7", (None, None, "")),
        (True, (None, None, "")),
    ],
)
def test_a_figure_is_read_from_words_that_are_one(value: object, read: tuple[object, object, str]):
    found = figure_in(value)
    told_of = tuple(None if each is None else str(each) for each in (found.value, found.maximum))
    assert (*told_of, found.unit) == tuple(None if each is None else str(each) for each in read[:2]) + read[2:]


@pytest.mark.parametrize(
    ("name", "value", "instrument", "subscale"),
    [
        ("VAS", "7/10", "nrs_pain", ""),
        ("VAS pain (mm)", 62, "vas_pain", ""),
        ("VAS (cm)", 6.2, "nrs_pain", ""),
        ("VAS", 62, "vas_pain", ""),
        ("VAS", 7, "vas", ""),
        ("VAS", "3/5", "vas-of-5", ""),
        ("NRS pain", 7, "nrs_pain", ""),
        ("WOMAC pain", 12, "womac", "pain"),
        ("WOMAC pain (0-20)", 12, "womac_likert", "pain"),
        ("WOMAC", "45/96", "womac_likert", ""),
        ("KOOS pain", 50, "koos", "pain"),
        ("ODI", 48, "odi", ""),
        ("ODI", "24/50", "odi-of-50", ""),
    ],
)
def test_an_instrument_is_the_one_that_its_scale_tells(name: str, value: object, instrument: str, subscale: str):
    details = {"instrument": name, "value": value}
    found = scale_of(details, read_case({"events": [{"what": "score", "details": details}]}))
    assert (found.instrument, found.subscale) == (instrument, subscale)


def test_a_scale_told_once_holds_for_the_figures_of_its_name():
    found = told(
        KNEE,
        event("score", instrument="VAS", value=72),
        event("score", instrument="VAS", value=8),
    )
    assert "VAS pain: from 72 to 8 (64 less, 89 %); better." in said(found, 2)


def test_a_scale_that_nothing_tells_has_no_direction_and_is_asked_for():
    found = told(KNEE, event("score", instrument="VAS", value=7), event("score", instrument="VAS", value=2))
    assert "VAS: from 7 to 2 (5 less, 71 %); which way is better is not told." in said(found, 2)
    assert "highest value of the scale: the score cannot be compared without it" in found.steps[1].missing


def test_a_part_of_womac_is_not_compared_with_the_whole():
    found = told(
        KNEE,
        event("score", instrument="WOMAC pain", value=12),
        event("score", instrument="WOMAC", value=50),
        event("score", instrument="WOMAC pain", value=5),
    )
    assert "WOMAC pain: from 12 to 5 (7 less, 58 %); which way is better is not told." in said(found, 3)
    assert "50" not in said(found, 3)


@pytest.mark.parametrize(
    "later",
    [
        event("score", instrument="VAS pain (mm)", value=62),
        event("score", instrument="WOMAC pain", value=9),
        event("score", instrument="pain 0-10", low=5, high=7),
        event("diary", 3, value=6),
        event("follow_up", 90, pain=2),
    ],
)
def test_no_pain_score_is_said_of_the_whole_case_only(later: dict[str, object]):
    first = event("score", instrument="ODI", value=40)
    assert "no pain score" in said(told(KNEE, first), 1)
    assert "no pain score" not in said(told(KNEE, first, later), 1)


def test_a_diary_on_a_line_of_100_is_no_diary_to_ten():
    found = told(KNEE, event("diary", 3, value="6/100"), event("diary", 4, value="6/10"))
    assert found.steps[1].recorded[0]["instrument"] == "vas_pain"
    assert found.steps[2].recorded[0]["kind"] == "DiaryEntered"


def test_pain_at_rest_is_not_compared_with_pain_on_the_stairs():
    pains = [("VAS at rest (0-10)", 0, 4), ("VAS on stairs (0-10)", 0, 8), ("VAS on stairs (0-10)", 84, 3)]
    found = told(KNEE, *(event("score", day, instrument=name, value=value) for name, day, value in pains))
    assert "from" not in said(found, 2)
    assert said(found, 3) == "pain 0 to 10, stairs: from 8 to 3 (5 less, 63 %); better. "


def test_pains_of_two_places_are_kept_apart_and_of_one_place_are_one():
    two = told("low back pain", *(event("score", 0, instrument=f"NRS {at} pain", value=7) for at in ("back", "leg")))
    assert "unchanged" not in said(two, 2)
    one = told(
        "low back pain",
        event("score", 0, instrument="NRS back pain", value=7),
        event("score", 9, instrument="NRS", value=3),
    )
    assert "from 7 to 3" in said(one, 2)


def test_scores_among_the_facts_of_a_visit_are_scores():
    found = told(
        KNEE,
        event("evaluation", 0, womac_total=54, vas_rest="4/10", finding="effusion"),
        event("follow_up", 90, womac_total=20, vas_before=7),
    )
    assert "WOMAC: from 54 to 20" in said(found, 2)
    assert "no pain score" not in said(found, 2)
    assert "pain from 0 to 10: 4" in said(found, 0)
    assert any(name.startswith('when "vas before" was (told as 7') for name in found.steps[2].missing)


def test_only_what_was_just_scored_is_compared():
    found = told(
        KNEE,
        *(event("score", day, instrument="ODI", value=value) for day, value in ((0, 40), (84, 20))),
        event("score", 0, instrument="NRS", value=7),
        event("follow_up", 180, pain=2),
    )
    assert "ODI" not in said(found, 4)
    assert "pain 0 to 10: from 7 to 2" in said(found, 4)
