"""A course's file: where it stands, whose it is and what somebody may do with it, taken in one query."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from enthesis.clinic import opened
from enthesis.clinic.access import PATIENT, By, Operator, user_key
from enthesis.clinic.errors import NO_SUCH_COURSE, NotAllowed, Restricted
from enthesis.clinic.known import Known, known
from enthesis.clinic.log import FIRST
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.people import Profile, profile_of
from enthesis.clinic.restrictions import is_open_to
from enthesis.clinic.sql import Statement

__all__ = ["File", "key_of", "look", "look_for_safety", "new", "take", "why_not"]

_FILE = """
SELECT course.id, course.clinic_id, course.person_id, course.head_seq, course.head_digest, clinic.time_zone,
       held.wrapped, person.sealed, person.restricted, member.role, member.person_id
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
    is_restricted: bool = False
    is_closed: bool = False  # restricted, and not for this one: only `look_for_safety` gives such a file

    @property
    def number(self) -> str:
        return number_of(self.course)

    def known(self) -> Known:
        """The course itself, read and folded."""
        return known(self.course, self.clinic, self.person, self.head or FIRST, self.wrapped, self.zone)

    def profile(self) -> Profile | None:
        return profile_of(self.person, self.wrapped, self.sealed)


def look(course: int, by: By) -> File | None:
    """The file of a course; None where there is none, where `by` has no role towards it, or where it is restricted."""
    return _open(_file(_LOOK.run([user_key(by), course]), by))


def look_for_safety(course: int, by: By) -> File | None:
    """The same, a restricted one too (`is_closed`): for a reported symptom, whose owner has to be told whose it is."""
    return _file(_LOOK.run([user_key(by), course]), by)


def take(cursor: Any, course: int, by: By) -> File | None:
    """The same as `look`, to write: it holds other writers of the course back until the transaction ends."""
    return _open(_file(_TAKE.on(cursor, [user_key(by), course]).fetchall(), by))


def why_not(course: int | None, by: By) -> NotAllowed:
    """Why `look` gave no file: alike where there is none and where it is not theirs; another where it is restricted."""
    file = look_for_safety(course, by) if course is not None else None
    return Restricted(file.person, file.clinic) if file is not None and file.is_closed else NotAllowed(*NO_SUCH_COURSE)


def _open(file: File | None) -> File | None:
    return None if file is None or file.is_closed else file


def _file(found: Sequence[tuple[Any, ...]], by: By) -> File | None:
    if not found:
        return None
    key, clinic, person, head_seq, head, zone, wrapped, sealed, restricted, _, _ = found[0]
    roles = frozenset(role for *_, role, whose in found if role and (role != PATIENT or whose == person))
    if not isinstance(by, Operator) and not (roles and by.is_active):
        return None
    shut = bool(restricted) and PATIENT not in roles and not is_open_to(by, person, clinic)
    where = (key, clinic, person, head_seq, bytes(head), zone)
    return File(*where, _bytes(wrapped), bytes(sealed), roles, bool(restricted), shut)


def new(cursor: Any, clinic: int, person: int) -> int:
    """The key of a new course's file, with nothing in it."""
    key: int = _NEW.on(cursor, [clinic, person, b"", b""]).fetchone()[0]
    opened.one_more(cursor, clinic)
    return key


def _bytes(value: Any) -> bytes | None:
    return None if value is None else bytes(value)
