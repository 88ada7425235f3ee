"""How often each activity of a protocol happens on one way through it."""

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.pathway.estimate.case import Numbers
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.progress import COURSE
from enthesis.pathway.protocol.model import (
    INJECTION,
    Activity,
    AfterEach,
    BeforeEach,
    Condition,
    Count,
    Kind,
    Once,
    Option,
    Protocol,
    Purpose,
    Schedule,
    Series,
)

PROGRAMMES = (Kind.THERAPY, Kind.ADJUNCT)  # one activity in the protocol, many appointments


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a protocol: does the diagnostic gate open, and how many sessions are given.

    `sessions` None: not stated. Sessions include the diagnostic injection where the protocol counts it as one.
    """

    gate_opens: bool = True
    sessions: int | None = None


def gate_of(protocol: Protocol) -> Activity | None:
    """The diagnostic gate: the review whose decision says whether there was a response."""
    return next(
        (
            activity
            for activity in protocol.activities
            if activity.decision and any(Condition.RESPONDED in option.sets for option in activity.decision.options)
        ),
        None,
    )


def ends_with_gate(gate: Activity) -> frozenset[str]:
    """What is no longer due when the gate closes; may hold "course"."""
    options: tuple[Option, ...] = gate.decision.options if gate.decision else ()
    closing = [option for option in options if option.ends and Condition.RESPONDED not in option.sets]
    closing.sort(key=lambda option: option.advised_when != "not_responded")
    return frozenset(closing[0].ends) if closing else frozenset()


def treatment_of(protocol: Protocol) -> Activity:
    """The treatment sessions. Every protocol that was read from a file has them."""
    if protocol.treatment is None:
        says = f"{protocol.id} has no treatment sessions."
        raise UnreadableEstimate("no-treatment", "protocol", says, "Run enthesis protocol check on it.")
    return protocol.treatment


def stated_sessions(protocol: Protocol) -> Numbers:
    """How many sessions the protocol states; a treatment that is no series is one."""
    timing = treatment_of(protocol).timing
    return _numbers(timing.count) if isinstance(timing, Series | Schedule) else Numbers(1, 1, 1)


def stated_appointments(activity: Activity) -> int | None:
    """How many appointments a programme has: weeks times how often a week, where both are stated."""
    weeks, often = activity.lasts_weeks.whole(), activity.per_week.whole()
    return None if weeks is None or often is None else weeks * often


def is_optional(activity: Activity, protocol: Protocol) -> bool:
    """Optional itself, or hung on something that is."""
    anchor = protocol.activity(_anchor(activity))
    return activity.optional or (anchor is not None and anchor is not activity and is_optional(anchor, protocol))


class Happenings:
    """Counts the activities on one way. `counts` holds the numbers that are known beside the protocol's timing."""

    def __init__(self, protocol: Protocol, way: Way, counts: Mapping[str, int | None]) -> None:
        self.protocol, self.way, self.counts = protocol, way, counts
        self.treatment = treatment_of(protocol)
        self.gate = None if way.gate_opens else gate_of(protocol)
        self.ended = ends_with_gate(self.gate) if self.gate else frozenset()
        self._found: dict[str, int | None] = {}

    def number(self, activity: Activity) -> int | None:
        """How often an activity happens; None: not stated."""
        if activity.id not in self._found:
            timed = self._timed(activity)
            programme = activity.kind in PROGRAMMES and isinstance(activity.timing, Once)
            known = programme or activity.id in self.counts
            self._found[activity.id] = self.counts.get(activity.id) if timed != 0 and known else timed
        return self._found[activity.id]

    def _timed(self, activity: Activity) -> int | None:
        if self._falls_away(activity):
            return 0
        if activity is self.treatment:
            anchored = self._happens(_anchor(activity))
            return self._treatments() if anchored else 0
        match activity.timing:
            case Once(step):
                return 1 if self._happens(step.after) else 0
            case Series(count, step, _):
                return _numbers(count).typical if self._happens(step.after) else 0
            case Schedule() as schedule:
                return len(schedule.points) if self._happens(_anchor(activity)) else 0
            case AfterEach(each, _) | BeforeEach(each, _, _):
                return self._sum_of(each)

    def _happens(self, name: str) -> bool:
        """Whether an anchor comes about; the start and the end of a course always do."""
        anchor = self.protocol.activity(name)
        return anchor is None or self.number(anchor) != 0

    def _treatments(self) -> int | None:
        if self.way.sessions is None:
            return None
        return max(0, self.way.sessions - self.diagnostic_sessions())

    def diagnostic_sessions(self) -> int:
        """How many of the sessions are diagnostic injections; only where the protocol says that they count."""
        if self.protocol.counts_diagnostic.value is not True:
            return 0
        tested = [a for a in self.protocol.activities if a.purpose is Purpose.DIAGNOSTIC]
        return sum(self.number(activity) or 0 for activity in tested)

    def _sum_of(self, each: str) -> int | None:
        named = [
            a for a in self.protocol.activities if a.id == each or (each == INJECTION and a.kind is Kind.INJECTION)
        ]
        numbers = [self.number(activity) for activity in named]
        return None if None in numbers else sum(number or 0 for number in numbers)

    def _falls_away(self, activity: Activity) -> bool:
        if self.gate is None:
            return False
        if activity.id in self.ended or Condition.RESPONDED in activity.requires:
            return True
        if Condition.PLAN_AGREED in activity.requires and self._no_plan():
            return True
        closing = activity.kind in (Kind.CLOSING, Kind.OUTCOME, Kind.CHECK_IN)
        return COURSE in self.ended and not closing and self._comes_after(activity, self.gate.id)

    def _no_plan(self) -> bool:
        plans = [a for a in self.protocol.activities if a.kind is Kind.PLAN]
        return bool(plans) and all(self.number(plan) == 0 for plan in plans)

    def _comes_after(self, activity: Activity, name: str) -> bool:
        """Whether the chain of anchors of an activity leads to another."""
        anchor = _anchor(activity)
        while anchor and anchor != name:
            found = self.protocol.activity(anchor)
            following = _anchor(found) if found else ""
            anchor = "" if following == anchor else following
        return anchor == name


def _anchor(activity: Activity) -> str:
    match activity.timing:
        case Once(step) | Series(_, step, _):
            return step.after
        case Schedule() as schedule:
            return schedule.step.after if schedule.clock == activity.id else schedule.clock
        case AfterEach(each, _) | BeforeEach(each, _, _):
            return each


def _numbers(count: Count) -> Numbers:
    return Numbers(count.min.whole(), count.typical.whole(), count.max.whole())
