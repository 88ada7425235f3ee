"""What the evidence table is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

Row: TypeAlias = Mapping[str, str]  # one line of a table by its columns; an empty cell was not seen


@dataclass(frozen=True, slots=True)
class Horizon:
    """A span of weeks after treatment. Both ends are inside."""

    id: str
    name: str  # to the patient
    first: Decimal  # weeks
    last: Decimal
    at: Decimal  # the point that stands for the span

    def holds(self, weeks: Decimal) -> bool:
        return self.first <= weeks <= self.last


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is measured, whatever the instrument."""

    id: str
    name: str
    domains: tuple[str, ...]  # of the table; none for people who did well


@dataclass(frozen=True, slots=True)
class Comparator:
    """What prolotherapy was compared with."""

    id: str
    name: str  # to the patient
    of: tuple[str, ...]  # as the table calls them


@dataclass(frozen=True, slots=True)
class Condition:
    """One problem, and what is known about it in plain words."""

    id: str
    name: str
    body: tuple[str, ...]  # parts of the body that a course may be about
    regions: tuple[str, ...]
    reviews: tuple[str, ...]  # regions of reviews that belong to it
    says: tuple[str, ...]
    unknown: str
    harms: str
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Everything that is known, and how it is sorted."""

    version: str
    status: str
    review_by: str
    everywhere: str  # what is said beside every benefit
    conditions: tuple[Condition, ...]
    comparators: tuple[Comparator, ...]
    horizons: tuple[Horizon, ...]
    outcomes: tuple[Outcome, ...]
    rows: tuple[Row, ...]
    trials: Mapping[str, Row]  # by trial_id
    reviews: tuple[Row, ...]
    harms: tuple[Row, ...]
    claims: tuple[Row, ...]  # never an effect of treatment
    checks: tuple[Row, ...]
    remembered: tuple[Row, ...]  # unverified: used for nothing
    confirmed: Mapping[str, Row]  # trials whose flags a person has looked at, by trial_id
    words: Mapping[str, str] = field(default_factory=dict)  # sentences of the pages, by id
    own: frozenset[str] = frozenset()  # trials that a clinic has added, by trial_id

    def condition(self, name: str) -> Condition | None:
        return next((one for one in self.conditions if one.id == name), None)

    def comparator_of(self, called: str) -> Comparator | None:
        """What the table calls a comparator, by its group."""
        return next((one for one in self.comparators if called in one.of), None)

    def rows_of(self, condition: Condition) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row["region"] in condition.regions)

    def reviews_of(self, condition: Condition) -> tuple[Row, ...]:
        """Results of reviews that were seen, but for those without any comparison."""
        return tuple(
            row
            for row in self.reviews
            if row["region"] in condition.reviews
            and row["value_status"] == "seen"
            and row["effect_measure"] not in ("standardised ES within arm", "policy")
        )
