"""`enthesis leaflets`."""

import json
import shutil
from importlib.resources import as_file
from pathlib import Path

import pytest

from enthesis.cli import leaflets, reading_age
from enthesis.cli.main import main
from enthesis.knowledge import path
from enthesis.pathway.leaflets import load, read_library


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["leaflets", *words])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_the_list(capsys) -> None:
    status, said = run(capsys, "list")
    assert status == 0
    assert said.splitlines()[0].startswith("what-it-is       2026-11  draft    What prolotherapy is")
    assert said.splitlines()[-1] == "14 leaflets."
    status, said = run(capsys, "list", "--json")
    assert [each["id"] for each in json.loads(said)] == [leaflet.id for leaflet in load().of()]


def test_one_leaflet_for_one_part_of_the_body(capsys) -> None:
    status, said = run(capsys, "show", "does-it-help", "--condition", "left_knee")
    assert status == 0
    assert "Wear and tear of the knee" in said
    assert "Lower back" not in said
    assert "RABAGO2013: Rabago D et al." in said
    assert "KLEIN1993" not in said
    assert "does-it-help 2026-11 " in said
    status, everything = run(capsys, "show", "does-it-help")
    assert "KLEIN1993: Klein RG et al." in everything


def test_a_leaflet_for_a_program(capsys) -> None:
    status, said = run(capsys, "show", "alternatives", "--condition", "knee", "--json")
    assert status == 0
    found = json.loads(said)
    assert found["condition"] == "knee"
    assert found["emergency"].startswith("Call your local emergency number now")
    options = {each["id"]: each for section in found["sections"] for each in section.get("options", ())}
    assert options["prolotherapy"]["better"] == [{"region": "knee", "value": 15, "of": 100}]
    assert options["therapy"]["better"] == [{"region": "knee", "value": 8, "of": 100}]
    assert options["surgery"]["better"] == []
    says = [said for section in found["sections"] for said in section["says"]]
    assert all(said["sources"] for said in says)


def test_every_leaflet_shows_in_both_ways(capsys) -> None:
    for leaflet in load().of():
        for more in ((), ("--json",), ("--condition", "neck")):
            assert run(capsys, "show", leaflet.id, *more)[0] == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "risk"), '"risk" is no leaflet. There are what-it-is'),
        (("show", "x" * 5000), "is no leaflet."),
        (("show", "risks", "--condition", "spleen"), '"spleen" is not a region that is known here.'),
        (("list", "--language", "xx"), 'There are no leaflets in "xx". There are some in en, es.'),
    ],
)
def test_bad_input_is_told_in_a_sentence(capsys, words: tuple[str, ...], told: str) -> None:
    status, said = run(capsys, *words)
    assert status == 2
    assert told in said
    assert "Traceback" not in said
    assert len(said) < 700


@pytest.fixture
def own(monkeypatch, tmp_path: Path) -> Path:
    """A copy of the leaflets that the command reads."""
    with as_file(path("patient")) as shipped:
        shutil.copytree(shipped, tmp_path / "patient")
    monkeypatch.setattr(leaflets, "load", lambda: read_library(tmp_path / "patient"))
    return tmp_path / "patient"


def test_check(capsys, own: Path) -> None:
    assert run(capsys, "check") == (0, "The leaflets are in order.\n")
    assert json.loads(run(capsys, "check", "--json")[1]) == {"faults": []}
    text = (own / "cost.yaml").read_text(encoding="utf-8")
    (own / "cost.yaml").write_text(text.replace("Ask what you pay", "It is safe. Ask what you pay"), "utf-8")
    status, said = run(capsys, "check")
    assert status == 1
    assert 'cost: "safe" is not for leaflets' in said
    (own / "cost.yaml").write_text(text.replace("sources: [derived]", "sources: []"), "utf-8")
    status, said = run(capsys, "check")
    assert status == 1
    assert said == (
        "cost.yaml, section writing, stop-price: names no source. "
        "Give a key of sources.csv, or memory with `unverified`.\n"
    )


def test_a_leaflet_that_is_hard_to_read_fails_the_check(capsys, own: Path) -> None:
    text = (own / "cost.yaml").read_text(encoding="utf-8")
    hard = "Reimbursement determinations necessitate individualised authorisation documentation considerations. " * 6
    (own / "cost.yaml").write_text(text.replace("Ask what you pay if you stop early.", hard), "utf-8")
    status, said = run(capsys, "check")
    assert status == 1
    assert "cost: is read at" in said


def test_measure(capsys, monkeypatch) -> None:
    status, said = run(capsys, "measure")
    assert status == 0
    assert len(said.splitlines()) == 15
    status, said = run(capsys, "measure", "--json")
    assert status == 0
    assert all(each["age"] <= 12 for each in json.loads(said).values())
    monkeypatch.setattr(reading_age, "is_installed", lambda: False)
    status, said = run(capsys, "measure")
    assert status == 3
    assert said == "enthesis: textstat is not installed here. Install requirements-dev.txt.\n"
    assert run(capsys, "check")[0] == 0
