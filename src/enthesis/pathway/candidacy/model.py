"""What the candidacy rules are made of: questions, rules, contradictions, regions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from enthesis.pathway.candidacy.answers import Answers
from enthesis.pathway.candidacy.conditions import Condition
from enthesis.pathway.candidacy.ladders import Kind, Outcome, Stage, Strength, Urgency
from enthesis.pathway.candidacy.truth import Truth
from enthesis.pathway.finding import Finding

ANY_REGION = "any"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a question offers."""

    value: str
    text: str  # in the patient's words
    typed: tuple[str, ...] = ()  # other words that mean the same
    may_be: frozenset[str] = frozenset()  # a vague word: it means one of these values, nobody has said which
    regions: tuple[str, ...] = ()  # where the choice belongs; empty: anywhere
    also_answers: tuple[tuple[str, str], ...] = ()  # variables that this choice settles by itself
    shown: bool = True  # False: understood when a machine says it, not offered to a person


@dataclass(frozen=True, slots=True)
class Question:
    """One variable, and how a person is asked for it."""

    variable: str
    text: str  # the question, in the patient's words (for a clinician's question, in the clinician's)
    kind: str  # yes_no | choice | number | text_list
    stage: Stage
    page: str
    place: int  # its place in the file: the order of asking
    help: str = ""
    choices: tuple[Choice, ...] = ()
    words: Mapping[str, str | frozenset[str]] = field(default_factory=dict)  # what may be typed -> what it means
    several: bool = False  # a list of the choices
    open_list: bool = False  # the list may hold words that no rule knows
    per_region: bool = False  # may be answered for each joint
    unit: str = ""
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    never: str = ""  # a number that may be "never": what a person is shown for it
    regions: tuple[str, ...] = ()  # whom it is asked: `any`, or the regions of the rules that it decides
    asked_when: Condition | None = None  # pointless otherwise
    counts_alone: bool = False  # its "no" counts even while `asked_when` is open
    asked: bool = True  # False: the programme says it, nobody is asked


@dataclass(frozen=True, slots=True)
class Page:
    """A few questions that are shown together."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    title: str
    for_patient: str
    is_joint: bool
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grade:
    """One way in which a rule can hold, and what it then says. `finding` lacks only the answers it rests on."""

    when: Condition
    outcome: Outcome
    urgency: Urgency
    finding: Finding
    looks_at: frozenset[str]  # variables

    def still_asks(self, answers: Answers, truth: Truth) -> frozenset[str]:
        """The variables that could still make it hold, or soften it where it holds; `truth` is that of `when`."""
        if truth is None:
            return self.when.needs(answers)
        return self.when.open(answers) if truth else frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One candidacy rule. Where several of its grades hold, the strictest speaks."""

    id: str
    kind: Kind
    finding: str  # what was found, in a few words
    regions: frozenset[str]  # {any} or those whose visitors it is a rule for
    asked_also: frozenset[str]  # regions whose visitors are asked too, though not answering costs them nothing
    only_in_region: bool  # True: does not speak about anybody who came for something else
    stage: Stage
    strength: Strength
    grades: tuple[Grade, ...]
    would_change: str
    sources: tuple[str, ...]
    ruling: str = ""
    note: str = ""
    unverified: str = ""  # which part rests on memory
    line_per_drug: bool = False

    @property
    def is_safety(self) -> bool:
        """Whether a missing answer is held against the person (rulings.md, candidacy 1)."""
        return self.kind in _SAFETY_KINDS or (
            self.kind is Kind.PRIOR_CARE and self.strength is Strength.ABSOLUTE  # counts at its own, later stage
        )


_SAFETY_KINDS = frozenset((Kind.RED_FLAG, Kind.ABSOLUTE))


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two answers that cannot both be right."""

    pair: tuple[str, str]
    when: Condition
    finding: Finding


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Everything that a screening needs, read and checked."""

    version: str
    rules: tuple[Rule, ...]
    questions: Mapping[str, Question]
    pages: tuple[Page, ...]
    regions: Mapping[str, Region]
    contradictions: tuple[Contradiction, ...]
    summaries: Mapping[str, Finding]  # by verdict, and by `urgency:` + urgency
    drug_names: Mapping[str, tuple[str, Decimal | None]]  # name -> ingredient that a rule speaks of, dose it implies
    drug_classes: Mapping[str, str]  # word for a class -> class
    gated: tuple[Question, ...]  # questions that are pointless after some answers
    groups: frozenset[str]  # of dotted variables: `ottawa`

    def rule(self, rule_id: str) -> Rule:
        """The rule of this id. Raises `KeyError` where there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
