"""The physical-therapy programme: what was agreed, what was done at home, and the appointments."""

from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class TherapyAttended(Happening):
    """One appointment of the physical-therapy programme took place."""

    activity: str
    exercises_done: bool | None = None
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Exercise:
    """One exercise as a therapist set it for one patient. A figure that nobody set stays None."""

    id: str  # what a log names; one id within a programme is one exercise
    name: str
    how: str = ""  # in words to the patient
    sets: int | None = None
    repeats: int | None = None  # in each set
    seconds: int | None = None  # each repeat is held, or the exercise lasts
    days_a_week: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A part of a programme, tied to an injection, so that it moves when the session moves."""

    id: str
    title: str
    injection: int = 0  # it begins after this treatment injection; 0: with the agreement, before the first one
    days: int = 0  # so many days after that injection, or after the agreement
    exercises: tuple[Exercise, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProgrammeAgreed(Happening):
    """A therapist agreed exercises with the patient. The latest one holds."""

    stages: tuple[Stage, ...]
    rest_days: int | None = None  # no exercises on so many days after each injection; None: nobody decided
    template: str = ""  # id and version of the template that it began with: "back 2026-11"
    activity: str = ""  # the protocol's physical therapy
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ExercisesLogged(Happening):
    """What the patient did at home on one day. A day may have several; what was done in one of them was done."""

    programme: str  # id of the ProgrammeAgreed
    stage: str
    done: tuple[str, ...] = ()  # ids of exercises; (): none that day
    pain: Decimal | None = None  # 0 to 10, at its worst while doing them
    words: str = ""
    personal = ("words",)
