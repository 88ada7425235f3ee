"""`enthesis knowledge check` finds each kind of fault, and tells it with its file and its line or entry."""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from enthesis.knowledge import Layered, own_files, shipped_path
from enthesis.pathway.finding import NOTE, WARN
from enthesis.pathway.upkeep import check
from enthesis.pathway.upkeep.code_numbers import numbers_in
from enthesis.pathway.upkeep.specs import check_specs, words_of_specs
from enthesis.pathway.upkeep.thresholds import check_thresholds
from tests.house.knowledge_folder import as_it_ships, faults_of, planted

TESTS = Path(__file__).parents[1]
DAY = date(2026, 11, 21)


def test_the_shipped_knowledge_is_sound() -> None:
    found = check(shipped_path(), as_of=DAY, tests=TESTS)
    assert [f"{each.says} {each.remedy}" for each in found.findings if each.level != NOTE] == []
    assert len(found.files) > 60


# file, what stands there, what is written instead, the code of the fault, and how its sentence begins
PLANTED = [
    # -- what a file says of itself
    ("triage/sites.yaml", 'version: "1"\n', "", "no-version", 'triage/sites.yaml: "version" is missing'),
    ("estimate.yaml", "status: draft ", "statos: draft ", "no-status", 'estimate.yaml: "status" is missing'),
    (
        "estimate.yaml",
        "status: draft ",
        "status: fine ",
        "unknown-status",
        'estimate.yaml, line 6: "fine" is no status',
    ),
    ("solutions.yaml", "review_by: 2027-11-30\n", "", "no-review-date", 'solutions.yaml: "review_by" is missing'),
    (
        "numbers.yaml",
        "review_by: 2027-11-30",
        "review_by: soon",
        "no-review-date",
        'numbers.yaml, line 11: "soon" is no day',
    ),
    ("iso4217.about.yaml", 'version: "2026-11"\n', "", "no-version", 'iso4217.about.yaml: "version" is missing'),
    # -- schema
    (
        "estimate.yaml",
        "    remedy: Let",
        "    remedie: Let",
        "unknown-key",
        'estimate.yaml, line 12: "remedie" is not read',
    ),
    ("estimate.yaml", "    remedy: Let", "    remedie: Let", "missing-key", 'estimate.yaml, line 10: "remedy" of'),
    ("solutions.yaml", "family: amide", "family: [amide]", "wrong-type", 'solutions.yaml, line 33: "family" must be'),
    (
        "solutions.yaml",
        'ceiling_mg: "300"',
        'ceiling_mg: "many"',
        "wrong-type",
        'solutions.yaml, line 36: "ceiling_mg"',
    ),
    (
        "medications/classes.yaml",
        "    title: an anticoagulant",
        "    titel: x",
        "unknown-key",
        "medications/classes.yaml, line",
    ),
    ("medications/holds.yaml", "before: [1, 3]", "before: [1, 3, 5]", "wrong-type", "medications/holds.yaml, line 16"),
    ("medications/drugs.csv", ",no,no,anti_infl", ",never,no,anti_infl", "wrong-type", "medications/drugs.csv, line 2"),
    (
        "medications/drugs.csv",
        "naproxen,naproxen",
        "ibuprofen,naproxen",
        "twice",
        'medications/drugs.csv, line 3: id "ibup',
    ),
    (
        "medications/drugs.csv",
        "low_risk,high_risk",
        "high_risk,low_risk",
        "wrong-columns",
        "medications/drugs.csv, line 1",
    ),
    (
        "iso4217.csv",
        "AFN,2,Afghani",
        "AFN,two,Afghani",
        "wrong-type",
        'iso4217.csv, line 3: "minor_units" must be digits',
    ),
    ("cases/words.yaml", "regions:\n", "region:\n", "unknown-key", 'cases/words.yaml, line 11: "region" is not read'),
    ("candidacy/terms.yaml", "    means: New", "    mean: New", "not-in-order", "candidacy/terms.yaml, new_deficit: "),
    ("candidacy/red_flags.yaml", "    urgency: emergency\n", "", "not-in-order", "candidacy/red_flags.yaml, RA01: "),
    (
        "triage/rules/emergency.yaml",
        "think_of: collapsed",
        "think: collapsed",
        "not-in-order",
        "triage/rules/emergency.yaml",
    ),
    ("instruments/odi.yaml", "least_answered: 8", "least_answered: some", "not-in-order", "instruments/odi.yaml"),
    (
        "protocols/sit-knee-2020.yaml",
        "regions: [knee]",
        "regions: [nee]",
        "unknown-region",
        "protocols/sit-knee-2020.yaml",
    ),
    ("protocols/house.yaml", "status: draft", "statos: draft", "missing-key", "protocols/house.yaml"),
    ("structures/hazards.yaml", "    says:", "    say:", "not-in-order", "structures/hazards.yaml"),
    ("triage/escalation.yaml", "ladder:", "latter:", "not-in-order", "triage/escalation.yaml"),
    ("estimate.yaml", "sentences:", "sentences: [", "unreadable", "estimate.yaml: line"),
    (
        "estimate.yaml",
        "    says: Pro",
        "    says: x\n    says: Pro",
        "unreadable",
        'estimate.yaml: line 12: "says" is written twice',
    ),
    # -- sources
    ("solutions.yaml", "[D5W, D50W]", "[D5W, D50X]", "unknown-source", 'solutions.yaml, line 24: the source "D50X"'),
    (
        "candidacy/red_flags.yaml",
        "sources: [memory]",
        "sources: [MEMO]",
        "unknown-source",
        "candidacy/red_flags.yaml, line 30",
    ),
    (
        "medications/drugs.csv",
        ",ASRA_TABLE,KIM",
        ",ASRA_TABEL,KIM",
        "unknown-source",
        "medications/drugs.csv, line 2: the so",
    ),
    (
        "protocols/darrow-back.yaml",
        "sources:\n",
        "sources:\n  NOBODY: x\n",
        "unknown-source",
        "protocols/darrow-back.yaml",
    ),
    # -- no threshold twice
    (
        "candidacy/contraindications.yaml",
        "{below: adult_from_years}",
        "{below: 18}",
        "threshold-twice",
        "candidacy/contra",
    ),
    (
        "candidacy/red_flags.yaml",
        "age: {below: 20}",
        "age: {below: 18}",
        "threshold-twice",
        "candidacy/red_flags.yaml, line",
    ),
    (
        "triage/rules/self_care.yaml",
        "at_most: flare_days",
        "at_most: 3",
        "threshold-twice",
        "triage/rules/self_care.yaml, line",
    ),
    (
        "medications/reading.yaml",
        "up_to_mg: preventive_aspirin_mg",
        'up_to_mg: "100"',
        "threshold-twice",
        "medications/reading",
    ),
    (
        "solutions.yaml",
        "{value: adult_from_years",
        '{value: "18"',
        "threshold-twice",
        "solutions.yaml, line 123: 18 (age) stands in",
    ),
    ("candidacy/prior_care.yaml", "{nrs: {below: 4}}", "{nrs: {below: 18}}", "", ""),  # another quantity: no fault
    (
        "triage/sites.yaml",
        "near_the_cord:",
        "limit: 18\nnear_the_cord:",
        "number-not-accounted",
        "triage/sites.yaml, line 7",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "code", "says"), PLANTED, ids=[f"{p[3]}: {p[0]}" for p in PLANTED])
def test_a_fault_is_told_with_its_place(tmp_path: Path, file: str, old: str, new: str, code: str, says: str) -> None:
    found = faults_of(planted(tmp_path, file, (old, new)))
    if not code:
        assert found == []
        return
    told = [each.says for each in found if each.code == code]
    begins = re.compile(re.sub(r"line\\ \d+", r"line [0-9]+", re.escape(says)))  # lines move
    assert [each for each in told if begins.match(each)], [(each.code, each.says) for each in found]


def test_a_file_that_nothing_reads_is_told(tmp_path: Path) -> None:
    (tmp_path / "weather.yaml").write_text("id: weather\nversion: '1'\nstatus: draft\nreview_by: 2027-01-01\n")
    assert [fault.code for fault in faults_of(tmp_path)] == ["not-read"]


def test_a_table_without_a_page_is_told(tmp_path: Path) -> None:
    (tmp_path / "weather.csv").write_text("day,rain\n")
    assert [fault.code for fault in faults_of(tmp_path)] == ["no-page"]


@pytest.mark.parametrize(("day", "is_due"), [("2027-11-30", False), ("2027-12-01", True)])
def test_a_review_date_that_has_passed_is_told_and_is_no_fault(day: str, is_due: bool) -> None:
    found = check(shipped_path(), as_of=date.fromisoformat(day), tests=None)
    due = [each for each in found.findings if each.code == "review-due" and each.field.startswith("estimate.yaml")]
    assert [each.level for each in due] == ([WARN] if is_due else [])
    assert found.is_sound == as_it_ships().is_sound


# -- no rule without a spec ----------------------------------------------------------------------------------

SPEC = '''"""T01 in what describes the tests does not count."""
# nor T02 in a comment
TABLE = """
T03 | neck | yes
"""
def test_some():
    """nor T04 here"""
    assert "T05" in f"T{6:02}"
'''


def test_an_id_counts_only_where_a_case_stands(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(SPEC)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "rules.csv").write_text('id,says\nT07,"T08, and more"\n')
    (tmp_path / "data" / "words.yaml").write_text("# T09\n- code: T10  # T11\n")
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "test_other.py").write_text('assert "T12"\n')
    named = words_of_specs(tmp_path)
    assert {word for word in named if word.startswith("T") and word[1:].isdigit()} == {
        "T03",
        "T05",
        "T07",
        "T08",
        "T10",
    }


@cache
def _words() -> frozenset[str]:
    return words_of_specs(TESTS)


@cache
def _without_spec() -> frozenset[str]:
    return frozenset(each.says for each in check_specs(as_it_ships().files, TESTS))


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("candidacy", "C15"),
        ("candidacy", "contradiction-sex-pregnant"),
        ("candidacy", "urgent-two_weeks"),
        ("triage", "T01"),
        ("medications", "prescriber-only"),
        ("medications", "anti_inflammatory"),
        ("dosing", "LA_OVER_LIMIT"),
        ("instruments", "odi.mic_10_points"),
        ("instruments", "odi"),
        ("estimate", "charged-apart"),
        ("protocols", "nutura-back"),
    ],
)
def test_a_rule_without_a_spec_is_told(tmp_path: Path, part: str, rule: str) -> None:
    (tmp_path / "test_all.py").write_text(f"ALL = {' '.join(_words() - {rule})!r}\n")
    told = [each.says for each in check_specs(as_it_ships().files, tmp_path) if each.says not in _without_spec()]
    assert len(told) == 1, (part, told)
    assert told[0].endswith(f": no spec names {rule}.")
    assert ", line " in told[0]


def test_where_there_are_no_tests_it_is_said_that_this_was_not_checked() -> None:
    assert [each.level for each in as_it_ships().findings if each.code == "specs-not-checked"] == [NOTE]


# -- numbers in the code -------------------------------------------------------------------------------------

CODE = """
FEVER = Decimal("38.0")
LONGEST_NAME = 18
LIMITS = {"US": 300}  # not a limit: of a test
# not a limit: of a test
ADULT = 18
def young(age, places=18):
    if age < 18:
        return age * 18
    if len(str(age)) in (3, 18):
        return age in (18, 300)
    return len(str(age)) > 18 or str(age)[:18]
"""


def test_a_number_of_the_code_that_could_be_a_limit_is_seen() -> None:
    found = [(number.line, str(number.value)) for number in numbers_in(CODE, "young.py")]
    assert found == [(2, "38.0"), (8, "18"), (11, "18"), (11, "300")]


def test_a_limit_that_lives_on_in_the_code_is_told(tmp_path: Path) -> None:
    (tmp_path / "triage").mkdir()
    (tmp_path / "triage" / "facts.py").write_text('FEVER_C = Decimal("38.0")\nWARM = 37\n')
    told = [each.says for each in check_thresholds(as_it_ships().files, tmp_path) if each.code == "limit-in-code"]
    assert len(told) == 1
    assert told[0].startswith(
        "pathway/triage/facts.py, line 1: 38.0 stands in the code, and as a limit in numbers.yaml"
    )


# -- a clinic's own files ------------------------------------------------------------------------------------


def test_what_a_clinic_changes_is_checked_with_everything_that_rests_on_it(tmp_path: Path) -> None:
    """Its own file is sound; a rule that ships asks for the term that it no longer has."""
    folder = planted(tmp_path, "candidacy/terms.yaml", ('"2026-11"', '"mine"'), ("term: recent_injury", "term: hurt"))
    found = check(shipped_path(), own_files(folder, shipped_path()))
    assert not found.is_sound
    assert any("recent_injury" in each.says for each in found.findings)


def test_sentences_that_still_say_the_old_number_are_told(tmp_path: Path) -> None:
    folder = planted(tmp_path, "numbers.yaml", ('"2026-11"', '"mine"'), ('value: "4000"', 'value: "3500"'))
    found = check(shipped_path(), own_files(folder, shipped_path()))
    assert found.is_sound
    told = [each for each in found.findings if each.code == "words-say-otherwise"]
    assert {each.level for each in told} == {WARN}
    assert {"triage/rules/urgent_care.yaml", "medications/advice.yaml"} <= {each.field.split(",")[0] for each in told}


def test_a_clinic_s_new_rule_is_said_to_have_no_spec_and_is_no_fault(tmp_path: Path) -> None:
    text = shipped_path().joinpath("instruments", "odi.yaml").read_text(encoding="utf-8")
    (tmp_path / "instruments").mkdir()
    (tmp_path / "instruments" / "own.yaml").write_text(text.replace("id: odi\n", "id: own\n"), encoding="utf-8")
    found = check(shipped_path(), own_files(tmp_path, shipped_path()))
    assert found.is_sound
    assert [each.level for each in found.findings if each.code == "own-rules"] == [NOTE]


def test_the_files_of_both_are_looked_at_as_one_folder(tmp_path: Path) -> None:
    planted(tmp_path, "triage/sites.yaml", ('version: "1"', 'version: "mine"'))
    both = Layered(shipped_path(), tmp_path)
    assert both.joinpath("triage", "sites.yaml").read_text(encoding="utf-8").count('"mine"') == 1
    assert both.joinpath("triage/words.yaml").is_file()
    assert {entry.name for entry in (both / "triage").iterdir()} == {
        entry.name for entry in shipped_path("triage").iterdir()
    }
