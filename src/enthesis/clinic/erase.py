"""Erasing a person: the key is destroyed, and with it every word that was sealed under it. The chain still verifies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from enthesis.clinic import keys, known
from enthesis.clinic.access import By, Operator, handle
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.files.models import File
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import AgendaRow, CourseRecord, Membership, NameWord, Person, PersonKey, StoredEvent, User
from enthesis.clinic.numbers import PERSON, key_of
from enthesis.clinic.people import profile_of
from enthesis.clinic.same_person import group_of
from enthesis.clinic.sql import is_postgresql


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure takes away, or would."""

    person: str  # P-0031
    courses: tuple[str, ...]
    events: int  # that stay, as figures
    sealed: int  # of them, with words that can no longer be read
    accounts: int  # that can no longer sign in
    already: bool

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__} | {"courses": list(self.courses)}


def erase(number: str, *, by: By, dry_run: bool = False) -> Erased:
    """Destroy a person's key, profile, search words, agenda and sign-in. There is no way back.

    Only the operator of the clinic's own machine may. Raises `NotAllowed`. The figures stay in the log under the
    course's number; their words read "erased".
    """
    if not isinstance(by, Operator):
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "A person is erased on the clinic's own machine."), by, "erase")
    key = key_of(number, PERSON)
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=key).first() if key is not None else None
        if person is None:
            raise NotAllowed(*NO_SUCH_PERSON)
        # The courses first: whoever records holds one of them, and has the key only until then.
        group = group_of(person.pk, person.clinic_id)  # with all that are read as the same patient
        courses = list(CourseRecord.objects.select_for_update().filter(person__in=group).order_by("pk"))
        held_keys = list(PersonKey.objects.select_for_update().filter(person__in=group).order_by("person"))
        accounts = _accounts(group)
        found = Erased(
            person=person.number,
            courses=tuple(course.number for course in courses),
            events=StoredEvent.objects.filter(course__in=courses).count(),
            sealed=StoredEvent.objects.filter(course__in=courses, sealed__isnull=False).count(),
            accounts=len(accounts),
            already=all(held.wrapped is None for held in held_keys),
        )
        if dry_run or found.already:
            return found
        for held in held_keys:
            held.wrapped, held.destroyed_at, held.destroyed_by = None, datetime.now(UTC), handle(by)
            held.save()
        Person.objects.filter(pk__in=group).update(sealed=b"")
        NameWord.objects.filter(person__in=group).delete()
        File.objects.filter(person__in=group).delete()
        AgendaRow.objects.filter(course__in=courses).delete()
        Membership.objects.filter(person__in=group).delete()
        for account in accounts:
            _close(account)
        looked(by, "erase", clinic=person.clinic_id, person=person.pk)
    _wipe()
    return found


def _accounts(group: Sequence[int]) -> list[User]:
    """The accounts that are this patient's alone."""
    users = User.objects.filter(memberships__person__in=group).distinct()
    return [user for user in users if not user.memberships.exclude(person__in=group).exists()]


def _close(user: User) -> None:
    """Take what names somebody out of an account, and sign it out everywhere. Its handle stays in the log."""
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    user.email, user.name, user.is_active = f"erased-{user.pk}@erased.invalid", "", False
    user.set_unusable_password()
    user.save()
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _wipe() -> None:
    """Leave no copy of the key in memory or in the database's own files, as far as the database lets one.

    Not reached from here: backups, PostgreSQL's archived write-ahead log, and the memory of other processes, which
    let go of a course when they next ask for it.
    """
    keys.forget()
    known.forget()
    profile_of.cache_clear()
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if is_postgresql():
            cursor.execute("VACUUM (FULL) clinic_personkey")
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
