"""What each score of a course came to since the baseline, ready for a page of the clinic."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from enthesis.clinic.access import CLINICIAN, FRONT_DESK
from enthesis.clinic.instrument_texts import in_use
from enthesis.clinic.opening import Seen
from enthesis.pathway.instruments import Change, Reached, load, words
from enthesis.pathway.instruments.results import plain
from enthesis.pathway.instruments.since_baseline import Line, Sitting, since_baseline
from enthesis.pathway.window import in_words

_MAY_ANSWER = frozenset((CLINICIAN, FRONT_DESK))


@dataclass(frozen=True, slots=True)
class End:
    """The baseline, or where a score stands now."""

    score: str
    when: str
    answered: str  # "16 of 17 answered"; "" where the score came without its items
    text: str  # which loaded text it was given under


@dataclass(frozen=True, slots=True)
class Step:
    """One threshold, and whether the change reached it."""

    what: str
    value: str
    reached: bool
    sources: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One scale of one instrument on one side."""

    title: str
    taken: str  # "4 times taken, 3 scored": nothing that could not be scored is left out
    baseline: End | None
    now: End | None
    change: str  # "16 better"
    percent: str
    is_worse: bool
    no_change: str  # why there is none
    steps: tuple[Step, ...]
    reliable: bool | None
    reliable_because: str
    reliable_sources: str
    remarks: tuple[str, ...]


def score_lines(seen: Seen) -> list[ScoreLine]:
    """Every score of a course."""
    return [_line(line) for line in since_baseline(seen.log, load())]


@dataclass(frozen=True, slots=True)
class Way:
    """An instrument that can be answered with the patient at any time."""

    says: str
    url: str


def ways_to_answer(seen: Seen, today: date) -> list[Way]:
    """Every instrument that there are words for, for those who may answer with a patient."""
    if not seen.roles & _MAY_ANSWER:
        return []
    return [Way(load()[name].name, reverse("scale", args=[seen.number, name])) for name in in_use(seen.clinic, today)]


def _line(line: Line) -> ScoreLine:
    instrument, scale, change = line.instrument, line.scale, line.change
    several = len(instrument.scales) > 1 and scale.id != instrument.default_scale
    title = f"{instrument.name}: {instrument.called(scale.id)}" if several else instrument.name
    number = len(line.sittings)
    reliable = instrument.reliable_change or instrument.trusted_baseline
    return ScoreLine(
        title=f"{title}, {line.side} side" if line.side else title,
        taken=f"Taken {'once' if number == 1 else f'{number} times'}, {line.scored} of {number} with a score",
        baseline=_end(line.baseline),
        now=_end(line.now or (line.latest if line.latest is not line.baseline else None)),
        change=_change(change) if change else "",
        percent=f"{plain(change.percent_shown)} % of the baseline" if change and change.percent is not None else "",
        is_worse=change is not None and change.exact < 0,
        no_change=line.no_change,
        steps=tuple(_steps(line.reached)),
        reliable=change.change_reliable if change else None,
        reliable_because=change.reliable_because if change else "",
        reliable_sources=_sources(reliable.sources) if reliable else "",
        remarks=change.remarks if change else (),
    )


def _change(change: Change) -> str:
    if change.exact == 0:
        return "none"
    return f"{plain(abs(change.shown))} {'better' if change.exact > 0 else 'worse'}"


def _end(sitting: Sitting | None) -> End | None:
    if sitting is None:
        return None
    score = sitting.score
    answered = f"{sitting.answered} of {sitting.of} answered" if sitting.of else ""
    shown = plain(score.shown) if score is not None and score.exact is not None else sitting.words
    return End(shown, in_words(sitting.on) if sitting.on else "day not known", answered, sitting.text)


def _steps(reached: Sequence[Reached]) -> Iterator[Step]:
    for entry in reached:
        threshold = entry.threshold
        yield Step(
            threshold.what, words.amount(threshold), entry.reached, _sources(threshold.sources), threshold.unverified
        )


def _sources(sources: Sequence[str]) -> str:
    return ", ".join(sources)
