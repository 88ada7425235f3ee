"""What the record's tests share."""

from collections.abc import Iterator

import pytest
from django.db import connection

from enthesis.clinic import keys, known, triggers
from tests.clinic.making import House, house


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Iterator[None]:
    """No test profits from what another one left in memory."""
    known.forget()
    keys.forget()
    yield
    known.forget()


@pytest.fixture
def north(db: None) -> House:
    return house("Northside")


@pytest.fixture
def south(db: None) -> House:
    return house("Southside", "America/New_York")


@pytest.fixture
def unguarded(db: None) -> None:
    """The database without the triggers that guard the log, as for somebody who owns it and tampers."""
    with connection.cursor() as cursor:
        for statement in triggers.drop(connection.vendor):
            cursor.execute(statement)
