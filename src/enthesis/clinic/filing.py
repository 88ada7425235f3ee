"""A course's file: taken from the database in one query, and put back with what was added in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from enthesis.clinic import derive, log
from enthesis.clinic.access import PATIENT, By, Operator, user_key
from enthesis.clinic.keys import mark
from enthesis.clinic.known import Known, known
from enthesis.clinic.log import FIRST, Row
from enthesis.clinic.people import Profile, profile_of
from enthesis.pathway.agenda import Item
from enthesis.pathway.course import Course

_FILE = """
SELECT course.id, course.clinic_id, course.person_id, course.head_seq, course.head_digest, clinic.time_zone,
       held.wrapped, person.sealed, member.role, member.person_id
FROM clinic_courserecord course
JOIN clinic_clinic clinic ON clinic.id = course.clinic_id
JOIN clinic_person person ON person.id = course.person_id
JOIN clinic_personkey held ON held.person_id = course.person_id
LEFT JOIN clinic_membership member ON member.clinic_id = course.clinic_id AND member.user_id = %s
WHERE course.id = %s
"""
_LOCK = " FOR UPDATE OF course, held"
_HEAD = "UPDATE clinic_courserecord SET head_seq = %s, head_digest = %s, head_mark = %s{more} WHERE id = %s"
_HEAD_ONLY = _HEAD.format(more="")
_HEAD_AND_COLUMNS = _HEAD.format(more="".join(f", {name} = %s" for name in derive.COURSE_COLUMNS))


@dataclass(frozen=True, slots=True)
class File:
    """Where a course stands, whose it is, and which roles somebody has towards it."""

    course: int
    clinic: int
    person: int
    head_seq: int
    head: bytes
    zone: str
    wrapped: bytes | None
    sealed: bytes
    roles: frozenset[str]

    @property
    def number(self) -> str:
        return number_of(self.course)

    def known(self) -> Known:
        """The course itself, read and folded."""
        return known(self.course, self.clinic, self.person, self.head or FIRST, self.wrapped, self.zone)

    def profile(self) -> Profile | None:
        return profile_of(self.person, self.wrapped, self.sealed)


def take(course: int, by: By, *, to_write: bool) -> File | None:
    """The file of a course; None where there is none, or where `by` has no role towards it.

    `to_write` holds other writers of the same course back until the transaction ends.
    """
    query = _FILE + _LOCK if to_write and connection.vendor == "postgresql" else _FILE
    with connection.cursor() as cursor:
        cursor.execute(query, [user_key(by), course])
        found = cursor.fetchall()
    if not found:
        return None
    key, clinic, person, head_seq, head, zone, wrapped, sealed, _, _ = found[0]
    roles = frozenset(role for *_, role, whose in found if role and (role != PATIENT or whose == person))
    if not isinstance(by, Operator) and not (roles and by.is_active):
        return None
    return File(key, clinic, person, head_seq, bytes(head), zone, _bytes(wrapped), bytes(sealed), roles)


def put(cursor: Any, file: File, rows: Sequence[Row], before: Known, state: Course, agenda: Sequence[Item]) -> None:
    """Append `rows` and bring what is derived up to date. The caller holds the transaction."""
    last = rows[-1]
    log.append(cursor, rows)
    head = (last.seq, last.digest, head_mark(file.course, last.seq, last.digest))
    columns = derive.course_columns(state)
    if columns == derive.course_columns(before.state):
        cursor.execute(_HEAD_ONLY, [*head, file.course])
    else:
        cursor.execute(_HEAD_AND_COLUMNS, [*head, *columns, file.course])
    derive.write_agenda(cursor, file.clinic, file.course, before.agenda, agenda)


def head_mark(course: int, seq: int, digest: bytes) -> bytes:
    """What shows that the clinic itself set a course's head there."""
    return mark(b"head %d %d " % (course, seq) + digest)


def number_of(key: int, letter: str = "C") -> str:
    """The public number of a course (letter C) or a person (letter P)."""
    return f"{letter}-{key:04d}"


def key_of(number: str, letter: str = "C") -> int | None:
    """The database's key of a public number ("C-0192"); None where it is not written as one."""
    digits = number.removeprefix(f"{letter}-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        return None
    key = int(digits)
    return key if number == number_of(key, letter) else None


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
