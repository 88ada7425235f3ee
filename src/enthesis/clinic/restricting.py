"""A patient's record is restricted to some of the staff, or no longer. Nothing is ever changed.

Each act is a row of its own with its reason, which is sealed under the patient's key: a restriction names the accounts
that go on seeing the record; one that names none lifts it. `restrictions.py` answers who sees what from these rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import transaction

from enthesis.clinic.access import CLINICIAN, LEAD, PATIENT, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed, Restricted
from enthesis.clinic.keys import mark, person_key
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import (
    Membership,
    Person,
    PersonKey,
    Restriction,
    User,
)
from enthesis.clinic.restrictions import is_named, is_open_to
from enthesis.clinic.same_person import group_of, merged

RESTRICTS = frozenset({CLINICIAN, LEAD})
LONGEST = 1000  # letters of a reason


class NotRestricted(ValueError):
    """It was not done. `says` and `remedy` are sentences; `field` names what is wrong."""

    def __init__(self, says: str, remedy: str, field: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy, self.field = says, remedy, field


@dataclass(frozen=True, slots=True)
class Standing:
    """One restriction, or the lifting of one."""

    at: datetime
    by: str  # handle
    why: str  # "": the person was erased
    accounts: tuple[str, ...]  # handles; none: lifted


# -- restricting -----------------------------------------------------------------------------------------------------


def staff_of(clinic: int) -> list[User]:
    """The accounts to whom a record can stay open, by name."""
    held = Membership.objects.filter(clinic=clinic).exclude(role=PATIENT)
    return list(User.objects.filter(is_active=True, pk__in=held.values_list("user", flat=True)).order_by("name", "pk"))


def restrict(person: Person, accounts: Iterable[User], *, why: str, by: By) -> None:
    """From now on only these accounts of the staff open a patient's record; said again, others may.

    Raises `NotRestricted`, and `NotAllowed` for whom it is not: clinicians to whom it is open by name, and leads.
    """
    check_may_restrict(person, by, "restrict-person")
    chosen = {user.pk for user in accounts}
    there = {user.pk for user in staff_of(person.clinic_id)}
    if not chosen or chosen - there:
        raise NotRestricted("Somebody has to treat the patient.", "Name who of the staff goes on.", "accounts")
    clinicians = Membership.objects.filter(clinic=person.clinic_id, role=CLINICIAN, user__in=chosen)
    if not clinicians.exists():
        raise NotRestricted("None of them is a clinician.", "Name one at least: somebody has to answer.", "accounts")
    _write(person, sorted(chosen), reason(why), by)
    looked(by, "restrict-person", clinic=person.clinic_id, person=person.pk)


def lift(person: Person, *, why: str, by: By) -> None:
    """The record is open to the whole staff again. Raises as `restrict` does."""
    check_may_restrict(person, by, "lift-restriction")
    if not Person.objects.filter(pk=person.pk, restricted=True).exists():
        raise NotRestricted("This record is not restricted.", "There is nothing to lift.", "why")
    _write(person, (), reason(why), by)
    looked(by, "lift-restriction", clinic=person.clinic_id, person=person.pk)


def check_may_restrict(person: Person, by: By, what: str) -> None:
    """Raises `NotAllowed`, or `Restricted`; both are written down.

    A lead may restrict and lift whoever is named. A clinician may where the record is not restricted or names them: an
    emergency opens the record for some time and nothing else.
    """
    if isinstance(by, Operator):
        return
    roles = staff_roles(by, person.clinic_id)
    problem: NotAllowed | None = None
    if not roles:
        problem = NotAllowed(*NO_SUCH_PERSON)
    elif not roles & RESTRICTS:
        problem = NotAllowed(NOT_YOUR_ROLE, "Only a clinician or a lead restricts a record.")
    elif LEAD not in roles and person.restricted and not is_named(by, person.pk):
        problem = Restricted(person.pk, person.clinic_id)
        if is_open_to(by, person.pk, person.clinic_id):
            says = "You see this record in an emergency. Only those whom it names, or a lead, change who may open it."
            problem = NotAllowed(NOT_YOUR_ROLE, says)
    if problem is not None:
        raise refusal(problem, by, what, person.clinic_id, person=person.pk)


def history_of(person: Person) -> list[Standing]:
    """Every restriction of a person and every lifting, the newest first."""
    wrapped = wrapped_key(person.pk)
    return [
        Standing(
            at=row.made_at,
            by=row.made_by,
            why=read_reason(row.person_id, wrapped, bytes(row.sealed), b"restriction"),
            accounts=tuple(row.accounts.split()),
        )
        for row in Restriction.objects.filter(person=person).order_by("-pk")
    ]


def restricted_people(clinic: int) -> list[Person]:
    """Whose records are restricted now; of several that are one patient, the one as whom they are read."""
    into = merged([clinic])
    return list(Person.objects.filter(clinic=clinic, restricted=True).exclude(pk__in=into).order_by("pk"))


def named_for(persons: Sequence[int]) -> list[str]:
    """The names of the accounts that open these persons' records, as the patient reads them; none: not restricted."""
    restricted = Person.objects.filter(pk__in=persons, restricted=True).values_list("pk", flat=True)
    last = dict(Restriction.objects.filter(person__in=restricted).order_by("pk").values_list("person", "accounts"))
    return sorted(names_of({account for accounts in last.values() for account in accounts.split()}).values())


# -- the rows --------------------------------------------------------------------------------------------------------


def forged() -> Iterator[Restriction]:
    """The restrictions that this clinic did not write as they stand: for `enthesis verify`."""
    for row in Restriction.objects.select_related("person").order_by("pk").iterator(chunk_size=500):
        if bytes(row.mark) != _mark(row):
            yield row


def astray() -> Iterator[Person]:
    """The persons whose column says something else than their last restriction."""
    last = dict(Restriction.objects.order_by("pk").values_list("person", "accounts"))
    on = {person for person, accounts in last.items() if accounts}
    yield from Person.objects.filter(restricted=True).exclude(pk__in=on)
    yield from Person.objects.filter(restricted=False, pk__in=on)


def put_right() -> None:
    """Make the column anew from the rows: for `enthesis rebuild`."""
    last = dict(Restriction.objects.order_by("pk").values_list("person", "accounts"))
    on = [person for person, accounts in last.items() if accounts]
    Person.objects.filter(restricted=True).exclude(pk__in=on).update(restricted=False)
    Person.objects.filter(pk__in=on, restricted=False).update(restricted=True)


def _write(person: Person, accounts: Sequence[int], why: str, by: By) -> None:
    named = "".join(f" U-{key}" for key in accounts)
    with transaction.atomic():
        for each in group_of(person.pk, person.clinic_id):
            key = PersonKey.objects.select_for_update().get(person=each)
            if key.wrapped is None:
                raise NotAllowed(*NO_SUCH_PERSON)
            sealed = person_key(each, bytes(key.wrapped)).seal(why.encode(), belongs_to(each, b"restriction"))
            row = Restriction(
                clinic_id=person.clinic_id,
                person_id=each,
                accounts=f"{named} " if named else "",
                made_at=datetime.now(UTC),
                made_by=handle(by),
                sealed=sealed,
            )
            row.mark = _mark(row)
            row.save()
            Person.objects.filter(pk=each).update(restricted=bool(named))


def _mark(row: Restriction) -> bytes:
    at = row.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = f"restriction\n{row.clinic_id}\n{row.person_id}\n{row.accounts}\n{at}\n{row.made_by}\n"
    return mark(sha256(facts.encode() + bytes(row.sealed)).digest())


def reason(why: str) -> str:
    said = " ".join(why.split())
    if not said:
        raise NotRestricted("No reason is given.", "Say why, in a sentence.", "why")
    if len(said) > LONGEST:
        raise NotRestricted("That reason is too long.", f"Use up to {LONGEST} characters.", "why")
    return said


def staff_roles(by: By, clinic: int) -> frozenset[str]:
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, user__is_active=True)
    return frozenset(held.exclude(role=PATIENT).values_list("role", flat=True))


def wrapped_key(person: int) -> bytes | None:
    wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person=person)
    return bytes(wrapped) if wrapped is not None else None


def read_reason(person: int, wrapped: bytes | None, sealed: bytes, what: bytes) -> str:
    if wrapped is None:
        return ""
    says = f"A reason about person P-{person:04d}"
    return person_key(person, bytes(wrapped)).open(sealed, belongs_to(person, what), says).decode()


def belongs_to(person: int, what: bytes) -> bytes:
    return b"enthesis %s of person %d" % (what, person)
