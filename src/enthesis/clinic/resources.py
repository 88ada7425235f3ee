"""Who and what a clinic's visits take up: people, rooms and devices, when they work, and what they have booked."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from django.db import IntegrityError, connection, transaction

from enthesis.clinic import taken
from enthesis.clinic.access import Operator
from enthesis.clinic.busy import Spans, booked_spans
from enthesis.clinic.closed_days import closed_days
from enthesis.clinic.filing import look
from enthesis.clinic.models import Clinic, OtherHours, OutsideBusy, StoredEvent, User
from enthesis.clinic.models import Resource as Stored
from enthesis.clinic.sql import cursor
from enthesis.scheduling.problem import Hours, Resource
from enthesis.scheduling.values import WEEKDAYS


class NotAResource(Exception):
    """A resource cannot be as it is said. `says` and `remedy` are sentences for the person."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(says)
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Described:
    """A resource as a person describes it."""

    name: str
    kind: str
    skills: tuple[str, ...] = ()
    site: str = ""
    hours: tuple[Hours, ...] = ((),) * 7  # Monday first


def add(clinic: Clinic, described: Described, user: User | None = None) -> Stored:
    """A new resource. What courses have booked with its name already is taken from now on.

    Raises `NotAResource`: the name is there already, or two visits are booked with it at once.
    """
    name = " ".join(described.name.split())
    if not name or not described.kind.strip():
        raise NotAResource("A resource has a name and a kind.", "Give both: Room 2, room.")
    for spans in described.hours:
        check_hours(spans)
    try:
        with transaction.atomic():
            stored = Stored.objects.create(
                clinic=clinic,
                name=name,
                kind=described.kind.strip(),
                skills=" ".join(described.skills),
                site=described.site.strip(),
                hours=hours_as_json(described.hours),
                user=user,
            )
            _take_up(clinic, name)
    except IntegrityError:
        if Stored.objects.filter(clinic=clinic, name=name).exists():
            raise NotAResource(f'There is a resource called "{name}" already.', "Change that one.") from None
        says = f'Two visits are booked with "{name}" at the same time.'
        raise NotAResource(says, "Move one of them, then add the resource.") from None
    return stored


def _take_up(clinic: Clinic, name: str) -> None:
    """Make rows of the bookings that were made with a name before it was a resource."""
    named = StoredEvent.objects.filter(
        course__clinic=clinic, kind__in=("VisitBooked", "VisitMoved"), payload__contains=json.dumps(name)
    )
    for course in named.order_by().values_list("course", flat=True).distinct():
        file = look(course, Operator())
        if file is None:
            continue
        bookings = file.known().state.bookings
        if any(name in booking.resources for booking in bookings.values()):
            with connection.wrap_database_errors:
                taken.put_back(cursor(), clinic.pk, course, bookings)


def set_hours(resource: Stored, hours: Sequence[Hours]) -> None:
    """When it works from now on. What is booked stays booked. Raises `NotAResource` for hours that cannot be."""
    for spans in hours:
        check_hours(spans)
    resource.hours = hours_as_json(hours)
    resource.save(update_fields=["hours"])


def set_other_hours(resource: Stored, day: date, hours: Hours, why: str = "") -> None:
    """What it works on one day; nothing: it is closed. What is booked stays booked, and is to be mended.

    Raises `NotAResource` for hours that cannot be.
    """
    check_hours(hours)
    said = json.dumps(spans_as_json(hours))
    OtherHours.objects.update_or_create(resource=resource, day=day, defaults={"hours": said, "why": why[:200]})


def drop_other_hours(resource: Stored, day: date) -> None:
    """On that day it works as on every such weekday."""
    OtherHours.objects.filter(resource=resource, day=day).delete()


def describe(resource: Stored, skills: Sequence[str], site: str, user: User | None = None) -> None:
    """Other skills, another site, the account of a person. Its name and kind stay: bookings are made with them."""
    resource.skills, resource.site, resource.user = " ".join(skills), " ".join(site.split()), user
    resource.save(update_fields=["skills", "site", "user"])


def set_in_use(resource: Stored, in_use: bool) -> None:
    """Out of use it is offered to nobody. What is booked with it stays booked."""
    resource.in_use = in_use
    resource.save(update_fields=["in_use"])


def set_meeting_link(clinic: Clinic, link: str) -> None:
    """Where visits by video are held; empty: the clinic sends a link each time. Raises `NotAResource`."""
    link = link.strip()
    parts = urlsplit(link)
    if link and not (parts.scheme == "https" and parts.hostname and link.isprintable() and " " not in link):
        raise NotAResource(f'"{link:.60}" is no address of a meeting.', "Give one that begins with https://.")
    clinic.meeting_link = link[:300]
    clinic.save(update_fields=["meeting_link"])


def check_hours(hours: Hours) -> None:
    """Raises `NotAResource` where a span ends before it begins, or two overlap."""
    before: time | None = None
    for start, end in sorted(hours):
        if end <= start and end != time(0):
            says = f"{start:%H:%M} to {end:%H:%M} ends before it begins."
            raise NotAResource(says, "Give the later time second; 00:00 ends the day.")
        if before is not None and (start < before or before == time(0)):
            raise NotAResource(f"Two spans overlap at {start:%H:%M}.", "Make one of them, or leave a break between.")
        before = end


def calendars(
    clinic: int,
    first: date,
    last: date,
    first_step: int,
    last_step: int,
    without: Mapping[int, Collection[str]] | None = None,
) -> tuple[Resource, ...]:
    """Every resource in use with its hours on some days and what it has booked, or held, between two steps.

    `without`: courses, and those of their visits that are left out; what is held for these courses is left out too.
    """
    own = without or {}
    rows = list(Stored.objects.filter(clinic=clinic, in_use=True).order_by("kind", "name"))
    others: dict[int, dict[date, Hours]] = {row.pk: {} for row in rows}
    changed = OtherHours.objects.filter(resource__in=rows, day__gte=first, day__lte=last)
    for key, day, hours in changed.values_list("resource", "day", "hours"):
        others[key][day] = spans_from_json(json.loads(hours))
    for day in closed_days(clinic, first, last):  # closed for all, whatever one of them works
        for exceptions in others.values():
            exceptions[day] = ()
    booked = booked_spans([row.pk for row in rows], first_step, last_step, own)
    more: dict[int, list[tuple[int, int]]] = {row.pk: [] for row in rows}
    outside = OutsideBusy.objects.filter(resource__in=rows, first__lt=last_step, last__gt=first_step)
    for key, start, end in outside.values_list("resource", "first", "last"):
        more[key].append((start, end))
    keys = {row.name: row.pk for row in rows}
    for name, span in taken.held_elsewhere(clinic, datetime.now(UTC), own):
        if name in keys and span.first < last_step and span.last > first_step:
            more[keys[name]].append((span.first, span.last))
    return tuple(
        Resource(
            id=row.name,
            kind=row.kind,
            skills=frozenset(row.skills.split()),
            site=row.site,
            hours=hours_from_json(row.hours),
            exceptions=others[row.pk],
            spans=_together(booked.get(row.pk), more[row.pk]),
        )
        for row in rows
    )


def _together(booked: Spans | None, more: Sequence[tuple[int, int]]) -> Spans:
    spans: Spans = np.array(more, dtype=np.int64).reshape(-1, 2)
    return spans if booked is None else np.concatenate([booked, spans]) if more else booked


# -- hours as text ----------------------------------------------------------------------------------------------


def hours_as_json(hours: Sequence[Hours]) -> str:
    """Hours by weekday as JSON, in the words of `enthesis book`."""
    return json.dumps({day: spans_as_json(spans) for day, spans in zip(WEEKDAYS, hours, strict=True) if spans})


def hours_from_json(text: str) -> tuple[Hours, ...]:
    found: Mapping[str, Any] = json.loads(text)
    return tuple(spans_from_json(found.get(day, ())) for day in WEEKDAYS)


def spans_as_json(hours: Hours) -> list[list[str]]:
    """Hours of one day as JSON: from, to."""
    return [[start.isoformat("minutes"), end.isoformat("minutes")] for start, end in hours]


def spans_from_json(spans: Sequence[Sequence[str]]) -> Hours:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in spans)
