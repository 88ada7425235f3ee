"""A published case as transcribed facts: its shape, read strictly. `null` means "not in the text", never "no"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enthesis.cases.words import side_in

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


class UnreadableCase(Exception):
    """A JSON value is not a case. `says` names what and where, `remedy` the way on."""

    def __init__(self, says: str, remedy: str, at: str = "") -> None:
        super().__init__(says)
        self.says, self.remedy, self.field = says, remedy, at


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One thing that the case tells, in its place. `day` counts from the case's time zero."""

    what: str
    week: int | None
    day: int | None
    details: Mapping[str, Any]
    place: int  # among the events of the case, from 1

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
    side: str  # left | right | both | ""
    age: int | None
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
    citation: str = field(default="")

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
    patient = _table(value.get("patient"), "patient")
    hint = _table(value.get("protocol_hint"), "protocol_hint")
    age = patient.get("age")
    return Case(
        id=_text(value.get("id"), "id") or "case",
        kind=_text(value.get("kind"), "kind") or "prolotherapy case",
        citation=_text(value.get("citation"), "citation"),
        condition=_text(value.get("condition"), "condition"),
        side=side_in(_text(value.get("side"), "side")),
        age=_age(age),
        age_words=age if isinstance(age, str) else "",
        sex=_sex(_text(patient.get("sex"), "patient.sex")),
        prior_care=_texts(value.get("prior_care"), "prior_care"),
        history=_texts(value.get("history"), "history"),
        medications=_texts(value.get("medications"), "medications"),
        sessions=_sessions(hint.get("sessions")),
        interval=_text(hint.get("interval"), "protocol_hint.interval"),
        time_zero=_text(value.get("time_zero"), "time_zero"),
        events=tuple(_event(event, place) for place, event in enumerate(events, 1)),
        not_stated=_texts(value.get("not_stated"), "not_stated"),
        unknown=tuple(str(key) for key in value if key not in KNOWN),
    )


def _event(value: Any, place: int) -> CaseEvent:
    where = f"events[{place}]"
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is not an object.", 'Write {"week", "day", "what", "details"}.', where)
    what, details = value.get("what"), _table(value.get("details"), f"{where}.details")
    if not isinstance(what, str) or not what.strip():
        raise UnreadableCase(f"{where} does not say what it is.", f"Use one of {', '.join(WHATS)}.", f"{where}.what")
    if what not in WHATS:  # a word of the teller's own: the event is kept, and read for nothing but its words
        what, details = "other", {"told_as": what.strip(), **details}
    return CaseEvent(
        what=what,
        week=_offset(value.get("week"), f"{where}.week"),
        day=_offset(value.get("day"), f"{where}.day"),
        details=details,
        place=place,
    )


def _offset(value: Any, where: str) -> int | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= 40_000:
        raise UnreadableCase(f"{where}: {value!r:.60} is no whole number.", "Write a number, or null.", where)
    return int(value)


def _sessions(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value <= MOST_EVENTS else None


_SEXES = {"female": ("female", "f", "woman", "girl"), "male": ("male", "m", "man", "boy")}
_YEARS = re.compile(r"(\d{1,3})(?:\s*-?\s*(?:years?|yrs?|y)(?:\s*-?\s*(?:old|of age))?|\s*y/?o)?", re.IGNORECASE)


def _sex(text: str) -> str:
    return next((sex for sex, said in _SEXES.items() if text.lower() in said), "")


def _age(value: Any) -> int | None:
    told = _YEARS.fullmatch(value.strip()) if isinstance(value, str) else None
    if told:
        value = int(told[1])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= 130:
        raise UnreadableCase(f"patient.age: {value!r} is no age.", "Write years, words, or null.", "patient.age")
    return int(value)


def _table(value: Any, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is not an object.", "Write an object, or null.", where)
    return value


def _text(value: Any, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return str(value)
    if not isinstance(value, str):
        raise UnreadableCase(f"{where} is not text.", "Write text, or null.", where)
    return value.strip()


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list):
        raise UnreadableCase(f"{where} is not a list.", "Write a list of texts, or null.", where)
    return tuple(_text(each, where) for each in value if each is not None)
