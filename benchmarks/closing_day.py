"""A full clinic day that cannot be worked: four clinicians, eight visits each, with sessions before and after.

Everybody is made up, by number. A third has confirmed. On the other days half of the hours are busy elsewhere.
"""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from time import perf_counter
from unittest.mock import patch

from benchmarks.clinic import new_clinic, patient
from benchmarks.figure import Figure, at_most, figure
from enthesis.clinic import closing, resources
from enthesis.clinic.access import Operator
from enthesis.clinic.door import new_id, record_all, start_course
from enthesis.clinic.models import Clinic, OutsideBusy, OutsideCalendar, Resource
from enthesis.clinic.opening import open_course
from enthesis.clinic.resources import Described
from enthesis.clinic.taken import STEP_MINUTES
from enthesis.pathway import events as e
from enthesis.pathway.checks.windows import standing_outside
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest
from enthesis.scheduling import batch

PATIENTS, CLINICIANS = 30, 4
OFFICE = (((time(8), time(17)),),) * 5 + ((), ())
PROTOCOL = "nutura-back"
AHEAD = 42  # days from today to the day that is closed, at least


def measure(name: str, database: str, *, cp_sat: bool | None) -> list[Figure]:
    clinic, _ = new_clinic()
    today = datetime.now(UTC).date()
    day = today + timedelta(days=AHEAD + (1 - (today + timedelta(days=AHEAD)).weekday()) % 7)  # a Tuesday
    _staff(clinic, day)
    courses = [_course(clinic, number, day, today) for number in range(PATIENTS)]
    plan_all = batch.plan_all
    with patch.object(closing, "plan_all", lambda asked: plan_all(asked, cp_sat=cp_sat)):
        begun = perf_counter()
        found = closing.plan_day(clinic, day, (), by=Operator())
        planned = perf_counter() - begun
        outcomes = closing.close_day(found, by=Operator(), key="benchmark", why="Benchmark")
        took = perf_counter() - begun
    asked = {line.visit for outcome in outcomes for line in outcome.plan.moves if line.is_asked}
    wrong = sum(_wrong(course, day, asked) for course in courses)
    moves = sum(len(each.plan.moves) for each in found.reached)
    held = sum(outcome.done is not None and outcome.done.held is not None for outcome in outcomes)
    says = (
        f"{len(found.reached)} patients on one day, {moves} visits moved or asked about, {held} patients asked; "
        f"plan {planned:.1f} s, carried out in {took - planned:.1f} s, {database}"
    )
    excess = 100 * found.batch.distance / max(1, found.batch.bound)
    far = (
        f"{found.batch.points} points ({found.batch.way}), the separate best plans together {found.batch.bound}: "
        f"{found.batch.distance} points, {excess:.2g} % above what no plan can beat"
    )
    return [
        figure(f"{name}_seconds", took, "s", says, at_most(10)),
        figure(f"{name}_violated_windows", wrong, "visits", "booked outside of their windows afterwards", at_most(0)),
        figure(f"{name}_left_out", len(found.left_out), "patients", "for whom no time was found", at_most(0)),
        figure(f"{name}_distance", excess, "%", far),
    ]


def _staff(clinic: Clinic, day: date) -> None:
    """Clinicians, a room and a device for each, one room more; half of the hours busy but on the days of the series."""
    chance = Random(1)
    for kind, count, skills in (
        ("clinician", CLINICIANS, ()),
        ("room", CLINICIANS + 1, ()),
        ("device", CLINICIANS, ()),
    ):
        for number in range(count):
            resources.add(clinic, Described(f"{kind} {number}", kind, skills, hours=OFFICE))
    rows = []
    for row in Resource.objects.filter(clinic=clinic, kind="clinician"):
        calendar = OutsideCalendar.objects.create(
            resource=row, name="elsewhere", made_at=datetime.now(UTC), made_by="benchmark"
        )
        for number in range(-AHEAD, 120):
            on = day + timedelta(days=number)
            if on.weekday() > 4 or number % 7 == 0:
                continue
            start = datetime.combine(on, time(chance.choice((7, 8, 11))), UTC)
            first = int(start.timestamp()) // 60 // STEP_MINUTES
            rows.append(OutsideBusy(calendar=calendar, resource=row, first=first, last=first + 270 // STEP_MINUTES))
    OutsideBusy.objects.bulk_create(rows)


def _course(clinic: Clinic, number: int, day: date, today: date) -> str:
    """A course with a session four weeks before the day, one on it, and two after it."""
    began: list[Event] = [
        e.CourseStarted(
            id=new_id(),
            happened_on=today,
            protocol=PROTOCOL,
            version=latest()[PROTOCOL].version,
            problem="back pain",
        ),
        e.ResponseDecided(
            id=new_id(), happened_on=today, activity="response-review", option="go-on", reason="The diary was not kept."
        ),
        e.PlanAgreed(id=new_id(), happened_on=today, sessions=4),
    ]
    course = start_course(began, person=patient(clinic, number), by=Operator()).number
    clinician, slot = number % CLINICIANS, number // CLINICIANS
    later = 28 + 7 * (number % 3)
    booked: list[Event] = [
        e.VisitBooked(
            id=(key := new_id()),
            happened_on=today,
            visit=key,
            activity="treatment",
            starts=datetime.combine(day + timedelta(days=days), time(7, 5), UTC) + timedelta(hours=slot),
            minutes=45,
            resources=(f"clinician {clinician}", f"room {clinician}"),
            buffer_before=5,
            buffer_after=10,
            confirmed=number % 3 == 0,
        )
        for days in (-28, 0, later, later + 28)
    ]
    record_all(booked, course=course, by=Operator())
    return course


def _wrong(course: str, day: date, asked: set[str]) -> int:
    """Visits outside of their windows, or left on the day though nobody is asked about them."""
    seen = open_course(course, by=Operator())
    assert seen.protocol is not None
    left = [
        booking.visit
        for booking in seen.course.bookings.values()
        if booking.starts.astimezone(seen.zone).date() == day and booking.visit not in asked
    ]
    return len(standing_outside(seen.protocol, seen.course, seen.zone)) + len(left)
