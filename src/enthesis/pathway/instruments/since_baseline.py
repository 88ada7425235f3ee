"""What each score of a course came to since its baseline: the last one before the first injection.

One line for each instrument, scale and side. Every line says how often it was taken and how often it could be scored,
and each end how many items were answered; thresholds and the figure for a reliable change carry their sources.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from enthesis.pathway import events as e
from enthesis.pathway.course import standing
from enthesis.pathway.instruments.answering import read_kept
from enthesis.pathway.instruments.comparing import Change, Reached, change, reached_by_label
from enthesis.pathway.instruments.definition import Instrument, Method, Scale
from enthesis.pathway.instruments.forms import Answered, Given, Items
from enthesis.pathway.instruments.results import NoScore, Score, exact_of, kept
from enthesis.pathway.instruments.scoring import score
from enthesis.pathway.instruments.text import told_version

_FROM_ITEMS = (Method.MEAN, Method.SUM, Method.PERCENT_OF_MOST, Method.INVERTED_PERCENT, Method.TABLE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitting:
    """One time that a scale was answered."""

    on: date | None
    score: Score | None  # None: it could not be scored, or holds words only
    words: str = ""  # a label or a profile
    answered: int | None = None  # of its items; None: the score came without them
    of: int | None = None
    text: str = ""  # which loaded text it was given under: "definition 1, text 2026-a (en)"

    @property
    def counts(self) -> bool:
        return self.score is not None or bool(self.words)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One scale of one instrument on one side, over the whole course."""

    instrument: Instrument
    scale: Scale
    side: str
    sittings: tuple[Sitting, ...]
    baseline: Sitting | None  # the last with a score before the first injection
    now: Sitting | None  # the last with a score since
    change: Change | None
    no_change: str  # why there is none, in a sentence; "" where there is one
    reached: tuple[Reached, ...] = ()  # the steps of an answer in words

    @property
    def scored(self) -> int:
        """How many of its sittings gave a score or a label."""
        return sum(sitting.counts for sitting in self.sittings)

    @property
    def latest(self) -> Sitting | None:
        """The last sitting with a score, whenever it was."""
        return next((sitting for sitting in reversed(self.sittings) if sitting.counts), None)


@dataclass(slots=True)
class _Found:
    before: list[Sitting] = field(default_factory=list)
    since: list[Sitting] = field(default_factory=list)


def since_baseline(log: Sequence[e.Event], known: Mapping[str, Instrument]) -> tuple[Line, ...]:
    """Every line of a course, as its scales were first answered. A score of an unknown instrument is left out."""
    found: dict[tuple[str, str, str], _Found] = {}
    injected = False
    for event in standing(log):
        injected = injected or isinstance(event, e.InjectionsGiven)
        if not isinstance(event, e.ScoresTaken) or event.instrument not in known:
            continue
        instrument = known[event.instrument]
        scale = instrument.scales.get(event.subscale or instrument.default_scale)
        if scale is None:
            continue
        both = found.setdefault((instrument.id, scale.id, event.side), _Found())
        (both.since if injected else both.before).append(_sitting(instrument, scale, event))
    return tuple(
        _line(known[name], known[name].scales[scale], side, both, injected)
        for (name, scale, side), both in found.items()
    )


def _line(instrument: Instrument, scale: Scale, side: str, both: _Found, injected: bool) -> Line:
    baseline = next((sitting for sitting in reversed(both.before) if sitting.counts), None)
    now = next((sitting for sitting in reversed(both.since) if sitting.counts), None)
    made, why = _change(instrument, scale, baseline, now, injected)
    label = now.score if now is not None and scale.labels else None
    return Line(
        instrument=instrument,
        scale=scale,
        side=side,
        sittings=(*both.before, *both.since),
        baseline=baseline,
        now=now,
        change=made,
        no_change=why,
        reached=reached_by_label(instrument, label) if label is not None else made.reached if made else (),
    )


def _change(
    instrument: Instrument, scale: Scale, baseline: Sitting | None, now: Sitting | None, injected: bool
) -> tuple[Change | None, str]:
    if scale.labels:
        return None, ""  # the label itself says the change
    if not injected:
        return None, "There is no injection yet, so there is nothing to compare."
    if baseline is None:
        return None, "There is no score from before the first injection."
    if now is None:
        return None, "There is no score since the first injection."
    if baseline.score is None or now.score is None:
        return None, "A profile is not subtracted."
    made = change(instrument, baseline.score, now.score)
    return (None, made.finding.says) if isinstance(made, NoScore) else (made, "")


def _sitting(instrument: Instrument, scale: Scale, event: e.ScoresTaken) -> Sitting:
    answers = read_kept(event.answers or {})
    return Sitting(
        on=event.happened_on,
        score=_score(instrument, scale, event),
        words=event.words if event.value is None and scale.method in (Method.LABEL, Method.PROFILE) else "",
        answered=sum(mark is not None for mark in answers.values()) if answers else None,
        of=len(answers) if answers else None,
        text=told_version(event.version),
    )


def _score(instrument: Instrument, scale: Scale, event: e.ScoresTaken) -> Score | None:
    """The score that an event keeps, exact where its answers or its six decimals tell the fraction."""
    if scale.method is Method.LABEL:
        found = score(instrument, Answered(label=event.words))
        return found if isinstance(found, Score) else None
    if event.value is None:
        return None
    answers = read_kept(event.answers or {})
    if answers and scale.method in _FROM_ITEMS:
        marks = tuple(() if mark is None else (mark,) for mark in answers.values())
        again = score(instrument, Items(marks=marks, subscale=scale.id))
        if isinstance(again, Score) and again.exact is not None and kept(again.exact) == event.value:
            return again
    given = score(instrument, Given(score=event.value, subscale=scale.id, value_set="as recorded"))
    return replace(given, exact=exact_of(event.value)) if isinstance(given, Score) else None
