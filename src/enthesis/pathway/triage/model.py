"""What triage knows and what it answers. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from enthesis.pathway.finding import Finding
from enthesis.pathway.triage.conditions import Condition


class Level(StrEnum):
    """How soon a person must act, the mildest first."""

    SELF_CARE = "self_care"
    CALL_CLINIC = "call_clinic_same_day"
    URGENT_CARE = "urgent_care"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        return _RANK[self]


_RANK = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """When a sign is usual, in hours since the injection; both ends are inside. None: no end."""

    low: Decimal
    high: Decimal | None

    def hold(self, hours: Decimal | None) -> bool | None:
        """Whether the hours lie inside; None where they are not known."""
        if hours is None:
            return None
        return self.low <= hours and (self.high is None or hours <= self.high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Raised:
    """A rule that speaks at another level when something more is true."""

    when: Condition
    level: Level


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One sign, what it may be, and what to do. Read from `knowledge/triage/rules`."""

    id: str
    level: Level
    symptom: str  # clinician's words
    think_of: str
    sites: frozenset[str]  # empty: any site
    hours: Hours
    when: Condition
    raised: Raised | None
    for_patient: str
    patient_action: str
    watch_for: tuple[str, ...]
    do_not: tuple[str, ...]
    clinic_action: str
    sources: tuple[str, ...]
    note: str
    version: str

    @property
    def unverified(self) -> bool:
        """Rests in part on something remembered: the clinic confirms it. It fires all the same."""
        return "memory" in self.sources

    @property
    def expected(self) -> bool:
        """An expected reaction, or one that can wait: it holds only inside its hours."""
        return self.level is Level.SELF_CARE


@dataclass(frozen=True, kw_only=True, slots=True)
class Triage:
    """How urgent it is, and why. The reasons stand in order, the most urgent first."""

    worst_level: Level
    fired: tuple[str, ...]  # rule ids
    missing: tuple[str, ...]  # variables that could still raise the level, or were counted as yes
    reasons: tuple[Finding, ...]  # one for each fired rule; its level is a `Level`
    action: str  # the patient's next step, in the patient's words
    watch_for: tuple[str, ...]
    do_not: tuple[str, ...]
    not_understood: tuple[str, ...]  # variables whose answer could not be read
    unknown: tuple[str, ...]  # fields that no rule knows; they change nothing
    levels: Mapping[str, Level]  # by rule id
