"""The forest plot of a comparison, from its figures. Shares of people are drawn as people of 100."""

from math import exp

from enthesis.evidence.effects import RATIOS
from enthesis.evidence.groups import RESPONDERS, Comparison
from enthesis.evidence.pool import Answer
from enthesis.evidence.selection import Candidate
from enthesis.evidence.study import Effect
from enthesis.pathway.trials import Table
from enthesis.pictures.forest import Forest, Line, forest_picture

POOLED = "Pooled"


def plot_of(table: Table, found: Comparison, answer: Answer, name: str = "") -> str:
    """The plot of one of the two answers of a comparison (`natural` or `standardised`) as SVG."""
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
        lines.append(line(trial_name(table, own.trial), detail_of(own), one.yi, low, high, weight))
    pooled = answer.pooled
    is_many = pooled.k > 1
    total = line(POOLED, f"{pooled.k} trials, {answer.model}", pooled.estimate, pooled.ci_low, pooled.ci_high)
    new = pooled.pi and tuple(exp(end) if is_ratio else factor * end for end in pooled.pi)
    return forest_picture(
        Forest(
            name=name or f"forest-{found.id}",
            title=f"Prolotherapy against {found.comparator.name}: {found.outcome.name}, {found.horizon.name}",
            lines=tuple(lines),
            pooled=total if is_many else None,
            new_trial=(new[0], new[1]) if new and is_many else None,
            unit=unit_of(found, answer),
            better_right="better with prolotherapy",
            better_left="better without",
            is_ratio=is_ratio,
            digits=1 if answer.measure in ("RD", "MD") else 2,
        )
    )


def interval(one: Effect, z: float = 1.959963984540054) -> tuple[float, float]:
    """The 95 % interval of one trial's own effect."""
    half = z * one.vi**0.5
    return one.yi - half, one.yi + half


def unit_of(found: Comparison, answer: Answer) -> str:
    """What the figures count, in words."""
    if answer.measure == "RD":
        return "more people of 100 who did well"
    if answer.measure == "SMD":
        return "standard deviations"
    if answer.measure in RATIOS:
        return "times as many people who did well" if found.outcome.id == RESPONDERS else "ratio"
    return found.units


def trial_name(table: Table, trial: str) -> str:
    """Author and year, as one cites a trial in a sentence."""
    source = table.trials[trial]
    author = source["first_author"].partition(" ")[0] or source["citation"].partition(" ")[0].strip(",;")
    return f"{author} {source['year']}".strip() or trial


def detail_of(one: Candidate) -> str:
    """How many people, and when."""
    people = f"{one.people} people" if one.people else "people not printed"
    return f"{people}, week {one.weeks}"
