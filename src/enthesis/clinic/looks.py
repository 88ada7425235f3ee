"""The access log: every look at a record and every refusal, in codes. Nothing that a person typed is in it."""

from datetime import UTC, datetime
from typing import TypeVar

from enthesis.clinic.access import By, handle
from enthesis.clinic.errors import NotRecorded
from enthesis.clinic.patience import persist
from enthesis.clinic.sql import Statement, stored

Refusal = TypeVar("Refusal", bound=NotRecorded)

_INSERT = Statement(
    "INSERT INTO clinic_look (at, who, what, allowed, why, clinic, course, person) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


def looked(
    by: By, what: str, *, clinic: int | None = None, course: int | None = None, person: int | None = None
) -> None:
    """Write down that somebody looked."""
    _write(by, what, True, "", clinic, course, person)


def refusal(
    problem: Refusal, by: By, what: str, clinic: int | None = None, course: int | None = None, person: int | None = None
) -> Refusal:
    """Write down that somebody was refused, and give the problem back to be raised.

    Call it outside the transaction that the refusal ends, or the line ends with it.
    """
    _write(by, what, False, " ".join(problem.codes), clinic, course, person)
    return problem


def _write(
    by: By, what: str, allowed: bool, why: str, clinic: int | None, course: int | None, person: int | None
) -> None:
    values = [stored(datetime.now(UTC)), handle(by), what[:80], allowed, why[:200], clinic, course, person]
    persist(lambda: _INSERT.run(values), lambda: None)
