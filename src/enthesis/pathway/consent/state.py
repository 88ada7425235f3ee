"""Where a course stands with its consent. It follows from what is recorded and from the text that is offered now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from enthesis.pathway.consent.text import ConsentText
from enthesis.pathway.course import Course, standing
from enthesis.pathway.events import ConsentSigned, Event, MessageWritten

ABOUT = "consent"  # what a message is about that asks before signing, or answers that


class State(StrEnum):
    """From nothing to signed. `signed`: the words that are offered now."""

    MISSING = "missing"  # never signed
    WITHDRAWN = "withdrawn"  # signed once, taken back, not signed again
    EARLIER = "earlier"  # signed under other words of the same document
    OTHER = "other"  # signed under a document that is no text of this machine: a paper of the clinic's own
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked before signing, with the answer where there is one."""

    asked: MessageWritten
    answer: MessageWritten | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A course's consent."""

    state: State
    signed: ConsentSigned | None  # the one that holds
    withdrawn_on: date | None
    questions: tuple[Question, ...]

    @property
    def holds(self) -> bool:
        return self.signed is not None

    @property
    def open_questions(self) -> tuple[Question, ...]:
        return tuple(each for each in self.questions if each.answer is None)


def consent_of(course: Course, log: Sequence[Event], text: ConsentText) -> Standing:
    """Where a course stands with its consent, against the text that is offered now."""
    told = list(standing(log))
    signed = None
    if course.consent is not None:
        signed = next(
            (each for each in told if isinstance(each, ConsentSigned) and each.id == course.consent.event), None
        )
    return Standing(
        state=_state(course, signed, text),
        signed=signed,
        withdrawn_on=course.consent_withdrawn.on if course.consent_withdrawn else None,
        questions=_questions(told),
    )


def _state(course: Course, signed: ConsentSigned | None, text: ConsentText) -> State:
    if signed is None:
        return State.WITHDRAWN if course.consent_withdrawn is not None else State.MISSING
    if signed.document != text.document:
        return State.OTHER
    return State.SIGNED if signed.version.split(" ")[0] == text.version else State.EARLIER


def _questions(told: Sequence[Event]) -> tuple[Question, ...]:
    messages = [each for each in told if isinstance(each, MessageWritten)]
    return tuple(
        Question(each, _answer(each, messages[place + 1 :]))
        for place, each in enumerate(messages)
        if each.about == ABOUT and not each.answers
    )


def _answer(asked: MessageWritten, later: Sequence[MessageWritten]) -> MessageWritten | None:
    """What answers a question: the message that says so, else the next that somebody else wrote."""
    named = next((each for each in later if each.answers == asked.id), None)
    return named or next((each for each in later if each.recorded_by != asked.recorded_by), None)
