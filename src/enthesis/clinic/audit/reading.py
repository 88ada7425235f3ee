"""Reading the access log. What was looked at stays in codes; names are put to handles only for who may see them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import reduce
from operator import or_

from django.db.models import Q

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.audit.models import Shown
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal, write_gathered
from enthesis.clinic.models import Clinic, CourseRecord, Look, Membership
from enthesis.clinic.numbers import PERSON, key_of, number_of

PAGE = 50
MOST_PAGES = 200
BACK = timedelta(days=365)  # how far a patient's page reaches


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; nothing: everything."""

    who: str = ""  # handle
    course: str = ""  # C-0192
    person: str = ""  # P-0031
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One look, or one page of a list."""

    at: datetime
    who: str  # handle
    name: str
    what: str  # code
    allowed: bool
    why: str  # codes of a refusal
    course: str
    person: str
    shown: int  # how many a list showed


def log_of(
    by: By, clinic: Clinic, asked: Asked, *, zone: tzinfo, page: int = 1, size: int = PAGE
) -> tuple[list[Line], bool]:
    """One page of the access log of a clinic, the newest first, and whether there is more. Only for a lead.

    Raises `NotAllowed`. Reading it is written down too.
    """
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Only a lead reads who saw what."), by, "audit", clinic.pk)
    looked(by, "audit", clinic=clinic.pk)
    write_gathered()
    last = min(max(page, 1), MOST_PAGES) * size
    alone, lists = _wanted(clinic.pk, asked, zone)
    listed = [_list(row) for row in Shown.objects.filter(lists).order_by("-pk")[: last + 1]]
    told = {(line.at, line.who, line.what) for line in listed}  # whose look stands beside them
    rows = Look.objects.filter(alone).order_by("-pk")[: last + 1]
    found = [*listed, *(line for line in map(_line, rows) if (line.at, line.who, line.what) not in told)]
    found.sort(key=lambda line: line.at, reverse=True)
    names = names_of(line.who for line in found)
    shown = [_named(line, names) for line in found[last - size : last]]
    return shown, len(found) > last


def _wanted(clinic: int, asked: Asked, zone: tzinfo) -> tuple[Q, Q]:
    """What is looked for among looks, and among lists."""
    alone, lists = Q(clinic=clinic), Q(clinic=clinic)
    if asked.who:
        alone, lists = alone & Q(who=asked.who), lists & Q(who=asked.who)
    if asked.day is not None:
        starts = datetime.combine(asked.day, time(0), zone)
        span = Q(at__gte=starts, at__lt=starts + timedelta(days=1))
        alone, lists = alone & span, lists & span
    if asked.course:
        course = key_of(asked.course) or 0
        alone, lists = alone & Q(course=course), lists & Q(whom__contains=f" C{course} ")
    if asked.person:
        person = key_of(asked.person, PERSON) or 0
        courses = CourseRecord.objects.filter(person=person, clinic=clinic).values_list("pk", flat=True)
        alone, lists = alone & (Q(person=person) | Q(course__in=courses)), lists & _names(person, courses)
    return alone, lists


def _names(person: int, courses: Iterable[int]) -> Q:
    tokens = [f" P{person} ", *(f" C{course} " for course in courses)]
    return reduce(or_, (Q(whom__contains=token) for token in tokens))


def _line(row: Look) -> Line:
    course = number_of(row.course) if row.course else ""
    person = number_of(row.person, PERSON) if row.person else ""
    return Line(row.at, row.who, "", row.what, row.allowed, row.why, course, person, 0)


def _list(row: Shown) -> Line:
    return Line(row.at, row.who, "", row.what, True, "", "", "", len(row.whom.split()))


def _named(line: Line, names: dict[str, str]) -> Line:
    return Line(line.at, line.who, names.get(line.who, ""), *_rest(line))


def _rest(line: Line) -> tuple[str, bool, str, str, str, int]:
    return line.what, line.allowed, line.why, line.course, line.person, line.shown


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who looked at a patient's record on one day."""

    day: date
    who: str  # handle
    name: str  # "" for what is no account
    opened: int  # how often the record was opened, or something of it
    listed: int  # how often it stood in a list

    @property
    def is_machine(self) -> bool:
        return not self.who.startswith("U-")


def visitors_of(person: int, clinic: int, own: By, *, zone: tzinfo, now: datetime | None = None) -> list[Visitor]:
    """Who looked at a patient's record in the last year, by day, the newest first, without the patient's own looks."""
    since = (now or datetime.now(UTC)) - BACK
    courses = list(CourseRecord.objects.filter(person=person).values_list("pk", flat=True))
    mine = handle(own)
    alone = Look.objects.filter(Q(person=person) | Q(course__in=courses), allowed=True, at__gte=since).exclude(who=mine)
    lists = Shown.objects.filter(_names(person, courses), clinic=clinic, at__gte=since).exclude(who=mine)
    opened = Counter((at.astimezone(zone).date(), who) for at, who in alone.values_list("at", "who"))
    listed = Counter((at.astimezone(zone).date(), who) for at, who in lists.values_list("at", "who"))
    names = names_of({who for _, who in {**opened, **listed}})
    looked(own, "who-looked", clinic=clinic, person=person)
    return [
        Visitor(day, who, names.get(who, ""), opened[day, who], listed[day, who])
        for day, who in sorted({*opened, *listed}, key=lambda each: (-each[0].toordinal(), names.get(each[1], each[1])))
    ]
