"""`enthesis book solve` and `enthesis book check`, as strangers use them."""

import json
from copy import deepcopy
from typing import Any

import pytest

from enthesis.cli.book import check, solve
from enthesis.cli.common import BadInput
from enthesis.cli.main import main

WEEK = {"mon": [["08:00", "12:00"]], "thu": [["08:00", "12:00"], ["13:00", "17:00"]]}
OPEN = {day: [["08:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
INJECTION = [{"kind": "clinician", "skills": ["prolotherapy"]}, {"kind": "room"}]


def problem(**changed: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "time_zone": "Europe/Berlin",
        "first_day": "2026-12-01",
        "last_day": "2027-05-31",
        "now": "2026-12-01T08:00",
        "resources": [
            {"id": "rahman", "kind": "clinician", "skills": ["prolotherapy"], "hours": WEEK},
            {
                "id": "okafor",
                "kind": "clinician",
                "skills": ["prolotherapy"],
                "hours": {"tue": [["13:00", "18:00"]]},
            },
            {"id": "room-1", "kind": "room", "hours": OPEN},
            {"id": "ultrasound-1", "kind": "device", "skills": ["ultrasound"], "hours": OPEN},
        ],
        "items": [
            {
                "id": "diagnostic",
                "minutes": 30,
                "needs": [*INJECTION, {"kind": "device", "skills": ["ultrasound"]}],
                "window": {"opens": "2026-12-01", "ideal": "2026-12-07", "closes": "2026-12-20"},
            },
            {
                "id": "review",
                "minutes": 20,
                "needs": [{"kind": "clinician"}],
                "after": [{"item": "diagnostic", "opens": 14, "ideal": 17, "closes": 21}],
            },
            {
                "id": "treatment-1",
                "minutes": 45,
                "buffer_before": 5,
                "buffer_after": 10,
                "needs": INJECTION,
                "after": [{"item": "review", "opens": 7, "ideal": 14, "closes": 28}],
            },
        ],
        "patient": {"weekdays": ["mon", "thu"], "times": [["08:00", "12:00"]], "same_clinician": True},
    }
    return made | changed


def days(answer: dict[str, Any]) -> dict[str, str]:
    return {visit["item"]: visit["day"] for visit in answer["series"]}


def test_the_best_series_has_every_visit_on_its_ideal_day() -> None:
    answer = solve(problem())
    assert days(answer) == {"diagnostic": "2026-12-07", "review": "2026-12-24", "treatment-1": "2027-01-07"}
    assert answer["cost"] == 0
    treatment = answer["series"][2]
    assert treatment["starts"] == "2027-01-07T08:05+01:00"  # the buffer before it lies inside working hours
    assert treatment["resources"] == ["rahman", "room-1"]


def test_a_series_that_is_found_holds() -> None:
    given = problem()
    given["series"] = solve(given)["series"]
    assert check(given)["holds"]
    assert check(given)["cost"] == 0


def test_each_point_has_a_reason() -> None:
    given = problem()
    given["resources"][0]["busy"] = [["2026-12-07T08:00", "2026-12-07T12:00"]]
    answer = solve(given)
    assert answer["cost"] == sum(p["points"] for visit in answer["series"] for p in visit["penalties"]) > 0
    assert {p["name"] for visit in answer["series"] for p in visit["penalties"]} == {"day_off_ideal"}


def test_other_series_differ_and_say_how() -> None:
    answer = solve(problem())
    assert [other["differs"] for other in answer["others"]]
    assert all(other["cost"] >= answer["cost"] for other in answer["others"])
    lists = [json.dumps(other["series"]) for other in answer["others"]] + [json.dumps(answer["series"])]
    assert len(set(lists)) == len(lists)


def test_a_start_day_that_does_not_lead_to_the_end_is_not_offered() -> None:
    given = problem()
    given["items"] = given["items"][:2]
    given["resources"][0]["exceptions"] = [{"day": "2026-12-24", "hours": []}, {"day": "2026-12-21", "hours": []}]
    given["resources"][1]["hours"] = {}
    starts = solve(given)["starts"]
    # From 7 December, the review is due 14 to 21 days later: 24 December is closed, 28 December is open.
    assert starts["2026-12-07"] == 1
    # From 3 December, only 17 December is left.
    assert starts["2026-12-03"] == 1
    given["resources"][0]["exceptions"].append({"day": "2026-12-17", "hours": []})
    assert "2026-12-03" not in solve(given)["starts"]


def test_where_nothing_fits_it_says_which_gap_and_because_of_whom() -> None:
    given = problem()
    given["resources"][0]["exceptions"] = [{"day": f"2026-12-{day}", "hours": []} for day in range(14, 32)]
    given["resources"][1]["hours"] = {}
    answer = solve(given)
    assert answer["series"] is None
    why = answer["why"]
    assert (why["item"], why["after"], why["because"]) == ("review", "diagnostic", ["clinician"])
    assert (why["from"], why["to"]) == ("2026-12-17", "2026-12-31")
    ranks = [(r["people"], r["days"]) for r in why["relaxations"]]
    assert ranks == sorted(ranks)
    later = next(r for r in why["relaxations"] if r["code"] == "window-later" and r["item"] == "review")
    # The last day for the diagnostic is 10 December; the first day that is open again is 4 January, 25 days later.
    assert later["days"] == 25 - 21
    given["items"][1]["after"][0]["closes"] += later["days"]
    assert solve(given)["series"] is not None
    given["items"][1]["after"][0]["closes"] -= 1
    assert solve(given)["series"] is None


def test_the_patients_own_times_are_named_as_the_reason() -> None:
    given = problem(patient={"away": [{"from": "2026-12-15", "to": "2027-01-10"}]})
    why = solve(given)["why"]
    assert why["because"] == ["patient"]
    assert ("patient", 1, 1) in [(r["code"], r["people"], r["days"]) for r in why["relaxations"]]


def test_a_missing_device_is_named_as_the_reason() -> None:
    given = problem()
    given["resources"][3]["hours"] = {}
    why = solve(given)["why"]
    assert (why["item"], why["because"]) == ("diagnostic", ["device"])
    assert [r["code"] for r in why["relaxations"]] == ["more-device"]


def test_mending_moves_as_little_as_can_be() -> None:
    """The diagnostic was a week late: the review has to move, what still fits its window stays."""
    given = problem()
    series = {visit["item"]: visit for visit in solve(given)["series"]}
    given["items"][0]["window"] = {"opens": "2026-12-14", "closes": "2026-12-14"}
    for item in given["items"][1:]:
        item["booked"] = {"starts": series[item["id"]]["starts"], "resources": series[item["id"]]["resources"]}
    assert days(solve(given)) == {"diagnostic": "2026-12-14", "review": "2026-12-28", "treatment-1": "2027-01-07"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts": "2026-12-07T07:00"}, "closed"),
        ({"starts": "2026-12-07T08:02"}, "off-grid"),
        ({"starts": "2026-11-30T08:00"}, "before-window"),
        ({"starts": "2027-01-04T08:00"}, "after-window"),
        ({"resources": ["rahman", "room-1"]}, "need-unmet"),
        ({"resources": ["rahman", "room-1", "ultrasound-2"]}, "no-such-resource"),
        ({"resources": ["rahman", "room-1", "room-1"]}, "taken-twice"),
        ({"starts": "2026-12-24T08:10", "resources": ["rahman", "room-1", "ultrasound-1"]}, "too-near"),
    ],
)
def test_check_names_the_rule_that_is_broken(change: dict[str, Any], code: str) -> None:
    given = problem()
    given["series"] = solve(given)["series"]
    given["series"][0] |= change
    answer = check(given)
    assert not answer["holds"]
    assert code in [breach["code"] for breach in answer["breaks"]]


def test_check_names_who_is_booked() -> None:
    given = problem()
    given["series"] = solve(given)["series"]
    given["resources"][2]["busy"] = [["2027-01-07T08:45", "2027-01-07T09:00"]]  # within the buffer after the visit
    assert [(b["code"], b["item"], b["resource"]) for b in check(given)["breaks"]] == [
        ("booked", "treatment-1", "room-1")
    ]


def broken(change: Any) -> dict[str, Any]:
    given = deepcopy(problem())
    change(given)
    return given


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda p: p.pop("items"), "items"),
        (lambda p: p.update(items=[]), "items"),
        (lambda p: p.update(time_zone="Mars/Base"), "time_zone"),
        (lambda p: p.update(grid_minutes=7), "grid_minutes"),
        (lambda p: p.update(time_zone="Asia/Kolkata", grid_minutes=60), "grid_minutes"),
        (lambda p: p.update(last_day="2026-11-01"), "last_day"),
        (lambda p: p.update(last_day="2026-02-30"), "last_day"),
        (lambda p: p["items"][0].update(minutes=-5), "items[0].minutes"),
        (lambda p: p["items"][0].update(minutes="long"), "items[0].minutes"),
        (lambda p: p["items"][1]["after"][0].update(item="nobody"), "items"),
        (lambda p: p["items"][0].update(after=[{"item": "review"}]), "items"),
        (lambda p: p["items"][1]["after"][0].update(closes=3), "items[1].after[0]"),
        (lambda p: p["items"][1].update(id="diagnostic"), "items"),
        (lambda p: p["resources"][1].update(id="rahman"), "resources[1]"),
        (lambda p: p["resources"][0].update(hours={"mon": [["12:00", "08:00"]]}), "resources[0].hours.mon[0]"),
        (lambda p: p["patient"].update(weekdays=["someday"]), "patient.weekdays[0]"),
        (lambda p: p["patient"].update(clinician="nobody"), "patient.clinician"),
        (lambda p: p.update(penalties={"weekday": -1}), "penalties.weekday"),
        (lambda p: p["items"][0].update(id="a\x00b"), "items[0].id"),
        (lambda p: p["items"][0].update(id="x" * 5000), "items[0].id"),
    ],
)
def test_bad_input_names_the_place_and_the_way_on(change: Any, field: str) -> None:
    with pytest.raises(BadInput) as told:
        solve(broken(change))
    assert told.value.field == field
    assert told.value.says.endswith(".")
    assert told.value.remedy


def test_fields_that_nobody_knows_are_named() -> None:
    given = problem(colour="blue")
    given["items"][0]["mood"] = "good"
    assert solve(given)["unknown"] == ["items[0].mood", "colour"] or solve(given)["unknown"] == [
        "colour",
        "items[0].mood",
    ]


def test_a_list_is_answered_in_order_and_a_bad_case_does_not_stop_it(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problems.json"
    file.write_text(json.dumps([problem(case_id="a"), {"case_id": "b"}, problem(case_id="c")]))
    assert main(["book", "solve", "--json", str(file)]) == 2
    answers = json.loads(capsys.readouterr().out)
    assert [answer.get("case_id") for answer in answers] == ["a", None, "c"]
    assert answers[1]["error"]["code"] == "missing"


def test_in_sentences(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "problem.json"
    file.write_text(json.dumps(problem()))
    assert main(["book", "solve", str(file)]) == 0
    out = capsys.readouterr().out
    assert "2026-12-07 08:00  diagnostic" in out
    file.write_text(json.dumps(problem(patient={"away": [{"from": "2026-12-15", "to": "2027-01-10"}]})))
    assert main(["book", "solve", str(file)]) == 1
    assert "No complete series: " in capsys.readouterr().out
