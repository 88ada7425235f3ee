"""What to ask next: only what can still matter, red flags first, a few questions at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from enthesis.pathway.candidacy.answers import Answers
from enthesis.pathway.candidacy.judging import judge
from enthesis.pathway.candidacy.ladders import Stage, Verdict
from enthesis.pathway.candidacy.library import shipped
from enthesis.pathway.candidacy.model import ANY_REGION, Grade, Question, Rule, RuleSet
from enthesis.pathway.candidacy.reading import read_answers
from enthesis.pathway.candidacy.screening import Screening
from enthesis.pathway.candidacy.truth import Truth


def questions(
    answers: Mapping[str, Any],
    regions: object = (),
    sex: object = None,
    *,
    stage: Stage = Stage.EVALUATION,
    rules: RuleSet | None = None,
) -> list[Question]:
    """The questions of this stage that can still matter, in the order of asking.

    A question is left out when it was answered (or the person does not know: "not_sure"), when no rule for these
    regions hangs on it any more, or when the result is already graver than anything it could lead to: after an
    emergency nothing more is asked. A question that makes sense only after another waits for that one.

    Raises `BadAnswer` as `screen` does.
    """
    rules = rules or shipped()
    known = read_answers(rules, {**what_follows(answers, rules), **answers}, regions, sex)
    screening = judge(rules, known)
    wanted: set[str] = set()
    for rule in rules.rules:
        if rule.stage.step <= stage.step and _is_for(rule, known):
            for grade in rule.grades:
                truth = grade.when.truth(known)
                if _can_matter(grade, truth, screening):
                    wanted |= grade.still_asks(known, truth)
    ready = set(_ready(rules, wanted, known))
    return [
        _offered(question, known)
        for question in rules.questions.values()
        if question.variable in ready
        and question.asked
        and question.stage.step <= stage.step
        and question.variable not in known.not_sure
    ]


def next_page(
    answers: Mapping[str, Any],
    regions: object = (),
    sex: object = None,
    *,
    stage: Stage = Stage.EVALUATION,
    rules: RuleSet | None = None,
) -> list[Question]:
    """The questions to show now: those of the first page that still has some. Empty: nothing is left to ask."""
    left = questions(answers, regions, sex, stage=stage, rules=rules)
    return [question for question in left if question.page == left[0].page]


def what_follows(answers: Mapping[str, Any], rules: RuleSet | None = None) -> dict[str, str]:
    """Answers that other answers have already given: who has no artificial joint has none where it hurts.

    A form stores them beside the answers that a person gave; `screen` itself draws no such conclusion.
    """
    rules = rules or shipped()
    found: dict[str, str] = {}
    for variable, value in answers.items():
        question = rules.questions.get(variable)
        for choice in question.choices if question else ():
            if choice.value == value or (isinstance(value, bool) and choice.value == ("no", "yes")[value]):
                found.update((other, word) for other, word in choice.also_answers if answers.get(other) is None)
    return found


def _is_for(rule: Rule, answers: Answers) -> bool:
    wide = rule.regions | rule.asked_also
    return ANY_REGION in wide or not wide.isdisjoint(answers.regions)


def _can_matter(grade: Grade, truth: Truth, screening: Screening) -> bool:
    """Whether an answer could make the result graver, or could soften what already holds."""
    reached = {reason.outcome.verdict for reason in screening.reasons}
    if truth:
        return True
    if Verdict.URGENT in reached:
        return grade.outcome.verdict is Verdict.URGENT and grade.urgency.rank > screening.worst_urgency.rank
    if Verdict.NOT_SUITABLE in reached:
        return grade.outcome.verdict is Verdict.URGENT
    return True


def _ready(rules: RuleSet, wanted: set[str], answers: Answers) -> Iterator[str]:
    """A question that hangs on another gives way to it until that one is answered."""
    for variable in wanted:
        question = rules.questions.get(variable)
        first = question.asked_when.open(answers) if question and question.asked_when else frozenset[str]()
        yield from first - answers.not_sure or (variable,)


def _offered(question: Question, answers: Answers) -> Question:
    """Only the choices that belong to the regions that the person came with."""
    if not answers.regions or not any(choice.regions for choice in question.choices):
        return question
    here = set(answers.regions)
    choices = (c for c in question.choices if not c.regions or here & set(c.regions))
    return replace(question, choices=tuple(choices))
