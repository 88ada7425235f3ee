"""What an estimate says: lines, totals, endings, payment, findings. Plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from enthesis.pathway.estimate.case import EstimateCase, Numbers
from enthesis.pathway.estimate.endings import Ending
from enthesis.pathway.estimate.lines import Sorted
from enthesis.pathway.estimate.money import Money
from enthesis.pathway.estimate.paying import Paying
from enthesis.pathway.finding import WARN, Finding

NOT_STATED_SUFFIX = "-not-stated"
IN_THE_SUM = ("price-not-stated", "count-not-stated", "sessions-not-stated")  # without these a sum has a hole


class Of(StrEnum):
    """What a line counts."""

    ACTIVITY = "activity"
    PACKAGE = "package"
    BEYOND = "beyond-package"  # sessions after the last of the package
    REFUND = "refund"  # given back for unused sessions; its sums are below 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sum, for each of the three plans. None: not stated."""

    activity: str
    what: str
    of: Of
    unit_price: Decimal | None  # exact, as given
    numbers: Numbers
    sums: Mapping[str, Money | None]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the three plans cost, and what they are expected to; rounded once, from exact amounts."""

    by_plan: Mapping[str, Money | None]
    expected_by_plan: Mapping[str, Money | None]

    @property
    def expected(self) -> Money | None:
        """Of the typical plan; None where its number or the shares are not stated."""
        return self.expected_by_plan["typical"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """The whole answer. Money is rounded to the minor unit of its currency; None: not stated, so not known."""

    case: EstimateCase
    sessions: Numbers
    tests_counted: int  # how many of the sessions are diagnostic injections
    lines: tuple[Line, ...]
    heaps: Sorted
    totals: Totals
    at_single_prices: Totals  # the same without the package
    package_saves: Mapping[str, Money | None]  # by plan; below 0 where the package costs more
    fixed: Money | None  # everything but the treatment sessions
    per_session: Money | None  # one treatment session at its single price, with what belongs to each
    endings_of: str  # which plan the endings belong to
    endings: tuple[Ending, ...]
    paying: Paying
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are not stated and would be needed for more, in order."""
        named = [found.field for found in self.findings if found.code.endswith(NOT_STATED_SUFFIX) and found.field]
        return tuple(dict.fromkeys(named))

    @property
    def is_complete(self) -> bool:
        """Whether all three totals are known and hold everything that the protocol asks for."""
        holes = any(found.code in IN_THE_SUM for found in self.findings)
        return not holes and None not in self.totals.by_plan.values()

    @property
    def needs_attention(self) -> bool:
        """Whether something is missing or contradicts something else."""
        return any(found.level == WARN for found in self.findings)
