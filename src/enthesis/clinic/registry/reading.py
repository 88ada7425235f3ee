"""What the build reads of the database: which courses there are and where each log stands, and the logs, without words.

A sealed word is never fetched, so no key is used: what is personal reads "erased" here for everybody.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from enthesis.clinic.log import ERASED, SEALED_NAMES, Unreadable
from enthesis.clinic.models import CourseRecord, Look, Person, PersonKey
from enthesis.clinic.people import profile_of
from enthesis.clinic.same_person import merged
from enthesis.clinic.sql import instant, is_postgresql
from enthesis.pathway.codec import UnreadableEvent, read
from enthesis.pathway.events import Event

_HEADS = """
SELECT course.id, course.head_seq, course.person_id, held.wrapped IS NULL
FROM clinic_courserecord course
JOIN clinic_personkey held ON held.person_id = course.person_id
WHERE course.clinic_id = %s AND course.head_seq > 0 ORDER BY course.id
"""
_LOGS = """
SELECT course_id, seq, event_id, kind, {}, recorded_by, payload
FROM clinic_storedevent WHERE course_id IN ({}) ORDER BY course_id, seq
"""
# As SQLite holds them: Django would make days and instants of them one by one.
_DAYS = {True: "happened_on, recorded_at", False: "happened_on || '', recorded_at || ''"}
MOST_AT_ONCE = 500  # not a limit: courses in one question to the database
_CHANGES = ("change-person", "merge-person", "part-person")  # what a look is called that changed a profile


class Heads(NamedTuple):
    """Where the logs of a clinic's courses stand: numpy arrays of whole numbers, by number of the course."""

    course: Any
    events: Any
    person: Any  # as whom the patient is read
    erased: Any


@dataclass(frozen=True, slots=True)
class Log:
    """A course's log as it was read."""

    events: tuple[Event, ...]
    length: int  # rows, corrected and withdrawn ones too


def heads(clinic: int) -> Heads:
    """Every course of a clinic in which something was recorded."""
    import numpy as np  # here: a server that starts has no use for it

    with connection.cursor() as cursor:
        cursor.execute(_HEADS, [clinic])
        cells = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 4)
    person = cells[:, 2].copy()
    for one, head in merged([clinic]).items():
        person[cells[:, 2] == one] = head
    return Heads(cells[:, 0], cells[:, 1], person, cells[:, 3])


def in_order(courses: Sequence[int]) -> list[tuple[int, str, str]]:
    """Some courses by the month in which they began, each with its protocol and version."""
    rows: list[tuple[date | None, int, str, str]] = []
    for start in range(0, len(courses), MOST_AT_ONCE):
        some = CourseRecord.objects.filter(pk__in=courses[start : start + MOST_AT_ONCE])
        rows += some.values_list("started_on", "pk", "protocol", "version")
    rows.sort(key=lambda row: (row[0] or date.max, row[1]))
    return [(course, protocol, version) for _, course, protocol, version in rows]


def logs(courses: Sequence[int]) -> Mapping[int, Log]:
    """The logs of some courses. Raises `Unreadable`."""
    found: dict[int, list[Event]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LOGS.format(_DAYS[is_postgresql()], ", ".join(["%s"] * len(courses))), list(courses))
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(_event(row))
    return {course: Log(tuple(events), len(events)) for course, events in found.items()}


def birth_years(persons: Iterable[int]) -> Mapping[int, int | None]:
    """The year of birth of each person who was not erased; None where none is known. Raises `CannotOpen`."""
    wanted = sorted(set(persons))
    rows = Person.objects.filter(pk__in=wanted).values_list("pk", "sealed")
    keys = dict(PersonKey.objects.filter(person__in=wanted).values_list("person", "wrapped"))
    found: dict[int, int | None] = {}
    for person, sealed in rows:
        wrapped = keys.get(person)
        profile = profile_of(person, bytes(wrapped) if wrapped is not None else None, bytes(sealed))
        found[person] = profile.born.year if profile and profile.born else None
    return found


def last_look() -> int:
    """The number of the last line of the access log."""
    return Look.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def changed_since(look: int, clinic: int) -> frozenset[int]:
    """The persons whose profile was changed, or who were made one with another, after a line of the access log."""
    into = merged([clinic])
    rows = Look.objects.filter(pk__gt=look, allowed=True, clinic=clinic, person__isnull=False)
    whose = {
        person
        for person, what in rows.values_list("person", "what")
        if isinstance(person, int) and what.startswith(_CHANGES)
    }
    return frozenset(whose | {into.get(person, person) for person in whose})


def _event(row: tuple[Any, ...]) -> Event:
    course, seq, event_id, kind, day, when, by, payload = row
    try:
        made, said = _said(kind, payload)
        own: dict[str, Any] = {
            "id": event_id,
            "recorded_by": by,
            "happened_on": date.fromisoformat(day) if isinstance(day, str) else day,
            "recorded_at": instant(when),
        }
        event: Event = made(**said, **own)
        return event
    except UnreadableEvent as problem:
        raise Unreadable(course, seq, problem.says) from None
    except (ValueError, TypeError, AttributeError):
        raise Unreadable(course, seq, "it is not what Enthesis writes.") from None


@lru_cache(maxsize=5_000)
def _said(kind: str, payload: str) -> tuple[type[Any], Mapping[str, Any]]:
    """What an event says beside when and by whom: most days of a diary say what another one said."""
    fields: dict[str, Any] = json.loads(payload)
    for name in fields.pop(SEALED_NAMES, ()):
        fields[name] = ERASED
    event = read({**fields, "kind": kind, "id": "-"})
    return type(event), {name: getattr(event, name) for name in fields}
