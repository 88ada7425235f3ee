"""What an estimate is asked for: one patient's protocol, the clinic's prices, numbers, shares, and how it is paid."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from enthesis.pathway.estimate.money import Currency
from enthesis.pathway.finding import Finding
from enthesis.pathway.protocol.model import Protocol

COLUMNS = ("min", "typical", "max")


class Charge(StrEnum):
    """How an activity is charged."""

    PRICED = "priced"
    INCLUDED = "included"  # in the price of something else
    ELSEWHERE = "elsewhere"  # paid to somebody else; not in this price


@dataclass(frozen=True, slots=True)
class Price:
    """What one of an activity costs; `amount` is exact and only there where it is priced."""

    charge: Charge
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """A number for each of the three plans. None: not stated, and never assumed."""

    min: int | None = None
    typical: int | None = None
    max: int | None = None

    def of(self, column: str) -> int | None:
        return {"min": self.min, "typical": self.typical, "max": self.max}[column]

    @property
    def stated(self) -> tuple[int, ...]:
        return tuple(number for column in COLUMNS if (number := self.of(column)) is not None)


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares of people, each of those who came so far; the clinic's own or stated, never published ones unseen.

    `stops[k - 1]` is the share of those who had session k and stop after it. None: not given.
    """

    gate: Decimal | None = None  # goes on after the diagnostic gate
    stops: Mapping[int, Decimal] | None = None
    stops_after_each: Decimal | None = None  # the same share after every session
    source: str = ""  # who states them, in words

    def stops_after(self, session: int) -> Decimal | None:
        if self.stops_after_each is not None:
            return self.stops_after_each
        return None if self.stops is None else self.stops.get(session)

    @property
    def names_stops(self) -> bool:
        return self.stops is not None or self.stops_after_each is not None


class RefundRule(StrEnum):
    """What is given back of a package that is not used up."""

    NOTHING = "nothing"
    PRO_RATA = "pro-rata"  # its price times the share of sessions not given
    LESS_SINGLE_PRICE = "less-single-price"  # its price less the given sessions at their single price
    PER_UNUSED_SESSION = "per-unused-session"  # a fixed amount for each session not given


@dataclass(frozen=True, slots=True)
class Refund:
    rule: RefundRule
    amount: Decimal = Decimal(0)  # for each unused session, where the rule asks for it


@dataclass(frozen=True, slots=True)
class Package:
    """One price for so many treatment sessions, bought with the plan; further ones cost their single price."""

    sessions: int
    price: Decimal
    refund: Refund | None = None  # None: not stated


@dataclass(frozen=True, slots=True)
class Instalments:
    """Equal parts of one of the three totals."""

    number: int
    of: str = "typical"


@dataclass(frozen=True, slots=True)
class Payment:
    amount: Decimal
    on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EstimateCase:
    """One case, read and matched to its protocol. Prices and numbers are keyed by the protocol's activities."""

    protocol: Protocol
    prices: Mapping[str, Price]
    currency: Currency  # with an empty code where none is given
    sessions: Numbers = Numbers()  # as the caller gives them; the protocol fills the rest
    counts: Mapping[str, Numbers]
    include: frozenset[str] = frozenset()  # optional activities that this patient takes
    rates: Rates | None = None
    package: Package | None = None
    instalments: Instalments | None = None
    payments: tuple[Payment, ...] = ()
    valid_until: date | None = None
    as_of: date | None = None
    case_id: str = ""
    unknown: tuple[str, ...] = ()  # fields that the door does not know
    findings: tuple[Finding, ...] = ()  # what was found while reading
