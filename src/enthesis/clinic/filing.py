"""A course's file: where it stands, whose it is and what somebody may do with it, taken in one query."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from enthesis.clinic.access import PATIENT, By, Operator, user_key
from enthesis.clinic.known import Known, known
from enthesis.clinic.log import FIRST
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.people import Profile, profile_of
from enthesis.clinic.sql import Statement

__all__ = ["File", "key_of", "look", "new", "take"]

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
_LOOK = Statement(_FILE)
_TAKE = Statement(_FILE, only_postgresql=" FOR NO KEY UPDATE OF course")  # on SQLite, BEGIN IMMEDIATE holds others back
_NEW = Statement(
    "INSERT INTO clinic_courserecord"
    " (clinic_id, person_id, head_seq, head_digest, head_mark, status, protocol, version, problem, region, side)"
    " VALUES (%s, %s, 0, %s, %s, 'not started', '', '', '', '', '') RETURNING id"
)


class File(NamedTuple):
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


def look(course: int, by: By) -> File | None:
    """The file of a course; None where there is none, or where `by` has no role towards it."""
    return _file(_LOOK.run([user_key(by), course]), by)


def take(cursor: Any, course: int, by: By) -> File | None:
    """The same, to write: it holds other writers of the course back until the transaction ends."""
    return _file(_TAKE.on(cursor, [user_key(by), course]).fetchall(), by)


def _file(found: Sequence[tuple[Any, ...]], by: By) -> File | None:
    if not found:
        return None
    key, clinic, person, head_seq, head, zone, wrapped, sealed, _, _ = found[0]
    roles = frozenset(role for *_, role, whose in found if role and (role != PATIENT or whose == person))
    if not isinstance(by, Operator) and not (roles and by.is_active):
        return None
    return File(key, clinic, person, head_seq, bytes(head), zone, _bytes(wrapped), bytes(sealed), roles)


def new(cursor: Any, clinic: int, person: int) -> int:
    """The key of a new course's file, with nothing in it."""
    key: int = _NEW.on(cursor, [clinic, person, b"", b""]).fetchone()[0]
    return key


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
