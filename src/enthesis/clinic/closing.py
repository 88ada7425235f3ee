"""Closing a clinic day: somebody, or the whole clinic, cannot work. One plan for all whom it reaches.

The plan moves nothing into a time that somebody else has now, so that each course can be carried out by itself, in any
order, whoever has confirmed what. If somebody books in between, the course that lost its time is planned again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from enthesis.clinic import mending, resources
from enthesis.clinic.access import By
from enthesis.clinic.closed_days import close_days
from enthesis.clinic.door import NotAllowed, Refused, Stale
from enthesis.clinic.mending import Mend, Mended
from enthesis.clinic.models import BookedTime, BookedVisit, Clinic, Resource
from enthesis.clinic.numbers import number_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.replanning import Closed, Task, task_of
from enthesis.clinic.restrictions import hidden_courses
from enthesis.scheduling.batch import Asked, Batch, plan_all
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.problem import Problem

FURTHER = timedelta(days=90)  # behind the last booked visit of a course, for which is looked ahead


class CannotClose(Exception):
    """A day cannot be closed as it is said. `says` and `remedy` are sentences; `field` names what is wrong."""

    def __init__(self, says: str, remedy: str, field: str) -> None:
        super().__init__(says)
        self.says, self.remedy, self.field = says, remedy, field


@dataclass(frozen=True, slots=True)
class Reached:
    """One course that the closing reaches, and what would be done about it."""

    seen: Seen
    plan: Mend

    @property
    def is_left_out(self) -> bool:
        """Whether a visit stays on a day on which nobody is there for it."""
        return bool(self.plan.says)


@dataclass(frozen=True, slots=True)
class Closing:
    """One plan for a day. `names`: who or what does not work; none: nobody does."""

    clinic: Clinic
    day: date
    names: tuple[str, ...]
    reached: tuple[Reached, ...]
    batch: Batch
    restricted: int = 0  # more patients whom it reaches, whose records are not open to the one who plans

    @property
    def left_out(self) -> tuple[Reached, ...]:
        return tuple(each for each in self.reached if each.is_left_out)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one course."""

    course: str
    plan: Mend
    done: Mended | None
    says: str = ""  # what could not be done, and the way on
    planned_again: bool = False  # somebody was quicker, so that it is not as the plan said


def plan_day(clinic: Clinic, day: date, names: Sequence[str], *, by: By, now: datetime | None = None) -> Closing:
    """One plan for all whom it reaches that some resources (none named: the whole clinic) do not work on a day.

    Raises `CannotClose`.
    """
    at = now or datetime.now(UTC)
    zone = ZoneInfo(clinic.time_zone)
    if day < at.astimezone(zone).date():
        raise CannotClose(f"{day} is over.", "Give today or a later day.", "day")
    for name in names:
        if not Resource.objects.filter(clinic=clinic, name=name).exists():
            raise CannotClose(
                f'There is no resource called "{name:.60}".', "See: enthesis clinic resource.", "resource"
            )
    closed = Closed(day, frozenset(names))
    there, hidden = reached(clinic, day, names, at), hidden_courses(by, clinic.pk)
    opened = [open_course(number_of(course), by=by) for course in there if course not in hidden]
    tasks = [(seen, task_of(seen, at, closed=closed, until=_until(seen, at))) for seen in opened]
    solved = {seen.number: mending.solved(task) for seen, task in tasks if task is not None}
    asked = [Asked(seen.number, solved[seen.number][1], str(seen.person)) for seen, _ in tasks if seen.number in solved]
    batch = plan_all(asked)
    ways = {number: (visits, problem) for number, (visits, problem, _, _) in solved.items()}
    told = tuple(_reached(seen, task, ways, batch) for seen, task in tasks)
    return Closing(clinic, day, tuple(names), told, batch, len(there) - len(opened))


def reached(clinic: Clinic, day: date, names: Sequence[str], now: datetime) -> list[int]:
    """The keys of the courses with a visit on a day that is still to come and takes up one of some resources."""
    zone = ZoneInfo(clinic.time_zone)
    first = datetime.combine(day, time(0), zone).astimezone(UTC)
    last = datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    visits = BookedVisit.objects.filter(clinic=clinic, starts__gte=max(first, now), starts__lt=last)
    found = list(visits.order_by("starts", "course").values_list("course", "visit"))
    if names:
        times = BookedTime.objects.filter(resource__clinic=clinic, resource__name__in=names)
        times = times.filter(course__in={course for course, _ in found})
        taken = set(times.values_list("course", "visit"))
        found = [each for each in found if each in taken]
    return list(dict.fromkeys(course for course, _ in found))


def close_day(closing: Closing, *, by: By, key: str, why: str, now: datetime | None = None) -> tuple[Outcome, ...]:
    """Close the day, then carry out the plan, each course in a transaction of its own. Sent twice, it is done once.

    Raises `NotAllowed` where the whole clinic is closed by somebody else than a clinician or a lead.
    """
    at = now or datetime.now(UTC)
    if closing.names:
        for resource in Resource.objects.filter(clinic=closing.clinic, name__in=closing.names):
            resources.set_other_hours(resource, closing.day, (), why)
    else:
        close_days(closing.day, closing.day, clinic=closing.clinic, by=by, why=why)
    keys = {each.seen.number: f"{key}.{each.seen.number}" for each in closing.reached}
    first = {
        each.seen.number: _carried_out(each, by=by, key=keys[each.seen.number], now=at) for each in closing.reached
    }
    # Only when all others have what the plan gave them is somebody planned again who lost a time meanwhile.
    return tuple(
        done if done is not None else _again(number, by=by, key=keys[number], now=at) for number, done in first.items()
    )


def _carried_out(each: Reached, *, by: By, key: str, now: datetime) -> Outcome | None:
    """None: somebody was quicker, or the course went another way."""
    number, planned = each.seen.number, each.plan
    if each.is_left_out:
        return Outcome(number, planned, None, planned.says)
    try:
        done = mending.carry_out(each.seen, planned, by=by, key=key, now=now)
    except NotAllowed as problem:
        return Outcome(number, planned, None, f"{problem} The front desk or a clinician moves the visits.")
    except (Refused, Stale):
        return None
    return Outcome(number, planned, done, done.says)


def _again(number: str, *, by: By, key: str, now: datetime) -> Outcome:
    seen = open_course(number, by=by)
    try:
        done = mending.mend(seen, by=by, key=key, now=now)
    except (Refused, Stale) as problem:
        return Outcome(number, mending.plan(seen, now=now), None, str(problem), planned_again=True)
    return Outcome(number, done.plan, done, done.says or done.plan.says, planned_again=True)


def _reached(seen: Seen, task: Task | None, ways: dict[str, tuple[Sequence[ToBook], Problem]], batch: Batch) -> Reached:
    if task is None:
        return Reached(seen, mending.nothing(seen, (), "The course is paused or over: its visits are frozen."))
    chosen = next(each for each in batch.chosen if each.key == seen.number)
    visits, problem = ways[seen.number]
    if chosen.series is not None:
        return Reached(seen, mending.told(seen, task, visits, problem, chosen.series, as_it_is=True))
    said = chosen.why.says if chosen.why else "No plan was found."
    if chosen.alone is not None:
        said = f"Alone it would find a time; beside the others it does not: {said}"
    return Reached(seen, mending.nothing(seen, task.wrong, said, task))


def _until(seen: Seen, now: datetime) -> date:
    last = max((booking.starts for booking in seen.course.bookings.values()), default=now)
    return (max(last, now) + FURTHER).astimezone(seen.zone).date()
