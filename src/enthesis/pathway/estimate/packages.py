"""What a package of sessions costs on each way, and what is given back when it is not used up."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from enthesis.pathway.estimate.case import Package, RefundRule
from enthesis.pathway.estimate.lines import times


@dataclass(frozen=True, slots=True)
class PackageCost:
    """The three parts of what treatment costs with a package, exactly. None: a single price is missing."""

    package: Fraction
    beyond: Fraction | None  # sessions after the last of the package, at their single price
    beyond_number: int
    back: Fraction | None  # what is refunded, 0 or more
    unused: int

    @property
    def total(self) -> Fraction | None:
        if self.beyond is None or self.back is None:
            return None
        return self.package + self.beyond - self.back


def package_cost(package: Package, single: Decimal | None, given: int | None) -> PackageCost | None:
    """With so many treatment sessions given. None: their number is not stated. No session: nothing is bought."""
    if given is None:
        return None
    if given == 0:
        return PackageCost(Fraction(0), Fraction(0), 0, Fraction(0), 0)
    further, unused = max(0, given - package.sessions), max(0, package.sessions - given)
    return PackageCost(
        package=Fraction(package.price),
        beyond=times(single, further),
        beyond_number=further,
        back=refund(package, single, unused),
        unused=unused,
    )


def refund(package: Package, single: Decimal | None, unused: int) -> Fraction | None:
    """What is given back for so many unused sessions, never more than the price. Not stated: nothing is counted."""
    price = Fraction(package.price)
    if unused == 0 or package.refund is None:
        return Fraction(0)
    match package.refund.rule:
        case RefundRule.NOTHING:
            return Fraction(0)
        case RefundRule.PRO_RATA:
            return price * unused / package.sessions
        case RefundRule.PER_UNUSED_SESSION:
            return min(price, Fraction(package.refund.amount) * unused)
        case RefundRule.LESS_SINGLE_PRICE:
            used = times(single, package.sessions - unused)
            return None if used is None else max(Fraction(0), price - used)
