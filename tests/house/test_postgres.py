"""The throwaway PostgreSQL is there while it is needed, and never after."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.support import postgres
from tests.support.postgres import NoPostgres, cluster, create_database

_ROOT = Path(__file__).parents[2]
_HOLD = """
import time
from tests.support.postgres import cluster
with cluster() as url:
    print(url, flush=True)
    time.sleep(60)
"""


def test_a_server_of_our_own_for_as_long_as_the_block() -> None:
    with cluster() as url:
        folder = _folder(url)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_database(), current_setting('listen_addresses')").fetchone() == (
                "enthesis",
                "",
            )
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
        first, second = create_database(url), create_database(url)
        with psycopg.connect(first) as connection:
            connection.execute("CREATE TABLE only_here (n int)")
        with psycopg.connect(second) as connection:
            assert connection.execute("SELECT to_regclass('only_here')").fetchone() == (None,)
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


def test_a_durable_server_syncs_each_commit(durable_postgres: str) -> None:
    with psycopg.connect(durable_postgres) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute("SELECT current_setting(%s)", [setting]).fetchone() == ("on",)


def test_the_server_ends_with_a_test_run_that_is_killed() -> None:
    run = subprocess.Popen([sys.executable, "-c", _HOLD], cwd=_ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    folder = _folder(run.stdout.readline().strip())
    assert folder.exists()
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdout.close()
    gives_up = time.monotonic() + 20
    while folder.exists() and time.monotonic() < gives_up:
        time.sleep(0.05)
    assert not folder.exists()


def test_a_server_that_does_not_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "_FORGETFUL", ("-c", "shared_buffers=none"))
    with pytest.raises(NoPostgres, match="shared_buffers"), cluster():
        pass


def test_missing_server_programs_are_told_with_the_way_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path)
    with pytest.raises(NoPostgres, match=r"sh bin/setup requirements-dev\.txt postgres"):
        postgres.find_programs()


def test_programs_are_found_where_pg_config_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    programs = tmp_path / "somewhere" / "bin"
    programs.mkdir(parents=True)
    for path in (programs / "initdb", programs / "postgres"):
        _script(path, "exit 0")
    _script(tmp_path / "pg_config", f"echo {programs}")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    monkeypatch.setattr(postgres, "_DEBIAN", tmp_path)
    assert postgres.find_programs() == programs


def _script(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def _folder(url: str) -> Path:
    return Path(str(conninfo_to_dict(url)["host"]))
