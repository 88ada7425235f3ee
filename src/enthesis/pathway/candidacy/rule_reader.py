"""One entry of a rule file into a `Rule`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.candidacy.condition_reader import ConditionReader
from enthesis.pathway.candidacy.files import Entry
from enthesis.pathway.candidacy.ladders import Kind, Outcome, Stage, Strength, Urgency
from enthesis.pathway.candidacy.model import ANY_REGION, Grade, Region, Rule
from enthesis.pathway.candidacy.problems import RulesUnreadable
from enthesis.pathway.finding import Finding

_TEXTS = ("says", "remedy", "to_patient", "patient_does")
_GRADE_KEYS = ("when", "outcome", "urgency", *_TEXTS)
_KEYS = (
    "id", "finding", "kind", "regions", "asked_also", "only_in_region", "stage", "strength", "grades", "would_change",
    "sources", "ruling", "note", "unverified", *_GRADE_KEYS,
)  # fmt: skip
JOINTS = "joints"  # in a rule file: every region that is a joint


@dataclass(frozen=True, slots=True)
class RuleReader:
    """Reads rules over checked conditions. Raises `RulesUnreadable` with file and rule."""

    conditions: ConditionReader
    regions: Mapping[str, Region]
    version: str

    def read(self, entry: Entry) -> Rule:
        entry.allow(*_KEYS)
        grades = self._grades(entry)
        ruling = entry.text("ruling", "")
        return Rule(
            id=entry.text("id"),
            kind=entry.choice("kind", Kind),
            finding=entry.text("finding"),
            regions=self._regions(entry, "regions"),
            asked_also=self._regions(entry, "asked_also"),
            only_in_region=entry.flag("only_in_region"),
            stage=entry.choice("stage", Stage),
            strength=entry.choice("strength", Strength),
            grades=grades,
            would_change=entry.text("would_change"),
            sources=self._sources(entry),
            ruling=ruling,
            note=entry.text("note", ""),
            unverified=entry.text("unverified", ""),
            line_per_drug=any("meds" in grade.looks_at for grade in grades),
        )

    def _grades(self, entry: Entry) -> tuple[Grade, ...]:
        if entry.has("grades") == entry.has("when"):
            raise RulesUnreadable(
                entry.where, "A rule has either one condition or several grades.", "Keep `when` or `grades`, not both."
            )
        if entry.has("when"):
            return (self._grade(entry, entry.raw),)
        found = []
        for place, each in enumerate(entry.entries("grades", "outcome"), start=1):
            where = Entry(each.raw, f"{entry.where}, grade {place}")
            where.allow(*_GRADE_KEYS)
            found.append(self._grade(where, {**entry.raw, **each.raw}, entry))
        return tuple(found)

    def _grade(self, entry: Entry, raw: Mapping[str, Any], rule: Entry | None = None) -> Grade:
        whole, rule = Entry(raw, entry.where), rule or entry
        when = self.conditions.read(raw.get("when"), entry.where)
        looks_at = when.variables()
        outcome = whole.choice("outcome", Outcome)
        finding = Finding(
            code=rule.text("id"),
            level=outcome,
            says=whole.text("says"),
            remedy=whole.text("remedy"),
            to_patient=whole.text("to_patient"),
            remedy_for_patient=whole.text("patient_does", ""),
            sources=self._sources(rule),
            field=min(looks_at, key=list(self.conditions.questions).index) if looks_at else "",
            version=self.version,
            unverified=rule.has("unverified"),
        )
        return Grade(when, outcome, whole.choice("urgency", Urgency), finding, looks_at)

    def _sources(self, entry: Entry) -> tuple[str, ...]:
        sources = entry.words("sources")
        if not sources:
            raise RulesUnreadable(entry.where, "The rule names no source.", "Write `sources: [KEY]`, or [ruling].")
        if entry.has("ruling") and "ruling" not in sources:
            return (*sources, "ruling")
        return sources

    def _regions(self, entry: Entry, name: str) -> frozenset[str]:
        found: set[str] = set()
        for word in entry.words(name):
            if word == JOINTS:
                found.update(region.name for region in self.regions.values() if region.is_joint)
            elif word == ANY_REGION or word in self.regions:
                found.add(word)
            else:
                raise RulesUnreadable(
                    entry.where, f'No region is called "{word}".', "Name one of regions.yaml, joints, or any."
                )
        if name == "regions" and not found:
            raise RulesUnreadable(entry.where, "The rule names no region.", "Write `regions: [any]`.")
        return frozenset(found)
