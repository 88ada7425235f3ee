"""`enthesis outcomes fit | forecast`."""

import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.main import main
from tests.support.made_registry import made_registry

CASE: dict[str, Any] = {
    "condition": "knee",
    "first_injected": "2026-03-02",
    "as_of": "2026-04-20",
    "pains": [{"on": "2026-03-01", "pain": 6}, {"on": "2026-04-15", "pain": 5}, {"on": "2026-05-15", "pain": 0}],
    "sessions": ["2026-03-02", "2026-04-06"],
    "goal": {"percent": 50},
    "stop_rule": {"after_session": 2, "percent": 30},
}


def asked(tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, *more: str) -> tuple[int, Any]:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case))
    status = main(["outcomes", "forecast", "--json", str(file), *more])
    return status, json.loads(capsys.readouterr().out)


def test_a_model_is_learned_written_and_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made_registry(tmp_path / "registry", courses=90, seed=5, span=60)
    model = tmp_path / "growth.json"
    assert main(["outcomes", "fit", "--folder", str(tmp_path / "registry"), "--out", str(model), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["courses"]["knee"] >= 10
    status, said = asked(tmp_path, capsys, CASE, "--model", str(model))
    assert status == 0
    assert said["model"] == told["model"]
    assert said["n"] == told["courses"]["knee"]
    assert (said["baseline"], said["goal"], said["sessions"]) == (6, 3, 2)
    assert [horizon["week"] for horizon in said["horizons"]] == [13, 26, 52]
    assert said["stop_rule"]["code"] == "stop-rule-stop"
    assert said["for_patient"]

    assert main(["outcomes", "fit", "--folder", str(tmp_path / "registry"), "--out", str(tmp_path / "no" / "x")]) == 2
    assert "Name another file." in capsys.readouterr().err


def test_without_a_model_the_trials_speak_and_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = asked(tmp_path, capsys, CASE)
    assert (status, said["n"]) == (0, 0)
    assert "not-learned-yet" in {finding["code"] for finding in said["findings"]}
    assert said["for_patient"][1].startswith("The clinic has not worked this out")
    assert any("3 months after your first injection, in June 2026:" in line for line in said["for_patient"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"condition": ""}, "condition"),
        ({"first_injected": None}, "first_injected"),
        ({"as_of": "soon"}, "as_of"),
        ({"pains": {}}, "pains"),
        ({"pains": [{"on": "2026-03-01"}]}, "pains.0"),
        ({"pains": [{"on": "2026-03-01", "pain": 11}]}, "pains.0.pain"),
        ({"pains": [{"on": "2026-03-01", "pain": True}]}, "pains.0.pain"),
        ({"sessions": ["2026-03-01"]}, "sessions"),
        ({"sessions": ["2026-03-02"] * 2001}, "sessions"),
        ({"goal": {"at_most": 3, "percent": 50}}, "goal"),
        ({"goal": {"percent": 0}}, "goal.percent"),
        ({"stop_rule": {"percent": 30}}, "stop_rule"),
        ({"stop_rule": {"after_session": 1.5}}, "stop_rule.after_session"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], field: str
) -> None:
    status, said = asked(tmp_path, capsys, [{**CASE, **change}, CASE])
    assert status == 2
    assert said[0]["error"]["field"] == field
    assert said[0]["error"]["remedy"]
    assert said[1]["horizons"]


def test_what_is_no_model_and_no_registry_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model.json").write_text("{}")
    status, said = asked(tmp_path, capsys, CASE, "--model", str(tmp_path / "model.json"))
    assert (status, said["error"]["code"]) == (2, "not-a-model")
    assert main(["outcomes", "fit", "--folder", str(tmp_path)]) == 2
    assert "enthesis registry build" in capsys.readouterr().err
