"""The real server (Granian, as `enthesis serve` starts it) for as long as a block, and what processor time it took."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg

from benchmarks.apart import ROOT, PartFailed, environment

_STARTS_WITHIN = 60.0


@contextmanager
def server(target: str, home: str, address: str) -> Iterator[tuple[int, int]]:
    """The port of a server of `target` and its first process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, target, str(port)],
        cwd=ROOT,
        env=environment(home, address),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait(port, process)
        yield port, process.pid
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # its own session: only what it started itself
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    gives_up = monotonic() + _STARTS_WITHIN
    while monotonic() < gives_up and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise PartFailed("The server did not start.")


def processor(process: int) -> float:
    """Seconds of processor time that the threads of a process and of all below it took so far, to the microsecond."""
    total, waiting = 0, [process]
    while waiting:
        each = Path("/proc") / str(waiting.pop())
        try:
            for thread in (each / "task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
                total += int((thread / "schedstat").read_text().split()[0])
        except OSError:
            continue
    return total / 1e9


def database_process(address: str) -> int:
    """The first process of the PostgreSQL server at `address`; 0 for SQLite, which has none."""
    if not address:
        return 0
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
    if row is None:
        return 0
    found = (Path("/proc") / str(row[0]) / "stat").read_text() if Path(f"/proc/{row[0]}").exists() else ""
    return int(found.rpartition(")")[2].split()[1]) if found else 0


def main(target: str, port: str) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    Granian(
        target,
        address="127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_access=False,
        websockets=False,
        factory=True,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
