"""What can be said of a protocol's activities before anything has happened; worked out once for each protocol."""

from dataclasses import dataclass
from datetime import date, timedelta

from enthesis.pathway.progress import once_for_each_protocol
from enthesis.pathway.protocol.model import (
    Activity,
    AfterEach,
    BeforeEach,
    Condition,
    Kind,
    Once,
    Protocol,
    Schedule,
    Series,
    Step,
    Unit,
)
from enthesis.pathway.window import NO_WINDOW, Window, grounds, later, span

WAITS_FOR = {
    Condition.ELIGIBLE: "No clinician has decided that the patient is eligible.",
    Condition.CONSENT_SIGNED: "Consent is not signed.",
    Condition.MEDICINES_REVIEWED: "The medicines are not settled.",
    Condition.HOLD_KEPT: "Nobody has confirmed that the medication hold was kept.",
    Condition.NO_OPEN_CONCERN: "A reported symptom is not closed by a clinician.",
    Condition.PRIOR_CARE_TRIED: "It is not on record that conservative care was tried.",
    Condition.DIAGNOSIS_MADE: "No specific diagnosis is on record.",
    Condition.RESPONDED: "The response review has not decided to go on.",
    Condition.PLAN_AGREED: "No plan is agreed with the patient.",
    Condition.MEASURED: "The scores due before this session are not taken.",
    Condition.SESSION_REVIEWED: "The review of the last session has not decided to go on.",
    Condition.SERIES_FINISHED: "The series is not finished.",
}


CONSENT_WITHDRAWN = "The patient took the consent back."


@dataclass(frozen=True, slots=True)
class Placing:
    """A step of a protocol, and what can be said of it before anything has happened."""

    span: str
    source: str
    not_stated: tuple[str, ...]
    unit: Unit
    opens: int | None
    ideal: int | None
    closes: int | None

    def window(self, anchor: date | None) -> Window:
        """As `window.after`: the window counted from the day of its anchor."""
        opens, ideal, closes, unit = self.opens, self.ideal, self.closes, self.unit
        if anchor is None or (opens is None and ideal is None and closes is None):
            return NO_WINDOW
        return Window(
            None if opens is None else later(anchor, opens, unit),
            None if ideal is None else later(anchor, ideal, unit),
            None if closes is None else later(anchor, closes, unit),
        )


def placing(step: Step) -> Placing:
    values = list(step.values())
    return Placing(
        span=span(step),
        source=grounds(value for _, value in values),
        not_stated=tuple(name for name, value in values if not value.is_stated),
        unit=step.unit,
        opens=step.opens.whole(),
        ideal=step.ideal.whole(),
        closes=step.closes.whole(),
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """The points of a schedule, and what can be said of them before anything has happened."""

    named: str  # what its weeks are counted from
    unit: str
    not_stated: tuple[str, ...]
    early: timedelta | None
    late: timedelta | None
    sources: tuple[str, ...]  # of each point, in the brackets behind a reason


def clock_of(timing: Schedule) -> Clock:
    early, late = timing.early.whole(), timing.late.whole()
    sources = [timing.source_of(point) for point in timing.points]
    return Clock(
        named=f"the {'last' if timing.of_last else 'first'} {timing.clock}",
        unit=timing.unit.value[:-1],
        not_stated=tuple(name for name, value in (("opens", early), ("closes", late)) if value is None),
        early=None if early is None else timedelta(days=early),
        late=None if late is None else timedelta(days=late),
        sources=tuple(f" ({source})" if source else "" for source in sources),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """An activity in its place, with what follows from the protocol alone."""

    activity: Activity
    order: int
    kind: str
    minutes: int | None
    waits: tuple[tuple[Condition, str], ...]
    is_done_once: bool  # done for good when it was done, unless a decision asks for it again
    first: Placing | None = None  # it, or the first of several
    then: Placing | None = None  # a later session of a series
    clock: Clock | None = None  # of a schedule


@dataclass(frozen=True, slots=True)
class Plan:
    """A protocol as an agenda reads it."""

    parts: tuple[Part, ...]
    injections: tuple[str, ...]
    repeated: frozenset[str]  # activities that happen several times, and are called by a number


@once_for_each_protocol
def plan_of(protocol: Protocol) -> Plan:
    activities = protocol.activities
    return Plan(
        parts=tuple(part_of(activity, order) for order, activity in enumerate(activities)),
        injections=tuple(activity.id for activity in activities if activity.kind is Kind.INJECTION),
        repeated=frozenset(activity.id for activity in activities if activity.repeats),
    )


def part_of(activity: Activity, order: int) -> Part:
    first = then = clock = None
    match activity.timing:
        case Once() | AfterEach():
            first = placing(activity.timing.step)
        case Series():
            first, then = placing(activity.timing.step), placing(activity.timing.then)
        case Schedule():  # more may be planned than it has points: no source says when
            first, then = placing(activity.timing.step), placing(Step(after=activity.id))
            clock = clock_of(activity.timing)
        case BeforeEach():
            pass
    always = (Condition.NO_OPEN_CONCERN,) if activity.kind is Kind.INJECTION else ()  # whatever a protocol leaves out
    waits = tuple((condition, WAITS_FOR[condition]) for condition in dict.fromkeys((*activity.requires, *always)))
    is_done_once = isinstance(activity.timing, Once) and not activity.until and activity.kind is not Kind.CONSENT
    return Part(activity, order, activity.kind.value, activity.minutes.whole(), waits, is_done_once, first, then, clock)
