"""Every worked case of tests/data/scoring_cases.csv, put to the machine door of `enthesis score`."""

import csv
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.score import answer

CASES = list(csv.DictReader((Path(__file__).parents[2] / "data" / "scoring_cases.csv").open(encoding="utf-8")))


def number(text: str) -> Any:
    return None if text.strip() == "missing" else float(text) if "." in text else int(text)


def items(text: str) -> list[Any]:
    return [number(entry) for entry in text.split(",")]


def form_of(instrument: str, text: str) -> dict[str, Any]:
    """One form out of the words in which the cases are written."""
    if found := re.fullmatch(r"(\w+): (\d+) items answered(?:, sum (\d+))?, (\d+) missing", text):
        answered, total, missing = int(found[2]), int(found[3] or found[2]), int(found[4])
        assert total % answered == 0
        return {"items": [total // answered] * answered + [None] * missing, "subscale": found[1]}
    if found := re.fullmatch(r"(\w+):? ([\d,]+|[\d,missng]+)", text):
        return {"items": items(found[2]), "subscale": found[1]}
    if found := re.fullmatch(r"(\d+) statements ticked", text):
        return {"ticked": int(found[1])}
    if text.startswith("form sent with nothing ticked"):
        return {"ticked": 0, "none_applies_confirmed": False}
    if found := re.fullmatch(r"diary \d+ days: (.+)", text):
        return {"diary": items(found[1])}
    if found := re.fullmatch(r"number (\d) without label", text):
        return {"value": int(found[1])}
    if "=" in text and "," in text:
        return {"items": {name: number(mark) for name, mark in (part.split("=") for part in text.split(","))}}
    if instrument == "eq5d5l" and "mobility" in text:
        return {"items": {name: int(mark) for name, mark in (part.rsplit(" ", 1) for part in text.split(", "))}}
    if instrument == "pgic":
        return {"label": text}
    if "," in text:
        return {"items": items(text)}
    return {"value" if instrument.endswith("_pain") else "score": number(text)}


def input_of(case: dict[str, str]) -> dict[str, Any]:
    text = case["input"]
    if found := re.fullmatch(r"baseline[= ](.+); now[= ](.+)", text):
        given = {
            "baseline": form_of(case["instrument"], found[1]),
            "now": form_of(case["instrument"], found[2]),
        }
    else:
        given = form_of(case["instrument"], text.removeprefix("now="))
    if case["instrument"] in ("koos", "promis_pf_4a") and case["rule_version"]:
        given["rule_version"] = case["rule_version"]
    return given


def test_there_are_62_cases() -> None:
    assert len(CASES) == 62


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_score(case: dict[str, str]) -> None:
    said = answer({"instrument": case["instrument"], "input": input_of(case)})
    expected = case["expect_score"]
    if found := re.fullmatch(r"change (-?[\d.]+); (-?[\d.]+)%", expected):
        assert (Decimal(str(said["improvement"])), Decimal(str(said["percent"]))) == (
            Decimal(found[1]),
            Decimal(found[2]),
        )
    elif found := re.fullmatch(r"baseline on A,B ([\d.]+); now ([\d.]+); change \+([\d.]+)", expected):
        assert [said["baseline"], said["now"], said["improvement"]] == [float(part) for part in found.groups()]
    elif expected in ("no score", "no table score", "no profile, no index"):
        assert said["no_score"]
        assert "score" not in said
    elif expected == "refuse":
        assert said["refuse"]
        assert "score" not in said
    elif case["input"].startswith("baseline"):
        assert said["improvement"] == float(expected)
        assert said["percent"] is None
    elif re.fullmatch(r"[\d.]+", expected):
        assert Decimal(str(said["score"])) == Decimal(expected)
    else:
        assert said["score"] == expected


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_reading(case: dict[str, str]) -> None:
    """What the case says beside the score: grades, thresholds, counts, other rule versions."""
    said = answer({"instrument": case["instrument"], "input": input_of(case)})
    words = f"{case['expect_text']} | {case['note']}"
    if found := re.search(r"by percent: ([a-z() ]+); by points: ([a-z() ]+)", words):
        assert (said["by_percent"], said["by_points"]) == (found[1].strip(), found[2].strip())
    for found in re.finditer(r"([\w -]*?)(\d+)(?: (mm|points)|(%)|-point \w+|): (not )?reached", words):
        kind = "percent" if found[4] else "points"
        reached = [
            entry["reached"]
            for entry in said["thresholds"]
            if entry["value"] == int(found[2]) and entry["kind"] == kind
        ]
        assert reached == [not found[5]]
    if found := re.search(r"(\d+) of (\d+) (?:days )?answered", words):
        assert (said["answered"], said["of"]) == (int(found[1]), int(found[2]))
    if found := re.search(r"1998 rule \(at least \d+\): (no )?score", words):
        assert (said.get("by_rule", {}).get("1998") is None) == bool(found[1])
    if found := re.search(r"older table ([\d.]+)", words):
        assert said["by_rule"]["older"] == float(found[1])
    if found := re.search(r"raw (\d+)", words):
        assert said["raw"] == int(found[1])
    if "not reliable" in words:
        assert said["change_reliable"] is False
    if "not a responder" in words:
        assert said["responder"] is False
        assert not any(said["reached"].values())
    if found := re.search(r"above the MID range ([\d.]+) to ([\d.]+)", words):
        values = {entry["value"]: entry["reached"] for entry in said["thresholds"]}
        assert values[float(found[2])] is True
    if found := re.search(r"small \(1.3\) reached, medium \(2.3\) not", words):
        assert said["by_points"] == "small"
    if found := re.search(r"(\d+)/(\d+)(?:;|$| )", case["expect_text"]):
        assert f"{found[1]} of {found[2]} points" in said["remarks"]
    if found := re.search(r"band (\d+) to (\d+)", words):
        assert said["band"].startswith(found[0])


def test_the_changes_between_two_cases() -> None:
    """The notes of psfs-2 and promis_pi_4a-2 speak of the case before."""
    psfs = answer({"instrument": "psfs", "input": {"baseline": {"items": [3, 4, 2]}, "now": {"items": [6, 7, 5]}}})
    assert (psfs["improvement"], psfs["by_points"]) == (3, "large")
    before, now = {"items": [2, 3, 2, 3]}, {"items": [2, 2, 1, 2]}
    promis = answer({"instrument": "promis_pi_4a", "input": {"baseline": before, "now": now}})
    assert promis["improvement"] == 4.6
    assert promis["reached"] == {"mid_low_2_t": True, "mid_high_3_t": True}
