"""Events -> the state of a course. Every rule that moves a course is in `apply`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from enthesis.pathway import events as e
from enthesis.pathway.course.standing import standing
from enthesis.pathway.course.state import (
    EXPECTED,
    Booking,
    Concern,
    Course,
    Decided,
    Diary,
    Done,
    Status,
    Taken,
)
from enthesis.pathway.events import Event

_SHARED = ("holds_kept", "bookings", "concerns", "answers", "orders")  # what a draft hands out to a `Course` as it is


def fold(log: Sequence[Event]) -> Course:
    """Where a log leaves the course. Every rule that moves a course is in `apply`. Never fails."""
    draft = Draft()
    for place, event in enumerate(standing(log)):
        apply(draft, event, place)
    return draft.course()


class Draft:
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
        self.consent_withdrawn: Done | None = None
        self.orders: dict[str, e.ImagingOrdered] = {}
        self.sessions_planned: int | None = None
        self.plan_place = -1
        self.drugs: tuple[str, ...] | None = None
        self.prescriber_only: tuple[str, ...] = ()
        self.settled: set[str] = set()
        self.holds_kept: dict[str, int] = {}
        self.bookings: dict[str, Booking] = {}
        self.cancelled: list[Booking] = []
        self.missed: list[str] = []
        self.injections: list[e.InjectionsGiven] = []
        self.injection_places: list[int] = []
        self.diary: list[Diary] = []
        self.scores: list[Taken] = []
        self.goals: list[e.GoalSet] = []
        self.concerns: dict[str, Concern] = {}
        self.adverse_events: list[e.AdverseEventRecorded] = []
        self.answers: dict[str, object] = {}
        self.estimate: e.EstimateGiven | None = None
        self.messages: list[e.MessageSent] = []
        self.payments: list[e.PaymentTaken | e.PaymentReturned] = []
        self.contacts: list[e.ContactTried] = []
        self.arrived: dict[str, e.PatientArrived] = {}
        self.therapy: dict[str, list[Done]] = {}
        self.programme: e.ProgrammeAgreed | None = None
        self.exercised: list[e.ExercisesLogged] = []
        self.visits: set[str] = set()
        self.symptoms: set[str] = set()

    def part(self) -> None:
        """Let go of what a `Course` was handed as it is, so that it stays as it was when the next event comes."""
        for name in _SHARED:
            setattr(self, name, dict(getattr(self, name)))

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
            consent_withdrawn=self.consent_withdrawn,
            orders=self.orders,
            sessions_planned=self.sessions_planned,
            plan_place=self.plan_place,
            drugs=self.drugs,
            prescriber_only=self.prescriber_only,
            unsettled_drugs=tuple(drug for drug in self.prescriber_only if _plain(drug) not in self.settled),
            holds_kept=self.holds_kept,
            bookings=self.bookings,
            cancelled=tuple(self.cancelled),
            missed=tuple(self.missed),
            injections=tuple(self.injections),
            injection_places=tuple(self.injection_places),
            diary=tuple(self.diary),
            scores=tuple(self.scores),
            goals=tuple(self.goals),
            concerns=self.concerns,
            adverse_events=tuple(self.adverse_events),
            answers=self.answers,
            estimate=self.estimate,
            messages=tuple(self.messages),
            payments=tuple(self.payments),
            contacts=tuple(self.contacts),
            arrived=dict(self.arrived),
            therapy={name: tuple(done) for name, done in self.therapy.items()},
            programme=self.programme,
            exercised=tuple(self.exercised),
            visits=frozenset(self.visits),
            symptoms=frozenset(self.symptoms),
        )


def apply(draft: Draft, event: Event, place: int) -> None:
    """What one event does to a course. What happened is kept even where it should not have happened."""
    match event:
        case e.DiaryEntered():
            draft.diary.append(
                Diary(
                    on=event.happened_on,
                    pain=event.pain,
                    took=event.took,
                    side=event.side,
                    now=event.now,
                    worst=event.worst,
                    function=event.function,
                    sleep=event.sleep,
                    at=event.at,
                    written=event.recorded_at,
                    event=event.id,
                )
            )
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
        case e.GoalSet():
            draft.goals.append(event)
        case e.TherapyAttended():
            draft.therapy.setdefault(event.activity, []).append(Done(event.happened_on, event.id))
            draft.unbook(event.activity, "")
        case e.ProgrammeAgreed():
            draft.programme = event
        case e.ExercisesLogged():
            draft.exercised.append(event)
        case e.VisitBooked():
            draft.visits.add(event.visit)
            draft.bookings[event.visit] = Booking(
                event.visit,
                event.activity,
                event.starts,
                event.minutes,
                event.resources,
                event.telehealth,
                event.buffer_before,
                event.buffer_after,
                event.confirmed,
                since=event.recorded_at,
            )
        case e.VisitMoved():
            booking = draft.bookings.get(event.visit)
            draft.arrived.pop(event.visit, None)  # of the time that it had before
            if booking:
                resources = event.resources or booking.resources
                draft.bookings[event.visit] = replace(
                    booking,
                    starts=event.starts,
                    resources=resources,
                    confirmed=event.confirmed,
                    moves=booking.moves + 1,
                    since=event.recorded_at,
                )
        case e.VisitConfirmed():
            if event.visit in draft.bookings:
                draft.bookings[event.visit] = replace(draft.bookings[event.visit], confirmed=True)
        case e.VisitCancelled():
            off = draft.bookings.pop(event.visit, None)
            if off is not None:
                draft.cancelled.append(replace(off, since=event.recorded_at))
        case e.PatientArrived():
            draft.arrived[event.visit] = event
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
            if event.closed and event.relatedness.strip() and event.severity.strip():  # only with a judgement
                draft.concerns.pop(event.symptom, None)
        case e.SymptomAssigned():
            pass  # who has a symptom is read off the log with the clinic's own rules (pathway/escalation)
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
            draft.consent_withdrawn = None
            draft.did("consent", event, place)
        case e.ConsentWithdrawn():
            draft.consent, draft.consent_version = None, ""
            draft.consent_withdrawn = Done(event.happened_on, event.id)
            draft.done.pop("consent", None)
            draft.places.pop("consent", None)
        case e.DrugListTaken():
            draft.drugs, draft.prescriber_only = event.drugs, event.prescriber_only
            draft.settled.clear()
            draft.did("medicines", event, place)
        case e.PrescriberAgreed():
            drug = _plain(event.drug)
            if event.agreed == "refused":
                draft.settled.discard(drug)  # the last word counts
            elif event.prescriber.strip():  # only with a name
                draft.settled.add(drug)
        case e.HoldChecked():
            draft.did(event.activity, event, place)
            if event.kept:
                draft.holds_kept[event.activity] = place
            else:
                draft.holds_kept.pop(event.activity, None)
        case e.EstimateGiven():
            draft.estimate = event
        case e.PaymentTaken() | e.PaymentReturned():
            draft.payments.append(event)
        case e.ContactTried():
            draft.contacts.append(event)
        case e.MessageSent():
            draft.messages.append(event)
        case e.ValuesAnswered():
            pass  # read off the log, for the consultation
        case e.MessageWritten():
            pass  # who waits for an answer is read off the log (pathway/letters.py)
        case e.NoteAdded() | e.FileAdded() | e.FileRemoved():
            pass  # kept in the log, moves nothing
        case e.ImagingOrdered():
            draft.orders[event.id] = event
            if event.activity:
                draft.did(event.activity, event, place)
        case e.ImagingReported():
            draft.orders.pop(event.order, None)
        case e.LetterWritten():
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


def _plain(name: str) -> str:
    """A drug's name as it is compared: the case and the spaces around it tell nothing apart."""
    return " ".join(name.split()).casefold()


def same_name(one: str, other: str) -> bool:
    """Whether two drugs are written alike, so that a word about the one settles the other."""
    return _plain(one) == _plain(other)


def _decided(event: e.ResponseDecided | e.CandidacyDecided, activity: str, option: str, place: int) -> Decided:
    return Decided(activity, option, event.recommended, event.recorded_by, event.happened_on, place)
