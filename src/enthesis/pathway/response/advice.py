"""The recommendation at a review, with its reasons. A clinician decides."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from enthesis.pathway.course import Course
from enthesis.pathway.progress import sessions_done
from enthesis.pathway.protocol.model import UNSTATED, Activity, Kind, Protocol
from enthesis.pathway.response.figures import DIARY, Figures, figures, reviewed_injection, sides
from enthesis.pathway.response.judging import Verdict, judge


@dataclass(frozen=True, slots=True)
class Advice:
    """What the software would say at a review, and why."""

    activity: str
    verdict: Verdict
    option: str  # the option of the protocol that it points to; "" where it points to none
    figures: tuple[Figures, ...]
    reasons: tuple[str, ...]


def advise(protocol: Protocol, course: Course, activity: Activity, on: date) -> Advice:
    """The recommendation at a review held on day `on`. The activity must carry a decision."""
    decision = activity.decision
    if decision is None or decision.threshold is None:
        return Advice(activity.id, Verdict.CLINICIAN_DECIDES, "", (), ("This decision rests on no figure.",))
    injected = reviewed_injection(protocol, course, activity)
    if injected is None:
        reason = "There is no injection to review yet."
        return Advice(activity.id, Verdict.NOT_ENOUGH_DATA, _option(activity, Verdict.NOT_ENOUGH_DATA), (), (reason,))
    threshold = decision.threshold
    if threshold.before_session is not None and sessions_done(protocol, course) + 1 != threshold.before_session:
        threshold = replace(threshold, least=UNSTATED)  # its figure speaks about another session
    asked_for = any(a.kind is Kind.DIARY and a.until in ("", activity.id) for a in protocol.activities)
    shown: tuple[Figures, ...] = ()
    for measure in _measures(protocol, threshold.measure, threshold.least.is_stated):
        found = tuple(figures(course, measure, injected, on, side, asked_for) for side in sides(course, measure))
        shown = shown or found
        if all(each.exact is not None for each in found):
            shown = found
            break
    verdict, reasons = judge(shown, threshold, decision.least_answered.whole())
    option = _option(activity, verdict)
    if verdict is Verdict.NOT_RESPONDED and not option:
        reasons.append(f"The protocol recommends no option for this: the clinician decides. {activity.says}".rstrip())
    return Advice(activity.id, verdict, option, shown, tuple(reasons))


def _measures(protocol: Protocol, named: str, has_threshold: bool) -> Iterator[str]:
    """What is looked at, in order: the measure that the decision names and, where no threshold is stated for it,
    the protocol's own scores, so that a course measured by another instrument is not without figures."""
    yield named
    if named == DIARY and not has_threshold:
        asked = (a.measures for a in protocol.activities if a.kind in (Kind.OUTCOME, Kind.QUESTIONNAIRE))
        yield from dict.fromkeys(measure for measures in asked for measure in measures)


def _option(activity: Activity, verdict: Verdict) -> str:
    options = activity.decision.options if activity.decision else ()
    return next((option.id for option in options if option.advised_when == verdict.value), "")
