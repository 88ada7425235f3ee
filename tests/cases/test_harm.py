"""Harm and warning signs, wherever a case tells of them. The cases are made up."""

from typing import Any

import pytest

from tests.cases.told import KNEE, event, said, told

GIVEN = event("injection", 0, site="knee joint")


@pytest.mark.parametrize(
    "later",
    [
        event("visit", 4, complaint="fever 38.9 C, hot swollen knee"),
        event("diary", 2, words="calf swollen and hard, breathless on the stairs"),
        event("other", 5, result="synovial fluid culture: septic arthritis"),
        event("injection", 7, adverse_events="septic arthritis"),
        event("complication", 7, description="septic arthritis"),
        {"what": "follow-up", "day": 9, "details": "septic arthritis of the knee, washed out"},
    ],
)
def test_a_sign_that_cannot_wait_is_told_first_whatever_the_event_is_called(later: dict[str, Any]):
    found = told(KNEE, GIVEN, later)
    assert found.steps[2].says[0].says.startswith("Emergency")
    assert any(item.key.startswith("concern:") for item in found.steps[2].agenda)


def test_what_was_there_before_the_injection_is_no_harm_of_it():
    early = told(KNEE, event("evaluation", -9, complaint="fever and a hot swollen knee"), GIVEN)
    assert not early.course.concerns


def test_what_is_no_worse_than_the_open_symptom_is_named_as_a_part_of_its_story():
    found = told(
        KNEE, GIVEN, event("adverse_event", 3, event="septic arthritis"), event("other", 9, outcome="died of sepsis")
    )
    assert 'Emergency by its words "died", "sepsis"' in said(found, 3)
    assert len(found.course.concerns) == 1


def test_harm_that_only_the_outcome_tells_of_has_a_step_of_its_own():
    found = told(KNEE, GIVEN, outcome={"adverse_events": "septic arthritis"})
    assert found.steps[-1].what == "outcome"
    assert said(found, 2).startswith("Emergency")
    told_before = told(
        KNEE, GIVEN, event("adverse_event", 3, event="septic arthritis"), outcome={"complication": "septic arthritis"}
    )
    assert len(told_before.steps) == 3
    assert said(told(KNEE, GIVEN, outcome="pain less; septic arthritis of the knee"), 2).startswith("Emergency")
    assert len(told(KNEE, GIVEN, outcome={"adverse_events": "none", "pain": "less"}).steps) == 2
    assert len(told(KNEE, GIVEN, outcome="no fever, no septic arthritis; pain resolved").steps) == 2


@pytest.mark.parametrize(
    ("words", "is_over"), [("foot drop resolved fully", True), ("foot drop partially recovered", False)]
)
def test_what_is_told_as_over_is_no_call_for_an_ambulance(words: str, is_over: bool):
    found = told("low back pain", event("injection", 0), event("follow_up", 90, complication=words))
    assert ("It is told as over" in said(found, 2)) == is_over
    assert ("At once: stop the session" in said(found, 2)) != is_over
    assert found.course.concerns


@pytest.mark.parametrize(
    ("more", "hours"),
    [({"hours_after": "2"}, "2 hours"), ({"minutes_after": 30}, "0.5 hours"), ({"days_after": 2}, "48 hours")],
)
def test_the_time_since_the_injection_is_read_and_is_no_word_of_the_report(more: dict[str, Any], hours: str):
    found = told(KNEE, GIVEN, event("adverse_event", None, event="septic arthritis", **more))
    assert 'read from the words "septic arthritis".' in said(found, 2)
    assert hours in " ".join(found.steps[2].says[1].because)


def test_hours_are_counted_from_the_injection_before_and_not_from_a_later_one():
    found = told(
        KNEE, GIVEN, event("injection", 84, site="knee joint"), event("adverse_event", 1, event="hot swollen knee")
    )
    assert "24 hours" in " ".join(found.steps[3].says[1].because)


@pytest.mark.parametrize(
    "words",
    [
        "No adverse effects were reported during the follow-up period.",
        "no adverse events; specifically no bleeding",
        "nil",
    ],
)
def test_no_harm_told_in_a_whole_sentence_is_no_harm(words: str):
    found = told(KNEE, GIVEN, event("follow_up", 90, adverse_events=words))
    assert not found.course.concerns
    assert "nothing to report" in said(found, 2)


def test_a_temperature_told_as_a_number_is_a_fever():
    found = told("low back pain", event("injection", 0), event("adverse_event", 5, event="chills", temperature_c=38.6))
    assert any(finding.code == "T22" for finding in found.steps[2].says)


def test_a_question_that_only_counts_as_a_yes_is_not_told_as_a_finding():
    found = told("low back pain", event("injection", 0), event("adverse_event", 0, event="severe back pain at once"))
    assert "counted as a yes until it is asked: Fever" in said(found, 2)


def test_a_death_is_no_call_for_an_ambulance():
    found = told(KNEE, GIVEN, event("adverse_event", 8, event="death from sepsis"))
    assert said(found, 2).startswith("Emergency")
    assert "stop the session" not in found.steps[2].says[0].remedy
    assert "clinic's lead is told at once" in said(found, 2)


def test_a_needle_near_lung_or_cord_is_read_from_levels_and_muscles():
    for site in ("left C2-C3 facet joint", "upper trapezius", "T1-T4 costotransverse joints"):
        found = told("pain after whiplash", event("injection", 0, sites=site))
        assert "close to the spine or the chest wall" in said(found, 0)
