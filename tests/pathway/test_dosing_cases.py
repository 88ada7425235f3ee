"""The 43 worked and refused cases of the dosing page, each figure to its last digit, through the core and the door."""

import argparse
import csv
import io
import json
import sys
from pathlib import Path

import pytest

from enthesis.cli import mix
from enthesis.pathway.dosing import answer_case

CASES = Path(__file__).parents[1] / "data" / "dosing_cases.csv"
ROWS = list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines()))
FIGURES = [
    name.removeprefix("expect_")
    for name in ROWS[0]
    if name.startswith("expect_") and name not in ("expect_decision", "expect_reason")
]


def asked(row: dict[str, str]) -> dict[str, str]:
    return {
        name: value for name, value in row.items() if not name.startswith("expect_") and name not in ("source", "note")
    }


def test_all_cases_are_here() -> None:
    assert len(ROWS) == 43
    assert len(FIGURES) == 10


@pytest.mark.parametrize("row", ROWS, ids=[row["case_id"] for row in ROWS])
def test_a_worked_case(row: dict[str, str]) -> None:
    found = answer_case(asked(row))
    assert found.decision == row["expect_decision"]
    assert found.reasons == [code for code in row["expect_reason"].split(";") if code]
    assert dict(found.figures) == {name: row[f"expect_{name}"] for name in FIGURES}
    assert (found.draw is None) == (found.decision == "refuse")
    assert found.unknown == ()


def test_the_door_answers_all_of_them_in_order(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = io.TextIOWrapper(io.BytesIO(json.dumps([asked(row) for row in ROWS]).encode()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", typed)
    parser = argparse.ArgumentParser()
    mix.register(parser.add_subparsers())
    args = parser.parse_args(["mix", "--json", "-"])
    assert args.run(args) == 0
    answers = json.loads(capsys.readouterr().out)
    assert [one["case_id"] for one in answers] == [row["case_id"] for row in ROWS]
    assert [one["decision"] for one in answers] == [row["expect_decision"] for row in ROWS]
    assert [";".join(one["reasons"]) for one in answers] == [row["expect_reason"] for row in ROWS]
    assert all(set(one["figures"]) == set(FIGURES) for one in answers)


def test_fields_that_the_door_does_not_know_are_named_and_change_nothing() -> None:
    row = ROWS[2]
    with_more = answer_case(row | {"colour": "red"})
    assert set(with_more.unknown) == {*(f"expect_{name}" for name in FIGURES), "expect_decision", "expect_reason"} | {
        "source",
        "note",
        "colour",
    }
    assert (with_more.decision, with_more.figures) == (row["expect_decision"], answer_case(asked(row)).figures)
