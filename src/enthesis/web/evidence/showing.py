"""A comparison as the page shows it. Pooling is imported only where a page needs it: it takes numpy and SciPy."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

from enthesis.pathway.trials import Condition, Row, Table
from enthesis.pictures.palette import by_name
from enthesis.web.evidence.words import plot_words
from enthesis.web.said import plainly

if TYPE_CHECKING:
    from enthesis.evidence.groups import Comparison
    from enthesis.evidence.telling import TrialLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One figure of a question."""

    text: str
    unit: str
    k: int
    heterogeneity: str
    new_trial: str
    own: int  # trials in it that the clinic has added itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What prolotherapy was compared with, for what, and how long afterwards; and what was found."""

    id: str
    outcome: str
    comparator: str
    horizon: str
    figures: tuple[Shown, ...]
    broad: SafeString
    slim: SafeString
    trials: "tuple[TrialLine, ...]"
    without: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    left_out: tuple[tuple[str, str, str], ...]
    sources: "tuple[Source, ...]"
    has_deviations: bool  # some figure of it is told in standard deviations


@dataclass(frozen=True, slots=True)
class Source:
    """Where the figures of a trial were read."""

    name: str
    citation: str
    places: tuple[tuple[str, str], ...]  # the words, and the address to follow; "" where it is none
    remarks: tuple[str, ...]


def questions(table: Table, condition: Condition) -> "Sequence[Comparison]":
    """Every question of a condition, those with figures first."""
    from enthesis.evidence.groups import comparisons

    return comparisons(table, condition)


def question(table: Table, found: "Comparison") -> Question:
    """One of them, ready for the page."""
    from enthesis.evidence.plots import plot_of
    from enthesis.evidence.telling import figure, leave_one_out_lines, left_out_lines, trial_lines

    answer = found.natural or found.standardised
    say = plot_words()
    shown = []
    for each in (found.natural, found.standardised):
        if each is not None:
            told = figure(found, each)
            shown.append(
                Shown(
                    text=told.text.replace(" to ", f" {say('to')} "),
                    unit=say(told.unit),
                    k=each.pooled.k,
                    heterogeneity=told.heterogeneity,
                    new_trial=told.new_trial,
                    own=sum(one.label in table.own for one in each.effects),
                )
            )
    broad, slim = (
        plot_of(table, found, answer, f"plot-{found.id}-{size}", slim=size == "slim", say=say) if answer else ""
        for size in ("broad", "slim")
    )
    return Question(
        id=found.id,
        outcome=plainly(found.outcome.name),
        comparator=plainly(found.comparator.name),
        horizon=plainly(found.horizon.name),
        figures=tuple(shown),
        broad=mark_safe(by_name(broad)),  # noqa: S308 (made by our own code, every word in it escaped)
        slim=mark_safe(by_name(slim)),  # noqa: S308 (made by our own code, every word in it escaped)
        trials=tuple(trial_lines(table, found)),
        without=tuple(leave_one_out_lines(table, found, answer)) if answer else (),
        remarks=(*(answer.remarks if answer else ()), *([found.why_not] if found.why_not else [])),
        left_out=tuple(left_out_lines(table, found)),
        sources=tuple(
            Source(line.name, line.citation, tuple(_places(line.addresses)), line.remarks)
            for line in trial_lines(table, found)
        ),
        has_deviations=any(each.measure == "SMD" for each in (found.natural, found.standardised) if each),
    )


def _places(addresses: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each address on its own. "https://... (Table 4)" is followed without the remark behind it."""
    for address in addresses:
        for part in address.split(" ; "):
            url = part.strip().partition(" ")[0]
            yield part.strip(), url if url.startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One result of a review: what it says in plain words, and as it was printed."""

    row: Row
    finding: str
    doubt: str  # "" where the printed figures fit one another

    @property
    def when(self) -> str:
        """How long afterwards; "" where the review does not say."""
        told = self.row["timepoint"]
        return "" if told.startswith("not stated") else told


def readings(table: Table, condition: Condition) -> list[Reading]:
    """What reviews have printed about a condition: results with an interval."""
    words = table.words
    found = []
    for row in table.reviews_of(condition):
        if row["effect"] and row["ci_low"]:
            finding = words.get(f"review-{_FAVOURS.get(row['favours'], 'worse')}", "")
            doubt = "" if _fits(row["consistency"]) else words.get("review-doubt", "")
            found.append(Reading(row, plainly(finding), plainly(doubt) if doubt else ""))
    return found


_FAVOURS = {"prolotherapy": "better", "no difference": "same"}
_DOUBTS = ("implies", "unusually", "not centred", "edge", " v ", "slip", "although")


def _fits(consistency: str) -> bool:
    return not any(word in consistency for word in _DOUBTS)


def counted_harms(table: Table, condition: Condition) -> list[tuple[str, str]]:
    """Harms that trials have counted, with people and interval, in the language of the page."""
    from enthesis.evidence.harms import harm_sentences

    return [(plainly(figures), plainly(whose)) for figures, whose in harm_sentences(table, condition)]
