"""Which visits of a course are planned again, and under what: what is booked may stay, move, or has to be found anew.

The windows are those that the door holds a time against (`pathway.visits`). A visit whose time is over counts as held
on its day until somebody says what became of it. No new time is nearer than the notice that the clinic gives,
and what stands nearer stays unless it must not. A time that somebody gave by hand, with words that are no resource of
the clinic, stays where it is as long as nothing speaks against it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations, islice, product

from enthesis.clinic.booking import problem_of, visit_minutes
from enthesis.clinic.move_hours import move_hours
from enthesis.clinic.opening import Seen
from enthesis.pathway import events as e
from enthesis.pathway.checks.windows import OUTSIDE_WINDOW, booked_to_come
from enthesis.pathway.course import Booking, Status, standing
from enthesis.pathway.progress import sessions_done
from enthesis.pathway.visits import outside
from enthesis.pathway.window import in_words
from enthesis.scheduling.check import Breach, check
from enthesis.scheduling.from_course import ToBook, to_book
from enthesis.scheduling.keeping import around
from enthesis.scheduling.problem import Patient, Penalties, Placed, Problem, Resource, Wanted

# The fewest moves, then the smallest; what is confirmed last of all. Whole points, far apart, so that no sum of a
# smaller reason outweighs a greater one.
POINTS = Penalties(
    day_off_ideal=1,
    weekday=1,
    time_of_day=1,
    clinician=5,
    change_of_clinician=5,
    idle_gap=1,
    device_day=1,
    move=5_000,
    move_day=10,
    move_confirmed=100_000,
)
WISHES = Patient(same_clinician=True)
MOST_PAIRINGS = 40
NOT_RECORDED = "not-recorded"
_WINDOWS = frozenset({"before-window", "after-window", "too-soon", "too-late"})
_BY_HAND = frozenset({"no-such-resource", "need-unmet", "off-grid", "two-sites", "outside"})
_NOT_SAID = frozenset({"past", "not-placed", "patient-away", "not-wished"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with one booked visit: a code for programs, a sentence for people."""

    visit: str
    name: str  # what it is called: "treatment-2"
    code: str
    says: str


@dataclass(frozen=True, slots=True)
class Closed:
    """Resources that do not work on a day, though their hours still say so. No names: nobody works."""

    day: date
    names: frozenset[str] = frozenset()

    def shuts(self, name: str) -> bool:
        return not self.names or name in self.names


@dataclass(frozen=True, slots=True)
class Task:
    """The visits of a course that are planned together."""

    visits: tuple[ToBook, ...]  # booked ones, lost ones, and those between them that were never booked
    lost: Mapping[str, tuple[str, ...]]  # what is to be found anew, by activity: what became of each
    fixed: frozenset[str]  # visits by id whose time is over, or too near to be moved while nothing speaks against it
    by_hand: frozenset[str]  # visits by id that stay where somebody put them
    wrong: tuple[Wrong, ...]
    problem: Problem  # all of them, with nothing kept in place

    @property
    def kept(self) -> frozenset[str]:
        """Visits by id that are not moved."""
        return self.fixed | self.by_hand

    def anew(self, visits: Sequence[ToBook]) -> dict[str, str]:
        """The visits that are to be found anew, by name, and what became of the time that each had."""
        return dict(_found_anew(visits, self.lost))

    @property
    def is_idle(self) -> bool:
        """Whether nothing has to be done."""
        return not self.lost and all(each.code == NOT_RECORDED for each in self.wrong)


def task_of(
    seen: Seen, now: datetime, wishes: Patient = WISHES, closed: Closed | None = None, until: date | None = None
) -> Task | None:
    """What is to be planned again in a course; None where it has nothing booked or lost, is paused or closed."""
    if seen.protocol is None or seen.course.status is not Status.ACTIVE or seen.is_erased:
        return None
    lost = lost_visits(seen)
    visits = _visits(seen, lost)
    visits = _with_what_is_between(visits, dict(_found_anew(visits, lost)))
    free = {visit.activity for visit in visits if visit.booking is None}
    lost = {activity: said for activity, said in lost.items() if activity in free}
    if not visits:
        return None
    problem = problem_of(seen, visits, wishes, now, POINTS, until=until)
    if closed is not None:
        problem = replace(problem, resources=tuple(_shut(resource, closed) for resource in problem.resources))
    over = {visit.booking.visit for visit in visits if visit.booking and visit.booking.starts < now}
    wrong, by_hand = _wrong(seen, visits, problem, over, closed)
    soon = now + move_hours(seen.clinic).notice
    near = {visit.booking.visit for visit in visits if visit.booking and visit.booking.starts < soon}
    fixed = frozenset(over | (near - {each.visit for each in wrong}))
    return Task(tuple(visits), lost, fixed, by_hand, tuple(wrong), replace(problem, now=soon))


def pairings(task: Task) -> Iterator[tuple[ToBook, ...]]:
    """The same visits with their bookings given to other sessions of the series, in order.

    One that was lost can be made up for before those that are booked, between them or behind them. As it stands comes
    first.
    """
    by_activity: dict[str, list[ToBook]] = {}
    for visit in task.visits:
        by_activity.setdefault(visit.activity, []).append(visit)
    ways = [list(_ways(visits, task.kept)) for visits in by_activity.values()]
    for chosen in islice(product(*ways), MOST_PAIRINGS):
        booking = {name: booked for way in chosen for name, booked in way.items()}
        yield tuple(replace(visit, booking=booking[visit.wanted.id]) for visit in task.visits)


def problem_with(task: Task, visits: Sequence[ToBook], kept: Collection[str]) -> tuple[list[ToBook], Problem]:
    """The visits that are free to move, and their problem, where those of `kept` (by id) stay on their days."""
    zone = task.problem.grid.zone
    days = {
        visit.wanted.id: visit.booking.starts.astimezone(zone).date()
        for visit in visits
        if visit.booking and visit.booking.visit in kept
    }
    free = around(visits, days)
    patient = task.problem.patient
    patient = replace(patient, visit_days=patient.visit_days | frozenset(days.values()))
    return free, replace(task.problem, wanted=wanted_of(free, task.problem), patient=patient)


def wanted_of(visits: Sequence[ToBook], problem: Problem) -> tuple[Wanted, ...]:
    """The visits as the solver takes them: with the time that each has now. One without is found from tomorrow on."""
    placed = {each.item: each for each in as_placed(visits, problem)}
    tomorrow = problem.grid.first + timedelta(days=1)
    found = []
    for visit in visits:
        wanted, booking = visit.wanted, visit.booking
        if booking is None:
            found.append(replace(wanted, opens=max(wanted.opens or tomorrow, tomorrow), booked=None, confirmed=False))
        else:
            found.append(replace(wanted, booked=placed[wanted.id], confirmed=booking.confirmed))
    return tuple(found)


def lost_visits(seen: Seen) -> dict[str, tuple[str, ...]]:
    """By activity, the visits that were missed or called off and have got no other time: what became of each."""
    live: dict[str, tuple[str, datetime]] = {}
    lost: dict[str, list[str]] = {}
    decided = {
        each.id for each in seen.log if isinstance(each, e.CandidacyDecided | e.ResponseDecided | e.CourseClosed)
    }
    for event in standing(seen.log):
        match event:
            case e.VisitBooked():
                live[event.visit] = (event.activity, event.starts)
                if lost.get(event.activity):
                    lost[event.activity].pop(0)
            case e.VisitMoved() if event.visit in live:
                live[event.visit] = (live[event.visit][0], event.starts)
            case e.VisitMissed() if event.visit in live:
                activity, starts = live.pop(event.visit)
                lost.setdefault(activity, []).append(f"missed on {in_words(starts.astimezone(seen.zone).date())}")
            case e.VisitCancelled() if event.visit in live:
                activity, starts = live.pop(event.visit)
                if event.id.rpartition(".")[0] not in decided:
                    day = in_words(starts.astimezone(seen.zone).date())
                    lost.setdefault(activity, []).append(f"called off on {day}")
            case e.InjectionsGiven() | e.VisitAttended() | e.TherapyAttended():
                _attended(event, live, lost)
    return {activity: tuple(said) for activity, said in lost.items() if said}


def as_placed(visits: Sequence[ToBook], problem: Problem) -> list[Placed]:
    """The booked ones where they stand."""
    return [
        Placed(
            visit.wanted.id,
            visit.booking.starts.astimezone(problem.grid.zone).date(),
            visit.booking.starts,
            visit.booking.starts + timedelta(minutes=visit.booking.minutes),
            visit.booking.resources,
        )
        for visit in visits
        if visit.booking
    ]


# -- which visits -----------------------------------------------------------------------------------------------


def _visits(seen: Seen, lost: Mapping[str, Sequence[str]]) -> list[ToBook]:
    """All visits to come, the booked ones with their own minutes and buffers."""
    assert seen.protocol is not None
    bookings = seen.course.bookings.values()
    by_activity = [booking.activity for booking in bookings]
    most = max((by_activity.count(name) + len(lost.get(name, ())) for name in {*by_activity, *lost}), default=0)
    visits, _ = to_book(
        seen.protocol,
        seen.course,
        seen.agenda,
        visit_minutes(seen.clinic)[0],
        sessions=sessions_done(seen.protocol, seen.course) + most,
        remote=frozenset(booking.activity for booking in bookings if booking.telehealth),
        as_stated=True,
        all_booked=True,
    )
    return [_of_its_length(visit) for visit in visits]


def _of_its_length(visit: ToBook) -> ToBook:
    booking = visit.booking
    if booking is None:
        return visit
    before, after = booking.buffer_before, booking.buffer_after
    return replace(
        visit, wanted=replace(visit.wanted, minutes=booking.minutes, buffer_before=before, buffer_after=after)
    )


def _found_anew(visits: Sequence[ToBook], lost: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for activity, said in lost.items():
        free = [visit.wanted.id for visit in visits if visit.activity == activity and visit.booking is None]
        yield from zip(free, said, strict=False)


def _with_what_is_between(visits: Sequence[ToBook], lost: Collection[str]) -> list[ToBook]:
    """The booked and the lost ones, and every visit that one of them is counted from."""
    by_name = {visit.wanted.id: visit for visit in visits}
    wanted = [visit.wanted.id for visit in visits if visit.booking or visit.wanted.id in lost]
    kept = set(wanted)
    while wanted:
        above = {gap.after for gap in by_name[wanted.pop()].wanted.after} - kept
        kept |= above
        wanted += above
    return [visit for visit in visits if visit.wanted.id in kept]


def _attended(
    event: e.InjectionsGiven | e.VisitAttended | e.TherapyAttended,
    live: dict[str, tuple[str, datetime]],
    lost: dict[str, list[str]],
) -> None:
    named = getattr(event, "visit", "")
    mine = [visit for visit, (activity, _) in live.items() if activity == event.activity]
    if named in live:
        del live[named]
    elif mine:
        del live[min(mine, key=lambda visit: live[visit][1])]
    elif lost.get(event.activity):
        lost[event.activity].pop(0)  # it took place without a time of its own


def _ways(visits: Sequence[ToBook], kept: Collection[str]) -> Iterator[dict[str, Booking | None]]:
    """Each way to give the bookings of an activity, in order, to its visits; what is kept stays with its visit."""
    names = [visit.wanted.id for visit in visits]
    booked = [visit.booking for visit in visits if visit.booking]
    places = [place for place, visit in enumerate(visits) if visit.booking]
    for chosen in combinations(range(len(names)), len(booked)):
        if all(now == at for now, at, each in zip(chosen, places, booked, strict=True) if each.visit in kept):
            yield {**dict.fromkeys(names), **{names[at]: each for at, each in zip(chosen, booked, strict=True)}}


# -- what is wrong ------------------------------------------------------------------------------------------------


def _wrong(
    seen: Seen, visits: Sequence[ToBook], problem: Problem, over: Collection[str], closed: Closed | None
) -> tuple[list[Wrong], frozenset[str]]:
    """What is wrong with booked visits, and which stay because somebody put them there by hand."""
    assert seen.protocol is not None
    booked = {visit.wanted.id: visit.booking for visit in visits if visit.booking}
    to_come = booked_to_come(seen.protocol, seen.course, seen.zone)
    found = [Wrong(each.visit, each.name, OUTSIDE_WINDOW, each.says) for each in outside(to_come, seen.zone)]
    hand = set()
    for breach in check(problem, as_placed(visits, problem)):
        booking = booked.get(breach.item)
        if booking is None or breach.code in _NOT_SAID | _WINDOWS:
            continue
        if breach.code in _BY_HAND:
            hand.add(booking.visit)
        else:
            found.append(Wrong(booking.visit, breach.item, breach.code, breach.says))
    if closed is not None and not closed.names:
        shut = {each.visit for each in found if each.code == "closed"}
        for name, booking in booked.items():
            if booking.starts.astimezone(seen.zone).date() == closed.day and booking.visit not in shut:
                found.append(Wrong(booking.visit, name, "closed", f"Nobody works on {in_words(closed.day)}."))
    found = [each for each in found if each.visit not in over]
    for name, booking in booked.items():
        if booking.visit in over:
            day = in_words(booking.starts.astimezone(seen.zone).date())
            says = f"{name} on {day} is over, and nobody has said what became of it. It counts as held until then."
            found.append(Wrong(booking.visit, name, NOT_RECORDED, says))
    moving = {each.visit for each in found}
    return list(dict.fromkeys(found)), frozenset(hand - moving)


def breaches_against(problem: Problem, series: Sequence[Placed]) -> set[tuple[str, str]]:
    """What a series breaks, as pairs of code and item, as far as moving its visits could mend it."""
    return {(each.code, each.item) for each in check(problem, series) if each.code not in _NOT_SAID | _BY_HAND}


def sentences(problem: Problem, series: Sequence[Placed], item: str) -> list[str]:
    """What speaks against one visit of a series, in words."""
    found: list[Breach] = [each for each in check(problem, series) if each.item == item]
    return [each.says for each in found if each.code not in _NOT_SAID | _BY_HAND]


def _shut(resource: Resource, closed: Closed) -> Resource:
    if not closed.shuts(resource.id):
        return resource
    return replace(resource, exceptions={**resource.exceptions, closed.day: ()})
