"""`python -m benchmarks simulated`: whether the report finds the truth of simulated clinics as often as it says.

`tables` draws the tables of the registry. `record` tells every fact of every course through the event log first.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.apart import run
from benchmarks.figure import Bar, Figure, at_least, at_most, figure
from benchmarks.sizes import Sizes

COURSES = 150  # of each clinic
SEED = 7
LEAST = 0.92  # of 200 clinics with a true 95 %, fewer than this by chance in 3 of 100 runs
_SELDOM = at_most(0.5)
_ILL_OF = 0.05  # a bias that a reader would be misled by: 5 of 100 people
BY_CHANCE = (
    "no_shows",
    "kept_intervals",
    "gate_closed",
    "nsaid_in_hold",
    "diary_adherence",
    "days_to_first_injection",
    "time_to_response",
)


def parts() -> Mapping[str, Callable[[Sizes], list[Figure]]]:
    return {
        "tables": lambda sizes: simulate(sizes.simulated_clinics),
        "record": lambda sizes: run("simulated_record", sizes, "sqlite", ""),
    }


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    return [each for name, part in parts().items() if not only or name in only for each in part(sizes)]


def simulate(clinics: int, courses: int = COURSES, seed: int = SEED, least: float = LEAST) -> list[Figure]:
    """Coverage of every interval and bound over so many clinics, and the bias of counting only those who answered."""
    from enthesis.outcomes.report import report
    from tests.support.simulated_clinics import Simulated, kind_of, simulated

    registry = Simulated(simulated(clinics=clinics, courses=courses, seed=seed))
    by_clinic = report(registry, groups=("clinic",))
    by_protocol = report(registry, groups=("protocol",), only=("responder_30",))
    kinds = {str(place): kind_of(place) for place in range(1, clinics + 1)}
    return [*covered(by_clinic, least, BY_CHANCE, kinds), *misled(by_clinic, least, kinds), *_of_protocols(by_protocol)]


def covered(found: Any, least: float, names: Sequence[str], kinds: Mapping[str, str]) -> list[Figure]:
    """What is known of everybody: the truth lies inside the interval. `kinds` says of each clinic who stays away."""
    from tests.support.simulated_clinics import TRUTH

    figures = []
    for name in names:
        truth = getattr(TRUTH, name)
        there = [each for each in found.of(name) if each.group and not each.of and not each.suppressed]
        inside = [_holds(each.interval, truth) for each in there]
        figures.append(_share(f"{name}_inside", inside, f"95 % interval holds the true {truth:g}", at_least(least)))
    harms = [
        _holds(each.interval, TRUTH.adverse_events) for each in found.of("adverse_events") if each.group and not each.of
    ]
    figures.append(_share("adverse_events_inside", harms, "exact interval holds the true rate", at_least(least)))
    asked = [
        _holds(each.interval, TRUTH.follow_up[kinds[each.value("clinic")]]) for each in _at_point(found, "follow_up")
    ]
    figures.append(
        _share("follow_up_inside", asked, "95 % interval holds the true share that answers", at_least(least))
    )
    return figures


def misled(found: Any, least: float, kinds: Mapping[str, str], seldom: Bar | None = _SELDOM) -> list[Figure]:
    """Where some are missing for how they do: the bounds hold the truth; the figure of those who answered does not.

    `seldom`: how often its interval may hold the truth; the smaller a clinic the wider it is. None: as it comes.
    """
    from tests.support.simulated_clinics import ILL_STAY_AWAY, TRUTH, WELL_STAY_AWAY

    responders = _at_point(found, "responder_30")
    changes = _at_point(found, "mean_change")
    share, change = TRUTH.responder_30, TRUTH.mean_change
    figures = [
        _share(
            "responders_within_bounds",
            [_holds(each.bounds_interval, share) for each in responders],
            f"bounds, with chance, hold the true share of {share:.3f} whoever is missing",
            at_least(least),
        ),
        _share(
            "mean_change_within_bounds",
            [_holds(each.bounds_interval, change) for each in changes],
            f"bounds, with chance, hold the true mean of {change:.2f}",
            at_least(least),
        ),
        _share(
            "naive_responders_inside",
            [_holds(each.of_answered_interval, share) for each in responders],
            "95 % interval of those who answered only holds the truth: this is why it is never shown alone",
            seldom,
        ),
        _share(
            "naive_mean_change_inside",
            [_holds(each.interval, change) for each in changes],
            "95 % interval of the mean of those who answered holds the truth: shown beside its bounds only",
            seldom,
        ),
    ]
    for kind, way, name in ((ILL_STAY_AWAY, 1, "ill"), (WELL_STAY_AWAY, -1, "well")):
        errors = [each.of_answered - share for each in responders if kinds[each.value("clinic")] == kind]
        bias = sum(errors) / len(errors)
        says = f"mean error of the share of those who answered where {kind}: {100 * bias:+.1f} of 100 people"
        figures.append(figure(f"naive_bias_{name}_stay_away", way * bias, "share", says, at_least(_ILL_OF)))
    return figures


def _of_protocols(found: Any) -> list[Figure]:
    from tests.support.simulated_clinics import TRUTH

    inside = [
        _holds(each.bounds_interval, TRUTH.responders_by_protocol[each.value("protocol")])
        for each in _at_point(found, "responder_30")
    ]
    return [_share("protocols_within_bounds", inside, "bounds hold the true share of each protocol", at_least(1))]


def _at_point(found: Any, indicator: str) -> list[Any]:
    from tests.support.simulated_clinics import POINT

    return [each for each in found.of(indicator, measure="nrs_pain", weeks=str(POINT)) if each.group]


def _holds(interval: Any, truth: float) -> bool:
    low = interval.low is None or interval.low <= truth
    return low and (interval.high is None or truth <= interval.high)


def _share(name: str, inside: list[bool], says: str, bar: Bar) -> Figure:
    told = f"{says}: in {sum(inside)} of {len(inside)} groups"
    return figure(name, sum(inside) / len(inside), "share", told, bar)
