"""Packages, worked out by hand: three or four sessions for one price, and what is given back of them."""

from typing import Any

import pytest

from enthesis.pathway.estimate import COLUMNS, UnreadableEstimate, answer_case, as_json
from tests.pathway.estimate.made_up import PRICES, made_up

# Without the treatments themselves: 100 + 200 + 50 + 480 + 120, and 20 for the control after each of 2, 3 or 4.
# With them, at 300 each: 1590, 1910, 2230.


def told(package: dict[str, Any], **more: Any) -> dict[str, Any]:
    return as_json(answer_case({"prices": PRICES, "package": package} | more, made_up()))


def totals(found: dict[str, Any]) -> list[Any]:
    return [found[column] for column in COLUMNS]


# the package, the three totals with it, and what it saves against single prices
PACKAGES: list[tuple[dict[str, Any], list[str], list[str]]] = [
    (
        {"sessions": 3, "price": 750, "refund": "nothing"},
        ["1740.00", "1760.00", "2080.00"],
        ["-150.00", "150.00", "150.00"],
    ),
    (
        {"sessions": 3, "price": 750, "refund": "pro-rata"},
        ["1490.00", "1760.00", "2080.00"],
        ["100.00", "150.00", "150.00"],
    ),
    (
        {"sessions": 3, "price": 750, "refund": "less-single-price"},  # 750 - 2 x 300 = 150 back
        ["1590.00", "1760.00", "2080.00"],
        ["0.00", "150.00", "150.00"],
    ),
    (
        {"sessions": 3, "price": 750, "refund": {"per_unused_session": "200"}},
        ["1540.00", "1760.00", "2080.00"],
        ["50.00", "150.00", "150.00"],
    ),
    ({"sessions": 3, "price": 750}, ["1740.00", "1760.00", "2080.00"], ["-150.00", "150.00", "150.00"]),
    (
        {"sessions": 4, "price": 1000, "refund": "pro-rata"},
        ["1490.00", "1760.00", "2030.00"],
        ["100.00", "150.00", "200.00"],
    ),
    ({"sessions": 2, "price": 500, "refund": "nothing"}, ["1490.00", "1810.00", "2130.00"], ["100.00"] * 3),
    ({"sessions": 1, "price": 300, "refund": "nothing"}, ["1590.00", "1910.00", "2230.00"], ["0.00"] * 3),
    (
        {"sessions": 3, "price": 1000, "refund": "nothing"},
        ["1990.00", "2010.00", "2330.00"],
        ["-400.00", "-100.00", "-100.00"],
    ),
    (
        {"sessions": 3, "price": 0, "refund": "nothing"},
        ["990.00", "1010.00", "1330.00"],
        ["600.00", "900.00", "900.00"],
    ),
]


@pytest.mark.parametrize(("package", "sums", "saves"), PACKAGES, ids=[str(row[0]) for row in PACKAGES])
def test_a_package_takes_the_place_of_single_prices(package: dict[str, Any], sums: list[str], saves: list[str]) -> None:
    found = told(package)
    assert totals(found) == sums
    assert list(found["package"]["saves"].values()) == saves
    assert [found["package"]["without"][column] for column in COLUMNS] == ["1590.00", "1910.00", "2230.00"]
    for column in COLUMNS:
        lines = [line["sum"][column] for line in found["lines"]]
        assert f"{sum(float(one) for one in lines):.2f}" == found[column]


def test_the_lines_show_package_further_sessions_and_what_is_given_back() -> None:
    found = told({"sessions": 3, "price": 750, "refund": "pro-rata"})
    lines = {one["of"]: (one["unit_price"], *one["number"].values(), *one["sum"].values()) for one in found["lines"]}
    assert lines["package"] == ("750.00", 1, 1, 1, "750.00", "750.00", "750.00")
    assert lines["beyond-package"] == ("300.00", 0, 0, 1, "0.00", "0.00", "300.00")
    assert lines["refund"] == (None, 1, 0, 0, "-250.00", "0.00", "0.00")
    assert found["package"]["price_per_session"] == "250.00"
    assert found["package"]["refund"] == "pro-rata"


def test_a_series_that_stops_early_is_given_back_what_the_rule_says() -> None:
    """Three for 700. After one session two thirds come back, 466.66..., and after two one third."""
    found = told(
        {"sessions": 3, "price": 700, "refund": "pro-rata"}, response_rates={"gate": 1, "stop_after_session": 0.5}
    )
    stops = [(one["end"], one["cost"], one["saved"], one["given_back"]) for one in found["endings"]]
    assert stops == [
        ("gate-closes", "350.00", "1360.00", "0.00"),  # nothing is bought before the plan is made
        ("stops-after-session", "1203.33", "506.67", "466.67"),
        ("stops-after-session", "1456.67", "253.33", "233.33"),
        ("completes", "1710.00", "0.00", "0.00"),
    ]
    # 0.5 x 1203 1/3 + 0.25 x 1456 2/3 + 0.25 x 1710 = 601 2/3 + 364 1/6 + 427.50 = 1393 1/3
    assert found["expected"] == "1393.33"
    assert found["package"]["without"]["expected"] == "1510.00"


# the package, then the codes of what is said about it
SAID: list[tuple[dict[str, Any], list[str]]] = [
    ({"sessions": 3, "price": 750, "refund": "nothing"}, ["package-saves"]),
    ({"sessions": 2, "price": 500, "refund": "nothing"}, ["package-saves"]),
    ({"sessions": 1, "price": 250, "refund": "nothing"}, ["package-below-minimum", "package-saves"]),
    ({"sessions": 4, "price": 750, "refund": "nothing"}, ["package-saves"]),
    ({"sessions": 5, "price": 750, "refund": "nothing"}, ["package-above-maximum", "package-saves"]),
    ({"sessions": 3, "price": 900, "refund": "nothing"}, ["package-saves"]),
    ({"sessions": 3, "price": "900.01", "refund": "nothing"}, ["package-dearer"]),
    ({"sessions": 3, "price": 750}, ["refund-not-stated", "package-saves"]),
    ({"sessions": 3, "price": 750, "refund": {"per_unused_session": 250}}, ["package-saves"]),
    (
        {"sessions": 3, "price": 750, "refund": {"per_unused_session": "250.01"}},
        ["refund-above-price", "package-saves"],
    ),
]


@pytest.mark.parametrize(("package", "codes"), SAID, ids=[str(row[0]) for row in SAID])
def test_a_contradiction_in_a_package_is_said(package: dict[str, Any], codes: list[str]) -> None:
    found = told(package)
    assert [one["code"] for one in found["findings"] if one.get("field", "").startswith("package")] == codes


def test_more_than_the_price_is_never_given_back() -> None:
    found = told({"sessions": 3, "price": 300, "refund": {"per_unused_session": 200}})
    assert [one["given_back"] for one in found["endings"]] == ["0.00", "300.00", "200.00", "0.00"]
    back = told({"sessions": 3, "price": 500, "refund": "less-single-price"})
    assert [one["given_back"] for one in back["endings"]] == ["0.00", "200.00", "0.00", "0.00"]


def test_with_the_diagnostic_injection_among_the_sessions_the_package_covers_treatments() -> None:
    """2, 3 or 4 sessions are 1, 2 or 3 treatments."""
    case = {"prices": PRICES, "package": {"sessions": 2, "price": 500, "refund": "nothing"}}
    found = as_json(answer_case(case, made_up(("value: false", "value: true"))))
    assert totals(found) == ["1470.00", "1490.00", "1810.00"]
    assert [one["code"] for one in found["findings"] if one["level"] == "warn"] == []


def test_without_a_single_price_the_package_is_still_a_sum() -> None:
    prices = {name: price for name, price in PRICES.items() if name != "treatment"}
    whole = as_json(
        answer_case({"prices": prices, "package": {"sessions": 4, "price": 1000, "refund": "nothing"}}, made_up())
    )
    assert totals(whole) == ["1990.00", "2010.00", "2030.00"]
    assert whole["package"]["saves"] == {"min": None, "typical": None, "max": None}
    assert whole["complete"] is True
    short = as_json(
        answer_case({"prices": prices, "package": {"sessions": 3, "price": 750, "refund": "nothing"}}, made_up())
    )
    assert totals(short) == ["1740.00", "1760.00", None]
    assert "prices.treatment" in short["missing"]
    back = {"sessions": 3, "price": 750, "refund": "less-single-price"}
    assert totals(as_json(answer_case({"prices": prices, "package": back}, made_up()))) == [None, "1760.00", None]


@pytest.mark.parametrize("charge", ["included", "elsewhere"])
def test_a_package_for_what_is_not_charged_here_is_refused(charge: str) -> None:
    case = {"prices": PRICES | {"treatment": charge}, "package": {"sessions": 3, "price": 750}}
    with pytest.raises(UnreadableEstimate, match=charge) as refused:
        answer_case(case, made_up())
    assert refused.value.code == "contradiction"
