"""What lies on the example clinic's front desk: lots, who is here today, who is silent, who may be there twice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time

from enthesis.clinic import chasing
from enthesis.clinic.access import By, Operator
from enthesis.clinic.door import record
from enthesis.clinic.errors import NotRecorded
from enthesis.clinic.example.calendar import DOCTOR
from enthesis.clinic.models import Clinic, CourseRecord, Person
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.people import new_person, someone_of
from enthesis.clinic.profiles import EMAIL
from enthesis.clinic.stock import lots_of, receive, use_up
from enthesis.pathway import events as e
from enthesis.pathway.chase import MESSAGE
from enthesis.pathway.course import Status
from enthesis.pathway.protocol.model import Kind

BY: By = Operator("example")
VIALS = (("dextrose 50%", "DX", 40), ("lidocaine 1%", "LI", 60), ("sodium chloride 0.9%", "SC", 80))
TIMES = (time(9), time(9, 45), time(10, 30), time(11, 15))  # of today's visits
HERE = 2  # of them have arrived
CHASED = 2  # of the silent ones somebody has tried to reach


def keep_example_lots(clinic: Clinic, today: date) -> None:
    """The lots of this quarter, of the one before and of that a year ago, as the injections name them. Kept once."""
    if lots_of(clinic, BY):
        return
    for what, kind, vials in VIALS:
        for year, quarter in _quarters(today):
            last = date(year + 1, 3 * quarter, 28)
            if last >= today:
                receive(what, f"{kind}-{year}-Q{quarter}", last, vials, clinic=clinic, by=BY, today=today)
    oldest = min(lots_of(clinic, BY), key=lambda one: (one.row.expires, one.row.pk))
    use_up(oldest.row.pk, True, clinic=clinic, by=BY)


def _quarters(today: date) -> Iterator[tuple[int, int]]:
    quarter = (today.month + 2) // 3
    yield today.year - 1, quarter
    yield (today.year, quarter - 1) if quarter > 1 else (today.year - 1, 4)
    yield today.year, quarter


def todays_visits(clinic: Clinic, now: datetime) -> int:
    """Patients whose time has come are booked for this morning, and the first ones are here. How many are booked."""
    booked = 0
    for course in CourseRecord.objects.filter(clinic=clinic, status=Status.ACTIVE.value).order_by("pk"):
        seen = open_course(course.number, by=BY)
        visit = _visit(seen, now, TIMES[booked]) if not seen.course.concerns else None
        if visit is None:
            continue
        try:
            record(visit, course=seen.number, by=BY)
            if booked < HERE:
                key = f"{visit.id}-here"
                record(
                    e.PatientArrived(id=key, happened_on=visit.happened_on, visit=visit.visit),
                    course=seen.number,
                    by=BY,
                )
        except NotRecorded:
            continue  # something speaks against it today: another patient comes
        booked += 1
        if booked == len(TIMES):
            break
    return booked


def _visit(seen: Seen, now: datetime, at: time) -> e.VisitBooked | None:
    today = now.astimezone(seen.zone).date()
    for item in seen.agenda:
        activity = seen.protocol.activity(item.activity) if seen.protocol else None
        is_visit = activity is not None and activity.kind in (Kind.VISIT, Kind.INJECTION)
        opens = item.window.opens or item.window.ideal
        if activity and is_visit and item.may and not item.booking and (opens is None or opens <= today):
            return e.VisitBooked(
                id=f"ex-today-{seen.number}",
                happened_on=today,
                visit=f"ex-today-{seen.number}",
                activity=activity.id,
                starts=datetime.combine(today, at, seen.zone).astimezone(UTC),
                minutes=activity.minutes.whole() or 30,
                resources=(DOCTOR,),
                confirmed=True,
            )
    return None


def chase_silent(clinic: Clinic, today: date) -> int:
    """The desk has begun with some of those who are silent; the others are for whoever tries the example. How many."""
    done = 0
    for one in chasing.silent(BY, clinic, today)[:CHASED]:
        step = one.chase.step
        outcome = "sent" if step.way in (MESSAGE, "letter") else "not_reached"
        done += chasing.tried(one.seen, step.id, outcome, by=BY, today=today)
    return done


def keep_possible_duplicate(clinic: Clinic) -> None:
    """Somebody was written down twice: the same birthday, nearly the same name."""
    first = Person.objects.filter(clinic=clinic).order_by("pk").first()
    known = someone_of(first.pk, BY).profile if first else None
    if known is None or known.name.count(" ") > 1:
        return
    twice = replace(
        known, name=known.name.replace(" ", " M. "), email="", telephone="", messages=EMAIL, language="", referrer=""
    )
    if not any(_name(person) == twice.name for person in Person.objects.filter(clinic=clinic).order_by("-pk")[:3]):
        new_person(twice, clinic=clinic, by=BY)


def _name(person: Person) -> str:
    profile = someone_of(person.pk, BY).profile
    return profile.name if profile else ""
