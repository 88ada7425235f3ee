"""What can be said of a protocol's activities before anything has happened; worked out once for each protocol."""

from dataclasses import dataclass

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
)
from enthesis.pathway.window import grounds, span

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


@dataclass(frozen=True, slots=True)
class Placing:
    """A step of a protocol, and what can be said of it before anything has happened."""

    step: Step
    span: str
    source: str
    not_stated: tuple[str, ...]
    has_window: bool


def placing(step: Step) -> Placing:
    values = list(step.values())
    return Placing(
        step=step,
        span=span(step),
        source=grounds(value for _, value in values),
        not_stated=tuple(name for name, value in values if not value.is_stated),
        has_window=any(value.whole() is not None for _, value in values),
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


@once_for_each_protocol
def parts(protocol: Protocol) -> tuple[Part, ...]:
    return tuple(part_of(activity, order) for order, activity in enumerate(protocol.activities))


def part_of(activity: Activity, order: int) -> Part:
    first = then = None
    match activity.timing:
        case Once() | AfterEach():
            first = placing(activity.timing.step)
        case Series():
            first, then = placing(activity.timing.step), placing(activity.timing.then)
        case Schedule():  # more may be planned than it has points: no source says when
            first, then = placing(activity.timing.step), placing(Step(after=activity.id))
        case BeforeEach():
            pass
    waits = tuple((condition, WAITS_FOR[condition]) for condition in activity.requires)
    is_done_once = isinstance(activity.timing, Once) and not activity.until and activity.kind is not Kind.CONSENT
    return Part(activity, order, activity.kind.value, activity.minutes.whole(), waits, is_done_once, first, then)
