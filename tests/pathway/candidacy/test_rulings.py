"""The rulings: how answers are weighed where the sources leave room."""

from typing import Any

import pytest

from enthesis.pathway.candidacy import Stage, Urgency, Verdict, screen, shipped
from tests.pathway.candidacy.people import fired, person, screened

SAFETY_OF_EVERYBODY = [
    "emergency_general", "bladder_or_bowel_change", "saddle_numbness", "leg_weakness", "sexual_function_loss", "fever",
    "local_infection", "active_infection", "septic_arthritis", "allergy_injectate", "allergy_la", "allergy_corn",
    "fracture_recent", "cancer_active", "crystal_flare", "bleeding_disorder", "pregnant", "age",
    "label_contraindication",
]  # fmt: skip
SAFETY_OF_BACKS = [
    "infection_risk", "cancer_history", "weight_loss", "night_pain", "trauma", "deformity", "pulsatile_mass",
    "inflammatory_pattern",
]  # fmt: skip
SAFETY_OF_KNEES = [
    "hot_swollen", "trauma", "unilateral_calf_swelling", "leg_swelling", "dislocation", "limb_ischaemia", "bone_mass",
    "night_bone_pain", "locked", "prosthesis", "prosthesis_at_site", "post_infectious_joint", "swelling_unexplained",
]  # fmt: skip
MILDER = {"allergy_la", "bleeding_disorder"}  # the rule itself is only for discussion


@pytest.mark.parametrize("region", ["back", "knee", "elbow"])
def test_harmless_answers_are_a_sign_and_no_approval(region: str) -> None:
    found = screened(region)
    assert (found.verdict, found.worst_urgency, found.missing) == (Verdict.ELIGIBLE, Urgency.NONE, ())
    assert "a clinician decides" in found.summary.says
    assert "approved" not in {str(verdict) for verdict in Verdict}


@pytest.mark.parametrize(
    ("region", "variable"),
    [(region, name) for region in ("back", "knee", "elbow") for name in SAFETY_OF_EVERYBODY]
    + [("back", name) for name in SAFETY_OF_BACKS]
    + [("knee", name) for name in SAFETY_OF_KNEES],
)
def test_an_unanswered_safety_question_counts_as_not_yet_or_as_its_own_rule(region: str, variable: str) -> None:
    found = screened(region, **{variable: None})
    assert found.verdict == (Verdict.DISCUSS if variable in MILDER else Verdict.NOT_YET)
    assert variable in found.missing
    assert variable in found.missing_safety
    assert variable in {finding.field for finding in found.unanswered}
    assert found.worst_urgency is Urgency.NONE


@pytest.mark.parametrize("variable", ["polyarthritis"])
def test_an_unanswered_red_flag_that_is_for_discussion_counts_as_discussion(variable: str) -> None:
    assert screened("knee", **{variable: None}).verdict == Verdict.DISCUSS


def test_an_unanswered_weak_sign_of_the_back_counts_as_discussion() -> None:
    assert screened("back", new_onset=None, age=51).verdict == Verdict.DISCUSS
    assert screened("back", new_onset=None, age=50).verdict == Verdict.ELIGIBLE
    assert screened("back", no_improvement_weeks=None, pain_months=2).verdict == Verdict.NOT_YET  # P06
    assert screened("back", no_improvement_weeks=None, condition=["sij"]).verdict == Verdict.DISCUSS
    assert screened("back", no_improvement_weeks=None).verdict == Verdict.ELIGIBLE  # RB11 would only be a note


@pytest.mark.parametrize("variable", ["diabetes", "pt_completed", "nrs", "smoker", "meds", "steroid_injection_weeks"])
def test_any_other_unanswered_question_is_named_and_changes_nothing(variable: str) -> None:
    found = screened("knee", **{variable: None})
    assert found.verdict == Verdict.ELIGIBLE
    assert variable in found.missing
    assert variable not in found.missing_safety


@pytest.mark.parametrize("variable", SAFETY_OF_BACKS)
def test_safety_questions_of_a_region_are_not_held_against_those_who_came_for_another(variable: str) -> None:
    assert screened("elbow", **{variable: None}).verdict == Verdict.ELIGIBLE


@pytest.mark.parametrize(
    ("gate", "details"),
    [
        ("hot_swollen", {"unwell": "no", "onset_days": 100, "fever": "no"}),
        ("trauma", {"swelling_hours": "never", "age": 30}),
        ("leg_swelling", {"breathless": "no", "chest_pain": "no"}),
        ("prosthesis", {"symptom": "no"}),
    ],
)
def test_a_detail_settles_nothing_while_the_question_itself_is_open(gate: str, details: dict[str, Any]) -> None:
    """Not ill, but is the joint hot? The question itself is what is missing, not its detail."""
    found = screened("knee", **{gate: None}, **details)
    assert found.verdict == Verdict.NOT_YET
    assert gate in found.missing_safety
    assert not set(found.missing_safety) & set(details)


@pytest.mark.parametrize("word", ["not_sure", "unknown", "don't know"])
def test_not_sure_is_not_an_answer(word: str) -> None:
    found = screened("back", bladder_or_bowel_change=word)
    assert found.verdict == Verdict.NOT_YET
    assert "bladder_or_bowel_change" in found.missing_safety


def test_the_worst_urgency_is_shown_whatever_else_was_answered() -> None:
    found = screened("back", cancer_active="yes", fever="yes", saddle_numbness="yes", age=15, diabetes="yes")
    assert (found.verdict, found.worst_urgency) == (Verdict.URGENT, Urgency.EMERGENCY)
    assert found.reasons[0].rule == "RB02"
    assert {"RB02", "RB05", "RB07", "C07", "C15", "C18"} <= fired(found)
    assert found.summary.code == "urgent-emergency"


def test_the_ladder_of_urgency() -> None:
    ladder = ["none", "clinician", "six_weeks", "two_weeks", "one_week", "soon", "same_day", "emergency"]
    assert sorted(ladder, key=lambda word: Urgency(word).rank) == ladder


def test_the_ladder_of_verdicts() -> None:
    ladder = ["eligible", "discuss", "not_yet", "not_suitable", "urgent"]
    assert sorted(ladder, key=lambda word: Verdict(word).strictness) == ladder


def test_what_a_later_stage_asks_is_its_agenda_and_spoils_nothing() -> None:
    open_later = {"bp_sys": None, "bp_dia": None, "consent_signed": None, "history_complete": None}
    found = screened("back", **open_later)
    assert found.verdict == Verdict.ELIGIBLE
    assert set(found.later) == set(open_later)
    assert not set(found.missing) & set(open_later)
    on_the_day = screened("back", stage=Stage.DAY_OF_INJECTION, **open_later)
    assert on_the_day.verdict == Verdict.NOT_YET
    assert set(on_the_day.missing_safety) == set(open_later)


def test_a_diagnosis_is_needed_from_the_consultation_on() -> None:
    assert screened("back", diagnosis_specific=None).verdict == Verdict.ELIGIBLE
    assert screened("back", diagnosis_specific=None, stage=Stage.CONSULTATION).verdict == Verdict.NOT_YET


def test_a_contraindication_of_a_later_stage_counts_as_soon_as_it_is_known() -> None:
    assert screened("back", bp_sys=190).verdict == Verdict.NOT_YET


def test_every_drug_is_judged_with_its_own_line() -> None:
    meds = [
        {"med": "warfarin", "med_class": "anticoagulant"},
        {"med": "apixaban", "med_class": "anticoagulant", "dose_mg": 5},
        {"med": "prednisolone", "med_class": "systemic_steroid"},
        {"med": "ibuprofen", "med_class": "nsaid"},
    ]
    found = screened("knee", meds=meds)
    lines = [(reason.rule, reason.finding.because) for reason in found.reasons if reason.rule.startswith("C")]
    assert lines == [
        ("C11", ("meds: warfarin (anticoagulant)",)),
        ("C11", ("meds: apixaban 5 mg (anticoagulant)",)),
        ("C23", ("meds: prednisolone (systemic_steroid)",)),
    ]
    assert found.verdict == Verdict.DISCUSS


def test_aspirin_beside_another_antiplatelet_is_judged_with_it() -> None:
    meds = [{"med": "aspirin", "dose_mg": 75}, {"med": "clopidogrel", "med_class": "antiplatelet"}]
    found = screened("knee", meds=meds)
    assert {rule for rule in fired(found) if rule.startswith("C")} == {"C12"}
    assert len([reason for reason in found.reasons if reason.rule == "C12"]) == 2


def test_a_product_of_several_drugs_is_judged_drug_by_drug() -> None:
    found = screened("knee", meds=["Aggrenox"])
    assert {rule for rule in fired(found) if rule.startswith("C")} == {"C12"}


def test_a_word_for_either_class_counts_as_both() -> None:
    assert {"C11", "C12"} <= fired(screened("knee", meds=["blood thinner"]))


def test_a_drug_that_nobody_knows_is_named_as_missing() -> None:
    found = screened("knee", meds=[{"med": "warfarin"}, {"med": "xyzzyplugh"}])
    assert "meds[1].med_class" in found.missing
    assert "C11" in found.fired


def test_aspirin_without_a_dose_asks_for_the_dose() -> None:
    assert "meds[0].dose_mg" in screened("knee", meds=[{"med": "aspirin"}]).missing


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"allergy_la": "yes"}, Verdict.DISCUSS),
        ({"allergy_la": "yes", "allergy_injectate": None}, Verdict.NOT_YET),
        ({"allergy_corn": "yes"}, Verdict.NOT_SUITABLE),
        ({"allergy_corn": "yes", "dextrose_origin": "other"}, Verdict.DISCUSS),
        ({"allergy_injectate": "yes"}, Verdict.NOT_SUITABLE),
    ],
)
def test_allergies(changes: dict[str, Any], verdict: Verdict) -> None:
    assert screened("knee", **changes).verdict == verdict


def test_cancer_now_and_cancer_before() -> None:
    now, before = screened("knee", cancer_active="yes"), screened("knee", cancer_history="yes", cancer_active=None)
    assert {"C07", "RB07"} <= fired(now)
    assert fired(before) & {"C07", "RB07"} == {"RB07"}
    assert "cancer_active" in before.missing_safety


def test_failed_care_is_a_note_where_it_is_the_way_in() -> None:
    """It is shown to the clinician before booking; it does not lower the result."""
    found = screened("back", no_improvement_weeks=26)
    assert (found.verdict, found.worst_urgency) == (Verdict.ELIGIBLE, Urgency.CLINICIAN)
    assert "RB11" in found.fired


def test_prior_care_and_failed_care_can_both_hold() -> None:
    found = screened("back", no_improvement_weeks=26, pt_completed="no")
    assert {"RB11", "P01"} <= fired(found)


def test_a_class_of_drugs_that_nobody_knows_is_asked_about() -> None:
    """An unknown word for the class is no proof that the drug is harmless."""
    found = screened("knee", meds=[{"med": "grobulin", "med_class": "xyz"}])
    assert "meds[0].med_class" in found.missing
    assert {"C11", "C12"} <= fired(screened("knee", meds=[{"med": "grobulin", "med_class": "blood thinner"}]))
    assert screened("knee", meds=[{"med": "grobulin", "med_class": "nsaid"}]).missing == ()


def test_steroid_injections_are_asked_joint_by_joint() -> None:
    found = screened("knee", "back", steroid_injection_weeks={"knee": 4, "back": "never"})
    assert found.by_region["knee"].verdict == Verdict.NOT_YET
    assert found.by_region["back"].verdict == Verdict.ELIGIBLE
    assert found.verdict == Verdict.NOT_YET
    assert [reason.regions for reason in found.reasons if reason.rule == "C22"] == [("knee",)]


def test_of_two_sides_the_later_steroid_injection_counts() -> None:
    assert "C22" in screened("knee", steroid_injection_weeks={"left_knee": "never", "right_knee": 12}).fired
    assert "C22" in screened("knee", steroid_injection_weeks={"left_knee": 12, "right_knee": 30}).fired
    assert "C22" not in screened("knee", steroid_injection_weeks={"left_knee": 13, "right_knee": 30}).fired


def test_a_joint_that_was_left_out_is_open() -> None:
    found = screened("knee", "back", steroid_injection_weeks={"knee": 20})
    assert "steroid_injection_weeks" in found.missing


def test_each_region_is_judged_with_its_own_rules_and_the_person_with_the_strictest() -> None:
    found = screened("back", "knee", hot_swollen="yes", unwell="yes")
    assert found.by_region["knee"].verdict == Verdict.URGENT
    assert found.by_region["back"].verdict == Verdict.ELIGIBLE
    assert (found.verdict, found.worst_urgency) == (Verdict.URGENT, Urgency.EMERGENCY)
    assert "RK01" not in found.by_region["back"].fired


def test_a_red_flag_of_a_region_that_was_not_named_counts_for_the_person() -> None:
    found = screened("elbow", hot_swollen="yes", unwell="yes")
    assert found.verdict == Verdict.URGENT
    assert found.by_region["elbow"].verdict == Verdict.URGENT


def test_an_absolute_contraindication_counts_whatever_the_person_came_for() -> None:
    assert screened("back", prosthesis_at_site="yes").verdict == Verdict.NOT_SUITABLE


def test_the_forecast_makes_nobody_a_candidate() -> None:
    found = screened("knee", age=30, pain_months=6, condition=None)
    assert "I20" in found.fired
    assert found.verdict == Verdict.NOT_YET
    assert "condition" in found.missing_safety


@pytest.mark.parametrize("condition", [None, []])
def test_without_a_problem_it_is_not_yet(condition: Any) -> None:
    found = screened("knee", condition=condition)
    assert found.verdict == Verdict.NOT_YET
    assert "condition" in found.missing


def test_every_region_needs_a_problem_of_its_own() -> None:
    found = screened("back", "knee", condition=["knee_oa"])
    assert {name: side.verdict for name, side in found.by_region.items()} == {
        "back": Verdict.NOT_YET,
        "knee": Verdict.ELIGIBLE,
    }


def test_of_two_problems_of_a_region_the_stricter_counts() -> None:
    assert screened("back", condition=["chronic_lbp", "ddd"]).verdict == Verdict.DISCUSS


def test_without_a_region_it_is_not_yet() -> None:
    found = screen(person("knee"), [], "male")
    assert found.verdict == Verdict.NOT_YET
    assert "regions" in found.missing
    assert found.by_region == {}


def test_a_red_flag_is_heard_without_a_region() -> None:
    assert screen({"saddle_numbness": "yes"}).worst_urgency == Urgency.EMERGENCY


def test_nothing_answered_is_not_yet() -> None:
    found = screen({})
    assert found.verdict == Verdict.NOT_YET
    assert found.missing[0] == "emergency_general"


def test_fever_is_asked_after_an_infection() -> None:
    found = screened("knee", fever="yes", active_infection=None)
    assert "active_infection" in found.missing_safety
    assert fired(found) & {"RB05", "C02"} == {"RB05"}


def test_an_injury_of_unsaid_size_leaves_the_large_one_open() -> None:
    found = screened("back", trauma="yes")
    assert found.verdict == Verdict.NOT_YET
    assert "trauma" in found.missing_safety
    assert "RB12" not in found.fired


def test_an_injury_without_a_date_counts_as_recent_and_asks_for_the_date() -> None:
    found = screened("back", trauma="major")
    assert found.verdict == Verdict.URGENT
    assert "trauma_days_ago" in found.later
    assert "trauma_days_ago" in screened("back", trauma="major", stage=Stage.CONSULTATION).missing


def test_ottawa_is_named_as_one_where_all_of_it_is_open() -> None:
    found = screened("knee", trauma="minor", ottawa=None)
    assert found.verdict == Verdict.NOT_YET
    assert "ottawa" in found.missing_safety
    partly = screened("knee", trauma="minor", ottawa={"cannot_flex_90": "no", "tender_patella_only": "no"})
    assert {"ottawa.cannot_take_four_steps", "ottawa.tender_fibular_head"} <= set(partly.missing_safety)


def test_ottawa_is_not_asked_without_an_injury() -> None:
    assert screened("knee", ottawa=None, swelling_hours=None).missing == ()


def test_a_wells_score_is_needed_only_for_a_swollen_leg() -> None:
    assert screened("knee", dvt_wells=None).verdict == Verdict.ELIGIBLE
    swollen = screened("knee", dvt_wells=None, leg_swelling="yes")
    assert swollen.verdict == Verdict.NOT_YET
    assert "dvt_wells" in swollen.missing_safety
    assert "dvt_wells" in screened("knee", dvt_wells=None, leg_swelling=None).missing_safety


def test_men_are_not_asked_about_pregnancy() -> None:
    assert screened("knee", sex="male", pregnant=None).verdict == Verdict.ELIGIBLE
    for sex in ("female", "other", None):
        assert "pregnant" in screened("knee", sex=sex, pregnant=None).missing_safety
    assert "sex" in screened("knee", sex=None, pregnant=None).missing


@pytest.mark.parametrize(
    ("changes", "pair"),
    [
        ({"sex": "male", "pregnant": "yes"}, ("sex", "pregnant")),
        ({"cancer_history": "no", "cancer_active": "yes"}, ("cancer_history", "cancer_active")),
        ({"prosthesis": "no", "prosthesis_at_site": "yes"}, ("prosthesis", "prosthesis_at_site")),
        ({"prosthesis": "no", "symptom": "yes"}, ("prosthesis", "symptom")),
        ({"trauma": "none", "trauma_days_ago": 10}, ("trauma", "trauma_days_ago")),
        ({"active_infection": "no", "septic_arthritis": "yes"}, ("active_infection", "septic_arthritis")),
        ({"fever": "yes", "active_infection": "no"}, ("fever", "active_infection")),
        ({"emergency_general": "no", "chest_pain": "yes"}, ("emergency_general", "chest_pain")),
        ({"emergency_general": "no", "breathless": "yes"}, ("emergency_general", "breathless")),
        ({"meds": [], "opioid_daily": "yes"}, ("meds", "opioid_daily")),
        ({"meds": [], "nsaid_dependence": "yes"}, ("meds", "nsaid_dependence")),
        ({"diabetes": "no", "meds": ["metformin"]}, ("diabetes", "meds")),
        ({"condition": ["knee_oa", "chronic_lbp"]}, ("condition", "regions")),
    ],
)
def test_contradicting_answers_are_pointed_out(changes: dict[str, Any], pair: tuple[str, str]) -> None:
    found = screened("knee", **changes)
    assert found.contradictions == (pair,)
    assert found.puzzles[0].because
    assert found.puzzles[0].to_patient.endswith((".", "?"))


def test_every_contradiction_has_a_case_above() -> None:
    marks = test_contradicting_answers_are_pointed_out.pytestmark  # type: ignore[attr-defined]  # set by pytest
    assert {case[1] for case in marks[0].args[1]} == {each.pair for each in shipped().contradictions}


@pytest.mark.parametrize("region", ["back", "knee", "elbow"])
def test_harmless_answers_do_not_contradict_one_another(region: str) -> None:
    assert screened(region).contradictions == ()


def test_a_reason_carries_what_would_change_it_and_where_it_comes_from() -> None:
    found = screened("back", sexual_function_loss="new")
    reason = found.reasons[0]
    assert reason.rule == "RB04"
    assert reason.finding.unverified
    assert reason.finding.sources == ("memory", "ruling")
    assert reason.finding.because == ("sexual_function_loss: new",)
    assert reason.finding.version == shipped().version
    assert reason.would_change
    assert reason.finding.to_patient
    assert reason.finding.remedy_for_patient


def test_unknown_fields_are_named_and_change_nothing() -> None:
    found = screened("back", favourite_colour="blue")
    assert found.unknown == ("favourite_colour",)
    assert found.verdict == Verdict.ELIGIBLE
