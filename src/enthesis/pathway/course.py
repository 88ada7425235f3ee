"""Where a log of events leaves a course. State is never stored as truth, only folded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from enthesis.pathway import events as e
from enthesis.pathway.events import Event

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
    on: date | None
    pain: Decimal | None
    took: tuple[str, ...] = ()
    side: str = ""


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
    sessions_planned: int | None = None
    plan_place: int = -1
    drugs: tuple[str, ...] | None = None  # None: never asked; (): takes none
    prescriber_only: tuple[str, ...] = ()  # those of them that only a prescriber may stop
    unsettled_drugs: tuple[str, ...] = ()  # prescriber-only, no word from the prescriber yet
    holds_kept: Mapping[str, int] = field(default_factory=dict)  # activity -> place of the last kept hold
    bookings: Mapping[str, Booking] = field(default_factory=dict)  # visit -> the time it has now
    missed: tuple[str, ...] = ()
    injections: tuple[e.InjectionsGiven, ...] = ()
    injection_places: tuple[int, ...] = ()
    diary: tuple[Diary, ...] = ()
    scores: tuple[Taken, ...] = ()
    concerns: Mapping[str, Concern] = field(default_factory=dict)
    adverse_events: tuple[e.AdverseEventRecorded, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    estimate: e.EstimateGiven | None = None
    messages: tuple[e.MessageSent, ...] = ()
    therapy: Mapping[str, tuple[Done, ...]] = field(default_factory=dict)  # programme -> appointments kept
    visits: frozenset[str] = frozenset()  # every visit ever booked
    symptoms: frozenset[str] = frozenset()  # every symptom ever reported

    def last(self, activity: str) -> Done | None:
        """The latest time that an activity was done."""
        done = self.done.get(activity)
        return done[-1] if done else None

    def count(self, activity: str) -> int:
        return len(self.done.get(activity, ()))


def fold(log: Sequence[Event]) -> Course:
    """Where a log leaves the course. Every rule that moves a course is in `_apply`. Never fails."""
    draft = _Draft()
    for place, event in enumerate(standing(log)):
        _apply(draft, event, place)
    return draft.course()


def standing(log: Sequence[Event]) -> list[Event]:
    """What still counts, in the order in which it happened.

    A correction stands where its mistake stood, on its own day. What came late is put on its day; what
    has no day stands after the event that it names, or else where it stands in the log.
    """
    kept = _corrected(log)
    if any(event.after for event in kept):
        kept = _after_named(kept, log)
    days: list[date] = []
    day = date.min
    in_order = True
    for event in kept:
        on = event.happened_on
        if on is not None:
            in_order = in_order and on >= day
            day = on
        days.append(day)
    if in_order:
        return kept
    return [kept[i] for i in sorted(range(len(kept)), key=days.__getitem__)]


def _corrected(log: Sequence[Event]) -> list[Event]:
    """The log with each correction in the place of its mistake, and nothing where it was withdrawn."""
    if not any(event.replaces for event in log):
        return [event for event in log if not isinstance(event, e.Withdrawn)]
    place: dict[str, int] = {}
    kept: list[Event | None] = []
    for event in log:
        if event.replaces and event.replaces in place:
            place[event.id] = at = place[event.replaces]
            kept[at] = event
        else:  # also a correction of something that this log never held: it stands for itself
            place.setdefault(event.id, len(kept))
            kept.append(event)
    return [event for event in kept if event is not None and not isinstance(event, e.Withdrawn)]


def _after_named(kept: list[Event], log: Sequence[Event]) -> list[Event]:
    """Undated events moved behind the ones they name; a name that leads nowhere changes nothing."""
    current = {event.id: event.id for event in kept}
    for event in reversed(log):  # what was replaced is found under its correction's name
        if event.replaces and event.id in current:
            current.setdefault(event.replaces, current[event.id])
    followers: dict[str, list[Event]] = {}
    heads: list[Event] = []
    seen: set[str] = set()
    for event in kept:
        named = current.get(event.after, "") if event.after and event.happened_on is None else ""
        if named and named in seen:
            followers.setdefault(named, []).append(event)
        else:
            heads.append(event)
        seen.add(event.id)
    ordered: list[Event] = []
    stack = heads[::-1]
    while stack:
        event = stack.pop()
        ordered.append(event)
        stack.extend(reversed(followers.pop(event.id, [])))
    return ordered


class _Draft:
    """A course in the making: the only thing in `pathway` that changes while one looks."""

    def __init__(self) -> None:
        self.status = Status.NOT_STARTED
        self.protocol = self.version = self.problem = self.region = self.side = ""
        self.started_on: date | None = None
        self.closed_on: date | None = None
        self.closed_because = ""
        self.done: dict[str, list[Done]] = {}
        self.places: dict[str, list[int]] = {}
        self.decisions: list[Decided] = []
        self.eligibility: Decided | None = None
        self.consent: Done | None = None
        self.consent_version = ""
        self.sessions_planned: int | None = None
        self.plan_place = -1
        self.drugs: tuple[str, ...] | None = None
        self.prescriber_only: tuple[str, ...] = ()
        self.settled: set[str] = set()
        self.holds_kept: dict[str, int] = {}
        self.bookings: dict[str, Booking] = {}
        self.missed: list[str] = []
        self.injections: list[e.InjectionsGiven] = []
        self.injection_places: list[int] = []
        self.diary: list[Diary] = []
        self.scores: list[Taken] = []
        self.concerns: dict[str, Concern] = {}
        self.adverse_events: list[e.AdverseEventRecorded] = []
        self.answers: dict[str, object] = {}
        self.estimate: e.EstimateGiven | None = None
        self.messages: list[e.MessageSent] = []
        self.therapy: dict[str, list[Done]] = {}
        self.visits: set[str] = set()
        self.symptoms: set[str] = set()

    def did(self, activity: str, event: Event, place: int) -> None:
        self.done.setdefault(activity, []).append(Done(event.happened_on, event.id))
        self.places.setdefault(activity, []).append(place)

    def unbook(self, activity: str, visit: str) -> None:
        """Take the booking away that an attended visit used: the one named, or the activity's first."""
        if visit:
            self.bookings.pop(visit, None)
            return
        mine = [booking for booking in self.bookings.values() if booking.activity == activity]
        if mine:
            del self.bookings[min(mine, key=lambda booking: booking.starts).visit]

    def course(self) -> Course:
        return Course(
            status=self.status,
            protocol=self.protocol,
            version=self.version,
            problem=self.problem,
            region=self.region,
            side=self.side,
            started_on=self.started_on,
            closed_on=self.closed_on,
            closed_because=self.closed_because,
            done={name: tuple(done) for name, done in self.done.items()},
            places={name: tuple(places) for name, places in self.places.items()},
            decisions=tuple(self.decisions),
            eligibility=self.eligibility,
            consent=self.consent,
            consent_version=self.consent_version,
            sessions_planned=self.sessions_planned,
            plan_place=self.plan_place,
            drugs=self.drugs,
            prescriber_only=self.prescriber_only,
            unsettled_drugs=tuple(drug for drug in self.prescriber_only if drug not in self.settled),
            holds_kept=self.holds_kept,
            bookings=self.bookings,
            missed=tuple(self.missed),
            injections=tuple(self.injections),
            injection_places=tuple(self.injection_places),
            diary=tuple(self.diary),
            scores=tuple(self.scores),
            concerns=self.concerns,
            adverse_events=tuple(self.adverse_events),
            answers=self.answers,
            estimate=self.estimate,
            messages=tuple(self.messages),
            therapy={name: tuple(done) for name, done in self.therapy.items()},
            visits=frozenset(self.visits),
            symptoms=frozenset(self.symptoms),
        )


def _apply(draft: _Draft, event: Event, place: int) -> None:
    """What one event does to a course. What happened is kept even where it should not have happened."""
    match event:
        case e.DiaryEntered():
            draft.diary.append(Diary(event.happened_on, event.pain, event.took, event.side))
        case e.ScoresTaken():
            draft.scores.append(
                Taken(
                    instrument=event.instrument,
                    subscale=event.subscale,
                    value=event.value,
                    unit=event.unit,
                    on=event.happened_on,
                    place=place,
                    activity=event.activity,
                    side=event.side,
                    in_words=bool(event.words) and event.value is None,
                )
            )
            if event.activity:
                draft.did(event.activity, event, place)
        case e.TherapyAttended():
            draft.therapy.setdefault(event.activity, []).append(Done(event.happened_on, event.id))
            draft.unbook(event.activity, "")
        case e.VisitBooked():
            draft.visits.add(event.visit)
            draft.bookings[event.visit] = Booking(
                event.visit, event.activity, event.starts, event.minutes, event.resources, event.telehealth
            )
        case e.VisitMoved():
            booking = draft.bookings.get(event.visit)
            if booking:
                draft.bookings[event.visit] = Booking(
                    booking.visit,
                    booking.activity,
                    event.starts,
                    booking.minutes,
                    booking.resources,
                    booking.telehealth,
                )
        case e.VisitCancelled():
            draft.bookings.pop(event.visit, None)
        case e.VisitMissed():
            draft.bookings.pop(event.visit, None)
            draft.missed.append(event.visit)
        case e.VisitAttended():
            draft.did(event.activity, event, place)
            draft.unbook(event.activity, event.visit)
        case e.ActivityDone():
            draft.did(event.activity, event, place)
        case e.InjectionsGiven():
            draft.injections.append(event)
            draft.injection_places.append(place)
            draft.did(event.activity, event, place)
            draft.unbook(event.activity, event.visit)
        case e.SymptomReported():
            draft.symptoms.add(event.symptom)
            if event.level != EXPECTED:
                draft.concerns[event.symptom] = Concern(event.symptom, event.level, event.happened_on)
        case e.SymptomHandled():
            if event.closed:
                draft.concerns.pop(event.symptom, None)
        case e.AdverseEventRecorded():
            draft.adverse_events.append(event)
        case e.ResponseDecided():
            draft.decisions.append(_decided(event, event.activity, event.option, place))
            draft.did(event.activity, event, place)
        case e.CandidacyDecided():
            draft.eligibility = _decided(event, "candidacy", event.outcome, place)
            draft.decisions.append(draft.eligibility)
            draft.did("candidacy", event, place)
        case e.PlanAgreed():
            draft.sessions_planned, draft.plan_place = event.sessions, place
            draft.did(event.activity, event, place)
        case e.PlanChanged():
            draft.sessions_planned, draft.plan_place = event.sessions, place
            draft.did("plan", event, place)
        case e.EvaluationAnswered():
            draft.answers.update(event.answers)
            draft.did("evaluation", event, place)
        case e.ConsentSigned():
            draft.consent, draft.consent_version = Done(event.happened_on, event.id), event.version
            draft.did("consent", event, place)
        case e.ConsentWithdrawn():
            draft.consent, draft.consent_version = None, ""
            draft.done.pop("consent", None)
            draft.places.pop("consent", None)
        case e.DrugListTaken():
            draft.drugs, draft.prescriber_only = event.drugs, event.prescriber_only
            draft.settled.clear()
            draft.did("medicines", event, place)
        case e.PrescriberAgreed():
            if event.agreed != "refused":
                draft.settled.add(event.drug)
        case e.HoldChecked():
            draft.did(event.activity, event, place)
            if event.kept:
                draft.holds_kept[event.activity] = place
            else:
                draft.holds_kept.pop(event.activity, None)
        case e.EstimateGiven():
            draft.estimate = event
        case e.MessageSent():
            draft.messages.append(event)
        case e.NoteAdded():
            pass  # kept in the log, moves nothing
        case e.CourseStarted():
            if draft.status is Status.NOT_STARTED:
                draft.status, draft.started_on = Status.ACTIVE, event.happened_on
                draft.protocol, draft.version = event.protocol, event.version
                draft.problem, draft.region, draft.side = event.problem, event.region, event.side
        case e.ProtocolTransferred():
            draft.protocol, draft.version = event.protocol, event.version
        case e.CoursePaused():
            if draft.status is Status.ACTIVE:
                draft.status = Status.PAUSED
        case e.CourseResumed():
            if draft.status is Status.PAUSED:
                draft.status = Status.ACTIVE
        case e.CourseClosed():
            draft.status = Status.CLOSED
            draft.closed_on, draft.closed_because = event.happened_on, event.reason
            draft.did("closing", event, place)
        case e.Withdrawn():
            pass  # it has done its work in `standing`; alone, it withdraws nothing
        case _:
            assert_never(event)  # forget a kind of event and the type checker says so


def _decided(event: e.ResponseDecided | e.CandidacyDecided, activity: str, option: str, place: int) -> Decided:
    return Decided(activity, option, event.recommended, event.recorded_by, event.happened_on, place)


def as_known_on(log: Iterable[Event], moment: datetime) -> list[Event]:
    """The part of a log that had been recorded by an instant: what was known then."""
    return [event for event in log if event.recorded_at is None or event.recorded_at <= moment]
