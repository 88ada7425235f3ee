"""A published case as transcribed facts: its shape is read strictly. `null` means "not in the text", never "no"."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from enthesis.cases.fields import MOST_SESSIONS, Fields, UnreadableCase, table
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
    read_as: tuple[str, ...] = ()  # what was read otherwise than told, in sentences
    left: tuple[str, ...] = ()  # fields that could not be read
    told_side: str = ""  # in the field of the side alone
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
    read = Fields()
    patient = table(value.get("patient"), "patient")
    hint = table(value.get("protocol_hint"), "protocol_hint")
    age = patient.get("age")
    condition, side = read.text(value.get("condition"), "condition"), side_in(read.text(value.get("side"), "side"))
    if not side and value.get("side"):
        read.leave(value["side"], "side")
    case = Case(
        id=read.text(value.get("id"), "id") or "case",
        kind=read.text(value.get("kind"), "kind") or "prolotherapy case",
        citation=read.text(value.get("citation"), "citation"),
        condition=condition,
        side=side or side_in(condition),
        told_side=side,
        age=read.age(age),
        age_words=age if isinstance(age, str) else "",
        sex=read.sex(patient.get("sex")),
        prior_care=read.texts(value.get("prior_care"), "prior_care"),
        history=read.texts(value.get("history"), "history"),
        medications=read.texts(value.get("medications"), "medications"),
        sessions=read.whole(hint.get("sessions"), "sessions", 0, MOST_SESSIONS),
        interval=read.text(hint.get("interval"), "protocol_hint.interval"),
        time_zero=read.text(value.get("time_zero"), "time_zero"),
        events=tuple(_event(event, place) for place, event in enumerate(events, 1)),
        not_stated=read.texts(value.get("not_stated"), "not_stated"),
        unknown=tuple(str(key) for key in value if key not in KNOWN),
    )
    return replace(case, read_as=tuple(read.read_as), left=tuple(read.left))


def _event(value: Any, place: int) -> CaseEvent:
    where = f"events[{place}]"
    if not isinstance(value, Mapping):
        raise UnreadableCase(f"{where} is not an object.", 'Write {"week", "day", "what", "details"}.', where)
    what, details = value.get("what"), table(value.get("details"), f"{where}.details")
    if not isinstance(what, str) or not what.strip():
        raise UnreadableCase(f"{where} does not say what it is.", f"Use one of {', '.join(WHATS)}.", f"{where}.what")
    if what not in WHATS:  # a word of the teller's own: the event is kept, and read for nothing but its words
        what, details = "other", {"told_as": what.strip(), **details}
    read = Fields()
    week, day = read.whole(value.get("week"), "week"), read.whole(value.get("day"), "day")
    return CaseEvent(what, week, day, details, place, tuple(read.read_as), tuple(read.left))
