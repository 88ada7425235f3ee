"""A restricted record is opened in an emergency, for one account and a limited time; a lead looks at each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from enthesis.clinic.access import LEAD, By, Operator, handle, user_key
from enthesis.clinic.accounts import names_of
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.keys import person_key
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import (
    Clinic,
    EmergencyOpening,
    EmergencyReview,
    Membership,
    Person,
    PersonKey,
    User,
)
from enthesis.clinic.restricting import NotRestricted, belongs_to, read_reason, reason, staff_roles
from enthesis.clinic.restrictions import is_named
from enthesis.clinic.same_person import group_of

MINUTES = "emergency:minutes"  # of the clinic's decisions
UNLESS_DECIDED = 60  # no source states it
LEAST, MOST = 5, 24 * 60
SHOWN = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening in an emergency."""

    key: int
    person: Person
    who: str  # handle
    name: str
    at: datetime
    until: datetime
    why: str  # "": the person was erased
    looked_at: datetime | None  # when a lead marked it
    looked_by: str  # name


def minutes_of(clinic: int) -> tuple[int, bool]:
    """For how many minutes an emergency opens a record, and whether the clinic decided so."""
    kept = [one.value for one in decisions(clinic, [MINUTES])]
    value = kept[-1] if kept else ""
    return (int(value), True) if value else (UNLESS_DECIDED, False)


def set_minutes(minutes: int | None, *, clinic: Clinic, by: By, why: str) -> None:
    """Decide them; None: no longer decided. Raises `NotDecided`, and `NotAllowed` for who may not decide."""
    if minutes is not None and not LEAST <= minutes <= MOST:
        raise NotDecided(f"{minutes} minutes cannot be right.", f"Give {LEAST} to {MOST} minutes.", "minutes")
    if not why.strip():
        raise NotDecided("A decision has a reason.", "Say why, so that the next person can judge it.", "why")
    decide(MINUTES, "" if minutes is None else str(minutes), clinic=clinic, by=by, why=why.strip())


def open_in_emergency(person: Person, *, why: str, by: User, now: datetime | None = None) -> EmergencyOpening:
    """Open a restricted record for one account and a limited time. Said twice, it lasts as long as the first.

    The lead and the patient are shown who it was, when and why. Raises `NotRestricted` without a reason, and
    `NotAllowed` for who is no staff of the clinic.
    """
    if not staff_roles(by, person.clinic_id):
        raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "emergency", person.clinic_id, person=person.pk)
    said, at = reason(why), now or datetime.now(UTC)
    with transaction.atomic():
        key = PersonKey.objects.select_for_update().get(person=person)  # two that are sent at once take turns
        if key.wrapped is None:
            raise NotAllowed(*NO_SUCH_PERSON)
        group = group_of(person.pk, person.clinic_id)
        there = EmergencyOpening.objects.filter(person__in=group, who=handle(by), until__gt=at).first()
        if there is not None:
            return there
        minutes, _ = minutes_of(person.clinic_id)
        sealed = person_key(person.pk, bytes(key.wrapped)).seal(said.encode(), belongs_to(person.pk, b"emergency"))
        opening = EmergencyOpening.objects.create(
            clinic_id=person.clinic_id,
            person=person,
            who=handle(by),
            at=at,
            until=at + timedelta(minutes=minutes),
            sealed=sealed,
        )
    looked(by, "emergency", clinic=person.clinic_id, person=person.pk)
    return opening


def open_until(by: By, person: int, clinic: int) -> datetime | None:
    """Until when a restricted record is open to somebody in an emergency; None for whom it names, or not open."""
    if is_named(by, person):
        return None
    group = group_of(person, clinic)
    rows = EmergencyOpening.objects.filter(person__in=group, who=handle(by), until__gt=datetime.now(UTC))
    return rows.order_by("-until").values_list("until", flat=True).first()


def openings_of(clinic: int, *, waiting: bool | None = None, most: int = SHOWN) -> list[Opened]:
    """The emergencies of a clinic, the newest first. `waiting`: only those that no lead has looked at, or only others.

    Who may read them is asked by the caller (`audit.reading`).
    """
    rows = EmergencyOpening.objects.filter(clinic=clinic).select_related("person", "review").order_by("-pk")
    if waiting is not None:
        marked = Exists(EmergencyReview.objects.filter(opening=OuterRef("pk")))
        rows = rows.filter(~marked if waiting else marked)
    return _told(list(rows if waiting else rows[:most]))


def openings_of_person(person: int, clinic: int) -> list[Opened]:
    """Every emergency in which a patient's record was opened, the newest first, for the patient's own page."""
    rows = EmergencyOpening.objects.filter(person__in=group_of(person, clinic))
    return _told(list(rows.select_related("person", "review").order_by("-pk")))


def mark_looked_at(opening: int, *, clinic: Clinic, by: By) -> None:
    """A lead has looked at an emergency. Nobody marks their own, unless there is no other lead.

    Raises `NotRestricted`, and `NotAllowed` for who is no lead of the clinic.
    """
    if not isinstance(by, Operator) and LEAD not in staff_roles(by, clinic.pk):
        problem = NotAllowed(NOT_YOUR_ROLE, "Only a lead marks an emergency as looked at.")
        raise refusal(problem, by, "emergency-looked-at", clinic.pk)
    row = EmergencyOpening.objects.filter(pk=opening, clinic=clinic).first()
    if row is None:
        raise NotRestricted("There is no such emergency.", "Read the page anew.", "opening")
    leads = Membership.objects.filter(clinic=clinic, role=LEAD, user__is_active=True)
    if row.who == handle(by) and leads.exclude(user_id=user_key(by)).exists():
        raise NotRestricted("That was you.", "Another lead of the clinic looks at it.", "opening")
    with transaction.atomic():
        _, is_new = EmergencyReview.objects.get_or_create(
            opening=row, defaults={"at": datetime.now(UTC), "who": handle(by)}
        )
    if is_new:
        looked(by, "emergency-looked-at", clinic=clinic.pk, person=row.person_id)


def _told(rows: Sequence[EmergencyOpening]) -> list[Opened]:
    reviews: list[EmergencyReview | None] = [getattr(row, "review", None) for row in rows]
    names = names_of({*(row.who for row in rows), *(each.who for each in reviews if each)})
    held = PersonKey.objects.filter(person__in={row.person_id for row in rows}).values_list("person", "wrapped")
    keys = {person: bytes(wrapped) if wrapped is not None else None for person, wrapped in held}
    return [
        Opened(
            key=row.pk,
            person=row.person,
            who=row.who,
            name=names.get(row.who, row.who),
            at=row.at,
            until=row.until,
            why=read_reason(row.person_id, keys[row.person_id], bytes(row.sealed), b"emergency"),
            looked_at=review.at if review else None,
            looked_by=names.get(review.who, review.who) if review else "",
        )
        for row, review in zip(rows, reviews, strict=True)
    ]
