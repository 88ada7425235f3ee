"""Accounts: people are invited, nobody signs up; second factors are kept under the master key."""

from collections.abc import Iterable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from enthesis.clinic.keys import open_text, seal_text
from enthesis.clinic.models import Clinic, Membership, Person, Role, User
from enthesis.clinic.numbers import handle_of
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.same_person import group_of

NOWHERE = "0.0.0.0"  # noqa: S104 - an address that nobody has, nothing that is listened on


class InvitedOnly(DefaultAccountAdapter):
    """Sign-up is closed: a clinic invites its staff and its patients."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from, behind as many proxies as the clinic has; "0.0.0.0" where nothing tells."""
        try:
            return str(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured):  # no address, or somebody went around the proxies
            return request.META.get("REMOTE_ADDR") or NOWHERE


class SealedSecrets(DefaultMFAAdapter):
    """Keeps the secrets of second factors sealed, so that a copy of the database signs nobody in."""

    def encrypt(self, text: str) -> str:
        return seal_text(text, "mfa")

    def decrypt(self, encrypted_text: str) -> str:
        return open_text(encrypted_text, "mfa")


@transaction.atomic
def invite(
    email: str, *, clinic: Clinic, role: str, name: str = "", person: Person | None = None, password: str | None = None
) -> User:
    """The account of somebody who is invited, with one role in one clinic; an account that is there gets the role too.

    A patient's membership needs the `person` that the account may see. Without `password` the account cannot sign in
    until its owner sets one at the address that `password_token` is for.
    """
    role = Role(role).value
    if (role == Role.PATIENT) != (person is not None):
        raise ValueError("A patient's membership names a person, and no other membership does.")
    if person is not None and person.clinic_id != clinic.pk:
        raise ValueError("That person belongs to another clinic.")
    address = User.objects.normalize_email(email).strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, password, name=name)
        EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    if person is None:
        Membership.objects.get_or_create(user=user, clinic=clinic, role=role, person=None)
        return user
    for one in group_of(person.pk, clinic.pk):  # who was added twice and made one (merging.py) sees the courses of both
        Membership.objects.get_or_create(user=user, clinic=clinic, role=role, person_id=one)
    return user


def password_token(user: User) -> str:
    """What proves, once and for a few days, that its holder may set this account's password."""
    return default_token_generator.make_token(user)


_NAMED = Prepared(lambda keys: User.objects.filter(pk__in=keys).values_list("pk", "name"))


def names_of(handles: Iterable[str]) -> dict[str, str]:
    """The names behind the handles of a log ("U-17"), as people of the clinic see them. The operator is no account."""
    keys = {int(handle[2:]) for handle in handles if handle.startswith("U-") and handle[2:].isdecimal()}
    return {handle_of(key): name or handle_of(key) for key, name in _NAMED(keys)} if keys else {}
