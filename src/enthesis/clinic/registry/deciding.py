"""What was decided at the gate after a diagnostic injection, and at the reviews between sessions."""

from dataclasses import dataclass
from datetime import date

from enthesis.pathway.course import Course, Decided
from enthesis.pathway.protocol.model import (
    Activity,
    AfterEach,
    Condition,
    Kind,
    Once,
    Option,
    Protocol,
    Purpose,
)

GO_ON, STOP = "go-on", "stop"


@dataclass(frozen=True, slots=True)
class Gate:
    """The decision after a diagnostic injection."""

    there_is: bool
    decided: str | None = None  # go-on | stop
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The decision not to go on after a treatment session."""

    on: date | None = None
    advised: bool = False  # the software recommended it by the protocol's rule


def gate(protocol: Protocol | None, course: Course) -> Gate:
    """The last decision of the gate that went one way or the other; one that asks again decides nothing."""
    reviews = _gates(protocol) if protocol else {}
    for decided in reversed(course.decisions):
        option = _option(reviews.get(decided.activity), decided.option)
        if option is None:
            continue
        if option.ends:
            return Gate(True, STOP, decided.on)
        if Condition.RESPONDED in option.sets or not option.repeats:
            return Gate(True, GO_ON, decided.on)
    return Gate(bool(reviews))


def stopped(protocol: Protocol | None, course: Course) -> Stopped:
    """The last decision of a review between sessions, where it ended the series."""
    reviews = _between(protocol) if protocol else {}
    last: Decided | None = next((each for each in reversed(course.decisions) if each.activity in reviews), None)
    if last is None:
        return Stopped()
    option = _option(reviews[last.activity], last.option)
    if option is None or not option.ends:
        return Stopped()
    recommended = _option(reviews[last.activity], last.recommended)
    return Stopped(last.on, bool(recommended and recommended.ends))


def _gates(protocol: Protocol) -> dict[str, Activity]:
    tests = {each.id for each in protocol.activities if each.purpose is Purpose.DIAGNOSTIC}
    return {
        each.id: each
        for each in protocol.activities
        if each.kind is Kind.REVIEW and each.decision and _anchor(each) in tests
    }


def _between(protocol: Protocol) -> dict[str, Activity]:
    treatments = {each.id for each in protocol.activities if each.purpose is Purpose.TREATMENT}
    return {
        each.id: each
        for each in protocol.activities
        if each.kind is Kind.REVIEW and each.decision and _anchor(each) in treatments
    }


def _anchor(activity: Activity) -> str:
    timing = activity.timing
    return timing.step.after if isinstance(timing, Once) else timing.each if isinstance(timing, AfterEach) else ""


def _option(activity: Activity | None, name: str) -> Option | None:
    if activity is None or activity.decision is None:
        return None
    return next((option for option in activity.decision.options if option.id == name), None)
