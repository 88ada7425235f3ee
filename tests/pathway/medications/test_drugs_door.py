"""`enthesis drugs`: the machine door, odd input, and the form for people."""

import argparse
import io
import json
import re
import shlex
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.cli import drugs
from enthesis.cli.main import main

PAGE = Path(__file__).parents[3] / "docs" / "commands" / "drugs.md"

Door = Callable[[Any], tuple[int, Any]]


@pytest.fixture
def door(monkeypatch, capsys) -> Door:
    def put(case: Any) -> tuple[int, Any]:
        typed = case if isinstance(case, str) else json.dumps(case)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode("utf-8", "surrogatepass"))))
        status = main(["drugs", "--json", "-"])
        return status, json.loads(capsys.readouterr().out)

    return put


def test_one_case(door):
    status, found = door({"names": ["Plavix 75 mg"], "sessions": ["2026-12-01"], "country": "US"})
    assert status == 0
    (drug,) = found["drugs"]
    assert drug["match"] == "clopidogrel"
    assert drug["class"] == "antiplatelet"
    assert drug["codes"] == {"atc": ["B01AC04"], "rxnorm": ["32968"]}
    assert drug["prescriber_only"] is True
    assert drug["windows"] == []
    assert drug["patient_words"].startswith(
        "Do not stop Plavix (clopidogrel). Your clinic will speak to the prescriber."
    )
    assert drug["task"]["open"] is True
    assert found["unknown"] == []


def test_windows_before_and_after_each_session(door):
    case = {
        "names": ["ibuprofen"],
        "sessions": ["2027-01-05", "2026-12-01", {"on": "2026-12-15", "cancelled": True}],
        "holds": [{"for": "nsaid", "before_days": 7, "after_days": 14, "set_by": "protocol x 2026-03"}],
    }
    _, found = door(case)
    first, second = found["drugs"][0]["windows"]
    assert first == {
        "session": "2026-12-01",
        "before": {"from": "2026-11-24", "to": "2026-12-01", "days": 7, "decided": True},
        "after": {"from": "2026-12-01", "to": "2026-12-15", "days": 14, "decided": True},
        "set_by": "protocol x 2026-03",
    }
    assert second["session"] == "2027-01-05"


def test_without_a_decision_the_published_range_is_marked(door):
    _, found = door({"names": ["ibuprofen"], "sessions": ["2026-12-01"]})
    (window,) = found["drugs"][0]["windows"]
    assert window["set_by"] is None
    assert (window["before"]["from"], window["before"]["decided"]) == ("2026-11-17", False)
    assert window["before"]["shortest_published"]["from"] == "2026-11-30"
    assert (window["after"]["to"], window["after"]["shortest_published"]["to"]) == ("2027-02-23", "2026-12-08")


def test_a_list_of_cases_is_answered_in_order_and_a_bad_one_does_not_hold_up_the_others(door):
    status, found = door([{"names": ["warfarin"]}, {"names": 3}, 7, {"names": ["ibuprofen"]}])
    assert status == 2
    assert [("error" in one) for one in found] == [False, True, True, False]


def test_a_product_gives_one_answer_for_each_ingredient(door):
    _, found = door({"names": ["Advil PM", "Percocet 5/325"]})
    assert [(one["position"], one["match"], one["product"]) for one in found["drugs"]] == [
        (0, "ibuprofen", "Advil PM"),
        (1, "oxycodone", "Percocet"),
        (1, "acetaminophen", "Percocet"),
    ]
    assert found["drugs"][0]["other_ingredients"] == ["diphenhydramine"]


def test_the_whole_list_is_summed_for_acetaminophen(door):
    case = {
        "names": ["Tylenol 1000 mg qid", "Percocet 5/325 q6h"],
        "circumstances": {"liver_disease": True, "weight_kg": 48.5},
    }
    _, found = door(case)
    assert found["acetaminophen"]["mg_a_day"] == "5300"
    assert [one["code"] for one in found["acetaminophen"]["findings"]] == [
        "acetaminophen-over-limit",
        "acetaminophen-in-several-products",
        "acetaminophen-liver",
        "acetaminophen-light-adult",
    ]
    assert door({"names": ["ibuprofen"]})[1]["acetaminophen"] is None


def test_a_diary_entry_inside_a_pause(door):
    case = {
        "names": [],
        "sessions": ["2026-12-01"],
        "holds": [{"for": "nsaid", "before_days": 7}],
        "taken": [{"on": "2026-11-28", "name": "Aleve"}],
    }
    _, found = door(case)
    assert [one["code"] for one in found["taken_inside_hold"]] == ["taken-inside-hold"]


def test_an_agreement_clears_the_task(door):
    agreement = {"drug": "Eliquis", "prescriber": "Dr Ana Okafor", "agreed": "continue", "on": "2026-11-01"}
    _, found = door({"names": ["apixaban"], "sessions": ["2026-12-01"], "agreements": [agreement]})
    assert found["drugs"][0]["task"] == {
        "open": False,
        "blocks": True,
        "sessions": [],
        "prescriber": "Dr Ana Okafor",
        "agreed": "continue",
    }


def test_unknown_fields_are_named_and_change_nothing(door):
    _, plain = door({"names": ["warfarin"]})
    status, more = door({"names": ["warfarin"], "weather": "fine", "mood": 3})
    assert (status, more["unknown"]) == (0, ["mood", "weather"])
    assert more["drugs"] == plain["drugs"]


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("US", "US"),
        ("usa", "US"),
        ("U.S.", "US"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Canada", None),
        (None, None),
        ("", None),
    ],
)
def test_countries(door, country, code):
    assert door({"names": ["acetaminophen"], "country": country})[1]["country"] == code


ODD = [
    ({}, "names-missing"),
    ({"names": None}, "names-missing"),
    ({"names": "warfarin"}, "not-a-list"),
    ({"names": {"a": 1}}, "not-a-list"),
    ({"names": [5]}, "not-a-text"),
    ({"names": [None]}, "not-a-text"),
    ({"names": [True]}, "not-a-text"),
    ({"names": [["warfarin"]]}, "not-a-text"),
    ({"names": ["  "]}, "name-empty"),
    ({"names": ["x" * 5000]}, "name-too-long"),
    ({"names": ["x" * 501]}, "name-too-long"),
    ({"names": ["war\u0000farin"]}, "control-characters"),
    ({"names": ["war\u0007farin"]}, "control-characters"),
    ({"names": ["war\nfarin"]}, "control-characters"),
    ({"names": ["\u202ewarfarin"]}, "control-characters"),
    ('{"names": ["\\ud800"]}', "control-characters"),
    ({"names": ["a"] * 201}, "too-many"),
    ({"names": ["a"], "sessions": "2026-12-01"}, "not-a-list"),
    ({"names": ["a"], "sessions": ["2026-02-30"]}, "bad-date"),
    ({"names": ["a"], "sessions": ["tomorrow"]}, "bad-date"),
    ({"names": ["a"], "sessions": ["20261201"]}, "bad-date"),
    ({"names": ["a"], "sessions": ["2026-12-01T09:00:00Z"]}, "bad-date"),
    ({"names": ["a"], "sessions": ["0001-01-01"]}, "bad-date"),
    ({"names": ["a"], "sessions": ["9999-12-31"]}, "bad-date"),
    ({"names": ["a"], "sessions": [20261201]}, "bad-date"),
    ({"names": ["a"], "sessions": [None]}, "bad-date"),
    ({"names": ["a"], "sessions": [{"on": "2026-12-01", "cancelled": "no"}]}, "not-yes-or-no"),
    ({"names": ["a"], "country": 5}, "not-a-text"),
    ({"names": ["a"], "holds": [{"for": "painkiller"}]}, "hold-for-nothing"),
    ({"names": ["a"], "holds": [{"before_days": 3}]}, "not-a-text"),
    ({"names": ["a"], "holds": ["nsaid"]}, "not-an-object"),
    ({"names": ["a"], "holds": [{"for": "nsaid", "before_days": -1}]}, "bad-days"),
    ({"names": ["a"], "holds": [{"for": "nsaid", "before_days": 1.5}]}, "not-a-whole-number"),
    ({"names": ["a"], "holds": [{"for": "nsaid", "before_days": True}]}, "not-a-whole-number"),
    ({"names": ["a"], "holds": [{"for": "nsaid", "before_days": 10**30}]}, "bad-days"),
    (
        {"names": ["a"], "agreements": [{"drug": "warfarin", "prescriber": "", "agreed": "pause"}]},
        "agreement-without-prescriber",
    ),
    (
        {"names": ["a"], "agreements": [{"drug": "warfarin", "prescriber": "Dr Ito", "agreed": "ok"}]},
        "agreement-unclear",
    ),
    ({"names": ["a"], "taken": [{"on": "never", "name": "Advil"}]}, "bad-date"),
    ({"names": ["a"], "circumstances": {"weight_kg": -1}}, "bad-number"),
    ('{"names": ["a"], "circumstances": {"weight_kg": 1e400}}', "bad-number"),
    ({"names": ["a"], "circumstances": {"liver_disease": "yes"}}, "not-yes-or-no"),
    ({"names": ["a"], "circumstances": 3}, "not-an-object"),
    ('{"names": [NaN]}', "not-a-number"),
    ('{"names": ["a"], "circumstances": {"weight_kg": Infinity}}', "not-a-number"),
    ("7", "not-an-object"),
    ('"warfarin"', "not-an-object"),
    ("", "not-json"),
    ("{", "not-json"),
    ("[" * 100000, "not-json"),
]


@pytest.mark.parametrize(("case", "code"), ODD, ids=[f"{at}-{code}" for at, (_, code) in enumerate(ODD)])
def test_odd_input_gets_a_sentence_and_status_2(door, case, code):
    status, found = door(case)
    assert status == 2
    assert found["error"]["code"] == code
    assert set(found["error"]) == {"code", "field", "says", "remedy"}
    assert found["error"]["says"].endswith(".")
    assert found["error"]["remedy"].endswith(".")
    assert len(found["error"]["says"]) < 300


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from(drugs.FIELDS), anything, max_size=5) | anything)
def test_whatever_is_put_to_the_door_it_answers(door, case):
    status, found = door(case)
    assert status in (0, 2)
    assert found is not None


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-300, 300))
def test_the_door_moves_its_windows_with_the_session(door, day, moved):
    other = day + timedelta(days=moved)
    _, here = door({"names": ["naproxen"], "sessions": [day.isoformat()]})
    _, there = door({"names": ["naproxen"], "sessions": [other.isoformat()]})
    for side, end in (("before", "from"), ("before", "to"), ("after", "from"), ("after", "to")):
        old = date.fromisoformat(here["drugs"][0]["windows"][0][side][end])
        new = date.fromisoformat(there["drugs"][0]["windows"][0][side][end])
        assert (new - old).days == moved


def run(capsys, *typed):
    status = main(["drugs", *typed])
    shown = capsys.readouterr()
    return status, " ".join(shown.out.split()), shown.err


def test_the_form_for_people(capsys):
    status, out, _ = run(capsys, "Plavix 75 mg", "ibuprofen", "--session", "2026-12-01", "--hold", "nsaid=7,14")
    assert status == 0
    assert "Plavix 75 mg: clopidogrel, antiplatelet, ATC B01AC04, RxNorm 32968" in out
    assert "Patient: Do not stop Plavix (clopidogrel). Your clinic will speak to the prescriber." in out
    assert (
        "Session 1 December 2026: before: from 24 November 2026; after: until 15 December 2026 (set by the clinic)"
        in out
    )
    assert "Sources:" in out


def test_a_name_that_a_person_has_to_look_at_ends_in_status_1(capsys):
    status, out, _ = run(capsys, "zorbiplax")
    assert status == 1
    assert "zorbiplax: unknown" in out


def test_the_published_range_in_words(capsys):
    _, out, _ = run(capsys, "ibuprofen", "--session", "2026-12-01")
    assert "before: from 17 November 2026 at the longest, 30 November 2026 at the shortest" in out
    assert "published range; the clinic decides" in out


def test_sides_that_are_open_or_without_a_pause_in_words(capsys):
    _, out, _ = run(capsys, "zinc", "--session", "2026-12-01", "--hold", "zinc=0,")
    assert "before: no pause; after: not stated" in out


def test_acetaminophen_is_summed_for_people_too(capsys):
    _, out, _ = run(capsys, "Tylenol 1000 mg qid", "Percocet 5/325 q6h")
    assert "Acetaminophen, all products together: 5300 mg of acetaminophen in a day" in out


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ((), "No drug was given."),
        (("ibuprofen", "--session", "soon"), "sessions[0] is not a day of the calendar."),
        (("ibuprofen", "--hold", "nsaid"), '"nsaid" is not a pause.'),
        (("ibuprofen", "--hold", "nsaid=999,"), "give a whole number from 0 to 365"),
        (("x" * 600,), "names[0] has 600 signs"),
    ],
)
def test_people_get_a_sentence_too(capsys, typed, says):
    status, out, err = run(capsys, *typed)
    assert status == 2
    assert out == ""
    assert says in err


def test_the_command_can_be_registered_by_itself():
    parser = argparse.ArgumentParser()
    drugs.register(parser.add_subparsers())
    assert parser.parse_args(["drugs", "ibuprofen"]).names == ["ibuprofen"]


def test_the_page_of_the_manual_shows_what_the_command_prints(capsys):
    blocks = re.findall(
        r"^    \$ enthesis (drugs .*)\n((?:    .*\n|\n(?=    [^$]))+)", PAGE.read_text("utf-8"), re.MULTILINE
    )
    assert len(blocks) == 3
    for typed, printed in blocks:
        main(shlex.split(typed))
        assert capsys.readouterr().out.rstrip() == re.sub(r"^    ", "", printed, flags=re.MULTILINE).rstrip()


def test_the_page_of_the_manual_names_every_field(door):
    page = PAGE.read_text("utf-8")
    _, found = door({"names": ["warfarin"]})
    told = {*drugs.FIELDS, *found, *found["drugs"][0]} - {"matched_by", "words", "product", "other_ingredients"}
    assert {field for field in told if f"`{field}`" not in page} == set()
