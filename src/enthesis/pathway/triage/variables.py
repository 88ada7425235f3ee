"""The variables that triage asks about: wording, choices, and what an answer may look like."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from enthesis.pathway.plain_yaml import Block, NotReadable
from enthesis.pathway.triage.conditions import Answer, Condition, read_condition

SKIPPED = "skipped"
_YES = ("yes", "y", "true", "present")
_NO = ("no", "n", "false", "none", "never", "absent")
_EMPTY = ("", "skipped", "unanswered", "missing")


class Kind(StrEnum):
    """What an answer is."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    NUMBER = "number"
    WORDS = "words"  # one word or several; words that nobody knows are kept and change nothing


class NotUnderstood(ValueError):
    """An answer that cannot be read. It is never guessed: a person reads it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One answer to choose: the word that rules use, and what the patient reads."""

    value: str
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Variable:
    """One thing that is asked after an injection."""

    id: str
    kind: Kind
    ask: str  # patient's words
    choices: tuple[Choice, ...]
    spellings: Mapping[str, str]  # every understood spelling, and its value
    present: frozenset[str]  # answers that report a symptom; "any": every number above 0
    expected: bool  # a report of it is no warning by itself
    core: bool
    skippable: bool  # a question put and left open counts as an answer of its own
    ask_when: Condition | None
    sites: frozenset[str]  # empty: any
    said_by: str  # "patient" or "clinic"
    unit: str
    low: Decimal | None
    high: Decimal | None

    def read(self, given: Any) -> Answer | None:
        """The answer, or None for a question left open. Raises `NotUnderstood`."""
        if given is None or (isinstance(given, str) and given.strip().casefold() in _EMPTY):
            return SKIPPED if self.skippable else None
        if self.kind is Kind.NUMBER:
            return self._number(given)
        if self.kind is Kind.WORDS:
            return self._words(given)
        word = _word(given)
        if word not in self.spellings:
            raise NotUnderstood
        return self.spellings[word]

    def reports(self, answer: Answer) -> bool:
        """Whether the answer reports a symptom."""
        if isinstance(answer, Decimal):
            return "any" in self.present and answer > 0
        return isinstance(answer, str) and answer in self.present

    def _number(self, given: Any) -> Decimal:
        if isinstance(given, bool) or not isinstance(given, (int, float, str, Decimal)) or len(str(given)) > 40:
            raise NotUnderstood
        try:
            value = Decimal(str(given).strip())
        except InvalidOperation:
            raise NotUnderstood from None
        if not value.is_finite() or (self.low is not None and value < self.low):
            raise NotUnderstood
        if self.high is not None and value > self.high:
            raise NotUnderstood
        return value

    def _words(self, given: Any) -> Answer:
        entries = given if isinstance(given, Sequence) and not isinstance(given, (str, bytes)) else [given]
        words = [_word(entry) for entry in entries[:100] if entry is not None]
        return frozenset(self.spellings.get(word, word) for word in words)


def _word(given: Any) -> str:
    if isinstance(given, bool):
        return "yes" if given else "no"
    if not isinstance(given, str) or len(given) > 200:
        raise NotUnderstood
    return "_".join(given.strip().casefold().replace("-", " ").replace("_", " ").split())


def read_variables(file: Block) -> dict[str, Variable]:
    """The variables of `questions.yaml`, in the order in which they are asked. Raises `NotReadable`."""
    found: dict[str, Variable] = {}
    for block in file.blocks("variables"):
        variable = _variable(block)
        if variable.id in found:
            raise NotReadable(f'{block.where}: "{variable.id}" is there twice.')
        found[variable.id] = variable
    return found


def _variable(block: Block) -> Variable:
    kind = Kind(block.one_of("kind", tuple(Kind)))
    choices, spellings = _choices(block, kind)
    present = frozenset(block.texts("present", ()))
    allowed = {choice.value for choice in choices} | ({"any"} if kind is Kind.NUMBER else set())
    if not present <= allowed:
        raise block.wrong("present", "some of its own answers")
    variable = Variable(
        id=block.text("id"),
        kind=kind,
        ask=block.text("ask"),
        choices=choices,
        spellings=MappingProxyType(spellings),
        present=present,
        expected=block.yes_no("expected", "no"),
        core=block.yes_no("core", "no"),
        skippable=block.yes_no("skippable", "no"),
        ask_when=read_condition(block.block("ask_when")) if "ask_when" in block else None,
        sites=frozenset(block.texts("sites", ())),
        said_by=block.one_of("said_by", ("patient", "clinic"), "patient"),
        unit=block.text("unit", ""),
        low=block.number("from") if kind is Kind.NUMBER else None,
        high=block.number("to") if kind is Kind.NUMBER else None,
    )
    block.close()
    return variable


def _choices(block: Block, kind: Kind) -> tuple[tuple[Choice, ...], dict[str, str]]:
    if kind is Kind.NUMBER:
        return (), {}
    if kind is Kind.YES_NO:
        spellings = dict.fromkeys(_YES, "yes") | dict.fromkeys(_NO, "no")
        return (Choice(value="yes", says="Yes"), Choice(value="no", says="No")), spellings
    choices: list[Choice] = []
    spellings = {}
    for entry in block.blocks("choices"):
        choice = Choice(value=entry.text("value"), says=entry.text("says"))
        for spelling in (choice.value, *entry.texts("also", ())):
            if spelling in spellings:
                raise NotReadable(f'{entry.where}: "{spelling}" means two answers.')
            spellings[spelling] = choice.value
        choices.append(choice)
        entry.close()
    return tuple(choices), spellings
