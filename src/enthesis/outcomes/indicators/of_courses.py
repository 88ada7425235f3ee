"""What is counted course by course: the gate, the stop, the wait for the first injection, the time to a response."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import ibis

from enthesis.outcomes.figure import Figure
from enthesis.outcomes.indicators import intervals
from enthesis.outcomes.indicators.cohort import Cohort
from enthesis.outcomes.indicators.measure import Cell, Measure, Spread, Variant, Which, everything, shares
from enthesis.pathway.indicators import Definition


def _courses(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.courses


def _responses(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.responses


# -- gate and stop -------------------------------------------------------------------------------------------


def _at_gate(table: ibis.Table) -> Any:
    return table.has_gate & (table.injections > 0)


def _decided(table: ibis.Table) -> Any:
    return table.gate.notnull()


def _treated(table: ibis.Table) -> Any:
    return table.treated > 0


def _stopped(table: ibis.Table) -> Any:
    return table.stopped_on.notnull() | table.stop_advised


def _advised(table: ibis.Table) -> Any:
    return table.stop_advised


def _only(yes: Which) -> Callable[[Definition], Sequence[Variant]]:
    return lambda _: (Variant(yes),)


# -- from evaluation to the first injection ------------------------------------------------------------------


def _waits(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    found = cohort.courses
    return found.mutate(days=found.first_injected.delta(found.evaluated, unit="day").cast("int64"))


def _evaluated(table: ibis.Table) -> Any:
    return table.evaluated.notnull() & (table.days.isnull() | (table.days >= 0))


def _injected(table: ibis.Table) -> Any:
    return table.days.notnull()


def _median_wait(cell: Cell) -> Iterable[Figure]:
    values = intervals.expanded(cell.spread, "days")
    if not len(values):
        yield cell.figure(denominator=0)
        return
    middle, interval = intervals.median(values, cell.level)
    yield cell.figure(denominator=len(values), estimate=middle, interval=interval)


# -- time and sessions to a response -------------------------------------------------------------------------


def _known(table: ibis.Table) -> Any:
    return table.known


def _responded(table: ibis.Table) -> Any:
    return table.responded


def _until_response(column: str) -> Any:
    def figures(cell: Cell) -> Iterable[Figure]:
        times = intervals.expanded(cell.spread, column)
        happened = intervals.expanded(cell.spread, "responded").astype(bool)
        if not len(times):
            yield cell.figure(denominator=0)
            return
        least = cell.house.smallest_group
        middle, interval, curve = intervals.waiting(times, happened, cell.level, least)
        yield cell.figure(
            numerator=int(happened.sum()),
            denominator=len(times),
            partly=len(times) - int(happened.sum()),
            estimate=middle,
            interval=interval,
            curve=curve,
        )

    return figures


GATE_CLOSED = Measure(
    id="gate_closed",
    base=_courses,
    started=_at_gate,
    answered=_decided,
    variants=lambda _: (Variant(lambda table: table.gate == "stop"),),
    sums={},
    figures=shares,
    shown=("gate", "gate_on"),
)
STOPS = tuple(
    Measure(
        id=name,
        base=_courses,
        started=_treated,
        answered=everything,
        variants=_only(yes),
        sums={},
        figures=shares,
        shown=("treated", "stopped_on", "stop_advised"),
    )
    for name, yes in (("stopped_at_review", _stopped), ("stopped_by_rule", _advised))
)
WAIT = Measure(
    id="days_to_first_injection",
    base=_waits,
    started=_evaluated,
    answered=_injected,
    sums={},
    spread=Spread(_waits, ("days",), lambda table: _evaluated(table) & _injected(table)),
    figures=_median_wait,
    shown=("evaluated", "first_injected", "days"),
)
UNTIL_RESPONSE = tuple(
    Measure(
        id=name,
        base=_responses,
        started=everything,
        answered=_known,
        variants=_only(_responded),
        sums={},
        spread=Spread(_responses, (column, "responded"), _known),
        figures=_until_response(column),
        shown=(column, "responded"),
    )
    for name, column in (("time_to_response", "weeks"), ("sessions_to_response", "sessions"))
)
