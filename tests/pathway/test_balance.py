"""What a course has cost so far: what took place, once, at its price; the package with its first session."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from enthesis.pathway import events as e
from enthesis.pathway.balance import Balance, balance
from enthesis.pathway.course import fold
from enthesis.pathway.prices import read_price_list
from enthesis.pathway.protocol.library import latest

DAY = date(2026, 3, 2)
LIST = """
version: 2026-a
currency: USD
prices: {consultation: 150, diagnostic: 300, treatment: 400.50, review: included, physical-therapy: elsewhere}
packages: [{sessions: 2, price: 700, refund: nothing}]
"""


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def injected(number: int, activity: str = "treatment") -> e.InjectionsGiven:
    return e.InjectionsGiven(id=f"i{number}", happened_on=on(number), activity=activity)


def paid(name: str, amount: str, back: bool = False) -> e.PaymentTaken | e.PaymentReturned:
    kind = e.PaymentReturned if back else e.PaymentTaken
    return kind(id=name, happened_on=on(1), amount=Decimal(amount), currency="USD", way="card")


def told(*log: e.Event, text: str = LIST, package: int | None = None) -> Balance:
    protocol = latest()["nutura-back"]
    began = e.CourseStarted(
        id="s", happened_on=on(0), protocol=protocol.id, version=protocol.version, problem="back pain"
    )
    terms = {"package": package} if package else {}
    given = e.EstimateGiven(
        id="g", happened_on=on(0), minimum=Decimal(1), maximum=Decimal(2), currency="USD", version="2026-a", terms=terms
    )
    return balance(fold([began, given, *log]), protocol, read_price_list(text))


def test_what_took_place_is_charged_at_its_price_and_payments_are_counted() -> None:
    found = told(
        e.VisitAttended(id="v", happened_on=on(1), activity="intake"),
        injected(7, "diagnostic-injection"),
        injected(30),
        paid("p", "500"),
        paid("b", "20.50", back=True),
    )
    assert [(charge.amount, charge.event) for charge in found.charges] == [
        (Decimal(150), "v"),
        (Decimal(300), "i7"),
        (Decimal("400.50"), "i30"),
    ]
    assert (str(found.charged), str(found.paid), str(found.open)) == ("850.50 USD", "479.50 USD", "371.00 USD")


def test_a_correction_counts_once_and_a_withdrawn_payment_not_at_all() -> None:
    wrong = injected(30)
    again = e.InjectionsGiven(id="i31", happened_on=on(31), activity="treatment", replaces=wrong.id)
    found = told(wrong, again, paid("p", "100"), e.Withdrawn(id="w", happened_on=on(2), replaces="p"))
    assert [(charge.on, charge.amount) for charge in found.charges] == [(on(31), Decimal("400.50"))]
    assert found.paid.amount == 0


@pytest.mark.parametrize(
    ("sessions", "charged", "left"), [(0, "0.00", 0), (1, "700.00", 1), (2, "700.00", 0), (3, "1100.50", 0)]
)
def test_a_package_is_charged_with_its_first_session(sessions: int, charged: str, left: int) -> None:
    found = told(*(injected(30 + 28 * number) for number in range(sessions)), package=2)
    assert (found.charged.figure, found.package_left) == (charged, left)


def test_what_has_no_price_is_told_and_not_guessed() -> None:
    found = told(injected(30), text="version: 2026-a\ncurrency: USD\nprices: {consultation: 150}\n")
    assert [(charge.what, charge.amount) for charge in found.unpriced] == [("Treatment injection", None)]
    assert found.charged.amount == 0


def test_what_is_paid_ahead_is_below_nothing() -> None:
    found = told(paid("p", "80"))
    assert (found.open.amount, str(found.ahead)) == (Decimal("-80.00"), "80.00 USD")
