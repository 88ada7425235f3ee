"""Every row of tests/data/triage_rules.csv: its trigger fires the rule of its number at its level, at its site."""

import csv
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from enthesis.pathway.triage import Level, load, triage

ROWS = list(csv.DictReader((Path(__file__).parents[2] / "data" / "triage_rules.csv").open(encoding="utf-8")))
RULES = load().by_id


def answers_of(trigger: str) -> dict[str, Any]:
    """The mildest answers that meet a trigger; of "or" the first."""
    found: dict[str, Any] = {}
    for term in re.split(r" and ", re.sub(r"\((\w+=\w+) or [^)]*\)", r"\1", trigger).split(" or ")[0]):
        name, sign, value = re.fullmatch(r"(\w+)(<=|>=|<|>|=)(.+)", term.strip()).groups()  # type: ignore[union-attr]  # a row that does not match fails the test
        if name == "day":
            continue
        number = value.isdecimal()
        step = {"<": -1, ">": 1}.get(sign, 0)
        found[name] = int(value) + step if number else value
    return found


def sites_of(row: dict[str, str]) -> list[str]:
    first = row["sites"].split(";")[0]
    return ["soft_tissue"] if first == "any" else [first]


def triaged(row: dict[str, str], hours: Decimal | int) -> Any:
    return triage(sites_of(row), hours, answers_of(row["trigger"]))


def test_there_are_41_rows_and_every_one_has_its_rule() -> None:
    assert len(ROWS) == 41
    assert {row["rule_id"] for row in ROWS} <= set(RULES)


@pytest.mark.parametrize("row", ROWS, ids=[row["rule_id"] for row in ROWS])
def test_the_trigger_fires_the_rule_at_its_level(row: dict[str, str]) -> None:
    for hours in {int(row["hours_from"]), min(int(row["hours_to"]), 100_000)}:
        if row["rule_id"] == "T26" and hours < 72:
            continue
        found = triaged(row, hours)
        assert row["rule_id"] in found.fired
        assert found.levels[row["rule_id"]] == row["level"]
        assert found.worst_level.rank >= Level(row["level"]).rank


@pytest.mark.parametrize("row", ROWS, ids=[row["rule_id"] for row in ROWS])
def test_only_expected_reactions_are_bound_to_their_hours(row: dict[str, str]) -> None:
    """Outside the hours a warning sign fires all the same; an expected reaction is read by a person."""
    after = int(row["hours_to"]) + 1
    if after > 100_000 or row["rule_id"] == "T26":
        return
    found = triaged(row, after)
    if row["level"] == "self_care":
        assert row["rule_id"] not in found.fired
        assert found.worst_level.rank > Level.SELF_CARE.rank
    else:
        assert row["rule_id"] in found.fired
        assert found.worst_level.rank >= Level(row["level"]).rank


@pytest.mark.parametrize("row", ROWS, ids=[row["rule_id"] for row in ROWS])
def test_the_rule_keeps_its_window_its_sources_and_its_level(row: dict[str, str]) -> None:
    rule = RULES[row["rule_id"]]
    assert rule.level == row["level"]
    assert rule.hours.low == int(row["hours_from"])
    assert rule.hours.high == (None if row["hours_to"] == "99999" else int(row["hours_to"]))
    assert set(row["source"].split(";")) <= set(rule.sources)
    assert rule.unverified == ("memory" in rule.sources)
    if "memory" in row["source"]:
        assert rule.unverified
    if row["sites"] != "any" and "any" not in row["sites"]:
        assert set(row["sites"].split(";")) <= rule.sites


@pytest.mark.parametrize("row", [row for row in ROWS if "any" not in row["sites"]], ids=lambda row: row["rule_id"])
def test_a_rule_of_a_site_is_silent_elsewhere_and_speaks_where_nobody_knows_the_site(row: dict[str, str]) -> None:
    hours = max(int(row["hours_from"]), 24)
    assert row["rule_id"] not in triage(["soft_tissue"], hours, answers_of(row["trigger"])).fired
    unknown = triage([], hours, answers_of(row["trigger"]))
    assert row["rule_id"] in unknown.fired
    assert "sites" in unknown.missing


def test_a_rule_that_the_table_does_not_have_is_a_ruling() -> None:
    """What the product adds or changes says so, with its reason."""
    table = {row["rule_id"]: row for row in ROWS}
    for rule in load().rules:
        if rule.id not in table:
            assert "ruling" in rule.sources
            assert "Ruling" in rule.note
        elif "ruling" in rule.sources:
            assert "Ruling" in rule.note
