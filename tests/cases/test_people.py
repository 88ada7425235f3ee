"""Age, sex, history and medicines in the words in which cases tell them. The cases are made up."""

from typing import Any

import pytest

from enthesis.cases.ages import read_age, sex_in
from enthesis.cases.case import read_case
from enthesis.cases.facts import answers_of
from enthesis.cases.medicines import drug_findings
from enthesis.cases.replay import Replay
from enthesis.pathway.medications.library import library
from tests.cases.told import KNEE, said, told


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in her fifties", (50, 59)),
        ("late 60s", (65, 69)),
        ("mid-thirties", (33, 37)),
        ("early to mid 40s", (40, 47)),
        ("between 40 and 50", (40, 50)),
        ("a 49-year-old man", (49, 49)),
        ("45 y/o", (45, 45)),
        ("45M", (45, 45)),
        ("fifty-two", (52, 52)),
        ("72-year-old with a 3-year history", (72, 72)),
        ({"value": 40, "unit": "years"}, (40, 40)),
        ({"min": 40, "max": 50}, (40, 50)),
        ([45], (45, 45)),
    ],
)
def test_an_age_is_read_from_its_words(text: Any, years: tuple[int, int]):
    found = read_age(text)
    assert found is not None
    assert (found.least, found.most) == years


@pytest.mark.parametrize(
    "text", ["middle-aged", "young adult", "18 months", "45 m", "900", "hurt 2 years ago", "", None]
)
def test_what_tells_no_age_in_years_is_none(text: Any):
    assert read_age(text) is None


def test_a_sex_may_stand_with_the_age_or_in_the_sentence_of_the_condition():
    assert sex_in("a 49-year-old man") == "male"
    assert sex_in("in her fifties") == "female"
    assert sex_in("trans woman, 40") == ""
    case = read_case({"events": [], "condition": "knee pain in a 34-year-old active woman", "patient": {"age": None}})
    assert (case.age, case.sex) == (34, "female")


def test_a_decade_counts_where_both_of_its_ends_get_the_same_answer():
    found = told("chronic low back pain", patient={"age": "in her fifties"})
    assert 'age: "in her fifties" is read as 50 to 59.' in said(found, 0)
    knee = told(KNEE, patient={"age": "in her fifties"})
    assert not any(name.startswith("age ") or name == "candidacy: age" for name in knee.steps[0].missing)
    teens = told(KNEE, patient={"age": "in his teens"})
    assert "Below 18" not in said(teens, 0)
    assert 'age in years (told as "in his teens")' in teens.steps[0].missing


def test_several_medicines_in_one_text_are_each_read():
    words = said(told(KNEE, medications=["warfarin, ibuprofen"]), 0)
    assert "Takes an anticoagulant" in words
    assert "warfarin (anticoagulant): only its prescriber may change it" in words
    assert "Ibuprofen is an anti-inflammatory" in words
    aspirin = said(told(KNEE, medications="aspirin 81 mg daily and naproxen as needed"), 0)
    assert "Takes preventive low-dose aspirin" in aspirin
    assert "Naproxen is an anti-inflammatory" in aspirin


@pytest.mark.parametrize(
    "drug", ["warfarin", "apixaban, stopped 2 days before", "aspirin", "no change to warfarin", "insulin"]
)
def test_what_only_its_prescriber_may_stop_is_never_told_as_one_to_stop(drug: str):
    found = told(KNEE, medications=[f"{drug}; ibuprofen"])
    words = said(found, 0)
    assert "only its prescriber may change it" in words
    assert "never shown to the patient as one to stop" in words
    name = drug.split(",", maxsplit=1)[0].removeprefix("no change to ")
    assert any(key.key.startswith(f"prescriber:{name}") for key in found.steps[0].agenda)
    assert "o not stop" in _to_patient(found) or "stopped" in drug
    assert "pause" not in _to_patient(found)


def test_whoever_has_stopped_is_not_told_to_take_it_again():
    patient = _to_patient(told(KNEE, medications=["warfarin, stopped five days before"]))
    assert "call the clinic and the prescriber today" in patient
    assert "eep taking" not in patient


def _to_patient(found: Replay) -> str:
    """What the patient is told of the drugs that only their prescribers may change."""
    return " ".join(each.to_patient for each in found.steps[0].says if each.code == "prescriber-only")


def test_what_is_told_as_stopped_is_asked_of_the_prescriber():
    words = said(told(KNEE, medications=["rivaroxaban, stopped 3 days before"]), 0)
    assert "Takes an anticoagulant" in words
    assert "Ask whether its prescriber agreed" in words


def test_denied_medicines_are_not_taken_and_none_is_none():
    found = told(KNEE, medications=["no anticoagulants"])
    assert "Takes an anticoagulant" not in said(found, 0)
    assert "candidacy: meds" in found.steps[0].missing
    none = told(KNEE, medications=["none"])
    assert "the case says that nothing is taken" in said(none, 0)
    assert "candidacy: meds" not in none.steps[0].missing


def test_medicines_may_be_told_as_objects_and_an_unknown_one_is_named():
    found = told(
        KNEE, medications=[{"name": "apixaban", "dose": "5 mg"}, "zorblax 3 mg"], prior_care={"PT": "no benefit"}
    )
    assert "Takes an anticoagulant" in said(found, 0)
    assert '"zorblax 3 mg" is not in the list of medicines' in said(found, 0)
    assert "conservative care not enough: yes" in said(found, 0)


def test_the_name_of_a_field_is_a_word_of_a_medicine():
    drug = {"drug": "warfarin", "stopped": "5 days before", "allergy": False}
    assert "warfarin is told as stopped" in said(told(KNEE, medications=[drug]), 0)


def test_a_blood_thinner_in_the_history_alone_is_asked_about():
    assert "The history names warfarin (anticoagulant)" in said(
        told(KNEE, history=["on warfarin for atrial fibrillation"]), 0
    )
    both = told(KNEE, history=["on warfarin"], medications=["warfarin"])
    assert "The history names" not in said(both, 0)


@pytest.mark.parametrize(
    ("history", "variable"),
    [
        ("family history of breast cancer", "cancer_history"),
        ("her mother had breast cancer", "cancer_history"),
        ("non-smoker", "smoker"),
        ("ex-smoker", "smoker"),
        ("diabetes: no", "diabetes"),
        ("no diabetes, cancer or bleeding disorder", "cancer_history"),
        ("total knee replacement on the right", "prosthesis_at_site"),
        ("hip replacement", "prosthesis_at_site"),
        ("on an anti-tumor necrosis factor drug", "cancer_history"),
        ("wants to become pregnant", "pregnant"),
        ("rheumatoid factor negative", "autoimmune"),
    ],
)
def test_what_is_denied_or_of_somebody_or_something_else_answers_nothing(history: str, variable: str):
    case = read_case(
        {"events": [], "condition": "osteoarthritis of the left knee", "side": "left", "history": [history]}
    )
    assert variable not in answers_of(case)


@pytest.mark.parametrize(
    ("history", "variable"),
    [
        ("allergic to corn", "allergy_corn"),
        ("latex allergy", "allergy_latex_fish"),
        ("allergy to lidocaine", "allergy_la"),
        ("left knee replacement 2015", "prosthesis_at_site"),
        ("no benefit of rest; diabetes", "diabetes"),
        ("no fever but diabetes or prediabetes", "diabetes"),
    ],
)
def test_what_is_told_of_the_patient_answers(history: str, variable: str):
    case = read_case(
        {"events": [], "condition": "osteoarthritis of the left knee", "side": "left", "history": [history]}
    )
    assert answers_of(case)[variable] == "yes"


@pytest.mark.parametrize(
    "condition",
    ["proximal hamstring tendinopathy", "biceps tendinitis", "shoulder pain in a golfer", "TMJ disc displacement"],
)
def test_a_part_of_the_body_is_no_tear_and_a_golfer_no_elbow(condition: str):
    assert answers_of(read_case({"events": [], "condition": condition}))["condition"] == ["other"]


def test_what_speaks_against_any_injection_is_told_first():
    found = told("spinal cord injury of the neck", history=["allergic to corn"])
    assert found.steps[0].says[0].code == "not_suitable"


def test_every_drug_that_only_its_prescriber_may_stop_is_told_as_such():
    for drug in library().drugs.values():
        found, only = drug_findings([f"ibuprofen and {drug.name}"])
        of_it = [finding for finding in found if finding.code == "prescriber-only"]
        assert bool(of_it) == bool(drug.prescriber_only) == bool(only), drug.name
        assert not drug.prescriber_only or found[0] is of_it[0]
