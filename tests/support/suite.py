"""Everything that must hold before a change lands: `bin/test`. Style, types and the like run beside the first tests.

A part that fails does not stop the others. The last line adds up the tests of both databases, and the exit status is 0
only if every part is fine.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import environ
from pathlib import Path
from xml.etree import ElementTree

from tests.support import migrated
from tests.support.postgres import NoPostgres, cluster

ROOT = Path(__file__).resolve().parents[2]
TOOLS = Path(sys.executable).parent

_NO_TESTS = 5  # pytest's exit status where nothing was selected

# Hundreds of tests start a process: each would compile every library anew where the shell forbids to keep what it did.
_ENVIRONMENT = {name: value for name, value in environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tests of a run passed, failed (or broke) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one part."""

    part: str
    is_fine: bool
    seconds: float
    counts: Counts = Counts()


def main(arguments: Sequence[str]) -> int:
    outcomes = [
        _check(
            "set-up", ("sh", "bin/setup", "requirements-dev.txt", "browser", "headless?", "pdf", "postgres", "spark")
        )
    ]
    with ThreadPoolExecutor(max_workers=1) as beside:  # one processor of two would have nothing to do meanwhile
        checked = [beside.submit(_check, part, command) for part, command in _checks().items() if not arguments]
        tested = _sqlite(arguments)
        outcomes += [each.result() for each in checked]
    return report([*outcomes, tested, _postgres(arguments)])


def _checks() -> Mapping[str, Sequence[str]]:
    return {
        "style": (str(TOOLS / "ruff"), "check", "."),
        "format": (str(TOOLS / "ruff"), "format", "--check", "--diff", "-q", "."),
        "types": (sys.executable, "-m", "mypy"),
        "arrows": (str(TOOLS / "lint-imports"), "--no-logo"),
        "manual": (sys.executable, "-m", "tests.spec.manual", "--check"),
        "knowledge": (str(TOOLS / "enthesis"), "knowledge", "check"),
    }


def _check(part: str, command: Sequence[str]) -> Outcome:
    """What it says is printed once it is done, in one piece: tests may be running and printing meanwhile."""
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=_ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    print(f"\n== {part}\n{done.stdout}", end="", flush=True)
    return Outcome(part, done.returncode == 0, time.monotonic() - started)


def _sqlite(arguments: Sequence[str]) -> Outcome:
    return _pytest("tests on SQLite", arguments, {"ENTHESIS_TEST_DATABASE": ""}, fine={0})


def _postgres(arguments: Sequence[str]) -> Outcome:
    part, started = "tests on PostgreSQL", time.monotonic()
    try:
        with cluster() as url:
            chosen = ["-m", "both_databases", *(arguments or marked_files())]
            return _pytest(part, chosen, {"ENTHESIS_TEST_DATABASE": url}, fine={0, _NO_TESTS})
    except NoPostgres as missing:
        print(missing)
        return Outcome(part, is_fine=False, seconds=time.monotonic() - started)


def marked_files() -> list[str]:
    """Where the tests for both databases are: to read the other files would take each worker 10 s."""
    return [
        str(file.relative_to(ROOT))
        for file in sorted(ROOT.joinpath("tests").rglob("test_*.py"))
        if file.is_relative_to(ROOT / "tests/clinic") or "both_databases" in file.read_text(encoding="utf-8")
    ]


def _pytest(part: str, arguments: Sequence[str], env: Mapping[str, str], fine: set[int]) -> Outcome:
    _head(part)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="enthesis-suite-") as folder:
        account = Path(folder) / "account.xml"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "2",
            "--dist",
            "worksteal",
            "-rs",
            "--rerun-show-tracebacks",
            "--max-suite-reruns=4",  # of those with a browser (tests/conftest.py): more than that is no accident
            "--durations=30",
            f"--junit-xml={account}",
        ]
        around = {**_ENVIRONMENT, migrated.FOLDER: folder, **env}
        status = subprocess.run([*command, *arguments], cwd=ROOT, env=around, check=False).returncode
        is_fine = status in fine
        counts = read_counts(account.read_text()) if account.exists() else Counts()
    return Outcome(part, is_fine, time.monotonic() - started, counts)


def read_counts(account: str) -> Counts:
    """The counts in a JUnit account, as pytest writes it. What broke before or after a test counts as failed."""
    total = Counts()
    for suite in ElementTree.fromstring(account).iter("testsuite"):
        tests, failures, errors, skipped = (int(suite.get(n, 0)) for n in ("tests", "failures", "errors", "skipped"))
        total += Counts(tests - failures - errors - skipped, failures + errors, skipped)
    return total


def _head(part: str) -> None:
    print(f"\n== {part}", flush=True)


def report(outcomes: Sequence[Outcome]) -> int:
    """Prints what became of each part and, in the last line, the sum; a check that is not fine counts as one failure.

    The exit status of the whole: 0 only if every part is fine.
    """
    print()
    for outcome in outcomes:
        print(f"{outcome.part:<20} {outcome.seconds:7.1f} s  {'fine' if outcome.is_fine else 'FAILED'}")
    total = sum((outcome.counts for outcome in outcomes), Counts())
    total += Counts(failed=sum(not outcome.is_fine and not outcome.counts.failed for outcome in outcomes))
    if total.skipped:
        print(f"{total.skipped} skipped; the reasons are above")
    print(f"{total.passed} passed, {total.failed} failed")
    return 0 if all(outcome.is_fine for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
