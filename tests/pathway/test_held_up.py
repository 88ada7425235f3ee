"""What a visit without a place waits for, under every protocol that is shipped."""

from datetime import date

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.agenda import agenda
from enthesis.pathway.course import fold
from enthesis.pathway.held_up import held_up_by
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.visits import visits_to_come

DAY = date(2026, 3, 2)
ANSWERED = e.EvaluationAnswered(id="answered", happened_on=DAY, answers={}, rules="1")
DECIDED = e.CandidacyDecided(id="decided", happened_on=DAY, outcome="eligible")
AGREED = e.PlanAgreed(id="agreed", happened_on=DAY, sessions=4)


def names(protocol_name: str, *log: e.Event) -> list[tuple[str, str]]:
    protocol = latest()[protocol_name]
    started = e.CourseStarted(
        id="started", happened_on=DAY, protocol=protocol.id, version=protocol.version, problem="pain", region="back"
    )
    course = fold([started, *log])
    found = agenda(protocol, course)
    _, unplaced = visits_to_come(protocol, course, found)
    return [(item.activity, item.who.value) for item in held_up_by(protocol, found, unplaced)]


@pytest.mark.parametrize("name", sorted(latest()))
def test_the_evaluation_first_and_then_the_decision(name: str) -> None:
    assert names(name) == [("evaluation", "patient")]
    assert names(name, ANSWERED) == [("candidacy", "clinician")]


def test_then_the_plan_that_says_how_many_sessions() -> None:
    assert names("nutura-knee", ANSWERED, DECIDED) == [("plan", "clinician")]
    assert names("nutura-knee", ANSWERED, DECIDED, AGREED) == []


def test_a_visit_that_is_to_be_booked_itself_holds_nothing_up() -> None:
    assert names("nutura-back", ANSWERED, DECIDED) == []  # the intake is offered, and the rest follows it
