"""What a protocol is: activities, windows between them, and where a person must decide. Plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

NOT_STATED = "not stated"
MEMORY = "memory"  # the source of a value that somebody knew and nobody has seen in a document
HOUSE = "HOUSE"  # the source of a step that Enthesis adds to every course
START = "start"  # the anchor of what counts from the beginning of the course
END = "end"  # the anchor of what counts from the end of the series: the last session, or the decision to end it
PREVIOUS = "previous"  # the anchor of every session but the first: the one before it
DIARY = "diary"  # in a threshold: the mean of the pain diary's days, instead of an instrument
INJECTION = "injection"  # in `after_each` and `before_each`: every injection, diagnostic or treatment


class Kind(StrEnum):
    """What sort of thing an activity is."""

    QUESTIONNAIRE = "questionnaire"
    VISIT = "visit"
    CONSENT = "consent"
    ORDER = "order"
    HOLD = "medication-hold"
    INJECTION = "injection"
    DIARY = "diary"
    REVIEW = "review"
    PLAN = "plan"
    THERAPY = "physical-therapy"
    ADJUNCT = "adjunct"
    CHECK_IN = "check-in"
    OUTCOME = "outcome"
    CLOSING = "closing"


class Purpose(StrEnum):
    """Why an injection is given."""

    DIAGNOSTIC = "diagnostic"
    TREATMENT = "treatment"


class Role(StrEnum):
    """Who does an activity."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    THERAPIST = "therapist"
    FRONT_DESK = "front-desk"
    LEAD = "lead"


class Unit(StrEnum):
    """What a window is counted in. Months are calendar months."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Condition(StrEnum):
    """The named things that can be required before an activity. There is no expression language."""

    ELIGIBLE = "eligible"  # a clinician decided so
    CONSENT_SIGNED = "consent_signed"  # and not withdrawn
    MEDICINES_REVIEWED = "medicines_reviewed"  # the list is taken; every prescriber-only drug is settled
    HOLD_KEPT = "hold_kept"  # for the injection that is next
    NO_OPEN_CONCERN = "no_open_concern"  # every reported symptom is closed by a clinician
    PRIOR_CARE_TRIED = "prior_care_tried"  # conservative care, as the protocol asks for
    DIAGNOSIS_MADE = "diagnosis_made"  # a specific diagnosis is on record
    RESPONDED = "responded"  # the response review decided so
    PLAN_AGREED = "plan_agreed"  # the number of sessions is agreed with the patient
    MEASURED = "measured"  # the scores due before this session are taken
    SESSION_REVIEWED = "session_reviewed"  # the review after the last session is decided
    SERIES_FINISHED = "series_finished"  # as many sessions as planned, or a decision ended the series


@dataclass(frozen=True, slots=True)
class Value:
    """One figure or word of a protocol: stated by a source, decided by a clinic, or not stated."""

    value: int | Decimal | str | bool | None = None
    source: str = ""  # key of sources.csv, LOCAL-n or HOUSE; empty where not stated
    decided_by: str = ""  # the clinician who filled what the source leaves open
    decided_on: date | None = None
    why: str = ""
    instead_of: "Value | None" = None  # what a source states, where a clinic decided otherwise

    @property
    def is_stated(self) -> bool:
        """Whether there is a value at all, from a source or from a clinic."""
        return self.value is not None

    @property
    def is_decision(self) -> bool:
        """Whether a clinic decided it: because the source leaves it open, or instead of what the source states."""
        return bool(self.decided_by)

    @property
    def is_unverified(self) -> bool:
        """Whether it rests on memory only: shown as "unverified: confirm before use", never computed with."""
        return self.source == MEMORY

    def whole(self) -> int | None:
        """The value as a whole number, where there is one."""
        return self.value if isinstance(self.value, int) and not isinstance(self.value, bool) else None

    def __str__(self) -> str:
        return NOT_STATED if self.value is None else str(self.value)


UNSTATED = Value()


@dataclass(frozen=True, slots=True)
class Step:
    """A window counted from what happened: opens, ideal, closes after an anchor; both ends inside."""

    after: str  # an activity's id (its latest occurrence), "start", "end", or "previous" (of this kind)
    unit: Unit = Unit.DAYS
    opens: Value = UNSTATED
    ideal: Value = UNSTATED
    closes: Value = UNSTATED

    def values(self) -> Iterator[tuple[str, Value]]:
        yield from (("opens", self.opens), ("ideal", self.ideal), ("closes", self.closes))


@dataclass(frozen=True, slots=True)
class Count:
    """How many sessions, and who or what chooses the number."""

    min: Value = UNSTATED
    typical: Value = UNSTATED
    max: Value = UNSTATED
    chosen_by: str = ""


@dataclass(frozen=True, slots=True)
class Once:
    """Happens one time, in a window after its anchor."""

    step: Step


@dataclass(frozen=True, slots=True)
class Series:
    """Happens several times, each after the one before. `step` places the first, `then` the others."""

    count: Count
    step: Step
    then: Step  # its `after` is "previous"


@dataclass(frozen=True, slots=True)
class Schedule:
    """Happens at fixed points of a clock that a late session does not move (rulings, protocols 2).

    The clock shows `first_point` on the day of the first (or last) `clock` activity: weeks 0, 4, 8, 16
    or, as some trials count, weeks 1, 5, 9. The first session of a series that is its own clock is
    placed by `step`.
    """

    count: Count
    clock: str  # an activity's id
    points: tuple[int, ...]
    unit: Unit = Unit.WEEKS
    first_point: int = 0
    of_last: bool = False  # the clock starts with the last of the clock's activity, not the first
    early: Value = UNSTATED  # days that a session may come before its point
    late: Value = UNSTATED  # days that it may come after
    source: str = ""  # of all points, or "" where the points differ
    step: Step = Step(after=START)
    point_sources: tuple[str, ...] = ()  # one for each point, in order

    def source_of(self, point: int) -> str:
        """Where one of the points comes from."""
        return dict(zip(self.points, self.point_sources, strict=False)).get(point, self.source)


@dataclass(frozen=True, slots=True)
class AfterEach:
    """Happens once after every one of another activity: a check-in, a review of a session."""

    each: str
    step: Step  # its `after` is the activity named in `each`


@dataclass(frozen=True, slots=True)
class BeforeEach:
    """Happens before every one of another activity, ahead of its booked or ideal day.

    A medication hold reaches from `before` days ahead to `after` days behind; scores are due in the
    session's own window when `before` is not stated.
    """

    each: str
    before: Value = UNSTATED
    after: Value = UNSTATED


Timing = Once | Series | Schedule | AfterEach | BeforeEach


@dataclass(frozen=True, slots=True)
class Option:
    """One way out of a decision, and what it does."""

    id: str
    title: str
    sets: tuple[Condition, ...] = ()
    ends: tuple[str, ...] = ()  # activities that are no longer due, or "course"
    repeats: tuple[str, ...] = ()  # activities that are due once more
    releases: bool = False  # gives the booked sessions of what it ends back
    advised_when: str = ""  # responded | not_responded | not_enough_data: which recommendation names it

    @property
    def has_effect(self) -> bool:
        return bool(self.sets or self.ends or self.repeats or self.releases)


@dataclass(frozen=True, slots=True)
class Threshold:
    """When a response counts. `least` not stated: the clinician decides without a figure."""

    measure: str  # "diary" or an instrument's id
    change: str = "percent"  # percent | points
    least: Value = UNSTATED
    more_than: bool = False  # a change of exactly `least` is not enough
    before_session: int | None = None  # speaks only at the review before this session; elsewhere the clinician decides


@dataclass(frozen=True, slots=True)
class Decision:
    """A point where a named clinician decides; the software only recommends."""

    options: tuple[Option, ...]
    threshold: Threshold | None = None
    least_answered: Value = UNSTATED  # percent of the days asked below which there is not enough data


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that a course consists of."""

    id: str
    kind: Kind
    title: str
    by: Role
    timing: Timing
    purpose: Purpose | None = None
    mode: Value = UNSTATED  # in person, telehealth, either
    requires: tuple[Condition, ...] = ()
    sets: tuple[Condition, ...] = ()  # what holds once it is done
    before_injections: tuple[Condition, ...] = ()  # of a house step: what every injection then waits for
    needs: tuple[str, ...] = ()  # treatment-room, ultrasound, c-arm
    minutes: Value = UNSTATED  # how long it usually takes: what a booking asks for
    minutes_min: Value = UNSTATED
    minutes_max: Value = UNSTATED
    optional: bool = False
    decision: Decision | None = None
    measures: tuple[str, ...] = ()  # instruments asked for
    until: str = ""  # a diary or programme runs until this activity is done
    lasts_weeks: Value = UNSTATED  # how long a programme runs
    per_week: Value = UNSTATED
    holds: tuple[str, ...] = ()  # a medication hold: the drug classes, in the words of medications.csv
    prescriber_decides: bool = False  # never shown to a patient as something to stop
    responder: Threshold | None = None  # an outcome: who counts as having responded, for the registry
    says: str = ""  # what it consists of, in words
    source: str = ""  # that the activity exists at all
    origin: str = "source"  # source | house

    @property
    def repeats(self) -> bool:
        return not isinstance(self.timing, Once)


@dataclass(frozen=True, slots=True)
class Review:
    """Who wrote a protocol, who checked it, and when it must be looked at again."""

    written_by: str
    checked_by: str
    reviewed_on: date | None
    review_by: date | None


@dataclass(frozen=True, slots=True)
class Protocol:
    """A course of care as data, in one version. Two protocols are the same only if id and version are."""

    id: str
    version: str
    status: str  # draft | reviewed | retired
    title: str
    document: str  # the source document that it states
    for_whom: str
    not_for: str
    regions: tuple[str, ...]
    review: Review
    sources: Mapping[str, str]  # key -> what it is, in words
    activities: tuple[Activity, ...]
    facts: Mapping[str, Value]  # solution, guidance, holds, aftercare: shown, not computed with
    not_stated: tuple[str, ...] = ()  # what the source leaves open, in words
    warnings: tuple[str, ...] = ()
    house: str = ""  # version of the house activities that were added
    minimum_gap_days: Value = UNSTATED  # the clinic's own least distance between two injections
    counts_diagnostic: Value = UNSTATED  # whether the diagnostic injection is one of the sessions
    also_known_as: tuple[str, ...] = ()  # older ids under which it is found too

    def activity(self, name: str) -> Activity | None:
        return next((activity for activity in self.activities if activity.id == name), None)

    @property
    def treatment(self) -> Activity | None:
        """The series of treatment injections, where the protocol has one."""
        return next((a for a in self.activities if a.purpose is Purpose.TREATMENT), None)
