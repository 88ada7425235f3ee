"""`bin/test` counts honestly: a part that breaks is never a pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import suite
from tests.support.suite import Counts, Outcome

_MIXED = """
import pytest

def test_fine(): pass
def test_wrong(): assert False
@pytest.mark.skip(reason="for the count")
def test_left_out(): pass
@pytest.fixture
def broken(): raise RuntimeError
def test_never_begun(broken): pass
@pytest.fixture
def breaks_after():
    yield
    raise RuntimeError
def test_fine_but_leaves_a_mess(breaks_after): pass
"""


def _account(folder: Path, tests: str) -> str:
    (folder / "test_sample.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir=.", "--junit-xml=account.xml"]
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    subprocess.run(command, cwd=folder, env=env, check=False, capture_output=True)
    return (folder / "account.xml").read_text()


def test_every_test_of_a_run_is_counted_once(tmp_path: Path) -> None:
    """A test that passes and then leaves a mess has failed."""
    assert suite.read_counts(_account(tmp_path, _MIXED)) == Counts(passed=1, failed=3, skipped=1)


def test_a_file_that_cannot_be_read_counts_as_failed(tmp_path: Path) -> None:
    assert suite.read_counts(_account(tmp_path, "def test_(:")) == Counts(failed=1)


def test_the_last_line_adds_up_both_databases(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [
        Outcome("tests on SQLite", is_fine=True, seconds=2.0, counts=Counts(passed=7, skipped=1)),
        Outcome("tests on PostgreSQL", is_fine=True, seconds=1.0, counts=Counts(passed=3)),
    ]
    assert suite.report(outcomes) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == ["1 skipped; the reasons are above", "10 passed, 0 failed"]


def test_a_part_that_fails_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = [Outcome("types", is_fine=False, seconds=1.0), Outcome("tests", True, 1.0, Counts(passed=1))]
    assert suite.report(outcomes) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 1 failed"
