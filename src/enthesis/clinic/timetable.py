"""What the days of a clinic look like: its resources with their hours, and everything that takes them up.

Read from the derived rows of bookings, never course by course. What has taken place is no booking any more: for today
alone it is looked up in the newest events of the active courses, so that a desk sees who has come.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext

from enthesis.clinic.access import SEES_PROFILE, STAFF, By, Operator
from enthesis.clinic.closed_days import closed_days
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.filing import look
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import (
    AgendaRow,
    BookedTime,
    BookedVisit,
    Clinic,
    CourseRecord,
    Hold,
    OtherHours,
    OutsideBusy,
    Resource,
    StoredEvent,
)
from enthesis.clinic.numbers import number_of
from enthesis.clinic.people import clinics_of, profile_of
from enthesis.clinic.protocols import protocol_of
from enthesis.clinic.resources import hours_from_json, spans_from_json
from enthesis.clinic.restrictions import hidden_courses
from enthesis.clinic.taken import STEP_MINUTES, instant_of
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.course import Booking, Status, fold
from enthesis.pathway.window import Window
from enthesis.scheduling.problem import Hours

BOOKED, CAME, MISSED = "booked", "came", "missed"
OUTSIDE, HELD, BUFFER = "outside", "held", "buffer"
RECENT = 40  # events of a course among which those of today are looked for
_OVER = {"VisitAttended": CAME, "InjectionsGiven": CAME, "TherapyAttended": CAME, "VisitMissed": MISSED}


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit of a day, as far as its reader may see it."""

    course_key: int
    visit: str
    activity: str
    title: str
    starts: datetime
    minutes: int
    telehealth: bool
    confirmed: bool
    moves: int
    resources: tuple[str, ...]
    kind: str = ""  # of the activity
    name: str = ""  # the patient's, where the role may see it and the person is not erased
    state: str = BOOKED
    is_closed: bool = False  # restricted: its reader sees only that the time is taken
    is_frozen: bool = False  # a reported symptom of the course is open
    window: Window | None = None  # None: the agenda does not date it yet

    @property
    def course(self) -> str:
        """C-0192."""
        return number_of(self.course_key)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)

    def is_outside(self, zone: ZoneInfo) -> bool:
        """Whether its day lies outside of its window."""
        return self.window is not None and not self.window.holds(self.starts.astimezone(zone).date())


@dataclass(frozen=True, slots=True)
class Busy:
    """A time at which a resource is not to be had, and which is no visit."""

    resource: str
    kind: str  # outside | held | buffer
    starts: datetime
    ends: datetime
    course: str = ""  # for which it is held
    until: datetime | None = None  # a hold


@dataclass(frozen=True, slots=True)
class Line:
    """A resource and when it works on each of the days."""

    name: str
    kind: str
    site: str
    skills: tuple[str, ...]
    hours: Mapping[date, Hours]
    why: Mapping[date, str]  # of hours that are not the weekday's


@dataclass(frozen=True, slots=True)
class Timetable:
    """Some days of a clinic, both ends included."""

    first: date
    last: date
    zone: ZoneInfo
    lines: tuple[Line, ...]
    visits: tuple[Visit, ...]  # in order of time
    busy: tuple[Busy, ...] = ()
    closed: Mapping[date, str] = field(default_factory=dict)  # for everybody, and why

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    def day_of(self, instant: datetime) -> date:
        """The day of the clinic's calendar."""
        return instant.astimezone(self.zone).date()


def timetable(by: By, clinic: Clinic, first: date, last: date, *, now: datetime) -> Timetable:
    """The days `first` to `last` of a clinic. Raises `NotAllowed` for who is no staff of it; the look is kept."""
    roles = next((roles for each, roles in clinics_of(by) if each.pk == clinic.pk), frozenset())
    if not isinstance(by, Operator) and not roles & STAFF:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "That calendar is not yours."), by, "calendar", clinic.pk)
    zone = ZoneInfo(clinic.time_zone)
    starts, ends = (datetime.combine(day, time(0), zone) for day in (first, last + timedelta(days=1)))
    rows = list(Resource.objects.filter(clinic=clinic).order_by("kind", "name"))
    visits = _booked(clinic, starts, ends)
    if first <= now.astimezone(zone).date() <= last:
        visits = [*visits, *_over_today(clinic, now.astimezone(zone).date())]
    looked(by, "calendar", clinic=clinic.pk, courses=(visit.course_key for visit in visits))
    names = {row.pk: row.name for row in rows}
    closed = closed_days(clinic.pk, first, last)
    sees_names = isinstance(by, Operator) or bool(roles & SEES_PROFILE)
    closed_to = hidden_courses(by, clinic.pk)
    return Timetable(
        first=first,
        last=last,
        zone=zone,
        lines=tuple(_lines([row for row in rows if row.in_use], first, last, closed)),
        visits=tuple(sorted(_told(visits, sees_names, closed_to), key=lambda visit: (visit.starts, visit.course_key))),
        busy=(
            *_outside(names, starts, ends),
            *_buffers(names, visits, starts, ends),
            *_held(clinic, starts, ends, now),
        ),
        closed=closed,
    )


# -- visits -------------------------------------------------------------------------------------------------------


def _booked(clinic: Clinic, starts: datetime, ends: datetime) -> list[Visit]:
    rows = BookedVisit.objects.filter(clinic=clinic, starts__gte=starts, starts__lt=ends)
    return [
        Visit(
            row.course_id,
            row.visit,
            row.activity,
            row.activity,
            row.starts,
            row.minutes,
            row.telehealth,
            row.confirmed,
            row.moves,
            tuple(row.resources.split("\n")) if row.resources else (),
        )
        for row in rows
    ]


def _over_today(clinic: Clinic, today: date) -> Iterator[Visit]:
    """The visits of today that have taken place, or to which nobody came."""
    newest = StoredEvent.objects.filter(
        course__clinic=clinic,
        course__status=Status.ACTIVE.value,
        seq__gt=F("course__head_seq") - RECENT,
        kind__in=tuple(_OVER),
        happened_on=today,
    )
    found: dict[int, dict[str, str]] = {}
    for course, event, kind in newest.order_by("course", "seq").values_list("course", "event_id", "kind"):
        found.setdefault(course, {})[event] = _OVER[kind]
    for course, states in found.items():
        file = look(course, Operator())
        log = file.known().log if file else ()
        for place, happened in enumerate(log):
            if happened.id in states:
                before, after = fold(log[:place]).bookings, fold(log[: place + 1]).bookings
                for booking in (before[visit] for visit in before.keys() - after.keys()):
                    yield _seen(course, booking, states[happened.id])


def _seen(course: int, booking: Booking, state: str) -> Visit:
    return Visit(
        course,
        booking.visit,
        booking.activity,
        booking.activity,
        booking.starts,
        booking.minutes,
        booking.telehealth,
        booking.confirmed,
        booking.moves,
        booking.resources,
        state=state,
    )


def _told(visits: Sequence[Visit], sees_names: bool, closed: Container[int]) -> Iterator[Visit]:
    """With the patients' names, what the activities are called, and what their courses say of them."""
    keys = {visit.course_key for visit in visits}
    rows = CourseRecord.objects.filter(pk__in=keys).values_list(
        "pk", "clinic", "protocol", "version", "person", "person__key__wrapped", "person__sealed"
    )
    courses = {row[0]: row[1:] for row in rows}
    titles: dict[tuple[int, str, str], Mapping[str, tuple[str, str]]] = {}
    for clinic, protocol, version, *_ in courses.values():
        if (clinic, protocol, version) not in titles:
            found = protocol_of(clinic, protocol, version)
            titles[clinic, protocol, version] = (
                {one.id: (one.title, one.kind.value) for one in found.activities} if found else {}
            )
    agenda = AgendaRow.objects.filter(course__in=keys)
    frozen = set(agenda.filter(kind=CONCERN).values_list("course", flat=True))
    windows = {
        (course, visit): Window(opens, ideal, closes)
        for course, visit, opens, ideal, closes in agenda.exclude(visit="").values_list(
            "course", "visit", "opens", "ideal", "closes"
        )
    }
    for visit in visits:
        if visit.course_key in closed:
            yield replace(
                visit,
                visit="",
                activity="",
                title="",
                name=gettext("Restricted"),
                moves=0,
                state=BOOKED,
                is_closed=True,
            )
            continue
        clinic, protocol, version, person, wrapped, sealed = courses[visit.course_key]
        name = ""
        if sees_names:
            profile = profile_of(person, bytes(wrapped) if wrapped is not None else None, bytes(sealed))
            name = profile.name if profile else ""
        title, kind = titles[clinic, protocol, version].get(visit.activity, (visit.activity, ""))
        yield replace(
            visit,
            name=name,
            title=title,
            kind=kind,
            is_frozen=visit.course_key in frozen,
            window=windows.get((visit.course_key, visit.visit)),
        )


# -- resources ----------------------------------------------------------------------------------------------------


def _lines(rows: Iterable[Resource], first: date, last: date, closed: Mapping[date, str]) -> Iterator[Line]:
    rows = list(rows)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    others = {
        (key, day): (spans_from_json(json.loads(hours)), why)
        for key, day, hours, why in OtherHours.objects.filter(
            resource__in=rows, day__gte=first, day__lte=last
        ).values_list("resource", "day", "hours", "why")
    }
    for row in rows:
        usual = hours_from_json(row.hours)
        hours: dict[date, Hours] = {}
        why: dict[date, str] = {}
        for day in days:
            hours[day], said = others.get((row.pk, day), (usual[day.weekday()], ""))
            if day in closed:
                hours[day], said = (), closed[day]
            if said:
                why[day] = said
        yield Line(row.name, row.kind, row.site, tuple(row.skills.split()), hours, why)


def _outside(names: Mapping[int, str], starts: datetime, ends: datetime) -> Iterator[Busy]:
    first, last = _step(starts), _step(ends)
    rows = OutsideBusy.objects.filter(resource__in=names, first__lt=last, last__gt=first)
    for key, begin, end in rows.values_list("resource", "first", "last"):
        yield Busy(names[key], OUTSIDE, instant_of(begin), instant_of(end))


def _buffers(names: Mapping[int, str], visits: Iterable[Visit], starts: datetime, ends: datetime) -> Iterator[Busy]:
    """What is kept free before and after visits, where that is something."""
    at = {(visit.course_key, visit.visit): visit for visit in visits if visit.state == BOOKED}
    first, last = _step(starts), _step(ends)
    rows = BookedTime.objects.filter(resource__in=names, first__lt=last, last__gt=first)
    for key, course, name, begin, end in rows.values_list("resource", "course", "visit", "first", "last"):
        visit = at.get((course, name))
        if visit is not None:
            if instant_of(begin) < visit.starts:
                yield Busy(names[key], BUFFER, instant_of(begin), visit.starts)
            if visit.ends < instant_of(end):
                yield Busy(names[key], BUFFER, visit.ends, instant_of(end))


def _held(clinic: Clinic, starts: datetime, ends: datetime, now: datetime) -> Iterator[Busy]:
    """What is held for courses, and for how long yet."""
    rows = Hold.objects.filter(clinic=clinic, until__gt=now).values_list("course", "until", "series")
    for course, until, series in rows:
        for name, first, last in json.loads(series)["takes"]:
            begin, end = instant_of(first), instant_of(last)
            if begin < ends and starts < end:
                yield Busy(name, HELD, begin, end, number_of(course), until)


def _step(instant: datetime) -> int:
    return int(instant.astimezone(UTC).timestamp()) // (STEP_MINUTES * 60)
