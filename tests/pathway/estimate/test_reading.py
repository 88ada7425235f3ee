"""What is not in order: names that nothing is called, two prices for one thing, odd input of every kind."""

import argparse
import io
import json
import sys
from collections.abc import Callable
from typing import Any

import pytest

from enthesis.cli import estimate as command
from enthesis.cli.main import main
from enthesis.pathway.estimate import answer_case, as_json
from tests.pathway.estimate.made_up import PRICES, made_up, text

ORDINARY: dict[str, Any] = {
    "protocol": "darrow-back",
    "currency": "USD",
    "prices": {"consultation": 150, "treatment": 300},
    "sessions": 4,
}

Door = Callable[[Any], tuple[int, Any]]


def run(*typed: str) -> int:
    """`enthesis estimate` by itself."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["estimate", *typed])
    status: int = args.run(args)
    return status


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Door:
    def put(case: Any) -> tuple[int, Any]:
        typed = case if isinstance(case, str) else json.dumps(case)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        status = run("--json", "-")
        return status, json.loads(capsys.readouterr().out)

    return put


def test_an_ordinary_case_is_answered(door: Door) -> None:
    status, found = door(ORDINARY | {"case_id": "P-7"})
    assert status == 0
    assert [found[name] for name in ("case_id", "min", "typical", "max", "currency")] == [
        "P-7",
        *["1350.00"] * 3,
        "USD",
    ]


# what is odd, then code and field of the error
ODD: list[tuple[dict[str, Any], str, str]] = [
    ({"protocol": None}, "no-protocol", "protocol"),
    ({"protocol": ""}, "no-protocol", "protocol"),
    ({"protocol": 7}, "no-protocol", "protocol"),
    ({"protocol": "darow-back"}, "unknown-protocol", "protocol"),
    ({"protocol": "x" * 5000}, "too-long", "protocol"),
    ({"protocol": "darrow\x00"}, "control-characters", "protocol"),
    ({"protocol": "id: x\nversion: 1"}, "unsound-protocol", "protocol"),
    ({"protocol": {"id": "x"}}, "unsound-protocol", "protocol"),
    ({"protocol": "a\n" * 600_000}, "too-long", "protocol"),
    ({"case_id": "x" * 5000}, "too-long", "case_id"),
    ({"case_id": 7}, "not-text", "case_id"),
    ({"currency": "EURO"}, "unknown-currency", "currency"),
    ({"currency": "$"}, "unknown-currency", "currency"),
    ({"currency": 5}, "not-text", "currency"),
    ({"currency": "x" * 5000}, "too-long", "currency"),
    ({"prices": {"treatment": "300 EUR"}}, "two-currencies", "prices.treatment"),
    ({"prices": {"treatment": {"amount": 300, "currency": "EUR"}}}, "two-currencies", "prices.treatment.currency"),
    ({"prices": {"currency": "EUR", "treatment": 300}}, "two-currencies", "prices.currency"),
    ({"prices": {"treatment": "USD 300 EUR"}}, "two-currencies", "prices.treatment"),
    ({"package": {"sessions": 3, "price": 750, "currency": "EUR"}}, "two-currencies", "package.currency"),
    ({"payments": [{"amount": 5, "currency": "EUR"}]}, "two-currencies", "payments[0].currency"),
    ({"prices": 300}, "not-an-object", "prices"),
    ({"prices": "treatment"}, "not-an-object", "prices"),
    ({"prices": [300]}, "not-an-object", "prices[0]"),
    ({"prices": [{"price": 300}]}, "not-text", "prices[0].activity"),
    ({"prices": {str(n): 1 for n in range(501)}}, "not-an-object", "prices"),
    ({"prices": {"x" * 5000: 1}}, "too-long", "prices"),
    ({"prices": {"treat\x00ment": 1}}, "control-characters", "prices"),
    ({"prices": {"treatment": "NaN"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": "Infinity"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": "many"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": "$300"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": "1,300"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": "３００"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": "USD"}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": ""}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": True}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": [300]}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": {}}}, "not-a-number", "prices.treatment.amount"),
    ({"prices": {"treatment": {"amount": {"amount": 1}}}}, "not-a-number", "prices.treatment.amount"),
    ({"prices": {"treatment": "9" * 5000}}, "not-a-number", "prices.treatment"),
    ({"prices": {"treatment": 10**400}}, "out-of-range", "prices.treatment"),
    ({"prices": {"treatment": "1e999"}}, "out-of-range", "prices.treatment"),
    ({"prices": {"treatment": "1e-999"}}, "out-of-range", "prices.treatment"),
    ({"prices": {"treatment": "1000000000000"}}, "out-of-range", "prices.treatment"),
    ({"prices": {"treatment": "0.0000001"}}, "out-of-range", "prices.treatment"),
    ({"prices": {"treatment": -300}}, "below-zero", "prices.treatment"),
    ({"prices": {"treatment": "-0.01"}}, "below-zero", "prices.treatment"),
    ({"prices": {"treatment": 300, "Treatment injections": 301}}, "said-twice", "prices.Treatment injections"),
    ({"prices": {"session": 300, "sessions": 301}}, "said-twice", "prices.sessions"),
    ({"sessions": 0}, "out-of-range", "sessions"),
    ({"sessions": 101}, "out-of-range", "sessions"),
    ({"sessions": -3}, "out-of-range", "sessions"),
    ({"sessions": 2.5}, "not-whole", "sessions"),
    ({"sessions": "three"}, "not-a-number", "sessions"),
    ({"sessions": [3]}, "not-a-number", "sessions"),
    ({"sessions": {}}, "not-one-of", "sessions"),
    ({"sessions": {"least": 3}}, "not-one-of", "sessions"),
    ({"sessions": {"min": 4, "typical": 3}}, "contradiction", "sessions"),
    ({"sessions": {"min": 4, "max": 3}}, "contradiction", "sessions"),
    ({"sessions": {"min": 7}}, "contradiction", "sessions"),
    ({"sessions": {"max": 1}}, "contradiction", "sessions"),
    ({"counts": [1]}, "not-an-object", "counts"),
    ({"counts": {"x" * 5000: 1}}, "too-long", "counts"),
    ({"counts": {"physical-therapy": -1}}, "out-of-range", "counts.physical-therapy"),
    ({"counts": {"physical-therapy": {"per_week": 2}}}, "missing", "counts.physical-therapy.weeks"),
    ({"counts": {"physical-therapy": {"per_week": 2, "weeks": "x"}}}, "not-a-number", "counts.physical-therapy.weeks"),
    ({"counts": {"treatment": 4}}, "two-ways", "counts.treatment"),
    ({"counts": {"physical-therapy": 4, "therapy": 4}}, "said-twice", "counts.therapy"),
    ({"include": "imaging"}, "not-a-list", "include"),
    ({"include": [5]}, "not-text", "include[0]"),
    ({"response_rates": 0.7}, "not-an-object", "response_rates"),
    ({"response_rates": {"gate": 1.01}}, "out-of-range", "response_rates.gate"),
    ({"response_rates": {"gate": 70}}, "out-of-range", "response_rates.gate"),
    ({"response_rates": {"gate": "101 %"}}, "out-of-range", "response_rates.gate"),
    ({"response_rates": {"gate": -0.1}}, "out-of-range", "response_rates.gate"),
    ({"response_rates": {"gate": "most"}}, "not-a-number", "response_rates.gate"),
    ({"response_rates": {"gate": "1e-30"}}, "out-of-range", "response_rates.gate"),
    ({"response_rates": {"gate": 0.5, "go_on": 0.5}}, "said-twice", "response_rates.go_on"),
    ({"response_rates": {"stop_after_session": [0.1, 2]}}, "out-of-range", "response_rates.stop_after_session[1]"),
    (
        {"response_rates": {"stop_after_session": {"x": 0.1}}},
        "not-a-number",
        "the session in response_rates.stop_after_session",
    ),
    (
        {"response_rates": {"stop_after_session": {"1": 0.1, "1.0": 0.1}}},
        "said-twice",
        "response_rates.stop_after_session",
    ),
    ({"response_rates": {"stop_after_session": [0] * 101}}, "too-long", "response_rates.stop_after_session"),
    ({"response_rates": {"stop_after_session": "often"}}, "not-a-number", "response_rates.stop_after_session"),
    ({"response_rates": {"gate": 1, "source": "x" * 5000}}, "too-long", "response_rates.source"),
    ({"package": 4}, "not-an-object", "package"),
    ({"package": {"price": 1400}}, "missing", "package.sessions"),
    ({"package": {"sessions": 4}}, "missing", "package.price"),
    ({"package": {"sessions": 0, "price": 1400}}, "out-of-range", "package.sessions"),
    ({"package": {"sessions": 4, "price": -1}}, "below-zero", "package.price"),
    ({"package": {"sessions": 4, "price": 1, "refund": "some"}}, "not-one-of", "package.refund"),
    ({"package": {"sessions": 4, "price": 1, "refund": 5}}, "not-one-of", "package.refund"),
    (
        {"package": {"sessions": 4, "price": 1, "refund": {"per_unused_session": -5}}},
        "below-zero",
        "package.refund.per_unused_session",
    ),
    ({"instalments": 0}, "out-of-range", "instalments"),
    ({"instalments": 121}, "out-of-range", "instalments"),
    ({"instalments": {"of": "typical"}}, "not-a-number", "instalments.number"),
    ({"instalments": {"number": 3, "of": "all"}}, "not-one-of", "instalments.of"),
    ({"payments": 300}, "not-a-list", "payments"),
    ({"payments": [-1]}, "below-zero", "payments[0]"),
    ({"payments": [{"amount": 1, "on": "yesterday"}]}, "not-a-day", "payments[0].on"),
    ({"payments": [{"on": "2026-11-30"}]}, "not-a-number", "payments[0].amount"),
    ({"valid_until": "2026-02-30"}, "not-a-day", "valid_until"),
    ({"valid_until": 20261130}, "not-a-day", "valid_until"),
    ({"as_of": "x" * 5000}, "not-a-day", "as_of"),
]


@pytest.mark.parametrize(("changed", "code", "field"), ODD, ids=[str(row[0])[:60] for row in ODD])
def test_odd_input_gives_a_sentence_and_status_2(door: Door, changed: dict[str, Any], code: str, field: str) -> None:
    status, found = door(ORDINARY | changed)
    assert status == 2
    assert set(found) == {"error"}
    error = found["error"]
    assert set(error) == {"code", "field", "says", "remedy"}
    assert (error["code"], error["field"]) == (code, field)
    assert len(error["says"]) < 400
    assert error["says"].isprintable()
    assert error["remedy"].endswith((".", "?", "}.", ".'"))


@pytest.mark.parametrize(
    ("number", "code"),
    [("1e999", "not-a-number"), ("-1e999", "not-a-number"), ("NaN", "not-a-number"), ("9" * 5000, "not-json")],
)
def test_a_number_that_json_does_not_have_is_refused(
    number: str, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = json.dumps(ORDINARY).replace("300", number)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
    assert main(["estimate", "--json", "-"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code


def test_a_bad_case_does_not_spoil_its_neighbours(door: Door) -> None:
    status, found = door([ORDINARY, ORDINARY | {"sessions": "many"}, 7, ORDINARY])
    assert status == 2
    assert ["error" in one for one in found] == [False, True, True, False]


def test_unknown_fields_are_named_and_change_nothing(door: Door) -> None:
    rates = {"gate": 1, "stop_after_session": 0}
    package = {"sessions": 3, "price": 750, "refund": "nothing"}
    plain = ORDINARY | {"response_rates": rates, "package": package}
    more = {"response_rates": rates | {"mood": 1}, "package": package | {"bow": "red"}, "colour": "red", "\ud800": 1}
    status, (first, second) = door([plain, plain | more])
    assert status == 0
    unknown = second.pop("unknown")
    assert unknown[0] == "colour"
    assert len(unknown) == 4
    assert {"response_rates.mood", "package.bow"} < set(unknown)
    assert first.pop("unknown") == []
    assert first == second


def test_nothing_that_is_null_is_read(door: Door) -> None:
    status, (first, second) = door([ORDINARY, ORDINARY | dict.fromkeys(("package", "counts", "payments", "as_of"))])
    assert status == 0
    assert first == second


# a name in the price list, then what is asked back
NAMES = [
    ("treatmnt", 'Did you mean "treatment"?'),
    ("phisical_therapy", 'Did you mean "physical-therapy"?'),
    ("consultatoin", 'Did you mean "consultation"?'),
]


@pytest.mark.parametrize(("name", "remedy"), NAMES)
def test_an_unknown_activity_is_asked_back_and_changes_nothing(name: str, remedy: str) -> None:
    found = as_json(answer_case(ORDINARY | {"prices": ORDINARY["prices"] | {name: 999}}))
    assert found["max"] == "1350.00"
    assert found["unknown"] == [f"prices.{name}"]
    assert [(one["code"], one["remedy"]) for one in found["findings"] if one["level"] == "warn"] == [
        ("unknown-activity", remedy)
    ]


def test_a_word_of_the_trade_that_this_protocol_has_no_use_for_is_only_noted() -> None:
    found = as_json(
        answer_case({"protocol": "sit-knee-2020", "prices": {"consultation": 100, "treatment": 250}, "currency": "EUR"})
    )
    assert found["max"] == "1000.00"
    assert [one["level"] for one in found["findings"] if one["code"] == "price-unused"] == ["note"]


# the price list, then unit prices by activity: its own name, a word for its kind, a wide word
WORDS: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"Test injection": 1, "treatment": 2}, {"test-injection": "1.00", "treatment": "2.00"}),
    ({"TEST_INJECTION": 1, "sessions": 2}, {"test-injection": "1.00", "treatment": "2.00"}),
    ({"injection": 3}, {"test-injection": "3.00", "treatment": "3.00"}),
    ({"injection": 3, "treatment": 2}, {"test-injection": "3.00", "treatment": "2.00"}),
    ({"injections": 3, "diagnostic": 1, "prolotherapy": 2}, {"test-injection": "1.00", "treatment": "2.00"}),
    ({"office visit": 4}, {"consultation": "4.00", "response": "4.00", "control": "4.00", "late-control": "4.00"}),
    (
        {"visit": 4, "review": 5},
        {"consultation": "4.00", "response": "5.00", "control": "4.00", "late-control": "4.00"},
    ),
    ({"consultation": 4}, {"consultation": "4.00"}),
    ({"physiotherapy": 6}, {"physical-therapy": "6.00"}),
]


@pytest.mark.parametrize(("prices", "units"), WORDS, ids=[str(row[0]) for row in WORDS])
def test_words_of_a_price_list(prices: dict[str, Any], units: dict[str, str]) -> None:
    found = as_json(answer_case({"prices": prices, "currency": "USD"}, made_up()))
    assert {line["activity"]: line["unit_price"] for line in found["lines"] if line["unit_price"]} == units
    assert found["unknown"] == []


def test_a_protocol_may_be_a_file_or_an_object() -> None:
    by_text = as_json(answer_case({"protocol": text(), "prices": PRICES}))
    assert by_text == as_json(answer_case({"prices": PRICES}, made_up()))


# fields, then the codes that a person has to look at
SAID: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"currency": None}, ["currency-not-stated"]),
    ({"sessions": {"min": 2, "typical": 3}}, ["sessions-beyond-protocol"]),
    ({"sessions": {"typical": 4, "max": 7}}, ["sessions-beyond-protocol"]),
    ({"sessions": {"min": 3, "typical": 4, "max": 6}}, []),
    ({"response_rates": {"gate": 0.5, "stop_after_session": 0}}, ["gate-rate-unused"]),
    ({"counts": {"pysical-therapy": 4}}, ["unknown-activity"]),
    ({"include": ["physical-therapie"]}, ["unknown-activity"]),
    ({"include": ["physical-therapy"]}, ["price-not-stated"]),
    (
        {"include": ["physical-therapy"], "prices": {"consultation": 1, "treatment": 2, "physical-therapy": 3}},
        ["count-not-stated"],
    ),
]


@pytest.mark.parametrize(("fields", "codes"), SAID, ids=[str(row[0]) for row in SAID])
def test_what_a_person_has_to_look_at(fields: dict[str, Any], codes: list[str]) -> None:
    found = answer_case(ORDINARY | fields)
    assert [one.code for one in found.findings if one.level == "warn"] == codes
    assert found.needs_attention is bool(codes)


def test_whether_the_diagnostic_injection_counts_is_not_assumed_in_silence() -> None:
    found = answer_case({"prices": PRICES}, made_up(("{value: false, source: LOCAL-1}", "not stated")))
    assert [one.code for one in found.findings if one.level == "warn"] == ["diagnostic-counting-not-stated"]


def test_a_programme_that_a_stop_ends_is_counted_in_full_and_it_is_said() -> None:
    found = answer_case({"prices": PRICES, "response_rates": {"gate": 1, "stop": 0}}, made_up())
    assert [one.field for one in found.findings if one.code == "programme-counted-in-full"] == [
        "counts.physical-therapy"
    ]
