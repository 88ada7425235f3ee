"""The closed language of conditions. Each is true, false, or open because an answer is missing.

`truth` is what the answers given so far make of a condition: `True`, `False`, or `None` for open. `settled` is the same,
but sees through `Known`: it stays open as long as another answer could still change the outcome. `open` names the
variables that such an answer would be about, and `facts` the answers that make it true.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from enthesis.pathway.candidacy.answers import NEVER, Answers, Drug

Truth = bool | None
NOTHING: frozenset[str] = frozenset()


class Condition(Protocol):
    def truth(self, answers: Answers) -> Truth: ...

    def settled(self, answers: Answers) -> Truth: ...

    def open(self, answers: Answers) -> frozenset[str]: ...

    def facts(self, answers: Answers) -> tuple[str, ...]: ...

    def variables(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for everybody."""

    def truth(self, answers: Answers) -> Truth:  # noqa: ARG002 - the same for every set of answers
        return True

    settled = truth

    def open(self, answers: Answers) -> frozenset[str]:  # noqa: ARG002 - nothing to ask
        return NOTHING

    def facts(self, answers: Answers) -> tuple[str, ...]:  # noqa: ARG002 - rests on no answer
        return ()

    def variables(self) -> frozenset[str]:
        return NOTHING


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The answer is one of these words. A list of words holds when any of its words is one of them."""

    variable: str
    words: frozenset[str]

    def truth(self, answers: Answers) -> Truth:
        said = answers.said.get(self.variable)
        if isinstance(said, str):
            return said in self.words
        if said is None:
            return False if self.variable in answers.not_asked else None
        if isinstance(said, frozenset):  # one of several, nobody has said which
            return True if said <= self.words else None if said & self.words else False
        return not isinstance(said, Decimal) and not self.words.isdisjoint(str(word) for word in said)

    settled = truth

    def open(self, answers: Answers) -> frozenset[str]:
        return frozenset((self.variable,)) if self.truth(answers) is None else NOTHING

    def facts(self, answers: Answers) -> tuple[str, ...]:
        if not self.truth(answers):
            return ()
        said = answers.said[self.variable]
        if isinstance(said, str):
            return (f"{self.variable}: {said}",)
        words = said if isinstance(said, (tuple, frozenset)) else ()
        return tuple(f"{self.variable}: {word}" for word in sorted(map(str, words)) if word in self.words)

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "below": lambda figure, limit: figure < limit,
    "at_most": lambda figure, limit: figure <= limit,
    "at_least": lambda figure, limit: figure >= limit,
    "above": lambda figure, limit: figure > limit,
}
COMPARISONS = tuple(_COMPARISONS)


@dataclass(frozen=True, slots=True)
class Compares:
    """A number against a limit, in the unit of its question. "Never" is longer ago than any limit."""

    variable: str
    how: str  # one of COMPARISONS
    limit: Decimal

    def holds(self, figure: Decimal) -> bool:
        return _COMPARISONS[self.how](figure, self.limit)

    def truth(self, answers: Answers) -> Truth:
        figure = answers.said.get(self.variable)
        if isinstance(figure, Decimal):
            return self.holds(figure)
        return False if self.variable in answers.not_asked else None

    settled = truth

    def open(self, answers: Answers) -> frozenset[str]:
        return frozenset((self.variable,)) if self.truth(answers) is None else NOTHING

    def facts(self, answers: Answers) -> tuple[str, ...]:
        if not self.truth(answers):
            return ()
        figure = answers.said[self.variable]
        return (f"{self.variable}: {'never' if figure == NEVER else figure} ({self.how.replace('_', ' ')} {self.limit})",)

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


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
            parts.append(_not(self.unless.of(drug)))
        return _all(parts)

    def lacks(self, drug: Drug) -> frozenset[str]:
        """What has to be said about the drug before the test is decided."""
        if self.of(drug) is not None:
            return NOTHING
        needs_class = self.drug_class and _has_class(drug, self.drug_class) is None
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
        return _any(self.test.of(drug) for drug in _drugs(drugs))

    settled = truth

    def open(self, answers: Answers) -> frozenset[str]:
        if self.truth(answers) is not None:
            return NOTHING
        drugs = answers.said.get(self.variable)
        if drugs is None:
            return frozenset((self.variable,))
        return frozenset[str]().union(*(self.test.lacks(drug) for drug in _drugs(drugs)))

    def facts(self, answers: Answers) -> tuple[str, ...]:
        drugs = _drugs(answers.said.get(self.variable, ()))
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

    def open(self, answers: Answers) -> frozenset[str]:
        return frozenset((self.variable,)) if self.truth(answers) is None else NOTHING

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return (f"{self.variable}: none",) if self.truth(answers) else ()

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]

    def truth(self, answers: Answers) -> Truth:
        return _all(part.truth(answers) for part in self.parts)

    def settled(self, answers: Answers) -> Truth:
        return _all(part.settled(answers) for part in self.parts)

    def open(self, answers: Answers) -> frozenset[str]:
        return _open(self, self.parts, answers)

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return _facts(self, self.parts, answers)

    def variables(self) -> frozenset[str]:
        return NOTHING.union(*(part.variables() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]

    def truth(self, answers: Answers) -> Truth:
        return _any(part.truth(answers) for part in self.parts)

    def settled(self, answers: Answers) -> Truth:
        return _any(part.settled(answers) for part in self.parts)

    def open(self, answers: Answers) -> frozenset[str]:
        return _open(self, self.parts, answers)

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return _facts(self, self.parts, answers)

    def variables(self) -> frozenset[str]:
        return NOTHING.union(*(part.variables() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition

    def truth(self, answers: Answers) -> Truth:
        return _not(self.part.truth(answers))

    def settled(self, answers: Answers) -> Truth:
        return _not(self.part.settled(answers))

    def open(self, answers: Answers) -> frozenset[str]:
        return self.part.open(answers)

    def facts(self, answers: Answers) -> tuple[str, ...]:  # noqa: ARG002 - what is absent is no fact
        return ()

    def variables(self) -> frozenset[str]:
        return self.part.variables()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody said so. As long as nobody has, it counts as false, but the question stays open."""

    part: Condition

    def truth(self, answers: Answers) -> Truth:
        return self.part.truth(answers) is True

    def settled(self, answers: Answers) -> Truth:
        return self.part.settled(answers)

    def open(self, answers: Answers) -> frozenset[str]:
        return self.part.open(answers)

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return self.part.facts(answers)

    def variables(self) -> frozenset[str]:
        return self.part.variables()


def _all(truths: Iterable[Truth]) -> Truth:
    so_far: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            so_far = None
    return so_far


def _any(truths: Iterable[Truth]) -> Truth:
    so_far: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            so_far = None
    return so_far


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _open(whole: Condition, parts: tuple[Condition, ...], answers: Answers) -> frozenset[str]:
    if whole.settled(answers) is not None:
        return NOTHING
    return NOTHING.union(*(part.open(answers) for part in parts))


def _facts(whole: Condition, parts: tuple[Condition, ...], answers: Answers) -> tuple[str, ...]:
    if whole.truth(answers) is not True:
        return ()
    return tuple(dict.fromkeys(fact for part in parts for fact in part.facts(answers)))
