"""What speaks against recording an arrival, an attempt to get hold of a patient, a payment, or a removed file."""

from collections.abc import Iterator
from decimal import Decimal

from enthesis.pathway import events as e
from enthesis.pathway.checks.case import Case, refuse
from enthesis.pathway.estimate.money import currencies, decimals
from enthesis.pathway.finding import Finding

WAYS_OF_PAYING = ("cash", "card", "transfer", "insurer", "other")
WAYS_OF_CONTACT = ("message", "call", "letter")
OUTCOMES = ("reached", "not_reached", "sent")


def check_arrival(case: Case, event: e.PatientArrived) -> Iterator[Finding]:
    if event.replaces:
        return
    if event.visit not in case.course.bookings:
        yield refuse("no-such-visit", f'No visit "{event.visit}" is booked.', "Name a booked visit.", "visit")
    elif event.visit in case.course.arrived:
        yield refuse("arrived-already", "The patient is here for this visit already.", "Nothing to do.", "visit")


def check_contact(case: Case, event: e.ContactTried) -> Iterator[Finding]:
    yield from _one_of("way", event.way, WAYS_OF_CONTACT)
    yield from _one_of("outcome", event.outcome, OUTCOMES)


def check_removed(case: Case, event: e.FileRemoved) -> Iterator[Finding]:
    if not event.file.strip():
        yield refuse("no-file", "It does not say which file was removed.", "Name it.", "file")
    if any(isinstance(each, e.FileRemoved) and each.file == event.file for each in case.log):
        yield refuse("file-removed", f"{event.file} was removed already.", "Nothing to do.", "file")


def check_payment(case: Case, event: e.PaymentTaken | e.PaymentReturned) -> Iterator[Finding]:
    yield from _one_of("way", event.way, WAYS_OF_PAYING)
    currency = currencies().get(event.currency)
    if currency is None:
        says = f'"{event.currency:.20}" is no currency of ISO 4217 in use.'
        yield refuse("unknown-currency", says, "Give that of the clinic's price list, for instance USD.", "currency")
        return
    others = {known for known in _currencies_of(case, event) if known != event.currency}
    if others:
        says = f"This course is in {', '.join(sorted(others))}, and the payment in {event.currency}."
        yield refuse("another-currency", says, "Take it in the currency of the course.", "currency")
    if event.amount <= 0:
        yield refuse("out-of-range", f"An amount of {event.amount}.", "Give more than 0.", "amount")
    elif decimals(event.amount) > currency.minor_units:
        says = f"{event.amount} {currency.code} has more decimals than there are coins."
        yield refuse("too-fine", says, f"{currency.code} has {currency.minor_units} decimals.", "amount")
    if isinstance(event, e.PaymentReturned):
        there = _paid(case, event.replaces)
        if event.amount > there:
            says = f"{event.amount} {event.currency} cannot be given back: {there} is paid."
            yield refuse("more-than-paid", says, f"Give back {there} at most.", "amount")


def _currencies_of(case: Case, event: e.PaymentTaken | e.PaymentReturned) -> set[str]:
    found = {payment.currency for payment in case.course.payments if payment.id != event.replaces}
    return found | ({case.course.estimate.currency} if case.course.estimate else set())


def _paid(case: Case, but: str) -> Decimal:
    sums = (
        payment.amount if isinstance(payment, e.PaymentTaken) else -payment.amount
        for payment in case.course.payments
        if payment.id != but
    )
    return sum(sums, Decimal(0))


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> Iterator[Finding]:
    if value not in allowed:
        yield refuse("out-of-range", f'"{value:.40}" is no {name}.', f"Give one of: {', '.join(allowed)}.", name)
