"""The example clinic's people, rooms and devices with their hours, and the series that its courses have booked."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from zlib import crc32

from enthesis.clinic import resources
from enthesis.clinic.access import By, Operator
from enthesis.clinic.booking import events_of, problem_of, visit_minutes
from enthesis.clinic.closed_days import close_days
from enthesis.clinic.door import open_course, record_all
from enthesis.clinic.models import Clinic, CourseRecord, OutsideBusy, OutsideCalendar, Resource, User
from enthesis.clinic.resources import Described
from enthesis.clinic.taken import STEP_MINUTES
from enthesis.clinic.waiting import join, joinable
from enthesis.pathway.course import Status
from enthesis.scheduling.from_course import ToBook, to_book
from enthesis.scheduling.problem import Hours, Patient, Penalties
from enthesis.scheduling.series import Solver

DOCTOR, SECOND, THERAPIST = "Dr M. Example", "Dr N. Example", "T. Example"
_MORNING, _AFTERNOON = (time(8), time(12)), (time(13), time(17))
_LONG: Hours = ((time(8), time(12)), (time(13), time(18, 30)))
_WHOLE: Hours = (_MORNING, _AFTERNOON)
_SHORT: Hours = ((time(9), time(13)),)
_OPEN: Hours = ((time(7, 30), time(19)),)
_HOUSE: tuple[Hours, ...] = (_OPEN,) * 5 + (((time(8), time(14)),), ())
RESOURCES = (
    Described(DOCTOR, "clinician", hours=(_WHOLE, _LONG, _WHOLE, _LONG, (_MORNING,), _SHORT, ())),
    Described(SECOND, "clinician", hours=((_MORNING,), _WHOLE, (), _WHOLE, _WHOLE, (), ())),
    Described(THERAPIST, "therapist", hours=(_LONG, _WHOLE, _LONG, _WHOLE, _WHOLE, (), ())),
    Described("Room 1", "room", hours=_HOUSE),
    Described("Room 2", "room", hours=_HOUSE),
    Described("Therapy room", "room", hours=_HOUSE),
    Described("Ultrasound 1", "device", ("ultrasound",), hours=_HOUSE),
    Described("C-arm", "device", ("c-arm",), hours=_HOUSE),
)
MOST_AHEAD = 150  # days for which a course has its times already
WAITING, SOON = 4, timedelta(days=10)
SPREAD = Penalties(idle_gap=2)
LINK = "https://video.example.test/our-clinic"


def keep_example_resources(clinic: Clinic, today: date) -> None:
    """Kept once; calling it again changes nothing."""
    if Resource.objects.filter(clinic=clinic).exists():
        return
    for described in RESOURCES:
        resources.add(clinic, described)
    resources.set_meeting_link(clinic, LINK)
    by = Operator("example")
    christmas = date(today.year, 12, 24)
    close_days(christmas, christmas + timedelta(days=2), clinic=clinic, by=by, why="Christmas")
    second = Resource.objects.get(clinic=clinic, name=SECOND)
    course = today + timedelta(days=(3 - today.weekday()) % 7 + 7)
    resources.set_other_hours(second, course, (_MORNING,), "Teaches in the afternoon")
    _busy_elsewhere(second, today)


def link_account(clinic: Clinic, name: str, user: User) -> None:
    """The account behind one of the people."""
    Resource.objects.filter(clinic=clinic, name=name).update(user=user)


def book_series(clinic: Clinic, now: datetime) -> int:
    """The best series for each active course that has something to book, so that the days ahead are full. How many."""
    by: By = Operator("example")
    minutes, _ = visit_minutes(clinic.pk)
    booked = 0
    for course in CourseRecord.objects.filter(clinic=clinic, status=Status.ACTIVE.value).order_by("pk"):
        seen = open_course(course.number, by=by)
        chance = crc32(course.number.encode())
        if seen.protocol is None or seen.course.bookings or seen.course.concerns:
            continue
        visits, _ = to_book(seen.protocol, seen.course, seen.agenda, minutes)
        visits = _dated(visits)
        wishes = Patient(clinician=DOCTOR if chance % 3 else SECOND, same_clinician=True)
        until = now.astimezone(seen.zone).date() + timedelta(days=MOST_AHEAD)
        while visits:
            solver = Solver(problem_of(seen, visits, wishes, now, SPREAD, until))
            found = solver.best()
            if found is not None:
                break
            visits = visits[:-1]  # those behind it are booked when they come nearer
        else:
            continue
        key, on = f"ex-series-{seen.number}", now.astimezone(seen.zone).date()
        events = events_of(seen, visits, found.visits, key=key, on=on, confirmed=bool(chance % 4))
        if events:
            record_all(events, course=seen, by=by, as_of=now)
            booked += 1
    return booked


def wait_for_earlier(clinic: Clinic, now: datetime) -> int:
    """Some patients would come earlier than they are booked, and wait for a time that becomes free. How many."""
    by: By = Operator("example")
    waiting = 0
    for course in CourseRecord.objects.filter(clinic=clinic, status=Status.ACTIVE.value).order_by("pk"):
        seen = open_course(course.number, by=by)
        far = [visit for visit in joinable(seen, now) if visit.booking and visit.booking.starts > now + SOON]
        if seen.course.bookings and far and far[0].booking and waiting < WAITING:
            join(seen, far[0].booking.visit, far[0].wanted.id, by=by, now=now)
            waiting += 1
    return waiting


def _dated(visits: Sequence[ToBook]) -> list[ToBook]:
    """Those up to the first whose days after the visit before it nobody states: a person decides those."""
    return list(takewhile(lambda one: all(gap.opens or gap.ideal for gap in one.wanted.after), visits))


def _busy_elsewhere(resource: Resource, today: date) -> None:
    """Two hours each Tuesday afternoon, as a calendar that is kept elsewhere would bring them in."""
    calendar = OutsideCalendar.objects.create(
        resource=resource, name="University (made up)", made_at=datetime.now(UTC), made_by="example"
    )
    zone_noon = datetime.combine(today + timedelta(days=(1 - today.weekday()) % 7), time(14), UTC)
    for week in range(20):
        first = int((zone_noon + timedelta(weeks=week)).timestamp()) // (STEP_MINUTES * 60)
        OutsideBusy.objects.create(calendar=calendar, resource=resource, first=first, last=first + 120 // STEP_MINUTES)
