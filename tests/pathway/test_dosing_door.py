"""`enthesis mix`: every combination of fields, odd input, the page of the manual, and how long one answer takes."""

import argparse
import io
import json
import re
import shlex
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from enthesis import knowledge
from enthesis.cli import mix
from enthesis.pathway.dosing import Solutions, UnreadableCase, answer_case, read_solutions

PAGE = Path(__file__).parents[2] / "docs" / "commands" / "mix.md"

ORDINARY = {
    "jurisdiction": "US",
    "age_years": "50",
    "weight_kg": "80",
    "allergy": "",
    "route": "extra-articular",
    "target_dextrose_pct": "15",
    "total_ml": "10",
    "la_drug": "lidocaine",
    "la_target_pct": "0.2",
    "la_stock_pct": "1",
    "epinephrine": "no",
    "dextrose_stock_pct": "50",
    "dextrose_stock_kind": "hydrous (USP)",
    "diluent": "saline",
    "previous_la_mg": "0",
    "published_max_ml": "",
    "vial_shared": "no",
}
WITHOUT_ANAESTHETIC = ORDINARY | {"la_drug": "", "la_target_pct": "", "la_stock_pct": ""}


def command(*typed: str) -> int:
    """`enthesis mix` by itself."""
    parser = argparse.ArgumentParser()
    mix.register(parser.add_subparsers())
    args = parser.parse_args(["mix", *typed])
    status: int = args.run(args)
    return status


Door = Callable[[Any], tuple[int, Any]]


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Door:
    def put(case: Any) -> tuple[int, Any]:
        typed = case if isinstance(case, str) else json.dumps(case)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), encoding="utf-8"))
        status = command("--json", "-")
        return status, json.loads(capsys.readouterr().out)

    return put


def test_an_ordinary_mix_is_accepted() -> None:
    found = answer_case(ORDINARY)
    assert (found.decision, found.reasons) == ("accept", [])


# field(s) changed, then decision and reasons
JUDGED: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"age_years": "18"}, "accept", []),
    ({"age_years": "17.99"}, "refuse", ["AGE_BELOW_18"]),
    ({"age_years": ""}, "refuse", ["AGE_MISSING"]),
    ({"age_years": 50, "weight_kg": 80.5}, "accept", []),
    ({"weight_kg": "30"}, "accept", []),
    ({"weight_kg": "29.9"}, "refuse", ["WEIGHT_IMPLAUSIBLE"]),
    ({"weight_kg": "250"}, "accept", []),
    ({"weight_kg": "250.1"}, "refuse", ["WEIGHT_IMPLAUSIBLE"]),
    ({"weight_kg": "900"}, "refuse", ["WEIGHT_IMPLAUSIBLE"]),
    ({"weight_kg": "-80"}, "refuse", ["WEIGHT_IMPLAUSIBLE"]),
    ({"weight_kg": None}, "refuse", ["WEIGHT_MISSING"]),
    ({"jurisdiction": ""}, "refuse", ["JURISDICTION_MISSING"]),
    ({"jurisdiction": "gb"}, "accept", []),
    ({"total_ml": "100", "la_target_pct": "0.1"}, "accept", []),
    ({"total_ml": "100.01", "la_target_pct": "0.1"}, "refuse", ["VOLUME_INVALID"]),
    ({"total_ml": "-10"}, "refuse", ["VOLUME_INVALID"]),
    ({"dextrose_stock_pct": "30"}, "refuse", ["DEXTROSE_STOCK_IMPLAUSIBLE"]),
    ({"dextrose_stock_pct": "70"}, "accept", []),
    ({"la_stock_pct": "1.5"}, "accept", []),
    ({"la_stock_pct": "10"}, "refuse", ["LA_STOCK_IMPLAUSIBLE"]),
    ({"la_stock_pct": "0"}, "refuse", ["LA_STOCK_IMPLAUSIBLE"]),
    ({"la_drug": "articaine", "la_stock_pct": "0"}, "refuse", ["LA_STOCK_IMPLAUSIBLE", "LA_LIMIT_UNKNOWN"]),
    ({"la_drug": "articaine", "la_stock_pct": "-1"}, "refuse", ["LA_STOCK_IMPLAUSIBLE", "LA_LIMIT_UNKNOWN"]),
    ({"la_drug": "bupivacaine", "la_stock_pct": "1"}, "refuse", ["LA_STOCK_IMPLAUSIBLE"]),
    ({"la_drug": "ropivacaine", "la_stock_pct": "1"}, "accept", []),
    ({"la_drug": "Lignocaine 1% plain"}, "accept", []),
    ({"la_drug": "mepivacaine"}, "refuse", ["LA_LIMIT_UNKNOWN"]),
    ({"la_drug": "something"}, "refuse", ["LA_LIMIT_UNKNOWN"]),
    ({"la_drug": "lidocaine and bupivacaine"}, "refuse", ["TWO_LOCAL_ANAESTHETICS", "LA_DOSE_UNKNOWN"]),
    ({"la_target_pct": "0"}, "accept", []),
    ({"la_drug": "none", "la_target_pct": "", "la_stock_pct": ""}, "accept", []),
    ({"la_target_pct": "0.7", "diluent": "none"}, "accept", []),
    ({"la_target_pct": "0.71"}, "refuse", ["MIX_INFEASIBLE"]),
    ({"diluent": "none"}, "refuse", ["MIX_INFEASIBLE"]),
    ({"diluent": ""}, "refuse", ["DILUENT_MISSING"]),
    ({"diluent": "sterile water"}, "accept", []),
    ({"diluent": "pumice"}, "accept_with_warning", ["UNKNOWN_PART"]),
    ({"target_dextrose_pct": "0", "dextrose_stock_pct": ""}, "accept_with_warning", ["BELOW_10_PCT"]),
    ({"target_dextrose_pct": "9.99"}, "accept_with_warning", ["BELOW_10_PCT"]),
    ({"target_dextrose_pct": "10"}, "accept", []),
    ({"target_dextrose_pct": "25"}, "accept", []),
    ({"target_dextrose_pct": "25.01"}, "accept_with_warning", ["ABOVE_25_PCT"]),
    ({"target_dextrose_pct": "50.01"}, "refuse", ["TARGET_ABOVE_STOCK"]),
    ({"epinephrine": "yes"}, "accept_with_warning", ["CONFIRM_EPINEPHRINE"]),
    ({"la_drug": "lidocaine with adrenaline", "epinephrine": ""}, "accept_with_warning", ["CONFIRM_EPINEPHRINE"]),
    ({"epinephrine": ""}, "accept", []),
    ({"published_max_ml": "10"}, "accept", []),
    ({"published_max_ml": "9.9"}, "accept_with_warning", ["VOLUME_ABOVE_PUBLISHED"]),
    ({"previous_la_mg": "280"}, "accept_with_warning", ["LA_AT_LIMIT"]),
    ({"previous_la_mg": "280.1"}, "refuse", ["LA_OVER_LIMIT"]),
    ({"previous_la_mg": "150", "previous_la_drug": "bupivacaine"}, "refuse", ["LA_OVER_LIMIT"]),
    ({"previous_la_mg": ""}, "accept", []),
    ({"second_la_drug": "bupivacaine", "second_la_pct": "0.1"}, "refuse", ["TWO_LOCAL_ANAESTHETICS"]),
    ({"second_la_drug": "bupivacaine", "second_la_pct": "0"}, "accept", []),
    ({"second_la_drug": "none"}, "accept", []),
    ({"la_target_pct": "0.65", "diluent": "none"}, "refuse", ["MIX_INFEASIBLE"]),  # half a mL is left
    ({"la_target_pct": "0.65", "diluent": ""}, "refuse", ["DILUENT_MISSING"]),
    ({"total_ml": "1"}, "accept", []),
    ({"total_ml": "0.5"}, "accept", []),
    ({"second_la_drug": "bupivacaine"}, "refuse", ["TWO_LOCAL_ANAESTHETICS", "LA_DOSE_UNKNOWN"]),
    (
        {"la_drug": "none", "la_target_pct": "", "la_stock_pct": "", "second_la_drug": "None", "second_la_pct": ""},
        "accept",
        [],
    ),
    ({"allergy": "corn", "target_dextrose_pct": "1"}, "refuse", ["ALLERGY_CORN"]),
    ({"allergy": "dextrose", "target_dextrose_pct": "0.5"}, "refuse", ["ALLERGY_DEXTROSE"]),
    ({"vial_shared": "yes"}, "refuse", ["SINGLE_DOSE_VIAL_SHARED"]),
    ({"vial_shared": ""}, "accept", []),
    ({"allergy": "maize"}, "refuse", ["ALLERGY_CORN"]),
    ({"allergy": "corn", "target_dextrose_pct": "0"}, "accept_with_warning", ["BELOW_10_PCT"]),
    ({"allergy": "glucose"}, "refuse", ["ALLERGY_DEXTROSE"]),
    ({"allergy": "bupivacaine"}, "refuse", ["ALLERGY_LOCAL_ANAESTHETIC"]),
    ({"allergy": ["latex", "lidocaine"]}, "refuse", ["ALLERGY_LOCAL_ANAESTHETIC"]),
    ({"allergy": "procaine"}, "accept", []),
    ({"allergy": "penicillin"}, "accept", []),
    ({"allergy": "none known"}, "accept", []),
    ({"allergy": "methylparaben"}, "accept_with_warning", ["CHECK_PRESERVATIVE"]),
    (
        {"age_years": "12", "allergy": "corn; lidocaine", "vial_shared": "yes", "weight_kg": "20", "total_ml": "0"},
        "refuse",
        [
            "AGE_BELOW_18",
            "ALLERGY_CORN",
            "ALLERGY_LOCAL_ANAESTHETIC",
            "SINGLE_DOSE_VIAL_SHARED",
            "WEIGHT_IMPLAUSIBLE",
            "VOLUME_INVALID",
        ],
    ),
    (
        {
            "total_ml": "80",
            "target_dextrose_pct": "8",
            "la_target_pct": "0.5",
            "epinephrine": "yes",
            "weight_kg": "80",
            "previous_la_mg": "100",
            "published_max_ml": "10",
        },
        "accept_with_warning",
        ["LA_AT_LIMIT", "CONFIRM_EPINEPHRINE", "BELOW_10_PCT", "VOLUME_ABOVE_PUBLISHED"],
    ),
]


@pytest.mark.parametrize(("changed", "decision", "reasons"), JUDGED, ids=[str(row[0]) for row in JUDGED])
def test_a_combination_of_fields(changed: dict[str, Any], decision: str, reasons: list[str]) -> None:
    found = answer_case(ORDINARY | changed)
    assert (found.decision, found.reasons) == (decision, reasons)


@pytest.mark.parametrize(
    "gone", ["weight_kg", "jurisdiction", "la_stock_pct", "previous_la_mg", "epinephrine", "route"]
)
def test_without_anaesthetic_its_facts_are_not_needed(gone: str) -> None:
    assert answer_case(WITHOUT_ANAESTHETIC | {gone: ""}).decision == "accept"


def test_a_preservative_is_in_bacteriostatic_water_and_in_vials_of_anaesthetic() -> None:
    def told(**changed: Any) -> list[str]:
        return answer_case(WITHOUT_ANAESTHETIC | {"allergy": "methylparaben"} | changed).reasons

    assert told() == []
    assert told(diluent="Bacteriostatic saline") == ["CHECK_PRESERVATIVE"]
    assert told(parts=[{"part": "D50W", "ml": 3}, {"part": "bacteriostatic water", "ml": 7}]) == ["CHECK_PRESERVATIVE"]
    assert told(parts=[{"part": "D50W", "ml": 3}, {"part": "water", "ml": 7}]) == []
    assert answer_case(ORDINARY | {"allergy": "methylparaben"}).reasons == ["CHECK_PRESERVATIVE"]


def test_what_was_wanted_is_judged_even_where_it_cannot_be_mixed() -> None:
    """A volume that cannot be hides no other warning."""

    def warnings(**changed: Any) -> list[str]:
        warned: list[str] = answer_case(ORDINARY | changed).as_json()["warnings"]
        return warned

    assert warnings(total_ml="0", target_dextrose_pct="5") == ["BELOW_10_PCT"]
    assert warnings(dextrose_stock_pct="30", published_max_ml="9") == ["VOLUME_ABOVE_PUBLISHED"]
    assert warnings(dextrose_stock_pct="30", total_ml="30", la_target_pct="1", la_stock_pct="2") == ["LA_AT_LIMIT"]
    refused = answer_case(ORDINARY | {"total_ml": "0", "target_dextrose_pct": "0", "allergy": "corn"})
    assert refused.reasons == ["VOLUME_INVALID"]


def test_a_second_anaesthetic_counts_with_its_own_strength() -> None:
    """A tenth of the limit of lidocaine and nine tenths of that of bupivacaine: 30 of 300 mg and 144 of 160 mg."""
    second = {"la_target_pct": "0.3", "second_la_drug": "bupivacaine", "second_la_pct": "1.44"}
    at_limit = answer_case(ORDINARY | second)
    assert at_limit.reasons == ["TWO_LOCAL_ANAESTHETICS"]
    assert at_limit.as_json()["warnings"] == ["LA_AT_LIMIT"]
    over = answer_case(ORDINARY | second | {"second_la_pct": "1.45"})
    assert over.reasons == ["TWO_LOCAL_ANAESTHETICS", "LA_OVER_LIMIT"]


def test_no_anaesthetic_is_asked_about_where_none_is_wanted() -> None:
    found = answer_case(ORDINARY | {"la_target_pct": "0", "previous_la_mg": ""})
    assert found.as_json()["notes"] == []
    assert (found.figures["la_mg"], found.figures["la_limit_mg"]) == ("0", "")


def test_figures_that_do_not_apply_are_empty() -> None:
    heavy = answer_case(ORDINARY | {"weight_kg": "900"}).figures
    assert (heavy["la_mg"], heavy["la_mg_per_kg"], heavy["la_limit_mg"]) == ("20", "", "")
    cannot_be = answer_case(WITHOUT_ANAESTHETIC | {"target_dextrose_pct": "60"}).figures
    assert (cannot_be["la_mg"], cannot_be["dextrose_stock_ml"], cannot_be["dextrose_g"]) == ("", "", "")
    thirds = answer_case(ORDINARY | {"dextrose_stock_pct": "70"}).figures
    assert thirds["dextrose_stock_ml"] == "2.142857"


def test_the_volumes_of_a_recipe_are_added_up_by_what_they_hold() -> None:
    parts = [("D50W", 2), ("dextrose 25%", 3), ("lidocaine 1%", 1), ("lidocaine 2%", 4), ("saline", 5), ("water", 6)]
    found = answer_case(RECIPE | {"parts": [{"part": text, "ml": ml} for text, ml in parts]}).figures
    assert (found["dextrose_stock_ml"], found["la_ml"], found["diluent_ml"]) == ("5", "5", "11")
    assert (found["dextrose_g"], found["la_mg"]) == ("1.75", "90")


def test_how_much_can_be_sent_in_one_case() -> None:
    """20 parts, 50 allergies, 1,000 characters; one more is refused."""

    def error(**changed: Any) -> str:
        try:
            answer_case(ORDINARY | changed)
        except UnreadableCase as problem:
            return f"{problem.code} {problem.field}"
        return ""

    part = {"part": "D50W", "ml": "0.1"}
    assert error(parts=[part] * 20) == ""
    assert error(parts=[part] * 21) == "not-a-list parts"
    assert error(parts="") == error(parts=[]) == error(parts=None) == ""
    assert error(allergy=["latex"] * 50) == error(allergy=("latex",)) == ""
    assert error(allergy=["latex"] * 51) == "not-text allergy"
    assert error(title="x" * 1000) == ""
    assert error(title="x" * 1001) == "too-long title"
    assert error(graduation_ml="0.01") == error(graduation_ml="1") == ""
    assert error(graduation_ml="0.009") == error(graduation_ml="1.01") == "out-of-range graduation_ml"


def test_the_marks_of_the_syringe_are_the_clinics() -> None:
    def drawn(solutions: Solutions | None = None, **changed: Any) -> list[str]:
        draw = answer_case(ORDINARY | {"total_ml": "22.5"} | changed, solutions).draw
        assert draw is not None
        return [str(part.ml) for part in draw.parts]

    assert drawn() == ["6.8", "4.5", "11.2"]
    assert drawn(graduation_ml="0.05") == ["6.75", "4.5", "11.25"]
    text = knowledge.path("solutions.yaml").read_text(encoding="utf-8")
    own = read_solutions(text.replace('usual_ml: "0.1"', 'usual_ml: "0.5"'))
    assert drawn(own) == ["7", "4.5", "11"]


def test_a_refused_mix_is_shown_and_not_drawn_up() -> None:
    found = answer_case(ORDINARY | {"vial_shared": "yes", "target_dextrose_pct": "30"}).as_json()
    assert found["draw"] is None
    assert found["warnings"] == ["ABOVE_25_PCT"]
    assert found["mix"]["dextrose_g"] == "3"


def test_the_diluent_may_be_more_of_the_same_anaesthetic() -> None:
    """15 % in lidocaine 1 %, nothing else: 7 of 10 mL are lidocaine, 70 mg, however little was said to be wanted."""
    found = answer_case(ORDINARY | {"diluent": "lidocaine 1%"})
    assert (found.figures["la_ml"], found.figures["la_mg"], found.figures["diluent_ml"]) == ("7", "70", "0")
    also = answer_case(WITHOUT_ANAESTHETIC | {"diluent": "lidocaine 1%"})
    assert also.figures == found.figures
    over = answer_case(ORDINARY | {"diluent": "lidocaine", "total_ml": "50"})
    assert over.reasons == ["LA_OVER_LIMIT"]


RECIPE = {"age_years": "50", "weight_kg": "80", "jurisdiction": "US", "previous_la_mg": "0", "vial_shared": "no"}


@pytest.mark.parametrize(
    ("parts", "more", "reasons"),
    [
        ([("10% dextrose", "8"), ("2% lidocaine", "2")], {}, ["BELOW_10_PCT"]),
        (
            [("10% dextrose", "8"), ("2% lidocaine", "2")],
            {"target_dextrose_pct": "10"},
            ["BELOW_10_PCT", "RECIPE_DIFFERS"],
        ),
        ([("D50W", "5"), ("saline", "10")], {"target_dextrose_pct": "16.7"}, []),
        ([("D50W", "6"), ("lidocaine 1%", "3"), ("methylcobalamin 1000 mcg/mL", "1")], {}, ["ABOVE_25_PCT"]),
        ([("D50W", "3"), ("pumice", "7")], {}, ["UNKNOWN_PART"]),
        ([("D50W", "3"), ("lidocaine 1% with epinephrine 1:200,000", "7")], {}, ["CONFIRM_EPINEPHRINE"]),
        ([("D50W", "3"), ("saline", None)], {}, ["DEXTROSE_UNKNOWN"]),
        ([("15% dextrose in lidocaine", "10")], {}, ["LA_DOSE_UNKNOWN"]),
        ([("D50W", "3"), ("lidocaine 20%", "1"), ("saline", "6")], {}, ["LA_STOCK_IMPLAUSIBLE"]),
        ([("dextrose 80%", "2"), ("saline", "6")], {}, ["DEXTROSE_STOCK_IMPLAUSIBLE"]),
        ([("D50W", "3"), ("lidocaine 2%", "20")], {}, ["LA_OVER_LIMIT"]),
        ([("D50W", "0")], {}, ["VOLUME_INVALID"]),
        ([("D50W", "3"), ("lidocaine 1%", "3"), ("saline", "4")], {"epinephrine": "no"}, []),
        ([("D50W", "3"), ("lidocaine 1%", "3"), ("saline", "4")], {"epinephrine": "yes"}, ["CONFIRM_EPINEPHRINE"]),
        ([("D50W", "3"), ("saline", "7")], {"published_max_ml": "9.9"}, ["VOLUME_ABOVE_PUBLISHED"]),
        ([("dextrose 70%", "2"), ("saline", "5")], {}, []),
        ([("dextrose 70.1%", "2"), ("saline", "5")], {}, ["DEXTROSE_STOCK_IMPLAUSIBLE"]),
        ([("D50W", "3"), ("lidocaine 2%", "1"), ("saline", "6")], {}, []),
        ([("D50W", "3"), ("lidocaine 2.1%", "1"), ("saline", "6")], {}, ["LA_STOCK_IMPLAUSIBLE"]),
        # the fields of a wanted mix say nothing about what is in the parts
        ([("D50W", "3"), ("saline", "7")], {"dextrose_stock_pct": "30", "la_stock_pct": "9", "la_drug": "x"}, []),
        ([("D50W", "5"), ("saline", "10")], {"target_dextrose_pct": "16"}, ["RECIPE_DIFFERS"]),
        ([("D50W", "5"), ("saline", "10")], {"target_dextrose_pct": "17"}, []),
        ([("D50W", "5"), ("saline", "10")], {"target_dextrose_pct": "16.67"}, []),
        ([("D50W", "5"), ("saline", "10")], {"target_dextrose_pct": "16.66"}, ["RECIPE_DIFFERS"]),
        ([("D50W", "3"), ("lidocaine 1%", "3"), ("bupivacaine 0.5%", "3")], {}, ["TWO_LOCAL_ANAESTHETICS"]),
    ],
)
def test_a_given_recipe(parts: list[tuple[str, str | None]], more: dict[str, str], reasons: list[str]) -> None:
    listed = [{"part": text, "ml": ml} for text, ml in parts]
    assert answer_case(RECIPE | more | {"parts": listed}).reasons == reasons


# what is odd, then code and field of the error
ODD: list[tuple[dict[str, Any], str, str]] = [
    ({"weight_kg": "NaN"}, "not-a-number", "weight_kg"),
    ({"weight_kg": "80 kg"}, "not-a-number", "weight_kg"),
    ({"weight_kg": "eighty"}, "not-a-number", "weight_kg"),
    ({"weight_kg": "１００"}, "not-a-number", "weight_kg"),
    ({"weight_kg": "1_0"}, "not-a-number", "weight_kg"),
    ({"weight_kg": True}, "not-a-number", "weight_kg"),
    ({"weight_kg": [80]}, "not-a-number", "weight_kg"),
    ({"weight_kg": {"kg": 80}}, "not-a-number", "weight_kg"),
    ({"total_ml": "1e999"}, "not-a-number", "total_ml"),
    ({"total_ml": "1e-300"}, "not-a-number", "total_ml"),
    ({"total_ml": "9" * 5000}, "not-a-number", "total_ml"),
    ({"total_ml": "22,5"}, "not-a-number", "total_ml"),
    ({"total_ml": "0x10"}, "not-a-number", "total_ml"),
    ({"total_ml": 10**30}, "not-a-number", "total_ml"),
    ({"total_ml": "--5"}, "not-a-number", "total_ml"),
    ({"total_ml": ""}, "missing", "total_ml"),
    ({"target_dextrose_pct": ""}, "missing", "target_dextrose_pct"),
    ({"target_dextrose_pct": "-15"}, "below-zero", "target_dextrose_pct"),
    ({"dextrose_stock_pct": ""}, "missing", "dextrose_stock_pct"),
    ({"la_target_pct": ""}, "missing", "la_target_pct"),
    ({"la_target_pct": "-0.2"}, "below-zero", "la_target_pct"),
    ({"la_drug": ""}, "missing", "la_drug"),
    ({"la_stock_pct": ""}, "missing", "la_stock_pct"),
    ({"previous_la_mg": "-100"}, "below-zero", "previous_la_mg"),
    ({"age_years": "-1"}, "below-zero", "age_years"),
    ({"age_years": "500"}, "out-of-range", "age_years"),
    ({"second_la_drug": "Xylocaine", "second_la_pct": "0.1"}, "said-twice", "second_la_drug"),
    ({"second_la_pct": "0.1"}, "missing", "second_la_drug"),
    ({"la_target_pct": "0", "second_la_drug": "bupivacaine"}, "missing", "la_drug"),
    ({"jurisdiction": "Atlantis"}, "not-one-of", "jurisdiction"),
    ({"epinephrine": "perhaps"}, "not-one-of", "epinephrine"),
    ({"vial_shared": "2"}, "not-one-of", "vial_shared"),
    ({"mode": "sideways"}, "not-one-of", "mode"),
    ({"la_drug": "lidocaine with epinephrine"}, "contradiction", "epinephrine"),
    ({"diluent": "dextrose 5%"}, "diluent", "diluent"),
    ({"diluent": "bupivacaine 0.5%"}, "diluent", "diluent"),
    ({"diluent": "lidocaine 2%"}, "diluent", "diluent"),
    ({"diluent": "bupivacaine 1%"}, "diluent", "diluent"),  # as strong as the stock, and another drug
    ({"diluent": "bupivacaine"}, "diluent", "diluent"),
    ({"diluent": "lidocaine 1% in saline"}, "diluent", "diluent"),
    ({"diluent": "lidocaine 1% and bupivacaine 1%"}, "diluent", "diluent"),
    ({"la_drug": "", "la_target_pct": "", "la_stock_pct": "", "diluent": "lidocaine"}, "diluent", "diluent"),
    ({"target_dextrose_pct": "0.5", "dextrose_stock_pct": ""}, "missing", "dextrose_stock_pct"),
    ({"allergy": "corn\x00"}, "control-characters", "allergy"),
    ({"route": "knee\u202eeenk"}, "control-characters", "route"),
    ({"title": "\ud800"}, "control-characters", "title"),
    ({"title": "x" * 5000}, "too-long", "title"),
    ({"allergy": "x" * 5000}, "too-long", "allergy"),
    ({"allergy": [1]}, "not-text", "allergy"),
    ({"route": ["knee"]}, "not-text", "route"),
    ({"graduation_ml": "0"}, "out-of-range", "graduation_ml"),
    ({"parts": "D50W"}, "not-a-list", "parts"),
    ({"parts": ["D50W"]}, "not-an-object", "parts[0]"),
    ({"parts": [{"part": "D50W", "ml": "-1"}]}, "below-zero", "parts[0].ml"),
    ({"parts": [{"part": 5000 * "x", "ml": "1"}]}, "too-long", "parts[0].part"),
    ({"parts": [{"part": "lidocaine with epinephrine", "ml": "1"}]}, "contradiction", "epinephrine"),
]


@pytest.mark.parametrize(("changed", "code", "field"), ODD, ids=[str(row[0])[:50] for row in ODD])
def test_odd_input_gives_a_sentence_and_status_2(door: Door, changed: dict[str, Any], code: str, field: str) -> None:
    status, found = door(ORDINARY | changed)
    assert status == 2
    assert (found["error"]["code"], found["error"]["field"]) == (code, field)
    assert found["error"]["says"].endswith(".")
    assert len(found["error"]["says"]) < 200
    assert found["error"]["remedy"].endswith((".", '"22.5".'))
    assert found["decision"] == "refuse"


@pytest.mark.parametrize("case", [{}, {"case_id": "X", "title": "nothing else"}, {"colour": "red"}])
def test_an_empty_case_is_told_so(door: Door, case: dict[str, str]) -> None:
    status, found = door(case)
    assert status == 2
    assert found["error"]["code"] == "empty-case"


@pytest.mark.parametrize("case", ["7", '"text"', "null", "[[]]"])
def test_what_is_no_case_is_told_so(door: Door, case: str) -> None:
    status, found = door(case)
    assert status == 2
    assert (found[0] if isinstance(found, list) else found)["error"]["code"] == "not-an-object"


def test_a_bad_case_does_not_spoil_its_neighbours(door: Door) -> None:
    status, found = door([ORDINARY, ORDINARY | {"total_ml": "many"}, ORDINARY])
    assert status == 2
    assert [one.get("decision") for one in found] == ["accept", "refuse", "accept"]
    assert ["error" in one for one in found] == [False, True, False]


def test_a_strange_field_name_is_repeated_safely(door: Door) -> None:
    status, found = door(ORDINARY | {"\ud800\x00" + "x" * 5000: 1})
    assert status == 0
    assert found["decision"] == "accept"
    assert len(found["unknown"][0]) < 100


def test_the_command_for_people_says_no_with_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--age-years", "50", "--jurisdiction", "US", "--part", "D50W", "3", "--part", "lidocaine 1%", "2"]
    assert command(*asked) == 1
    told = capsys.readouterr().out
    assert "Refused." in told
    assert "WEIGHT_MISSING" in told
    assert "5 mL, dextrose 30 % (1.5 g), lidocaine 0.4 % (20 mg)" in told
    assert command(*asked, "--weight-kg", "80") == 0
    assert command(*asked, "--weight-kg", "eighty") == 2


def test_the_page_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"(?:^    .*\n)+", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    shown = [re.sub(r"^    ", "", block, flags=re.MULTILINE) for block in blocks if "$ enthesis mix --" in block]
    assert len(shown) == 2
    for block in shown:
        typed, _, printed = block.replace("\\\n", "").removeprefix("$ enthesis mix ").partition("\n")
        command(*shlex.split(typed))
        assert capsys.readouterr().out == printed


def test_the_page_names_every_code_and_every_field() -> None:
    from enthesis.pathway.dosing import shipped
    from enthesis.pathway.dosing.case import KNOWN

    page = PAGE.read_text(encoding="utf-8")
    assert [code for code in shipped().rules if f"`{code}`" not in page] == []
    assert [name for name in KNOWN if f"`{name}`" not in page] == []


def test_one_answer_takes_about_a_millisecond_or_less() -> None:
    """The promise is 1 ms on an idle machine; the test leaves room for a busy one."""
    answer_case(ORDINARY)
    taken = []
    for _ in range(100):
        begun = time.perf_counter()
        answer_case(ORDINARY)
        taken.append(time.perf_counter() - begun)
    assert statistics.median(taken) < 0.004
