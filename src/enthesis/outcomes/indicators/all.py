"""Every indicator by its id, in the order of a report: what came of it, what it cost, what it harmed, how it ran."""

from collections.abc import Mapping
from types import MappingProxyType

from enthesis.outcomes.indicators.at_points import COST, FOLLOW_UP, MEAN_CHANGE, RESPONDERS
from enthesis.outcomes.indicators.measure import Measure
from enthesis.outcomes.indicators.of_courses import GATE_CLOSED, STOPS, UNTIL_RESPONSE, WAIT
from enthesis.outcomes.indicators.of_sessions import ADHERENCE, HARMS, KEPT_INTERVALS, NO_SHOWS, NSAID

MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        each.id: each
        for each in (
            FOLLOW_UP,
            *RESPONDERS,
            MEAN_CHANGE,
            *UNTIL_RESPONSE,
            COST,
            HARMS,
            GATE_CLOSED,
            *STOPS,
            KEPT_INTERVALS,
            NO_SHOWS,
            NSAID,
            ADHERENCE,
            WAIT,
        )
    }
)
