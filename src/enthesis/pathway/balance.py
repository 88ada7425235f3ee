"""What a course has cost so far, what was paid, and what is open.

Charged is what took place and has a price in the clinic's list: every visit, session and appointment, once, on the
day on which it was. What is included or charged elsewhere costs nothing here. A package of the estimate is charged
with its first session and covers as many as it holds; what is given back of an unused one is the clinic's to decide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from enthesis.pathway.course import Course, Done
from enthesis.pathway.estimate.lines import is_charged, is_core
from enthesis.pathway.estimate.money import Currency, Money, currencies, money
from enthesis.pathway.estimate.price_names import meant_by
from enthesis.pathway.events import PaymentReturned, PaymentTaken
from enthesis.pathway.prices import ListedPackage, PriceList
from enthesis.pathway.protocol.model import Activity, Protocol

NOT_IN_THE_SUM = ("included", "elsewhere")


@dataclass(frozen=True, slots=True)
class Charge:
    """One thing that took place. `amount` 0: covered by the package; None: the list has no price for it."""

    on: date | None
    what: str
    amount: Decimal | None
    event: str  # id of the event that says it took place


@dataclass(frozen=True, slots=True)
class Balance:
    """All of it in one currency, in the order of the days."""

    currency: Currency
    charges: tuple[Charge, ...]
    payments: tuple[PaymentTaken | PaymentReturned, ...]
    package_left: int  # sessions of a package that was charged and are not used
    version: str  # of the price list

    @property
    def charged(self) -> Money:
        return money(sum((each.amount or Decimal(0) for each in self.charges), Decimal(0)), self.currency)

    @property
    def paid(self) -> Money:
        return money(paid_in(self.payments), self.currency)

    @property
    def open(self) -> Money:
        """What is still to be paid; below 0: what was paid ahead."""
        return money(self.charged.amount - self.paid.amount, self.currency)

    @property
    def ahead(self) -> Money:
        """What was paid beyond what took place; 0 where nothing was."""
        return money(max(Decimal(0), self.paid.amount - self.charged.amount), self.currency)

    @property
    def unpriced(self) -> tuple[Charge, ...]:
        return tuple(each for each in self.charges if each.amount is None)


def paid_in(payments: tuple[PaymentTaken | PaymentReturned, ...]) -> Decimal:
    """What was taken, less what was given back."""
    sums = (each.amount if isinstance(each, PaymentTaken) else -each.amount for each in payments)
    return sum(sums, Decimal(0))


def balance(course: Course, protocol: Protocol, listed: PriceList) -> Balance:
    """The balance of a course under a price list: that of its estimate, or the newest where none was given."""
    package, currency = _package(course, listed), currencies()[listed.currency]
    treatment = protocol.treatment.id if protocol.treatment else ""
    left = package.sessions if package else 0
    charges: list[Charge] = []
    bought = False
    for activity, done in sorted(_took_place(course, protocol), key=lambda each: each[1].on or date.min):
        price = _price(activity, protocol, listed)
        amount = money(Decimal(price), currency).amount if price and price not in NOT_IN_THE_SUM else None
        if package is not None and activity.id == treatment and left:
            if not bought:
                named = f"{activity.title}: package of {package.sessions}"
                charges.append(Charge(done.on, named, money(Decimal(package.price), currency).amount, done.event))
            else:
                charges.append(Charge(done.on, f"{activity.title}: in the package", Decimal(0), done.event))
            bought, left = True, left - 1
        elif amount is not None or (not price and is_core(activity)):
            charges.append(Charge(done.on, activity.title, amount, done.event))
    return Balance(currency, tuple(charges), course.payments, left if bought else 0, listed.version)


def _took_place(course: Course, protocol: Protocol) -> Iterator[tuple[Activity, Done]]:
    """What a clinic may charge for, each once: a review that was attended and decided on one day is one."""
    for activity in protocol.activities:
        if not is_charged(activity):
            continue
        seen: set[object] = set()
        for done in (*course.done.get(activity.id, ()), *course.therapy.get(activity.id, ())):
            key = done.on or done.event
            if is_core(activity) and activity.decision is not None and key in seen:
                continue
            seen.add(key)
            yield activity, done


def _price(activity: Activity, protocol: Protocol, listed: PriceList) -> str:
    """The price under the name that points at the activity most closely; "" without one."""
    found: Mapping[int, str] = {
        meant.closeness: one.price
        for one in reversed(listed.prices)
        if activity.id in (meant := meant_by(one.name, protocol)).activities
    }
    return found[min(found)] if found else ""


def _package(course: Course, listed: PriceList) -> ListedPackage | None:
    """The package that was agreed on with the patient, where it was."""
    terms = course.estimate.terms if course.estimate else None
    wanted = (terms or {}).get("package")
    return next((one for one in listed.packages if one.sessions == wanted), None)
