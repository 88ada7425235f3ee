"""Running one part of a benchmark in a process of its own, on a clinic that exists for that long only."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.sizes import Sizes
from tests.support.migrated import put_database

ROOT = Path(__file__).resolve().parents[1]


class PartFailed(Exception):
    """A part of a benchmark ended without figures; what it said stands on standard error."""


def environment(home: str, address: str = "") -> dict[str, str]:
    """The shell's environment with a clinic of its own, and nothing else of Enthesis in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ENTHESIS_", "DJANGO_"))}
    return {**kept, "ENTHESIS_HOME": home, "ENTHESIS_DATABASE": address}


def run(part: str, sizes: Sizes, database: str, address: str) -> list[Figure]:
    """The figures of `benchmarks.PART` on the database at `address` (SQLite where it is empty)."""
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as home:
        if not address:
            put_database(home)
        done = subprocess.run(
            [sys.executable, "-m", __name__, part, database, json.dumps(asdict(sizes))],
            cwd=ROOT,
            env=environment(home, address),
            stdout=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        raise PartFailed(f"benchmarks.{part} on {database} ended with status {done.returncode}.")
    return [Figure(**each) for each in json.loads(done.stdout)]


def main(part: str, database: str, sizes: str) -> int:
    from enthesis.clinic.start import ready

    ready()
    given = json.loads(sizes)
    chosen = Sizes(**{**given, "worklist": tuple(given["worklist"])})
    figures = importlib.import_module(f"benchmarks.{part}").measure(chosen, database)
    print(json.dumps([each.as_json() for each in figures]))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
