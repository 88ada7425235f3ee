"""Decision aids: every way in the same form, every figure with its source, gain and loss, words easy to read."""

import csv
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from scipy import stats

from enthesis.cli.reading_age import measured
from enthesis.knowledge import path, shipped_path
from enthesis.pathway.decision_aid import (
    HEADINGS,
    OPTIONS,
    Aid,
    ToldOption,
    aid_for,
    faults,
    read_aids,
    running_text,
    shipped,
    tell,
)
from enthesis.pathway.languages import say
from enthesis.pathway.leaflets import load, numbers_in
from enthesis.pathway.plain_yaml import NotReadable

AIDS = pytest.mark.parametrize("aid", shipped(), ids=lambda aid: aid.id)


def test_the_conditions_that_have_one() -> None:
    assert {aid.id: set(aid.regions) for aid in shipped()} == {
        "back": {"back"},
        "knee": {"knee"},
        "tennis-elbow": {"elbow"},
        "achilles": {"ankle"},
    }
    assert aid_for("jaw") is None


# Condition, way -> of 100 people so fared, so many did not, the 95 % range; worked by hand from the trial's counts.
@pytest.mark.parametrize(
    ("region", "way", "so", "not_so", "low", "high"),
    [
        ("back", "prolotherapy", 46, 54, 34, 59),  # 25 of 54, Yelland 2004
        ("ankle", "prolotherapy", 79, 21, 52, 92),  # 11 of 14, Yelland 2011
        ("ankle", "therapy", 73, 27, 48, 89),  # 11 of 15
    ],
)
def test_a_share_is_told_as_gain_and_as_loss(region: str, way: str, so: int, not_so: int, low: int, high: int) -> None:
    aid = aid_for(region)
    assert aid is not None
    option = aid.option(way)
    assert option is not None
    assert option.counted is not None
    counted = option.counted
    assert (counted.hundred, counted.others) == (so, not_so)
    assert (counted.range.low, counted.range.high) == (low, high)


def test_the_gap_to_salt_water_may_be_none() -> None:
    back = aid_for("back")
    assert back is not None
    option = back.option("prolotherapy")
    assert option is not None
    assert option.counted is not None
    assert option.beside is not None
    gap = option.counted.gap_to(option.beside.counted)
    assert (gap.more, gap.low, gap.high) == (10, -8, 29)


@pytest.mark.parametrize(
    ("region", "ways"),
    [("back", {"prolotherapy"}), ("ankle", {"therapy", "prolotherapy"}), ("knee", set()), ("elbow", set())],
)
def test_who_was_counted_and_of_whom_nobody_knows(region: str, ways: set[str]) -> None:
    aid = aid_for(region)
    assert aid is not None
    assert {option.id for option in aid.options if option.counted} == ways
    assert (aid.outcome is None) == (not ways) == (aid.no_outcome is not None)


@AIDS
def test_every_way_has_the_same_questions_in_the_same_order(aid: Aid) -> None:
    assert tuple(option.id for option in aid.options) == OPTIONS
    assert tuple(aid.shared.headings) == HEADINGS
    assert faults(aid, load().avoided) == ()


@AIDS
def test_it_is_read_at_twelve(aid: Aid) -> None:
    age = measured(running_text(aid))
    assert age.is_within, age


@AIDS
def test_it_says_its_version_state_and_next_review(aid: Aid) -> None:
    assert aid.named.startswith(f"{aid.id} {aid.version} ")
    assert aid.status == "draft"
    assert not aid.is_reviewed
    assert aid.review_by == date(2027, 11, 30)
    assert aid.review.written_by != aid.review.checked_by


@AIDS
def test_every_number_of_a_group_stands_in_the_table(aid: Aid) -> None:
    rows = list(csv.DictReader(path("decision_aid").joinpath("figures.csv").read_text(encoding="utf-8").splitlines()))
    known = {(row["source"], row["number"]) for row in rows}
    evidence = {(row["source"], row["evidence"]) for row in rows}
    for _, each in aid.counted:
        for source in each.sources:
            assert {(source, str(each.count or each.share)), (source, str(each.of))} <= known
            assert (source, each.evidence) in evidence
    for _, group in aid.gained:
        for source in group.sources:
            assert {(source, str(group.points)), (source, str(group.of))} <= known
            assert (source, group.evidence) in evidence


@AIDS
def test_all_of_it_is_there_in_spanish_with_the_same_figures(aid: Aid) -> None:
    words = [said.text for said in aid.statements] + [aid.title, aid.short, *aid.shared.titles.values()]
    words += [*aid.shared.headings.values(), *(each.says for each in (*aid.shared.values, *aid.shared.steps))]
    words += [check.ask for check in aid.checks]
    for text in words:
        spoken = say(text, "es")
        assert spoken is not None, text
        assert sorted(numbers_in(spoken)) == sorted(numbers_in(text))


# -- what is refused ---------------------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the knowledge in which one thing of one file is another."""

    def make(file: str, old: str, new: str) -> Path:
        shutil.copytree(str(shipped_path()) + "/decision_aid", tmp_path / "decision_aid")
        shutil.copy(str(shipped_path()) + "/sources.csv", tmp_path)
        target = tmp_path / "decision_aid" / file
        text = target.read_text(encoding="utf-8")
        assert old in text
        target.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return make


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("back.yaml", "count: 25, of: 54", "count: 26, of: 54", "has the number 26 in figures.csv"),
        ("back.yaml", "count: 25, of: 54", "count: 56, of: 54", "a part of"),
        ("back.yaml", "36 of 100. That", "37 of 100. That", "has the number 37 in figures.csv"),
        ("back.yaml", "sources: [KIM2010, SIJ_RCT_IR]", "sources: [KIM2011, SIJ_RCT_IR]", '"KIM2011" is no source'),
        ("back.yaml", "  - id: therapy", "  - id: medicine", "the ways in this order"),
        ("back.yaml", "      unknown:", "      promise:", '"promise" must be one of'),
        ("back.yaml", "against_group: saline", "against_group: sugar", "an id under `compare`"),
        ("knee.yaml", "no_outcome:", "outcomes:", "says why nobody was counted"),
        ("knee.yaml", "points: 8, low", "points: 17, low", "has the number 17 in figures.csv"),
        ("back.yaml", "share: 41", "share: 42", "has the number 42 in figures.csv"),
        ("achilles.yaml", "outcome: {says", "average: {most: 3, says", "says why nobody was counted"),
        ("back.yaml", "with: [exercise-added, ", "with: [exercise-only, ", "ids under `compare`"),
        ("knee.yaml", "regions: [knee]", "regions: [back]", "the region of two aids"),
        ("shared.yaml", "sources: [memory], unverified: the whole line", "sources: [memory]", "`memory` is among"),
        ("shared.yaml", "  - {id: like, says", "  - {id: likes, says", "the questions in this order"),
        ("shared.yaml", "  - {id: soon, says", "  - {id: lasting, says", "is there twice"),
        ("figures.csv", "source,number", "source,figure", "the columns must be"),
        ("figures.csv", "S003,3,treatments of the plan", "S003,3,", "line 26"),
    ],
)
def test_what_is_not_in_order_is_refused(
    own: Callable[[str, str, str], Path], file: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(NotReadable, match=re.escape(told)):
        read_aids(own(file, old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "Not sure. It is one trial with 110 people. The small gap may be chance.",
            "It is safe.",
            "is not for patients",
        ),
        ("Sugar water injections into the same joint.", "Given to five people.", 'write "five" as a figure'),
        ("Sugar water injections into the same joint.", "In 100% of people.", "told as people"),
        ("Sugar water injections into the same joint.", "word " * 25, "a sentence has 25 words"),
        ('      against: {text: "Salt water or', '      visits: {text: "Salt water or', "a figure stands alone"),
    ],
)
def test_what_is_not_plain_or_even_handed_is_told(
    own: Callable[[str, str, str], Path], old: str, new: str, told: str
) -> None:
    aid = next(each for each in read_aids(own("back.yaml", old, new)) if each.id == "back")
    assert any(told in fault for fault in faults(aid, load().avoided))


def test_what_a_record_keeps_changes_with_any_word(own: Callable[[str, str, str], Path]) -> None:
    before = aid_for("back")
    changed = next(
        each for each in read_aids(own("back.yaml", "nobody can name", "no one can name")) if each.id == "back"
    )
    assert before is not None
    assert changed.named != before.named


# -- the standards, and the tables of evidence ---------------------------------------------------------------------


@AIDS
def test_what_the_standards_ask_for_is_there(aid: Aid) -> None:
    assert aid.about
    assert aid.decision.text.endswith("?")
    assert all("like" in option.cells and option.harms for option in aid.options)
    standing = " ".join(point.said.text for point in aid.shared.standing)
    for said in ("Enthesis made this page", "paid for the page", "sells prolotherapy", "review date"):
        assert said in standing


def test_every_criterion_names_a_test_that_there_is() -> None:
    root = Path(__file__).parents[3]
    page = (root / "docs" / "decision_aid.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"(?m)^\| (\d\.\d\.\d) \|.*\| `(\w+)` \|$", page))
    assert list(named) == [
        *("1.1.1", "1.1.2", "1.1.3", "1.1.4", "1.1.5", "1.2.1"),
        *("2.1.1", "2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.3.1"),
    ]
    tests = Path(__file__).read_text(encoding="utf-8")
    tests += (root / "tests" / "web" / "test_choices.py").read_text(encoding="utf-8")
    assert all(f"def {test}(" in tests for test in named.values())


def test_each_figure_is_found_again_in_the_evidence_tables() -> None:
    known: set[str] = set()
    for file, column in (("trials", "trial_id"), ("pooled", "review_id"), ("harms", "harm_id")):
        rows = path("evidence").joinpath(f"{file}.csv").read_text(encoding="utf-8").splitlines()
        known |= {row[column] for row in csv.DictReader(rows)}
    figures = csv.DictReader(path("decision_aid").joinpath("figures.csv").read_text(encoding="utf-8").splitlines())
    assert {row["evidence"] for row in figures if row["evidence"]} <= known


@pytest.mark.parametrize(
    ("trial", "weeks", "counts"),
    [
        ("Yelland2004", "52", {("25", "54"), ("20", "56")}),
        ("Yelland2011_achilles", "52", {("11", "15"), ("11", "14"), ("12", "14")}),
    ],
)
def test_the_people_of_the_pictures_are_those_of_the_trial(
    trial: str, weeks: str, counts: set[tuple[str, str]]
) -> None:
    rows = list(csv.DictReader(path("evidence").joinpath("trials.csv").read_text(encoding="utf-8").splitlines()))
    found = {
        (row["responders_r"], row["responders_n"])
        for row in rows
        if row["trial_id"] == trial and row["timepoint_weeks"] == weeks and row["domain"] != "disability"
    }
    assert counts <= found
    counted = [each for aid in shipped() for _, each in aid.counted if each.evidence == trial]
    assert {(str(each.count), str(each.of)) for each in counted if each.count is not None} == counts
    printed = {row["responders_pct"] for row in rows if row["trial_id"] == trial and row["domain"] == "pain"}
    assert {str(each.share) for each in counted if each.count is None} <= printed


# Condition, group -> the mean, SD and people of its line in the tables; worked out again here.
@pytest.mark.parametrize(
    ("condition", "group", "trial", "arm", "instrument", "week"),
    [
        ("knee", "prolotherapy", "Rabago2013_knee", "dextrose", "WOMAC global (composite)", "52"),
        ("knee", "saline", "Rabago2013_knee", "saline", "WOMAC global (composite)", "52"),
        ("knee", "therapy", "Rabago2013_knee", "exercise", "WOMAC global (composite)", "52"),
        ("tennis-elbow", "prolotherapy", "Bayat2019_elbow", "prolo", "VAS", "13"),
        ("tennis-elbow", "steroid", "Bayat2019_elbow", "steroid", "VAS", "13"),
    ],
)
def test_the_averages_are_those_of_the_trial(
    condition: str, group: str, trial: str, arm: str, instrument: str, week: str
) -> None:
    aid = next(each for each in shipped() if each.id == condition)
    gained = dict(aid.gained)[group]
    rows = csv.DictReader(path("evidence").joinpath("trials.csv").read_text(encoding="utf-8").splitlines())
    wanted = (trial, arm, instrument, week, "mean improvement from baseline")
    names = ("trial_id", "arm_id", "instrument", "timepoint_weeks", "measure")
    row = next(row for row in rows if tuple(row[name] for name in names) == wanted)
    assert abs(float(gained.points) - float(row["mean"])) <= 0.5
    if not row["n_analysed"]:
        assert (gained.low, gained.high) == (None, None)
        return
    assert gained.of == int(row["n_analysed"])
    half = stats.t.ppf(0.975, gained.of - 1) * float(row["sd"]) / gained.of**0.5
    ends = (round(float(row["mean"]) - half), round(float(row["mean"]) + half))
    assert (gained.low, gained.high) == ends


@pytest.mark.parametrize(("events", "people", "ends"), [(0, 104, (0, 4)), (3, 90, (1, 9)), (0, 24, (0, 14))])
def test_harms_that_were_counted_have_exact_intervals(events: int, people: int, ends: tuple[int, int]) -> None:
    found = stats.binomtest(events, people).proportion_ci(method="exact")
    assert round(100 * found.low) == ends[0]
    assert 0 <= ends[1] - 100 * found.high < 1 or round(100 * found.high) == ends[1]


@AIDS
def test_no_way_is_told_at_more_than_about_twice_the_length_of_another(aid: Aid) -> None:
    def length(option: ToldOption) -> int:
        said = [line.text for cell in option.cells for line in cell.lines]
        said += [f"{harm.said.text} {harm.often}" for cell in option.cells for harm in cell.harms]
        return sum(len(text.split()) for text in said)

    lengths = [length(option) for option in tell(aid, str, {}).options]
    assert max(lengths) <= 2.2 * min(lengths)


@AIDS
def test_when_an_operation_is_a_question_is_said_or_that_it_is_not_stated(aid: Aid) -> None:
    assert "what we read does not say when" in aid.operation.text.lower()
