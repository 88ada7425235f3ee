"""`enthesis score`, at the machine door and at the prompt."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli import score as command


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["score", *words])
    status: int = args.run(args)
    return status


def at_door(tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: Any) -> tuple[int, Any]:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    status = run("--json", str(file))
    return status, json.loads(capsys.readouterr().out)


def test_a_bad_case_is_answered_with_its_error_and_the_others_are_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [
        {"instrument": "peg", "input": {"items": [7, 6, 8]}, "colour": "red"},
        {"instrument": "pegg", "input": {"items": [7, 6, 8]}},
        {"instrument": "peg", "input": {"items": [7, "six", 8]}},
        {"instrument": "peg", "input": {"baseline": {"items": [7, 6, 8]}}},
        {"instrument": "peg"},
        {"input": {"value": 3}},
        7,
    ]
    status, said = at_door(tmp_path, capsys, cases)
    assert status == 2
    assert said[0]["score"] == 7
    assert said[0]["unknown"] == ["colour"]
    fields = [entry["error"]["field"] for entry in said[1:]]
    assert fields == ["instrument", "input.items[1]", "input.now", "input", "instrument", ""]
    assert all(set(entry["error"]) == {"code", "field", "says", "remedy"} for entry in said[1:])


def test_unknown_fields_are_named_and_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = {"instrument": "psfs", "input": {"items": [3, 4, 2]}}
    extra = {"instrument": "psfs", "input": {"items": [3, 4, 2], "rule_version": "derived", "side": "left"}}
    status, (first, second) = at_door(tmp_path, capsys, [plain, extra])
    assert status == 0
    assert second.pop("unknown") == ["input.side", "input.rule_version"]
    assert first == second


def test_a_change_names_every_threshold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"instrument": "odi", "input": {"baseline": {"score": 46}, "now": {"score": 30}}}
    status, said = at_door(tmp_path, capsys, case)
    assert status == 0
    assert (said["improvement"], said["percent"], said["change_reliable"]) == (16, 34.8, True)
    assert said["reached"] == {
        "mic_10_points": True,
        "mic_30_percent": True,
        "anchor_12_points": True,
        "predictor_15_points": True,
    }
    assert [entry["reached"] for entry in said["thresholds"]] == [True] * 4
    assert [entry["code"] for entry in said["reasons"]] == list(said["reached"])


def test_a_form_that_cannot_be_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"instrument": "peg", "input": {"baseline": {"items": [1, 2, None]}, "now": {"items": [1, 2, 3]}}}
    status, said = at_door(tmp_path, capsys, case)
    assert status == 0
    assert said["no_score"]
    assert (said["answered"], said["of"]) == (2, 3)


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        ([], 0, "promis_pf_4a"),
        (["peg", "7", "6", "8"], 0, "7 (3 of 3 answered)"),
        (["peg", "7", "-", "8"], 1, "2 of 3 answered"),
        (["pgic", "much", "improved"], 0, "moderate benefit"),
        (["nrs_pain", "4"], 0, "4 (1 of 1 answered)"),
        (["koos", "3", "4", "-", "-", "--scale", "qol", "--rule", "1998"], 0, "12.5"),
        (["odi"], 0, "15 points (VA2018)"),
        (["peg", "7", "6", "x"], 2, "is not a number"),
        (["nothing"], 2, "is not an instrument"),
    ],
)
def test_at_the_prompt(words: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == status
    assert says in capsys.readouterr().out
