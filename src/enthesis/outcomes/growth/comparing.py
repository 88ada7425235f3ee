"""With and without further sessions: when a clinic's courses can tell, and the plain words for when they cannot."""

from collections.abc import Iterator

import numpy as np

from enthesis.outcomes.growth.model import Decided, Growth
from enthesis.outcomes.growth.predicting import Predicted
from enthesis.outcomes.growth.shapes import Further, Range
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.outlook import FurtherRule

_95 = 1.959963984540054
_HOUSE = ("HOUSE",)


def further(
    model: Growth,
    rule: FurtherRule,
    predicted: Predicted,
    now: float,
    session: int,
    week: int,
    limit: float | None,
    least: int,
) -> Further:
    """The two chances side by side, or why they cannot be told. `predicted`: without any further session."""
    one = next((each for each in model.decided if (each.session, each.week) == (session, week)), None)
    against = tuple(_against(one, rule, now, session, week, least))
    n_went_on, n_stopped = (one.answered_went_on, one.answered_stopped) if one else (0, 0)
    if one is None or against:
        return Further(False, None, None, None, n_went_on, n_stopped, against)
    off = one.off_went_on - one.off_stopped
    chances = [
        None if limit is None else float(_moved(predicted, by).at_most(limit)[0])
        for by in (one.off_went_on, one.off_stopped)
    ]
    return Further(
        True,
        chances[0],
        chances[1],
        Range(95.0, off - _95 * one.se, off + _95 * one.se),
        n_went_on,
        n_stopped,
        (_what_it_is(one),),
    )


def _moved(predicted: Predicted, by: float) -> Predicted:
    return Predicted(predicted.mean + by, predicted.sd, predicted.scale, predicted.calibration)


def _what_it_is(one: Decided) -> Finding:
    low, high = (one.off_went_on - one.off_stopped + side * _95 * one.se for side in (-1, 1))
    told = "" if low > 0 or high < 0 else " The interval holds 0: chance alone may have made the difference."
    return Finding(
        code="compared",
        level=NOTE,
        says=(
            f"{one.answered_went_on} courses that went on after session {one.session} and {one.answered_stopped} that "
            f"stopped there are compared, each against what was expected of it. They were not drawn by lot.{told}"
        ),
        sources=_HOUSE,
    )


def _against(
    one: Decided | None, rule: FurtherRule, now: float, session: int, week: int, least: int
) -> Iterator[Finding]:
    if one is None:
        yield _cannot(
            "nobody-to-compare",
            f"No courses that stopped after session {session} can be compared with any that went on.",
        )
        return
    for code, n, needed, what in (
        ("too-few-stopped", one.answered_stopped, rule.least_stopped, "stopped"),
        ("too-few-went-on", one.answered_went_on, rule.least_went_on, "went on"),
    ):
        if n < needed:
            said = f"{n}" if n >= least else f"fewer than {least}"
            yield _cannot(
                code,
                f"Too few courses that {what} after session {session} have an outcome at {week} weeks: {said}, and "
                f"{needed} are needed.",
            )
    if one.n_stopped >= least:
        if one.by_response > float(rule.most_by_response) * one.n_stopped:
            yield _cannot(
                "stopped-because-of-response",
                f"Of those who stopped after session {session}, {_share(one.by_response, one.n_stopped)} stopped "
                "because of how the pain went. They differ from those who went on by that very thing.",
            )
        if one.why_unknown > float(rule.most_unknown) * one.n_stopped:
            yield _cannot(
                "why-unknown",
                f"Of {_share(one.why_unknown, one.n_stopped)} of those who stopped after session {session} nobody "
                "wrote down why. It may have been how the pain went.",
            )
        for n, answered, what in (
            (one.n_stopped, one.answered_stopped, "stopped"),
            (one.n_went_on, one.answered_went_on, "went on"),
        ):
            if answered < float(rule.least_answered) * n:
                yield _cannot(
                    "too-few-answered",
                    f"Only {_share(answered, n)} of those who {what} told their pain at {week} weeks.",
                )
    for apart, what in ((one.apart, "expected pain"), (one.apart_before, "pain before treatment")):
        if not apart <= float(rule.most_apart):
            by = f" by {apart:.1f} standard deviations" if np.isfinite(apart) else ""
            yield _cannot(
                "not-alike", f"Those who stopped after session {session} and those who went on differ in {what}{by}."
            )
    if not one.seen[0] <= now <= one.seen[1]:
        yield _cannot(
            "outside-what-was-seen",
            f"An expected pain of {now:.1f} lies outside what both groups had "
            f"({one.seen[0]:.1f} to {one.seen[1]:.1f}) after session {session}.",
        )


def _share(part: int, of: int) -> str:
    return f"{100 * part / of:.0f} of 100"


def _cannot(code: str, says: str) -> Finding:
    return Finding(
        code=code,
        level=NOTE,
        says=says,
        remedy="We cannot tell from this clinic's courses what further sessions would do.",
        sources=_HOUSE,
    )
