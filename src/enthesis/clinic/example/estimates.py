"""The example clinic's prices, and the estimate that each of its made-up patients was given at the start."""

from datetime import date
from importlib.resources import files

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Clinic
from enthesis.clinic.prices import keep_prices, prices_of
from enthesis.pathway.estimate import UnreadableEstimate
from enthesis.pathway.estimate.happenings import stated_sessions
from enthesis.pathway.events import EstimateGiven
from enthesis.pathway.prices import Terms, estimate_under
from enthesis.pathway.protocol.model import Protocol

USUAL = 4  # sessions that the example clinic estimates where nobody states how many are usual


def keep_example_prices(clinic: Clinic) -> None:
    """The price list beside this file, as the clinic's own."""
    if prices_of(clinic.pk) is None:
        text = files(__package__).joinpath("prices.yaml").read_text(encoding="utf-8")
        keep_prices(text, clinic=clinic, by=Operator())


def estimate_of(clinic: Clinic, protocol: Protocol, on: date, key: str) -> EstimateGiven | None:
    """The estimate for a course that begins on a day; None where its sum cannot be known."""
    listed = prices_of(clinic.pk)
    if listed is None:
        return None
    terms = Terms(on=on, sessions=_sessions(protocol), package=listed.packages[0].sessions, instalments=3)
    try:
        found = estimate_under(listed, protocol, terms)
    except UnreadableEstimate:
        return None
    least, usual, most = (found.totals.by_plan[column] for column in ("min", "typical", "max"))
    if least is None or usual is None or most is None:
        return None
    return EstimateGiven(
        id=key,
        happened_on=on,
        minimum=least.amount,
        typical=usual.amount,
        maximum=most.amount,
        currency=listed.currency,
        version=listed.version,
        expected=found.totals.expected.amount if found.totals.expected else None,
        valid_until=found.case.valid_until,
        protocol=f"{protocol.id}@{protocol.version}",
        terms=terms.as_json(),
    )


def _sessions(protocol: Protocol) -> dict[str, int]:
    """What the protocol leaves open of how many sessions there are, as the example clinic estimates it."""
    stated = stated_sessions(protocol)
    usual = stated.typical or min(max(USUAL, stated.min or 0), stated.max or USUAL)
    return {"min": stated.min or min(usual, 3), "typical": usual, "max": stated.max or max(usual, 6)}
