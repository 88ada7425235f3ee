"""What is measured with is what a clinic could have recorded, and the two engines do the same steps."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from benchmarks import courses, workflow_engine
from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.checks import check, standing_objections
from enthesis.pathway.course import Status, fold
from enthesis.pathway.protocol.library import find


@pytest.mark.parametrize("size", [60, 99, 100, 150, 180])
@pytest.mark.parametrize("number", [0, 1, 77])
def test_a_course_is_accepted_event_by_event_and_ends_closed(number, size):
    log = courses.course(number, size)
    for place, event in enumerate(log):
        found = check(courses.protocol(), fold(log[:place]), event, today=date(2026, 11, 1), log=log[:place])
        assert not standing_objections(found, event), event
    assert len(log) == size
    assert len({event.id for event in log}) == size
    assert fold(log).status is Status.CLOSED


def test_a_course_has_what_makes_a_fold_work_hard():
    log = courses.course(1, 150)
    days = [event.happened_on for event in log if event.happened_on]
    assert days != sorted(days)  # something came late
    assert any(event.replaces for event in log)
    assert any(isinstance(event, e.VisitMoved) for event in log)
    assert {name for event in log for name in event.personal if getattr(event, name)} >= {"words", "note", "reason"}


def test_the_same_number_gives_the_same_course():
    assert courses.course(5, 60) == courses.course(5, 60)
    assert courses.course(5, 60) != courses.course(6, 60)


def test_too_small_a_course_is_refused_with_a_reason():
    with pytest.raises(ValueError, match="events or more, not 20"):
        courses.course(1, 20)


def test_the_folded_course_is_in_the_middle_of_things():
    log = courses.course(1, 180)[:150]
    assert len(agenda(courses.protocol(), fold(log))) >= 5


SPACE = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PROCESSES = [workflow_engine.NUTURA_BACK, workflow_engine.SPINE_INSTITUTE]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.protocol)
def test_a_bpmn_process_has_every_activity_of_its_protocol_and_no_other_task(process):
    tasks = {task.attrib["id"] for task in ElementTree.parse(process.file).iter(f"{SPACE}userTask")}
    activities = {activity.id for activity in find(process.protocol).activities}
    assert {re.sub(r"(?<=follow-up)-[123]$|(?<=check-in)-diagnostic$", "", task) for task in tasks} == activities
    assert {step.task for step in process.steps} <= tasks
    assert len(process.steps) == 12


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.protocol)
def test_the_ways_out_of_a_decision_are_those_of_the_protocol(process):
    text = process.file.read_text(encoding="utf-8")
    for activity in find(process.protocol).activities:
        if activity.decision is not None:
            named = [option.id for option in activity.decision.options if f"'{option.id}'" in text]
            # Not named are the ways that end in the same place: each decision has one that is taken for all others.
            assert len(named) >= len(activity.decision.options) - 2, (activity.id, named)


def test_the_windows_of_the_bpmn_process_are_those_of_the_protocol():
    protocol = find("nutura-back")
    steps = {name: protocol.activity(name).timing.step for name in ("check-in", "session-review", "response-review")}
    assert (steps["check-in"].opens.value, steps["check-in"].closes.value) == (1, 3)
    assert steps["session-review"].opens.value == 7
    assert (steps["response-review"].opens.value, steps["response-review"].closes.value) == (2, 3)  # weeks
    then = protocol.activity("treatment").timing.then
    assert (then.opens.value, then.closes.value) == (4, 6)  # weeks
    text = workflow_engine.NUTURA_BACK.file.read_text(encoding="utf-8")
    for days in (1, 4, 7, 28, 43):  # overdue on the day after the last one
        assert f"after(treatment['happened_on'], {days})" in text
    for days in (1, 4, 14, 22):
        assert f"after(diagnostic_injection['happened_on'], {days})" in text
    for name in ("evaluation", "medicines"):
        assert protocol.activity(name).timing.step.closes.value == 14
    assert text.count("after(started_on, 15)") == 2
    assert protocol.activity("candidacy").timing.step.closes.value == 7
    assert "after(evaluation['happened_on'], 8)" in text
