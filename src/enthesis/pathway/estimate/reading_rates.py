"""Reading how many people go on and stop, as the clinic states it."""

from collections.abc import Mapping
from decimal import Decimal

from enthesis.pathway.estimate import values
from enthesis.pathway.estimate.case import Rates
from enthesis.pathway.estimate.problems import UnreadableEstimate
from enthesis.pathway.estimate.reading_numbers import MOST_SESSIONS

_GATE = (
    "gate",
    "diagnostic_gate",
    "diagnostic",
    "diagnostic_injection",
    "response_review",
    "response",
    "goes_on",
    "go_on",
)
_STOP = ("stop_after_session", "stop_after_each_session", "stops_after_session", "stop_rule", "stop", "stops")
_HOW = 'Write {"gate": 0.7, "stop_after_session": [0.2, 0.1]}.'


def read_rates(given: object, unknown: list[str]) -> Rates:
    """`gate`: share that goes on; `stop_after_session`: one share, a list by session, or {"1": share, ...}."""
    if not isinstance(given, Mapping):
        says = "response_rates is not an object."
        raise UnreadableEstimate("not-an-object", "response_rates", says, _HOW)
    gate = _one_of(given, _GATE)
    stop = _one_of(given, _STOP)
    unknown += [
        f"response_rates.{values.shown(str(key)).strip(chr(34))}"
        for key in given
        if key not in (*_GATE, *_STOP, "source")
    ]
    each, stops = _stops(f"response_rates.{stop}", given.get(stop))
    source = given.get("source")
    return Rates(
        gate=None if given.get(gate) is None else values.share(f"response_rates.{gate}", given[gate]),
        stops=stops,
        stops_after_each=each,
        source="" if source is None else values.name("response_rates.source", source),
    )


def _one_of(given: Mapping[str, object], names: tuple[str, ...]) -> str:
    used = [name for name in names if given.get(name) is not None]
    if len(used) > 1:
        field = f"response_rates.{used[1]}"
        raise UnreadableEstimate("said-twice", field, f"{field} says again what {used[0]} says.", "Keep one of them.")
    return used[0] if used else names[0]


def _stops(field: str, given: object) -> tuple[Decimal | None, Mapping[int, Decimal] | None]:
    if given is None:
        return None, None
    if isinstance(given, (list, tuple)):
        if len(given) > MOST_SESSIONS:
            says = f"{field} has {len(given)} shares."
            raise UnreadableEstimate("too-long", field, says, f"Give {MOST_SESSIONS} at most, one for each session.")
        return None, {
            place: values.share(f"{field}[{place - 1}]", one) for place, one in enumerate(given, 1) if one is not None
        }
    if isinstance(given, Mapping):
        if len(given) > MOST_SESSIONS:
            says = f"{field} has {len(given)} shares."
            raise UnreadableEstimate("too-long", field, says, f"Give {MOST_SESSIONS} at most, one for each session.")
        found: dict[int, Decimal] = {}
        for key, one in given.items():
            if one is not None:
                session = values.whole(f"the session in {field}", key, 1, MOST_SESSIONS)
                if session in found:
                    says = f"{field} has two shares for session {session}."
                    raise UnreadableEstimate("said-twice", field, says, "Keep one of them.")
                found[session] = values.share(f"{field}.{session}", one)
        return None, found
    return values.share(field, given), None
