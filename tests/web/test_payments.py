"""Payments in a browser: taken, given back, on paper, seen by the patient, and listed where something is open."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import open_course
from enthesis.clinic.prices import keep_prices
from enthesis.pathway.events import PaymentTaken
from tests.papers.reading import text_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, new_id, sign_in, until_injection

LIST = "version: 2026-a\ncurrency: USD\nprices: {consultation: 150, diagnostic: 300, treatment: 400}\n"


@pytest.fixture
def course(place: Place, start: Starter) -> str:
    keep_prices(LIST, clinic=place.clinic, by=Operator())
    return start(*until_injection())


def sent(**more: str) -> dict[str, str]:
    return {"form_id": new_id(), "amount": "450", "way": "card", **more}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"amount": ""}, "Give the amount."),
        ({"amount": "0"}, "Give more than 0."),
        ({"amount": "1.005"}, "USD has 2 decimals."),
        ({"way": ""}, "Say how it was paid."),
        ({"what": "return"}, "cannot be given back"),
    ],
)
def test_what_is_wrong_with_a_payment_is_said(place: Place, course: str, typed: dict[str, str], says: str) -> None:
    today = place.today.isoformat()
    page = place.client("front-desk").post(f"/courses/{course}/payments/", sent(happened_on=today, **typed))
    assert says in page.content.decode()
    assert open_course(course, by=Operator()).course.payments == ()


@pytest.mark.django_db
@pytest.mark.both_databases
def test_sent_twice_it_counts_once(place: Place, course: str) -> None:
    form = sent(happened_on=place.today.isoformat())
    for _ in range(2):
        assert place.client("front-desk").post(f"/courses/{course}/payments/", form).status_code == 302
    (paid,) = open_course(course, by=Operator()).course.payments
    assert isinstance(paid, PaymentTaken)
    assert (paid.amount, paid.currency) == (Decimal(450), "USD")


@pytest.mark.django_db
def test_the_receipt_says_who_paid_what(place: Place, course: str) -> None:
    form = sent(happened_on=place.today.isoformat(), reference="T-88")
    place.client("front-desk").post(f"/courses/{course}/payments/", form)
    for role, path in (("front-desk", "courses"), ("patient", "my")):
        answer = place.client(role).get(f"/{path}/{course}/payments/{form['form_id']}.pdf")
        text = text_of(answer.content)
        for said in ("Receipt", "450.00 USD", "Ada Sample", "Card", "T-88", course):
            assert said in text


def test_paying_what_is_open(live: str, page: Page, place: Place, course: str) -> None:
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/payments/")
    expect(page.get_by_role("row", name="Ada Sample")).to_contain_text("450.00 USD")
    look(page, "balances", whole=True)
    page.get_by_role("link", name="Ada Sample").click()
    look(page, "payments-open", whole=True)
    page.get_by_label("Cash").check()
    page.get_by_role("button", name="Take the payment").click()
    expect(page.get_by_role("status").first).to_contain_text("The payment is noted.")
    expect(page.get_by_text("0.00 USD").first).to_be_visible()
    page.get_by_role("link", name="Give money back").click()
    page.get_by_label("Amount").fill("20")
    page.get_by_label("Cash").check()
    page.get_by_role("button", name="Give it back").click()
    look(page, "payments-returned", whole=True)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/{course}/payments/")
    expect(page.get_by_text("20.00 USD", exact=True).first).to_be_visible()
    look(page, "own-payments", whole=True)
