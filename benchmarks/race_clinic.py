"""What the races are about: a clinic with resources, courses that book visits, and bare tables with the same rows."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import psycopg
from django.db import connection

from benchmarks.clinic import bare_address, new_clinic, patient
from enthesis.clinic import resources
from enthesis.clinic.database_url import PRAGMAS
from enthesis.clinic.door import new_id, start_course
from enthesis.clinic.log import COLUMNS
from enthesis.clinic.models import Clinic, User
from enthesis.clinic.resources import Described
from enthesis.clinic.taken import STEP_COLUMNS, TIME_COLUMNS, VISIT_COLUMNS
from enthesis.pathway import events as e
from enthesis.pathway.protocol.library import latest

FIRST = date(2027, 1, 4)  # a Monday; all that is booked is ahead
ALL_DAY = (((time(0), time(0)),),) * 7
KINDS = ("clinician", "room", "device")
PROTOCOL = "nutura-back"
TODAY = datetime.now(UTC).date()
TABLES = (
    ("clinic_storedevent", tuple(COLUMNS.split(", "))),
    ("clinic_bookedvisit", VISIT_COLUMNS),
    ("clinic_bookedtime", TIME_COLUMNS),
    ("clinic_takenstep", STEP_COLUMNS),
)
TAKEN = (sqlite3.IntegrityError, psycopg.errors.UniqueViolation)

Row = tuple[Any, ...]


def make(each: int) -> tuple[Clinic, User]:
    """A clinic with so many clinicians, rooms and devices, and a clinician's account that books."""
    clinic, user = new_clinic()
    for kind in KINDS:
        for number in range(each):
            resources.add(clinic, Described(f"{kind} {number}", kind, hours=ALL_DAY))
    return clinic, user


def course(clinic: Clinic, number: int, by: User) -> str:
    """The number of a new course, of a patient of its own."""
    started = e.CourseStarted(
        id=new_id(), happened_on=TODAY, protocol=PROTOCOL, version=latest()[PROTOCOL].version, problem="back pain"
    )
    return start_course([started], person=patient(clinic, number), by=by).number


def at(day: int, step: int) -> datetime:
    """The instant of a step of five minutes, so many days after the first."""
    return datetime.combine(FIRST, time(0), UTC) + timedelta(days=day, minutes=5 * step)


def visit(key: str, starts: datetime, names: Sequence[str], minutes: int = 45) -> e.VisitBooked:
    """Forty-five minutes of some resources, with their buffers: twelve steps of each."""
    return e.VisitBooked(
        id=key,
        happened_on=TODAY,
        visit=key,
        activity="imaging",
        starts=starts,
        minutes=minutes,
        resources=tuple(names),
        buffer_before=5,
        buffer_after=10,
    )


class BareBooking:
    """The rows of one booking, inserted in one transaction by the raw driver under the same keys, and nothing else."""

    def __init__(self) -> None:
        self.holder = "?"
        if connection.vendor == "sqlite":
            self.raw: Any = sqlite3.connect(
                str(connection.settings_dict["NAME"]), timeout=20, isolation_level=None, check_same_thread=False
            )
            self.raw.executescript(PRAGMAS)
            self._begin = "BEGIN IMMEDIATE"
        else:
            self.raw = psycopg.connect(**bare_address(), autocommit=True, prepare_threshold=1)
            self.holder, self._begin = "%s", "BEGIN"
        self._inserts = [
            f"INSERT INTO {bare(table)} ({', '.join(names)}) VALUES ({', '.join([self.holder] * len(names))})"
            for table, names in TABLES
        ]

    def book(self, rows: Sequence[Sequence[Row]]) -> bool:
        """One transaction; False: somebody has one of the steps."""
        cursor = self.raw.cursor()
        cursor.execute(self._begin)
        try:
            for insert, some in zip(self._inserts, rows, strict=True):
                cursor.executemany(insert, some)
        except TAKEN:
            cursor.execute("ROLLBACK")
            return False
        cursor.execute("COMMIT")
        return True

    def close(self) -> None:
        self.raw.close()


def bare(table: str) -> str:
    return table.replace("clinic_", "bare_")


def make_bare_tables() -> None:
    """Tables with the same columns and keys as those that a booking writes, and no other index."""
    keys = {"storedevent": "course_id, seq", "bookedvisit": "course_id, visit", "takenstep": "resource_id, step"}
    keys["bookedtime"] = "course_id, visit, resource_id"
    with connection.cursor() as cursor:
        for table, names in TABLES:
            cursor.execute(f"CREATE TABLE {bare(table)} AS SELECT {', '.join(names)} FROM {table} WHERE 1 = 0")
            key = keys[table.removeprefix("clinic_")]
            cursor.execute(f"CREATE UNIQUE INDEX {bare(table)}_key ON {bare(table)} ({key})")


def rows_of(course_key: int) -> list[list[Row]]:
    """What a course's last booking wrote, as the raw driver takes it."""
    found = []
    with connection.cursor() as cursor:
        for table, names in TABLES:
            query = f"SELECT {', '.join(names)} FROM {table} WHERE course_id = %s"
            if "visit" in names:
                newest = "(SELECT max(visit) FROM clinic_bookedvisit WHERE course_id = %s)"
                cursor.execute(f"{query} AND visit = {newest}", [course_key, course_key])
            else:
                cursor.execute(f"{query} ORDER BY seq DESC LIMIT 1", [course_key])
            found.append([tuple(map(_plain, row)) for row in cursor.fetchall()])
    return found


def moved(rows: Sequence[Sequence[Row]], client: int, number: int, shift: int) -> list[list[Row]]:
    """The same rows for another client's booking, at another time: so many steps later."""
    event, visits, times, steps = rows
    name = f"{client:04d}-{number:08d}"
    course_key = 1_000_000 + client
    return [
        [(course_key, number, name, *row[3:]) for row in event],
        [(row[0], course_key, name, *row[3:]) for row in visits],
        [(row[0], course_key, name, row[3], row[4] + shift, row[5] + shift) for row in times],
        [(row[0], row[1] + shift, course_key, name) for row in steps],
    ]


def _plain(value: Any) -> Any:
    if connection.vendor == "sqlite" and isinstance(value, datetime | date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value
