"""Conditions on the drugs that a person takes. Every drug is judged by itself."""

from collections.abc import Iterable
from dataclasses import dataclass

from enthesis.pathway.candidacy.answers import Answers, Drug
from enthesis.pathway.candidacy.conditions import Compares
from enthesis.pathway.candidacy.truth import NOTHING, Truth, all_of, any_of, not_of


@dataclass(frozen=True, slots=True)
class DrugTest:
    """What a drug has to be. Every part that is set has to fit."""

    drug_class: str = ""
    ingredient: str = ""
    dose_mg: Compares | None = None
    dose_not_stated: bool = False
    unless: "DrugTest | None" = None

    def of(self, drug: Drug) -> Truth:
        parts: list[Truth] = []
        if self.drug_class:
            parts.append(_has_class(drug, self.drug_class))
        if self.ingredient:
            parts.append(drug.ingredient == self.ingredient)
        if self.dose_mg:
            parts.append(None if drug.dose_mg is None else self.dose_mg.holds(drug.dose_mg))
        if self.dose_not_stated:
            parts.append(drug.dose_mg is None)
        if self.unless:
            parts.append(not_of(self.unless.of(drug)))
        return all_of(parts)

    def lacks(self, drug: Drug) -> frozenset[str]:
        """What has to be said about the drug before the test is decided."""
        if self.of(drug) is not None:
            return NOTHING
        needs_class = self.drug_class and not drug.classes
        lacking = {f"meds[{drug.place}].med_class"} if needs_class else set()
        if self.dose_mg and drug.dose_mg is None:
            lacking.add(f"meds[{drug.place}].dose_mg")
        return frozenset(lacking) | (self.unless.lacks(drug) if self.unless else NOTHING)


def _has_class(drug: Drug, drug_class: str) -> Truth:
    return drug_class in drug.classes if drug.classes else None


@dataclass(frozen=True, slots=True)
class AnyDrug:
    """One of the drugs that the person takes passes the test. Every drug that does is a fact of its own."""

    test: DrugTest
    variable = "meds"

    def truth(self, answers: Answers) -> Truth:
        drugs = answers.said.get(self.variable)
        if drugs is None:
            return None
        return any_of(self.test.of(drug) for drug in _drugs(drugs))

    settled = truth

    def needs(self, answers: Answers) -> frozenset[str]:
        if self.truth(answers) is not None:
            return NOTHING
        drugs = answers.said.get(self.variable)
        if drugs is None:
            return frozenset((self.variable,))
        return NOTHING.union(*(self.test.lacks(drug) for drug in _drugs(drugs)))

    open = needs

    def facts(self, answers: Answers) -> tuple[str, ...]:
        drugs = _drugs(answers.said.get(self.variable))
        return tuple(f"{self.variable}: {drug}" for drug in drugs if self.test.of(drug))

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


def _drugs(value: object) -> Iterable[Drug]:
    return [drug for drug in value if isinstance(drug, Drug)] if isinstance(value, tuple) else []


@dataclass(frozen=True, slots=True)
class NoDrugs:
    """The person takes no drug at all."""

    variable = "meds"

    def truth(self, answers: Answers) -> Truth:
        drugs = answers.said.get(self.variable)
        return None if drugs is None else not drugs

    settled = truth

    def needs(self, answers: Answers) -> frozenset[str]:
        return frozenset((self.variable,)) if self.truth(answers) is None else NOTHING

    open = needs

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return (f"{self.variable}: none",) if self.truth(answers) else ()

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))
