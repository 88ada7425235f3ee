"""One patient's terms under a price list: how many sessions, which optional parts, how it is paid. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from enthesis.pathway.estimate import Estimate, answer_case
from enthesis.pathway.estimate.price_names import meant_by
from enthesis.pathway.estimate.values import amount, day, whole
from enthesis.pathway.handout.details import HandoutDetails, read_diagnoses
from enthesis.pathway.prices.price_list import PriceList
from enthesis.pathway.protocol.model import Protocol


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What was chosen with the patient. Together with the price list and the protocol it gives the estimate again."""

    on: date | None = None  # the day on which the estimate is given
    sessions: Mapping[str, int] = field(default_factory=dict)  # min, typical, max; what is left out, the protocol says
    counts: Mapping[str, int] = field(default_factory=dict)  # appointments of programmes, by activity
    include: tuple[str, ...] = ()  # optional activities that the patient takes
    package: int | None = None  # sessions of the package of the list; None: single prices
    instalments: int | None = None
    paid: str = ""  # so far, in the currency of the list
    valid_until: date | None = None
    scheduled: date | None = None  # of the first treatment
    diagnoses: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept in an event; `read_terms` reads them."""
        days = {key: getattr(self, key) for key in ("on", "valid_until", "scheduled")}
        found: dict[str, Any] = {key: value.isoformat() for key, value in days.items() if value}
        found |= {"sessions": dict(self.sessions), "counts": dict(self.counts), "include": list(self.include)}
        found |= {"package": self.package, "instalments": self.instalments, "paid": self.paid}
        found["diagnoses"] = list(self.diagnoses)
        return {key: value for key, value in found.items() if value not in (None, "", {}, [])}


def read_terms(given: Mapping[str, Any]) -> Terms:
    """Terms from the plain values of an event. Raises `UnreadableEstimate`."""

    def days(key: str) -> date | None:
        return day(key, given[key]) if given.get(key) else None

    paid = given.get("paid") or ""
    if paid:
        amount("paid", paid)
    return Terms(
        on=days("on"),
        sessions={
            str(key): whole(f"sessions.{key}", one, 1, 100) for key, one in (given.get("sessions") or {}).items()
        },
        counts={str(key): whole(f"counts.{key}", one, 0, 1000) for key, one in (given.get("counts") or {}).items()},
        include=tuple(map(str, given.get("include") or ())),
        package=given.get("package"),
        instalments=given.get("instalments"),
        paid=str(paid),
        valid_until=days("valid_until"),
        scheduled=days("scheduled"),
        diagnoses=read_diagnoses("diagnoses", given.get("diagnoses")),
    )


def valid_until(listed: PriceList, on: date | None) -> date | None:
    """Until when an estimate of that day holds, as the list says; None where it does not say."""
    return on + timedelta(days=listed.valid_days) if on and listed.valid_days else None


def case_under(listed: PriceList, protocol: Protocol, terms: Terms) -> dict[str, Any]:
    """The case of the estimate door: the prices that this protocol has a use for, and the patient's terms."""
    prices = {one.name: one.price for one in listed.prices if meant_by(one.name, protocol).activities}
    package = next((one for one in listed.packages if one.sessions == terms.package), None)
    until = terms.valid_until or valid_until(listed, terms.on)
    case: dict[str, Any] = {
        "prices": prices,
        "currency": listed.currency,
        "sessions": dict(terms.sessions) or None,
        "counts": dict(terms.counts) or None,
        "include": list(terms.include) or None,
        "response_rates": listed.rates,
        "package": None if package is None else _package(package.sessions, package.price, package.refund),
        "instalments": terms.instalments,
        "payments": [terms.paid] if terms.paid else None,
        "valid_until": until.isoformat() if until else None,
        "as_of": terms.on.isoformat() if terms.on else None,
    }
    return {key: value for key, value in case.items() if value is not None}


def estimate_under(listed: PriceList, protocol: Protocol, terms: Terms) -> Estimate:
    """The price of one protocol for one patient. Raises `UnreadableEstimate` where two things cannot both be true."""
    return answer_case(case_under(listed, protocol, terms), protocol)


def details_under(
    listed: PriceList, terms: Terms, *, patient: str = "", born: date | None = None, number: str = ""
) -> HandoutDetails:
    """What the paper holds beside the figures."""
    return HandoutDetails(
        country=listed.country,
        provider=listed.provider,
        patient=patient,
        born=born,
        number=number,
        on=terms.on,
        scheduled=terms.scheduled,
        diagnoses=terms.diagnoses,
        codes=listed.codes,
        price_list=listed.version,
    )


def _package(sessions: int, price: str, refund: str) -> dict[str, Any]:
    found: dict[str, Any] = {"sessions": sessions, "price": price}
    if refund:
        found["refund"] = {"per_unused_session": refund} if refund[0].isdigit() else refund
    return found
