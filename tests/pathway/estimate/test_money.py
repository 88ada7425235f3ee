"""Money: minor units of ISO 4217, rounding where it is shown, instalments, payments, validity."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

from enthesis.pathway.estimate import answer_case, as_json, currencies, equal_parts, money
from tests.pathway.estimate.made_up import PRICES, made_up


def told(**fields: Any) -> dict[str, Any]:
    return as_json(answer_case({"prices": PRICES} | fields, made_up()))


# amount, currency, as shown
ROUNDED = [
    ("10", "USD", "10.00"),
    ("10.004", "USD", "10.00"),
    ("10.005", "USD", "10.01"),
    ("10.0049999999", "USD", "10.00"),
    ("-10.005", "USD", "-10.01"),
    ("0.5", "JPY", "1"),
    ("1.5", "KRW", "2"),
    ("2.4999", "JPY", "2"),
    ("1.0005", "KWD", "1.001"),
    ("1", "BHD", "1.000"),
]


@pytest.mark.parametrize(("amount", "code", "shown"), ROUNDED)
def test_half_a_minor_unit_is_rounded_up(amount: str, code: str, shown: str) -> None:
    assert money(Decimal(amount), currencies()[code]).figure == shown


def test_rounding_does_not_hang_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 3
        assert money(Fraction("123456789.125"), currencies()["EUR"]).figure == "123456789.13"
        assert equal_parts(money(Decimal("123456.79"), currencies()["EUR"]), 2)[0].figure == "61728.40"


@pytest.mark.parametrize(
    ("code", "units"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("VND", 0),
        ("XOF", 0),
        ("TND", 3),
        ("JOD", 3),
        ("XCG", 2),
        ("ZWG", 2),
    ],
)
def test_a_currency_has_the_minor_units_of_iso_4217(code: str, units: int) -> None:
    assert currencies()[code].minor_units == units


@pytest.mark.parametrize("code", ["HRK", "BGN", "DEM", "XAU", "XXX", "USN", "CLF"])
def test_withdrawn_currencies_metals_and_funds_are_no_currency_of_a_price(code: str) -> None:
    assert code not in currencies()


def test_the_list_of_currencies_is_in_order() -> None:
    codes = list(currencies())
    assert codes == sorted(codes)
    assert len(codes) > 150
    assert all(len(code) == 3 and code.isupper() and each.name for code, each in currencies().items())
    assert {each.minor_units for each in currencies().values()} == {0, 2, 3}


# how a price is written, then the currency and the treatment's unit price
WRITTEN: list[tuple[dict[str, Any], str | None, str]] = [
    ({"currency": "USD", "prices": {"treatment": 400}}, "USD", "400.00"),
    ({"currency": "usd", "prices": {"treatment": 400.5}}, "USD", "400.50"),
    ({"prices": {"currency": "EUR", "treatment": "400"}}, "EUR", "400.00"),
    ({"prices": {"treatment": "400 EUR"}}, "EUR", "400.00"),
    ({"prices": {"treatment": "EUR 400.10"}}, "EUR", "400.10"),
    ({"prices": {"treatment": {"amount": "400", "currency": "JPY"}}}, "JPY", "400"),
    ({"prices": {"treatment": {"price": 400, "currency": "KWD"}}}, "KWD", "400.000"),
    ({"prices": [{"activity": "treatment", "price": "400", "currency": "CHF"}]}, "CHF", "400.00"),
    ({"prices": [{"activity": "treatment", "amount": 4e2}], "currency": "CHF"}, "CHF", "400.00"),
    ({"currency": "USD", "prices": {"treatment": "400.125"}}, "USD", "400.125"),
    ({"prices": {"treatment": 400}}, None, "400.00"),
    ({"prices": {"treatment": "400.125"}}, None, "400.125"),
]


@pytest.mark.parametrize(("fields", "code", "price"), WRITTEN, ids=[str(row[0]) for row in WRITTEN])
def test_the_ways_to_write_a_price(fields: dict[str, Any], code: str | None, price: str) -> None:
    found = as_json(answer_case({"protocol": "sit-knee-2020"} | fields))
    assert found["currency"] == code
    assert found["lines"][0]["unit_price"] == price
    assert ("currency" in found["missing"]) is (code is None)


def test_a_price_finer_than_the_currency_is_rounded_only_where_it_is_shown() -> None:
    """4 x 33.335 = 133.34; each by itself would be 33.34, and four of them 133.36."""
    found = as_json(answer_case({"protocol": "sit-knee-2020", "currency": "USD", "prices": {"treatment": "33.335"}}))
    assert found["min"] == "133.34"
    assert "finer-than-minor-unit" in [one["code"] for one in found["findings"]]
    yen = as_json(answer_case({"protocol": "sit-knee-2020", "currency": "JPY", "prices": {"treatment": "33.3"}}))
    assert yen["min"] == "133"


# number of parts, then the parts of 1910.00
PARTS = [
    (1, ["1910.00"]),
    (2, ["955.00", "955.00"]),
    (3, ["636.67", "636.67", "636.66"]),
    (6, ["318.33"] * 5 + ["318.35"]),
    (12, ["159.17"] * 11 + ["159.13"]),
]


@pytest.mark.parametrize(("number", "parts"), PARTS)
def test_instalments_are_equal_and_the_last_takes_the_rest(number: int, parts: list[str]) -> None:
    assert told(instalments=number)["instalments"] == {"of": "typical", "parts": parts}
    assert sum(map(Decimal, parts)) == Decimal("1910.00")


def test_instalments_of_another_total() -> None:
    assert told(instalments={"number": 2, "of": "max"})["instalments"] == {"of": "max", "parts": ["1115.00"] * 2}
    assert told(instalments={"number": 2})["instalments"]["of"] == "typical"
    assert told()["instalments"] is None


def test_no_part_is_ever_below_nothing() -> None:
    """Five cents in nine parts: a cent each would leave -3."""
    parts = [part.figure for part in equal_parts(money(Decimal("0.05"), currencies()["USD"]), 9)]
    assert parts == ["0.00"] * 8 + ["0.05"]


def test_a_total_that_is_not_known_has_no_instalments() -> None:
    found = told(prices=PRICES | {"treatment": None}, instalments=3)
    assert found["instalments"] == {"of": "typical", "parts": []}
    assert "instalments-not-computed" in [one["code"] for one in found["findings"]]


def test_payments_leave_a_balance() -> None:
    found = told(payments=[{"amount": "500", "on": "2026-11-02"}, "210.50", 100])
    assert found["paid"] == "810.50"
    assert found["balance"] == {"min": "779.50", "typical": "1099.50", "max": "1419.50"}
    assert told()["balance"] is None
    assert told(payments=[])["paid"] is None


@pytest.mark.parametrize(("paid", "is_too_much"), [("2230", False), ("2230.01", True)])
def test_more_than_the_largest_total_is_owed_to_the_patient(paid: str, is_too_much: bool) -> None:
    found = told(payments=[paid])
    said = [one["says"] for one in found["findings"] if one["code"] == "overpaid"]
    assert bool(said) is is_too_much
    assert found["balance"]["max"] == ("-0.01" if is_too_much else "0.00")
    assert not said or "0.01 USD" in said[0]


# until when it holds, the day asked about, and whether it holds
VALID = [
    ("2026-11-30", "2026-11-30", True),
    ("2026-11-30", "2026-12-01", False),
    ("2026-11-30", None, None),
    (None, "2026-12-01", None),
]


@pytest.mark.parametrize(("until", "day", "holds"), VALID)
def test_a_price_holds_until_a_day_and_on_it(until: str | None, day: str | None, holds: bool | None) -> None:
    found = told(valid_until=until, as_of=day)
    assert (found["valid_until"], found["valid"]) == (until, holds)
    assert ("no-longer-valid" in [one["code"] for one in found["findings"]]) is (holds is False)
