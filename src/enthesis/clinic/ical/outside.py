"""Calendars that are kept elsewhere: brought as a file or read from an address again and again, busy in steps.

A reading that fails changes nothing: what was read last stays, and why it failed stands beside it. What is booked
already is never dropped because a calendar says otherwise; `conflicts` lists it for somebody to decide.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from enthesis.clinic.access import FRONT_DESK, LEAD, By, Operator, handle, user_key
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.ical import fetching
from enthesis.clinic.ical.entries import uid_of
from enthesis.clinic.ical.reading import NotACalendar, read_busy
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import BookedTime, BookedVisit, Membership, OutsideBusy, OutsideCalendar, Resource
from enthesis.clinic.numbers import number_of
from enthesis.clinic.taken import STEP_MINUTES, instant_of

AHEAD = timedelta(days=800)  # a file says nothing of the days behind these
READ_EVERY = timedelta(hours=1)
STEP = STEP_MINUTES * 60

Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A visit that is booked while another calendar says that its resource is busy."""

    resource: str
    calendar: str
    course: str  # C-0192
    visit: str
    starts: datetime


def bring(resource: Resource, name: str, data: bytes, *, by: By, now: datetime) -> OutsideCalendar:
    """Take a file's busy times; a file of the same name is replaced. Raises `NotACalendar` and `NotAllowed`."""
    _check_may(resource, by)
    zone = ZoneInfo(resource.clinic.time_zone)
    reading = read_busy(data, zone, now, now + AHEAD, _own(resource, now))
    with transaction.atomic():
        found = _calendar(resource, name, "", by, now)
        _keep(found, reading.busy, now, reading.problem)
    looked(by, "import-calendar", clinic=resource.clinic_id)
    return found


def follow(
    resource: Resource, name: str, address: str, *, by: By, now: datetime, fetch: Fetch = fetching.fetch
) -> OutsideCalendar:
    """Read an address now, and from now on every hour. Raises `NotACalendar` and `NotAllowed`."""
    _check_may(resource, by)
    where = fetching.checked(address)
    zone = ZoneInfo(resource.clinic.time_zone)
    reading = read_busy(fetch(where), zone, now, now + AHEAD, _own(resource, now))
    with transaction.atomic():
        found = _calendar(resource, name, where, by, now)
        _keep(found, reading.busy, now, reading.problem)
    looked(by, "follow-calendar", clinic=resource.clinic_id)
    return found


def refresh(calendar: OutsideCalendar, now: datetime, fetch: Fetch = fetching.fetch) -> bool:
    """Read a calendar's address again. Whether it could be read; if not, the last good reading stays.

    Nothing but the sentence is kept of what went wrong.
    """
    resource = calendar.resource
    try:
        data = fetch(calendar.address)
        reading = read_busy(data, ZoneInfo(resource.clinic.time_zone), now, now + AHEAD, _own(resource, now))
    except NotACalendar as problem:
        OutsideCalendar.objects.filter(pk=calendar.pk).update(problem=problem.says[:400])
        return False
    with transaction.atomic():
        if not OutsideCalendar.objects.select_for_update().filter(pk=calendar.pk).exists():
            return False  # somebody removed it while it was read
        _keep(calendar, reading.busy, now, reading.problem)
    return True


def to_refresh(now: datetime) -> Iterator[OutsideCalendar]:
    """The calendars with an address that have not been read for an hour."""
    late = OutsideCalendar.objects.exclude(address="").filter(resource__in_use=True)
    yield from late.exclude(read_at__gt=now - READ_EVERY).select_related("resource__clinic").order_by("pk")


def remove(calendar: OutsideCalendar, *, by: By) -> None:
    """Its times are free again. Raises `NotAllowed`."""
    _check_may(calendar.resource, by)
    clinic = calendar.resource.clinic_id
    calendar.delete()
    looked(by, "remove-calendar", clinic=clinic)


def conflicts(clinic: int, now: datetime, calendar: OutsideCalendar | None = None) -> list[Conflict]:
    """What is booked from now on while a calendar kept elsewhere says busy, soonest first."""
    step = int(now.timestamp()) // STEP
    busy = OutsideBusy.objects.filter(resource__clinic=clinic, last__gt=step).select_related("calendar", "resource")
    if calendar is not None:
        busy = busy.filter(calendar=calendar)
    found: dict[tuple[int, str, int], Conflict] = {}
    for each in busy:
        booked = BookedTime.objects.filter(resource=each.resource_id, first__lt=each.last, last__gt=each.first)
        for row in booked:
            visit = BookedVisit.objects.filter(course=row.course_id, visit=row.visit).first()
            starts = visit.starts if visit else instant_of(row.first)
            found[(row.course_id, row.visit, each.calendar_id)] = Conflict(
                each.resource.name, each.calendar.name, number_of(row.course_id), row.visit, starts
            )
    return sorted(found.values(), key=lambda one: (one.starts, one.course))


def _calendar(resource: Resource, name: str, address: str, by: By, now: datetime) -> OutsideCalendar:
    said = " ".join(name.split())[:200]
    given = {"address": address, "made_at": now, "made_by": handle(by)}
    found, _ = OutsideCalendar.objects.update_or_create(resource=resource, name=said, defaults=given)
    return found


def _keep(calendar: OutsideCalendar, busy: tuple[tuple[datetime, datetime], ...], now: datetime, problem: str) -> None:
    """Write a reading's times anew, each end rounded outwards to a whole step."""
    OutsideBusy.objects.filter(calendar=calendar).delete()
    OutsideBusy.objects.bulk_create(
        [
            OutsideBusy(
                calendar=calendar,
                resource_id=calendar.resource_id,
                first=int(start.timestamp()) // STEP,
                last=-(-int(end.timestamp()) // STEP),
            )
            for start, end in busy
        ]
    )
    calendar.read_at, calendar.problem = now, problem
    calendar.save(update_fields=["read_at", "problem"])


def _own(resource: Resource, now: datetime) -> frozenset[str]:
    """The names of the clinic's own visits: a calendar that was given them must not bring them back as busy."""
    rows = BookedVisit.objects.filter(clinic=resource.clinic_id, starts__gte=now - timedelta(days=1))
    return frozenset(uid_of(course, visit) for course, visit in rows.values_list("course", "visit"))


def _check_may(resource: Resource, by: By) -> None:
    """The front desk and a lead keep every calendar of the clinic, the others their own."""
    if isinstance(by, Operator):
        return
    held = Membership.objects.filter(user_id=user_key(by), clinic=resource.clinic_id, user__is_active=True)
    roles = set(held.values_list("role", flat=True))
    own = resource.user_id is not None and resource.user_id == user_key(by) and bool(roles)
    if not own and not roles & {FRONT_DESK, LEAD}:
        says = "A calendar is brought by the one whose it is, by the front desk or by a lead."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "import-calendar", clinic=resource.clinic_id)
