"""The benchmark of the brain runs and says what docs/benchmarks.md says it says. How fast anything is, no test asks."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import brain
from enthesis.pathway.candidacy import screen, shipped
from enthesis.pathway.triage import load
from tests.pathway.candidacy.people import person

ROOT = Path(__file__).parents[2]
BARS = {
    "candidacy": "<= 1",
    "candidacy_three_regions": None,
    "triage": "<= 1",
    "triage_few_answers": None,
    "triage_report": None,
    "mix": "<= 1",
    "mix_given": "<= 1",
    "load": "<= 150",
    "load_with_code": None,
}


def test_every_figure_is_measured_with_its_bar():
    command = [sys.executable, "-m", "benchmarks", "brain", "--json", "--repetitions", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    figures = json.loads(done.stdout)
    assert {each["figure"]: each["bar"] for each in figures} == BARS
    assert all(each["unit"] == "ms" and each["value"] > 0 and each["says"] for each in figures)
    assert done.returncode == (0 if all(each["holds"] is not False for each in figures) else 1)


def test_only_one_part_can_be_measured():
    command = [sys.executable, "-m", "benchmarks", "brain", "--repetitions", "1", "--only", "mix"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "mix_given" in done.stdout
    assert "triage" not in done.stdout


def test_the_questionnaire_is_full():
    """Every question that the rules know is answered or asks nothing of this person."""
    found = screen(person("knee"), ["knee"], "female")
    assert not found.missing
    assert not found.missing_safety
    assert len(shipped().questions) > 80


def test_every_question_of_triage_is_answered():
    variables = load().variables
    answers = brain._every_answer(variables)
    assert set(variables) - set(answers) == {
        name for name, each in variables.items() if not each.choices and each.low is None
    }
    assert all(variables[name].read(given) is not None for name, given in answers.items())


def test_every_figure_is_explained():
    page = (ROOT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    for name, bar in BARS.items():
        (row,) = [line for line in page.splitlines() if line.startswith(f"| `{name}`")]
        assert (f"`{bar}`" if bar else "| - |") in row
