"""A course's medicines, as the drug rules read them: for the patient, for the course's page, and for the event."""

from dataclasses import dataclass
from datetime import date

from enthesis.clinic.decisions import own_holds
from enthesis.clinic.opening import Seen
from enthesis.pathway.course_drugs import CourseDrugs, course_drugs
from enthesis.pathway.medications import HoldClock, How, Stretch, prescribers_first
from enthesis.pathway.medications.holds import Side
from enthesis.web.said import said
from enthesis.web.words import near

__all__ = ["PatientDrugs", "Pause", "drugs_of", "patient_drugs", "pauses_of", "prescribers_first"]


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence to a patient."""

    says: str
    is_running: bool


NO_DRUGS = CourseDrugs((), (), (), ())


def drugs_of(seen: Seen) -> CourseDrugs:
    """What is said about the drugs of an opened course, with the pauses that its clinic decided for all courses."""
    if seen.protocol is None:
        return NO_DRUGS
    own = [one.hold for one in own_holds(seen.clinic).values()]
    return course_drugs(seen.protocol, seen.course, seen.agenda, seen.log, seen.zone, own)


@dataclass(frozen=True, slots=True)
class PatientDrugs:
    """What a patient reads about medicines around the injections of one course."""

    number: str  # of the course
    problem: str
    pauses: tuple[Told, ...]  # from when until when something is left out; none that has gone by
    guarded: tuple[str, ...]  # what only its prescriber may stop, and what was agreed about it
    if_pain: str  # what to do instead, said once

    @property
    def is_something(self) -> bool:
        return bool(self.pauses or self.guarded)


def patient_drugs(seen: Seen, today: date) -> PatientDrugs:
    """The pauses that a patient still has to keep, running or ahead, and what is never to be stopped."""
    drugs = drugs_of(seen)
    kept = [stretch for stretch in drugs.stretches if _is_ahead(stretch, today)]
    guarded = [a.findings[0].to_patient for a in drugs.answers if a.prescriber_only and a.findings]
    remedies = dict.fromkeys(stretch.finding.remedy_for_patient for stretch in kept)
    return PatientDrugs(
        number=seen.number,
        problem=seen.course.problem,
        pauses=tuple(Told(said(stretch.finding.to_patient), today in stretch.days) for stretch in kept),
        guarded=tuple(map(said, dict.fromkeys(filter(None, guarded)))),
        if_pain=said(next(iter(filter(None, remedies)), "")),
    )


def _is_ahead(stretch: Stretch, today: date) -> bool:
    """A day to aim for that has gone by dates nothing any more: the next session can be on any day."""
    gone = any(session.how is How.AIM and session.on < today for session in stretch.sessions)
    return stretch.days.last >= today and not gone


@dataclass(frozen=True, slots=True)
class Pause:
    """One drug around one session, for the clinician."""

    drug: str
    on_list: str  # as the patient wrote it, where that is another word
    before: str
    after: str
    decided_by: str  # "" where nobody has
    published: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class Around:
    """The pauses around one session."""

    title: str
    how: str
    pauses: tuple[Pause, ...]


def pauses_of(drugs: CourseDrugs, today: date) -> list[Around]:
    """The pauses that a clinician may still have to think of, session by session; none that has gone by."""
    ahead = [clock for clock in drugs.clocks if _last(clock) >= today]
    sessions = dict.fromkeys(clock.session for clock in ahead)
    return [
        Around(
            title=f"{session.title}, {near(session.on, today)}",
            how=_HOW[session.how],
            pauses=tuple(_pause(clock, today) for clock in ahead if clock.session == session),
        )
        for session in sessions
    ]


def _last(clock: HoldClock) -> date:
    days = clock.window.after.days
    return days.last if days else clock.session.on


_HOW = {How.GIVEN: "given", How.BOOKED: "booked", How.AIM: "the day to aim for: no time is booked"}


def _pause(clock: HoldClock, today: date) -> Pause:
    spell, window = clock.window.spell, clock.window
    return Pause(
        drug=clock.drug,
        on_list=clock.name if clock.name.casefold() != clock.drug.casefold() else "",
        before=_days(window.before, today),
        after=_days(window.after, today),
        decided_by=window.set_by,
        published="" if window.before.is_decided and window.after.is_decided else clock.published,
        is_running=spell is not None and today in spell,
    )


def _days(side: Side, today: date) -> str:
    """The days on one side of a session: decided, published, or neither."""
    if side.days is None:
        return "no pause" if side.is_decided else "not stated"
    if side.is_decided or side.shortest is None:
        said = f"{near(side.days.first, today)} to {near(side.days.last, today)}"
        return said if side.is_decided else f"not stated (published: {said})"
    least, most = (side.shortest.last - side.shortest.first).days, (side.days.last - side.days.first).days
    return (
        f"not stated (published: {least} to {most} days)" if least != most else f"not stated (published: {most} days)"
    )
