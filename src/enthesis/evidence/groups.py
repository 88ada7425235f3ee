"""The table sorted into questions: this condition, against that, for this outcome, so long afterwards; and pooled.

Arm 1 is prolotherapy. Differences are turned so that more is better for prolotherapy, whichever way a scale runs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enthesis.evidence.pool import Answer, pool
from enthesis.evidence.selection import Candidate, Unused, candidates
from enthesis.evidence.study import Effect, Means, NotPoolable
from enthesis.pathway.trials import Comparator, Condition, Horizon, Outcome, Table

RESPONDERS = "responder"


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One question, and what the trials that can be pooled say to it."""

    condition: Condition
    comparator: Comparator
    outcome: Outcome
    horizon: Horizon
    used: tuple[Candidate, ...]  # in the order of the studies of the answers
    unused: tuple[Unused, ...]
    natural: Answer | None  # MD in units of one scale, or RD for people who did well; None where there is none
    units: str  # of `natural`: "points of 100", "share of people"
    standardised: Answer | None  # SMD, or RR for people who did well
    why_not: str = ""  # why there is no figure, or no natural one

    @property
    def id(self) -> str:
        return f"{self.comparator.id}-{self.outcome.id}-{self.horizon.id}"

    @property
    def people(self) -> int:
        """In the trials that were used; contrasts that print no numbers of people count as 0."""
        return sum(one.people for one in self.used)


def comparisons(table: Table, condition: Condition, *, comparator: str = "", horizon: str = "") -> list[Comparison]:
    """Every question that a row of the table belongs to, those with figures first, then in the order of the table.

    `comparator` and `horizon` are ids that leave the others out.
    """
    used, unused = candidates(table, condition)
    found = [
        _comparison(condition, against, outcome, span, used, unused)
        for against in table.comparators
        if comparator in ("", against.id)
        for outcome in table.outcomes
        for span in table.horizons
        if horizon in ("", span.id)
    ]
    return sorted((one for one in found if one.used or one.unused), key=lambda one: not one.used)


def elsewhere(table: Table, condition: Condition) -> list[Unused]:
    """Rows that belong to no question: no time, no comparator of the list, or no figure at all. Once for each trial."""
    _, unused = candidates(table, condition)
    lost = [one for one in unused if not (one.comparator and one.outcome and one.horizon)]
    return list({(one.trial, one.why): one for one in lost}.values())


def _comparison(
    condition: Condition,
    against: Comparator,
    outcome: Outcome,
    span: Horizon,
    used: Sequence[Candidate],
    unused: Sequence[Unused],
) -> Comparison:
    key = (against.id, outcome.id, span.id)
    here = [one for one in used if one.key == key]
    left = [one for one in unused if (one.comparator, one.outcome, one.horizon) == key]
    chosen = list(_one_of_each(here, span, left))
    natural, units, standardised, why = _pooled(chosen, outcome)
    return Comparison(
        condition=condition,
        comparator=against,
        outcome=outcome,
        horizon=span,
        used=tuple(chosen),
        unused=tuple({(one.trial, one.what, one.why): one for one in left}.values()),
        natural=natural,
        units=units,
        standardised=standardised,
        why_not=why,
    )


def _one_of_each(here: Sequence[Candidate], span: Horizon, left: list[Unused]) -> Iterator[Candidate]:
    """One figure of each trial: the first instrument, at the time nearest to the point that stands for the span."""
    for trial in dict.fromkeys(one.trial for one in here):
        own = [one for one in here if one.trial == trial]
        best = min(own, key=lambda one: (abs(one.weeks - span.at), -one.weeks, own.index(one)))
        for other in own:
            if other is not best:
                same_time = other.weeks == best.weeks
                why = "another figure of the same people" if same_time else "another time of the same people"
                left.append(Unused(trial, other.what, why, *best.key))
        yield best


def _pooled(chosen: Sequence[Candidate], outcome: Outcome) -> tuple[Answer | None, str, Answer | None, str]:
    if not chosen:
        return None, "", None, "No trial has figures that can be pooled."
    try:
        if outcome.id == RESPONDERS:
            counted = [one.study for one in chosen]
            return pool(counted, "RD"), "share of people", pool(counted, "RR"), ""
        scales = {one.scale for one in chosen}
        with_means = [one.study for one in chosen if isinstance(one.study, Means)]
        standardised = pool(with_means, "SMD") if with_means else None
        if len(scales) > 1 or not all(scales):
            many = "The trials use different scales" if len(scales) > 1 else "The range of the scale is not stated"
            return None, "", standardised, f"{many}: only the standardised figure is shown."
        effects = [one.study for one in chosen if isinstance(one.study, Means | Effect)]
        return pool(effects, "MD"), f"points of {scales.pop().partition('-')[2]}", standardised, ""
    except NotPoolable as problem:
        return None, "", None, f"{problem.says} {problem.remedy}"
