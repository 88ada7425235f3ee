"""What the record's tests share."""

import pytest
from django.db import connection

from enthesis.clinic import triggers
from tests.clinic.making import House, house


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
