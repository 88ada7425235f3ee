"""How an estimate is paid: instalments, what is paid already, what is left, and until when the price holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from enthesis.pathway.estimate.case import COLUMNS, EstimateCase
from enthesis.pathway.estimate.money import Money, equal_parts, money


@dataclass(frozen=True, slots=True)
class Paying:
    """`parts` is None without instalments, empty where their total is not known. A balance below 0 is owed back."""

    parts: tuple[Money, ...] | None
    of: str
    paid: Money | None
    balance: Mapping[str, Money | None]
    holds: bool | None  # on the day asked about; None: no day is given


def paying(case: EstimateCase, totals: Mapping[str, Money | None]) -> Paying:
    """Instalments divide a total as shown; the balance is each total less everything paid."""
    parts: tuple[Money, ...] | None = None
    of = ""
    if case.instalments is not None:
        of = case.instalments.of
        total = totals[of]
        parts = () if total is None else equal_parts(total, case.instalments.number)
    paid = sum((Fraction(payment.amount) for payment in case.payments), Fraction(0)) if case.payments else None
    holds = None if case.valid_until is None or case.as_of is None else case.as_of <= case.valid_until
    return Paying(
        parts=parts,
        of=of,
        paid=None if paid is None else money(paid, case.currency),
        balance={} if paid is None else {column: _less(totals[column], paid) for column in COLUMNS},
        holds=holds,
    )


def _less(total: Money | None, paid: Fraction) -> Money | None:
    return None if total is None else money(Fraction(total.amount) - paid, total.currency)
