"""Diary and scores -> did it help? Figures, and a recommendation with its reasons. A clinician decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from enthesis.pathway.course import Course, Taken
from enthesis.pathway.measures import better
from enthesis.pathway.progress import sessions_done
from enthesis.pathway.protocol.model import INJECTION, UNSTATED, Activity, AfterEach, Kind, Once, Protocol, Threshold
from enthesis.pathway.window import in_words

DIARY = "diary"
PAIN = "nrs_pain"  # what a diary asks: pain from 0 to 10, lower is better
MEAN_OF_DAYS = 7  # a diary's figure is the mean of the answered days among the last 7 (outcomes, scoring cases)


class Verdict(StrEnum):
    """What the figures say. The clinician's decision is another thing."""

    RESPONDED = "responded"
    NOT_RESPONDED = "not_responded"
    NOT_ENOUGH_DATA = "not_enough_data"
    CLINICIAN_DECIDES = "clinician_decides"


@dataclass(frozen=True, slots=True)
class Figures:
    """The change since baseline in one measure, rounded for the eye. `change` is positive when the patient is better.

    A threshold is held against `exact` and `exact_percent`: half of a mean of 7.33 is half, not 49.9 %.
    """

    measure: str
    side: str
    baseline: Decimal | None
    baseline_from: str
    now: Decimal | None
    now_from: str
    change: Decimal | None
    percent: Decimal | None  # of baseline; None where the baseline is 0
    answered: int | None  # diary days answered since the injection ...
    asked: int | None  # ... of those that have passed
    only_words: bool = False  # reported in words: no number may be shown
    exact: Fraction | None = None  # `change` without rounding
    exact_percent: Fraction | None = None


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
    injected = _reviewed_injection(protocol, course, activity)
    if injected is None:
        reason = "There is no injection to review yet."
        return Advice(activity.id, Verdict.NOT_ENOUGH_DATA, _option(activity, Verdict.NOT_ENOUGH_DATA), (), (reason,))
    threshold = decision.threshold
    if threshold.before_session is not None and sessions_done(protocol, course) + 1 != threshold.before_session:
        threshold = replace(threshold, least=UNSTATED)  # its figure speaks about another session
    figures = tuple(_figures(course, threshold, injected, on, side) for side in _sides(course, threshold))
    verdict, reasons = _judge(figures, threshold, decision.least_answered.whole())
    return Advice(activity.id, verdict, _option(activity, verdict), figures, tuple(reasons))


def _option(activity: Activity, verdict: Verdict) -> str:
    options = activity.decision.options if activity.decision else ()
    return next((option.id for option in options if option.advised_when == verdict.value), "")


@dataclass(frozen=True, slots=True)
class _Injected:
    on: date | None
    place: int
    first_place: int  # of the first injection of the course: baselines lie before it


def _reviewed_injection(protocol: Protocol, course: Course, activity: Activity) -> _Injected | None:
    """The injection that a review looks back on: its anchor, or else the latest before it."""
    timing = activity.timing
    named = timing.step.after if isinstance(timing, Once) else timing.each if isinstance(timing, AfterEach) else ""
    anchor = protocol.activity(named)
    names = {named} if anchor is not None and anchor.kind is Kind.INJECTION else set()
    if not names or named == INJECTION:
        names = {a.id for a in protocol.activities if a.kind is Kind.INJECTION}
    found = [
        (place, injection.happened_on)
        for place, injection in zip(course.injection_places, course.injections, strict=True)
        if injection.activity in names
    ]
    if not found:
        return None
    place, day = found[-1]
    return _Injected(day, place, course.injection_places[0])


def _sides(course: Course, threshold: Threshold) -> Sequence[str]:
    """Each side by itself where the patient answered by side, else the course as one."""
    told: Iterable[str]
    if threshold.measure == DIARY:
        told = [entry.side for entry in course.diary] + [s.side for s in course.scores if s.instrument == PAIN]
    else:
        told = [score.side for score in course.scores if score.instrument == threshold.measure]
    sides = sorted({side for side in told if side in ("left", "right")})
    return sides or [""]


def _figures(course: Course, threshold: Threshold, injected: _Injected, on: date, side: str) -> Figures:
    instrument = PAIN if threshold.measure == DIARY else threshold.measure
    scores = [s for s in course.scores if s.instrument == instrument and s.side in ("", side)]
    before = [s for s in scores if s.place < injected.first_place and s.value is not None]
    since = [s for s in scores if s.place > injected.place and (s.on is None or s.on <= on)]
    baseline, baseline_from = _last(before)
    now, now_from = _last([s for s in since if s.value is not None])
    answered = asked = None
    if threshold.measure == DIARY:
        entries = [d for d in course.diary if d.pain is not None and d.on is not None and d.side in ("", side)]
        first = course.injections[0].happened_on
        if first is not None:
            early = [(d.on, d.pain) for d in entries if d.on and d.on < first and first - d.on <= _week()]
            mean = _mean([pain for _, pain in early if pain is not None])
            if mean is not None:
                baseline, baseline_from = mean, f"mean of {_days(len(early), 'diary')} before the first injection"
        if injected.on is not None:
            kept = {d.on: d.pain for d in entries if d.on and injected.on < d.on <= on and d.pain is not None}
            answered = len(kept)
            asked = max((on - injected.on).days - (0 if on in kept else 1), answered)
            end = on if on in kept else on - timedelta(days=1)  # a day that is not over is no gap
            latest = [pain for day, pain in kept.items() if end - day < _week()]
            mean = _mean(latest)
            if mean is not None:
                now, now_from = mean, f"mean of {_days(len(latest), 'answered')} among the last {MEAN_OF_DAYS}"
    exact = percent = None
    if baseline is not None and now is not None:
        exact = baseline - now if better(instrument) == "lower" else now - baseline
        percent = None if baseline == 0 else exact / abs(baseline) * 100
    return Figures(
        measure=threshold.measure,
        side=side,
        baseline=_shown(baseline),
        baseline_from=baseline_from,
        now=_shown(now),
        now_from=now_from,
        change=_shown(exact),
        percent=None if percent is None else _rounded(percent, "0.1"),
        answered=answered,
        asked=asked,
        only_words=now is None and any(s.in_words for s in since),
        exact=exact,
        exact_percent=percent,
    )


def _week() -> timedelta:
    return timedelta(days=MEAN_OF_DAYS)


def _days(number: int, what: str) -> str:
    return f"{number} {what} day" if number == 1 else f"{number} {what} days"


def _last(scores: Sequence[Taken]) -> tuple[Fraction | None, str]:
    if not scores:
        return None, ""
    last = scores[-1]
    value = None if last.value is None else Fraction(last.value)
    return value, f"score of {in_words(last.on)}" if last.on else "score on an unknown day"


def _mean(values: Sequence[Decimal]) -> Fraction | None:
    return sum(map(Fraction, values), Fraction(0)) / len(values) if values else None


def _shown(value: Fraction | None) -> Decimal | None:
    """To two decimals, none that are not needed."""
    if value is None:
        return None
    shown = _rounded(value, "0.01")
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown.normalize()


def _rounded(value: Fraction, step: str) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(step), ROUND_HALF_UP)


def _judge(figures: Sequence[Figures], threshold: Threshold, least_answered: int | None) -> tuple[Verdict, list[str]]:
    verdicts: list[Verdict] = []
    reasons: list[str] = []
    for each in figures:
        verdict, said = _judge_one(each, threshold, least_answered)
        verdicts.append(verdict)
        where = f"{each.side}: " if each.side else ""
        reasons.extend(where + line for line in said)
    if len(set(verdicts)) == 1:
        return verdicts[0], reasons
    if Verdict.NOT_ENOUGH_DATA in verdicts:
        return Verdict.NOT_ENOUGH_DATA, reasons
    return Verdict.CLINICIAN_DECIDES, [*reasons, "The two sides differ."]


def _judge_one(each: Figures, threshold: Threshold, least_answered: int | None) -> tuple[Verdict, list[str]]:
    said: list[str] = []
    if each.asked is not None:
        said.append(f"{each.answered} of {each.asked} diary days answered.")
    if each.only_words:
        said.append("The change is reported in words only; no number may be computed. Ask for a score.")
        return Verdict.NOT_ENOUGH_DATA, said
    if each.baseline is None or each.now is None:
        missing = "before the first injection" if each.baseline is None else "since the injection"
        said.append(f"There is no figure {missing}, so no change can be computed. Ask for a score.")
        return Verdict.NOT_ENOUGH_DATA, said
    if least_answered is not None and each.asked and (each.answered or 0) * 100 < least_answered * each.asked:
        said.append(f"Fewer than {least_answered} % of the days asked are answered.")
        return Verdict.NOT_ENOUGH_DATA, said
    change = each.change or Decimal(0)
    points = f"{abs(change)} {'point' if abs(change) == 1 else 'points'} {'better' if change > 0 else 'worse'}"
    share = f", {abs(each.percent)} %" if each.percent is not None else ""
    said.append(f"{each.baseline} at baseline ({each.baseline_from}), {each.now} now ({each.now_from}).")
    said.append(f"{points}{share}." if change else "Unchanged.")
    least = threshold.least
    if least.value is None or isinstance(least.value, str | bool):
        said.append("The protocol states no threshold: the clinician decides.")
        return Verdict.CLINICIAN_DECIDES, said
    reached = each.exact_percent if threshold.change == "percent" else each.exact
    unit = "%" if threshold.change == "percent" else "points"
    word = "more than" if threshold.more_than else "at least"
    source = f"decided by {least.decided_by}" if least.is_decision else least.source
    if reached is None:
        said.append("The baseline is 0, so a percentage has no meaning.")
        return Verdict.NOT_ENOUGH_DATA, said
    enough = reached > least.value if threshold.more_than else reached >= least.value
    said.append(f"{'Reaches' if enough else 'Does not reach'} {word} {least.value} {unit} ({source}).")
    return (Verdict.RESPONDED if enough else Verdict.NOT_RESPONDED), said
