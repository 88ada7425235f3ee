"""From the answers to a questionnaire's items to its scores: each scale by its own rule, or why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.instruments.definition import Instrument, Method, Scale
from enthesis.pathway.instruments.forms import Answered, Form, Items, Mark, Ticked, Value
from enthesis.pathway.instruments.results import NoScore, Score, kept
from enthesis.pathway.instruments.scoring import score
from enthesis.pathway.instruments.text_items import number_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a person answered for one scale. An item is named by its id, or by its number where a person named it."""

    scale: str
    answers: Mapping[str, Decimal | None]  # in the order of the form; None: left open
    label: str = ""  # of a scale that is answered in words
    none_applies: bool = False  # confirmed for a list of statements of which none was ticked
    names: tuple[str, ...] = ()  # what the person named, in the order of `answers`


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """One score of a sitting, as it goes into the record."""

    instrument: str
    scale: str
    subscale: str  # as the record names the scale: "" for the instrument's usual one
    result: Score | NoScore
    answers: Mapping[str, str | None]
    words: str = ""  # a label, a profile, or what the person named, one a line

    @property
    def value(self) -> Decimal | None:
        """The score as the record keeps it; None where there is none, or where it is words."""
        return kept(self.result.exact) if isinstance(self.result, Score) and self.result.exact is not None else None

    @property
    def is_scored(self) -> bool:
        return isinstance(self.result, Score)


def scored(instrument: Instrument, replies: Sequence[Reply]) -> tuple[Taken, ...]:
    """Every score that the replies give, in the order of the definition; a sum of scales comes after its parts.

    A scale whose items nobody answered is left out where it is a single question, and otherwise told as not scored:
    a form that came back empty is a form that came back.
    """
    given = {reply.scale: reply for reply in replies}
    found = []
    for scale in instrument.scales.values():
        if scale.method is Method.SUM_OF_SCALES:
            if all(part in given for part in scale.parts):
                found.append(_sum(instrument, scale, given))
        elif scale.id in given:
            reply = given[scale.id]
            if scale.most_items == 1 and not reply.label and all(mark is None for mark in reply.answers.values()):
                continue
            found.append(_one(instrument, scale, reply))
    return tuple(found)


def subscale_of(instrument: Instrument, scale: str) -> str:
    """How the record names a scale: "" where it is the instrument's usual one."""
    return "" if scale == instrument.default_scale else scale


def _one(instrument: Instrument, scale: Scale, reply: Reply) -> Taken:
    marks = tuple(reply.answers.values())
    result = score(instrument, _form(scale, reply, marks))
    words = "\n".join(reply.names)
    if isinstance(result, Score) and result.exact is None:
        words = result.label or result.text.removeprefix("profile ")
    return Taken(
        instrument=instrument.id,
        scale=scale.id,
        subscale=subscale_of(instrument, scale.id),
        result=result,
        answers={} if reply.label else as_kept(reply.answers),
        words=words,
    )


def _form(scale: Scale, reply: Reply, marks: tuple[Mark, ...]) -> Form:
    if scale.method is Method.LABEL:
        return Answered(label=reply.label)
    if scale.method is Method.COUNT:
        return Ticked(count=sum(1 for mark in marks if mark), none_applies_confirmed=reply.none_applies)
    if scale.method is Method.VALUE:
        return Value(value=marks[0] if marks else None, subscale=scale.id)
    return Items(marks=tuple(() if mark is None else (mark,) for mark in marks), subscale=scale.id)


def _sum(instrument: Instrument, scale: Scale, given: Mapping[str, Reply]) -> Taken:
    marks = [mark for part in scale.parts for mark in given[part].answers.values()]
    result = score(instrument, Items(marks=tuple(() if mark is None else (mark,) for mark in marks), subscale=scale.id))
    return Taken(
        instrument=instrument.id,
        scale=scale.id,
        subscale=subscale_of(instrument, scale.id),
        result=result,
        answers={},
    )


def as_kept(answers: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    """Answers as an event keeps them: numbers as text, so that no reader makes binary fractions of them."""
    return {name: None if mark is None else f"{mark:f}" for name, mark in answers.items()}


def read_kept(answers: Mapping[str, object]) -> dict[str, Decimal | None]:
    """The answers of an event again; what is no number counts as left open."""
    return {name: number_of(mark) if isinstance(mark, str) else None for name, mark in answers.items()}
