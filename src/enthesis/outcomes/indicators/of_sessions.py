"""What is counted session by session, visit by visit and day by day: windows, no-shows, harms, diaries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import ibis

from enthesis.outcomes.figure import Figure, Interval, Named
from enthesis.outcomes.indicators import intervals
from enthesis.outcomes.indicators.cohort import Cohort
from enthesis.outcomes.indicators.measure import Cell, Measure, Spread, Variant, everything, shares

THOUSAND = 1000.0
SEVERITIES = ("mild", "moderate", "severe", "serious")
RELATED = ("unrelated", "possible", "probable", "certain")
NOT_JUDGED = "not judged"


def _sessions(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.sessions


def _visits(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.visits


def _harms(cohort: Cohort, _: tuple[str, ...]) -> ibis.Table:
    return cohort.harms


def _diary(cohort: Cohort, by: tuple[str, ...]) -> ibis.Table:
    return cohort.diary("session" in by)


# -- kept intervals, no-shows --------------------------------------------------------------------------------


def _has_window(table: ibis.Table) -> Any:
    return table.opens.notnull() | table.closes.notnull()


def _has_day(table: ibis.Table) -> Any:
    return table.inside.notnull()


def _was_expected(table: ibis.Table) -> Any:
    return table.outcome != "cancelled"


def _is_told(table: ibis.Table) -> Any:
    return table.outcome.isin(["attended", "missed"])


# -- harms ---------------------------------------------------------------------------------------------------


def _harm_rates(cell: Cell) -> Iterable[Figure]:
    """All harms, by severity, by relatedness, and by both; none is left out of the first."""
    parts: list[tuple[Named, Mapping[str, str]]] = [((), {})]
    parts += [((("expected", word),), {"expected": word}) for word in ("no", "yes")]
    parts += [((("severity", word),), {"severity": word}) for word in SEVERITIES]
    parts += [((("relatedness", word),), {"relatedness": word}) for word in (*RELATED, NOT_JUDGED)]
    parts += [
        ((("severity", worse), ("relatedness", word)), {"severity": worse, "relatedness": word})
        for worse in SEVERITIES
        for word in (*RELATED, NOT_JUDGED)
    ]
    sessions = int(cell.sums["started"] or 0)
    if not sessions:
        yield cell.figure()
        return
    for of, wanted in parts:
        events = sum(int(row["number"]) for row in cell.spread if _is(row, wanted))
        if events or len(of) < 2:  # of severity and relatedness together, only what there was
            per = sessions / THOUSAND
            interval = intervals.poisson(events, per, cell.level)
            yield cell.figure(of=of, numerator=events, denominator=sessions, estimate=events / per, interval=interval)


def _is(row: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    said = {
        "severity": row["severity"],
        "relatedness": row["relatedness"] or NOT_JUDGED,
        "expected": "yes" if row["expected"] else "no",
    }
    return all(said[name] == word for name, word in wanted.items())


# -- diaries -------------------------------------------------------------------------------------------------


def _was_asked(table: ibis.Table) -> Any:
    return table.asked > 0


def _was_held(table: ibis.Table) -> Any:
    return table.held > 0


def _held_told(table: ibis.Table) -> Any:
    return table.held_answered > 0


def _told_in_part(table: ibis.Table) -> Any:
    """Of how many it is not known whether they took one on a day that they did not write."""
    in_part = (table.held_answered > 0) & (table.held_answered < table.held) & (table.held_nsaid == 0)
    return in_part.cast("int64").sum()


def _adherence(cell: Cell) -> Iterable[Figure]:
    """Days written over days asked; the interval knows that the days of one course belong together."""
    sums = cell.sums
    courses, asked, kept = int(sums["started"] or 0), int(sums["asked"] or 0), int(sums["kept"] or 0)
    if not courses:
        yield cell.figure()
        return
    interval = intervals.ratio(
        courses, (kept, asked, sums["kept_squares"], sums["asked_squares"], sums["both"]), cell.level
    )
    yield cell.figure(
        started=asked,
        answered=kept,
        missing=asked - kept,
        numerator=kept,
        denominator=asked,
        estimate=kept / asked,
        interval=_inside(interval),
    )


def _inside(interval: Interval | None) -> Interval | None:
    """A share is between nothing and everything."""
    if interval is None:
        return None
    low, high = interval.low, interval.high
    return Interval(None if low is None else max(low, 0.0), None if high is None else min(high, 1.0))


def _products(left: str, right: str) -> Any:
    return lambda table: (table[left].cast("float64") * table[right]).sum(where=table.asked > 0)


KEPT_INTERVALS = Measure(
    id="kept_intervals",
    base=_sessions,
    started=_has_window,
    answered=_has_day,
    variants=lambda _: (Variant(lambda table: table.inside),),
    sums={},
    figures=shares,
    shown=("session", "given", "opens", "closes", "inside"),
)
NO_SHOWS = Measure(
    id="no_shows",
    base=_visits,
    started=_was_expected,
    answered=_is_told,
    variants=lambda _: (Variant(lambda table: table.outcome == "missed"),),
    sums={},
    figures=shares,
    shown=("visit", "activity", "day", "outcome"),
)
HARMS = Measure(
    id="adverse_events",
    base=_sessions,
    started=everything,
    answered=everything,
    sums={},
    spread=Spread(_harms, ("severity", "relatedness", "expected"), everything),
    figures=_harm_rates,
    shown=("event", "session", "day", "severity", "relatedness", "expected"),
    shown_of=("session", "given", "kind", "guidance", "structure"),
)
NSAID = Measure(
    id="nsaid_in_hold",
    base=_diary,
    started=_was_held,
    answered=_held_told,
    variants=lambda _: (Variant(lambda table: table.held_nsaid > 0),),
    sums={"partly": _told_in_part},
    figures=shares,
    shown=("held", "held_answered", "held_nsaid"),
)
ADHERENCE = Measure(
    id="diary_adherence",
    base=_diary,
    started=_was_asked,
    answered=_was_asked,
    sums={
        "asked": lambda table: table.asked.sum(),
        "kept": lambda table: table.kept.sum(),
        "asked_squares": _products("asked", "asked"),
        "kept_squares": _products("kept", "kept"),
        "both": _products("kept", "asked"),
    },
    figures=_adherence,
    shown=("asked", "kept"),
)

ALL: Sequence[Measure] = (KEPT_INTERVALS, NO_SHOWS, HARMS, NSAID, ADHERENCE)
