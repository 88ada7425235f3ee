"""The forest plot of a comparison, from its figures. Shares of people are drawn as people of 100."""

from collections.abc import Callable
from math import exp

from enthesis.evidence.effects import RATIOS
from enthesis.evidence.groups import RESPONDERS, Comparison
from enthesis.evidence.pool import Answer
from enthesis.evidence.selection import Candidate
from enthesis.evidence.study import Effect
from enthesis.pathway.trials import Table
from enthesis.pictures.forest import Forest, Line, forest_picture

OWN_MARK = "(own)"  # behind the name of a trial that the clinic has added
POOLED, TRIALS, TRIAL, EFFECT, TO = "Pooled", "trials", "Trial", "Effect (95 % interval)", "to"
WITH, WITHOUT, PEOPLE, WEEK, NOT_PRINTED = "better with it", "better without", "people", "week", "people not printed"
MORE_OF_100, TIMES, DEVIATIONS = (
    "more people of 100 who did well",
    "times as many people who did well",
    "standard deviations",
)


def plot_of(
    table: Table,
    found: Comparison,
    answer: Answer,
    name: str = "",
    *,
    slim: bool = False,
    say: Callable[[str], str] = str,
) -> str:
    """The plot of one of the two answers of a comparison (`natural` or `standardised`) as SVG.

    `say` puts the words of `WORDS` and of the table into another language; `slim` is for a telephone.
    """
    by_label = {one.study.label: one for one in found.used}
    is_ratio = answer.measure in RATIOS
    factor = 100.0 if answer.measure == "RD" else 1.0

    def line(label: str, detail: str, estimate: float, low: float, high: float, weight: float = 0) -> Line:
        middle, left, right = (exp(value) if is_ratio else factor * value for value in (estimate, low, high))
        return Line(label, detail, middle, left, right, weight)

    lines = []
    for one, weight in zip(answer.effects, answer.pooled.weights, strict=True):
        own = by_label[one.label]
        low, high = interval(one)
        lines.append(line(trial_name(table, own.trial), detail_of(own, say), one.yi, low, high, weight))
    pooled = answer.pooled
    is_many = pooled.k > 1
    total = line(
        say(POOLED), f"{pooled.k} {say(TRIALS)}, {answer.model}", pooled.estimate, pooled.ci_low, pooled.ci_high
    )
    new = pooled.pi and tuple(exp(end) if is_ratio else factor * end for end in pooled.pi)
    return forest_picture(
        Forest(
            name=name or f"forest-{found.id}",
            title=", ".join(say(one.name) for one in (found.outcome, found.comparator, found.horizon)),
            lines=tuple(lines),
            pooled=total if is_many else None,
            new_trial=(new[0], new[1]) if new and is_many else None,
            unit=say(unit_of(found, answer)),
            better_right=say(WITH),
            better_left=say(WITHOUT),
            is_ratio=is_ratio,
            digits=1 if answer.measure in ("RD", "MD") else 2,
            heads=(say(TRIAL), say(EFFECT)),
            to=say(TO),
        ),
        slim=slim,
    )


def interval(one: Effect, z: float = 1.959963984540054) -> tuple[float, float]:
    """The 95 % interval of one trial's own effect."""
    half = z * one.vi**0.5
    return one.yi - half, one.yi + half


def unit_of(found: Comparison, answer: Answer) -> str:
    """What the figures count, in words."""
    if answer.measure == "RD":
        return MORE_OF_100
    if answer.measure == "SMD":
        return DEVIATIONS
    if answer.measure in RATIOS:
        return TIMES if found.outcome.id == RESPONDERS else "ratio"
    return found.units


def trial_name(table: Table, trial: str) -> str:
    """Author and year, as one cites a trial in a sentence; behind a clinic's own trial, that it is one."""
    source = table.trials[trial]
    author = source["first_author"].partition(" ")[0] or source["citation"].partition(" ")[0].strip(",;")
    name = f"{author} {source['year']}".strip() or trial
    return f"{name} {OWN_MARK}" if trial in table.own else name


def detail_of(one: Candidate, say: Callable[[str], str] = str) -> str:
    """How many people, and when."""
    people = f"{one.people} {say(PEOPLE)}" if one.people else say(NOT_PRINTED)
    return f"{people}, {say(WEEK)} {one.weeks}"
