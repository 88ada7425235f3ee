"""What a patient reads. A drug that only its prescriber may stop is never shown as something to stop."""

import itertools
import re
from datetime import date

import pytest

from enthesis.pathway.medications import Agreement, Hold, Session, Status, review
from enthesis.pathway.medications.advice import sentences
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.names import names

SESSIONS = [Session(date(2026, 12, 1)), Session(date(2027, 1, 5))]
HOLDS = [
    Hold(name, 7, 14, "the clinic")
    for name in [*library().classes, *library().drugs, "anti_inflammatory", "topical_anti_inflammatory", "fish_oil"]
]
GUARDED = [drug for drug in library().drugs.values() if drug.prescriber_only]
NEEDS_AGREEMENT = [drug for drug in GUARDED if library().classes[drug.drug_class].needs_agreement]
MUST_BE_GUARDED = {
    "anticoagulant",
    "antiplatelet",
    "systemic_steroid",
    "mineralocorticoid",
    "immunosuppressant",
    "statin",
}

ALLOWED = re.compile(r"\b(?:do not|never) (?:stop|take a double dose)\b", re.IGNORECASE)
TELLS_TO_STOP = re.compile(
    r"\b(?:stop\w*|paus\w*|hold\w*|skip\w*|leave\b.*\bout|come off|discontinu\w*|withhold\w*|interrupt\w*|avoid\w*"
    r"|omit\w*|do not take|don't|without|less)\b",
    re.IGNORECASE,
)


def tells_to_stop(words: str) -> bool:
    return bool(TELLS_TO_STOP.search(ALLOWED.sub("", words)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Do not stop warfarin.", False),
        ("Stop warfarin.", True),
        ("Please leave warfarin out.", True),
        ("Do not stop it. Pause it for 3 days.", True),
        ("Do not take warfarin.", True),
        ("Hold your warfarin.", True),
        ("Keep taking it as prescribed.", False),
    ],
)
def test_the_check_itself_sees_what_it_must(words, expected):
    assert tells_to_stop(words) == expected


def test_the_classes_that_only_a_prescriber_may_stop_are_guarded_line_by_line():
    for drug in library().drugs.values():
        assert drug.prescriber_only or drug.drug_class not in MUST_BE_GUARDED, drug.id
    assert len(NEEDS_AGREEMENT) == 61


@pytest.mark.parametrize("drug", GUARDED, ids=lambda drug: drug.id)
@pytest.mark.parametrize("country", ["US", "GB", ""])
def test_no_patient_is_told_to_stop_a_guarded_drug_whatever_the_clinic_set(drug, country):
    written = [drug.name, *itertools.chain(*drug.brands.values()), *drug.atc, *library().other_names.get(drug.id, ())]
    for answer in review(written, SESSIONS, country, HOLDS):
        assert answer.prescriber_only is True
        assert answer.windows == ()
        assert not tells_to_stop(answer.patient_words), answer.patient_words
        assert re.search(r"do not stop", answer.patient_words, re.IGNORECASE), answer.patient_words


@pytest.mark.parametrize("drug", NEEDS_AGREEMENT, ids=lambda drug: drug.id)
def test_the_words_for_a_drug_that_needs_an_agreement(drug):
    (answer,) = review([drug.name], SESSIONS, "US")
    assert answer.patient_words.startswith(f"Do not stop {drug.called('US')}. Your clinic will speak to the prescriber")
    assert answer.task
    assert answer.task.is_open


def test_no_name_of_any_kind_shows_a_guarded_drug_as_something_to_stop():
    told = {}
    for name in names().values():
        for answer in review([name.written], SESSIONS, "US", HOLDS):
            drug = answer.mention.drug
            guarded = answer.prescriber_only or (drug is not None and drug.prescriber_only)
            if guarded and (answer.windows or tells_to_stop(answer.patient_words)):
                told[name.written] = answer.patient_words
    assert told == {}


def test_a_product_with_a_guarded_ingredient_is_never_something_to_stop():
    for _, product in library().products:
        if any(library().drugs[drug].prescriber_only for drug in product.drugs):
            answers = review([product.name], SESSIONS, "GB", HOLDS)
            assert not any(answer.windows for answer in answers), product.name
            assert not any(tells_to_stop(answer.patient_words) for answer in answers), product.name


@pytest.mark.parametrize(
    "typed",
    [
        "zorbiplax",
        "celebrxa",
        "aspirin",
        "blood thinner",
        "steroids",
        "betrixaban",
        "lisinopril",
        "no blood thinners",
        "5224",
    ],
)
def test_while_a_drug_is_not_known_nobody_is_told_to_stop_it(typed):
    (answer,) = review([typed], SESSIONS, "US", HOLDS)
    assert answer.windows == ()
    assert not tells_to_stop(answer.patient_words)
    assert "o not stop" in answer.patient_words


@pytest.mark.parametrize("typed", ["warfarin stopped 3 days ago", "used to take prednisone"])
def test_a_guarded_drug_that_was_stopped_is_a_call_today(typed):
    (answer,) = review([typed], SESSIONS, "US", HOLDS)
    assert answer.findings[0].code == "said-stopped"
    assert answer.findings[0].level == "prescriber"
    assert "call the clinic and the prescriber today" in answer.patient_words
    assert not tells_to_stop(answer.patient_words)


@pytest.mark.parametrize("agreed", ["continue", "pause", "refused"])
def test_not_even_an_agreement_makes_the_programme_tell_a_patient_to_stop(agreed):
    said = [
        Agreement(drug=drug.id, prescriber="Dr Ana Okafor", agreed=agreed, on=date(2026, 11, 1))
        for drug in NEEDS_AGREEMENT
    ]
    for answer in review([drug.name for drug in NEEDS_AGREEMENT], SESSIONS, "US", HOLDS, said):
        assert not tells_to_stop(answer.patient_words), answer.patient_words
        assert "o not stop" in answer.patient_words


def test_aspirin_for_pain_is_paused_only_by_those_who_take_it_only_for_pain():
    (answer,) = review(["aspirin 500 mg for headaches"], SESSIONS, "US", HOLDS)
    assert "If you take aspirin only for pain" in answer.patient_words
    assert "If you take it for your heart, your brain or against clots, do not stop it" in answer.patient_words


@pytest.mark.parametrize("typed", ["baclofen", "diazepam"])
def test_a_drug_that_harms_when_stopped_suddenly_has_no_pause_and_says_so(typed):
    (answer,) = review([typed], SESSIONS, "US", HOLDS)
    assert answer.windows == ()
    assert "do not stop it suddenly" in answer.patient_words
    assert "hold-not-applied" in {found.code for found in answer.findings}


def test_a_hold_on_a_guarded_drug_is_named_to_the_clinician_as_not_applied():
    (answer,) = review(["Eliquis"], SESSIONS, "US", [Hold("anticoagulant", 3, 1, "protocol darrow 2026-03")])
    (found,) = [one for one in answer.findings if one.code == "hold-not-applied"]
    assert "protocol darrow 2026-03" in found.says
    assert found.to_patient == ""


def test_figures_for_the_clinicians_screen_never_reach_a_patient():
    for drug in library().drugs.values():
        for answer in review([drug.name], SESSIONS, "US"):
            for found in answer.findings:
                if found.code == "bleeding-guidance":
                    assert (found.to_patient, found.remedy_for_patient) == ("", "")
            assert not re.search(r"INR|CrCl|ASRA|PAUSE\b|high risk", answer.patient_words)


def test_every_line_has_something_to_say_to_the_patient_and_to_the_clinician():
    for drug in library().drugs.values():
        (answer,) = review([drug.name], SESSIONS, "US")
        assert answer.findings[0].says, drug.id
        assert answer.patient_words, drug.id
        assert "{" not in answer.patient_words + answer.findings[0].says
        assert answer.findings[0].version


def test_a_patient_never_reads_back_unread_words_as_advice():
    """What a stranger typed is not repeated in a sentence that tells a patient what to do."""
    for section in sentences().values():
        for rule in section.values() if isinstance(section, dict) else ():
            assert "{typed}" not in rule.get("to_patient", "") + rule.get("remedy_for_patient", "")


@pytest.mark.parametrize(("country", "called"), [("US", "acetaminophen"), ("GB", "paracetamol"), ("", "paracetamol")])
def test_a_drug_is_called_what_its_country_calls_it(country, called):
    (answer,) = review(["N02BE01"], SESSIONS, country)
    assert f"You may take {called} for soreness" in answer.patient_words


def test_a_brand_of_another_country_is_remarked():
    assert "name-of-another-country" in {one.code for one in review(["Clexane"], SESSIONS, "US")[0].findings}
    assert "name-of-another-country" not in {one.code for one in review(["Clexane"], SESSIONS, "GB")[0].findings}
    assert "name-of-another-country" not in {one.code for one in review(["Plavix"], SESSIONS, "GB")[0].findings}


def test_what_rests_on_memory_says_so():
    by_brand, by_name = review(["Advil", "ibuprofen"], SESSIONS, "US")
    assert by_brand.findings[0].unverified
    assert "memory" in by_brand.findings[0].because[0]
    assert not by_name.findings[0].unverified


def test_each_status_and_remark_has_its_sentence():
    answers = review(["none", "zorbi", "lisinopril", "aspirin", "pred", "NSAID", "painkillers"], SESSIONS)
    assert {answer.mention.status for answer in answers} == set(Status) - {Status.MATCHED}
    assert all(answer.findings for answer in answers)
