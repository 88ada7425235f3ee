"""The people who work in a clinic: invited by a lead, in one role or several, until they leave."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from enthesis.clinic.access import LEAD, STAFF, By, Operator, user_key
from enthesis.clinic.accounts import invite
from enthesis.clinic.decisions import ON_CALL, decide, decisions
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.links import drop_links, make_link, read_link
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.messages.notices import notify_address
from enthesis.clinic.models import BookedVisit, CalendarFeed, Clinic, Membership, Resource, User
from enthesis.clinic.numbers import number_of
from enthesis.clinic.sign_in import has_second_step

INVITATION = "invitation"
LASTS = timedelta(days=7)


class NotChanged(ValueError):
    """People and roles stay as they are. `says` and `remedy` are sentences; `field` names what is wrong."""

    def __init__(self, says: str, remedy: str, field: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy, self.field = says, remedy, field


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in a clinic."""

    user: User
    roles: tuple[str, ...]
    has_come: bool  # has signed in, or can
    has_second_step: bool


def colleagues(clinic: Clinic) -> list[Colleague]:
    """Everybody who works in a clinic, by name."""
    roles: dict[int, list[str]] = {}
    users: dict[int, User] = {}
    rows = Membership.objects.filter(clinic=clinic, role__in=STAFF).select_related("user").order_by("pk")
    for membership in rows:
        roles.setdefault(membership.user_id, []).append(membership.role)
        users[membership.user_id] = membership.user
    found = [Colleague(user, tuple(roles[key]), _can_come(user), has_second_step(user)) for key, user in users.items()]
    return sorted(found, key=lambda each: (each.user.name.casefold(), each.user.pk))


def colleague(clinic: Clinic, account: int) -> Colleague | None:
    """One of them; None where nobody with that account works there."""
    return next((each for each in colleagues(clinic) if each.user.pk == account), None)


def invite_colleague(email: str, name: str, roles: Collection[str], *, clinic: Clinic, by: By) -> User:
    """Make an account with roles, and send the link with which its owner opens it.

    An account that is there already gets the roles too. Raises `NotChanged`, and `NotAllowed`.
    """
    _check_lead(by, clinic, "invite")
    _check_roles(roles)
    address = User.objects.normalize_email(email).strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise NotChanged(_("That is no e-mail address."), _("Write it as name@clinic.example."), "email") from None
    if not name.strip():
        raise NotChanged(_("The others need a name to see."), _("Give it."), "name")
    with transaction.atomic():
        for role in sorted(roles):
            user = invite(address, clinic=clinic, role=role, name=" ".join(name.split())[:200])
        if not user.is_active:  # came back after having left
            user.is_active = True
            user.save(update_fields=["is_active"])
        _send(user, clinic, datetime.now(UTC))
        looked(by, f"invite {user.handle}", clinic=clinic.pk)
    return user


def invite_again(user: User, *, clinic: Clinic, by: By) -> None:
    """Send a new link; the one before opens nothing any more. Raises `NotChanged`, and `NotAllowed`."""
    _check_lead(by, clinic, "invite")
    if _can_come(user):
        raise NotChanged(_("That account is open already."), _("Its owner signs in, or asks for a code."), "")
    with transaction.atomic():
        _send(user, clinic, datetime.now(UTC))
        looked(by, f"invite {user.handle}", clinic=clinic.pk)


def invited(secret: str) -> User | None:
    """Whose account a link opens; None where it opens none (any more)."""
    handle = read_link(INVITATION, secret)
    digits = (handle or "").removeprefix("U-")
    user = User.objects.filter(pk=int(digits), is_active=True).first() if digits.isdecimal() else None
    return user if user is not None and not _can_come(user) else None


def opened(user: User) -> None:
    """An invitation was taken up: its links open nothing any more."""
    drop_links(INVITATION, user.handle)


def set_roles(user: User, roles: Collection[str], *, clinic: Clinic, by: By) -> None:
    """What somebody is in a clinic from now on. Raises `NotChanged`: the last lead stays one; and `NotAllowed`."""
    _check_lead(by, clinic, "roles")
    _check_roles(roles)
    with transaction.atomic():
        held = set(_working(user, clinic).values_list("role", flat=True))
        if LEAD in held and LEAD not in roles:
            _check_other_lead(user, clinic)
        for role in set(roles) - held:
            invite(user.email, clinic=clinic, role=role)
        _working(user, clinic).exclude(role__in=roles).delete()
        looked(by, f"roles {user.handle} {' '.join(sorted(roles))}"[:80], clinic=clinic.pk)


@dataclass(frozen=True, slots=True)
class Left:
    """What is left to do when somebody has left."""

    calendars: tuple[str, ...]  # that are out of use now
    courses: tuple[tuple[str, date], ...]  # that have a visit booked with one of them: course, day of the first one


def bookings_with(user: User, clinic: Clinic) -> Left:
    """The calendars of somebody, and the courses with a visit booked in them."""
    names = list(Resource.objects.filter(clinic=clinic, user=user).order_by("name").values_list("name", flat=True))
    first: dict[str, date] = {}
    for name in names:
        rows = BookedVisit.objects.filter(clinic=clinic, starts__gte=datetime.now(UTC), resources__contains=name)
        for row in rows.order_by("starts"):
            if name in row.resources.split("\n"):
                first.setdefault(number_of(row.course_id), row.starts.date())
    return Left(tuple(names), tuple(sorted(first.items(), key=lambda each: each[1])))


def leave(user: User, *, clinic: Clinic, by: By) -> Left:
    """Somebody works here no longer: roles, sessions, calendars' addresses and duty end. What they wrote stays theirs.

    Where the account belongs to no other clinic it signs in nowhere any more. Raises `NotChanged` for the last lead,
    and `NotAllowed`.
    """
    _check_lead(by, clinic, "leave")
    with transaction.atomic():
        if _working(user, clinic).filter(role=LEAD).exists():
            _check_other_lead(user, clinic)
        left = bookings_with(user, clinic)
        _working(user, clinic).delete()
        Resource.objects.filter(clinic=clinic, user=user).update(in_use=False)
        feeds = CalendarFeed.objects.filter(clinic=clinic, resource__user=user, revoked_at=None)
        feeds.update(revoked_at=datetime.now(UTC))
        duty = decisions(clinic.pk, [ON_CALL])
        if duty and duty[-1].value == user.handle:
            decide(ON_CALL, "", clinic=clinic, by=by, why=_("Whoever was on call has left."))
        drop_links(INVITATION, user.handle)
        if not user.memberships.exists():
            user.is_active = False
            user.set_unusable_password()
            user.save(update_fields=["is_active", "password"])
            Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        looked(by, f"leave {user.handle}", clinic=clinic.pk)
    return left


def end_sessions(user: User) -> int:
    """Sign an account out everywhere. How many sessions there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


def _send(user: User, clinic: Clinic, now: datetime) -> None:
    """A link to open the account; to the sign-in page where it is open already."""
    drop_links(INVITATION, user.handle)
    if _can_come(user):
        values = {"link": "/accounts/login/"}
    else:
        secret = make_link(INVITATION, user.handle, lasts=LASTS)
        values = {"link": f"/accounts/invitation/{secret}/", "until": (now + LASTS).date().isoformat()}
    key = f"{INVITATION}-{user.handle}-{now:%Y%m%d%H%M%S%f}"
    notify_address(clinic.pk, user.email, INVITATION, key, values, now=now)


def _can_come(user: User) -> bool:
    """Whether an account has a password or a key, so that an invitation would open what is somebody's already."""
    return user.has_usable_password() or Authenticator.objects.filter(user=user).exists()


def _working(user: User, clinic: Clinic) -> QuerySet[Membership]:
    return Membership.objects.filter(user=user, clinic=clinic, role__in=STAFF)


def _check_lead(by: By, clinic: Clinic, what: str) -> None:
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        says = "Only a lead of the clinic changes who works in it."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, what, clinic.pk)


def _check_roles(roles: Collection[str]) -> None:
    if not roles or not set(roles) <= STAFF:
        raise NotChanged(_("Nobody works here without a role."), _("Choose one or several."), "roles")


def _check_other_lead(user: User, clinic: Clinic) -> None:
    """Raises `NotChanged` where nobody else leads. The rows are locked, so that two leads cannot leave at once."""
    leads = Membership.objects.select_for_update().filter(clinic=clinic, role=LEAD, user__is_active=True)
    if not [each for each in leads if each.user_id != user.pk]:
        raise NotChanged(_("This is the last lead of the clinic."), _("Make somebody else a lead first."), "roles")
