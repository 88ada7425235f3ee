"""What triage decides and why, and what it asks: tests/data/triage_answers.yaml and triage_questions.yaml."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from enthesis.pathway.finding import Finding
from enthesis.pathway.triage import TriageInput, load, questions, triage


def table(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(
        (Path(__file__).parents[2] / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    )
    return found


ENTRIES, ASKED = table("triage_answers"), table("triage_questions")


@pytest.mark.parametrize("entry", ENTRIES, ids=[f"{e['sites']} {e['hours']} {e['answers']}" for e in ENTRIES])
def test_the_level_and_what_it_rests_on(entry: dict[str, Any]) -> None:
    found = triage(entry["sites"], entry["hours"], entry["answers"], entry.get("clinic") != "closed")
    levels = {rule: level.value for rule, level in found.levels.items()}
    assert found.worst_level.value == entry["level"]
    assert [{reason.code: list(reason.because)} for reason in found.reasons] == entry["because"]
    assert levels == entry.get("levels", dict.fromkeys(found.fired, entry["level"]))
    assert {reason.code: reason.level for reason in found.reasons} == levels
    assert list(found.not_understood) == entry.get("not_understood", [])
    assert list(found.unknown) == entry.get("unknown", [])
    if "missing" in entry:
        assert list(found.missing) == entry["missing"]


@pytest.mark.parametrize("entry", ASKED, ids=[f"{e['sites']} {e['hours']} {e['answers']}"[:90] for e in ASKED])
def test_what_can_still_change_the_level_is_asked_in_order(entry: dict[str, Any]) -> None:
    found = questions(entry["sites"], entry["answers"], entry["hours"])
    assert [variable.id for variable in found] == entry["asked"]
    assert all(variable is load().variables[variable.id] for variable in found)


def test_at_an_unknown_hour_the_signs_of_the_first_hours_are_asked_about() -> None:
    """A numb mouth and ringing ears may be the anaesthetic of minutes ago."""
    at_an_unknown_hour = {variable.id for variable in questions(["knee"], {})}
    assert {"last_sign", "faint"} <= at_an_unknown_hour
    assert "last_sign" not in {variable.id for variable in questions(["knee"], {}, 3)}


def test_own_rules_decide_what_is_asked() -> None:
    own = replace(load(), rules=tuple(rule for rule in load().rules if rule.id in ("T33", "T99")))
    assert [variable.id for variable in questions(["knee"], {}, 24, rules=own)] == ["acetaminophen_mg_day", "unclear"]


def test_a_reason_carries_the_words_of_its_rule() -> None:
    found = triage(["rib"], 1, {"breathless": "yes", "bruise": "small"})
    rules = [load().by_id[rule] for rule in ("T01", "T02")]
    assert found.fired == ("T01", "T02")
    assert found.reasons[0] == Finding(
        code="T01",
        level="emergency",
        says=f"{rules[0].symptom}. Think of: {rules[0].think_of}.",
        remedy=rules[0].clinic_action,
        to_patient=rules[0].for_patient,
        remedy_for_patient=rules[0].patient_action,
        because=("breathless: yes", "site: rib", "1 hour since the injection (usual: 0 to 72)"),
        sources=rules[0].sources,
        version=rules[0].version,
        unverified=rules[0].unverified,
    )
    assert found.action == rules[0].patient_action
    assert found.watch_for == tuple(dict.fromkeys(rules[0].watch_for + rules[1].watch_for))
    assert found.do_not == tuple(dict.fromkeys(rules[0].do_not + rules[1].do_not))


@pytest.mark.parametrize(
    ("hours", "is_read"),
    [
        (0, True),
        ("0", True),
        (" 24 ", True),
        (0.5, True),
        (100_000, True),
        ("1e3", True),
        (None, True),
        ("  ", True),
        (-1, False),
        ("-0.1", False),
        (100_001, False),
        ("100000.1", False),
        (True, False),
        ([24], False),
        ("soon", False),
        ("NaN", False),
        ("Infinity", False),
        ("1" + "0" * 40, False),
        ("0." + "0" * 38, True),
        ("0." + "0" * 39, False),
    ],
)
def test_hours_that_can_be_read(hours: Any, is_read: bool) -> None:
    if is_read:
        assert triage(["joint"], hours, {"breathless": "yes"}).fired == ("T02",)
        return
    with pytest.raises(TriageInput) as caught:
        triage(["joint"], hours, {"breathless": "yes"})
    told = caught.value
    assert (told.code, told.field) == ("hours", "hours_since_injection")
    assert told.says == str(told) == "The hours since the injection are not a number from 0 to 100000."
    assert told.remedy == "Give the hours, 0 for during the injection, or null where nobody knows."


KNOWN = "Use: spine, neck, thoracic, rib, shoulder, joint, soft_tissue; an empty list where nobody knows."


@pytest.mark.parametrize(
    ("sites", "code", "says", "remedy"),
    [
        ("knee", "not-a-list", "The sites are not a list.", 'Write for instance ["knee", "joint"].'),
        (b"knee", "not-a-list", "The sites are not a list.", 'Write for instance ["knee", "joint"].'),
        ({"knee": 1}, "not-a-list", "The sites are not a list.", 'Write for instance ["knee", "joint"].'),
        (["knee"] * 51, "not-a-list", "The sites are not a list.", 'Write for instance ["knee", "joint"].'),
        (["moon"], "unknown-site", '"moon" is not a site that the rules know.', KNOWN),
        (["x" * 41], "unknown-site", f'"{"x" * 40}" is not a site that the rules know.', KNOWN),
        ([7], "unknown-site", "A site is not a word that the rules know.", KNOWN),
    ],
)
def test_sites_that_cannot_be_read_are_told_so(sites: Any, code: str, says: str, remedy: str) -> None:
    with pytest.raises(TriageInput) as caught:
        triage(sites, 24, {})
    told = caught.value
    assert (told.code, told.says, told.remedy, told.field, str(told)) == (code, says, remedy, "sites", says)


@pytest.mark.parametrize("site", ["Rib", " RIB ", "ribs", "upper back", "upper-back", "upper_back", "Upper  Back"])
def test_a_site_is_read_however_it_is_written(site: str) -> None:
    """Near the lung: breathlessness is a pneumothorax until shown otherwise."""
    assert triage([site], 24, {"breathless": "yes"}).fired == ("T01", "T02")
    assert triage([site] * 50, 24, {"breathless": "yes"}).fired == ("T01", "T02")
