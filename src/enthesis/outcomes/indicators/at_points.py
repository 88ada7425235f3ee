"""What is counted at the time points: who answered, who responded, by how much, and what a response cost."""

from collections.abc import Iterable, Sequence
from typing import Any

import ibis

from enthesis.outcomes.figure import Figure, Interval
from enthesis.outcomes.indicators import intervals
from enthesis.outcomes.indicators.cohort import PAIN, TINY, Cohort, threshold
from enthesis.outcomes.indicators.measure import Cell, Measure, Variant, Which, everything, share, shares
from enthesis.pathway.indicators import Definition, ThresholdUsed, shipped
from enthesis.pathway.instruments import Kind, load

SPLIT = ("measure", "subscale", "weeks")
SHOWN = (*SPLIT, "baseline", "value", "improvement", "gain")


def _points(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.points


def _pain(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.points.filter(lambda t: (t.measure == PAIN) & (t.subscale == ""))


def _paying(cohort: Cohort, by: tuple[str, ...]) -> ibis.Table:
    """Whoever has neither paid nor got an estimate has no currency, and no price to count."""
    found = _pain(cohort, by)
    return found.filter(found.currency.notnull()).mutate(paid=found.paid.fill_null(0.0))


def _answered(table: ibis.Table) -> Any:
    return table.answered


def _known(table: ibis.Table) -> Any:
    return table.known


# -- follow-up -----------------------------------------------------------------------------------------------


def _follow_up(cell: Cell) -> Iterable[Figure]:
    yield share(cell, int(cell.sums["answered"] or 0), of_all=False)


# -- responders ----------------------------------------------------------------------------------------------


def _responders(definition: Definition) -> Sequence[Variant]:
    several = len(definition.thresholds) > 1
    return [_responder(used, named=several) for used in definition.thresholds]


def _responder(used: ThresholdUsed, *, named: bool) -> Variant:
    one = threshold(used)
    least = float(one.value or 0)
    column = "gain" if one.kind is Kind.PERCENT else "improvement"
    return Variant(
        lambda table: table[column] + TINY >= least,
        (("threshold", one.id),) if named else (),
        used.instrument,
        one.scales or (("",) if used.instrument == PAIN else ()),
    )


# -- mean change ---------------------------------------------------------------------------------------------


def _change(cell: Cell) -> Iterable[Figure]:
    """The mean of those who answered. The bounds hold everybody: the missing at the best and worst of the scale."""
    sums, level = cell.sums, cell.level
    started, answered = int(sums["started"]), int(sums["answered"] or 0)
    parts: dict[str, Any] = {"denominator": answered, "numerator": sums["total"]}
    if answered:
        parts["estimate"] = sums["total"] / answered
        parts["interval"] = intervals.mean(answered, sums["total"], sums["squares"], level)
    if sums["ranged"] == started and started:
        parts["bounds"] = Interval(sums["worst"] / started, sums["best"] / started)
        low = intervals.mean(started, sums["worst"], sums["worst_squares"], level)
        high = intervals.mean(started, sums["best"], sums["best_squares"], level)
        if low and high:
            parts["bounds_interval"] = Interval(low.low, high.high)
    yield cell.figure(**parts)


def _sum(column: str, *, squared: bool = False, known: bool = False) -> Any:
    def total(table: ibis.Table) -> Any:
        value = table[column] * table[column] if squared else table[column]
        return value.sum(where=table.known) if known else value.sum()

    return total


def _ends(column: str, *, squared: bool = False) -> Any:
    """The best or worst that can be: what is known where it is known."""

    def total(table: ibis.Table) -> Any:
        value = ibis.ifelse(table.known, table.improvement, table[column])
        return (value * value if squared else value).sum()

    return total


# -- reliable change -----------------------------------------------------------------------------------------


def _reliable(_: Definition) -> Sequence[Variant]:
    found = []
    for name, instrument in load().items():
        if instrument.reliable_change:
            points = float(instrument.reliable_change.points)
            better = (("change", "better"),)
            found.append(Variant(_at_least(points), better, name))
            found.append(Variant(_at_most(-points), (("change", "worse"),), name))
    return found


def _at_least(points: float) -> Which:
    return lambda table: table.improvement + TINY >= points


def _at_most(points: float) -> Which:
    return lambda table: table.improvement - TINY <= points


def _significant(definition: Definition) -> Sequence[Variant]:
    """Beyond measurement error, and across the cut-off."""
    found = []
    for each in definition.cut_offs:
        if reliable := load()[each.instrument].reliable_change:
            yes = _across(_at_least(float(reliable.points)))
            found.append(Variant(yes, (), each.instrument, (each.scale,)))
    return found


def _across(reliably: Which) -> Which:
    return lambda table: reliably(table) & table.crossed


# -- cost ----------------------------------------------------------------------------------------------------


def _is_response(table: ibis.Table) -> Any:
    """By the threshold that the definition names."""
    least = threshold(shipped().definitions["cost_per_responder"].thresholds[0])
    return table.known & (table.gain + TINY >= float(least.value or 0))


def _response_sum(of: str) -> Any:
    def total(table: ibis.Table) -> Any:
        yes = _is_response(table).cast("float64").fill_null(0.0)
        return {"yes": yes, "both": yes * table.paid}[of].sum()

    return total


def _cost(cell: Cell) -> Iterable[Figure]:
    """What all courses paid over those that responded. Missing ones count as paid and not responded."""
    sums = cell.sums
    paid, yes, started = float(sums["paid"] or 0), int(sums["yes"] or 0), int(sums["started"])
    missing = started - int(sums["answered"] or 0)
    parts: dict[str, Any] = {"numerator": paid, "denominator": yes}
    if yes:
        parts["estimate"] = paid / yes
        parts["interval"] = intervals.ratio(started, (paid, yes, sums["paid_squares"], yes, sums["both"]), cell.level)
    if yes + missing:
        parts["bounds"] = Interval(paid / (yes + missing), paid / yes if yes else None)
    yield cell.figure(**parts)


FOLLOW_UP = Measure(
    id="follow_up",
    base=_points,
    started=everything,
    answered=_answered,
    people=everything,
    split=SPLIT,
    sums={},
    figures=_follow_up,
    shown=(*SPLIT, "baseline", "value"),
)
RESPONDERS = tuple(
    Measure(
        id=name,
        base=_points,
        started=everything,
        answered=_known,
        split=SPLIT,
        variants=variants,
        sums={},
        figures=shares,
        shown=SHOWN,
    )
    for name, variants in (
        ("responder_30", _responders),
        ("responder_50", _responders),
        ("responder_instrument", _responders),
        ("reliable_change", _reliable),
        ("clinically_significant_change", _significant),
    )
)
MEAN_CHANGE = Measure(
    id="mean_change",
    base=_points,
    started=everything,
    answered=_known,
    split=SPLIT,
    sums={
        "total": _sum("improvement", known=True),
        "squares": _sum("improvement", squared=True, known=True),
        "ranged": lambda table: (table.known | table.best.notnull()).cast("int64").sum(),
        "best": _ends("best"),
        "worst": _ends("worst"),
        "best_squares": _ends("best", squared=True),
        "worst_squares": _ends("worst", squared=True),
    },
    figures=_change,
    shown=SHOWN,
)
COST = Measure(
    id="cost_per_responder",
    base=_paying,
    started=everything,
    answered=_known,
    split=("currency", "weeks"),
    sums={
        "paid": _sum("paid"),
        "paid_squares": _sum("paid", squared=True),
        "yes": _response_sum("yes"),
        "both": _response_sum("both"),
    },
    figures=_cost,
    shown=("weeks", "currency", "paid", "baseline", "value", "gain"),
)
