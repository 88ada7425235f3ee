"""Sums worked out by hand: lines, totals, endings and the expected cost, under made-up and shipped protocols."""

from typing import Any

import pytest

from enthesis.pathway.estimate import COLUMNS, answer_case, as_json
from tests.pathway.estimate.made_up import PRICES, made_up


def told(fields: dict[str, Any], *changes: tuple[str, str]) -> dict[str, Any]:
    return as_json(answer_case(fields, made_up(*changes)))


def totals(found: dict[str, Any]) -> list[Any]:
    return [found[column] for column in COLUMNS]


def test_each_activity_has_its_line_and_the_lines_add_up() -> None:
    """100 + 200 + 50 + 2, 3 or 4 x (300 + 20) + 6 weeks x 2 x 40 + 2 x 60."""
    found = told({"prices": PRICES})
    lines = {
        line["activity"]: (line["unit_price"], *line["number"].values(), line["sum"]["max"]) for line in found["lines"]
    }
    assert lines == {
        "consultation": ("100.00", 1, 1, 1, "100.00"),
        "test-injection": ("200.00", 1, 1, 1, "200.00"),
        "response": ("50.00", 1, 1, 1, "50.00"),
        "treatment": ("300.00", 2, 3, 4, "1200.00"),
        "physical-therapy": ("40.00", 12, 12, 12, "480.00"),
        "control": ("20.00", 2, 3, 4, "80.00"),
        "late-control": ("60.00", 2, 2, 2, "120.00"),
    }
    assert totals(found) == ["1590.00", "1910.00", "2230.00"]
    assert (found["fixed"], found["per_session"]) == ("950.00", "320.00")
    assert found["complete"] is True
    assert found["currency"] == "USD"


def test_without_shares_nothing_is_expected_and_it_is_said() -> None:
    found = told({"prices": PRICES})
    assert found["expected"] is None
    assert found["expected_by_plan"] == {"min": None, "typical": None, "max": None}
    assert "response_rates" in found["missing"]
    assert all(ending["share"] is None for ending in found["endings"])


# changes of the protocol, fields beside the prices, then min, typical and max
PLANS: list[tuple[list[tuple[str, str]], dict[str, Any], list[str | None]]] = [
    ([], {"sessions": 3}, ["1910.00", "1910.00", "1910.00"]),
    ([], {"sessions": {"typical": 4}}, ["1590.00", "2230.00", "2230.00"]),
    ([], {"sessions": {"min": 1, "max": 6}}, ["1270.00", "1910.00", "2870.00"]),
    ([("typical: 3, max: 4", "typical: not stated, max: 4")], {}, ["1590.00", None, "2230.00"]),
    ([("typical: 3, max: 4", "typical: not stated, max: 2")], {}, ["1590.00", "1590.00", "1590.00"]),
    ([("min: 2, typical: 3", "min: not stated, typical: not stated")], {}, [None, None, "2230.00"]),
    # the diagnostic injection is one of the sessions: one treatment and one control fewer
    ([("value: false", "value: true")], {}, ["1270.00", "1590.00", "1910.00"]),
    ([("per_week: 2", "per_week: not stated")], {}, ["1110.00", "1430.00", "1750.00"]),
    ([("per_week: 2", "per_week: not stated")], {"counts": {"physical therapy": 5}}, ["1310.00", "1630.00", "1950.00"]),
    (
        [("per_week: 2", "per_week: not stated")],
        {"counts": {"physical-therapy": {"per_week": 1}}},
        ["1350.00", "1670.00", "1990.00"],
    ),
    (
        [],
        {"counts": {"therapy": {"min": 6, "typical": 12, "max": 18}}},
        ["1350.00", "1910.00", "2470.00"],
    ),
    ([], {"counts": {"physical-therapy": {"min": 6, "max": 18}}}, ["1350.00", None, "2470.00"]),
    ([], {"counts": {"physical-therapy": {"weeks": 3, "per_week": 1}}}, ["1230.00", "1550.00", "1870.00"]),
    ([], {"counts": {"late-control": 0}}, ["1470.00", "1790.00", "2110.00"]),
]


@pytest.mark.parametrize(("changes", "fields", "sums"), PLANS, ids=[f"{row[0]}{row[1]}" for row in PLANS])
def test_numbers_from_the_protocol_and_from_the_caller(
    changes: list[tuple[str, str]], fields: dict[str, Any], sums: list[str | None]
) -> None:
    assert totals(told({"prices": PRICES} | fields, *changes)) == sums


# prices changed, then the three totals, what is missing, and why something stands apart
PRICED: list[tuple[dict[str, Any], list[str | None], list[str], dict[str, str]]] = [
    ({"consultation": None}, [None] * 3, ["prices.consultation"], {}),
    ({"treatment": None}, [None] * 3, ["prices.treatment"], {}),
    ({"response": None}, [None] * 3, ["prices.response"], {}),
    ({"consultation": 0}, ["1490.00", "1810.00", "2130.00"], [], {}),
    ({"consultation": "included"}, ["1490.00", "1810.00", "2130.00"], [], {}),
    ({"consultation": "Elsewhere"}, ["1490.00", "1810.00", "2130.00"], [], {"consultation": "charged elsewhere"}),
    (
        {"physical-therapy": None},
        ["1110.00", "1430.00", "1750.00"],
        ["prices.physical-therapy"],
        {"physical-therapy": "price not stated"},
    ),
    ({"imaging": 500}, ["1590.00", "1910.00", "2230.00"], [], {}),
    ({"check-in": 5}, ["1605.00", "1930.00", "2255.00"], [], {}),  # after each of 3, 4 or 5 injections
    ({"diagnostic": 1}, ["1590.00", "1910.00", "2230.00"], [], {}),  # the activity's own name is closer
]


@pytest.mark.parametrize(("prices", "sums", "missing", "apart"), PRICED, ids=[str(row[0]) for row in PRICED])
def test_a_price_that_is_missing_is_named_and_never_assumed(
    prices: dict[str, Any], sums: list[str | None], missing: list[str], apart: dict[str, str]
) -> None:
    found = told({"prices": PRICES | prices, "response_rates": {"gate": 1, "stop_after_session": 0}})
    assert totals(found) == sums
    assert found["missing"] == missing
    assert found["complete"] is (not missing)
    beside = {one["activity"]: one["why"] for one in found["apart"]}
    assert beside == {"imaging": "optional", "reading": "optional"} | apart


def test_optional_parts_stand_apart_until_the_patient_takes_them() -> None:
    prices = PRICES | {"imaging": "500", "reading": "70"}
    found = told({"prices": prices})
    assert [(one["activity"], one["sum"]["typical"]) for one in found["apart"]] == [
        ("imaging", "500.00"),
        ("reading", "70.00"),
    ]
    assert totals(told({"prices": prices, "include": ["Imaging", "reading"]})) == ["2160.00", "2480.00", "2800.00"]
    assert totals(told({"prices": prices, "include": ["imaging"]})) == ["2090.00", "2410.00", "2730.00"]


def test_what_usually_has_no_price_is_named() -> None:
    found = told({"prices": PRICES})
    assert found["not_priced"] == [
        "evaluation",
        "candidacy",
        "medicines",
        "consent",
        "plan",
        "check-in",
        "session-review",
        "follow-up",
        "closing",
    ]
    assert told({"prices": PRICES | {"plan": "included"}})["included"] == ["plan"]


def endings(found: dict[str, Any]) -> list[tuple[str, int, Any, Any, Any]]:
    return [(one["end"], one["session"], one["cost"], one["saved"], one["share"]) for one in found["endings"]]


def test_what_each_ending_costs_saves_and_how_many_reach_it() -> None:
    """Half go on; of those 20 % stop after the first session, of the rest 10 % after the second.

    Until the gate 350. Then 480 of therapy, 120 of late controls and 320 for each session. Expected for three:
    0.5 x 350 + 0.1 x 1270 + 0.04 x 1590 + 0.36 x 1910 = 175 + 127 + 63.60 + 687.60.
    """
    found = told({"prices": PRICES, "response_rates": {"gate": "0.5", "stop_after_session": ["0.2", "0.1", "0"]}})
    assert found["endings_of"] == "typical"
    assert endings(found) == [
        ("gate-closes", 0, "350.00", "1560.00", "0.5"),
        ("stops-after-session", 1, "1270.00", "640.00", "0.1"),
        ("stops-after-session", 2, "1590.00", "320.00", "0.04"),
        ("completes", 3, "1910.00", "0.00", "0.36"),
    ]
    # two sessions: 175 + 127 + 0.4 x 1590; four: the 0.36 go on to 2230
    assert found["expected_by_plan"] == {"min": "938.00", "typical": "1053.20", "max": "1168.40"}
    assert found["expected"] == "1053.20"
    assert found["missing"] == []


# response_rates, then the expected cost of the typical plan and what is said to be missing or unused
RATES: list[tuple[Any, str | None, list[str]]] = [
    ({"gate": 1, "stop_after_session": 0}, "1910.00", []),
    ({"gate": 0, "stop_after_session": 0}, "350.00", []),
    ({"gate": 0.5, "stop_after_session": 0}, "1130.00", []),
    ({"gate": "50 %", "stop_after_session": "0%"}, "1130.00", []),
    ({"gate": 1, "stop_after_session": 1}, "1270.00", []),
    ({"gate": 1, "stop_after_session": 0.5}, "1510.00", []),  # 0.5 x 1270 + 0.25 x 1590 + 0.25 x 1910
    ({"gate": 1, "stop_after_session": {"1": 0, "2": 0.5, "3": 0}}, "1750.00", []),
    ({"diagnostic_gate": 0.5, "stop": 0}, "1130.00", []),
    ({"gate": 0.5}, "1130.00", ["stop-rate-not-stated"]),
    ({"gate": 0.5, "stop_after_session": [0, 0]}, "1130.00", ["stop-rate-not-stated"]),
    ({"stop_after_session": 0}, "1910.00", ["gate-rate-not-stated"]),
    ({}, "1910.00", ["gate-rate-not-stated", "stop-rate-not-stated"]),
    (None, None, ["rates-not-stated"]),
]


@pytest.mark.parametrize(("rates", "expected", "codes"), RATES, ids=[str(row[0]) for row in RATES])
def test_the_expected_cost_follows_from_the_shares_given(rates: Any, expected: str | None, codes: list[str]) -> None:
    found = told({"prices": PRICES, "response_rates": rates})
    assert found["expected"] == expected
    assert [one["code"] for one in found["findings"] if "rate" in one["code"]] == codes


def test_a_share_is_used_only_where_it_is_given() -> None:
    said = told({"prices": PRICES, "response_rates": {"gate": 0.5, "stop": 0, "source": "own registry 2025"}})
    assert said["rates_source"] == "own registry 2025"
    assert told({"prices": PRICES})["rates_source"] is None


def test_the_diagnostic_injection_as_one_of_the_sessions() -> None:
    """Session 1 is the test; the review after it is the gate, so that the stop rule speaks from session 2 on."""
    found = told({"prices": PRICES, "response_rates": {"gate": 0.5, "stop": 0.5}}, ("value: false", "value: true"))
    assert endings(found) == [
        ("gate-closes", 0, "350.00", "1240.00", "0.5"),
        ("stops-after-session", 2, "1270.00", "320.00", "0.25"),
        ("completes", 3, "1590.00", "0.00", "0.25"),
    ]
    assert (found["fixed"], found["per_session"]) == ("950.00", "320.00")


def test_a_gate_that_closes_ends_what_comes_after_it() -> None:
    """Therapy that begins at the consultation goes on; what hangs on the gate, the plan or the treatment does not."""
    early = ("    requires: [responded]\n    lasts_weeks: 6", "    lasts_weeks: 6")
    window = "days: {opens: not stated, ideal: not stated, closes: not stated}\n\n  - id: control"
    begins = (f"    after: response\n    {window}", f"    after: consultation\n    {window}")
    found = told({"prices": PRICES}, early, begins)
    assert found["endings"][0]["cost"] == "830.00"
    assert told({"prices": PRICES}, early)["endings"][0]["cost"] == "350.00"
    listed = ("ends: [course]", "ends: [treatment]")
    assert told({"prices": PRICES}, listed)["endings"][0]["cost"] == "350.00"
    assert told({"prices": PRICES}, listed, early)["endings"][0]["cost"] == "830.00"


# a shipped protocol, the fields, then the totals and what is missing of them
SHIPPED: list[tuple[str, dict[str, Any], list[str | None], list[str]]] = [
    ("sit-knee-2020", {"prices": {"treatment": 250}}, ["1000.00"] * 3, []),
    ("sit_knee_2020", {"prices": {"injection": 250}}, ["1000.00"] * 3, []),
    ("rabago-knee-2013@2026-11", {"prices": {"treatment": 250}}, ["750.00", "750.00", "1250.00"], []),
    ("hoffman-agnish-sij-2018", {"prices": {"session": 250}}, ["750.00"] * 3, []),
    (
        "darrow-back",
        {"prices": {"consultation": 150, "treatment": 300}},
        ["1050.00", None, "1950.00"],
        ["sessions.typical"],
    ),
    (
        "darrow_004",
        {"prices": {"consultation": 150, "treatment": 300}, "sessions": {"typical": 4}},
        ["1050.00", "1350.00", "1950.00"],
        [],
    ),
    (
        "spine-institute",
        {"prices": {"visit": 100, "treatment": 300}},
        [None, "1000.00", None],
        ["sessions.min", "sessions.max"],
    ),
    ("yelland-lbp-2004", {"prices": {"treatment": 300}}, [None, "2100.00", None], ["sessions.min", "sessions.max"]),
    (
        "nutura-knee",
        {"prices": {"treatment": 300}},
        [None] * 3,
        ["sessions.min", "sessions.typical", "sessions.max"],
    ),
    (
        "multimodal-back",
        {"prices": {"consultation": 100, "treatment": 300, "physical-therapy": 60}, "sessions": 4},
        ["1300.00"] * 3,
        ["counts.physical-therapy"],
    ),
    (
        "nutura-back",  # 100 + 350 + 100 + 400 for each; therapy 6 weeks x 2 x 80
        {
            "prices": {"consultation": 100, "diagnostic_injection": 350, "treatment": 400, "physical_therapy": 80},
            "counts": {"physical_therapy": {"per_week": 2}},
            "sessions": {"typical": 5},
        },
        ["2710.00", "3510.00", "4710.00"],
        [],
    ),
]


@pytest.mark.parametrize(("protocol", "fields", "sums", "missing"), SHIPPED, ids=[row[0] for row in SHIPPED])
def test_shipped_protocols(protocol: str, fields: dict[str, Any], sums: list[str | None], missing: list[str]) -> None:
    found = as_json(answer_case({"protocol": protocol, "currency": "EUR"} | fields))
    assert totals(found) == sums
    assert [name for name in found["missing"] if name != "response_rates"] == missing


def test_a_number_that_nobody_states_leaves_the_sum_per_session() -> None:
    fields = {"protocol": "multimodal-back", "currency": "EUR", "prices": {"consultation": 100, "treatment": 300}}
    found = as_json(answer_case(fields))
    assert (found["fixed"], found["per_session"]) == ("100.00", "300.00")
    assert found["findings"][0]["remedy"].endswith("100.00 EUR, and 300.00 EUR for each session.")


def test_a_treatment_that_is_no_series_is_one_session() -> None:
    once = (
        """    sessions: {min: 2, typical: 3, max: 4}
    first:
      after: response
      weeks: {opens: not stated, ideal: not stated, closes: not stated}
    then:
      weeks: {opens: 4, ideal: not stated, closes: 6}""",
        "    after: response\n    weeks: {opens: not stated, ideal: not stated, closes: not stated}",
    )
    found = told({"prices": PRICES, "response_rates": {"gate": 0.5, "stop": 0}}, once)
    assert totals(found) == ["1270.00"] * 3
    assert found["expected"] == "810.00"
    assert totals(told({"prices": PRICES, "sessions": 2}, once)) == ["1590.00"] * 3


def test_what_comes_once_after_the_treatment_comes_only_with_it() -> None:
    """The late control once, instead of twice: 60 less. Without treatment it does not come."""
    once = (
        "    at_months: {points: [3, 6], of: treatment, from: last}\n"
        "    margin_days: {early: not stated, late: not stated}",
        "    after: treatment\n    weeks: {opens: not stated, ideal: not stated, closes: not stated}",
    )
    found = told({"prices": PRICES}, once, ("ends: [course]", "ends: [treatment]"))
    assert totals(found) == ["1530.00", "1850.00", "2170.00"]
    assert found["endings"][0]["cost"] == "350.00"


def test_what_waits_for_a_plan_falls_away_with_the_plan() -> None:
    waits = ("    requires: [responded]\n    lasts_weeks: 6", "    requires: [plan_agreed]\n    lasts_weeks: 6")
    found = told({"prices": PRICES}, waits, ("ends: [course]", "ends: [plan]"))
    assert found["endings"][0]["cost"] == "350.00"
    assert totals(found) == ["1590.00", "1910.00", "2230.00"]


def test_of_several_ways_out_of_the_gate_the_one_for_no_response_counts() -> None:
    """The first option ends the treatment only, and would leave the therapy going on."""
    options = (
        "        - {id: do-not, title: Do not, ends: [course], releases: true}",
        "        - {id: less, title: Without treatment, ends: [treatment]}\n"
        "        - {id: do-not, title: Do not, ends: [course], releases: true, advised_when: not_responded}",
    )
    early = ("    requires: [responded]\n    lasts_weeks: 6", "    lasts_weeks: 6")
    assert told({"prices": PRICES}, options, early)["endings"][0]["cost"] == "350.00"


# shares by session of a plan with four sessions at most, then the sessions that are named
UNSAID: list[tuple[Any, str]] = [
    ({"2": 0, "3": 0}, "session 1"),
    ([0], "sessions 2 to 3"),
    ({"2": 0}, "sessions 1, 3"),
    ([0, 0], "session 3"),
]


@pytest.mark.parametrize(("stops", "named"), UNSAID, ids=[row[1] for row in UNSAID])
def test_each_session_without_a_share_is_named(stops: Any, named: str) -> None:
    found = told({"prices": PRICES, "response_rates": {"gate": 1, "stop_after_session": stops}})
    said = next(one["says"] for one in found["findings"] if one["code"] == "stop-rate-not-stated")
    assert said.startswith(f"The share that stops after {named} is not given")


def test_no_share_is_asked_for_after_a_diagnostic_injection_that_counts() -> None:
    fields = {"prices": PRICES, "response_rates": {"gate": 1, "stop_after_session": {"2": 0, "3": 0}}}
    found = told(fields, ("value: false", "value: true"))
    assert found["missing"] == []
