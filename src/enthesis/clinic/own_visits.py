"""What a patient books and moves without asking anybody: which visits, and good times for them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from enthesis.clinic.booking import problem_of, visit_minutes
from enthesis.clinic.models import Resource
from enthesis.clinic.opening import Seen
from enthesis.clinic.visit_rules import VisitRules
from enthesis.clinic.wishes import Wishes
from enthesis.pathway.course import Booking, Status
from enthesis.pathway.events import Event, VisitBooked, VisitMoved
from enthesis.pathway.freezing import CONCERN, PAUSED, why_frozen
from enthesis.pathway.progress import progress
from enthesis.pathway.protocol.model import Activity, Condition, Kind
from enthesis.scheduling.check import Breach, check
from enthesis.scheduling.choices import Choice, choices
from enthesis.scheduling.from_course import ToBook, Unplaced, to_book
from enthesis.scheduling.keeping import around, standing
from enthesis.scheduling.problem import Penalties, Placed, Problem
from enthesis.scheduling.series import Series, Solver, TooManySplits
from enthesis.scheduling.why import WhyNot, why_not

FEWEST_MOVES = Penalties(day_off_ideal=1, weekday=2, time_of_day=1, move=1000, move_day=10, move_confirmed=1000)
BY_ITSELF = Penalties(move=0, move_day=0, move_confirmed=0)  # another time for one visit: it is to move


class Barred(StrEnum):
    """Why a patient cannot book in a course now."""

    CLOSED = "closed"
    PAUSED = "paused"
    CONCERN = "concern"  # a reported symptom is open
    CLINIC_BOOKS = "clinic-books"  # the clinic decided to give all times itself
    NO_CALENDAR = "no-calendar"  # the clinic has no people or rooms with hours here


STANDS_STILL = frozenset((Barred.CLOSED, Barred.PAUSED, Barred.CONCERN))  # nothing is booked, whoever asked for it


class Waits(StrEnum):
    """Why a booked visit is frozen."""

    PAUSED = "paused"
    CONCERN = "concern"
    DECISION = "decision"  # the last word on candidacy does not let injections go on


@dataclass(frozen=True, slots=True)
class Needs:
    """The visits of a course: those that want a time, and those that have one."""

    wanting: tuple[ToBook, ...]  # without a time, and to be booked now
    booked: tuple[ToBook, ...]
    unplaced: tuple[Unplaced, ...]  # what cannot be asked for yet

    def of(self, visit: str) -> ToBook | None:
        """What a booked visit stands for; None where the course does not ask for it."""
        return next((each for each in self.booked if each.booking and each.booking.visit == visit), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """Visits that get times, in the clinic's calendars."""

    visits: tuple[ToBook, ...]
    problem: Problem


@dataclass(frozen=True, slots=True)
class Offered:
    """Complete series for what was asked, the best first; none: see `why`."""

    asked: Asked
    choices: tuple[Choice, ...]
    why: WhyNot | None


def barred(seen: Seen, rules: VisitRules) -> Barred | None:
    """Why a patient cannot choose times in a course; None where nothing stands in the way."""
    if seen.course.status is not Status.ACTIVE:
        return Barred.PAUSED if seen.course.status is Status.PAUSED else Barred.CLOSED
    if seen.course.concerns:
        return Barred.CONCERN
    if not rules.books:
        return Barred.CLINIC_BOOKS
    if not Resource.objects.filter(clinic=seen.clinic, in_use=True).exists():
        return Barred.NO_CALENDAR
    return None


def may_change(booking: Booking, rules: VisitRules, now: datetime) -> bool:
    """Whether a patient may still move or cancel a visit alone."""
    return now <= booking.starts - timedelta(hours=rules.moves_hours)


def needs(seen: Seen, wishes: Wishes | None = None) -> Needs:
    """What a course still asks for."""
    if seen.protocol is None or seen.course.status is not Status.ACTIVE:
        return Needs((), (), ())
    remote = _remote(seen, wishes or Wishes())
    minutes = visit_minutes(seen.clinic)[0]
    visits, unplaced = to_book(seen.protocol, seen.course, seen.agenda, minutes, remote=remote, all_booked=True)
    eligible = Condition.ELIGIBLE in progress(seen.protocol, seen.course).holding
    decided = seen.course.eligibility is not None
    there = {
        visit.wanted.id
        for visit in visits
        if visit.booking or eligible or not (decided or _waits_for_eligible(seen.protocol.activity(visit.activity)))
    }
    kept = standing(visits, there)
    return Needs(
        tuple(visit for visit in kept if visit.booking is None),
        tuple(visit for visit in visits if visit.booking),
        tuple(unplaced),
    )


def asked(seen: Seen, wishes: Wishes, *, now: datetime, again: Collection[str] = ()) -> Asked | None:
    """What wants a time; or, where `again` names booked visits, another time for these. All other booked ones stay.

    None: there is nothing to ask for.
    """
    there = needs(seen, wishes)
    visits = free(seen, replace(there, wanting=()) if again else there, again)
    if not visits:
        return None
    today = now.astimezone(seen.zone).date()
    problem = problem_of(seen, visits, wishes.patient(today), now, BY_ITSELF if again else None)
    return Asked(tuple(visits), elsewhere(problem) if again else problem)


def offered(asked: Asked) -> Offered:
    """Up to three complete series, the best first; or why there is none, as far as that could be found out."""
    try:
        found = tuple(choices(Solver(asked.problem)))
        return Offered(asked, found, None if found else why_not(asked.problem))
    except TooManySplits:
        return Offered(asked, (), None)


def lost(problem: Problem, series: Sequence[Placed]) -> list[Breach]:
    """What no longer holds of a series that was offered; nothing where it may still be booked."""
    return check(problem, series)


def repaired(problem: Problem, series: Sequence[Placed]) -> Series | None:
    """The nearest series that can be booked: as few of the chosen times as possible change."""
    chosen = {visit.item: visit for visit in series}
    wanted = tuple(replace(w, booked=chosen.get(w.id, w.booked), confirmed=False) for w in problem.wanted)
    try:
        return Solver(replace(problem, wanted=wanted, penalties=FEWEST_MOVES)).best()
    except TooManySplits:
        return None


def placed_by(seen: Seen, visits: Sequence[ToBook], events: Iterable[Event]) -> list[Placed]:
    """The times that some events would give to visits, as a series."""
    left = {visit.wanted.id: visit for visit in visits}
    found = []
    for event in sorted((e for e in events if isinstance(e, VisitBooked | VisitMoved)), key=lambda e: e.starts):
        one = next((visit for visit in left.values() if _is_of(visit, event)), None)
        if one is None:
            continue
        del left[one.wanted.id]
        names = event.resources or (one.booking.resources if one.booking else ())
        ends = event.starts + timedelta(minutes=one.wanted.minutes)
        found.append(
            Placed(one.wanted.id, event.starts.astimezone(seen.zone).date(), event.starts.astimezone(UTC), ends, names)
        )
    return found


def coming(seen: Seen, now: datetime) -> list[Booking]:
    """The booked visits that are not over, in order of time."""
    bookings = sorted(seen.course.bookings.values(), key=lambda booking: booking.starts)
    return [booking for booking in bookings if booking.starts + timedelta(minutes=booking.minutes) > now]


def waits_because(seen: Seen, visit: str) -> Waits | None:
    """Why a booked visit may not take place as things stand; None where it may."""
    says = why_frozen(seen.protocol, seen.course, visit) if seen.protocol else ""
    return {"": None, PAUSED: Waits.PAUSED, CONCERN: Waits.CONCERN}.get(says, Waits.DECISION)


# -- small things ----------------------------------------------------------------------------------------------


def free(seen: Seen, there: Needs, again: Collection[str]) -> list[ToBook]:
    """The visits that get a time, each in the window that the booked ones that stay leave it."""
    moving = {each.wanted.id for each in there.booked if each.booking and each.booking.visit in again}
    return around((*there.booked, *there.wanting), days(seen, there.booked, moving))


def days(seen: Seen, booked: Iterable[ToBook], moving: Collection[str]) -> dict[str, date]:
    return {
        each.wanted.id: each.booking.starts.astimezone(seen.zone).date()
        for each in booked
        if each.booking and each.wanted.id not in moving
    }


def elsewhere(problem: Problem, items: Collection[str] = ()) -> Problem:
    """The problem with the present times of its visits (of `items`, where some are named) as no time to come."""
    present = tuple(
        (w.booked.starts, w.booked.ends) for w in problem.wanted if w.booked and (not items or w.id in items)
    )
    return replace(problem, patient=replace(problem.patient, busy=(*problem.patient.busy, *present)))


def _remote(seen: Seen, wishes: Wishes) -> frozenset[str]:
    """The activities that are held by video: as booked, as the protocol has it, or as the patient wishes it."""
    booked = {booking.activity for booking in seen.course.bookings.values() if booking.telehealth}
    modes = {"telehealth", "either"} if wishes.video else {"telehealth"}
    activities = seen.protocol.activities if seen.protocol else ()
    return frozenset(booked | {each.id for each in activities if each.mode.value in modes})


def may_be_remote(seen: Seen, visits: Iterable[ToBook]) -> bool:
    """Whether one of some visits is held in the clinic or by video, as one likes."""
    names = {visit.activity for visit in visits}
    activities = seen.protocol.activities if seen.protocol else ()
    return any(each.id in names and each.mode.value == "either" for each in activities)


def _waits_for_eligible(activity: Activity | None) -> bool:
    return activity is not None and (Condition.ELIGIBLE in activity.requires or activity.kind is Kind.INJECTION)


def _is_of(visit: ToBook, event: VisitBooked | VisitMoved) -> bool:
    if isinstance(event, VisitMoved):
        return visit.booking is not None and visit.booking.visit == event.visit
    return visit.booking is None and visit.activity == event.activity
