"""The database itself refuses to change what was written."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from enthesis.clinic import triggers
from enthesis.clinic.audit.models import Shown
from enthesis.clinic.frontdesk.models import PersonMerge
from enthesis.clinic.models import (
    ClinicDecision,
    Confirmation,
    EmergencyOpening,
    EmergencyReview,
    LoadedText,
    Look,
    PriceListVersion,
    ProtocolCopy,
    Restriction,
    StoredEvent,
    TextTurn,
)
from tests.clinic.making import House, diary, start

TABLES = list(triggers.APPEND_ONLY)


@pytest.fixture
def rows(north: House) -> None:
    start(north, diary(1))
    Look.objects.create(at=datetime.now(UTC), who="U-1", what="open-course", allowed=True)
    Shown.objects.create(at=datetime.now(UTC), who="U-1", what="worklist", whom=" C1 ")
    made = {"made_at": datetime.now(UTC), "made_by": "U-1"}
    ProtocolCopy.objects.create(clinic=north.clinic, protocol="p", version="1", text="...", **made)
    PriceListVersion.objects.create(clinic=north.clinic, version="1", text="...", **made)
    text = LoadedText.objects.create(clinic=north.clinic, instrument="peg", version="1", language="en", **made)
    TextTurn.objects.create(clinic=north.clinic, text=text, in_use=True, **made)
    ClinicDecision.objects.create(clinic=north.clinic, name="on-call", value="U-1", since=made["made_at"], **made)
    Confirmation.objects.create(clinic=north.clinic, entry="triage:T02", version="1", digest="", confirmed=True, **made)
    held = {"clinic": north.clinic, "person": north.person, "sealed": b"-"}
    PersonMerge.objects.create(**held, into=None, mark=b"-", **made)
    Restriction.objects.create(**held, accounts=" U-1 ", mark=b"-", **made)
    opened = EmergencyOpening.objects.create(**held, who="U-1", at=made["made_at"], until=made["made_at"])
    EmergencyReview.objects.create(opening=opened, who="U-2", at=made["made_at"])
    connection.check_constraints()  # or PostgreSQL would refuse TRUNCATE for what is still to be checked


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as problem:
        return "append-only" in str(problem)
    return False


@pytest.mark.parametrize("table", TABLES)
def test_update_and_delete_are_refused(rows: None, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        before = cursor.fetchall()
        column = cursor.description[-1][0]
    assert before
    assert refused(f"UPDATE {table} SET {column} = {column}")
    assert refused(f"DELETE FROM {table}")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        assert cursor.fetchall() == before


@pytest.mark.parametrize("table", TABLES)
def test_truncate_is_refused(rows: None, table: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE without a condition is tested above")
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_a_row_takes_no_other_rows_place(rows: None, table: str) -> None:
    """INSERT OR REPLACE would remove the old row without asking a DELETE trigger."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has no INSERT OR REPLACE; its ON CONFLICT DO UPDATE is tested below")
    assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


def test_on_conflict_do_update_is_refused(rows: None) -> None:
    columns = "at, who, what, allowed, why"
    statement = f"INSERT INTO clinic_look (id, {columns}) SELECT id, {columns} FROM clinic_look WHERE true"
    assert refused(f"{statement} ON CONFLICT (id) DO UPDATE SET who = 'nobody'")


def test_the_orm_is_refused_too(rows: None) -> None:
    event = StoredEvent.objects.first()
    assert event is not None
    event.payload = "{}"
    with pytest.raises(DatabaseError), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredEvent.objects.all().delete()
