"""A PostgreSQL of our own that lives as long as a `with` block and is reached through a socket only.

with cluster() as url:                                          # in a test
    ...
.venv/bin/python -m tests.support.postgres COMMAND ARGUMENT...  # ENTHESIS_TEST_DATABASE is set for COMMAND
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

_START_SECONDS = 60.0
_DEBIAN = Path("/usr/lib/postgresql")  # a folder for each version in it

# Quick at the price of what a power cut would lose. A test about durability asks for `durable=True`.
_FORGETFUL = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")

# Whoever holds the other end of the pipe keeps the server alive: when the test run ends, however it ends, `read`
# returns. A server that ends by itself leaves `ended` behind, for `_wait_until_up`.
_SERVE = """
exec 3<&0
"$@" </dev/null 3<&- & server=$!
{ read -r _ <&3; kill -INT "$server" 2>/dev/null; } &
wait "$server"; echo "$?" >"$FOLDER/ended"
wait
cd /; rm -rf "$FOLDER"
"""


class NoPostgres(RuntimeError):
    """PostgreSQL's server programs are not on this machine, or the server does not start. Says what to do."""


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The address of a new server with an empty database `enthesis`; the server is gone after the block.

    `durable` keeps fsync on, so that a commit is on disk when it returns. PostgreSQL refuses to run as root: where
    the tests do, the server runs as the user `postgres` or `nobody`. About 0.7 s.

    Raises `NoPostgres` where the server cannot be had.
    """
    programs = find_programs()
    runs_as = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="ent-pg-"))  # short: the path of a socket has 107 bytes at most
    log = folder / "log"
    log.touch()
    if runs_as:
        for path in (folder, log):
            os.chown(path, runs_as["user"], runs_as["group"])
    settings = {"cwd": folder, "env": {**os.environ, "FOLDER": str(folder), "LC_ALL": "C.UTF-8"}, **runs_as}
    try:
        _run([programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"],
             settings)  # fmt: skip
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    command = [programs / "postgres", "-D", folder / "data", "-c", "listen_addresses=", "-k", folder]
    command += ["-c", "timezone=UTC", *(() if durable else _FORGETFUL)]
    with log.open("ab") as out:
        server = subprocess.Popen(
            ["/bin/sh", "-c", _SERVE, "sh", *map(str, command)],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            start_new_session=True,  # Ctrl-C is for the tests; the server ends when they do
            **settings,
        )
    try:
        admin = f"postgresql://postgres@/postgres?host={folder}"
        _wait_until_up(admin, folder)
        yield create_database(admin, "enthesis")
    finally:
        assert server.stdin is not None
        server.stdin.close()
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            raise


def create_database(address: str, name: str = "", *, like: str = "") -> str:
    """The address of a new database on the server at `address`: empty, or a copy of the one at the address `like`.

    Without `name` it gets one of its own. Nobody may be connected to what is copied.
    """
    name = name or f"t{uuid4().hex[:16]}"
    copied = sql.Identifier(str(conninfo_to_dict(like)["dbname"]) if like else "template1")
    with psycopg.connect(make_conninfo(address, dbname="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), copied))
    parts: Mapping[str, Any] = conninfo_to_dict(address)
    return f"postgresql://{parts['user']}@/{name}?host={parts['host']}"


def find_programs() -> Path:
    """The folder with `initdb` and `postgres`: of PATH, of `pg_config --bindir`, or Debian's, newest first."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    if shutil.which("pg_config"):
        said = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        folders += [Path(said)] if said else []
    folders += sorted(_DEBIAN.glob("*/bin"), key=_version, reverse=True)
    for folder in folders:
        if all(os.access(folder / program, os.X_OK) for program in ("initdb", "postgres")):
            return folder
    raise NoPostgres("PostgreSQL's server programs are not here. Run: sh bin/setup requirements-dev.txt postgres")


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


def _unprivileged() -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as.")


def _run(command: list[str | Path], settings: Mapping[str, Any]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **settings)
    if done.returncode:
        raise NoPostgres(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


def _wait_until_up(address: str, folder: Path) -> None:
    gives_up = time.monotonic() + _START_SECONDS
    while not (folder / "ended").exists() and time.monotonic() < gives_up:
        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise NoPostgres(f"PostgreSQL did not start:\n{(folder / 'log').read_text(errors='replace')}")


def main(command: list[str]) -> int:
    if not command:
        print("usage: python -m tests.support.postgres COMMAND ARGUMENT...", file=sys.stderr)
        return 2
    with cluster() as url:
        return subprocess.run(command, env={**os.environ, "ENTHESIS_TEST_DATABASE": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
