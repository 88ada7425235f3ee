"""A protocol's figures and timings in words, so that a table, a picture and a page say the same."""

from enthesis.pathway.protocol.model import (
    END,
    INJECTION,
    NOT_STATED,
    PREVIOUS,
    START,
    Activity,
    AfterEach,
    BeforeEach,
    Count,
    Kind,
    Once,
    Schedule,
    Series,
    Step,
    Value,
)
from enthesis.pathway.window import in_words

UNVERIFIED = "unverified: confirm before use"
ONE = {"days": "day", "weeks": "week", "months": "month", "minutes": "minute", "sessions": "session", "times": "time"}


def amount(value: Value, unit: str = "") -> str:
    """A figure with its unit: "4 weeks", "1 day", "not stated", "yes"."""
    if value.value is None:
        return NOT_STATED
    if isinstance(value.value, bool):
        return "yes" if value.value else "no"
    if not unit:
        return str(value.value)
    return f"{value.value} {ONE.get(unit, unit) if value.value == 1 else unit}"


def marked(value: Value, unit: str = "") -> str:
    """A figure that says by itself when a clinic decided it: "5 days [decided]"."""
    if value.is_decision:
        return f"{amount(value, unit)} [decided]"
    return f"{amount(value, unit)} [unverified]" if value.is_unverified else amount(value, unit)


def ground(value: Value) -> str:
    """What a figure rests on: a source, a decision, memory; empty where it is not stated."""
    if value.is_decision:
        on = f" on {in_words(value.decided_on)}" if value.decided_on else ""
        beside = f" (instead of {told(value.instead_of)})" if value.instead_of else ""
        return f"decided by {value.decided_by}{on}{beside}: {value.why}"
    if value.is_unverified:
        return UNVERIFIED
    return value.source if value.is_stated else ""


def told(value: Value, unit: str = "") -> str:
    """A figure with what it rests on: "4 weeks (S000)"."""
    rests = ground(value)
    return f"{amount(value, unit)} ({rests})" if rests else amount(value, unit)


def counted(count: Count) -> str:
    """How many sessions: "3 to 8 (typical: not stated)", "4", "not stated"."""
    least, usual, most = (marked(value) for value in (count.min, count.typical, count.max))
    if {least, usual, most} == {NOT_STATED}:
        return NOT_STATED
    if least == most == NOT_STATED:
        return f"typical: {usual}, least and most: {NOT_STATED}"
    if least == most:
        return least
    ends = f"{least} to {most}" if NOT_STATED not in (least, most) else f"at least: {least}, at most: {most}"
    return f"{ends}, typical: {usual}"


def window(step: Step) -> str:
    """The three ends of a window: "opens 2, ideal not stated, closes 3 weeks"."""
    if not any(value.is_stated for _, value in step.values()):
        return NOT_STATED
    opens, ideal, closes = (marked(value) for _, value in step.values())
    return f"opens {opens}, ideal {ideal}, closes {closes} ({step.unit.value})"


def anchor(name: str) -> str:
    """What something is counted from, in words."""
    words = {START: "the start of the course", END: "the end of the series", PREVIOUS: "the one before"}
    return words.get(name, name)


def follows(activity: Activity) -> str:
    """What an activity is counted from: "after intake", "after every injection"."""
    match activity.timing:
        case Once(step) | Series(step=step):
            return f"after {anchor(step.after)}"
        case Schedule(clock=clock, step=step):
            return f"after {anchor(step.after if clock == activity.id else clock)}"
        case AfterEach(each):
            return f"after every {each}"
        case BeforeEach(each):
            return f"before every {each}"


def when(activity: Activity) -> list[str]:
    """When an activity happens, in one line for each window."""
    match activity.timing:
        case Once(step):
            return [f"{window(step)}, after {anchor(step.after)}", *_lasting(activity)]
        case Series(count, step, then):
            return [
                f"sessions: {counted(count)}",
                f"first: {window(step)}, after {anchor(step.after)}",
                f"then: {window(then)}, after the one before",
            ]
        case Schedule():
            return _schedule(activity, activity.timing)
        case AfterEach(each, step):
            return [f"{window(step)}, after every {'injection' if each == INJECTION else each}"]
        case BeforeEach(each):
            every = f"every {'injection' if each == INJECTION else each}"
            before, after = activity.timing.before, activity.timing.after
            if activity.kind is not Kind.HOLD and not before.is_stated and not after.is_stated:
                return [f"before {every}"]
            return [f"{marked(before, 'days')} before and {marked(after, 'days')} after {every}"]


def _lasting(activity: Activity) -> list[str]:
    if activity.until:
        return [f"until {activity.until}"]
    if activity.kind is not Kind.THERAPY:
        return []
    return [f"lasts {marked(activity.lasts_weeks, 'weeks')}; how often a week: {marked(activity.per_week)}"]


def _schedule(activity: Activity, timing: Schedule) -> list[str]:
    points = ", ".join(str(point) for point in timing.points)
    own = timing.clock == activity.id
    side = "last" if timing.of_last else "first"
    zero = f" (which is {ONE[timing.unit.value]} {timing.first_point})" if timing.first_point else ""
    whose = "session" if own else timing.clock
    margins = f"margins: {marked(timing.early, 'days')} before, {marked(timing.late, 'days')} after"
    lines = [f"{timing.unit.value} {points} from the {side} {whose}{zero}; {margins}"]
    if not own:
        return lines
    first = f"first: {window(timing.step)}, after {anchor(timing.step.after)}"
    return [f"sessions: {counted(timing.count)}", first, *lines]
