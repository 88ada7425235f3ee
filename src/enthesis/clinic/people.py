"""People: their sealed profile, finding them by name, and whom an account may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache

from django.db import transaction

from enthesis.clinic.access import INVITES, PATIENT, SEES_PROFILE, By, Operator, user_key
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed, Refused, Restricted
from enthesis.clinic.keys import new_person_key, person_key, token
from enthesis.clinic.looks import looked, refusal, write_gathered
from enthesis.clinic.models import Clinic, CourseRecord, Look, Membership, NameWord, Person, PersonKey
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.profiles import Profile, not_storable, read_profile, sealed_text
from enthesis.clinic.restrictions import hidden, is_open_to
from enthesis.clinic.same_person import group_of, merged
from enthesis.clinic.search_words import asked_for, tokens_of
from enthesis.pathway.finding import REFUSE, Finding

PAGE = 50
CHANGE = "change-person"

__all__ = [
    "PAGE",
    "Change",
    "Profile",
    "Someone",
    "change_profile",
    "changes_of",
    "clinics_of",
    "name_words",
    "new_person",
    "people_of",
    "profile_of",
    "put_profile",
    "someone_of",
    "write_words",
]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person as an account may see them: `profile` is None where it may not, or where the person was erased."""

    pk: int
    number: str  # P-0001
    clinic: int
    profile: Profile | None
    is_erased: bool
    courses: tuple[CourseRecord, ...]
    is_closed: bool = False  # restricted, and not open to this account


def new_person(profile: Profile, *, clinic: Clinic, by: By) -> Person:
    """A new patient of a clinic. Raises `NotAllowed`."""
    roles = _roles(by, clinic.pk)
    if not isinstance(by, Operator) and not INVITES & roles:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Your role may not add a patient."), by, "new-person", clinic.pk)
    with transaction.atomic():
        person = Person.objects.create(clinic=clinic)
        wrapped = new_person_key(person.pk)
        PersonKey.objects.create(person=person, wrapped=wrapped)
        put_profile(person, wrapped, profile)
    return person


def change_profile(person: Person, profile: Profile, *, by: By) -> None:
    """Give a patient another name, birthday or contact. Raises `NotAllowed`; an erased person stays erased."""
    roles = _roles(by, person.clinic_id)
    if not isinstance(by, Operator) and not INVITES & roles:
        raise refusal(
            NotAllowed(NOT_YOUR_ROLE, "Your role may not change a patient."), by, "change-person", person.clinic_id
        )
    if person.restricted and not is_open_to(by, person.pk, person.clinic_id):
        raise refusal(Restricted(person.pk, person.clinic_id), by, "change-person", person.clinic_id, person=person.pk)
    with transaction.atomic():
        key = PersonKey.objects.select_for_update().get(person=person)
        if key.wrapped is None:
            raise NotAllowed(*NO_SUCH_PERSON)
        before = profile_of(person.pk, bytes(key.wrapped), bytes(Person.objects.get(pk=person.pk).sealed))
        for each in group_of(person.pk, person.clinic_id):
            held = key if each == person.pk else PersonKey.objects.select_related("person").get(person=each)
            if held.wrapped is not None:
                put_profile(held.person, bytes(held.wrapped), profile)
    changed = [each.name for each in fields(Profile) if getattr(before, each.name, None) != getattr(profile, each.name)]
    looked(by, " ".join((CHANGE, *changed)), clinic=person.clinic_id, person=person.pk)


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody changed a profile: who, when, and which fields. What they were is not kept."""

    at: datetime
    by: str  # handle of the account
    fields: tuple[str, ...]


def changes_of(person: int, most: int = 10) -> list[Change]:
    """The last changes of a person's profile, newest first, from the access log."""
    write_gathered()
    rows = Look.objects.filter(person=person, allowed=True, what__startswith=CHANGE).order_by("-at", "-pk")[:most]
    return [Change(row.at, row.who, tuple(row.what.split()[1:])) for row in rows]


@lru_cache(maxsize=2048)
def profile_of(person: int, wrapped: bytes | None, sealed: bytes) -> Profile | None:
    """A person's profile; None where the key is destroyed."""
    if wrapped is None or not sealed:
        return None
    plain = person_key(person, wrapped).open(sealed, _belongs_to(person), f"The profile of person P-{person:04d}")
    return read_profile(plain)


def people_of(
    by: By,
    *,
    clinic: int | None = None,
    words: str = "",
    born: date | None = None,
    telephone: str = "",
    page: int = 1,
) -> list[Someone]:
    """The people whom an account may see, newest first, 50 a page: a patient's own, or a clinic's whole list.

    `words` finds by the beginnings of the words of a name, `born` by the birth date, `telephone` by the last digits of
    a number, four at least; what is given must all be so. Who is restricted stands in no list of others, and is found,
    without a name, by name and birth date together. The look is written down.
    """
    memberships = _MEMBERSHIPS(user_key(by))
    mine = [m.person_id for m in memberships if m.person_id is not None]
    staff = {m.clinic_id: set[str]() for m in memberships if m.role != PATIENT}
    for membership in memberships:
        if membership.role != PATIENT:
            staff[membership.clinic_id].add(membership.role)
    people = Person.objects.select_related("key").order_by("-pk")
    if isinstance(by, Operator):
        chosen = people.filter(clinic=clinic) if clinic else people
    elif clinic is None and not staff:
        chosen = people.filter(pk__in=mine)
    else:
        clinics = [key for key in staff if clinic in (None, key)]
        chosen = people.filter(clinic__in=clinics) if clinics else people.filter(pk__in=mine, clinic=clinic)
    wanted = asked_for(words, born, telephone)
    for word in wanted:
        tokens = [token(key, word) for key in (staff or [clinic or 0])]
        chosen = chosen.filter(words__token__in=tokens)
    closed = frozenset[int]().union(*(hidden(by, key) for key in staff)) - frozenset(mine)
    if closed and not (words.strip() and born):
        chosen = chosen.exclude(pk__in=closed)
    into = merged({*staff, *(m.clinic_id for m in memberships)} or {clinic or 0})
    first = (max(page, 1) - 1) * PAGE
    if not (staff or clinic or wanted or first or isinstance(by, Operator)):  # a patient's own, as each page asks
        found = [person for person in _OWN(mine) if person.pk not in into]
    else:
        found = list(chosen.exclude(pk__in=into)[first : first + PAGE])
    looked(by, "people", clinic=clinic, persons=(person.pk for person in found))
    courses = _courses(into, {person.pk for person in found})
    return [
        _someone(
            person,
            isinstance(by, Operator) or person.pk in mine or bool(SEES_PROFILE & staff[person.clinic_id]),
            courses.get(person.pk, ()),
            is_closed=person.pk in closed,
        )
        for person in found
    ]


_MEMBERSHIPS = Prepared(lambda user: Membership.objects.filter(user_id=user).select_related("clinic").order_by("pk"))


def clinics_of(by: By) -> list[tuple[Clinic, frozenset[str]]]:
    """The clinics in which an account has a role, with its roles, the first one joined first."""
    found: dict[int, tuple[Clinic, set[str]]] = {}
    for membership in _MEMBERSHIPS(user_key(by)):
        found.setdefault(membership.clinic_id, (membership.clinic, set()))[1].add(membership.role)
    return [(clinic, frozenset(roles)) for clinic, roles in found.values()]


def name_words(clinic: int, profile: Profile | None) -> set[bytes]:
    """What the search table holds of a person, made unreadable (`search_words`)."""
    return tokens_of(clinic, profile)


def someone_of(person: int, by: By) -> Someone:
    """One person with all courses. The look is written down, and so is a refusal.

    Raises `NotAllowed`, alike where there is no such person and where it is not theirs to see; `Restricted`.
    """
    found = Person.objects.select_related("key").filter(pk=person).first()
    held = Membership.objects.filter(user_id=user_key(by), user__is_active=True, clinic=found.clinic_id if found else 0)
    roles = {role for role, whose in held.values_list("role", "person") if role != PATIENT or whose == person}
    if found is None or not (roles or isinstance(by, Operator)):
        raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "open-person", person=person)
    if found.restricted and PATIENT not in roles and not is_open_to(by, person, found.clinic_id):
        raise refusal(Restricted(person, found.clinic_id), by, "open-person", found.clinic_id, person=person)
    looked(by, "open-person", clinic=found.clinic_id, person=person)
    courses = _courses(merged([found.clinic_id]), {person})
    return _someone(found, isinstance(by, Operator) or bool(SEES_PROFILE & roles), courses.get(person, ()))


_OWN = Prepared(lambda persons: Person.objects.select_related("key").filter(pk__in=persons).order_by("-pk")[:PAGE])
_COURSES = Prepared(lambda persons: CourseRecord.objects.filter(person__in=persons))


def _courses(into: Mapping[int, int], heads: set[int]) -> dict[int, list[CourseRecord]]:
    """The courses of `heads` and of those who are read as one of them, by head."""
    whose = {head: head for head in heads} | {person: head for person, head in into.items() if head in heads}
    found: dict[int, list[CourseRecord]] = {}
    for course in _COURSES(whose):
        found.setdefault(whose[course.person_id], []).append(course)
    return found


def _someone(person: Person, may_see: bool, courses: Sequence[CourseRecord], is_closed: bool = False) -> Someone:
    wrapped = person.key.wrapped
    if is_closed:
        return Someone(person.pk, person.number, person.clinic_id, None, wrapped is None, (), is_closed=True)
    profile = profile_of(person.pk, bytes(wrapped), bytes(person.sealed)) if may_see and wrapped else None
    return Someone(
        pk=person.pk,
        number=person.number,
        clinic=person.clinic_id,
        profile=profile,
        is_erased=wrapped is None,
        courses=tuple(sorted(courses, key=lambda course: course.pk)),
    )


def put_profile(person: Person, wrapped: bytes, profile: Profile) -> None:
    """Seal a profile and make its search words anew, for this one person. Who may is asked before.

    Raises `Refused` where a text of it cannot be kept.
    """
    wrong = not_storable(profile)
    if wrong is not None:
        says = f"The profile's {wrong[0].replace('_', ' ')} cannot be kept: {wrong[1]}."
        raise Refused([Finding(code="not-text", level=REFUSE, says=says, remedy="Write it anew.", field=wrong[0])])
    person.sealed = person_key(person.pk, wrapped).seal(sealed_text(profile), _belongs_to(person.pk))
    person.save(update_fields=["sealed"])
    NameWord.objects.filter(person=person).delete()
    write_words([(person.clinic_id, person.pk, profile)])


def write_words(people: Sequence[tuple[int, int, Profile | None]]) -> None:
    """Fill the search table for (clinic, person, profile)."""
    NameWord.objects.bulk_create(
        [
            NameWord(clinic_id=clinic, person_id=person, token=found)
            for clinic, person, profile in people
            for found in sorted(name_words(clinic, profile))
        ]
    )


def _roles(by: By, clinic: int) -> frozenset[str]:
    return frozenset(Membership.objects.filter(user_id=user_key(by), clinic=clinic).values_list("role", flat=True))


def _belongs_to(person: int) -> bytes:
    return b"enthesis profile %d" % person
