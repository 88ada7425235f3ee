"""From the condition of a rule file to a checked `Condition`. Nothing is ever evaluated as code.

when: always
when: {fever: yes}                                  the answer is this word (of a list: holds this word)
when: {onset: {one_of: [sudden, gradual]}}          ... one of these words
when: {age: {below: 20}}                            below | at_most | at_least | above; or a name of numbers.yaml
when: {drug: {class: anticoagulant}}                a drug that the person takes; class, name, dose_mg, unless
when: no_drugs                                      the person takes none
when: {all: [...]}, {any: [...]}, {not: ...}
when: {known: ...}                                  somebody said so; as long as nobody has, it counts as false
when: {volunteered: ...}                            the same, and nobody is asked for it
when: {term: recent_injury}                         a term that the file of terms explains
when: {out_of_place: condition}                     a word of this list belongs to a region that was not named
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any as Anything

from enthesis.pathway.candidacy.conditions import (
    COMPARISONS,
    All,
    Always,
    Any,
    Compares,
    Condition,
    IsOneOf,
    Known,
    Not,
    OutOfPlace,
)
from enthesis.pathway.candidacy.drug_conditions import AnyDrug, DrugTest, NoDrugs
from enthesis.pathway.candidacy.model import Question
from enthesis.pathway.candidacy.problems import RulesUnreadable
from enthesis.pathway.numbers import shared

_DRUG_PARTS = ("class", "name", "dose_mg", "unless")


@dataclass(slots=True)
class ConditionReader:
    """Reads conditions over a known set of questions and terms. Everything else is refused by name."""

    questions: Mapping[str, Question]
    drug_classes: frozenset[str]
    ingredients: frozenset[str]
    numbers: Mapping[str, Decimal] = field(default_factory=shared)
    terms: dict[str, Condition] = field(default_factory=dict)

    def read(self, raw: Anything, where: str) -> Condition:
        """The condition. Raises `RulesUnreadable` with `where`, what is wrong and a remedy."""
        if raw == "always":
            return Always()
        if raw == "no_drugs":
            return NoDrugs()
        if not isinstance(raw, Mapping) or len(raw) != 1:
            raise RulesUnreadable(
                where,
                f'"{raw}" is not a condition.',
                "Write one pair, for instance {fever: yes}; join several with {all: [...]} or {any: [...]}.",
            )
        ((name, value),) = raw.items()
        joiner = self._joiners().get(name)
        return joiner(value, where) if joiner else self._about(str(name), value, where)

    def _joiners(self) -> Mapping[str, Callable[[Anything, str], Condition]]:
        return {
            "all": lambda value, where: All(self._several(value, "all", where)),
            "any": lambda value, where: Any(self._several(value, "any", where)),
            "not": lambda value, where: Not(self.read(value, where)),
            "known": lambda value, where: Known(self.read(value, where)),
            "volunteered": lambda value, where: Known(self.read(value, where), is_asked=False),
            "term": self._term,
            "drug": lambda value, where: AnyDrug(self._drug(value, where)),
            "out_of_place": self._out_of_place,
        }

    def _several(self, value: Anything, joiner: str, where: str) -> tuple[Condition, ...]:
        if not isinstance(value, list) or not value:
            raise RulesUnreadable(where, f'"{joiner}" has no list of conditions.', f"Write {{{joiner}: [...]}}.")
        return tuple(self.read(part, where) for part in value)

    def _term(self, value: Anything, where: str) -> Condition:
        if value not in self.terms:
            raise RulesUnreadable(where, f'No term is called "{value}".', _hint(str(value), self.terms))
        return self.terms[value]

    def _out_of_place(self, value: Anything, where: str) -> Condition:
        question = self.questions.get(value)
        if question is None or not question.several:
            raise RulesUnreadable(where, f'"{value}" is not a question with a list of choices.', "Name one that is.")
        return OutOfPlace(value, {choice.value: choice.regions for choice in question.choices if choice.regions})

    def _about(self, variable: str, value: Anything, where: str) -> Condition:
        question = self.questions.get(variable)
        if question is None:
            remedy = _hint(variable, (*self.questions, *self._joiners()))
            raise RulesUnreadable(where, f'No question asks for "{variable}".', remedy)
        if question.kind == "number":
            return self._compares(variable, value, where)
        if question.kind == "text_list":
            raise RulesUnreadable(where, f'"{variable}" is a list of drugs.', "Write {drug: {...}} or no_drugs.")
        words = value.get("one_of") if isinstance(value, Mapping) and set(value) == {"one_of"} else [value]
        if isinstance(value, Mapping) and set(value) != {"one_of"}:
            operator = next(iter(value), "")
            raise RulesUnreadable(
                where,
                f'"{variable}" is answered with a word; "{operator}" is no way to look at one.',
                f"Write {{{variable}: word}} or {{{variable}: {{one_of: [...]}}}}.",
            )
        if not isinstance(words, list) or not words:
            raise RulesUnreadable(where, f'"one_of" of "{variable}" has no list.', "Write {one_of: [a, b]}.")
        return self._words(question, [word_of(word) for word in words], where)

    def _words(self, question: Question, words: list[str], where: str) -> Condition:
        offered = [choice.value for choice in question.choices if not choice.may_be]
        for word in words:
            if word not in offered:
                says = f'"{word}" is not an answer to "{question.variable}".'
                raise RulesUnreadable(where, says, _hint(word, offered))
        return IsOneOf(question.variable, frozenset(words))

    def _compares(self, variable: str, value: Anything, where: str) -> Compares:
        if not isinstance(value, Mapping) or len(value) != 1:
            raise RulesUnreadable(
                where,
                f'"{variable}" is a number and needs a limit.',
                f"Write {{{variable}: {{at_least: 4}}}}; the words are {', '.join(COMPARISONS)}.",
            )
        ((how, limit),) = value.items()
        if how not in COMPARISONS:
            remedy = f"Use one of {', '.join(COMPARISONS)}."
            raise RulesUnreadable(where, f'"{how}" is no way to compare "{variable}".', remedy)
        if isinstance(limit, str) and limit in self.numbers:
            return Compares(variable, how, self.numbers[limit])
        if isinstance(limit, bool) or not isinstance(limit, (int, float)):
            remedy = "Write a plain number, or a name of numbers.yaml."
            raise RulesUnreadable(where, f'The limit of "{variable}" is not a number.', remedy)
        return Compares(variable, how, Decimal(str(limit)))

    def _drug(self, value: Anything, where: str) -> DrugTest:
        if not isinstance(value, Mapping) or not value or not set(value) <= set(_DRUG_PARTS):
            raise RulesUnreadable(
                where, f'"{value}" does not describe a drug.', f"Say one or more of {', '.join(_DRUG_PARTS)}."
            )
        drug_class, name, dose = value.get("class", ""), value.get("name", ""), value.get("dose_mg")
        if drug_class and drug_class not in self.drug_classes:
            raise RulesUnreadable(
                where, f'No class of drugs is called "{drug_class}".', _hint(drug_class, self.drug_classes)
            )
        if name and name not in self.ingredients:
            raise RulesUnreadable(
                where, f'drugs.yaml lists no names for "{name}".', _hint(name, self.ingredients) + " Or add it there."
            )
        return DrugTest(
            drug_class=drug_class,
            ingredient=name,
            dose_mg=None if dose in (None, "not_stated") else self._compares("dose_mg", dose, where),
            dose_not_stated=dose == "not_stated",
            unless=self._drug(value["unless"], where) if "unless" in value else None,
        )


def word_of(raw: Anything) -> str:
    """YAML reads a bare yes as true; in these files it is the word."""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return str(raw)


def _hint(word: str, known: Mapping[str, Anything] | tuple[str, ...] | list[str] | frozenset[str]) -> str:
    close = get_close_matches(word, list(known), n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known: {', '.join(sorted(known)[:40])}."
