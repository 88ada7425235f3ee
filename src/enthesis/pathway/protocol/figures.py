"""Every figure of a protocol, with its place in the file, its unit and what it means in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from enthesis.pathway.protocol.model import (
    END,
    PREVIOUS,
    START,
    Activity,
    AfterEach,
    BeforeEach,
    Count,
    Kind,
    Once,
    Protocol,
    Schedule,
    Series,
    Step,
    Threshold,
    Value,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `path` is its place inside the activity's block in the file, such as `then.weeks.opens`."""

    activity: str  # empty: of the protocol as a whole
    path: str
    value: Value
    unit: str  # days, weeks, months, sessions, minutes, percent, points; empty: words
    words: str  # what it means, for a screen

    @property
    def is_open(self) -> bool:
        """Not stated by the source, and no clinic has decided it."""
        return not self.value.is_stated


def protocol_figures(protocol: Protocol) -> Iterator[Figure]:
    """All figures: those of the whole first, then activity by activity."""
    yield Figure("", "minimum_gap_days", protocol.minimum_gap_days, "days", "least distance between two injections")
    if any(activity.kind is Kind.INJECTION and activity.purpose != "treatment" for activity in protocol.activities):
        words = "whether the diagnostic injection is one of the sessions"
        yield Figure("", "counts_diagnostic", protocol.counts_diagnostic, "", words)
    for activity in protocol.activities:
        yield from figures(activity, protocol)
    for key, value in protocol.facts.items():
        yield Figure("", f"facts.{key}", value, "", key.replace("_", " "))


def figures(activity: Activity, protocol: Protocol) -> Iterator[Figure]:
    """The figures of one activity, in the order of its block."""

    def figure(path: str, value: Value, unit: str, words: str) -> Figure:
        return Figure(activity.id, path, value, unit, words)

    if activity.kind is Kind.VISIT or activity.mode.is_stated:
        yield figure("mode", activity.mode, "", "in person, telehealth or either")
    yield from _minutes(activity)
    timing = activity.timing
    match timing:
        case Once(step):
            yield from _step(activity, "", step, _named(step.after, protocol))
        case Series(count, step, then):
            yield from _count(activity, count)
            yield from _step(activity, "first.", step, _named(step.after, protocol))
            yield from _step(activity, "then.", then, _named(PREVIOUS, protocol))
        case Schedule():
            if timing.clock == activity.id:
                yield from _count(activity, timing.count)
                yield from _step(activity, "first.", timing.step, _named(timing.step.after, protocol))
            yield figure("margin_days.early", timing.early, "days", "how long before its day it may come")
            yield figure("margin_days.late", timing.late, "days", "how long after its day it may come")
        case AfterEach(each, step):
            yield from _step(activity, "", step, f"every {_named(each, protocol)}")
        case BeforeEach():
            every = f"every {_named(timing.each, protocol)}"
            if activity.kind is Kind.HOLD or timing.before.is_stated or timing.after.is_stated:
                yield figure("days.before", timing.before, "days", f"how long before {every}")
                yield figure("days.after", timing.after, "days", f"how long after {every}")
    if activity.kind is Kind.THERAPY:
        yield figure("lasts_weeks", activity.lasts_weeks, "weeks", "how long it lasts")
        yield figure("per_week", activity.per_week, "times", "how often a week")
    yield from _decision(activity)


def _minutes(activity: Activity) -> Iterator[Figure]:
    usual, least, most = activity.minutes, activity.minutes_min, activity.minutes_max
    ranged = least.is_stated or most.is_stated
    if ranged:
        yield Figure(activity.id, "minutes.min", least, "minutes", "how long it takes at least")
    if ranged or usual.is_stated or activity.kind in (Kind.VISIT, Kind.INJECTION):
        path = "minutes.typical" if ranged else "minutes"
        yield Figure(activity.id, path, usual, "minutes", "how long it takes, for booking")
    if ranged:
        yield Figure(activity.id, "minutes.max", most, "minutes", "how long it takes at most")


def _step(activity: Activity, prefix: str, step: Step, anchor: str) -> Iterator[Figure]:
    words = {"opens": "earliest", "ideal": "ideal", "closes": "latest"}
    for end, value in step.values():
        path = f"{prefix}{step.unit.value}.{end}"
        yield Figure(activity.id, path, value, step.unit.value, f"{words[end]}, after {anchor}")


def _count(activity: Activity, count: Count) -> Iterator[Figure]:
    for end, value, words in (
        ("min", count.min, "fewest sessions"),
        ("typical", count.typical, "usual number of sessions"),
        ("max", count.max, "most sessions"),
    ):
        yield Figure(activity.id, f"sessions.{end}", value, "sessions", words)


def _decision(activity: Activity) -> Iterator[Figure]:
    decision = activity.decision
    if decision is not None and decision.threshold is not None:
        yield _threshold(activity, "decide.threshold", decision.threshold)
        if decision.threshold.measure == "diary":
            words = "share of the days asked below which there is not enough data"
            yield Figure(activity.id, "decide.least_answered", decision.least_answered, "percent", words)
    if activity.responder is not None:
        yield _threshold(activity, "responder", activity.responder)


def _threshold(activity: Activity, path: str, threshold: Threshold) -> Figure:
    than = "change above which" if threshold.more_than else "smallest change at which"
    at = f" (before session {threshold.before_session})" if threshold.before_session else ""
    words = f"{than} the response counts, by {threshold.measure}{at}"
    return Figure(activity.id, f"{path}.least", threshold.least, threshold.change, words)


def _named(anchor: str, protocol: Protocol) -> str:
    words = {START: "the start of the course", END: "the end of the series", PREVIOUS: "the session before"}
    return words.get(anchor, anchor)


def open_points(protocol: Protocol) -> list[Figure]:
    """Everything that the source leaves open and no clinic has decided, in the order of `protocol_figures`."""
    return [figure for figure in protocol_figures(protocol) if figure.is_open]
