"""A clinic that lives as long as its process, and a bare connection to the same database to compare with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from enthesis.clinic.access import Operator
from enthesis.clinic.database_url import PRAGMAS
from enthesis.clinic.log import COLUMNS
from enthesis.clinic.models import Clinic, Membership, Person, Role, User
from enthesis.clinic.people import Profile, new_person

_TYPES = {
    "sqlite": ("INTEGER", "TEXT", "TEXT", "TEXT", "BLOB"),
    "postgresql": ("integer", "text", "date", "timestamptz", "bytea"),
}


def new_clinic(email: str = "clinician@clinic.example") -> tuple[Clinic, User]:
    """A clinic, and a clinician who works there."""
    clinic = Clinic.objects.create(name="Benchmark", time_zone="Europe/Berlin")
    user = User.objects.create_user(email, name="A. Rahman")
    Membership.objects.create(user=user, clinic=clinic, role=Role.CLINICIAN)
    return clinic, user


def patient(clinic: Clinic, number: int) -> Person:
    return new_person(Profile(f"Example {number}", date(1970, 5, 1)), clinic=clinic, by=Operator())


def stored_rows(course: str) -> list[tuple[Any, ...]]:
    """The rows of a course's log, as the database gives them."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM clinic_storedevent WHERE course_id = %s ORDER BY seq",
            [int(course.removeprefix("C-"))],
        )
        return [tuple(row) for row in cursor.fetchall()]


class Bare:
    """A connection of the raw driver with the same durability, and a table with the log's columns and no index more."""

    def __init__(self) -> None:
        integer, text, day, instant, binary = _TYPES[connection.vendor]
        kinds = [integer, integer, text, text, day, instant, text, text, binary, binary, binary, binary]
        table = ", ".join(f"{name} {kind}" for name, kind in zip(COLUMNS.split(", "), kinds, strict=True))
        holder = "?"
        if connection.vendor == "sqlite":
            import sqlite3

            self.raw: Any = sqlite3.connect(str(connection.settings_dict["NAME"]))
            self.raw.executescript(PRAGMAS)
        else:
            import psycopg

            self.raw = psycopg.connect(**bare_address())
            holder = "%s"
        self.raw.execute(f"CREATE TABLE bare (id {'INTEGER' if holder == '?' else 'serial'} PRIMARY KEY, {table})")
        self.raw.commit()
        self._insert = f"INSERT INTO bare ({COLUMNS}) VALUES ({', '.join([holder] * len(kinds))})"

    def rows(self, found: Iterable[Sequence[Any]]) -> list[tuple[Any, ...]]:
        """Rows in the types that the raw driver takes without conversion."""
        if connection.vendor == "postgresql":
            return [tuple(row) for row in found]
        return [tuple(value.isoformat() if isinstance(value, date) else value for value in row) for row in found]

    def one_commit_each(self, rows: Sequence[tuple[Any, ...]]) -> None:
        raw, insert = self.raw, self._insert
        for row in rows:
            raw.execute(insert, row)
            raw.commit()

    def one_commit(self, rows: Sequence[tuple[Any, ...]]) -> None:
        raw, insert = self.raw, self._insert
        for row in rows:
            raw.execute(insert, row)
        raw.commit()


def bare_address() -> dict[str, Any]:
    """The database's address in psycopg's words."""
    settings = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {name: settings[key] for key, name in names.items() if settings[key]}
