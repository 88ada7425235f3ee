"""From tables to figures: every indicator that counts in the same rows is counted in one pass over them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import ibis

from enthesis.outcomes.figure import NOT_RECORDED, Figure, Named
from enthesis.outcomes.indicators.all import MEASURES
from enthesis.outcomes.indicators.cohort import Cohort
from enthesis.outcomes.indicators.measure import Cell, Measure, Spread, Variant, yes_name
from enthesis.pathway.indicators import Indicators


def count(cohort: Cohort, ids: Sequence[str], by: tuple[str, ...], indicators: Indicators) -> Iterator[Figure]:
    """The figures of some indicators: of everybody where `by` is empty, else of each group that there is."""
    families: dict[tuple[Any, tuple[str, ...]], list[Measure]] = defaultdict(list)
    for name in ids:
        measure = MEASURES[name]
        families[measure.base, measure.split].append(measure)
    for (base, split), measures in families.items():
        yield from _family(cohort, base(cohort, by), split, measures, by, indicators)


def _family(
    cohort: Cohort,
    table: ibis.Table,
    split: tuple[str, ...],
    measures: Sequence[Measure],
    by: tuple[str, ...],
    indicators: Indicators,
) -> Iterator[Figure]:
    sums = _Sums(table)
    there = cohort.measures if "measure" in split else frozenset()
    variants = {each.id: _used(each.variants(indicators.definitions[each.id]), there) for each in measures}
    wanted = [sums.of(measure, variants[measure.id]) for measure in measures]
    keys = [*by, *split]
    found = table.group_by(keys).agg(**sums.expressions) if keys else table.agg(**sums.expressions)
    rows = found.order_by(keys).to_pyarrow().to_pylist() if keys else found.to_pyarrow().to_pylist()
    for measure, names in zip(measures, wanted, strict=True):
        spread = _spread(cohort, measure.spread, by) if measure.spread else {}
        definition = indicators.definitions[measure.id]
        for row in rows:
            group = _named(row, by)
            values = {name: row[alias] for name, alias in names.items()}
            of = tuple((name, value) for name, value in _named(row, split) if value)
            cell = Cell(definition, indicators.house, group, of, values, variants[measure.id], spread.get(group, ()))
            if values["started"] or not by:
                yield from measure.figures(cell)


def _people(table: ibis.Table, behind: Any) -> Any:
    """How many different people. In a table with one row a course, those with one course only are told by `alone`."""
    if "alone" not in table.columns:
        return table.person.nunique(where=behind)
    alone = (behind & table.alone).cast("int64").sum().fill_null(0)
    return alone + table.person.nunique(where=behind & ~table.alone)


def _used(variants: Sequence[Variant], there: frozenset[str]) -> list[Variant]:
    """Those of measures that there are; an instrument that nobody answers costs nothing."""
    return [each for each in variants if not each.measure or each.measure in there]


class _Sums:
    """The sums of a family of measures, each worked out once however many of them use it."""

    def __init__(self, table: ibis.Table) -> None:
        self._table = table
        self._known: dict[Any, str] = {}
        self.expressions: dict[str, Any] = {}

    def of(self, measure: Measure, variants: Sequence[Variant]) -> Mapping[str, str]:
        """The sums of one measure by name, each with what it is called in the answer."""
        table, started, answered = self._table, measure.started, measure.answered
        begun = started(table)
        known = begun & answered(table)
        behind = known if measure.people is None else begun & measure.people(table)
        names = {
            "started": self._add((started,), lambda: begun.cast("int64").sum()),
            "answered": self._add((started, answered), lambda: known.cast("int64").sum()),
            "people": self._add((started, answered, measure.people, "people"), lambda: _people(table, behind)),
        }
        for variant in variants:
            yes = known & variant.yes(table)
            if variant.measure:
                yes &= table.measure == variant.measure
            names[yes_name(variant)] = self._add(variant, lambda yes=yes: yes.fill_null(False).cast("int64").sum())
        for name, made in measure.sums.items():
            names[name] = self._add((made, name), lambda made=made: made(table))
        return names

    def _add(self, key: Any, expression: Any) -> str:
        if key not in self._known:
            self._known[key] = f"sum_{len(self._known)}"
            self.expressions[self._known[key]] = expression()
        return self._known[key]


def _spread(cohort: Cohort, spread: Spread, by: tuple[str, ...]) -> Mapping[Named, list[Mapping[str, Any]]]:
    table = spread.base(cohort, by)
    keys = [*by, *spread.columns]
    rows = table.filter(spread.where(table)).group_by(keys).agg(number=lambda t: t.count()).order_by(keys)
    found: dict[Named, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.to_pyarrow().to_pylist():
        found[_named(row, by)].append(row)
    return found


def _named(row: Mapping[str, Any], names: tuple[str, ...]) -> Named:
    return tuple((name, NOT_RECORDED if row[name] is None else str(row[name])) for name in names)
