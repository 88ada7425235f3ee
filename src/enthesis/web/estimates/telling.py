"""An estimate as a page shows it, from the same words as the paper."""

from typing import Any

from enthesis.clinic.opening import Seen
from enthesis.clinic.prices import prices_of
from enthesis.clinic.protocols import protocol_of
from enthesis.pathway.estimate import UnreadableEstimate
from enthesis.pathway.events import EstimateGiven
from enthesis.pathway.finding import WARN
from enthesis.pathway.handout import Handout, handout_for, words
from enthesis.pathway.prices import PriceList, Terms, details_under, estimate_under, read_terms
from enthesis.pathway.protocol.model import Protocol


def handout_of(seen: Seen, listed: PriceList, protocol: Protocol, terms: Terms) -> Handout:
    """What is handed to this patient under these terms. Raises `UnreadableEstimate`."""
    name = seen.profile.name if seen.profile else ""
    born = seen.profile.born if seen.profile else None
    details = details_under(listed, terms, patient=name, born=born, number=seen.number)
    return handout_for(estimate_under(listed, protocol, terms), details)


def given_to(seen: Seen) -> Handout | None:
    """The estimate that the patient was given last, worked out again from what was kept of it; None without one."""
    given = seen.course.estimate
    if given is None or given.terms is None:
        return None
    listed, protocol = prices_of(seen.clinic, given.version), _protocol(seen, given)
    if listed is None or protocol is None:
        return None
    try:
        return handout_of(seen, listed, protocol, read_terms(given.terms))
    except UnreadableEstimate:  # told to the patient as figures alone
        return None


def told(handout: Handout) -> dict[str, Any]:
    """The values of the template."""
    estimate = handout.estimate
    gaps = [found for found in estimate.findings if found.level == WARN]
    return {
        "handout": handout,
        "sum": words.sum_told(estimate),
        "coded": words.shows_codes(handout),
        "heads": words.heads(estimate),
        "rows": words.rows(handout),
        "totals": words.totals(estimate),
        "currency": estimate.case.currency.code,
        "separate": words.separate(handout),
        "included": words.included(handout),
        "endings": words.endings(estimate),
        "has_shares": any(row.share for row in words.endings(estimate)),
        "paying": words.paying(estimate),
        "booked": words.booked(handout),
        "until": estimate.case.valid_until,
        "lacks": [*gaps, *handout.findings],
    }


def _protocol(seen: Seen, given: EstimateGiven) -> Protocol | None:
    name, _, version = given.protocol.partition("@")
    return protocol_of(seen.clinic, name, version)
