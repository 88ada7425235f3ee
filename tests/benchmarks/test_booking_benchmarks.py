"""The benchmarks of booking run and say what docs/benchmarks.md says they say. How fast anything is, no test asks."""

import json
from pathlib import Path

from benchmarks import races, sequences
from benchmarks.figure import Figure
from benchmarks.sizes import Sizes
from tests.benchmarks.test_benchmarks import run

PAGE = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
BOOKING = {"best_series_p95": "<= 50", "start_days": "<= 150", "same_cost_as_cp_sat": ">= 1", "cp_sat_time": ">= 50"}
SEQUENCES = {"broken_promises": "<= 0", "sequences_rows_that_differ": "<= 0"}


def explained(name: str, bar: str) -> bool:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{name}`")]
    return f"`{bar}`" in row


def test_every_figure_with_a_bar_is_explained() -> None:
    bars = {name: str(bar) for _, of_part in races.ON_DATABASES.values() for name, (_, bar) in of_part.items()}
    for name, bar in (bars | BOOKING | SEQUENCES).items():
        assert explained(name, bar), name


def test_a_few_sequences_are_run_and_told() -> None:
    done = run("sequences", "--json", "--sequences", "6")
    told = {each["figure"]: each for each in json.loads(done.stdout)}
    assert {name: each["bar"] for name, each in told.items()} == SEQUENCES
    assert all(each["value"] == 0 for each in told.values())
    assert done.returncode == 0


def test_the_parts_of_the_races_are_those_that_can_be_named() -> None:
    assert list(races.parts()) == list(races.ON_DATABASES)
    assert list(sequences.parts()) == ["walks"]


def test_finding_a_series_is_timed_from_the_clinics_own_tables() -> None:
    from benchmarks import apart

    (found,) = apart.run("find_series", Sizes(series=4), "sqlite", "")
    assert isinstance(found, Figure)
    assert (found.figure, found.bar) == ("best_series_p95", "<= 50")
    assert "read from the clinic's own tables on sqlite" in found.says
