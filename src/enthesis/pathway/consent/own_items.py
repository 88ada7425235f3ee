"""What a consent holds for one patient: the candidacy rules that the patient's own answers raise."""

from collections.abc import Iterable
from dataclasses import dataclass

from enthesis.pathway.candidacy import Kind, Reason, RuleSet

_KINDS = (Kind.RED_FLAG, Kind.ABSOLUTE, Kind.PRIOR_CARE, Kind.RELATIVE, Kind.ALTERNATIVE)


@dataclass(frozen=True, slots=True)
class OwnItem:
    """One thing that holds for this patient."""

    rule: str
    text: str  # in the patient's words
    sources: tuple[str, ...]
    is_unverified: bool = False


def own_items(reasons: Iterable[Reason]) -> tuple[OwnItem, ...]:
    """What a screening raises for this patient, as the screening orders it. What every consent says is left out."""
    return tuple(
        OwnItem(
            rule=reason.rule,
            text=f"{reason.finding.to_patient} {reason.finding.remedy_for_patient}".strip(),
            sources=reason.finding.sources,
            is_unverified=reason.finding.unverified,
        )
        for reason in reasons
        if reason.kind in _KINDS and reason.finding.to_patient
    )


def kept_items(names: Iterable[str], rules: RuleSet) -> tuple[OwnItem, ...]:
    """The items that a signature names, in the words that the rules have for them now, the mildest of each."""
    by_id = {rule.id: rule for rule in rules.rules}
    found = ((by_id[name], by_id[name].grades[-1].finding) for name in names if name in by_id)
    return tuple(OwnItem(rule.id, f.to_patient, rule.sources, bool(rule.unverified)) for rule, f in found)
