"""To whom restricted records are open: asked by whatever opens or lists one. docs/security.md tells the rule.

The normal case costs nothing: whether a person is restricted stands in the row that is read anyway (`filing.look`). A
list asks once for the restricted persons of its clinic, along an index that holds no others.
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from enthesis.clinic.access import PATIENT, By, Operator, handle, user_key
from enthesis.clinic.models import CourseRecord, EmergencyOpening, Membership, Person, Restriction
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.same_person import group_of, merged


def is_open_to(by: By, person: int, clinic: int) -> bool:
    """Whether a restricted person's record is open to somebody of the staff: named, or in an emergency just now."""
    if isinstance(by, Operator):
        return True
    if is_named(by, person):
        return True
    group = group_of(person, clinic)
    return EmergencyOpening.objects.filter(person__in=group, who=handle(by), until__gt=datetime.now(UTC)).exists()


def is_named(by: By, person: int) -> bool:
    """Whether the last restriction of a person names an account."""
    accounts = Restriction.objects.filter(person=person).order_by("-pk").values_list("accounts", flat=True).first()
    return f" {handle(by)} " in (accounts or "")


_RESTRICTED = Prepared(
    lambda clinic: Person.objects.filter(clinic=clinic, restricted=True).values_list("pk", flat=True)
)


def hidden(by: By, clinic: int) -> frozenset[int]:
    """The restricted persons of a clinic whose records are not open to somebody of its staff."""
    if isinstance(by, Operator):
        return frozenset()
    restricted = set(_RESTRICTED(clinic))
    if not restricted:
        return frozenset()
    into = merged([clinic])
    own = Membership.objects.filter(user_id=user_key(by), role=PATIENT, clinic=clinic)
    openings = EmergencyOpening.objects.filter(clinic=clinic, who=handle(by), until__gt=datetime.now(UTC))
    opened = {into.get(person, person) for person in openings.values_list("person", flat=True)}
    free = _named(by, restricted) | set(own.values_list("person", flat=True))
    return frozenset(person for person in restricted - free if into.get(person, person) not in opened)


def hidden_courses(by: By, clinic: int) -> Mapping[int, int]:
    """The courses of those persons: key of the course -> key of the person."""
    persons = hidden(by, clinic)
    return dict(CourseRecord.objects.filter(person__in=persons).values_list("pk", "person")) if persons else {}


def _named(by: By, persons: set[int]) -> set[int]:
    last: dict[int, str] = {}
    rows = Restriction.objects.filter(person__in=persons).order_by("pk")
    for person, accounts in rows.values_list("person", "accounts"):
        last[person] = accounts
    return {person for person, accounts in last.items() if f" {handle(by)} " in accounts}
