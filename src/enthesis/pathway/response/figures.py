"""The change since baseline: what the diary and the scores of one patient come to. Exact inside, rounded when shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from enthesis.pathway.course import Course, Taken
from enthesis.pathway.diary import days_before, mean_of_days, pains
from enthesis.pathway.instruments.results import exact_of
from enthesis.pathway.measures import better
from enthesis.pathway.protocol.model import INJECTION, Activity, AfterEach, Kind, Once, Protocol
from enthesis.pathway.window import in_words

DIARY = "diary"
PAIN = "nrs_pain"  # what a diary asks: pain from 0 to 10, lower is better
# not a limit: how a diary becomes a figure
MEAN_OF_DAYS = 7  # a diary's figure is the mean of the answered days among the last 7 (outcomes, scoring cases)


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
    days: int | None = None  # answered diary days that `now` is the mean of; None: it is a score
    only_words: bool = False  # reported in words: no number may be shown
    exact: Fraction | None = None  # `change` without rounding
    exact_percent: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Injected:
    on: date | None
    place: int
    first_place: int  # of the first injection of the course: baselines lie before it


def reviewed_injection(protocol: Protocol, course: Course, activity: Activity) -> Injected | None:
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
    return Injected(day, place, course.injection_places[0])


def sides(course: Course, measure: str) -> Sequence[str]:
    """Each side by itself where the patient answered by side, else the course as one."""
    told: Iterable[str]
    if measure == DIARY:
        told = [entry.side for entry in course.diary] + [s.side for s in course.scores if s.instrument == PAIN]
    else:
        told = [score.side for score in course.scores if score.instrument == measure]
    sides = sorted({side for side in told if side in ("left", "right")})
    return sides or [""]


def figures(course: Course, measure: str, injected: Injected, on: date, side: str, asked_for: bool) -> Figures:
    instrument = PAIN if measure == DIARY else measure
    scores = _of_one_scale([s for s in course.scores if s.instrument == instrument and s.side in ("", side)])
    before = [s for s in scores if s.place < injected.first_place and s.value is not None]
    since = [s for s in scores if s.place > injected.place and (s.on is None or s.on <= on)]
    baseline, baseline_from = _last(before)
    now, now_from = _last([s for s in since if s.value is not None])
    answered = asked = days = None
    if measure == DIARY:
        written = pains(course.diary, ("", side))
        first = course.injections[0].happened_on
        if first is not None:
            early = days_before(written, first, MEAN_OF_DAYS)
            mean = mean_of_days(written, early)
            if mean is not None:
                baseline, baseline_from = mean, f"mean of {_days(len(early), 'diary')} before the first injection"
        if injected.on is not None:
            kept = [day for day in written if injected.on < day <= on]
            answered = len(kept)
            if asked_for:
                asked = max((on - injected.on).days - (0 if on in kept else 1), answered)
            end = on if on in kept else on - timedelta(days=1)  # a day that is not over is no gap
            latest = [day for day in kept if end - day < _week()]
            mean = mean_of_days(written, latest)
            if mean is not None:
                days = len(latest)
                now, now_from = mean, f"mean of {_days(len(latest), 'answered')} among the last {MEAN_OF_DAYS}"
    exact = percent = None
    way = better(instrument)
    if baseline is not None and now is not None and way:
        exact = baseline - now if way == "lower" else now - baseline
        percent = None if baseline == 0 else exact / abs(baseline) * 100
    return Figures(
        measure=measure,
        side=side,
        baseline=_shown(baseline),
        baseline_from=baseline_from,
        now=_shown(now),
        now_from=now_from,
        change=_shown(exact),
        percent=None if percent is None else _bare(_rounded(percent, "0.1")),
        answered=answered,
        asked=asked,
        days=days,
        only_words=now is None and any(s.in_words for s in since),
        exact=exact,
        exact_percent=percent,
    )


def _of_one_scale(scores: Sequence[Taken]) -> Sequence[Taken]:
    """Never two scales mixed: the instrument's usual one where it has a figure, else the one that was taken last."""
    if any(score.subscale == "" and score.value is not None for score in scores):
        return [score for score in scores if score.subscale == ""]
    return [score for score in scores if score.subscale == scores[-1].subscale]


def _week() -> timedelta:
    return timedelta(days=MEAN_OF_DAYS)


def _days(number: int, what: str) -> str:
    return f"{number} {what} day" if number == 1 else f"{number} {what} days"


def _last(scores: Sequence[Taken]) -> tuple[Fraction | None, str]:
    if not scores:
        return None, ""
    last = scores[-1]
    value = None if last.value is None else exact_of(last.value)
    return value, f"score of {in_words(last.on)}" if last.on else "score on an unknown day"


def _shown(value: Fraction | None) -> Decimal | None:
    """To two decimals, none that are not needed."""
    if value is None:
        return None
    return _bare(_rounded(value, "0.01"))


def _bare(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _rounded(value: Fraction, step: str) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal(step), ROUND_HALF_UP)
