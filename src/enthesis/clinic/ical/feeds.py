"""Calendars under a secret address: a person's of the clinic, or a patient's own visits.

Whoever has the address reads the calendar without signing in, as calendar programs must. So it says little: to staff
when a visit is, which resources it takes up and the course's number, which only staff can open; to a patient when and
where. No name of a patient and nothing clinical is in it. The address is shown once, only its digest is kept, and it
can be revoked.
"""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from icalendar import vDuration

from enthesis.clinic.access import LEAD, PATIENT, By, Operator, handle, user_key
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.ical.entries import Entry, calendar, event, says, uid_of
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import BookedVisit, CalendarFeed, Membership, Person, Resource
from enthesis.clinic.numbers import number_of

WRITTEN_DOWN = timedelta(days=1)  # a program that reads a feed every hour is written down once in so long
READ_AGAIN = timedelta(hours=1)  # how often a program is asked to read it
AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Made:
    """A new feed and its secret, which nobody can show again."""

    feed: CalendarFeed
    secret: str

    @property
    def path(self) -> str:
        return f"/feeds/{self.secret}.ics"

    @property
    def address(self) -> str:
        """The whole address, where the clinic has told its own."""
        return f"{settings.ADDRESS}{self.path}"


def make_feed(whose: Resource | Person, *, by: By) -> Made:
    """A new secret address for somebody's calendar. Others of the same calendar stay as they are.

    Raises `NotAllowed`: a person of the clinic makes one for the calendar of their own account, a patient for their own
    visits, a lead for any calendar of the clinic.
    """
    _check_may(whose, by, "make-feed")
    secret = secrets.token_urlsafe(32)
    feed = CalendarFeed.objects.create(
        clinic_id=whose.clinic_id,
        resource=whose if isinstance(whose, Resource) else None,
        person=whose if isinstance(whose, Person) else None,
        secret=_digest(secret),
        made_at=datetime.now(UTC),
        made_by=handle(by),
    )
    looked(by, "make-feed", clinic=whose.clinic_id, person=feed.person_id)
    return Made(feed, secret)


def revoke_feed(feed: CalendarFeed, *, by: By) -> None:
    """From now on nobody reads anything under the address. Raises as `make_feed` does."""
    whose = feed.resource or feed.person
    assert whose is not None  # a feed is of one or the other
    _check_may(whose, by, "revoke-feed")
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at=None).update(revoked_at=datetime.now(UTC))
    looked(by, "revoke-feed", clinic=feed.clinic_id, person=feed.person_id)


def feeds_of(whose: Resource | Person) -> list[CalendarFeed]:
    """The addresses of a calendar that work, the newest first."""
    mine = {"resource": whose} if isinstance(whose, Resource) else {"person": whose}
    return list(CalendarFeed.objects.filter(revoked_at=None, **mine).order_by("-pk"))


def read_feed(secret: str, now: datetime) -> bytes | None:
    """The calendar under a secret; None where there is none, or no longer. The look is written down once a day."""
    feed = (
        CalendarFeed.objects.select_related("clinic", "resource", "person__key")
        .filter(secret=_digest(secret), revoked_at=None)
        .first()
    )
    if feed is None or (feed.person is not None and feed.person.key.wrapped is None):
        return None
    if feed.resource is not None and feed.resource.user is not None and not feed.resource.user.is_active:
        return None
    if feed.read_at is None or now - feed.read_at >= WRITTEN_DOWN:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
        looked(Operator(f"feed-{feed.pk}"), "read-feed", clinic=feed.clinic_id, person=feed.person_id)
    found = calendar("PUBLISH")
    found.add("x-wr-calname", feed.resource.name if feed.resource else feed.clinic.name)
    found.add("refresh-interval", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    found.add("x-published-ttl", "PT1H")
    for entry in _of_resource(feed, now) if feed.resource else _of_person(feed, now):
        found.add_component(event(entry))
    return bytes(found.to_ical())


def _of_resource(feed: CalendarFeed, now: datetime) -> Iterator[Entry]:
    assert feed.resource is not None
    name = feed.resource.name
    rows = BookedVisit.objects.filter(clinic=feed.clinic_id, starts__lt=now + AHEAD, resources__contains=name)
    for row in rows.order_by("starts"):
        taken = row.resources.split("\n")
        if name in taken:
            others = ", ".join(each for each in taken if each != name)
            number = number_of(row.course_id)
            where = f"{settings.ADDRESS}/courses/{number}/" if settings.ADDRESS else ""
            yield _entry(row, now, f"Visit {number}", "By video" if row.telehealth else others, where)


def _of_person(feed: CalendarFeed, now: datetime) -> Iterator[Entry]:
    for row in BookedVisit.objects.filter(course__person=feed.person_id, starts__lt=now + AHEAD).order_by("starts"):
        place = "By video" if row.telehealth else feed.clinic.name
        yield _entry(row, now, f"Appointment: {feed.clinic.name}", place, says(feed.clinic))


def _entry(row: BookedVisit, now: datetime, summary: str, place: str, told: str) -> Entry:
    return Entry(
        uid=uid_of(row.course_id, row.visit),
        starts=row.starts,
        minutes=row.minutes,
        sequence=row.moves,
        stamp=now,
        summary=summary,
        place=place,
        says=told,
        confirmed=row.confirmed,
    )


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _check_may(whose: Resource | Person, by: By, what: str) -> None:
    if isinstance(by, Operator):
        return
    held = Membership.objects.filter(user_id=user_key(by), clinic=whose.clinic_id, user__is_active=True)
    roles = set(held.values_list("role", flat=True))
    if isinstance(whose, Person):
        if not held.filter(role=PATIENT, person=whose).exists():
            raise refusal(NotAllowed(*NO_SUCH_PERSON), by, what, clinic=whose.clinic_id, person=whose.pk)
    elif LEAD not in roles and not (roles - {PATIENT} and whose.user_id == user_key(by)):
        says_so = "A calendar's address is made by the one whose calendar it is, or by a lead of the clinic."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says_so), by, what, clinic=whose.clinic_id)
