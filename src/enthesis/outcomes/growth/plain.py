"""A forecast as plain values for a machine door: to a tenth of a point, ranges outwards, chances to a hundredth."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from enthesis.outcomes.growth.shapes import Forecast, Further, Horizon, Past, Range
from enthesis.outcomes.growth.telling import for_patient
from enthesis.pathway.outlook_words import outwards


def as_json(forecast: Forecast, first: date, least: int) -> Mapping[str, Any]:
    """The whole forecast, the words that go with it, and how many it rests on; fewer than `least` are not told.

    `first`: the day of the first injection.
    """
    return {
        "condition": forecast.condition,
        "n": _n(forecast.n, least),
        "n_all": _n(forecast.n_all, least),
        "learned": forecast.learned,
        "model": forecast.model,
        "as_of_week": round(forecast.as_of_week, 1),
        "sessions": forecast.sessions,
        "baseline": _tenth(forecast.baseline),
        "now": _tenth(forecast.now),
        "goal": _tenth(forecast.goal),
        "horizons": [_horizon(each, least) for each in forecast.horizons],
        "stop_rule": forecast.stop_rule.as_json(),
        "past": [_past(each, least) for each in forecast.past],
        "findings": [each.as_json() for each in forecast.findings],
        "for_patient": list(for_patient(forecast, first)),
    }


def _horizon(horizon: Horizon, least: int) -> Mapping[str, Any]:
    return {
        "week": horizon.week,
        "median": _tenth(horizon.median),
        "range_80": _range(horizon.range80),
        "range_95": _range(horizon.range95),
        "goal": _hundredth(horizon.goal),
        "n": _n(horizon.n, least),
        "further_sessions": _further(horizon.further, least) if horizon.further else None,
    }


def _further(further: Further, least: int) -> Mapping[str, Any]:
    return {
        "can_tell": further.can_tell,
        "goal_with": _hundredth(further.with_more),
        "goal_without": _hundredth(further.without),
        "difference_95": _nearest(further.difference) if further.difference else None,
        "n_went_on": _n(further.n_went_on, least),
        "n_stopped": _n(further.n_stopped, least),
        "because": [each.as_json() for each in further.because],
    }


def _past(past: Past, least: int) -> Mapping[str, Any]:
    return {
        "session": past.session,
        "week": past.week,
        "improvement_then": past.improvement,
        "n": _n(past.n, least),
        "reached_30_percent": past.reached_30,
        "reached_50_percent": past.reached_50,
    }


def _n(n: int, least: int) -> int | str:
    return n if n >= least or n == 0 else f"fewer than {least}"


def _range(found: Range) -> list[float]:
    return list(outwards(found.low, found.high, steps=10))


def _nearest(found: Range) -> list[float]:
    return [round(found.low, 1), round(found.high, 1)]


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _hundredth(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
