"""The rule files: read word by word, refused with file, rule and remedy, and fit to be read by people."""

import re
import shutil
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from enthesis import knowledge
from enthesis.pathway.candidacy import Kind, Rule, RulesUnreadable, Stage, load, screen, shipped
from enthesis.pathway.candidacy.library import RULE_FILES
from enthesis.pathway.finding import Finding
from tests.pathway.candidacy.people import person, screened

RULES = shipped()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clinic's own copy of the rules."""
    copy = tmp_path / "candidacy"
    shutil.copytree(str(knowledge.path("candidacy")), copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def test_a_copy_of_the_rules_is_read_like_the_shipped_ones(folder: Path) -> None:
    assert [rule.id for rule in load(folder).rules] == [rule.id for rule in RULES.rules]


def test_a_clinic_may_change_a_rule_in_its_own_copy(folder: Path) -> None:
    _replace(folder, "contraindications.yaml", "{age: {below: adult_from_years}}", "{age: {below: 21}}")
    assert "C15" in screen(person("knee", age=20), ["knee"], "male", rules=load(folder)).fired
    assert "C15" not in screen(person("knee", age=20), ["knee"], "male").fired


def _replace(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


BROKEN = [
    (
        "red_flags.yaml",
        "{fever: yes}",
        "{fevr: yes}",
        'red_flags.yaml, RB05: No question asks for "fevr". Did you mean "fever"',
    ),
    ("red_flags.yaml", "{fever: yes}", "{fever: perhaps}", 'RB05: "perhaps" is not an answer to "fever"'),
    ("red_flags.yaml", "{fever: yes}", "{fever: {at_least: 3}}", 'RB05: "fever" is answered with a word; "at_least"'),
    ("red_flags.yaml", "{fever: yes}", "{fever: {one_of: yes}}", 'RB05: "one_of" of "fever" has no list'),
    ("red_flags.yaml", "{fever: yes}", "fever == yes", 'RB05: "fever == yes" is not a condition. Write one pair'),
    ("red_flags.yaml", "{fever: yes}", "{fever: yes, unwell: yes}", "RB05: .* is not a condition"),
    ("red_flags.yaml", "{fever: yes}", "{any: []}", 'RB05: "any" has no list of conditions'),
    ("red_flags.yaml", "{fever: yes}", "{either: [{fever: yes}]}", 'RB05: No question asks for "either"'),
    (
        "red_flags.yaml",
        "{fever: yes}",
        "{term: recent}",
        'RB05: No term is called "recent". Did you mean "recent_injury"',
    ),
    ("red_flags.yaml", "{fever: yes}", "{meds: warfarin}", 'RB05: "meds" is a list of drugs'),
    ("red_flags.yaml", "{fever: yes}", "{out_of_place: fever}", 'RB05: "fever" is not a question with a list'),
    (
        "red_flags.yaml",
        "age: {below: 20}",
        "age: {under: 20}",
        'RB10: "under" is no way to compare "age". Use one of below',
    ),
    ("red_flags.yaml", "age: {below: 20}", "age: 20", 'RB10: "age" is a number and needs a limit'),
    ("red_flags.yaml", "age: {below: 20}", "age: {below: twenty}", 'RB10: The limit of "age" is not a number'),
    ("red_flags.yaml", "  - id: RB05\n", "  - id: RB04\n", 'red_flags.yaml, RB04: "RB04" is there twice'),
    ("red_flags.yaml", "urgency: emergency", "urgency: at_once", 'RA01: "at_once" is no urgency. Known are emergency'),
    ("red_flags.yaml", "outcome: urgent", "outcome: urgnt", 'RA01: "urgnt" is no outcome. Did you mean "urgent"'),
    ("red_flags.yaml", "kind: red_flag", "kind: redflag", 'RA01: "redflag" is no kind. Did you mean "red_flag"'),
    ("red_flags.yaml", "stage: evaluation", "stage: later", 'RA01: "later" is no stage'),
    (
        "red_flags.yaml",
        "strength: absolute",
        "strengh: absolute",
        'RA01: "strengh" is not read by anything. Did you mean "strength"',
    ),
    ("red_flags.yaml", "regions: [any]", "regions: []", "RA01: The rule names no region"),
    ("red_flags.yaml", "regions: [any]", "regions: [moon]", 'RA01: No region is called "moon"'),
    ("red_flags.yaml", "regions: [any]", "regions: any", 'RA01: "regions" is not a list'),
    ("red_flags.yaml", "sources: [memory]", "sources: []", "RA01: The rule names no source"),
    (
        "red_flags.yaml",
        "    patient_does: Call your",
        "    patient_do: Call your",
        "RA01: .*Did you mean .patient_does",
    ),
    ("red_flags.yaml", "    to_patient: What you", "    note: What you", 'RA01: "to_patient" is missing'),
    ("red_flags.yaml", "    would_change: The cause has", "    note: The cause has", 'RA01: "would_change" is missing'),
    (
        "red_flags.yaml",
        "    when: {bladder_or_bowel_change: yes}\n",
        "",
        "RB01: A rule has either one condition or several grades",
    ),
    (
        "red_flags.yaml",
        "    finding: Chest",
        "    finding: A\n    finding: Chest",
        "red_flags.yaml: Not valid YAML, line 12: .finding. is written twice",
    ),
    ("red_flags.yaml", "rules:", "rules: [", "red_flags.yaml: Not valid YAML"),
    ("red_flags.yaml", "rules:", "laws:", 'red_flags.yaml: "laws" is not read by anything'),
    ("contraindications.yaml", "class: anticoagulant", "class: blood", 'C11: No class of drugs is called "blood"'),
    (
        "contraindications.yaml",
        "{drug: {class: anticoagulant}}",
        "{drug: {kind: x}}",
        "C11: .* does not describe a drug",
    ),
    (
        "contraindications.yaml",
        "{drug: {class: anticoagulant}}",
        "{drug: {name: asprin}}",
        'C11: drugs.yaml lists no names for "asprin"',
    ),
    (
        "contraindications.yaml",
        "dose_mg: {at_most: preventive_aspirin_mg}",
        "dose_mg: {atmost: preventive_aspirin_mg}",
        'C12: "atmost" is no way to compare',
    ),
    (
        "questions.yaml",
        "kind: yes_no",
        "kind: yesno",
        'questions.yaml, emergency_general: "yesno" is no kind of question',
    ),
    ("questions.yaml", "    page: now\n", "    page: later\n", 'emergency_general: No page is called "later"'),
    ("questions.yaml", "variable: bladder_or_bowel_change", "variable: emergency_general", "is there twice"),
    (
        "questions.yaml",
        "{cancer_active: no}",
        "{cancer: no}",
        "cancer_history: .*also answers cancer: no, which no question has",
    ),
    ("questions.yaml", "typed: [f, woman, w]", "typed: [f, male]", 'sex: "male" stands for two choices'),
    ("questions.yaml", "    unit: hours\n", "", 'swelling_hours: "unit" is missing'),
    ("questions.yaml", "    least: 0\n", "    least: none\n", 'swelling_hours: "least" is not a number'),
    ("questions.yaml", "    several: yes", "    several: often", 'condition: "several" is neither yes nor no'),
    ("questions.yaml", "regions: [thigh, hip]", "regions: [thigh, moon]", 'hamstring_tear: No region is called "moon"'),
    ("contradictions.yaml", "between: [sex, pregnant]", "between: [sex]", "does not name two answers"),
    ("verdicts.yaml", "  - verdict: eligible", "  - verdict: approved", '"approved" is no verdict'),
    (
        "terms.yaml",
        "trauma_days_ago: {above: injury_heals_days}",
        "trauma_days: {above: injury_heals_days}",
        'terms.yaml, healed_long_ago: No question asks for "trauma_days"',
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), BROKEN, ids=[f"{case[0]}: {case[2][:40]}" for case in BROKEN])
def test_a_mistake_in_a_file_is_refused_with_file_rule_and_remedy(
    folder: Path, name: str, old: str, new: str, says: str
) -> None:
    _replace(folder, name, old, new)
    with pytest.raises(RulesUnreadable, match=says) as caught:
        load(folder)
    assert str(caught.value).startswith(name)
    assert caught.value.says
    assert caught.value.remedy.endswith((".", "?"))


@pytest.mark.parametrize("name", [*RULE_FILES, "questions.yaml", "terms.yaml", "drugs.yaml", "regions.yaml"])
def test_a_missing_or_unreadable_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(RulesUnreadable, match=f"{name}: The file cannot be read"):
        load(folder)
    (folder / name).write_bytes(b"rules: \xff\xfe")
    with pytest.raises(RulesUnreadable, match=f"{name}: The file cannot be read"):
        load(folder)
    (folder / name).write_text("- just a list", encoding="utf-8")
    with pytest.raises(RulesUnreadable, match=f"{name}: The file holds no rules"):
        load(folder)


def test_there_are_as_many_rules_of_each_kind_as_in_the_reviewed_table() -> None:
    kinds = Counter("contraindication" if rule.id.startswith("C") else rule.kind.value for rule in RULES.rules)
    assert kinds == {
        "red_flag": 28, "contraindication": 34, "prior_care": 9, "indication": 20, "alternative": 6, "consent": 17,
    }  # fmt: skip


def test_an_absolute_contraindication_is_called_so() -> None:
    for rule in RULES.rules:
        if rule.id.startswith("C"):
            assert (rule.kind is Kind.ABSOLUTE) is (rule.strength == "absolute"), rule.id


def test_what_rests_on_memory_says_so() -> None:
    for rule in RULES.rules:
        if "memory" in rule.sources:
            assert rule.unverified, rule.id


def test_a_ruling_is_named_as_a_source() -> None:
    for rule in RULES.rules:
        for grade in rule.grades:
            assert ("ruling" in grade.finding.sources) is bool(rule.ruling), rule.id


def test_the_stage_of_what_is_done_on_the_day() -> None:
    on_the_day = {rule.id for rule in RULES.rules if rule.stage is Stage.DAY_OF_INJECTION and rule.kind != Kind.CONSENT}
    assert on_the_day == {"C25", "C33", "P08"}


def test_loading_is_quick() -> None:
    """Under 150 ms for all knowledge; a third of that is for these."""
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        load(knowledge.path("candidacy"))
        seconds.append(time.perf_counter() - start)
    assert min(seconds) < 0.15


def test_a_full_questionnaire_is_judged_within_a_millisecond() -> None:
    def batch() -> float:
        seconds = []
        for _ in range(50):
            start = time.perf_counter()
            screened("back", "knee")
            seconds.append(time.perf_counter() - start)
        return statistics.median(seconds)

    assert min(batch() for _ in range(5)) < 0.001


# The words


def patient_texts() -> Iterator[tuple[str, str]]:
    """Everything that a patient may read."""
    findings: list[tuple[str, Finding]] = [
        (f"{rule.id}", grade.finding) for rule in RULES.rules for grade in rule.grades
    ]
    findings += [(str(each.pair), each.finding) for each in RULES.contradictions]
    findings += list(RULES.summaries.items())
    for name, finding in findings:
        yield name, finding.to_patient
        if finding.remedy_for_patient:
            yield f"{name} does", finding.remedy_for_patient
    for question in RULES.questions.values():
        if question.stage is Stage.EVALUATION:
            yield question.variable, question.text
            if question.help:
                yield f"{question.variable} help", question.help


TEXTS = list(patient_texts())


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?!;:])\s+", text) if part]


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e")))
    return max(1, groups)


def grade_level(texts: list[str]) -> float:
    """Flesch and Kincaid's school grade: 12 years of age is about grade 6 to 7."""
    words = [word for text in texts for word in re.findall(r"[A-Za-z']+", text)]
    count = sum(len(sentences(text)) for text in texts)
    return 0.39 * len(words) / count + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_questions_are_at_a_reading_age_of_12() -> None:
    asked = [text for name, text in TEXTS if name.removesuffix(" help") in RULES.questions]
    assert len(asked) > 80
    assert grade_level(asked) < 6.5


def test_all_that_a_patient_reads_is_at_a_reading_age_of_12() -> None:
    assert grade_level([text for _, text in TEXTS]) < 6.5


@pytest.mark.parametrize(("name", "text"), TEXTS, ids=[name for name, _ in TEXTS])
def test_a_patient_reads_short_sentences_that_promise_nothing(name: str, text: str) -> None:
    for sentence in sentences(text):
        assert len(sentence.split()) <= 24, sentence
    words = set(re.findall(r"[a-z]+", text.lower()))
    assert not words & {"safe", "natural", "inert", "heals", "rebuild", "proven", "guaranteed", "approve", "candidate"}
    assert "cure" not in words or name == "K06"
    assert not re.search(r"\bstop (taking|your)\b", text)
    assert text[0].isupper()
    assert text.endswith((".", "?"))


@pytest.mark.parametrize("rule", ["C11", "C12", "C13", "C23", "C24"])
def test_a_drug_that_only_its_prescriber_may_stop_is_never_shown_as_one_to_stop(rule: str) -> None:
    for grade in RULES.rule(rule).grades:
        assert "Keep taking it" in grade.finding.to_patient
        assert "stop" not in grade.finding.to_patient.lower()


def _urgent(rule: Rule) -> bool:
    return any(grade.outcome == "urgent" for grade in rule.grades)


@pytest.mark.parametrize("rule", [rule for rule in RULES.rules if _urgent(rule)], ids=lambda rule: rule.id)
def test_an_urgent_rule_tells_the_patient_what_to_do_and_how_soon(rule: Rule) -> None:
    soon = {
        "emergency": r"emergency|hospital now",
        "same_day": r"\btoday\b",
        "soon": r"few days",
        "one_week": r"within a week",
        "two_weeks": r"two weeks",
    }
    for grade in rule.grades:
        if grade.outcome == "urgent":
            assert re.search(soon[grade.urgency], grade.finding.remedy_for_patient), rule.id


def test_every_question_decides_something() -> None:
    asked = {name for rule in RULES.rules for grade in rule.grades for name in grade.looks_at}
    gates = {name for each in RULES.gated if each.asked_when for name in each.asked_when.variables()}
    assert set(RULES.questions) - asked - gates == set()


def test_red_flags_are_asked_first() -> None:
    looked_at = [(rule.kind, name) for rule in RULES.rules for grade in rule.grades for name in grade.looks_at]
    flags = {name for kind, name in looked_at if kind is Kind.RED_FLAG}
    alone = flags - {name for kind, name in looked_at if kind is not Kind.RED_FLAG}
    patient = [each for each in RULES.questions.values() if each.stage is Stage.EVALUATION]
    last_flag = max(each.place for each in patient if each.variable in alone)
    others = [each.place for each in patient if each.variable not in flags and each.variable != "sex"]
    assert last_flag < min(others)


def test_a_page_holds_a_few_questions() -> None:
    pages = Counter(each.page for each in RULES.questions.values() if each.stage is Stage.EVALUATION)
    assert max(pages.values()) <= 4
    order = [page for page, _ in groupby(each.page for each in RULES.questions.values())]
    assert order == [page.name for page in RULES.pages]
