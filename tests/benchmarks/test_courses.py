"""What is measured with is what a clinic could have recorded, and the two engines do the same steps."""

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


def test_twelve_steps_are_all_activities_of_the_protocol_and_all_tasks_of_the_bpmn_process():
    protocol = find(workflow_engine.PROTOCOL)
    assert protocol is not None
    steps = [name for _, name, _ in workflow_engine.STEPS]
    assert len(steps) == 12
    assert sorted(steps) == sorted(activity.id for activity in protocol.activities)
    space = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
    tasks = [task.attrib["id"] for task in ElementTree.parse(workflow_engine.BPMN).iter(f"{space}userTask")]
    assert sorted(tasks) == sorted([*steps, "follow-up-2", "follow-up-3"])


def test_the_windows_of_the_bpmn_process_are_those_of_the_protocol():
    protocol = find(workflow_engine.PROTOCOL)
    text = workflow_engine.BPMN.read_text(encoding="utf-8")
    check_in, review = protocol.activity("check-in").timing.step, protocol.activity("session-review").timing.step
    assert (check_in.opens.value, check_in.closes.value, review.opens.value) == (1, 3, 7)
    for days in (1, 4, 7):  # overdue on the day after the last one
        assert f"after(treatment['happened_on'], {days})" in text
    for name in ("evaluation", "medicines"):
        assert protocol.activity(name).timing.step.closes.value == 14
    assert text.count("after(started_on, 15)") == 2
    assert protocol.activity("candidacy").timing.step.closes.value == 7
    assert "after(evaluation['happened_on'], 8)" in text
