"""`enthesis screen`: sentences for people, JSON for machines."""

import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.main import main
from tests.pathway.candidacy.people import person


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def _run(case: Any, *, door: bool = True) -> tuple[int, Any]:
        path = tmp_path / "case.json"
        path.write_text(case if isinstance(case, str) else json.dumps(case), encoding="utf-8")
        status = main(["screen", "--json", str(path)] if door else ["screen", str(path)])
        out = capsys.readouterr().out
        return status, json.loads(out) if door else out

    return _run


def case(*regions: str, **changes: Any) -> dict[str, Any]:
    return {"regions": list(regions), "sex": "female", "answers": person(*regions, **changes)}


def test_the_door_answers_one_case(run: Any) -> None:
    status, found = run(case("back", saddle_numbness="yes", fever=None))
    assert status == 0
    assert (found["verdict"], found["worst_urgency"]) == ("urgent", "emergency")
    assert "RB02" in found["fired"]
    assert "fever" in found["missing"]
    assert found["by_region"] == {"back": "urgent"}
    assert found["contradictions"] == []
    assert found["unknown"] == []
    reason = found["reasons"][0]
    assert reason["rule"] == reason["code"] == "RB02"
    assert reason["because"] == ["saddle_numbness: yes"]
    assert reason["source"] == "GCARE_LBP; LBP_PATHWAY; ruling"
    assert {"says", "remedy", "to_patient", "would_change", "urgency", "outcome"} <= set(reason)


def test_the_door_answers_a_list_in_order_and_goes_on_after_a_bad_case(run: Any) -> None:
    status, found = run([case("knee"), {"regions": ["moon"]}, 7, case("knee", age=17)])
    assert status == 2
    assert [each.get("verdict") for each in found] == ["eligible", None, None, "not_suitable"]
    assert found[1]["error"]["code"] == "unknown-region"
    assert found[1]["error"]["field"] == "regions"
    assert found[2]["error"]["code"] == "not-an-object"


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"regions": ["knee"], "answers": {"age": "old"}}, "age"),
        ({"regions": ["knee"], "answers": []}, "answers"),
        ({"regions": ["knee"], "answers": {}, "stage": "soon"}, "stage"),
        ({"regions": ["knee"], "answers": {}, "stage": ["x"]}, "stage"),
        ({"regions": {"knee": 1}, "answers": {}}, "regions"),
        ({"regions": ["knee"], "sex": "robot"}, "sex"),
        ({"regions": ["knee"], "meds": "aspirin"}, "meds"),
    ],
)
def test_a_malformed_case_gets_a_sentence(run: Any, bad: Any, field: str) -> None:
    status, found = run(bad)
    assert status == 2
    error = found["error"]
    assert set(error) == {"code", "field", "says", "remedy"}
    assert error["field"] == field
    assert error["says"].endswith(".")


def test_unknown_fields_are_named_and_change_nothing(run: Any) -> None:
    plain = run(case("knee"))[1]
    odd = case("knee") | {"shoe_size": 43}
    odd["answers"]["favourite_colour"] = "blue"
    found = run(odd)[1]
    assert set(found.pop("unknown")) == {"shoe_size", "favourite_colour"}
    plain.pop("unknown")
    assert found == plain


def test_lists_may_stand_beside_the_answers(run: Any) -> None:
    answers = person("knee", meds=None, condition=None)
    beside = {"regions": ["knee"], "sex": "male", "answers": answers, "meds": [], "condition": ["knee_oa"]}
    assert run(beside)[1]["verdict"] == "eligible"


def test_the_stage_may_be_given(run: Any) -> None:
    open_consent = case("knee", consent_signed=None)
    assert run(open_consent)[1]["verdict"] == "eligible"
    assert run(open_consent | {"stage": "day_of_injection"})[1]["verdict"] == "not_yet"


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({}, 0, "Nothing in the answers speaks against a consultation."),
        ({"diabetes": "yes"}, 0, "For a clinician to weigh"),
        ({"age": 17}, 1, "Not suitable"),
        ({"saddle_numbness": "yes"}, 1, "Emergency. No injection."),
        ({"fever": None}, 1, "Not answered, and not taken for a no: fever."),
        ({"fever": "perhaps"}, 2, '"perhaps" is not an answer to "fever"'),
    ],
)
def test_a_person_reads_sentences(run: Any, changes: dict[str, Any], status: int, says: str) -> None:
    got, out = run(case("knee", **changes), door=False)
    assert got == status
    assert says in out


def test_a_person_reads_reason_source_and_way_on(run: Any) -> None:
    _, out = run(case("back", "knee", trauma="major", meds=["warfarin"]), door=False)
    assert "RB12  urgent, same day: A major accident or fall." in out
    assert "Because trauma: major." in out
    assert "By region: back: urgent, knee: eligible." not in out
    assert "Would change:" in out
    assert "GCARE_LBP" in out
    assert "meds: warfarin (anticoagulant)" in out
    assert "the patient confirms K01 to K17" in out
    assert "A clinician decides." in out


def test_no_case_and_no_json_are_refused(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["screen"]) == 2
    assert "No case was given" in capsys.readouterr().err
    status, found = run("{not json")
    assert status == 2
    assert found["error"]["code"] == "not-json"


@pytest.mark.parametrize(
    "odd",
    [
        {"age": "old"},
        {"age": "old", "fever": "perhaps", "meds": [{"med": 3}], "ottawa": {"cannot_flex_90": 9}, "condition": ["x"]},
        {"steroid_injection_weeks": {"moon": 2}},
    ],
)
def test_a_red_flag_is_told_even_where_another_answer_cannot_be_read(run: Any, odd: dict[str, Any]) -> None:
    bad = case("knee", saddle_numbness="yes", **odd)
    status, found = run(bad)
    assert status == 2
    assert "error" in found
    assert (found["verdict"], found["worst_urgency"]) == ("urgent", "emergency")
    assert "RB02" in found["fired"]
    status, out = run(bad, door=False)
    assert status == 2
    assert "Emergency. No injection." in out


def test_without_a_red_flag_an_unreadable_case_has_no_verdict(run: Any) -> None:
    assert set(run(case("knee", age="old"))[1]) == {"error"}
    assert set(run(case("knee") | {"regions": ["moon"]})[1]) == {"error"}


def test_a_red_flag_is_told_even_where_the_region_cannot_be_read(run: Any) -> None:
    found = run(case("knee", fever="yes") | {"regions": 7})[1]
    assert (found["verdict"], found["worst_urgency"]) == ("urgent", "same_day")
