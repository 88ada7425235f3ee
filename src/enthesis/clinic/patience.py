"""Writing in spite of what others do at the same moment: what only that moment forbids is tried again.

A database breaks a transaction off to end a deadlock, and a key can refuse rows whose owner takes them back a moment
later. Neither is a reason to refuse a person anything.
"""

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from random import SystemRandom
from time import sleep
from typing import TypeVar

import psycopg
from django.db import DatabaseError, IntegrityError

from enthesis.clinic import taken
from enthesis.clinic.errors import Refused
from enthesis.pathway.finding import REFUSE, Finding

Done = TypeVar("Done")

TRIES = 8
LONGEST_WAIT = 0.2  # seconds
# Serialization failure, deadlock, a lock that was not to be had.
PASSING = frozenset({"40001", "40P01", "55P03"})
_BROKEN_OFF = (DatabaseError, sqlite3.OperationalError, psycopg.OperationalError)
_chance = SystemRandom()

BUSY = Finding(
    code="busy",
    level=REFUSE,
    says="Too many others were booking the same times at this moment.",
    remedy="Send it again.",
    sources=("HOUSE",),
)


def persist(work: Callable[[], Done], lost: Callable[[], Refused | None]) -> Done:
    """What `work` returns, tried again while only the moment forbids it.

    `lost` is asked when a key of the database refused the rows: why they cannot be there. Where nobody has anything of
    it any more, it is tried again. Raises what `lost` says, and whatever else `work` raises.
    """
    for turn in range(TRIES):
        try:
            return _once(work, lost)
        except _BROKEN_OFF as problem:
            if not passes(problem) or turn == TRIES - 1:
                raise
        except _GaveWay:
            pass
        sleep(_chance.random() * min(LONGEST_WAIT, 0.005 * 2**turn))
    raise Refused([BUSY])


class _GaveWay(Exception):
    """Whoever had what was wanted has it no longer."""


def _once(work: Callable[[], Done], lost: Callable[[], Refused | None]) -> Done:
    try:
        return work()
    except IntegrityError:
        taken.free_over(datetime.now(UTC))  # times may have been held for somebody who did not want them
        problem = lost()
        raise (problem or _GaveWay()) from None


def passes(problem: BaseException) -> bool:
    """Whether a database broke a transaction off for what others did at that moment."""
    cause = problem.__cause__ if isinstance(problem, DatabaseError) else problem
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate in PASSING
    return isinstance(cause, sqlite3.OperationalError) and (cause.sqlite_errorcode & 0xFF) in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )
