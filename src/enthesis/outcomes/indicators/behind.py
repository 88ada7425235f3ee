"""The rows behind one figure, page by page, each with how it was counted, and those that they are counted over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any

import ibis

from enthesis.outcomes.figure import NOT_RECORDED, Figure, Filters
from enthesis.outcomes.indicators.all import MEASURES
from enthesis.outcomes.indicators.cohort import COURSE, Cohort, Tables
from enthesis.outcomes.indicators.measure import Measure, Variant
from enthesis.pathway.indicators import Indicators

COUNTED = "counted"
_PLACE = "place_in_order"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the rows are wanted: those of which courses (None: of all), and which page of so many."""

    may_see: Collection[int] | None
    a_page: int
    page: int = 1
    over_page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the rows of one table, with how many there are and how many of them may be seen."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    number: int
    permitted: int
    page: int


def behind(
    registry: Tables,
    indicator: str,
    figure: Figure,
    filters: Filters,
    indicators: Indicators,
    asked: Asked,
) -> tuple[Found, Found | None]:
    """What is counted; and what that is counted over, where it is another table: harms over sessions."""
    measure = MEASURES[indicator]
    by = tuple(name for name, _ in figure.group)
    cohort = Cohort(registry, filters, indicators, by, with_scores=True)
    own, other = measure.base, measure.spread.base if measure.spread else measure.base
    over = _begun(own(cohort, by), measure, figure)
    over_rows = None
    if measure.spread and other is not own:
        columns = tuple(dict.fromkeys([*COURSE, *by, *measure.shown_of]))
        over_rows = _listed(over, columns, asked, asked.over_page)
        table = other(cohort, by)
        over = _chosen(table.filter(measure.spread.where(table)), measure, figure)
    variants = [each for each in measure.variants(indicators.definitions[indicator]) if set(each.of) <= set(figure.of)]
    found = over.mutate(**{COUNTED: _counted(over, measure, variants)})
    found = _without_half_answers(found)
    columns = tuple(dict.fromkeys([*COURSE, *by, *measure.shown, COUNTED]))
    return _listed(found, columns, asked, asked.page), over_rows


def _begun(table: ibis.Table, measure: Measure, figure: Figure) -> ibis.Table:
    return _chosen(table.filter(measure.started(table).fill_null(False)), measure, figure)


def _chosen(found: ibis.Table, measure: Measure, figure: Figure) -> ibis.Table:
    of = dict(figure.of)
    for name, value in [*figure.group, *of.items()]:
        if name in found.columns:
            found = found.filter(_is(found, name, value))
    if "subscale" in measure.split and "subscale" not in of:
        found = found.filter(found.subscale == "")
    return found


def _without_half_answers(found: ibis.Table) -> ibis.Table:
    """Of two sides of which only one has an answer, no change is shown: it is counted as missing."""
    changes = {"improvement", "gain"} & set(found.columns)
    nothing = ibis.literal(None, type="float64")
    return found.mutate(**{name: ibis.ifelse(found.answered, found[name], nothing) for name in changes})


def _listed(table: ibis.Table, columns: tuple[str, ...], asked: Asked, page: int) -> Found:
    """One page. By every column in order: what two pages could both have, or neither, would be the same row.

    Rows are numbered: what stands behind an offset may be other rows each time where several machines count.
    """
    number = permitted = _number(table)
    if asked.may_see is not None:
        table = table.filter(table.course.isin(list(asked.may_see)) if asked.may_see else ibis.literal(False))
        permitted = _number(table)
    page = max(1, min(page, ceil(permitted / asked.a_page)))
    before = (page - 1) * asked.a_page
    placed = table.select(*columns).mutate(**{_PLACE: ibis.row_number().over(order_by=columns)})
    one = placed.filter(placed[_PLACE].between(before, before + asked.a_page - 1)).order_by(_PLACE)
    listed = one.drop(_PLACE).to_pyarrow().to_pylist()
    return Found(columns, tuple(listed), number, permitted, page)


def _number(table: ibis.Table) -> int:
    return int(table.count().to_pyarrow().as_py())


def _is(table: ibis.Table, name: str, value: str) -> Any:
    if name == "expected":
        return table.expected == (value == "yes")
    if value in (NOT_RECORDED, "not judged"):
        return table[name].isnull()
    return table[name].cast("string") == value


def _counted(table: ibis.Table, measure: Measure, variants: list[Variant]) -> Any:
    """yes, no or missing; of what is not yes or no, counted or missing."""
    if measure.id == "follow_up":
        return ibis.ifelse(measure.answered(table), "yes", "no")
    if len(variants) != 1:
        return ibis.ifelse(measure.answered(table), "counted", "missing")
    yes = variants[0].yes(table).fill_null(False)
    return ibis.ifelse(measure.answered(table), ibis.ifelse(yes, "yes", "no"), "missing")
