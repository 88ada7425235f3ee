"""`bin/mutants` counts honestly: a change that no test notices is a survivor; only what a test noticed is killed."""

from pathlib import Path

import pytest

from tests.support import mutants
from tests.support.mutants import Tally

# Three functions: one whose test looks away from the boundary, one that is held, one that no test runs.
_CODE = """
def is_over(mg, limit):
    return mg > limit

def left(mg, limit):
    return limit - mg

def double(mg):
    return mg + mg
"""
_TESTS = """
from enthesis.pathway.dosing.limit import is_over, left

def test_above_is_over():
    assert is_over(301, 300)

def test_below_is_not():
    assert not is_over(299, 300)

def test_what_is_left():
    assert left(100, 300) == 200
"""
_SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/enthesis/pathway/dosing/*"]
pytest_add_cli_args_test_selection = ["tests/pathway/test_dosing_limit.py"]
pytest_add_cli_args = ["--import-mode=importlib", "--noconftest", "-p", "tests.support.mutation"]
use_git_change_detection = false
"""


def _plant(root: Path) -> None:
    support = Path(mutants.__file__).parent
    for path, text in {
        "pyproject.toml": _SETTINGS,
        "src/enthesis/pathway/dosing/limit.py": _CODE,
        "tests/pathway/test_dosing_limit.py": _TESTS,
        **{
            f"tests/support/{name}": (support / name).read_text()
            for name in ("mutants.py", "mutant_trials.py", "mutation.py")
        },
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for package in ("src/enthesis", "src/enthesis/pathway", "src/enthesis/pathway/dosing", "tests", "tests/support"):
        (root / package / "__init__.py").touch()


def test_a_planted_survivor_is_counted_and_falls_once_it_is_tested(tmp_path: Path) -> None:
    _plant(tmp_path)
    assert mutants.check("dosing", children=1, root=tmp_path) == Tally(
        killed=1, survived=1, timeout=0, untested=1, other=0
    )
    with (tmp_path / "tests/pathway/test_dosing_limit.py").open("a") as tests:
        tests.write("\ndef test_at_the_limit_is_not_over():\n    assert not is_over(300, 300)\n")
    assert mutants.check("dosing", children=1, again=True, root=tmp_path) == Tally(
        killed=2, survived=0, timeout=0, untested=1, other=0
    )


def test_only_what_a_test_noticed_is_killed(capsys: pytest.CaptureFixture[str]) -> None:
    counted = mutants.tally(
        ["killed"] * 899 + ["survived"] * 60 + ["timeout"] * 30 + ["no tests"] * 7 + ["segfault"] * 4
    )
    assert counted == Tally(killed=899, survived=60, timeout=30, untested=7, other=4)
    assert not counted.is_enough
    assert mutants.report({"dosing": counted}) == 1
    assert "total 1000  rate 89.9 %  UNDER 90 %" in capsys.readouterr().out


def test_ninety_per_cent_in_each_room_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    enough, none = Tally(900, 100, 0, 0, 0), Tally(0, 0, 0, 0, 0)
    assert mutants.report({"dosing": enough, "triage": enough}) == 0
    assert capsys.readouterr().out.count("rate 90.0 %  fine") == 2
    assert mutants.report({"dosing": enough, "triage": none}) == 1


def test_what_the_tool_leaves_alone_is_said(tmp_path: Path) -> None:
    (tmp_path / "values.py").write_text("@cache\ndef a(): ...\n\n@staticmethod\ndef b(): ...\n\ndef c(): ...\n")
    assert mutants.untouched(tmp_path) == (1, 3)
