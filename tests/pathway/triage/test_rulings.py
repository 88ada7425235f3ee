"""The decisions of the product where the table leaves room, one by one, with both sides of every limit."""

from decimal import Decimal
from typing import Any

import pytest

from enthesis.pathway.triage import Level, Triage, triage

JOINT, SPINE, SOFT = ["joint"], ["spine"], ["soft_tissue"]
DENIED = {
    "breathless": "no",
    "chest_pain": "no",
    "anaphylaxis_sign": "no",
    "bladder_or_bowel_change": "no",
    "saddle_numbness": "no",
    "weakness": "none",
    "fever": "no",
    "chills": "no",
    "unwell": "no",
    "joint_hot": "no",
    "site_infection": "no",
    "neuro_emergency": "no",
}


def at(sites: list[str], hours: Any, clinic_open: bool = True, **answers: Any) -> Triage:
    return triage(sites, hours, answers, clinic_open)


# 1. The highest level wins; time sharpens and never lowers.


def test_a_warning_sign_is_never_cancelled_by_an_expected_reaction() -> None:
    found = at(JOINT, 24, soreness_days=1, warning="no", chest_pain="yes", bruise="small")
    assert found.worst_level is Level.EMERGENCY
    assert found.fired == ("T02",)


@pytest.mark.parametrize("hours", [0, 1, 5, 6, 2160, 5000])
def test_a_hot_joint_with_fever_is_an_emergency_at_every_hour(hours: int) -> None:
    found = at(JOINT, hours, joint_hot="yes", fever="yes")
    assert found.worst_level is Level.EMERGENCY
    words = next(reason for reason in found.reasons if reason.code == "T08").because[-1]
    assert ("need not keep to" in words) == (hours not in (6, 2160))


@pytest.mark.parametrize(("hours", "level"), [(72, Level.SELF_CARE), (Decimal("72.1"), Level.CALL_CLINIC)])
def test_an_expected_reaction_holds_to_the_last_hour_of_its_window(hours: Any, level: Level) -> None:
    assert at(JOINT, hours, soreness_days=3, warning="no").worst_level is level


def test_an_expected_reaction_at_an_unknown_hour_is_read_by_a_person() -> None:
    found = at(JOINT, None, bruise="small")
    assert found.worst_level is Level.CALL_CLINIC
    assert "hours_since_injection" in found.missing


def test_nothing_is_called_expected_beside_an_emergency() -> None:
    found = at(SPINE, 1, numb_hours=1, saddle_numbness="yes")
    assert found.fired == ("T05",)
    assert at(SPINE, 1, numb_hours=1).fired == ("T24",)


# 2. Nothing fires; unclear answers; soreness on days 4 to 10; fever or chills without a reading.


def test_nothing_fires() -> None:
    assert at(JOINT, 30).worst_level is Level.CALL_CLINIC
    assert at(JOINT, 30, fever="no").fired == ("T99",)
    assert at(JOINT, 30, clinic_open=False).worst_level is Level.URGENT_CARE


@pytest.mark.parametrize(
    "answers", [{"unclear": "yes"}, {"breathless": "perhaps"}, {"headache": {"x": 1}}, {"weakness": 7}]
)
def test_an_unclear_answer_is_for_a_person_and_urgent_when_the_clinic_is_closed(answers: dict[str, Any]) -> None:
    assert triage(JOINT, 30, answers).worst_level is Level.CALL_CLINIC
    closed = triage(JOINT, 30, answers, clinic_open=False)
    assert closed.worst_level is Level.URGENT_CARE
    assert "the clinic is closed" in closed.reasons[0].because


def test_an_unclear_answer_never_hides_a_red_flag() -> None:
    found = at(SOFT, 3, fever="?", chest_pain="yes")
    assert found.worst_level is Level.EMERGENCY
    assert found.not_understood == ("fever",)


@pytest.mark.parametrize(
    ("hours", "trend", "level"),
    [
        (95, "same", Level.CALL_CLINIC),
        (96, "same", Level.SELF_CARE),
        (263, "better", Level.SELF_CARE),
        (264, "same", Level.CALL_CLINIC),
        (120, "worse", Level.CALL_CLINIC),
        (120, None, Level.CALL_CLINIC),
    ],
)
def test_soreness_on_days_4_to_10_that_does_not_get_worse(hours: int, trend: str | None, level: Level) -> None:
    found = at(JOINT, hours, soreness_days=hours // 24, pain_trend=trend)
    assert found.worst_level is level
    assert ("T57" in found.fired) == (level is Level.SELF_CARE)


@pytest.mark.parametrize("answers", [{"fever": "yes"}, {"chills": "yes"}, {"temp_c": 38}, {"temp_f": 100.4}])
def test_fever_or_chills_with_or_without_a_reading(answers: dict[str, Any]) -> None:
    found = triage(SOFT, 30, answers)
    assert found.worst_level is Level.URGENT_CARE
    assert "T22" in found.fired


# 3. The fever question.


def test_a_skipped_fever_question_counts_as_yes() -> None:
    found = at(JOINT, 48, joint_hot="yes")
    assert found.worst_level is Level.EMERGENCY
    assert {"T08", "T20", "T22"} <= set(found.fired)
    assert found.missing == ("fever",)
    assert "not answered, counts as yes" in " ".join(found.reasons[0].because)


@pytest.mark.parametrize("skipped", [None, "", "skipped", {"odd": 1}])
def test_a_fever_question_that_was_put_and_left_open_is_a_doctor_today(skipped: Any) -> None:
    assert "T22" in at(JOINT, 30, bruise="small", fever=skipped).fired


def test_a_later_question_with_an_answer_shows_that_fever_was_skipped() -> None:
    assert "T22" in at(JOINT, 30, bruise="small", joint_hot="no").fired
    assert at(JOINT, 30, bruise="small").fired == ("T44",)


@pytest.mark.parametrize(
    ("reading", "fever"),
    [
        ({"temp_c": Decimal("37.9")}, False),
        ({"temp_c": "38.0"}, True),
        ({"temp_c": "38,5 °C"}, True),
        ({"temp_f": 100.3}, False),
        ({"temp_f": "100.4"}, True),
        ({"temp_c": "101 F"}, True),
        ({"temp_c": 101}, True),
        ({"temp_f": 38.5}, True),
        ({"temp_f": "37 C"}, False),
        ({"temp_c": 36.5, "temp_f": 102}, True),
    ],
)
def test_a_reading_decides_whatever_was_answered(reading: dict[str, Any], fever: bool) -> None:
    for said in ({"fever": "no"}, {"fever": None}, {}):
        found = triage(JOINT, 48, {"joint_hot": "yes"} | said | reading)
        assert (found.worst_level is Level.EMERGENCY) is fever
    assert "T22" in triage(JOINT, 48, {"fever": "yes"} | reading).fired


@pytest.mark.parametrize(
    "reading", [{"temp_c": 12}, {"temp_c": 500}, {"temp_c": "hot"}, {"temp_f": True}, {"temp_c": "NaN"}]
)
def test_a_reading_that_cannot_be_is_for_a_person(reading: dict[str, Any]) -> None:
    found = triage(JOINT, 48, {"bruise": "small"} | reading)
    assert found.not_understood == tuple(reading)
    assert found.worst_level is Level.CALL_CLINIC


# 4. New weakness.


@pytest.mark.parametrize("site", ["spine", "neck", "thoracic", "rib"])
def test_new_weakness_near_the_cord_is_an_emergency_from_hour_0(site: str) -> None:
    mild = {"weakness_confined": "yes", "weakness_growing": "no", "local_anaesthetic": "yes"}
    assert at([site], 0, weakness="new", **mild).worst_level is Level.EMERGENCY
    assert at([site, "joint"], 0, weakness="new", **mild).worst_level is Level.EMERGENCY


MILD = {"weakness": "new", "weakness_confined": "yes", "weakness_growing": "no", "local_anaesthetic": "yes"}


def test_weakness_of_the_injected_area_under_the_anaesthetic_is_a_call() -> None:
    for hours in (0, 12):
        found = at(JOINT, hours, **MILD)
        assert found.worst_level is Level.CALL_CLINIC
        assert found.fired == ("T24",)
        assert found.reasons[0].level == "call_clinic_same_day"


@pytest.mark.parametrize(
    "change",
    [
        {"weakness_confined": "no"},
        {"weakness_growing": "yes"},
        {"local_anaesthetic": "no"},
        {"weakness_confined": None},
        {"weakness_growing": None},
        {"local_anaesthetic": None},
    ],
)
def test_weakness_is_an_emergency_unless_all_of_that_is_known(change: dict[str, Any]) -> None:
    found = at(JOINT, 3, **(MILD | change))
    assert found.worst_level is Level.EMERGENCY
    assert "T06" in found.fired
    assert [name for name in change if change[name] is None] == [name for name in found.missing if name in MILD]


def test_weakness_beyond_12_hours_or_at_an_unknown_hour_or_site_is_an_emergency() -> None:
    assert at(JOINT, Decimal("12.1"), **MILD).worst_level is Level.EMERGENCY
    assert at(JOINT, None, **MILD).worst_level is Level.EMERGENCY
    assert at([], 3, **MILD).worst_level is Level.EMERGENCY


def test_weakness_from_before_the_injection_is_no_new_weakness() -> None:
    assert "T06" not in at(SPINE, 3, weakness="old").fired


# 5. Days, tablets, blood thinners, headaches.


@pytest.mark.parametrize(("hours", "fires"), [(71, False), (72, True), (Decimal("71.99"), False)])
def test_a_day_is_a_whole_span_of_24_hours(hours: Any, fires: bool) -> None:
    assert ("T26" in at(JOINT, hours, pain_trend="worse").fired) is fires


@pytest.mark.parametrize(("dose", "fires"), [(4000, False), (4001, True)])
@pytest.mark.parametrize("hours", [0, 73, 5000, None])
def test_too_much_acetaminophen_holds_at_any_hour(dose: int, fires: bool, hours: int | None) -> None:
    assert ("T33" in at(JOINT, hours, acetaminophen_mg_day=dose).fired) is fires


@pytest.mark.parametrize("med", ["anticoagulant", "antiplatelet", ["nsaid", "antiplatelet"]])
def test_a_growing_bruise_with_a_blood_thinner_of_either_kind(med: Any) -> None:
    assert at(SOFT, 5, haematoma="growing", med_class=med).worst_level is Level.URGENT_CARE
    assert at(SOFT, 5, haematoma="growing", med_class="nsaid").worst_level is Level.CALL_CLINIC
    assert "med_class" in at(SOFT, 5, haematoma="growing").missing


def test_a_postural_headache_that_begins_late_is_still_a_call() -> None:
    assert at(SPINE, 200, headache="postural", fever="no").fired == ("T23",)
    assert at(SPINE, 200, headache="non_postural_or_late", fever="no").fired == ("T23c",)


@pytest.mark.parametrize("sign", [{"neuro": "yes"}, {"fever": "yes"}, {"chills": "yes"}, {"weakness": "new"}])
def test_a_postural_headache_with_another_sign_is_an_emergency(sign: dict[str, str]) -> None:
    assert "T23b" in at(SPINE, 40, headache="postural", **sign).fired


# 6. Steroids.


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"steroid": "current_or_recent"}, Level.EMERGENCY),
        ({"steroid": "injected_within_6_months"}, Level.EMERGENCY),
        ({"steroid": "none", "steroid_injected_months_ago": 6}, Level.EMERGENCY),
        ({"steroid": "none", "steroid_injected_months_ago": 7}, Level.CALL_CLINIC),
        ({"steroid": "none"}, Level.CALL_CLINIC),
        ({}, Level.URGENT_CARE),
    ],
)
def test_signs_of_an_adrenal_crisis(answers: dict[str, Any], level: Level) -> None:
    found = at(SOFT, 30, adrenal_sign="yes", **answers)
    assert found.worst_level is level
    assert ("steroid" in found.missing) == (not answers)


# What the data had no rule for.


@pytest.mark.parametrize(
    ("sites", "shock", "level"),
    [
        (["neck"], "limb", Level.EMERGENCY),
        (["spine"], "limb", Level.EMERGENCY),
        ([], "limb", Level.EMERGENCY),
        (["joint"], "several_limbs", Level.EMERGENCY),
        (["joint"], "limb", Level.CALL_CLINIC),
    ],
)
def test_an_electric_shock_feeling(sites: list[str], shock: str, level: Level) -> None:
    assert at(sites, 0, electric_shock=shock).worst_level is level


def test_numbness_by_where_it_is() -> None:
    assert at(SOFT, 0, numb_area="half_body").worst_level is Level.EMERGENCY
    assert at(SOFT, 0, numb_area="both_legs").worst_level is Level.EMERGENCY
    assert at(["neck"], 0, numb_area="limb").worst_level is Level.CALL_CLINIC
    assert at(JOINT, 0, numb_area="limb").worst_level is Level.SELF_CARE
    assert at(JOINT, 12, numb_area="limb").fired == ("T25",)


def test_new_weakness_on_an_antiplatelet_is_a_doctor_today_even_where_it_is_confined() -> None:
    found = at(SOFT, 3, med_class="antiplatelet", **MILD)
    assert found.worst_level is Level.URGENT_CARE
    assert "T52" in found.fired


def test_a_swollen_joint_that_hurts_too_much() -> None:
    assert at(JOINT, 24, swelling="large", pain_much_stronger="yes").worst_level is Level.URGENT_CARE
    assert at(SOFT, 24, swelling="large", pain_much_stronger="yes").worst_level is Level.CALL_CLINIC


# Soreness is only called expected when somebody denied the warning signs.


def test_soreness_is_expected_only_when_warning_signs_are_denied() -> None:
    assert at(JOINT, 30, soreness_days=1).worst_level is Level.CALL_CLINIC
    assert at(JOINT, 30, soreness_days=1, warning="no").worst_level is Level.SELF_CARE
    assert at(JOINT, 30, soreness_days=1, **DENIED).worst_level is Level.SELF_CARE
    for name in DENIED:
        left_open = {key: value for key, value in DENIED.items() if key != name}
        assert at(JOINT, 30, soreness_days=1, **left_open).worst_level is not Level.SELF_CARE


def test_a_sign_that_no_rule_knows_keeps_soreness_from_being_the_answer() -> None:
    found = at(SPINE, 30, soreness_days=1, warning="no", back_pain="worse", fever="no")
    assert found.worst_level is Level.CALL_CLINIC
    assert "back_pain: worse, which no rule knows by itself" in found.reasons[0].because


def test_a_shoulder_is_a_joint_and_a_knee_is_too() -> None:
    assert "T08" in at(["shoulder"], 30, joint_hot="yes", fever="yes").fired
    assert "T08" in at(["knee"], 30, joint_hot="yes", fever="yes").fired
    assert "T01" in at(["Upper back"], 30, breathless="yes").fired
