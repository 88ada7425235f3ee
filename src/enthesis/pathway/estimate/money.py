"""Money: exact decimals in one currency of ISO 4217, rounded half up to its minor unit only where it is shown."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from enthesis import knowledge

LEAST_PLACES = 2  # shown where no currency is given


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency in which a price may be. `code` is empty where none is given; `minor_units` are decimals."""

    code: str
    minor_units: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as it is shown: in whole minor units of its currency. Sums are made before, from exact amounts."""

    amount: Decimal
    currency: Currency

    @property
    def figure(self) -> str:
        """Without the currency, always with all its decimals: 1750.00."""
        return format(self.amount, "f")

    def __str__(self) -> str:
        return f"{self.figure} {self.currency.code}".rstrip()


@cache
def currencies() -> Mapping[str, Currency]:
    """The currencies in use, by code. Source: ISO 4217, list one, without funds, metals and codes for tests."""
    return read_currencies(knowledge.path("iso4217.csv").read_text(encoding="utf-8"))


def read_currencies(text: str) -> Mapping[str, Currency]:
    """The currencies of a table laid out like `iso4217.csv`."""
    rows = csv.DictReader(text.splitlines())
    return {row["code"]: Currency(row["code"], int(row["minor_units"]), row["name"]) for row in rows}


def money(amount: Fraction | Decimal, currency: Currency) -> Money:
    """An exact amount, rounded half up (away from zero) to the minor unit of its currency.

    >>> str(money(Decimal("33.335"), currencies()["USD"]))
    '33.34 USD'
    >>> str(money(Fraction(1000, 3), currencies()["JPY"]))
    '333 JPY'
    """
    return Money(rounded(Fraction(amount), currency.minor_units), currency)


def equal_parts(total: Money, number: int) -> tuple[Money, ...]:
    """An amount in so many parts: equal and rounded half up to the minor unit; the last takes the rest.

    Rounded down where there would be no rest to take. The amount is 0 or more.

    >>> [part.figure for part in equal_parts(money(Decimal(200), currencies()["EUR"]), 3)]
    ['66.67', '66.67', '66.66']
    """
    places = total.currency.minor_units
    units = int(Fraction(total.amount) * 10**places)
    part = (2 * units + number) // (2 * number)
    if part * (number - 1) > units:
        part = units // number
    parts = [part] * (number - 1) + [units - part * (number - 1)]
    return tuple(Money(_of_units(one, places), total.currency) for one in parts)


def plain(amount: Decimal, currency: Currency) -> str:
    """A given amount with every decimal it has, and never fewer than its currency shows: 10.005, 150.00."""
    places = max(decimals(amount), currency.minor_units)
    return format(rounded(Fraction(amount), places), "f")


def decimals(amount: Decimal) -> int:
    """How many decimals an amount needs: 2 for 19.99 and for 19.990."""
    rest, places = Fraction(amount).denominator, 0
    while 10**places % rest:
        places += 1
    return places


def rounded(amount: Fraction, places: int) -> Decimal:
    """To so many decimals, half up and away from zero; exact whatever the decimal context says."""
    scaled = abs(amount) * 10**places + Fraction(1, 2)
    units = scaled.numerator // scaled.denominator
    return _of_units(-units if amount < 0 else units, places)


def _of_units(units: int, places: int) -> Decimal:
    return Decimal(f"{units}E-{places}")
