"""Booking what a course still needs: the best complete series in the clinic's own calendars, and recording it whole."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from enthesis.clinic import resources
from enthesis.clinic.access import By, Operator
from enthesis.clinic.booking_wishes import booking_wishes
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.door import record_all
from enthesis.clinic.filing import look
from enthesis.clinic.models import Clinic, CourseRecord
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen
from enthesis.clinic.same_person import group_of
from enthesis.clinic.writing import Recorded
from enthesis.pathway.events import Event, VisitBooked, VisitMoved
from enthesis.pathway.protocol.model import Kind
from enthesis.scheduling.choices import Choice, choices
from enthesis.scheduling.counts import Starts, starts
from enthesis.scheduling.from_course import Minutes, ToBook, Unplaced, to_book
from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import Patient, Penalties, Placed, Problem
from enthesis.scheduling.series import Solver
from enthesis.scheduling.why import WhyNot, why_not

VISIT_MINUTES = "visit-minutes:"  # and a kind of activity, "before" or "after": how long a visit takes
# Where no protocol says how long a visit takes, the clinic decides; until then these are used, and said to be so.
UNLESS_DECIDED = {Kind.VISIT: 30, Kind.INJECTION: 45, Kind.REVIEW: 20, Kind.THERAPY: 30}
BUFFERS = {"before": 5, "after": 10}
AHEAD = 400  # days that are looked at


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be booked for a course."""

    visits: tuple[ToBook, ...]
    problem: Problem | None  # None: there is nothing to book
    choices: tuple[Choice, ...]  # the best series first; none: see `why`
    starts: Starts | None
    why: WhyNot | None
    unplaced: tuple[Unplaced, ...]  # what cannot be asked for yet
    undecided: tuple[str, ...]  # kinds of visit whose length nobody stated or decided


def propose(
    seen: Seen,
    wishes: Patient,
    *,
    now: datetime,
    sessions: int | None = None,
    remote: frozenset[str] = frozenset(),
    penalties: Penalties | None = None,
    days_between: int = 0,
) -> Proposal:
    """The best complete series for all that a course still has to book, from `now` on.

    `days_between` sessions, where the protocol states none.
    """
    if seen.protocol is None:
        return Proposal((), None, (), None, None, (), ())
    minutes, undecided = visit_minutes(seen.clinic)
    visits, unplaced = to_book(
        seen.protocol, seen.course, seen.agenda, minutes, sessions=sessions, remote=remote, days_between=days_between
    )
    if not visits:
        return Proposal((), None, (), None, None, tuple(unplaced), ())
    problem = problem_of(seen, visits, wishes, now, penalties)
    solver = Solver(problem)
    found = tuple(choices(solver))
    kinds = {seen.protocol.activity(visit.activity) for visit in visits}
    open_kinds = {activity.kind.value for activity in kinds if activity and activity.minutes.whole() is None}
    return Proposal(
        visits=tuple(visits),
        problem=problem,
        choices=found,
        starts=starts(solver) if found else None,
        why=None if found else why_not(problem),
        unplaced=tuple(unplaced),
        undecided=tuple(sorted(open_kinds & undecided)),
    )


def problem_of(
    seen: Seen,
    visits: Sequence[ToBook],
    wishes: Patient,
    now: datetime,
    penalties: Penalties | None = None,
    until: date | None = None,
) -> Problem:
    """The visits in the clinic's calendars. What they have booked themselves is theirs to keep or to move.

    `penalties`: the clinic's own unless told. `until`: the last day that is looked at; as far as anybody looks ahead
    unless told.
    """
    return problem_of_all([(seen, visits)], wishes, now, penalties, until)


def problem_of_all(
    several: Sequence[tuple[Seen, Sequence[ToBook]]],
    wishes: Patient,
    now: datetime,
    penalties: Penalties | None = None,
    until: date | None = None,
) -> Problem:
    """The same for the visits of several courses of one patient. What is wanted has ids of its own in each."""
    seen = several[0][0]
    today = now.astimezone(seen.zone).date()
    ahead = today + timedelta(days=AHEAD)
    grid = Grid(seen.zone, today, min(until, ahead) if until else ahead)
    first, last = int(grid.midnights[0]), int(grid.midnights[-1])
    own = {key_of(each.number) or 0: {v.booking.visit for v in visits if v.booking} for each, visits in several}
    calendars = resources.calendars(seen.clinic, grid.first, grid.last, first, last, without=own)
    patient = replace(wishes, visit_days=wishes.visit_days | _other_days(seen, own))
    wanted = tuple(
        replace(visit.wanted, booked=_placed(seen, visit), confirmed=visit.booking.confirmed)
        if visit.booking
        else visit.wanted
        for _, visits in several
        for visit in visits
    )
    own_wishes = booking_wishes(seen.clinic)
    return Problem(
        grid,
        calendars,
        wanted,
        patient,
        penalties or own_wishes.penalties,
        now,
        one_visit_per_days=own_wishes.one_visit_per_days,
        device_weekdays=own_wishes.device_weekdays,
    )


def events_of(
    seen: Seen,
    visits: Sequence[ToBook],
    series: Sequence[Placed],
    *,
    key: str,
    on: date | None = None,
    confirmed: bool = False,
    by_patient: bool = False,
) -> list[Event]:
    """What would be recorded: new visits are booked, booked ones that changed are moved. Empty: nothing changes.

    `on` is the day on which it was agreed, today unless told. `key` makes it happen once, however often it is sent.
    `confirmed`: the patient said yes to these times. `by_patient`: the patient asked for the moves.
    """
    placed = {visit.item: visit for visit in series}
    agreed = on or datetime.now(UTC).astimezone(seen.zone).date()
    return [
        event
        for number, visit in enumerate(visits, 1)
        if visit.wanted.id in placed
        and (event := _event(visit, placed[visit.wanted.id], f"{key}-{number}", agreed, confirmed, by_patient))
    ]


def book(
    seen: Seen,
    visits: Sequence[ToBook],
    series: Sequence[Placed],
    *,
    by: By,
    key: str,
    on: date | None = None,
    confirmed: bool = False,
) -> Recorded | None:
    """Record a series whole, as `events_of` says. None: nothing changes.

    Raises `Refused` with the findings `time-taken` where somebody was quicker, and as `record_all` does.
    """
    events = events_of(seen, visits, series, key=key, on=on, confirmed=confirmed)
    return record_all(events, course=seen, by=by) if events else None


def visit_minutes(clinic: int) -> tuple[Minutes, frozenset[str]]:
    """How long visits take at a clinic, and the kinds for which it has not decided."""
    names = [f"{VISIT_MINUTES}{kind.value}" for kind in UNLESS_DECIDED] + [f"{VISIT_MINUTES}{end}" for end in BUFFERS]
    kept = {one.name.removeprefix(VISIT_MINUTES): one.value for one in decisions(clinic, names)}
    decided = {name: int(value) for name, value in kept.items() if value.isdecimal()}
    by_kind: Mapping[Kind, int] = {kind: decided.get(kind.value, most) for kind, most in UNLESS_DECIDED.items()}
    buffers = {end: decided.get(end, minutes) for end, minutes in BUFFERS.items()}
    undecided = frozenset(kind.value for kind in UNLESS_DECIDED if kind.value not in decided)
    return Minutes(by_kind, buffers["before"], buffers["after"]), undecided


def set_visit_minutes(what: str, minutes: int, *, clinic: Clinic, by: By) -> None:
    """A clinic decides how long a kind of visit takes, or how long is kept free "before" and "after" one.

    Raises `NotDecided`, and `NotAllowed` for who may not decide.
    """
    if what not in {*UNLESS_DECIDED, *BUFFERS}:
        raise NotDecided(f'"{what:.40}" is no kind of visit.', f"There are {', '.join(UNLESS_DECIDED)}.", "what")
    least = 0 if what in BUFFERS else 5
    if not least <= minutes <= 480:
        raise NotDecided(f"A visit of {minutes} minutes.", f"Give {least} to 480.", "minutes")
    decide(f"{VISIT_MINUTES}{what}", str(minutes), clinic=clinic, by=by)


def _other_days(seen: Seen, own: Mapping[int, Collection[str]]) -> frozenset[date]:
    """Days on which the patient has visits that are not part of this, in all courses."""
    days = set()
    for course in CourseRecord.objects.filter(person__in=group_of(seen.person, seen.clinic)).values_list(
        "pk", flat=True
    ):
        file = look(course, Operator())
        bookings = file.known().state.bookings if file else {}
        mine = own.get(course, ())
        days |= {b.starts.astimezone(seen.zone).date() for visit, b in bookings.items() if visit not in mine}
    return frozenset(days)


def _placed(seen: Seen, visit: ToBook) -> Placed:
    booking = visit.booking
    assert booking is not None
    ends = booking.starts + timedelta(minutes=booking.minutes)
    day = booking.starts.astimezone(seen.zone).date()
    return Placed(visit.wanted.id, day, booking.starts, ends, booking.resources)


def _event(visit: ToBook, placed: Placed, key: str, today: date, confirmed: bool, by_patient: bool) -> Event | None:
    booking, wanted = visit.booking, visit.wanted
    if booking is None:
        return VisitBooked(
            id=key,
            happened_on=today,
            visit=key,
            activity=visit.activity,
            starts=placed.starts,
            minutes=wanted.minutes,
            resources=placed.resources,
            telehealth=visit.telehealth,
            buffer_before=wanted.buffer_before,
            buffer_after=wanted.buffer_after,
            confirmed=confirmed,
        )
    if (booking.starts, booking.resources) == (placed.starts, placed.resources):
        return None
    return VisitMoved(
        id=key,
        happened_on=today,
        visit=booking.visit,
        by="patient" if by_patient else "clinic",
        starts=placed.starts,
        resources=placed.resources,
        confirmed=confirmed,
    )
