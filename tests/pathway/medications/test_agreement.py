"""The task of speaking to the prescriber stays open until somebody records the agreement with the prescriber's name."""

from datetime import date

import pytest

from enthesis.pathway.medications import Agreement, Session, problem, review

FIRST, SECOND = date(2026, 12, 1), date(2027, 1, 5)
SESSIONS = [Session(FIRST), Session(SECOND)]


def said(drug="warfarin", prescriber="Dr Ana Okafor", agreed="continue", on=date(2026, 11, 20)):
    return Agreement(drug=drug, prescriber=prescriber, agreed=agreed, on=on)


def task(names, agreements, sessions=SESSIONS):
    (answer,) = review(names, sessions, "US", agreements=agreements)
    return answer.task


@pytest.mark.parametrize(
    ("agreements", "uncovered"),
    [
        ([], (FIRST, SECOND)),
        ([said()], ()),
        ([said(agreed="pause")], ()),
        ([said(on=None)], ()),
        ([said(on=FIRST)], ()),
        ([said(on=date(2026, 12, 2))], (FIRST,)),
        ([said(drug="Coumadin 5 mg")], ()),
        ([said(drug="apixaban")], (FIRST, SECOND)),
        ([said(agreed="refused")], (FIRST, SECOND)),
        ([said(prescriber="")], (FIRST, SECOND)),
        ([said(prescriber="the patient")], (FIRST, SECOND)),
        ([said(), said(agreed="refused", on=date(2026, 12, 20))], (SECOND,)),
        ([said(agreed="refused"), said(on=date(2026, 11, 25))], ()),
    ],
)
def test_which_sessions_still_wait_for_an_agreement(agreements, uncovered):
    found = task(["warfarin"], agreements)
    assert (found.sessions, found.is_open, found.blocks) == (uncovered, bool(uncovered), True)


def test_a_cancelled_session_waits_for_nothing():
    assert not task(["warfarin"], [said(on=SECOND)], [Session(FIRST, is_cancelled=True), Session(SECOND)]).is_open


def test_without_sessions_the_last_word_counts():
    assert task(["warfarin"], [], []).is_open
    assert not task(["warfarin"], [said()], []).is_open
    assert task(["warfarin"], [said(), said(agreed="refused", on=FIRST)], []).is_open


def test_preventive_aspirin_has_its_task_but_no_session_waits_for_it():
    found = task(["baby aspirin"], [])
    assert (found.is_open, found.blocks) == (True, False)


@pytest.mark.parametrize("typed", ["blood thinner", "betrixaban", "prednisolne", "5224"])
def test_a_drug_that_may_be_guarded_waits_until_it_is_named(typed):
    found = task([typed], [said(drug="warfarin")])
    assert (found.drug, found.is_open, found.blocks) == ("", True, True)


@pytest.mark.parametrize(
    "typed", ["ibuprofen", "tramadol", "Lipitor", "acetaminophen", "zorbi", "no warfarin", "allergic to warfarin"]
)
def test_no_task_where_there_is_nothing_to_agree(typed):
    assert task([typed], []) is None


def test_once_agreed_the_clinician_sees_who_and_when():
    (answer,) = review(["warfarin"], SESSIONS, "US", agreements=[said(agreed="pause")])
    found = answer.findings[0]
    assert (found.code, found.level) == ("prescriber-agreed", "note")
    assert found.says == "Dr Ana Okafor agreed on 20 November 2026: pause."
    assert "Your clinic has spoken to the prescriber" in answer.patient_words


@pytest.mark.parametrize(
    "prescriber", ["", "  ", "?", "unknown", "the patient", "Dr", "GP", "12", "n/a", "My doctor", "\n"]
)
def test_an_agreement_needs_a_persons_name(prescriber):
    found = problem(said(prescriber=prescriber))
    assert found
    assert (found.code, found.field) == ("agreement-without-prescriber", "prescriber")


@pytest.mark.parametrize("prescriber", ["Dr Ana Okafor", "Okafor", "李雷 医生", "A. Rahman, cardiologist"])
def test_a_persons_name_is_enough(prescriber):
    assert problem(said(prescriber=prescriber)) is None


def test_an_answer_of_the_prescriber_is_one_of_three():
    assert problem(said(agreed="maybe")).code == "agreement-unclear"
