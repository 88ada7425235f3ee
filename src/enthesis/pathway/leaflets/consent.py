"""What is confirmed before signing, and where a leaflet explains it; and whether leaflets and rules say the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from enthesis.pathway.candidacy import Kind
from enthesis.pathway.candidacy.model import Rule as CandidacyRule
from enthesis.pathway.languages import say
from enthesis.pathway.leaflets.figures import numbers_in
from enthesis.pathway.leaflets.model import Leaflet, Level, Library, Statement
from enthesis.pathway.triage import Rule as TriageRule

WITHOUT_SOURCE = frozenset(("memory", "derived", "ruling"))


@dataclass(frozen=True, slots=True)
class ConsentItem:
    """One thing that a person hears before signing, in the words of the candidacy rules."""

    id: str
    to_patient: str
    sources: tuple[str, ...]
    unverified: str
    explained_in: tuple[Leaflet, ...]


def consent_items(library: Library, rules: Sequence[CandidacyRule], language: str = "en") -> tuple[ConsentItem, ...]:
    """Every consent item, with the leaflets that explain it."""
    return tuple(
        ConsentItem(
            id=rule.id,
            to_patient=say(said, language) or said,
            sources=rule.sources,
            unverified=rule.unverified,
            explained_in=tuple(leaflet for leaflet in library.of(language) if any(_explains(leaflet, rule.id))),
        )
        for rule in rules
        if rule.kind is Kind.CONSENT and (said := rule.grades[0].finding.to_patient)
    )


def _explains(leaflet: Leaflet, rule: str) -> Iterator[Statement]:
    return (said for said in leaflet.statements if rule in said.consent)


def disagreements(
    library: Library, rules: Sequence[CandidacyRule], triage: Mapping[str, TriageRule], language: str = "en"
) -> tuple[str, ...]:
    """Where a leaflet and the rules that it names do not say the same, as sentences; empty where all is well."""
    consent = {rule.id: rule for rule in rules if rule.kind is Kind.CONSENT}
    found: list[str] = []
    for leaflet in library.of(language):
        for section in leaflet.sections:
            for said in section.says:
                place = f"{leaflet.id}, {said.id}"
                found += [f"{place}: {name} is no consent rule." for name in said.consent if name not in consent]
                found += [f"{place}: {name} is no triage rule." for name in said.triage if name not in triage]
                found += _triage_faults(said, section.level, triage, place)
    for name, rule in consent.items():
        found += _consent_faults(library, name, rule, language)
    return tuple(found)


def _triage_faults(said: Statement, level: Level, triage: Mapping[str, TriageRule], place: str) -> Iterator[str]:
    for name in said.triage:
        if level is not Level.NONE and name in triage and triage[name].level.value != level.value:
            yield f"{place}: {name} is {triage[name].level.value} in the triage rules, and {level.value} here."


def _consent_faults(library: Library, name: str, rule: CandidacyRule, language: str) -> Iterator[str]:
    statements = [said for leaflet in library.of(language) for said in _explains(leaflet, name)]
    if not statements:
        yield f"{name}: no leaflet explains it."
    shared = {key for said in statements for key in said.sources}
    if statements and not shared & set(rule.sources):
        yield f"{name}: no statement that explains it rests on one of its sources ({', '.join(rule.sources)})."
    printed = {number for said in statements for number in numbers_in(said.words)}
    for number in numbers_in(rule.grades[0].finding.to_patient):
        if statements and number not in printed:
            yield f"{name}: it says {number}, and no statement that explains it does."
