"""A backup of a clinic on PostgreSQL, put back into an empty database: by pg_dump and pg_restore, keys apart."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from enthesis.clinic import backup as backing
from enthesis.clinic.backup import NotBackedUp, backup
from enthesis.clinic.database_url import database
from tests.clinic.test_backup import MAKE, typed
from tests.support.postgres import cluster, create_database

pytestmark = pytest.mark.once


def chain(address: str) -> list[tuple[object, ...]]:
    """Every event with its place in the chain, as the database holds it."""
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT course_id, seq, digest FROM clinic_storedevent ORDER BY 1, 2").fetchall()


def test_the_round_trip_on_postgresql(tmp_path: Path) -> None:
    old, new, file = tmp_path / "old", tmp_path / "new", tmp_path / "copy.tar.gz"
    with cluster() as first:
        second = create_database(first)
        both = {"DJANGO_SETTINGS_MODULE": "enthesis.clinic.settings"}
        here = {"ENTHESIS_HOME": str(old), "ENTHESIS_DATABASE": first, **both}
        there = {"ENTHESIS_HOME": str(new), "ENTHESIS_DATABASE": second, **both}
        subprocess.run([sys.executable, "-c", MAKE], env={**os.environ, **here}, check=True)
        made = typed(here, "backup", str(file), "--json")
        assert made.returncode == 0, made.stderr
        assert json.loads(made.stdout)["database"] == "postgresql"
        new.mkdir()
        shutil.copy(old / "master-key", new / "master-key")
        back = typed(there, "restore", str(file))
        assert back.returncode == 0, back.stderr
        assert "Every chain is whole." in back.stdout
        assert chain(second) == chain(first) != []
        again = typed(there, "restore", str(file))
        assert again.returncode == 2, "nothing is put over a clinic that is there"
        assert "that it is empty" in again.stderr


def test_without_the_programs_of_postgresql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing.shutil, "which", lambda program: None)
    with pytest.raises(NotBackedUp, match=r"pg_dump is not on this machine\. Install the client"):
        backup(tmp_path / "copy.tar.gz", database("postgresql://enthesis@localhost/clinic", tmp_path), None)
    assert list(tmp_path.iterdir()) == []
