"""The rule files: what a patient reads, what a clinician finds, and what a wrong file is told."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from enthesis.knowledge import path
from enthesis.pathway.instruments import NotReadable
from enthesis.pathway.triage import Kind, Level, Rule, Variable, load, questions, read_rules, triage
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


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("rules/self_care.yaml", "id: T35", "id: T34", "rules 3: the rule T34 is there twice."),
        (
            "rules/self_care.yaml",
            "bruise: small",
            "brusie: small",
            'rules 8: T44 asks for "brusie", which questions.yaml does not know.',
        ),
        (
            "rules/self_care.yaml",
            "sites: [any]",
            "sites: [moon]",
            'rules 1: "sites" must be [any] or some of: joint, neck, rib, shoulder, soft_tissue, spine, thoracic.',
        ),
        (
            "rules/self_care.yaml",
            "hours: {from: 0, to: 12}",
            "hours: {from: 12, to: 0}",
            "rules 1: the hours of T24 end before they begin.",
        ),
        (
            "rules/self_care.yaml",
            "{at_most: 3}",
            "{at_most: three}",
            'rules 4, when, burning_min: "at_most" must be a number.',
        ),
        (
            "rules/self_care.yaml",
            "{at_most: 3}",
            "{most: 3}",
            'rules 4, when, burning_min: "most" is not a field of this block.',
        ),
        (
            "rules/self_care.yaml",
            "{at_most: 3}",
            "{}",
            'rules 4, when: "burning_min" must be compared with at least one of: at_least, above, at_most, below.',
        ),
        ("rules/self_care.yaml", "sources: [KERSSCHOT]", "sources: []", "rules 4: T40 names no source."),
        (
            "rules/self_care.yaml",
            "level: call_clinic_same_day}",
            "level: self_care}",
            'rules 1, raised: "level" must be above the level of the rule.',
        ),
        (
            "rules/self_care.yaml",
            "status: draft",
            "status: done",
            ': "status" must be one of: draft, reviewed, retired.',
        ),
        (
            "rules/self_care.yaml",
            "review_by: 2027-11-01",
            "review_by: soon",
            ': "review_by" must be a day, written 2026-12-31.',
        ),
        (
            "rules/emergency.yaml",
            "when: {aaa_sign: yes}",
            "when: {}",
            "rules 13, when: a condition needs at least one answer.",
        ),
        (
            "rules/emergency.yaml",
            "level: emergency",
            "level: red",
            ': "level" must be one of: self_care, call_clinic_same_day, urgent_care, emergency.',
        ),
        ("rules/emergency.yaml", "think_of: anaphylaxis", "thinkof: anaphylaxis", 'rules 3: "think_of" is missing.'),
        (
            "questions.yaml",
            "kind: yes_no",
            "kind: yesno",
            'variables 1: "kind" must be one of: yes_no, choice, number, words.',
        ),
        ("questions.yaml", "core: yes", "core: often", 'variables 1: "core" must be one of: yes, no.'),
        (
            "questions.yaml",
            "said_by: clinic",
            "said_by: nurse",
            'variables 10: "said_by" must be one of: patient, clinic.',
        ),
        (
            "questions.yaml",
            "present: [new]",
            "present: [fresh]",
            'variables 7: "present" must be some of its own answers.',
        ),
        ("questions.yaml", "also: [known, before]", "also: [yes]", 'variables 7, choices 2: "yes" means two answers.'),
        (
            "questions.yaml",
            "ask_when: {weakness: new}",
            "ask_when: {}",
            "variables 8, ask_when: a condition needs at least one answer.",
        ),
        ("questions.yaml", "id: chest_pain", "id: breathless", 'variables 2: "breathless" is there twice.'),
        ("questions.yaml", "from: 30", "from: none", 'variables 12: "from" must be a number.'),
        ("questions.yaml", "fever_was_put_when", "fever_put_when", ': "fever_was_put_when" is missing.'),
        ("sites.yaml", "status: draft", "status: fine", ': "status" must be one of: draft, reviewed, retired.'),
        ("sites.yaml", "near_the_cord: [spine", "near_cord: [spine", ': "near_the_cord" is missing.'),
        ("sites.yaml", "not_a_site:", "not_site:", ': "not_a_site" is missing.'),
    ],
)
def test_a_wrong_file_is_told_in_a_sentence(name: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    """Which file, where in it, and what is wrong."""
    with pytest.raises(NotReadable) as caught:
        read_rules(own_copy(tmp_path, name, old, new))
    assert str(caught.value) == (f"{name}{says}" if says.startswith(":") else f"{name}, {says}")


def test_rules_that_catch_nothing_else_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotReadable, match=r"^The rules hold no T99, which catches what nothing else does\.$"):
        read_rules(own_copy(tmp_path, "rules/call_clinic_same_day.yaml", "id: T99", "id: T98"))


def own_copy(folder: Path, name: str, old: str, new: str) -> Path:
    """A clinic's own copy of the rules with one thing changed."""
    copy = folder / "triage"
    shutil.copytree(Path(str(path("triage"))), copy)
    text = (copy / name).read_text(encoding="utf-8")
    assert old in text
    (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("version:", "edition:", 'words.yaml: "version" is missing.'),
        ("status: draft", "status: fine", 'words.yaml: "status" must be one of: draft, reviewed, retired.'),
        ("review_by: 2027-11-01", "review_by: soon", 'words.yaml: "review_by" must be a day, written 2026-12-31.'),
        (
            "means: {breathless: yes}",
            "means: {breathles: yes}",
            'words.yaml, entries 1: "breathles" is not a variable of questions.yaml.',
        ),
        (
            "means: {breathless: yes}",
            "means: {breathless: perhaps}",
            'words.yaml, entries 1: "breathless" must be one of its answers.',
        ),
        (
            "means: {breathless: yes}",
            "means: {breathless: unanswered}",
            'words.yaml, entries 1: "breathless" must be one of its answers.',
        ),
        (
            "{cannot} ... breath*",
            "{cannto} ... breath*",
            'words.yaml, entries 1: "{cannto} ... breath*" names the group {cannto}, which is not there.',
        ),
        ("short* of breath", "short* of ...", 'words.yaml, entries 1: "short* of ..." begins or ends with a gap.'),
        ("short* of breath", "... of breath", 'words.yaml, entries 1: "... of breath" begins or ends with a gap.'),
        ("short* of breath", "short* of &", 'words.yaml, entries 1: "short* of &" begins or ends with a gap.'),
        (
            "short* of breath",
            "(short|out) of breath",
            'words.yaml, entries 1: "(short|out) of breath" is not a phrase of words, "*", "...", "&" and groups.',
        ),
        (
            "arm, arms, hand, hands",
            "arm, a/rms, hand, hands",
            "words.yaml, groups, arm: a group is words with commas between.",
        ),
        ("both, bilateral*, all four, four", '","', "words.yaml, groups, both: a group is words with commas between."),
        ("  verbs: >-", "  verb: >-", 'words.yaml, denial: "verbs" is missing.'),
        (
            "  verbs: >-",
            "  words: x\n  verbs: >-",
            'words.yaml, denial: "words" is not a field of this block.',
        ),
        ("plain: >-", "plane: >-", 'words.yaml: "plain" is missing.'),
    ],
)
def test_a_wrong_vocabulary_is_told_in_a_sentence(old: str, new: str, says: str) -> None:
    text = path("triage").joinpath("words.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(NotReadable) as caught:
        read_vocabulary(text.replace(old, new, 1), "words.yaml", RULES)
    assert str(caught.value) == says


def test_a_clinic_may_bind_a_rule_to_the_first_hours(tmp_path: Path) -> None:
    """The hours stand in the reason once, as a length of time."""
    own = read_rules(
        own_copy(tmp_path, "rules/emergency.yaml", "{aaa_sign: yes}", "{aaa_sign: yes, hours: {at_most: 5}}")
    )
    found = triage(["joint"], 3, {"aaa_sign": "yes"}, rules=own)
    assert found.reasons[0].because == ("aaa_sign: yes", "3 hours since the injection (usual: from 0 on)")
    assert "T13" not in triage(["joint"], 6, {"aaa_sign": "yes"}, rules=own).fired


def test_a_clinic_may_ask_a_question_of_some_sites_only(tmp_path: Path) -> None:
    own = read_rules(own_copy(tmp_path, "questions.yaml", "id: bleeding\n", "id: bleeding\n    sites: [spine]\n"))
    assert "bleeding" in [variable.id for variable in questions(["spine"], {}, 24, rules=own)]
    assert "bleeding" in [variable.id for variable in questions([], {}, 24, rules=own)]
    assert "bleeding" not in [variable.id for variable in questions(["knee"], {}, 24, rules=own)]
