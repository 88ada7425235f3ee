"""How a course may end, what each ending costs and saves, and the cost to be expected from the shares given."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from enthesis.pathway.estimate.case import Package, Rates
from enthesis.pathway.estimate.happenings import Way, gate_of, treatment_of
from enthesis.pathway.estimate.lines import Costs
from enthesis.pathway.estimate.packages import PackageCost, package_cost


class End(StrEnum):
    """How a course ends."""

    GATE_CLOSES = "gate-closes"  # no response at the diagnostic gate: no treatment
    STOPS = "stops-after-session"  # the review after a session stops the series
    COMPLETES = "completes"  # every planned session is given


@dataclass(frozen=True, slots=True)
class Ending:
    """One ending of a plan, in exact amounts. None: not known. `share` of all who begin; None without rates."""

    end: End
    session: int  # the last one given; 0 where the gate closes
    cost: Fraction | None
    back: Fraction  # refunded of a package, already taken off the cost
    share: Fraction | None


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan of so many sessions at these prices. `sessions` None: not stated."""

    costs: Costs
    sessions: int | None
    package: Package | None = None

    def cost(self, way: Way) -> Fraction | None:
        """What a way costs, with the package where there is one. None: a price or a number is missing."""
        if self.package is None:
            return self.costs.of(way)
        rest, bought = self.costs.of(way, without=treatment_of(self.costs.protocol).id), self.bought(way)
        total = bought.total if bought else None
        return None if rest is None or total is None else rest + total

    def bought(self, way: Way) -> PackageCost | None:
        """What the package comes to on a way; None without a package, or where the sessions are not stated."""
        if self.package is None:
            return None
        treatment = treatment_of(self.costs.protocol)
        return package_cost(self.package, self.costs.price(treatment), self.costs.number(way, treatment))

    def back(self, way: Way) -> Fraction:
        bought = self.bought(way)
        return (bought.back if bought else None) or Fraction(0)

    @property
    def whole(self) -> Way:
        """The plan carried out: the gate opens and every session is given."""
        return Way(True, self.sessions)

    @property
    def total(self) -> Fraction | None:
        return self.cost(self.whole)


def endings(plan: Plan, rates: Rates | None) -> tuple[Ending, ...]:
    """Every way in which a plan can end, soonest first. The shares add up to 1.

    A share that is not given stops nobody, so that the expected cost is then at most what it says.
    """
    found: list[Ending] = []
    left = None if rates is None else Fraction(1)

    def end(kind: End, session: int, way: Way, part: Fraction | None) -> None:
        nonlocal left
        share = None if left is None or part is None else left * part
        left = None if left is None or share is None else left - share
        found.append(Ending(kind, session, plan.cost(way), plan.back(way), share))

    if gate_of(plan.costs.protocol) is not None:
        goes_on = _or(rates.gate if rates else None, Fraction(1))
        end(End.GATE_CLOSES, 0, Way(False, 0), None if rates is None else 1 - goes_on)
    if plan.sessions is not None:
        before = plan.costs.diagnostic_sessions(plan.whole)
        for session in range(before + 1, plan.sessions):
            stops = None if rates is None else _or(rates.stops_after(session), Fraction(0))
            end(End.STOPS, session, Way(True, session), stops)
    end(End.COMPLETES, plan.sessions or 0, plan.whole, None if rates is None else Fraction(1))
    return tuple(found)


def _or(share: Decimal | None, otherwise: Fraction) -> Fraction:
    return otherwise if share is None else Fraction(share)


def expected(found: Sequence[Ending]) -> Fraction | None:
    """The mean cost over all who begin; None where a share or a cost is not known."""
    total = Fraction(0)
    for ending in found:
        if ending.share is None:
            return None
        if ending.share:
            if ending.cost is None:
                return None
            total += ending.share * ending.cost
    return total
