"""`enthesis course agenda`: what comes next, and what the figures say where a review is next."""

import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.course import answer
from enthesis.cli.main import main
from enthesis.pathway.protocol.library import texts


def reviewed(*pains: int, as_of: str | None = "2026-01-26") -> dict[str, Any]:
    """A diagnostic injection on 11 January after a pain of 10, then a diary of these pains from 12 January on."""
    start = {"kind": "CourseStarted", "protocol": "nutura-back", "version": "2026-11", "problem": "back"}
    events: list[dict[str, Any]] = [
        {**start, "happened_on": "2026-01-01"},
        {"kind": "ScoresTaken", "happened_on": "2026-01-02", "instrument": "nrs_pain", "value": 10},
        {"kind": "InjectionsGiven", "happened_on": "2026-01-11", "activity": "diagnostic-injection"},
        *(
            {"kind": "DiaryEntered", "happened_on": f"2026-01-{12 + place}", "pain": pain}
            for place, pain in enumerate(pains)
        ),
    ]
    found = answer({"events": events, "as_of": as_of})
    (item,) = [item for item in found["items"] if item["activity"] == "response-review"]
    return dict(item)


@pytest.mark.parametrize(
    ("pains", "verdict", "because"),
    [
        ([5] * 14, "clinician_decides", "5 points better, 50 %."),
        ([10] * 14, "clinician_decides", "Unchanged."),
        ([], "not_enough_data", "0 of 14 diary days answered."),
    ],
)
def test_a_review_tells_what_the_figures_say_and_why(pains: list[int], verdict: str, because: str) -> None:
    advice = reviewed(*pains)["advice"]
    assert advice["verdict"] == verdict
    assert because in advice["reasons"]


def test_without_a_day_there_is_no_advice() -> None:
    assert "advice" not in reviewed(5, 5, as_of=None)


def test_it_is_told_in_sentences_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "events.jsonl"
    start = {"kind": "CourseStarted", "protocol": "nutura-back", "version": "2026-11", "problem": "back"}
    given = {"kind": "InjectionsGiven", "happened_on": "2026-01-11", "activity": "diagnostic-injection"}
    path.write_text("\n".join(json.dumps(event) for event in (start, given)))
    assert main(["course", "agenda", str(path), "--as-of", "2026-01-26"]) == 0
    assert "not enough data, recommends" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (
            "{before: {value: 7, source: S004}, after: {value: 1, source: S004}}",
            "7 days before and 1 day after (S004): ",
        ),
        (
            "{before: {value: 7, source: S004}, after: not stated}",
            "7 days before (S004), how long after is not stated: ",
        ),
        ("{before: not stated, after: not stated}", "not stated: the clinic decides how long before and after: "),
    ],
)
def test_a_hold_says_what_is_stated_of_it(days: str, said: str) -> None:
    text = texts()["darrow-back"]
    stated = "days: {before: not stated, after: not stated}"
    assert stated in text
    start = {"kind": "CourseStarted", "protocol": "darrow-back", "version": "2026-11", "problem": "back"}
    given = {"kind": "InjectionsGiven", "happened_on": "2026-01-11", "activity": "treatment"}
    found = answer({"protocol": text.replace(stated, f"days: {days}", 1), "events": [start, given]})
    items = [item for item in found["items"] if item["activity"] == "hold-anti-inflammatory"]
    (item,) = [item for item in items if not item.get("lapses")]
    assert item["because"].startswith(said)


def test_an_open_symptom_stands_first_blocks_the_session_and_has_a_clock(capsys: pytest.CaptureFixture[str]) -> None:
    plan = {"kind": "PlanAgreed", "happened_on": "2026-01-04", "sessions": 3}
    told = {
        "kind": "SymptomReported",
        "happened_on": "2026-01-12",
        "recorded_at": "2026-01-12T09:00:00+00:00",
        "symptom": "breath",
        "level": "emergency",
    }
    given = {"kind": "InjectionsGiven", "happened_on": "2026-01-11", "activity": "treatment", "recorded_by": "U-3"}
    start = {"kind": "CourseStarted", "protocol": "nutura-knee", "version": "2026-11", "problem": "knee"}
    events = [{**start, "happened_on": "2026-01-01"}, plan, given, told]
    found = answer({"events": events})
    assert found["items"][0]["activity"] == "concern:breath"
    (session,) = [item for item in found["items"] if item["activity"] == "treatment"]
    assert session["may"] is False
    assert "A reported symptom is not closed by a clinician." in session["why_not"]
    (clock,) = found["symptoms"]
    assert (clock["owner"], clock["why"], clock["due_at"]) == ("U-3", "injector", "2026-01-12T09:00:00+00:00")
    closed = {"kind": "SymptomHandled", "happened_on": "2026-01-13", "symptom": "breath", "closed": True}
    without = answer({"events": [*events, closed]})
    assert "judgement-missing" in [objection["code"] for objection in without["objections"]]
    assert [clock["symptom"] for clock in without["symptoms"]] == ["breath"]
    judged = answer({"events": [*events, {**closed, "relatedness": "possible", "severity": "severe"}]})
    assert "symptoms" not in judged
    assert "A reported symptom is not closed by a clinician." not in [
        why for item in judged["items"] for why in item["why_not"]
    ]


def test_the_pauses_of_the_drugs_on_the_list_come_along(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = {"kind": "CourseStarted", "protocol": "nutura-knee", "version": "2026-11", "problem": "knee"}
    listed = {"kind": "DrugListTaken", "happened_on": "2026-01-02", "drugs": ["Advil", "warfarin"]}
    plan = {"kind": "PlanAgreed", "happened_on": "2026-01-04", "sessions": 3}
    booked = {
        "kind": "VisitBooked",
        "happened_on": "2026-01-04",
        "visit": "v1",
        "activity": "treatment",
        "starts": "2026-01-20T09:00:00+00:00",
        "minutes": 30,
    }
    events = [start, listed, plan, booked]
    found = answer({"events": events})
    (pause,) = found["pauses"]
    assert (pause["name"], pause["drug"], pause["how"], pause["session"]) == (
        "Advil",
        "ibuprofen",
        "booked",
        "2026-01-20",
    )
    assert pause["before"]["decided"] is False
    assert "prescriber:warfarin" in [item["activity"] for item in found["items"]]
    moved = {"kind": "VisitMoved", "happened_on": "2026-01-05", "visit": "v1", "starts": "2026-01-27T09:00:00+00:00"}
    assert answer({"events": [*events, moved]})["pauses"][0]["session"] == "2026-01-27"
    cancelled = {"kind": "VisitCancelled", "happened_on": "2026-01-05", "visit": "v1"}
    assert all(pause["how"] == "aim" for pause in answer({"events": [*events, cancelled]}).get("pauses", []))
    path = tmp_path / "events.jsonl"
    path.write_text("\n".join(json.dumps(event) for event in events))
    assert main(["course", "agenda", str(path)]) == 0
    assert "pause of ibuprofen; treatment booked 2026-01-20; before" in capsys.readouterr().out


def test_a_line_with_a_number_of_thousands_of_digits_is_said_to_be_unreadable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "events.jsonl"
    path.write_text('{"kind": "DiaryEntered", "pain": ' + "1" * 5000 + "}")
    assert main(["course", "agenda", str(path)]) == 2
    assert "line 1: not a JSON object." in capsys.readouterr().err
