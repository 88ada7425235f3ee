"""What the figures of a case amount to: changes only between numbers, and never a number out of words."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from enthesis.cases import words
from enthesis.cases.case import Case
from enthesis.cases.scales import IN_WORDS, PAIN, VAS, WOMAC
from enthesis.cases.scores import pain_told
from enthesis.pathway import events as e
from enthesis.pathway.course import Course, Taken
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.measures import better


def figure_findings(course: Course, what: str, made: Sequence[Event], case: Case) -> list[Finding]:
    """The response as it stands, after an event that can change it and was recorded as `made`."""
    scored = any(isinstance(event, e.ScoresTaken) for event in made)
    if what not in ("score", "diary", "follow_up", "injection") and not scored:
        return []
    if what == "injection":
        return list(_ask_again(course))
    return [*_changes(course, made), *_in_words(made), *_no_pain(course, case)]


def _ask_again(course: Course) -> Iterator[Finding]:
    """Before every further session there should be a number."""
    if len(course.injections) < 2:
        return
    since = [s for s in course.scores if s.place > course.injection_places[-2] and s.value is not None]
    if not since and not any(d.pain is not None or d.now is not None for d in course.diary):
        yield _says(
            "no-figure-between", "No score was taken between the last two sessions.", "Ask for a score before each."
        )


def _changes(course: Course, made: Sequence[Event]) -> Iterator[Finding]:
    """The change of what was just scored; where nothing was, of everything so far."""
    numbers = [score for score in course.scores if score.value is not None]
    scored = [event for event in made if isinstance(event, e.ScoresTaken) and event.value is not None]
    now = {(event.instrument, event.subscale, event.side) for event in scored}
    numbers = [score for score in numbers if not now or (score.instrument, score.subscale, score.side) in now]
    for of in dict.fromkeys((score.instrument, score.subscale, score.side) for score in numbers):
        scores = [s for s in numbers if (s.instrument, s.subscale, s.side) == of]
        first, last = scores[0], scores[-1]
        if first is last:
            continue
        label = _label(*of)
        if _same_unit(first, last):
            yield _says("change", _change(label, first, last), because=_grounds(first, last))
        else:
            ends = " and ".join(f"{s.value} {s.unit}" if s.unit else f"{s.value} without a unit" for s in (first, last))
            yield _says("units-differ", f"{label}: {ends} cannot be compared.", "Ask for the unit of both.")


def _in_words(made: Sequence[Event]) -> Iterator[Finding]:
    """What was just told without a number stays as it was told."""
    for event in made:
        if isinstance(event, e.ScoresTaken) and event.value is None:
            told = f', told as "{event.words}"' if event.words else ", told without a number"
            # Words are on no scale, whatever the case's other figures of pain are on.
            instrument = IN_WORDS if event.instrument in PAIN else event.instrument
            yield _says(
                "words-only",
                f"{_label(instrument, event.subscale, event.side)}{told}: kept so; no change score and no"
                " percentage may be shown.",
                "Ask for the number.",
            )


def _label(instrument: str, subscale: str, side: str) -> str:
    name = "pain" if instrument == IN_WORDS else words.label_of(instrument).replace("-", " ")
    name = f"{name}, {subscale}" if subscale and instrument in PAIN else f"{name} {subscale}".strip()
    return f"{name} ({side})" if side else name


def _same_unit(first: Taken, last: Taken) -> bool:
    """Whether two scores may be compared; a defined instrument has one unit, told or not."""
    told = {score.unit for score in (first, last) if score.unit or not better(score.instrument, score.subscale)}
    return len(told) < 2


def _change(label: str, first: Taken, last: Taken) -> str:
    assert first.value is not None  # both are numbers: the caller chose them so
    assert last.value is not None
    difference = last.value - first.value
    unit = f" {found}" if (found := last.unit or first.unit) else ""
    amount = f"{abs(difference)}{unit} {'less' if difference < 0 else 'more'}" if difference else "unchanged"
    percent = ""
    if first.value:
        share = (abs(difference) / abs(first.value) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        percent = f", {share} %" if difference else ""
    way = better(last.instrument, "" if last.instrument in PAIN else last.subscale)
    verdict = ""
    if not way and last.instrument.partition("-")[0] in (VAS, WOMAC):
        verdict = "; which way is better is not told"
    if way and difference:
        verdict = "; better" if (difference < 0) == (way == "lower") else "; worse"
    return f"{label}: from {first.value} to {last.value}{unit} ({amount}{percent}){verdict}."


def _grounds(first: Taken, last: Taken) -> tuple[str, ...]:
    return tuple(
        f"{which}: {score.value}" + (f" {score.unit}" if score.unit else "")
        for which, score in (("first", first), ("latest", last))
    )


def _no_pain(course: Course, case: Case) -> Iterator[Finding]:
    """Of the whole case, not of the part of it that was told so far."""
    if pain_told(case):
        return
    if course.scores and not any(s.instrument in PAIN for s in course.scores) and not course.diary:
        yield _says("no-pain-score", "There is no pain score in this case, and none may be shown.", "Ask for one.")


def _says(code: str, says: str, remedy: str = "", because: tuple[str, ...] = ()) -> Finding:
    return Finding(code=code, level=NOTE, says=says, remedy=remedy, because=because, sources=("HOUSE",))
