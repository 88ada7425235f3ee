"""Exact numbers: read them as they were typed, calculate with them, write them without noise."""

import re
from decimal import Decimal
from fractions import Fraction

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_LARGEST = Decimal(1_000_000)
_DECIMALS = 20  # not a limit: decimals that are kept

ZERO = Decimal(0)


class NotAnAmount(ValueError):
    """What was given is not a number that a dose could be. The text is a sentence for the person."""


def amount(value: object) -> Decimal:
    """The exact decimal that a person or a machine wrote: a `Decimal`, an int, a float as printed, or text.

    Raises `NotAnAmount` for anything else: words, NaN, infinity, a comma, a unit, more than 20 decimals, a
    million or more.

    >>> amount("22.5")
    Decimal('22.5')
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, float, str)):
        raise NotAnAmount("It is not a number.")
    if isinstance(value, int) and abs(value) >= _LARGEST:  # before printing: an integer may have millions of digits
        raise NotAnAmount("The number is larger than any amount here can be.")
    text = str(value).strip()
    if len(text) > 60:
        raise NotAnAmount(f"A number of {len(text)} characters is not an amount.")
    if not _NUMBER.fullmatch(text):
        raise NotAnAmount(f'"{shown(text)}" is not a plain number.')
    found = Decimal(text)
    if found.is_zero():
        return ZERO
    if not -_DECIMALS <= found.adjusted() < 6:
        raise NotAnAmount(f'"{shown(text)}" is larger or smaller than any amount here can be.')
    if exponent(found) < -_DECIMALS:
        raise NotAnAmount(f'"{shown(text)}" has more than {_DECIMALS} decimals.')
    return found


def exponent(value: Decimal) -> int:
    """The power of ten of the last digit of a finite decimal."""
    power = value.as_tuple().exponent
    return power if isinstance(power, int) else 0


def rounded(value: Fraction | Decimal, places: int) -> Decimal:
    """To so many decimals, half up, as a person rounds. Exact whatever the decimal context says."""
    scaled = Fraction(value) * 10**places + Fraction(1, 2)
    return _decimal(scaled.numerator // scaled.denominator, places)


def rounded_down(value: Fraction | Decimal, places: int = 0) -> Decimal:
    """Down to so many decimals: for ceilings that are shown, which may never look higher than they are."""
    scaled = Fraction(value) * 10**places
    return _decimal(scaled.numerator // scaled.denominator, places)


def to_step(value: Fraction | Decimal, step: Decimal, *, down: bool = False) -> Decimal:
    """The nearest multiple of `step` (half up), or with `down` the one below."""
    unit = Fraction(step)
    steps = Fraction(value) / unit + (0 if down else Fraction(1, 2))
    return exact(steps.numerator // steps.denominator * unit)


def exact(value: Fraction) -> Decimal:
    """A fraction as a decimal: exact where it ends, else to 20 decimals."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return rounded(value, max(twos, fives) if rest == 1 else _DECIMALS)


def plain(value: Fraction | Decimal, places: int = 6) -> str:
    """For a person or a machine: at most so many decimals, no exponent, no trailing zeros."""
    text = format(rounded(value, places), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text


def shown(text: str, longest: int = 60) -> str:
    """Typed text that may be repeated in a sentence: one line, printable, not long."""
    clean = "".join(mark if mark.isprintable() else " " for mark in text[: longest * 4])
    clean = " ".join(clean.split())
    return clean if len(clean) <= longest and len(text) <= longest * 4 else clean[:longest].rstrip() + "..."


def _decimal(units: int, places: int) -> Decimal:
    return Decimal(f"{units}E-{places}")
