"""Copies of a database that was brought up to date once: doing that to an empty one takes seconds each time."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from functools import cache
from hashlib import sha256
from pathlib import Path

from tests.support.postgres import create_database

FOLDER = "TESTS_MIGRATED"  # an environment variable: the folder in which all processes of a run share them
_FILE = "clinic.sqlite3"


def put_database(home: Path | str) -> None:
    """Put an SQLite database without a row of anybody's into the folder of a clinic that is to begin there."""
    shutil.copy(_sqlite(), Path(home) / _FILE)


def migrated_database(server: str) -> str:
    """The address of such a database on the PostgreSQL server at `server`, for the caller alone."""
    return create_database(server, like=_postgres(server))


@cache
def _sqlite() -> Path:
    with _one_at_a_time() as folder:
        if not (folder / _FILE).exists():
            with tempfile.TemporaryDirectory(dir=folder) as home:
                _bring_up_to_date(Path(home), "")
                (Path(home) / _FILE).rename(folder / _FILE)
        return folder / _FILE


@cache
def _postgres(server: str) -> str:
    with _one_at_a_time() as folder:
        made = folder / sha256(server.encode()).hexdigest()
        if not made.exists():
            address = create_database(server)
            with tempfile.TemporaryDirectory(dir=folder) as home:
                _bring_up_to_date(Path(home), address)
            made.write_text(address, encoding="utf-8")
        return made.read_text(encoding="utf-8")


@contextmanager
def _one_at_a_time() -> Iterator[Path]:
    """The folder of what was made: of the whole run of the tests where that has one, else of this process."""
    with (folder := _folder()).joinpath("lock").open("w") as lock:
        flock(lock, LOCK_EX)
        yield folder


@cache
def _folder() -> Path:
    if FOLDER in os.environ:
        return Path(os.environ[FOLDER])
    folder = Path(tempfile.mkdtemp(prefix="enthesis-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _bring_up_to_date(home: Path, address: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ENTHESIS_", "DJANGO_"))}
    subprocess.run(
        [sys.executable, "-c", "from enthesis.clinic.start import ready; ready()"],
        env={**kept, "ENTHESIS_HOME": str(home), "ENTHESIS_DATABASE": address},
        check=True,
    )
