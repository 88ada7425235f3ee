"""The lines of an estimate: what each activity costs on each plan, what is left out of the sum, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from enthesis.pathway.estimate.case import COLUMNS, Charge, EstimateCase, Numbers, Price
from enthesis.pathway.estimate.happenings import (
    PROGRAMMES,
    Happenings,
    Way,
    is_optional,
    stated_appointments,
    stated_sessions,
)
from enthesis.pathway.estimate.price_names import is_review_visit
from enthesis.pathway.estimate.reading_numbers import in_order
from enthesis.pathway.protocol.model import Activity, Kind, Once, Protocol, Role


class Why(StrEnum):
    """Why an activity is not in the sum."""

    OPTIONAL = "optional"
    NO_NUMBER = "number not stated"
    NO_PRICE = "price not stated"
    ELSEWHERE = "charged elsewhere"


@dataclass(frozen=True, slots=True)
class Item:
    """An activity that is in the sum. `price` None: not stated, so that the sum is not known."""

    activity: Activity
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Apart:
    """An activity that is not in the sum; `numbers` as far as they are known."""

    activity: Activity
    why: Why
    price: Decimal | None
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Sorted:
    """Every activity of a protocol in one of four heaps."""

    items: tuple[Item, ...]
    apart: tuple[Apart, ...]
    included: tuple[Activity, ...]  # in the price of something else, as the caller says
    unpriced: tuple[Activity, ...]  # usually not charged by itself, and no price given: diary, consent, messages


def is_core(activity: Activity) -> bool:
    """A visit or an injection: without its price the sum of the path is not known."""
    return activity.kind in (Kind.VISIT, Kind.INJECTION) or is_review_visit(activity)


def is_charged(activity: Activity) -> bool:
    """Whether a clinic usually charges for such an activity by itself."""
    beside = activity.kind in (Kind.THERAPY, Kind.ORDER) or (
        activity.kind is Kind.ADJUNCT and activity.by is not Role.PATIENT
    )
    return is_core(activity) or beside


def sessions_of(case: EstimateCase) -> Numbers:
    """How many sessions each plan has: as the caller gives them, else as the protocol states them.

    Raises `UnreadableEstimate` where the two together are out of order.
    """
    stated, given = stated_sessions(case.protocol), case.sessions
    least, usual, most = (given.of(c) if given.of(c) is not None else stated.of(c) for c in COLUMNS)
    if usual is None and least is not None and least == most:
        usual = least  # nothing else lies between them
    return in_order(Numbers(least, usual, most), "sessions")


def counts_of(case: EstimateCase, column: str) -> Mapping[str, int | None]:
    """The numbers that are known beside the timing: programmes of a protocol, and what the caller gives."""
    found: dict[str, int | None] = {}
    for activity in case.protocol.activities:
        if activity.kind in PROGRAMMES and isinstance(activity.timing, Once):
            found[activity.id] = stated_appointments(activity)
        if activity.id in case.counts:
            found[activity.id] = case.counts[activity.id].of(column)
    return found


def numbers_of(case: EstimateCase, sessions: Numbers, activity: Activity) -> Numbers:
    """How often an activity happens on each plan, the gate open."""
    found = {
        column: Happenings(case.protocol, Way(True, sessions.of(column)), counts_of(case, column)).number(activity)
        for column in COLUMNS
    }
    return Numbers(found["min"], found["typical"], found["max"])


def sort_activities(case: EstimateCase, sessions: Numbers) -> Sorted:
    """Which activities are in the sum, which are not, and why."""
    items: list[Item] = []
    apart: list[Apart] = []
    heaps: dict[Charge | None, list[Activity]] = {Charge.INCLUDED: [], None: []}
    for activity in case.protocol.activities:
        price = case.prices.get(activity.id)
        charge = price.charge if price else None
        amount = price.amount if price and charge is Charge.PRICED else None
        why = _why_apart(case, activity, price, sessions)
        if charge is Charge.INCLUDED or (charge is None and not is_charged(activity)):
            heaps[charge].append(activity)
        elif why is not None:
            apart.append(Apart(activity, why, amount, numbers_of(case, sessions, activity)))
        else:
            items.append(Item(activity, amount))
    return Sorted(tuple(items), tuple(apart), tuple(heaps[Charge.INCLUDED]), tuple(heaps[None]))


def _why_apart(case: EstimateCase, activity: Activity, price: Price | None, sessions: Numbers) -> Why | None:
    if price is not None and price.charge is Charge.ELSEWHERE:
        return Why.ELSEWHERE
    if is_optional(activity, case.protocol) and activity.id not in case.include:
        return Why.OPTIONAL
    if price is None:
        return None if is_core(activity) else Why.NO_PRICE
    counted_apart = activity.id in case.counts or activity.kind in PROGRAMMES
    if counted_apart and not numbers_of(case, sessions, activity).stated:
        return Why.NO_NUMBER
    return None


@dataclass(frozen=True, slots=True)
class Costs:
    """What ways through one plan cost at single prices, exactly. None: a price or a number on the way is missing."""

    protocol: Protocol
    items: tuple[Item, ...]
    counts: Mapping[str, int | None]

    def of(self, way: Way, without: str = "") -> Fraction | None:
        """The cost of a way; `without` leaves one activity out (the sessions that a package covers)."""
        happenings = Happenings(self.protocol, way, self.counts)
        found = Fraction(0)
        for item in self.items:
            if item.activity.id == without:
                continue
            cost = times(item.price, happenings.number(item.activity))
            if cost is None:
                return None
            found += cost
        return found

    def number(self, way: Way, activity: Activity) -> int | None:
        return Happenings(self.protocol, way, self.counts).number(activity)

    def price(self, activity: Activity) -> Decimal | None:
        """The single price of an activity that is in the sum."""
        return next((item.price for item in self.items if item.activity.id == activity.id), None)

    def diagnostic_sessions(self, way: Way) -> int:
        return Happenings(self.protocol, way, self.counts).diagnostic_sessions()


def times(price: Decimal | None, number: int | None) -> Fraction | None:
    """A price times a number, exactly; nothing happens for nothing, whatever it costs."""
    if number == 0:
        return Fraction(0)
    return None if price is None or number is None else Fraction(price) * number
