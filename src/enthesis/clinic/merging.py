"""Two records of one patient are made one, and two again where that was a mistake. docs/patients.md tells the way.

Nothing of a log moves: a course stays under the key of the person for whom it was started, and its head stays marked
for that person. A merge is a record beside the log that says "is read as": names, lists and search show one patient,
each account of the one opens the courses of the other, and what is changed or erased is changed or erased for both.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from enthesis.clinic.access import FRONT_DESK, LEAD, PATIENT, By, Operator, handle, user_key
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.frontdesk.models import PersonMerge
from enthesis.clinic.keys import mark, person_key
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Membership, Person, PersonKey
from enthesis.clinic.people import profile_of, put_profile
from enthesis.clinic.profiles import Profile, read_profile, sealed_text
from enthesis.clinic.same_person import group_of, head_of, merged
from enthesis.clinic.search_words import words_of

MERGES = frozenset({FRONT_DESK, LEAD})


class NotMerged(ValueError):
    """Two persons were not made one. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge that holds: who, since when, why, and what the person was known by before. None: erased."""

    person: int
    at: datetime
    by: str  # handle of the account
    why: str
    before: Profile | None


def merge(person: Person, into: Person, *, why: str, by: By) -> None:
    """From now on `person` is read as `into`. Raises `NotAllowed`, and `NotMerged` where that cannot be."""
    _check_may(by, into, "merge-person")
    if not why.strip():
        raise NotMerged("Two patients are made one for a reason.", "Say how you know that they are the same.")
    with transaction.atomic():
        keys = _locked(person, into)
        for each in (person, into):
            if head_of(each.pk, each.clinic_id) != each.pk:
                raise NotMerged(f"{each.number} is read as another patient already.", "Open that one.")
        if Person.objects.filter(pk__in=(person.pk, into.pk), restricted=True).exists():
            says = "The record of one of them is restricted."
            raise NotMerged(says, "Lift the restriction first; the one patient can be restricted again.")
        before, kept = _profile(person, keys[person.pk]), _profile(into, keys[into.pk])
        named = sorted(words_of(before.name)) != sorted(words_of(kept.name)) and before.name not in kept.known_as
        had = sorted(_accounts(group_of(person.pk, person.clinic_id)))
        gave = _share(group_of(person.pk, person.clinic_id), group_of(into.pk, into.clinic_id), into.clinic_id)
        said = {"why": why.strip(), "profile": json.loads(sealed_text(before)), "gave": gave, "named": named}
        said["had"] = had
        _write(person, into, said, keys[person.pk], by)
        if named:
            kept = replace(kept, known_as=(*kept.known_as, before.name))
        for one in group_of(into.pk, into.clinic_id):
            _put(one, kept)
    looked(by, "merge-person", clinic=into.clinic_id, person=into.pk)
    looked(by, "merge-person", clinic=into.clinic_id, person=person.pk)


def part(person: Person, *, why: str, by: By) -> None:
    """Take a merge back: two patients again, the one with the profile that it had. Raises as `merge` does."""
    _check_may(by, person, "part-person")
    if not why.strip():
        raise NotMerged("A merge is taken back for a reason.", "Say how you know that they are two.")
    with transaction.atomic():
        row = PersonMerge.objects.filter(person=person).order_by("-pk").first()
        if row is None or row.into is None:
            raise NotMerged(f"{person.number} is a patient of its own.", "There is nothing to take back.")
        into = row.into
        keys = _locked(person, into)
        said = _said(row, keys[person.pk])
        _write(person, None, {"why": why.strip()}, keys[person.pk], by)
        for user, whose in said["gave"]:
            Membership.objects.filter(user=user, person=whose, role=PATIENT).delete()
        _keep_apart(person, said)
        before = read_profile(json.dumps(said["profile"]).encode())
        for each in group_of(person.pk, person.clinic_id):
            _put(each, before)
        if said["named"]:
            kept = _profile(into, keys[into.pk])
            kept = replace(kept, known_as=tuple(name for name in kept.known_as if name != before.name))
            for each in group_of(into.pk, into.clinic_id):
                _put(each, kept)
    looked(by, "part-person", clinic=person.clinic_id, person=person.pk)


def merges_into(person: Person) -> list[Merge]:
    """Every merge that holds of which a person is the end, the last one first."""
    found = []
    for other in (other for other, head in merged([person.clinic_id]).items() if head == person.pk):
        row = PersonMerge.objects.filter(person=other).order_by("-pk")[0]
        wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person=other)
        said = _said(row, bytes(wrapped)) if wrapped is not None else None
        before = read_profile(json.dumps(said["profile"]).encode()) if said else None
        found.append(Merge(other, row.made_at, row.made_by, said["why"] if said else "", before))
    return sorted(found, key=lambda each: each.at, reverse=True)


def forged() -> Iterator[PersonMerge]:
    """The merges that this clinic did not write as they stand: for `enthesis verify`."""
    for row in PersonMerge.objects.order_by("pk").iterator(chunk_size=500):
        if bytes(row.mark) != _mark(row):
            yield row


def _accounts(persons: Collection[int]) -> set[int]:
    held = Membership.objects.filter(person__in=persons, role=PATIENT)
    return set(held.values_list("user", flat=True))


def _keep_apart(person: Person, said: Mapping[str, Any]) -> None:
    """Whoever was invited while the two were one keeps the one as whom they were read, and has to be invited anew."""
    if "had" in said:
        group = group_of(person.pk, person.clinic_id)
        Membership.objects.filter(person__in=group, role=PATIENT).exclude(user__in=said["had"]).delete()


def _check_may(by: By, person: Person, what: str) -> None:
    held = Membership.objects.filter(user_id=user_key(by), clinic=person.clinic_id, user__is_active=True)
    roles = set(held.exclude(role=PATIENT).values_list("role", flat=True))
    if isinstance(by, Operator) or MERGES & roles:
        return
    problem = NotAllowed(NOT_YOUR_ROLE, "Your role may not make two patients one.")
    raise refusal(problem if roles else NotAllowed(*NO_SUCH_PERSON), by, what, person.clinic_id, person=person.pk)


def _locked(person: Person, other: Person) -> dict[int, bytes]:
    """The keys of both, held so that nobody erases or merges one of them meanwhile."""
    if person.pk == other.pk:
        raise NotMerged(f"{person.number} is one patient already.", "Name the other one.")
    if person.clinic_id != other.clinic_id:
        raise NotMerged("They are patients of two clinics.", "Each clinic keeps its own record.")
    held = PersonKey.objects.select_for_update().filter(person__in=(person.pk, other.pk)).order_by("person")
    keys = {key.person_id: bytes(key.wrapped) for key in held if key.wrapped is not None}
    for each in (person, other):
        if each.pk not in keys:
            raise NotMerged(f"{each.number} was erased.", "What is erased is nobody any more.")
    return keys


def _share(some: tuple[int, ...], others: tuple[int, ...], clinic: int) -> list[tuple[int, int]]:
    """Let the accounts of each side open the courses of the other; (account, person) of what is new."""
    gave = []
    for mine, theirs in ((some, others), (others, some)):
        users = Membership.objects.filter(person__in=mine, role=PATIENT).values_list("user", flat=True).distinct()
        for user in sorted(users):
            for person in theirs:
                _, is_new = Membership.objects.get_or_create(
                    user_id=user, clinic_id=clinic, role=PATIENT, person_id=person
                )
                if is_new:
                    gave.append((user, person))
    return gave


def _write(person: Person, into: Person | None, said: dict[str, object], wrapped: bytes, by: By) -> None:
    sealed = person_key(person.pk, wrapped).seal(json.dumps(said).encode(), _belongs_to(person.pk))
    row = PersonMerge(
        clinic_id=person.clinic_id,
        person=person,
        into=into,
        made_at=datetime.now(UTC),
        made_by=handle(by),
        sealed=sealed,
    )
    row.mark = _mark(row)
    row.save()


def _mark(row: PersonMerge) -> bytes:
    at = row.made_at.astimezone(UTC).isoformat(timespec="microseconds")
    facts = f"merge\n{row.clinic_id}\n{row.person_id}\n{row.into_id or 0}\n{at}\n{row.made_by}\n"
    return mark(sha256(facts.encode() + bytes(row.sealed)).digest())


def _said(row: PersonMerge, wrapped: bytes) -> dict[str, Any]:
    what = f"The merge of person P-{row.person_id:04d}"
    plain = person_key(row.person_id, wrapped).open(bytes(row.sealed), _belongs_to(row.person_id), what)
    found: dict[str, Any] = json.loads(plain)
    return found


def _profile(person: Person, wrapped: bytes) -> Profile:
    found = profile_of(person.pk, wrapped, bytes(Person.objects.get(pk=person.pk).sealed))
    return found or Profile("")


def _put(person: int, profile: Profile) -> None:
    wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person=person)
    if wrapped is not None:
        put_profile(Person.objects.get(pk=person), bytes(wrapped), profile)


def _belongs_to(person: int) -> bytes:
    return b"enthesis merge %d" % person
