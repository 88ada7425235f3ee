"""`enthesis triage`, at the machine door and at the prompt."""

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli import triage as command


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["triage", *words])
    status: int = args.run(args)
    return status


def at_door(tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: Any) -> tuple[int, Any]:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(cases), encoding="utf-8")
    status = run("--json", str(file))
    return status, json.loads(capsys.readouterr().out)


def test_a_bad_case_is_answered_with_its_error_and_the_others_are_triaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = [
        {"sites": ["joint"], "hours_since_injection": 48, "answers": {"joint_hot": "yes"}, "clinic_open": True},
        {"sites": "joint", "answers": {}},
        {"sites": ["joint", 4], "answers": {}},
        {"sites": ["elsewhere"], "answers": {}},
        {"sites": ["joint"], "hours_since_injection": -1, "answers": {}},
        {"sites": ["joint"], "hours_since_injection": "soon", "answers": {}},
        {"sites": ["joint"], "hours_since_injection": True, "answers": {}},
        {"sites": ["joint"], "answers": ["fever"]},
        {"sites": ["joint"], "answers": {}, "clinic_open": "perhaps"},
        {"sites": ["joint"], "words": 7},
        "hot knee",
    ]
    status, said = at_door(tmp_path, capsys, cases)
    assert status == 2
    assert said[0]["worst_level"] == "emergency"
    assert said[0]["fired"] == ["T08", "T20", "T22"]
    assert said[0]["missing"] == ["fever"]
    assert [reason["code"] for reason in said[0]["reasons"]] == said[0]["fired"]
    fields = [entry["error"]["field"] for entry in said[1:]]
    hours = "hours_since_injection"
    assert fields == ["sites"] * 3 + [hours] * 3 + ["answers", "clinic_open", "words", ""]
    assert all(entry["error"]["says"].endswith(".") and entry["error"]["remedy"] for entry in said[1:])


def test_unknown_fields_are_named_and_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain = {"sites": ["spine"], "hours_since_injection": 30, "answers": {"headache": "postural"}}
    extra = plain | {"answers": {"headache": "postural", "mood": "low"}, "weather": "rain"}
    status, (first, second) = at_door(tmp_path, capsys, [plain, extra])
    assert status == 0
    assert second.pop("unknown") == ["weather", "answers.mood"]
    assert first == second
    assert first["worst_level"] == "call_clinic_same_day"


def test_an_answer_that_cannot_be_read_is_still_triaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"sites": ["joint"], "answers": {"fever": {"a": 1}, "breathless": "yes", "bruise": "\u0000" * 9}}
    status, said = at_door(tmp_path, capsys, case)
    assert status == 0
    assert said["worst_level"] == "emergency"
    assert said["not_understood"] == ["bruise", "fever"]


def test_a_case_without_anything_is_for_a_person(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = at_door(tmp_path, capsys, {})
    assert status == 0
    assert said["worst_level"] == "call_clinic_same_day"
    assert said["missing"][:2] == ["sites", "hours_since_injection"]


def test_words_are_triaged_as_a_proposal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = {"sites": ["neck"], "hours_since_injection": 0, "words": "electric shock in the arm and leg; no fever"}
    status, (first, second) = at_door(tmp_path, capsys, [case, case | {"words": "tolerated well"}])
    assert status == 0
    assert first["worst_level"] == "emergency"
    assert first["proposal"] is True
    assert first["heard"]["electric_shock"]["words"] == ["electric shock in the arm and leg"]
    assert first["denied"]["fever"]["words"] == ["fever"]
    assert second["nothing_reported"] is True
    assert second["worst_level"] is None


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["joint_hot=yes", "fever=no", "--site", "knee", "--hours", "30"], 1, "urgent_care: See a doctor today"),
        (["soreness_days=1", "warning=no", "--site", "knee", "--hours", "30"], 0, "self_care"),
        (["soreness_days=1", "warning=no", "--site", "knee", "--hours", "30"], 0, "Still to ask: breathless"),
        (["unclear=yes", "--closed"], 1, "urgent_care"),
        (["--words", "numbness of half the body", "--site", "neck", "--hours", "1"], 1, "Heard numb_area: half_body"),
        (["--words", "grobble", "--site", "neck"], 0, "Not understood: grobble"),
        (["--words", "none reported"], 0, "nothing to report"),
        (["--rules"], 0, "T99   call_clinic_same_day"),
        (["fevr=yes"], 2, "is not VARIABLE=ANSWER"),
        (["fever=yes", "--site", "moon"], 2, "is not a site"),
        (["fever=yes", "--hours", "x"], 2, "are not a number"),
    ],
)
def test_at_the_prompt(words: list[str], status: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == status
    assert says in capsys.readouterr().out
