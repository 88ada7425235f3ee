"""The rows behind one figure, each with how it was counted."""

from collections.abc import Collection, Mapping
from typing import Any

import ibis

from enthesis.outcomes.figure import Figure, Filters
from enthesis.outcomes.indicators.all import MEASURES
from enthesis.outcomes.indicators.cohort import COURSE, Cohort, Tables
from enthesis.outcomes.indicators.counting import NOT_RECORDED
from enthesis.outcomes.indicators.measure import Measure, Variant
from enthesis.pathway.indicators import Indicators

COUNTED = "counted"
Found = tuple[tuple[str, ...], tuple[Mapping[str, Any], ...], int]


def behind(
    registry: Tables,
    indicator: str,
    figure: Figure,
    filters: Filters,
    indicators: Indicators,
    may_see: Collection[int] | None,
    most: int,
) -> Found:
    """Columns, rows, and how many more are counted that are not among them."""
    measure = MEASURES[indicator]
    by = tuple(name for name, _ in figure.group)
    cohort = Cohort(registry, filters, indicators, by)
    base = measure.spread.base if measure.spread else measure.base
    table = base(cohort, by)
    begun = measure.started if base is measure.base else measure.spread.where if measure.spread else measure.started
    found = table.filter(begun(table).fill_null(False))
    of = dict(figure.of)
    for name, value in [*figure.group, *of.items()]:
        if name in found.columns:
            found = found.filter(_is(found, name, value))
    if "subscale" in measure.split and "subscale" not in of:
        found = found.filter(found.subscale == "")
    variants = [each for each in measure.variants(indicators.definitions[indicator]) if set(each.of) <= set(figure.of)]
    found = found.mutate(**{COUNTED: _counted(found, measure, variants)})
    columns = tuple(dict.fromkeys([*COURSE, *by, *measure.shown, COUNTED]))
    number = int(found.count().to_pyarrow().as_py())
    if may_see is not None:
        found = found.filter(found.course.isin(list(may_see)) if may_see else ibis.literal(False))
    listed = found.select(*columns).order_by(list(columns[:-1])).limit(most).to_pyarrow().to_pylist()
    return columns, tuple(listed), number - len(listed)


def _is(table: ibis.Table, name: str, value: str) -> Any:
    if name == "expected":
        return table.expected == (value == "yes")
    if value in (NOT_RECORDED, "not judged"):
        return table[name].isnull()
    return table[name].cast("string") == value


def _counted(table: ibis.Table, measure: Measure, variants: list[Variant]) -> Any:
    """yes, no or missing; of what is not yes or no, counted or missing."""
    if measure.spread:
        return ibis.literal("counted")
    if measure.id == "follow_up":
        return ibis.ifelse(measure.answered(table), "yes", "no")
    if len(variants) != 1:
        return ibis.ifelse(measure.answered(table), "counted", "missing")
    yes = variants[0].yes(table).fill_null(False)
    return ibis.ifelse(measure.answered(table), ibis.ifelse(yes, "yes", "no"), "missing")
