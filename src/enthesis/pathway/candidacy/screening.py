"""What a screening answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.candidacy.ladders import Kind, Outcome, Stage, Urgency, Verdict
from enthesis.pathway.finding import Finding


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that holds, with what would change that."""

    rule: str
    kind: Kind
    stage: Stage
    outcome: Outcome
    urgency: Urgency
    finding: Finding  # its level is the outcome
    regions: tuple[str, ...]  # of the person's regions, those that it speaks about
    would_change: str
    ruling: str = ""

    def as_json(self) -> dict[str, Any]:
        extra = {
            "rule": self.rule,
            "kind": self.kind,
            "stage": self.stage,
            "outcome": self.outcome,
            "urgency": self.urgency,
            "regions": list(self.regions),
            "would_change": self.would_change,
            "ruling": self.ruling,
            "source": "; ".join(self.finding.sources),
        }
        return {"because": [], **self.finding.as_json(), **{k: v for k, v in extra.items() if v}}


@dataclass(frozen=True, slots=True)
class RegionScreening:
    """One region, judged with its own rules."""

    verdict: Verdict
    worst_urgency: Urgency
    fired: tuple[str, ...]
    missing: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "verdict": self.verdict,
            "worst_urgency": self.worst_urgency,
            "fired": list(self.fired),
            "missing": list(self.missing),
        }


@dataclass(frozen=True, slots=True)
class Screening:
    """Whether this person may be a candidate, why, and what is not known. It recommends; a clinician decides."""

    verdict: Verdict
    worst_urgency: Urgency
    fired: tuple[str, ...]  # rule ids, in the order of the rule files
    missing: tuple[str, ...]  # variables that this stage still has to hear, safety questions first
    missing_safety: tuple[str, ...]  # those of them that hold the verdict back
    later: tuple[str, ...]  # variables that a later stage asks: its agenda
    contradictions: tuple[tuple[str, str], ...]
    by_region: Mapping[str, RegionScreening]
    reasons: tuple[Reason, ...]  # one for each rule that holds (for each drug, where it is about drugs), gravest first
    unanswered: tuple[Finding, ...]  # one for each of `missing_safety`
    puzzles: tuple[Finding, ...]  # one for each of `contradictions`
    summary: Finding  # the verdict in words; code: the verdict
    stage: Stage
    version: str
    unknown: tuple[str, ...] = ()  # fields that no rule knows

    def as_json(self) -> dict[str, Any]:
        """Plain values for a machine door."""
        return {
            "verdict": self.verdict,
            "worst_urgency": self.worst_urgency,
            "fired": list(self.fired),
            "missing": list(self.missing),
            "contradictions": [list(pair) for pair in self.contradictions],
            "by_region": {region: found.verdict for region, found in self.by_region.items()},
            "reasons": [reason.as_json() for reason in self.reasons],
            "summary": self.summary.as_json(),
            "missing_safety": list(self.missing_safety),
            "later": list(self.later),
            "regions": {region: found.as_json() for region, found in self.by_region.items()},
            "unanswered": [finding.as_json() for finding in self.unanswered],
            "puzzles": [finding.as_json() for finding in self.puzzles],
            "unknown": list(self.unknown),
            "stage": self.stage,
            "version": self.version,
        }
