"""A published case as transcribed facts: its shape is read strictly. `null` means "not in the text", never "no"."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from enthesis.cases.ages import person_in, sex_in
from enthesis.cases.fields import MOST_SESSIONS, Fields, UnreadableCase, plain_words, table, table_or_left
from enthesis.cases.times import FIELDS, read_when, zero_of
from enthesis.cases.words import count_in, kind_of_event, number_words, side_in

WHATS = (
    "evaluation",
    "visit",
    "injection",
    "diary",
    "score",
    "adverse_event",
    "decision",
    "follow_up",
    "other",
)
MOST_EVENTS = 2_000

__all__ = ["MOST_EVENTS", "WHATS", "Case", "CaseEvent", "UnreadableCase", "read_case"]


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One thing that the case tells, in its place. `day` counts from the case's time zero."""

    what: str
    week: int | None
    day: int | None
    details: Mapping[str, Any]
    place: int  # among the events of the case, from 1
    read_as: tuple[str, ...] = ()  # what was read otherwise than told, in sentences
    left: tuple[str, ...] = ()  # fields that could not be read

    @property
    def on(self) -> int | None:
        """The day from time zero, where it is told; a week alone is nominal and gives no day."""
        return self.day

    @property
    def when(self) -> str:
        if self.day is not None:
            return f"day {self.day}"
        return f"about week {self.week}" if self.week is not None else "day not known"


@dataclass(frozen=True, slots=True)
class Case:
    """One patient from a public source."""

    id: str
    kind: str
    condition: str
    side: str  # left | right | both | "": as told, or else as the condition names it
    age: int | None  # None where none is told, or more than one may be meant
    sex: str  # female | male | "" where it is not told
    prior_care: tuple[str, ...]
    history: tuple[str, ...]
    medications: tuple[str, ...]
    sessions: int | None
    interval: str
    time_zero: str
    events: tuple[CaseEvent, ...]
    not_stated: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()  # fields that this shape does not have; kept out, and named
    age_words: str = ""
    read_as: tuple[str, ...] = ()  # what was read otherwise than told, in sentences
    left: tuple[str, ...] = ()  # fields that could not be read
    told_side: str = ""  # in the field of the side alone
    citation: str = field(default="")
    age_span: tuple[int, int] | None = None  # where a decade or a range is told: its first and last year
    weight_kg: Decimal | None = None
    outcome: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_prolotherapy(self) -> bool:
        return not self.kind.lower().startswith("neighbouring")


KNOWN = {
    "id",
    "kind",
    "citation",
    "source_address",
    "text_read",
    "condition",
    "side",
    "patient",
    "prior_care",
    "history",
    "medications",
    "protocol_hint",
    "time_zero",
    "events",
    "outcome",
    "what_a_programme_should_have_said",
    "not_stated",
}


def read_case(value: Any) -> Case:
    """The case that a JSON object tells. Raises `UnreadableCase`."""
    if not isinstance(value, Mapping):
        raise UnreadableCase("A case is a JSON object.", 'Write {"id": ..., "condition": ..., "events": [...]}.')
    events = value.get("events")
    if not isinstance(events, list):
        raise UnreadableCase(
            "The case has no list of events.", 'Add "events": [{"week", "day", "what", "details"}].', "events"
        )
    if len(events) > MOST_EVENTS:
        raise UnreadableCase(f"More than {MOST_EVENTS} events.", "Split the case.", "events")
    read = Fields()
    if isinstance(value.get("condition"), Mapping):
        raise UnreadableCase("condition is not text.", "Write text, or null.", "condition")
    hint = _hint(value.get("protocol_hint"), read)
    condition, side = read.text(value.get("condition"), "condition"), side_in(read.text(value.get("side"), "side"))
    if not side and value.get("side"):
        read.leave(value["side"], "side")
    patient = _patient(value.get("patient"), condition, read)
    age, years, sex = patient.get("age"), read.age(patient.get("age")), read.sex(patient.get("sex"))
    zero = zero_of(read.text(value.get("time_zero"), "time_zero"), events)
    case = Case(
        id=read.text(value.get("id"), "id") or "case",
        kind=read.text(value.get("kind"), "kind") or "prolotherapy case",
        citation=read.text(value.get("citation"), "citation"),
        condition=condition,
        side=side or side_in(condition),
        told_side=side,
        age=years.least if years is not None and years.least == years.most else None,
        age_span=(years.least, years.most) if years is not None and years.least != years.most else None,
        age_words=age if isinstance(age, str) else "",
        sex=sex or _sex_beside(age, read),
        weight_kg=_weight(patient, read),
        prior_care=read.texts(value.get("prior_care"), "prior_care"),
        history=read.texts(value.get("history"), "history"),
        medications=read.texts(value.get("medications"), "medications"),
        sessions=read.whole(hint.get("sessions"), "sessions", 0, MOST_SESSIONS),
        interval=read.text(hint.get("interval"), "protocol_hint.interval"),
        time_zero=read.text(value.get("time_zero"), "time_zero"),
        events=tuple(_event(event, place, zero) for place, event in enumerate(events, 1)),
        outcome=_outcome(value.get("outcome")),
        not_stated=read.texts(value.get("not_stated"), "not_stated"),
        unknown=tuple(_unknown(value, patient, hint)),
    )
    return replace(case, read_as=tuple(read.read_as), left=tuple(read.left))


PATIENT = {"age", "sex", "weight_kg", "weight"}
HINT = {"sessions", "interval"}


def _unknown(value: Mapping[str, Any], patient: Mapping[str, Any], hint: Mapping[str, Any]) -> Iterator[str]:
    """Fields that nothing here reads, each by its place in the case."""
    yield from (str(key) for key in value if key not in KNOWN)
    yield from (f"patient.{key}" for key, told in patient.items() if key not in PATIENT and told is not None)
    yield from (f"protocol_hint.{key}" for key, told in hint.items() if key not in HINT and told is not None)


def _patient(value: Any, condition: str, read: Fields) -> Mapping[str, Any]:
    """The patient; told as one text, or in the sentence of the condition, that text tells age and sex."""
    if isinstance(value, str):
        return {"age": value}
    told = table_or_left(value, "patient", read)
    if told.get("age") is None and (person := person_in(condition)):
        return {**told, "age": person}
    return told


def _hint(value: Any, read: Fields) -> Mapping[str, Any]:
    if isinstance(value, str):
        sessions = count_in(value, "(?:session|injection|treatment|visit)")
        counted = re.compile(
            rf"(?:\d+|{number_words()})\s+(?:session|injection|treatment|visit)s?[,;:]?\s*", re.IGNORECASE
        )
        return {"sessions": sessions, "interval": value if sessions is None else counted.sub("", value, count=1)}
    told = table_or_left(value, "protocol_hint", read)
    sessions = told.get("sessions")
    if isinstance(sessions, str):
        told = {**told, "sessions": count_in(sessions, "(?:session|injection|treatment|visit)s?$") or sessions}
    return told


def _sex_beside(age: Any, read: Fields) -> str:
    """The sex that the words for an age name: "a 49-year-old man"."""
    found = sex_in(age) if isinstance(age, str) else ""
    if found:
        read.read_as.append(f'sex: "{age:.80}" names a person who is {found}.')
    return found


def _weight(patient: Mapping[str, Any], read: Fields) -> Decimal | None:
    told = patient.get("weight_kg") if patient.get("weight_kg") is not None else patient.get("weight")
    if told is None:
        return None
    found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?)\s*(kg)?", str(told).strip().lower())
    in_kg = patient.get("weight_kg") is not None or (found is not None and found[2])
    weight = Decimal(found[1]) if found is not None and in_kg else None
    if weight is None or weight <= 0:
        read.leave(told, "weight in kg")
        return None
    return weight


def _outcome(value: Any) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    return {} if value is None else {"words": value}


def _event(value: Any, place: int, zero: date | None) -> CaseEvent:
    where = f"events[{place}]"
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is not an object.", 'Write {"week", "day", "what", "details"}.', where)
    what, details = value.get("what"), _details(value.get("details"), f"{where}.details")
    if not isinstance(what, str) or not what.strip():
        raise UnreadableCase(f"{where} does not say what it is.", f"Use one of {', '.join(WHATS)}.", f"{where}.what")
    read = Fields()
    beside = {str(key): told for key, told in value.items() if key not in (*FIELDS, "what", "details")}
    details = {**beside, **details}  # what stands beside the details is one of them
    kind = what if what in WHATS else kind_of_event(what)
    if not kind:  # a word of the teller's own: the event is kept, and read for nothing but its words
        kind, details = "other", {"told_as": what.strip(), **details}
    elif "(" in what:
        details = {"told_as": what.strip(), **details}
    elif kind.replace("_", " ") != " ".join(re.split(r"[\s_-]+", what.strip().lower())):
        read.read_as.append(f'"{what.strip():.40}" is read as {kind.replace("_", " ")}.')
    when = read_when(value, zero, read)
    return CaseEvent(kind, when.week, when.day, details, place, tuple(read.read_as), tuple(read.left))


def _details(value: Any, where: str) -> Mapping[str, Any]:
    """The details; told as a text or a list of texts, they are the words of the event."""
    if isinstance(value, str):
        return {"words": value}
    if isinstance(value, list):
        return {"words": "; ".join(plain_words(value))} if value else {}
    return table(value, where)
