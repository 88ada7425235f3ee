"""Exact numbers: what may be typed, how it is rounded, and how it is shown."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from enthesis.pathway.dosing.numbers import (
    NotAnAmount,
    amount,
    exact,
    exponent,
    plain,
    rounded,
    rounded_down,
    shown,
    to_step,
)

D = Decimal


@pytest.mark.parametrize(
    ("typed", "is_read"),
    [
        ("22.5", "22.5"),
        (" 22.5 ", "22.5"),
        ("+22.5", "22.5"),
        ("-0.5", "-0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("1e2", "100"),
        ("1E-2", "0.01"),
        (22, "22"),
        (22.5, "22.5"),
        (D("22.5"), "22.5"),
        ("0", "0"),
        ("-0.0", "0"),
        ("999999.9", "999999.9"),
        (999_999, "999999"),
        (-999_999, "-999999"),
        ("0.00000000000000000001", "0.00000000000000000001"),  # 20 decimals
        ("1.00000000000000000001", "1.00000000000000000001"),
        ("0" * 59 + "1", "1"),  # 60 characters
    ],
)
def test_a_number_is_read_exactly(typed: Any, is_read: str) -> None:
    assert amount(typed) == D(is_read)
    assert isinstance(amount(typed), Decimal)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (True, "It is not a number."),
        (None, "It is not a number."),
        ([1], "It is not a number."),
        ("", '"" is not a plain number.'),
        ("22,5", '"22,5" is not a plain number.'),
        ("1_0", '"1_0" is not a plain number.'),
        ("22.5 mL", '"22.5 mL" is not a plain number.'),
        ("1e1000", '"1e1000" is not a plain number.'),
        (float("nan"), '"nan" is not a plain number.'),
        (1_000_000, "The number is larger than any amount here can be."),
        (-1_000_000, "The number is larger than any amount here can be."),
        pytest.param(10**5000, "The number is larger than any amount here can be.", id="very long"),
        ("1000000", '"1000000" is larger or smaller than any amount here can be.'),
        ("0.000000000000000000001", '"0.000000000000000000001" is larger or smaller than any amount here can be.'),
        ("1.000000000000000000001", '"1.000000000000000000001" has more than 20 decimals.'),
        ("0" * 60 + "1", "A number of 61 characters is not an amount."),
    ],
)
def test_what_is_no_amount_is_told_so(typed: Any, says: str) -> None:
    with pytest.raises(NotAnAmount) as caught:
        amount(typed)
    assert str(caught.value) == says


@pytest.mark.parametrize(
    ("value", "places", "half_up", "down"),
    [
        ("1.234", 2, "1.23", "1.23"),
        ("1.235", 2, "1.24", "1.23"),
        ("1.239", 2, "1.24", "1.23"),
        ("267.75", 0, "268", "267"),
        ("267.5", 0, "268", "267"),
        ("267.49", 0, "267", "267"),
        ("0.5", 0, "1", "0"),
        ("1234", 1, "1234", "1234"),
    ],
)
def test_rounding_half_up_and_down(value: str, places: int, half_up: str, down: str) -> None:
    assert rounded(D(value), places) == D(half_up)
    assert rounded_down(D(value), places) == D(down)
    if places == 0:
        assert rounded_down(Fraction(D(value))) == D(down)


@pytest.mark.parametrize(
    ("ml", "step", "nearest", "below"),
    [
        ("6.75", "0.1", "6.8", "6.7"),
        ("6.74", "0.1", "6.7", "6.7"),
        ("0.675", "0.05", "0.7", "0.65"),
        ("0.67", "0.05", "0.65", "0.65"),
        ("3", "0.1", "3", "3"),
    ],
)
def test_to_the_marks_of_a_syringe(ml: str, step: str, nearest: str, below: str) -> None:
    assert to_step(D(ml), D(step)) == D(nearest)
    assert to_step(D(ml), D(step), down=True) == D(below)


def test_a_fraction_as_a_decimal() -> None:
    assert exact(Fraction(1, 8)) == D("0.125")
    assert exact(Fraction(1, 50)) == D("0.02")
    assert exact(Fraction(7, 1)) == D(7)
    assert exact(Fraction(1, 3)) == D("0.33333333333333333333")
    assert exact(Fraction(2, 3)) == D("0.66666666666666666667")
    assert exact(Fraction(1, 6)) == D("0.16666666666666666667")
    assert exact(Fraction(1, 2**30)) == D(2) ** -30
    assert (exponent(D("1.50")), exponent(D("1e3")), exponent(D("7"))) == (-2, 3, 0)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("16.6666666", 6, "16.666667"),
        ("16.6666666", 2, "16.67"),
        ("100", 6, "100"),
        ("1e3", 6, "1000"),
        ("2.50", 6, "2.5"),
        ("-0.0000001", 6, "0"),
        ("-0.4", 0, "0"),
        ("0.0000005", 6, "0.000001"),
        ("0.0000001", 7, "0.0000001"),
    ],
)
def test_a_number_is_shown_without_noise(value: str, places: int, text: str) -> None:
    assert plain(D(value), places) == text
    if places == 6:
        assert plain(D(value)) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("lidocaine", "lidocaine"),
        ("  lido\n\tcaine\x00 1% ", "lido caine 1%"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 60 + "..."),
        ("x" * 59 + " y", "x" * 59 + "..."),
        (" " * 240 + "x", "..."),  # what is far behind is not looked at
        ("a" + " " * 238 + "b", "a b"),
        ("a" + " " * 239 + "b", "a..."),
    ],
)
def test_what_was_typed_is_repeated_on_one_line_and_not_at_length(typed: str, text: str) -> None:
    assert shown(typed) == text


def test_how_long_may_be_said() -> None:
    assert shown("abcdef", 3) == "abc..."
    assert shown("abc", 3) == "abc"
