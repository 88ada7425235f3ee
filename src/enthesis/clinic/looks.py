"""The access log: every look at a record and every refusal, in codes. Nothing that a person typed is in it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeVar

from django.db.transaction import atomic

from enthesis.clinic.access import By, handle
from enthesis.clinic.errors import NotRecorded
from enthesis.clinic.patience import persist
from enthesis.clinic.sql import Statement, stored

Refusal = TypeVar("Refusal", bound=NotRecorded)

_INSERT = Statement(
    "INSERT INTO clinic_look (at, who, what, allowed, why, clinic, course, person) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_SHOWN = Statement("INSERT INTO audit_shown (at, who, what, clinic, whom) VALUES (%s, %s, %s, %s, %s)")


def looked(
    by: By,
    what: str,
    *,
    clinic: int | None = None,
    course: int | None = None,
    person: int | None = None,
    courses: Iterable[int] = (),
    persons: Iterable[int] = (),
) -> None:
    """Write down that somebody looked. `courses` and `persons`: keys of those whom a list showed, in one row."""
    whom = " ".join(dict.fromkeys((*(f"C{key}" for key in courses), *(f"P{key}" for key in persons))))
    _write(by, what, True, "", clinic, course, person, whom)


def refusal(
    problem: Refusal, by: By, what: str, clinic: int | None = None, course: int | None = None, person: int | None = None
) -> Refusal:
    """Write down that somebody was refused, and give the problem back to be raised.

    Call it outside the transaction that the refusal ends, or the line ends with it.
    """
    _write(by, what, False, " ".join(problem.codes), clinic, course, person)
    return problem


def _write(
    by: By,
    what: str,
    allowed: bool,
    why: str,
    clinic: int | None,
    course: int | None,
    person: int | None,
    whom: str = "",
) -> None:
    at = stored(datetime.now(UTC))
    values = [at, handle(by), what[:80], allowed, why[:200], clinic, course, person]

    def both() -> None:
        with atomic():  # on disk at once, both or neither
            _INSERT.run(values)
            _SHOWN.run([at, handle(by), what[:80], clinic, f" {whom} "])

    persist(both if whom else lambda: _INSERT.run(values), lambda: None)
