"""What the figures of a case amount to: changes only between numbers, and never a number out of words."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from enthesis.cases.events_of import PAIN
from enthesis.pathway.course import Course, Taken
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.measures import better


def figure_findings(course: Course, what: str) -> list[Finding]:
    """The response as it stands, after an event that can change it."""
    if what not in ("score", "diary", "follow_up", "injection"):
        return []
    if what == "injection":
        return list(_ask_again(course))
    return [*_changes(course), *_no_pain(course)]


def _ask_again(course: Course) -> Iterator[Finding]:
    """Before every further session there should be a number."""
    if len(course.injections) < 2:
        return
    since = [s for s in course.scores if s.place > course.injection_places[-2] and s.value is not None]
    if not since and not any(d.pain is not None for d in course.diary):
        yield _says(
            "no-figure-between", "No score was taken between the last two sessions.", "Ask for a score before each."
        )


def _changes(course: Course) -> Iterator[Finding]:
    names = dict.fromkeys((score.instrument, score.side) for score in course.scores)
    for instrument, side in names:
        scores = [s for s in course.scores if (s.instrument, s.side) == (instrument, side)]
        where = f" ({side})" if side else ""
        label = instrument.replace("_", " ").replace("-", " ") + where
        numbers = [s for s in scores if s.value is not None]
        if len(numbers) >= 2 and _same_unit(numbers[0], numbers[-1]):
            yield _says("change", _change(label, numbers[0], numbers[-1]), because=_grounds(numbers[0], numbers[-1]))
        if scores[-1].value is None:
            if numbers or len(names) > 1:
                yield _says(
                    "words-only",
                    f"{label}: the latest report is in words, so no change score and no percentage may be shown.",
                    "Ask for the number.",
                )
            else:
                yield _says(
                    "words-only",
                    f"{label}: reported in words or as a range; kept as told, no number made.",
                    "Ask for a score.",
                )


def _same_unit(first: Taken, last: Taken) -> bool:
    return first.unit == last.unit


def _change(label: str, first: Taken, last: Taken) -> str:
    assert first.value is not None  # both are numbers: the caller chose them so
    assert last.value is not None
    difference = last.value - first.value
    unit = f" {last.unit}" if last.unit else ""
    amount = f"{abs(difference)}{unit} {'less' if difference < 0 else 'more'}" if difference else "unchanged"
    percent = ""
    if first.value:
        share = (abs(difference) / abs(first.value) * 100).quantize(Decimal(1), ROUND_HALF_UP)
        percent = f", {share} %" if difference else ""
    way = better(last.instrument)
    verdict = ""
    if way and difference:
        verdict = "; better" if (difference < 0) == (way == "lower") else "; worse"
    return f"{label}: from {first.value} to {last.value}{unit} ({amount}{percent}){verdict}."


def _grounds(first: Taken, last: Taken) -> tuple[str, ...]:
    return tuple(
        f"{which}: {score.value}" + (f" {score.unit}" if score.unit else "")
        for which, score in (("first", first), ("latest", last))
    )


def _no_pain(course: Course) -> Iterator[Finding]:
    if course.scores and not any(s.instrument in PAIN for s in course.scores) and not course.diary:
        yield _says("no-pain-score", "There is no pain score in this case, and none may be shown.", "Ask for one.")


def _says(code: str, says: str, remedy: str = "", because: tuple[str, ...] = ()) -> Finding:
    return Finding(code=code, level=NOTE, says=says, remedy=remedy, because=because, sources=("HOUSE",))
