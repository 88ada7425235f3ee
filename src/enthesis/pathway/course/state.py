"""What is known of a course. Frozen values; everything in here can be thrown away and folded again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from enthesis.pathway import events as e

EXPECTED = "self_care"  # the level of a symptom that is an expected reaction: known, and no open concern


class Status(StrEnum):
    NOT_STARTED = "not started"
    ACTIVE = "active"
    PAUSED = "paused"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that happened, in its place. `on` is None where the day is not known."""

    on: date | None
    event: str  # id of the event that says so


@dataclass(frozen=True, slots=True)
class Booking:
    visit: str
    activity: str
    starts: datetime
    minutes: int
    resources: tuple[str, ...] = ()
    telehealth: bool = False
    buffer_before: int = 0  # minutes
    buffer_after: int = 0
    confirmed: bool = False  # the patient said yes to the time that it has now
    moves: int = 0  # how often it got another time
    since: datetime | None = None  # when it was recorded that it has this time; of a cancelled visit: that it is off


@dataclass(frozen=True, slots=True)
class Concern:
    """A reported symptom, more than an expected reaction, that no clinician has closed."""

    symptom: str
    level: str
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of a clinician: which option of which activity, on which day."""

    activity: str
    option: str
    recommended: str
    by: str
    on: date | None
    place: int  # where it stands among all that happened, so that a later one wins


@dataclass(frozen=True, slots=True)
class Diary:
    """One entry of the diary, about the day `on`. A day may have several (pathway/diary.py)."""

    on: date | None
    pain: Decimal | None
    took: tuple[str, ...] = ()
    side: str = ""
    now: Decimal | None = None
    worst: Decimal | None = None
    function: Decimal | None = None
    sleep: Decimal | None = None
    at: datetime | None = None  # the moment that it is about; None: the day as a whole
    written: datetime | None = None  # when it was recorded
    event: str = ""  # id of the event that says so


@dataclass(frozen=True, slots=True)
class Taken:
    """A score as it was taken; `place` orders it among injections where a day is not known."""

    instrument: str
    subscale: str
    value: Decimal | None
    unit: str
    on: date | None
    place: int
    activity: str = ""
    side: str = ""
    in_words: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a course. Everything in it can be thrown away and folded again."""

    status: Status = Status.NOT_STARTED
    protocol: str = ""
    version: str = ""
    problem: str = ""
    region: str = ""
    side: str = ""
    started_on: date | None = None
    closed_on: date | None = None
    closed_because: str = ""
    done: Mapping[str, tuple[Done, ...]] = field(default_factory=dict)  # activity -> in order
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # the same, as places among all that happened
    decisions: tuple[Decided, ...] = ()
    eligibility: Decided | None = None
    consent: Done | None = None
    consent_version: str = ""
    consent_withdrawn: Done | None = None  # taken back and not signed again; None also where nothing was ever signed
    orders: Mapping[str, e.ImagingOrdered] = field(default_factory=dict)  # pictures that nobody has reported yet
    sessions_planned: int | None = None
    plan_place: int = -1
    drugs: tuple[str, ...] | None = None  # None: never asked; (): takes none
    prescriber_only: tuple[str, ...] = ()  # those of them that only a prescriber may stop
    unsettled_drugs: tuple[str, ...] = ()  # prescriber-only, no word from the prescriber yet
    holds_kept: Mapping[str, int] = field(default_factory=dict)  # activity -> place of the last kept hold
    bookings: Mapping[str, Booking] = field(default_factory=dict)  # visit -> the time it has now
    cancelled: tuple[Booking, ...] = ()  # visits that were called off, with the time that each had last
    missed: tuple[str, ...] = ()
    injections: tuple[e.InjectionsGiven, ...] = ()
    injection_places: tuple[int, ...] = ()
    diary: tuple[Diary, ...] = ()
    scores: tuple[Taken, ...] = ()
    goals: tuple[e.GoalSet, ...] = ()  # every one that was set, in the order of their days
    concerns: Mapping[str, Concern] = field(default_factory=dict)
    adverse_events: tuple[e.AdverseEventRecorded, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    estimate: e.EstimateGiven | None = None
    messages: tuple[e.MessageSent, ...] = ()
    payments: tuple[e.PaymentTaken | e.PaymentReturned, ...] = ()
    contacts: tuple[e.ContactTried, ...] = ()
    arrived: Mapping[str, e.PatientArrived] = field(default_factory=dict)  # visit -> that the patient is there for it
    therapy: Mapping[str, tuple[Done, ...]] = field(default_factory=dict)  # programme -> appointments kept
    programme: e.ProgrammeAgreed | None = None  # of exercises: the latest that was agreed
    exercised: tuple[e.ExercisesLogged, ...] = ()
    visits: frozenset[str] = frozenset()  # every visit ever booked
    symptoms: frozenset[str] = frozenset()  # every symptom ever reported

    @property
    def goal(self) -> e.GoalSet | None:
        """The patient's own goal, as it was set last."""
        return self.goals[-1] if self.goals else None

    def last(self, activity: str) -> Done | None:
        """The latest time that an activity was done."""
        done = self.done.get(activity)
        return done[-1] if done else None

    def count(self, activity: str) -> int:
        return len(self.done.get(activity, ()))
