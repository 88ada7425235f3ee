"""Fixtures: the database that this run is on, and clinics of their own for commands that a test starts."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.support.migrated import migrated_database, put_database
from tests.support.postgres import cluster, create_database


@pytest.fixture
def own_clinic(tmp_path: Path) -> Mapping[str, str]:
    """The environment of a clinic that exists for this test only, on the kind of database that this run is on.

    For tests that start Enthesis as a command of its own: `subprocess.run([...], env={**os.environ, **own_clinic})`.
    The database is up to date and without a row of anybody's; nothing else is in the home.
    """
    home = _home(tmp_path)
    server = os.environ.get("ENTHESIS_TEST_DATABASE", "")
    if not server:
        put_database(home)
    return {"ENTHESIS_HOME": str(home), "ENTHESIS_DATABASE": migrated_database(server) if server else ""}


@pytest.fixture
def no_clinic(tmp_path: Path) -> Mapping[str, str]:
    """The same where nobody has begun a clinic yet: the home is an empty folder, and the database is empty."""
    server = os.environ.get("ENTHESIS_TEST_DATABASE", "")
    return {"ENTHESIS_HOME": str(_home(tmp_path)), "ENTHESIS_DATABASE": create_database(server) if server else ""}


def _home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture(scope="session")
def durable_postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that syncs every commit to disk; one for each worker that asks."""
    with cluster(durable=True) as url:
        yield url
