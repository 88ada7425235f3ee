"""What may be said to a question of triage, how it is read, and what arrives from the files."""

import dataclasses
from decimal import Decimal
from typing import Any

import pytest
import yaml

from enthesis.knowledge import edition, path
from enthesis.pathway.plain_yaml import read_plain
from enthesis.pathway.triage import Choice, Kind, Level, Variable, load, triage
from enthesis.pathway.triage.conditions import IsOneOf
from enthesis.pathway.triage.variables import NotUnderstood, read_variables

VARIABLES = load().variables
D = Decimal


@pytest.mark.parametrize(
    ("name", "given", "answer"),
    [
        ("breathless", "yes", "yes"),
        ("breathless", " YES ", "yes"),
        ("breathless", "y", "yes"),
        ("breathless", "true", "yes"),
        ("breathless", "present", "yes"),
        ("breathless", True, "yes"),
        ("breathless", "n", "no"),
        ("breathless", "false", "no"),
        ("breathless", "none", "no"),
        ("breathless", "never", "no"),
        ("breathless", "absent", "no"),
        ("breathless", False, "no"),
        ("breathless", None, None),
        ("breathless", "", None),
        ("breathless", " Skipped", None),
        ("breathless", "unanswered", None),
        ("breathless", "missing", None),
        ("fever", None, "skipped"),  # put and left open is an answer of its own
        ("fever", "missing", "skipped"),
        ("weakness", "growing", "new"),
        ("weakness", True, "new"),
        ("weakness", "Before", "old"),
        ("weakness", "no", "none"),
        ("headache", "non-postural", "non_postural_or_late"),
        ("headache", "Non postural or  late", "non_postural_or_late"),
        ("temp_c", 30, D(30)),
        ("temp_c", "45", D(45)),
        ("temp_c", " 38.0 ", D("38.0")),
        ("temp_c", "0" * 38 + "38", D(38)),
        ("med_class", "nsaid", frozenset({"nsaid"})),
        ("med_class", ["Blood thinner", None, "odd"], frozenset({"anticoagulant", "odd"})),
        ("med_class", ("no",), frozenset({"none"})),
        ("med_class", [], frozenset()),
        ("med_class", "x" * 200, frozenset({"x" * 200})),
        ("med_class", [f"w{at}" for at in range(101)], frozenset(f"w{at}" for at in range(100))),
    ],
)
def test_an_answer_is_read(name: str, given: Any, answer: Any) -> None:
    assert VARIABLES[name].read(given) == answer


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("breathless", "maybe"),
        ("breathless", 1),
        ("breathless", ["yes"]),
        ("weakness", "x" * 201),
        ("temp_c", "29.9"),
        ("temp_c", "45.1"),
        ("temp_c", True),
        ("temp_c", "NaN"),
        ("temp_c", "Infinity"),
        ("temp_c", "38,0"),
        ("temp_c", "hot"),
        ("temp_c", [38]),
        ("temp_c", "0" * 39 + "38"),
        ("med_class", [3]),
        ("med_class", "x" * 201),
        ("med_class", {"nsaid": 1}),
    ],
)
def test_an_answer_that_cannot_be_read_is_not_guessed(name: str, given: Any) -> None:
    with pytest.raises(NotUnderstood):
        VARIABLES[name].read(given)


@pytest.mark.parametrize(
    ("name", "answer", "reports"),
    [
        ("soreness_days", D(0), False),
        ("soreness_days", D("0.1"), True),
        ("temp_c", D(40), False),  # a reading reports by way of the fever that it means
        ("fever", "yes", True),
        ("fever", "no", False),
        ("fever", "skipped", False),
        ("weakness", "new", True),
        ("weakness", "old", False),
        ("med_class", frozenset({"anticoagulant"}), False),
    ],
)
def test_which_answers_report_a_symptom(name: str, answer: Any, reports: bool) -> None:
    assert VARIABLES[name].reports(answer) is reports


def test_a_bare_yes_to_the_blood_thinner_question_is_a_blood_thinner() -> None:
    """Which one nobody has said; a growing bruise is urgent with either."""
    assert triage(["soft_tissue"], 5, {"haematoma": "growing", "med_class": "yes"}).worst_level is Level.URGENT_CARE


QUESTIONS = """
variables:
  - {id: hives, kind: yes_no, present: [yes], core: yes, skippable: yes, ask: Do you have hives?}
  - id: limp
    kind: choice
    expected: yes
    present: [bad]
    ask: Do you limp?
    ask_when: {hives: yes}
    sites: [joint, spine]
    said_by: clinic
    choices:
      - {value: bad, says: A lot, also: [much, very]}
      - {value: none, says: "No"}
  - {id: steps, kind: number, unit: steps, from: 1, to: 9.5, present: [any], ask: How many steps?}
  - {id: drugs, kind: words, ask: Which?, choices: [{value: one, says: One}]}
"""


def test_every_field_of_a_question_arrives() -> None:
    no = dict.fromkeys(("no", "n", "false", "none", "never", "absent"), "no")
    plain: dict[str, Any] = {
        "choices": (),
        "spellings": {},
        "present": frozenset(),
        "expected": False,
        "core": False,
        "skippable": False,
        "ask_when": None,
        "sites": frozenset(),
        "said_by": "patient",
        "unit": "",
        "low": None,
        "high": None,
    }
    found = read_variables(read_plain(QUESTIONS, "questions.yaml"))
    assert list(found) == ["hives", "limp", "steps", "drugs"]
    expected: dict[str, dict[str, Any]] = {
        "hives": {
            "kind": Kind.YES_NO,
            "ask": "Do you have hives?",
            "choices": (Choice(value="yes", says="Yes"), Choice(value="no", says="No")),
            "spellings": dict.fromkeys(("yes", "y", "true", "present"), "yes") | no,
            "present": frozenset({"yes"}),
            "core": True,
            "skippable": True,
        },
        "limp": {
            "kind": Kind.CHOICE,
            "ask": "Do you limp?",
            "choices": (Choice(value="bad", says="A lot"), Choice(value="none", says="No")),
            "spellings": {"bad": "bad", "much": "bad", "very": "bad", "none": "none"},
            "present": frozenset({"bad"}),
            "expected": True,
            "ask_when": IsOneOf("hives", frozenset({"yes"})),
            "sites": frozenset({"joint", "spine"}),
            "said_by": "clinic",
        },
        "steps": {
            "kind": Kind.NUMBER,
            "ask": "How many steps?",
            "present": frozenset({"any"}),
            "unit": "steps",
            "low": D(1),
            "high": D("9.5"),
        },
        "drugs": {
            "kind": Kind.WORDS,
            "ask": "Which?",
            "choices": (Choice(value="one", says="One"),),
            "spellings": {"one": "one"},
        },
    }
    for name, fields in expected.items():
        assert found[name] == Variable(**(plain | {"id": name} | fields))


def raw(name: str) -> Any:
    return yaml.load(path("triage").joinpath(name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("level", list(Level))
def test_every_field_of_a_rule_arrives(level: Level) -> None:
    """What a clinician wrote in the file is what is said."""
    file = raw(f"rules/{level.value}.yaml")
    rules = [rule for rule in load().rules if rule.level is level]
    assert [rule.id for rule in rules] == [entry["id"] for entry in file["rules"]]
    version = f"triage {edition(file['version'], 'triage', 'numbers.yaml')}"
    for rule, entry in zip(rules, file["rules"], strict=True):
        hours = entry["hours"]
        assert rule.version == version
        for name in ("symptom", "think_of", "for_patient", "patient_action", "clinic_action"):
            assert getattr(rule, name) == entry[name]
        assert rule.note == entry.get("note", "")
        for name in ("watch_for", "do_not", "sources"):
            assert getattr(rule, name) == tuple(entry.get(name, ()))
        assert rule.sites == frozenset(site for site in entry["sites"] if site != "any")
        assert (str(rule.hours.low), str(rule.hours.high)) == (hours["from"], hours.get("to", "None"))
        assert (rule.raised is not None) == ("raised" in entry)
        if rule.raised is not None:
            assert rule.raised.level == entry["raised"]["level"]
        assert rule.unverified is ("memory" in entry["sources"])


def test_the_rules_stand_in_the_order_of_their_urgency() -> None:
    ranks = [rule.level.rank for rule in load().rules]
    assert ranks == sorted(ranks, reverse=True)
    assert [level.rank for level in Level] == [0, 1, 2, 3]


def test_every_field_of_the_sites_arrives() -> None:
    rules, file = load(), raw("sites.yaml")
    assert {site: list(words) for site, words in rules.site_words.items()} == file["sites"]
    assert rules.sites == tuple(file["sites"])
    assert rules.near_the_cord == frozenset(file["near_the_cord"])
    assert rules.not_sites == tuple(file["not_a_site"])


def test_nothing_of_a_rule_set_can_be_changed() -> None:
    rules = load()
    for each in (rules.variables, rules.site_words):
        with pytest.raises(TypeError):
            each["x"] = 1  # type: ignore[index]  # that it cannot be written is what is tested
    with pytest.raises(dataclasses.FrozenInstanceError):
        rules.rules = ()  # type: ignore[misc]  # as above
