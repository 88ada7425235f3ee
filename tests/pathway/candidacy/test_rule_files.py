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
import yaml

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


BROKEN: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "candidacy_wrong_files.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", BROKEN, ids=[f"{case['file']}: {case['new'][:40]}" for case in BROKEN])
def test_a_mistake_in_a_file_is_refused_with_file_rule_and_remedy(folder: Path, case: dict[str, str]) -> None:
    _replace(folder, case["file"], case["old"], case["new"])
    with pytest.raises(RulesUnreadable) as caught:
        load(folder)
    told = caught.value
    assert str(told) == f"{told.where}: {told.says} {told.remedy}" == case["says"]
    assert told.where.startswith(case["file"])
    assert told.says.endswith(".")
    assert told.remedy.endswith((".", "?"))


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
