"""The one way to open a course: for who may, showing what they may, and written down."""

from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from enthesis.clinic import filing
from enthesis.clinic.access import SEES_PROFILE, SEES_WORDS, WITHHELD, By, Operator
from enthesis.clinic.errors import NO_SUCH_PERSON, NotAllowed, Restricted
from enthesis.clinic.filing import File
from enthesis.clinic.known import Known
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import CourseRecord, Person
from enthesis.clinic.numbers import key_of
from enthesis.clinic.people import Profile
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.same_person import group_of
from enthesis.pathway.agenda import Item, together
from enthesis.pathway.course import Course, fold
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.model import Protocol


@dataclass(frozen=True, slots=True)
class Seen:
    """An opened course, as far as the one who opened it may see it. Hand it to `record` to add to what it shows."""

    number: str  # C-0192
    clinic: int
    person: int
    head: int  # sequence number of the last event; what `record` holds a form against
    log: tuple[Event, ...]  # in the order in which it was recorded
    course: Course  # the log, folded
    protocol: Protocol | None  # None only where nothing was started
    agenda: tuple[Item, ...]
    profile: Profile | None  # None: erased, or not for this role
    is_erased: bool
    roles: frozenset[str]  # of the one who looks, towards this course
    zone: ZoneInfo  # the clinic's
    is_restricted: bool = False  # open to some of the staff only


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """A patient's courses and their one agenda."""

    number: str  # P-0031
    profile: Profile | None
    courses: tuple[Seen, ...]
    agenda: tuple[Item, ...]  # of all courses; each item names its own


def open_course(number: str, by: By) -> Seen:
    """Open a course by its public number. The look is written down, and so is a refusal.

    Raises `NotAllowed`, alike where there is no such course and where it is not theirs to see; `Restricted`, which is
    one, where they could open it in an emergency.
    """
    key = key_of(number)
    file = filing.look(key, by) if key is not None else None
    if file is None:
        problem = filing.why_not(key, by)
        where = problem.clinic if isinstance(problem, Restricted) else None  # whose lead reads that it was tried
        raise refusal(problem, by, "open-course", where, course=key)
    looked(by, "open-course", clinic=file.clinic, course=file.course, person=file.person)
    return _seen(file, by)


def open_person(number: str, by: By) -> SeenPerson:
    """Open all courses of a person by the person's public number ("P-0031"). Raises `NotAllowed`."""
    key = key_of(number, "P")
    courses = _courses_of(key) if key else ()
    files = [file for course in courses if (file := filing.look(course, by))]
    if not files:
        problem = filing.why_not(courses[0], by) if courses else None
        shown = problem if isinstance(problem, Restricted) else NotAllowed(*NO_SUCH_PERSON)
        raise refusal(shown, by, "open-person", person=key)
    for file in files:
        looked(by, "open-course", clinic=file.clinic, course=file.course, person=file.person)
    seen = tuple(_seen(file, by) for file in files)
    return SeenPerson(number, seen[0].profile, seen, tuple(together(each.agenda for each in seen)))


_CLINIC = Prepared(lambda person: Person.objects.filter(pk=person).values_list("clinic", flat=True))
_COURSES = Prepared(
    lambda persons: CourseRecord.objects.filter(person__in=persons).order_by("pk").values_list("pk", flat=True)
)


def _courses_of(person: int) -> list[int]:
    """The courses of a person and of all that are one with that person (same_person.py)."""
    group = next((group_of(person, clinic) for clinic in _CLINIC(person)), ())
    return _COURSES(group)


def course_for_work(key: int) -> Seen | None:
    """A course for what the clinic's own programme does by itself: nobody looks at it, so no look is written down."""
    file = filing.look(key, Operator())
    return _seen(file, Operator()) if file is not None else None


def seen_in(file: File, by: By) -> Seen:
    """A file as `by` may see it, for lists over many courses: the list writes its look down, not each of its lines."""
    return _seen(file, by)


def _seen(file: File, by: By) -> Seen:
    entry = file.known()
    sees_all = isinstance(by, Operator)
    log, course = entry.log, entry.state
    if not (sees_all or file.roles & SEES_WORDS):
        log = withheld(entry)
        course = fold(log)
    return Seen(
        number=file.number,
        clinic=file.clinic,
        person=file.person,
        head=len(entry.log),  # of the same moment as the log
        log=log,
        course=course,
        protocol=entry.protocol,
        agenda=entry.agenda,
        profile=file.profile() if sees_all or file.roles & SEES_PROFILE else None,
        is_erased=file.wrapped is None,
        roles=file.roles,
        zone=ZoneInfo(file.zone),
        is_restricted=file.is_restricted,
    )


def withheld(entry: Known) -> tuple[Event, ...]:
    """The log without the words that are a person's own."""
    return tuple(_without_words(event) for event in entry.log)


def _without_words(event: Event) -> Event:
    said: dict[str, Any] = {name: WITHHELD for name in event.personal if getattr(event, name)}
    return replace(event, **said) if said else event
