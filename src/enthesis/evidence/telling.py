"""A comparison as the lines that a page, a paper and a terminal show alike."""

from dataclasses import dataclass
from math import exp

from enthesis.evidence.effects import RATIOS
from enthesis.evidence.groups import Comparison
from enthesis.evidence.plots import detail_of, interval, trial_name, unit_of
from enthesis.evidence.pool import Answer
from enthesis.evidence.study import Counts, Means
from enthesis.pathway.trials import Table


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One trial of a comparison: what went in and what it says by itself."""

    name: str
    what: str
    prolotherapy: str  # 30 of 39, or mean 15.5 (SD 18.8), 28 people
    other: str
    effect: str
    weight: str
    remarks: tuple[str, ...]
    citation: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its unit and its interval, in text."""

    text: str  # 10.6 (-7.7 to 28.9)
    unit: str
    heterogeneity: str = ""
    new_trial: str = ""


def trial_lines(table: Table, found: Comparison) -> list[TrialLine]:
    """The trials of a comparison, in the order of the plot."""
    answer = found.natural or found.standardised
    if answer is None:
        return []
    effects = {one.label: one for one in answer.effects}
    weights = dict(zip(effects, answer.pooled.weights, strict=True))
    lines = []
    for one in found.used:
        first, second = _arms(one.study)
        own = effects.get(one.study.label)
        told = _range(answer, own.yi, *interval(own)) if own else "not in this figure"
        weight = f"{weights[own.label]:.0f} %" if own else ""
        lines.append(
            TrialLine(
                name=trial_name(table, one.trial),
                what=f"{one.what}; {detail_of(one)}",
                prolotherapy=first,
                other=second,
                effect=told,
                weight=weight,
                remarks=one.remarks,
                citation=one.citation,
                addresses=one.addresses,
            )
        )
    return lines


def figure(found: Comparison, answer: Answer) -> Figure:
    """The pooled figure in words, with how much the trials differ where there are several."""
    pooled = answer.pooled
    between = ""
    new = ""
    if pooled.k > 1:
        i2 = f"I² from tau² {pooled.i2_from_tau2:.0f} %, " if pooled.i2_from_tau2 is not None else ""
        ends = f" ({pooled.tau2_ci[0]:.3g} to {pooled.tau2_ci[1]:.3g})" if pooled.tau2_ci else ""
        q = f"Q {pooled.q:.2f}, p {pooled.p_q:.2f}"
        between = f"{i2}I² from Q {pooled.i2_from_q:.0f} %, tau² {pooled.tau2:.3g}{ends}, {q}"
    if pooled.k > 1 and pooled.pi:
        low, high = (_one(answer, end) for end in pooled.pi)
        new = f"{low} to {high} ({pooled.pi_quantile})"
    return Figure(_range(answer, pooled.estimate, pooled.ci_low, pooled.ci_high), unit_of(found, answer), between, new)


def left_out_lines(table: Table, found: Comparison) -> list[tuple[str, str, str]]:
    """Trial, what of it, and why it is not in the figure. A trial that is left out often for one reason, once."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in found.unused:
        grouped.setdefault((trial_name(table, one.trial), one.why), []).append(one.what)
    return [(name, "; ".join(dict.fromkeys(what)), why) for (name, why), what in grouped.items()]


def leave_one_out_lines(table: Table, found: Comparison, answer: Answer) -> list[tuple[str, str]]:
    """Without which trial, and what the figure is then."""
    return [
        (
            trial_name(table, one.label),
            _range(answer, one.pooled.estimate, one.pooled.ci_low, one.pooled.ci_high) if one.pooled else one.why_not,
        )
        for one in answer.leave_one_out
    ]


def _range(answer: Answer, estimate: float, low: float, high: float) -> str:
    return f"{_one(answer, estimate)} ({_one(answer, low)} to {_one(answer, high)})"


def _one(answer: Answer, value: float) -> str:
    if answer.measure in RATIOS:
        return f"{exp(value):.2f}" if value < 50 else "beyond counting"
    told = (
        f"{100 * value:.1f}" if answer.measure == "RD" else f"{value:.1f}" if answer.measure == "MD" else f"{value:.2f}"
    )
    return told.removeprefix("-") if float(told) == 0 else told


def _arms(study: object) -> tuple[str, str]:
    if isinstance(study, Counts):
        return f"{study.r1:g} of {study.n1:g}", f"{study.r2:g} of {study.n2:g}"
    if isinstance(study, Means):
        return (
            f"mean {study.mean1:g} (SD {study.sd1:g}), {study.n1:g} people",
            f"mean {study.mean2:g} (SD {study.sd2:g}), {study.n2:g} people",
        )
    return "only the difference was printed", "the same"
