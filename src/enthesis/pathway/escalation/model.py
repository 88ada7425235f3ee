"""What an escalation is made of. Values only; people are named by their handles ("U-17")."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from typing import Any, TypeVar

NOBODY = ""
MINUTES = "minutes"


class Why(StrEnum):
    """By which rule somebody is in charge of a reported symptom."""

    ON_CALL = "on-call"
    INJECTOR = "injector"
    LEAD = "lead"
    HANDED_OVER = "handed-over"
    ANSWERED = "answered"
    NOBODY = "nobody"

    @property
    def in_words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Why.ON_CALL: "on call",
    Why.INJECTOR: "gave the last injection",
    Why.LEAD: "lead of the clinic",
    Why.HANDED_OVER: "it was handed over",
    Why.ANSWERED: "spoke to the patient",
    Why.NOBODY: "the clinic has no clinician who could have it",
}


class Within(StrEnum):
    """What a level itself says of the time."""

    NOW = "now"
    TODAY = "today"
    DAYS = "days"
    NOT_STATED = "not stated"


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """The clock of some levels, as `knowledge/triage/escalation.yaml` states it."""

    id: str
    title: str
    levels: tuple[str, ...]
    within: Within
    days: int  # of `Within.DAYS`
    unit: str  # minutes | days | "" where a clinic has nothing to decide
    most: int  # the largest number that a clinic may decide
    says: str
    for_patient: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A clinic's own number for one clock, from an instant on. `amount` None: the clinic took it back."""

    clock: str
    amount: int | None
    since: datetime
    by: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on call from an instant on; nobody where `owner` is empty."""

    owner: str
    since: datetime


Since = TypeVar("Since", Decided, Duty)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """Everything beside the log that decides who answers, and by when. What a clinic decides holds from its instant."""

    version: str
    clocks: tuple[Clock, ...]
    first: tuple[Why, ...]
    ladder: tuple[Why, ...]
    decided: tuple[Decided, ...] = ()
    on_call: tuple[Duty, ...] = ()
    clinicians: frozenset[str] | None = None  # accounts that may close a symptom, without who left; None: not known
    leads: tuple[str, ...] = ()  # in the order in which they joined
    zone: tzinfo = UTC

    def clock(self, level: str) -> Clock:
        """The clock of a level; that of "not triaged" for one that nobody knows."""
        by_level = next((clock for clock in self.clocks if level in clock.levels), None)
        return by_level or next(clock for clock in self.clocks if not clock.levels)

    def decision(self, clock: Clock, at: datetime) -> Decided | None:
        """What the clinic had decided for a clock at an instant; None: nothing."""
        last = _last([one for one in self.decided if one.clock == clock.id], at)
        return last if last is not None and last.amount is not None else None

    def on_call_at(self, at: datetime) -> str:
        """Who was on call at an instant; "" where nobody was, or where that account has left."""
        last = _last(self.on_call, at)
        return last.owner if last is not None and self.knows(last.owner) else NOBODY

    def knows(self, owner: str) -> bool:
        """Whether somebody can have a symptom: a clinician or a lead who works here."""
        return bool(owner) and (self.clinicians is None or owner in self.clinicians or owner in self.leads)


def _last(kept: Sequence[Since], at: datetime) -> Since | None:
    """What held at an instant: of several that began together, the one that was decided last."""
    return next(iter(sorted((one for one in kept if one.since <= at), key=lambda one: one.since)[-1:]), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """A person of the clinic gave a symptom to another."""

    owner: str
    at: datetime | None
    by: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a clinician did about a symptom that stays open: spoke to the patient, or tried to."""

    at: datetime | None
    by: str
    contact: str  # reached | seen | not_reached | "" where it is not said
    again_at: datetime | None  # when the clinician wants to look at it again

    @property
    def reached(self) -> bool:
        """Whether the patient was answered. A call that nobody took stops no clock."""
        return self.contact != NOT_REACHED


NOT_REACHED = "not_reached"


@dataclass(frozen=True, kw_only=True, slots=True)
class Symptom:
    """A reported symptom that no clinician has closed, with what was done about it so far."""

    id: str
    level: str
    on: date | None  # the day that it is about
    since: datetime | None  # when it was first recorded; None where the log does not say
    injector: str = NOBODY  # who recorded the last injection before it
    handovers: tuple[Handover, ...] = ()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody is in charge from an instant on. `since` None: from the beginning, which nobody has dated."""

    owner: str
    why: Why
    since: datetime | None

    def as_json(self) -> dict[str, Any]:
        return {"owner": self.owner or None, "why": self.why.value, "from": _instant(self.since)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """The clock of one open symptom. Time passing changes nothing in here: whoever asks compares with an instant."""

    symptom: str
    level: str
    clock: str
    since: datetime | None
    due_at: datetime | None  # by when somebody answers; None: answered, or not stated
    because: str  # of the time, in words with its source
    not_stated: bool  # the clinic has decided no number where it could
    steps: tuple[Step, ...]  # who is in charge from when on, in order
    answered: Answer | None  # the last time that the patient was reached
    attempts: int  # calls that nobody took, since then or at all
    for_patient: str

    @property
    def owner(self) -> str:
        """Who had it first, or took it over: the name on it. Time adds others and takes nobody off."""
        return self.steps[0].owner

    @property
    def why(self) -> Why:
        return self.steps[0].why

    def in_charge(self, now: datetime) -> tuple[Step, ...]:
        """Who is in charge at an instant: those whose turn began last. Several where nobody waits for anybody."""
        reached = [step for step in self.steps if step.since is None or step.since <= now] or [self.steps[0]]
        last = reached[-1].since
        return tuple(step for step in reached if step.since == last)

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time is over and nobody has answered."""
        return self.due_at is not None and self.due_at < now

    def as_json(self) -> Mapping[str, Any]:
        """Plain values for a machine door."""
        return {
            "symptom": self.symptom,
            "level": self.level or None,
            "clock": self.clock,
            "owner": self.owner or None,
            "why": self.why.value,
            "since": _instant(self.since),
            "due_at": _instant(self.due_at),
            "because": self.because,
            "not_stated": self.not_stated,
            "answered_at": _instant(self.answered.at) if self.answered else None,
            "attempts": self.attempts,
            "steps": [step.as_json() for step in self.steps],
        }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
