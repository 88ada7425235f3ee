"""The benchmarks run and say what docs/benchmarks.md says they say. How fast anything is, no test asks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.figure import Figure, as_json, as_table, at_least, at_most, figure, not_measured
from tests.support.postgres import NoPostgres, find_programs

ROOT = Path(__file__).parents[2]
SHAPE = ["figure", "value", "unit", "bar", "holds", "says"]
TINY = [
    *("--repetitions", "1", "--record-courses", "1", "--many-courses", "3", "--worklist", "110,120"),
    *("--import-courses", "2", "--engine-courses", "2", "--pages", "3"),
]
ON_EACH_DATABASE = {
    "record_one_course": ">= 0.5",
    "record_many_courses": ">= 0.5",
    "record_cold": None,
    "worklist": "<= 3",
    "worklist_growth": "<= 2",
    "worklist_nothing_due": None,
    "worklist_page": None,
    "import": "<= 4",
    "import_vs_one_commit_a_course": None,
}
ELSEWHERE = {
    "fold_agenda_vs_json": "<= 3",
    "fold_agenda": None,
    "server_memory": "<= 250",
    "server_memory_highest": None,
    "spiffworkflow_vs_ours": ">= 50",
    "spiffworkflow_vs_ours_small_protocol": None,
}


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if not name.startswith("ENTHESIS_")},
        capture_output=True,
        text=True,
        check=False,
    )


def measured(*arguments: str) -> dict[str, dict[str, object]]:
    done = run("course", "--json", *TINY, *arguments)
    assert done.returncode in (0, 1), done.stderr
    figures = json.loads(done.stdout)
    assert all(list(each) == SHAPE for each in figures)
    assert done.returncode == (0 if all(each["holds"] is not False for each in figures) else 1)
    return {each["figure"]: each for each in figures}


def bars(figures: dict[str, dict[str, object]]) -> dict[str, object]:
    for each in figures.values():
        assert each["says"]
        assert (each["holds"] is None) == (each["bar"] is None)
    return {name: each["bar"] for name, each in figures.items()}


def test_what_is_measured_without_a_database():
    figures = measured("--only", "fold", "--only", "engine")
    assert bars(figures) == {name: bar for name, bar in ELSEWHERE.items() if not name.startswith("server")}
    assert all(isinstance(each["value"], float) for each in figures.values())


def test_what_is_measured_on_both_databases():
    figures = measured("--only", "record", "--only", "worklist", "--only", "import")
    sqlite = {f"{name}_sqlite": bar for name, bar in ON_EACH_DATABASE.items()}
    both = {f"{name}_postgresql": bar for name, bar in ON_EACH_DATABASE.items()}
    try:
        find_programs()
    except NoPostgres:
        both = {name: bar for name, bar in both.items() if bar}
        assert all(figures[name]["holds"] is False for name in both)
    assert bars(figures) == sqlite | both
    assert all(isinstance(figures[name]["value"], float) for name in sqlite)


def test_the_memory_of_the_real_server():
    figures = measured("--only", "memory")
    assert bars(figures) == {name: bar for name, bar in ELSEWHERE.items() if name.startswith("server")}
    assert "as patient" in str(figures["server_memory"]["says"])


def test_every_figure_is_explained():
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for name, bar in (ON_EACH_DATABASE | ELSEWHERE).items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}`")]
        assert (f"`{bar}`" if bar else "| - |") in row


@pytest.mark.parametrize(
    ("bar", "value", "holds"),
    [
        (at_most(3), 3.0, True),
        (at_most(3), 3.0001, False),
        (at_least(0.5), 0.5, True),
        (at_least(0.5), 0.4999, False),
    ],
)
def test_a_bar_is_held_against_the_unrounded_figure(bar, value, holds):
    assert figure("some", value, "ratio", "says", bar).holds is holds


def test_what_was_not_measured_does_not_hold():
    missing = not_measured("some", "ratio", "there is no server", at_most(3))
    assert (missing.value, missing.holds) == (None, False)


def test_the_table_for_people_says_which_bar_does_not_hold():
    figures = [figure("quick", 2.0, "ratio", "a / b", at_most(3)), figure("slow", 4.0, "ratio", "c / d", at_most(3))]
    text = as_table([*figures, Figure("plain", 1.5, "ms", None, None, "e")])
    assert "quick" in text
    assert "DOES NOT HOLD" in next(line for line in text.splitlines() if line.startswith("slow"))
    assert text.endswith("1 of 2 bars hold.")
    assert [each["figure"] for each in json.loads(as_json(figures))] == ["quick", "slow"]


@pytest.mark.parametrize(
    "wrong",
    [["nothing"], ["course", "--only", "nothing"], ["course", "--worklist", "20,10"], ["course", "--repetitions", "0"]],
)
def test_bad_input_is_told_in_a_sentence(wrong):
    done = run(*wrong)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("python -m benchmarks: error: ")
