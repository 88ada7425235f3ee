"""The rule files: what a patient reads, what a clinician finds, and what a wrong file is told."""

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from enthesis.knowledge import path
from enthesis.pathway.instruments import NotReadable
from enthesis.pathway.triage import Kind, Level, Rule, Variable, load, read_rules
from enthesis.pathway.triage.vocabulary import read_vocabulary

RULES = load()
HARD = {"poison", "temperature", "emergency", "acetaminophen", "paracetamol", "ibuprofen", "naproxen", "infected"}


def grade(text: str) -> float:
    """Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59. `HARD` words count two syllables."""
    sentences = max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(2 if word.lower() in HARD else _syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def patient_words(rule: Rule) -> list[str]:
    return [rule.for_patient, rule.patient_action, *rule.watch_for, *rule.do_not]


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_patient_of_twelve_understands_it(rule: Rule) -> None:
    text = " ".join(entry if entry.endswith((".", "!")) else f"{entry}." for entry in patient_words(rule))
    assert grade(text) <= 7, grade(text)
    assert all(len(sentence.split()) <= 24 for sentence in re.split(r"[.!?:] ", text))


@pytest.mark.parametrize("variable", RULES.variables.values(), ids=lambda variable: variable.id)
def test_a_question_is_plain(variable: Variable) -> None:
    if variable.said_by == "patient":
        assert grade(variable.ask) <= 9, grade(variable.ask)
        assert "?" in variable.ask
    assert (variable.kind is Kind.NUMBER) == (not variable.choices)


@pytest.mark.parametrize("rule", RULES.rules, ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do(rule: Rule) -> None:
    assert rule.patient_action
    assert rule.clinic_action
    emergency_words = ("emergency", "Go to hospital", "staff at once")
    if rule.level is Level.EMERGENCY:
        assert any(word in rule.patient_action for word in emergency_words)
    if rule.level is Level.URGENT_CARE:
        assert any(word in rule.patient_action for word in ("today", "now"))
    if rule.level is Level.CALL_CLINIC:
        assert "all the clinic" in rule.patient_action


def test_every_source_is_listed() -> None:
    with path("sources.csv").open(encoding="utf-8") as file:
        known = {row["key"] for row in csv.DictReader(file)} | {"memory", "ruling"}
    for rule in RULES.rules:
        assert set(rule.sources) <= known, rule.id


def test_no_rule_tells_a_patient_to_stop_what_only_the_prescriber_stops() -> None:
    for rule in RULES.rules:
        for text in patient_words(rule):
            for drug in ("blood thinner", "steroid", "aspirin"):
                if re.search(rf"\bstop\b[^.]*{drug}", text, re.IGNORECASE):
                    assert re.search(
                        r"do not stop|stop(ped)? (a|one|lately)|never stop|stopped them", text, re.IGNORECASE
                    ), text


def test_more_pain_never_stands_alone_as_a_good_sign() -> None:
    for rule in RULES.rules:
        if "good sign" in " ".join(patient_words(rule)):
            assert any("not always a good sign" in text for text in rule.watch_for)
            assert any("hot" in text for text in rule.watch_for)


def test_every_variable_of_a_rule_is_asked_or_said_by_the_clinic() -> None:
    derived = {"day", "hours", "new_weakness", "trunk"}
    used = set().union(*(rule.when.variables() for rule in RULES.rules)) - derived
    assert used <= set(RULES.variables)
    helpers = {
        "weakness_confined",
        "weakness_growing",
        "local_anaesthetic",
        "temp_c",
        "temp_f",
        "steroid_injected_months_ago",
    }
    assert set(RULES.variables) - used == helpers


def test_the_order_of_asking_is_that_of_the_daily_check_in() -> None:
    order = list(RULES.variables)
    expected = ["breathless", "bladder_or_bowel_change", "weakness", "fever", "joint_hot", "headache", "numb_hours"]
    expected += ["pain_trend", "nsaid_taken", "unclear"]
    assert sorted(expected, key=order.index) == expected


Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


@pytest.mark.parametrize(
    ("name", "edit", "says"),
    [
        ("rules/self_care.yaml", replaced("id: T35", "id: T34"), "T34 is there twice"),
        ("rules/self_care.yaml", replaced("bruise: small", "brusie: small"), 'asks for "brusie"'),
        ("rules/self_care.yaml", replaced("sites: [any]", "sites: [moon]"), '"sites" must be'),
        ("rules/self_care.yaml", replaced("hours: {from: 0, to: 12}", "hours: {from: 12, to: 0}"), "end before"),
        ("rules/self_care.yaml", replaced("{at_most: 3}", "{at_most: three}"), "a number"),
        ("rules/self_care.yaml", replaced("{at_most: 3}", "{most: 3}"), '"most" is not a field'),
        ("rules/self_care.yaml", replaced("sources: [KERSSCHOT]", "sources: []"), "names no source"),
        ("rules/self_care.yaml", replaced("level: call_clinic_same_day}", "level: self_care}"), "above the level"),
        ("rules/emergency.yaml", replaced("when: {aaa_sign: yes}", "when: {}"), "needs at least one answer"),
        ("rules/emergency.yaml", replaced("level: emergency", "level: red"), '"level" must be one of'),
        ("rules/emergency.yaml", replaced("think_of: anaphylaxis", "thinkof: anaphylaxis"), '"think_of" is missing'),
        ("rules/call_clinic_same_day.yaml", replaced("id: T99", "id: T98"), "hold no T99"),
        ("questions.yaml", replaced("present: [new]", "present: [fresh]"), '"present" must be'),
        ("questions.yaml", replaced("also: [known, before]", "also: [yes]"), '"yes" means two answers'),
        ("questions.yaml", replaced("id: chest_pain", "id: breathless"), "is there twice"),
        ("sites.yaml", replaced("status: draft", "status: fine"), '"status" must be one of'),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(name: str, edit: Edit, says: str, tmp_path: Path) -> None:
    folder = tmp_path / "triage"
    shutil.copytree(Path(str(path("triage"))), folder)
    (folder / name).write_text(edit((folder / name).read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(NotReadable, match=re.escape(says)):
        read_rules(folder)


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (replaced("means: {breathless: yes}", "means: {breathles: yes}"), "is not a variable"),
        (replaced("{cannot} ... breath*", "{cannto} ... breath*"), "names the group"),
        (replaced("short* of breath", "short* of ..."), "begins or ends with a gap"),
        (replaced("short* of breath", "(short|out) of breath"), "is not a phrase"),
    ],
)
def test_a_wrong_vocabulary_is_told_in_a_sentence(edit: Edit, says: str) -> None:
    text = path("triage").joinpath("words.yaml").read_text(encoding="utf-8")
    with pytest.raises(NotReadable, match=re.escape(says)):
        read_vocabulary(edit(text), "words.yaml", RULES)
