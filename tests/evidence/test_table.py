"""The table that ships: its questions, its checks, what stays out of it, and what a clinic adds."""

import csv
import io
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from enthesis import knowledge
from enthesis.cli.main import main
from enthesis.evidence.checks import run_checks
from enthesis.evidence.groups import Comparison, comparisons
from enthesis.evidence.plots import plot_of
from enthesis.evidence.published import agrees
from enthesis.knowledge import Layered, own_files, shipped_path
from enthesis.pathway.plain_yaml import NotReadable
from enthesis.pathway.trials import read_table, reading, shipped
from enthesis.pathway.trials.own import add_rows, confirm

TABLE = shipped()
ALL = [(one, found) for one in TABLE.conditions for found in comparisons(TABLE, one)]


def question(condition: str, name: str) -> Comparison:
    return next(found for one, found in ALL if one.id == condition and found.id == name)


def test_every_check_holds() -> None:
    found = run_checks(TABLE)
    assert len({one.check for one in found}) == 12
    assert [f"{one.check}: {one.what} {one.got} for {one.expected}" for one in found if not one.holds] == []


def test_a_check_that_is_wrong_says_so() -> None:
    from dataclasses import replace

    rows = tuple({**row, "estimate": "9.9"} if row["measure"] == "NNT" else row for row in TABLE.checks)
    assert not all(one.holds for one in run_checks(replace(TABLE, checks=rows)))


def test_a_printed_p_that_its_interval_denies_is_noticed() -> None:
    assert agrees("-0.44", "-0.76", "-0.11", "0.008")
    assert not agrees("0.78", "0.25", "1.3", "0.001")


@pytest.mark.parametrize(
    ("condition", "name", "trials", "figure"),
    [
        ("low-back", "sham-responder-middle", ["Klein1993"], (0.244, 0.041, 0.448)),
        ("low-back", "sham-pain-year", ["Yelland2004"], (3.5, -6.303, 13.303)),
        ("knee", "sham-pain-year", ["Rabago2013_knee", "Sit2020"], (8.802, -13.493, 31.098)),
        ("knee", "exercise-pain-year", ["Rabago2013_knee"], (4.94, -5.108, 14.988)),
        ("achilles", "exercise-global-year", ["Yelland2011_achilles"], (3.8, -11.476, 19.076)),
    ],
)
def test_a_question_is_answered_by_these_trials(
    condition: str, name: str, trials: list[str], figure: tuple[float, float, float]
) -> None:
    found = question(condition, name)
    assert [one.trial for one in found.used] == trials
    assert found.natural is not None
    pooled = found.natural.pooled
    assert (pooled.estimate, pooled.ci_low, pooled.ci_high) == pytest.approx(figure, abs=0.001)


@pytest.mark.parametrize(
    ("condition", "trial", "why"),
    [
        ("low-back", "Ongley1987", "flagged: cointervention differs between arms"),
        ("low-back", "Dechow1999", "flagged: dispersion not usable"),
        ("hip", "Gul2020_hip", "flagged: unit of analysis"),
        ("jaw", "Louw2019_TMJ", "not people"),
        ("elbow", "Bayat2019_elbow", "not how many people were in each arm"),
        ("achilles", "Yelland2011_achilles", "a second arm with prolotherapy"),
        ("osgood-schlatter", "Topol2011_OSD", "counts knee, not people"),
    ],
)
def test_what_is_left_out_says_why(condition: str, trial: str, why: str) -> None:
    said = [one.why for of, found in ALL if of.id == condition for one in found.unused if one.trial == trial]
    assert any(why in one for one in said), said


def test_nobody_is_counted_twice_in_one_figure() -> None:
    for _, found in ALL:
        assert len({one.trial for one in found.used}) == len(found.used)


def test_what_rests_on_memory_is_in_no_figure_and_no_words() -> None:
    told = " ".join(word for one in TABLE.conditions for word in (*one.says, one.unknown, one.harms)) + " ".join(
        one.what for _, found in ALL for one in found.used
    )
    assert len(TABLE.remembered) == 10
    for row in TABLE.remembered:
        assert row["sources"] == "memory"
        figures = re.findall(r"\d+\.\d+", row["remembered_value"])
        assert all(figure not in told for figure in figures)


def test_a_plot_tells_every_figure_in_words() -> None:
    found = question("knee", "sham-pain-year")
    assert found.natural is not None
    svg = plot_of(TABLE, found, found.natural)
    assert "Rabago 2013: 6.8 (-3.3 to 16.9)" in svg
    assert "Pooled: 8.8 (-13.5 to 31.1)" in svg
    assert 'role="img"' in svg


def added(**changed: str) -> str:
    like = next(row for row in TABLE.rows if row["trial_id"] == "Klein1993" and row["ma_ready"] == "binary")
    control = next(row for row in TABLE.rows if row["trial_id"] == "Klein1993" and row["arm_role"] == "control")
    rows = [
        {**row, "trial_id": "Ours2026", "year": "2026", "citation": "Ours A. J Test 2026;1:1", **changed}
        for row in (like, control)
    ]
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def test_a_clinic_adds_a_trial_and_the_version_counts_up(tmp_path: Path) -> None:
    assert add_rows(tmp_path, added(), "ours.csv") == ("1", ("Ours2026",))
    version, _ = confirm(tmp_path, "Ongley1987", by="Dr A", because="read the paper", on=date(2026, 11, 22))
    assert version == "1"
    assert confirm(tmp_path, "Gul2020_hip", by="Dr A", because="read it", on=date(2026, 11, 22))[0] == "2"
    own = own_files(tmp_path, shipped_path())
    assert dict(own.versions) == {"evidence/added.csv": "1", "evidence/confirmed.csv": "2"} | {
        "evidence/added.about.yaml": "1",
        "evidence/confirmed.about.yaml": "2",
    }
    table = read_table(Layered(shipped_path(), tmp_path))
    back = table.condition("low-back")
    assert back is not None
    found = next(one for one in comparisons(table, back) if one.id == "sham-responder-middle")
    assert {one.trial for one in found.used} == {"Ours2026", "Klein1993", "Ongley1987"}
    assert any("looked at by Dr A" in said for one in found.used for said in one.remarks)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"address": ""}, "no address where it was read"),
        ({"citation": ""}, "no citation"),
        ({"trial_id": "Klein1993"}, "is a trial of the shipped table"),
        ({"value_status": "memory"}, "was not seen stays out"),
        ({"responders_r": "many"}, "which is no number"),
        ({"region": "knie"}, "is no region"),
    ],
)
def test_a_trial_without_a_source_is_not_added(tmp_path: Path, changed: dict[str, str], says: str) -> None:
    with pytest.raises(NotReadable, match=says):
        add_rows(tmp_path, added(**changed), "ours.csv")
    assert not list(tmp_path.rglob("*.csv"))


def test_a_confirmed_standard_deviation_that_cannot_be_stays_out(tmp_path: Path) -> None:
    confirm(tmp_path, "Dechow1999", by="Dr A", because="looked", on=date(2026, 11, 22))
    own_files(tmp_path, shipped_path())
    table = read_table(Layered(shipped_path(), tmp_path))
    back = table.condition("low-back")
    assert back is not None
    unused = [one for found in comparisons(table, back) for one in found.unused if one.trial == "Dechow1999"]
    assert unused
    assert all(one.trial != "Dechow1999" for found in comparisons(table, back) for one in found.used)


def test_the_command_tells_a_condition(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evidence", "show", "knee", "--class", "sham", "--horizon", "year"]) == 0
    told = capsys.readouterr().out
    assert "MD: 8.8 (-13.5 to 31.1) points of 100 (2 trials, REML)" in told
    assert "Two studies cannot carry" in told
    assert "left out: Reeves 2000" in told
    assert main(["evidence", "show", "knie"]) == 2
    assert main(["evidence", "checks"]) == 0
    assert "12 checks hold" in capsys.readouterr().out


def test_a_plot_and_a_paper_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "plot.svg"
    chosen = ["evidence", "show", "knee", "--class", "sham", "--horizon", "year"]
    assert main([*chosen, "--svg", str(file)]) == 2
    assert main([*chosen, "--outcome", "pain", "--svg", str(file)]) == 0
    assert file.read_text().startswith("<svg")
    assert main([*chosen, "--pdf", str(tmp_path / "knee.pdf")]) == 0
    assert (tmp_path / "knee.pdf").read_bytes().startswith(b"%PDF")


def test_the_command_line_starts_without_numpy() -> None:
    code = "import sys; from enthesis.cli.main import parser; parser(); print('numpy' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ})
    assert found.stdout.strip() == "False"


def test_a_process_that_runs_sees_what_is_added_and_keeps_what_it_has_of_a_file_out_of_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(tmp_path, "Ongley1987", by="Dr A", because="read the paper", on=date(2026, 11, 22))
    own = own_files(tmp_path, shipped_path())
    monkeypatch.setattr(knowledge._Choice, "own", own)
    monkeypatch.setattr(reading._Held, "now", None)
    first = shipped()
    assert shipped() is first
    assert "Ours2026" not in first.trials
    add_rows(tmp_path, added(), "ours.csv")
    second = shipped()
    assert second.own == {"Ours2026"}
    assert "evidence/added.csv 1" in second.version
    file = tmp_path / "evidence" / "added.csv"
    file.write_text(file.read_text().replace(",seen,", ",memory,"))
    assert shipped().trials == second.trials
