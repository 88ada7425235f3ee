"""`enthesis structures` at the prompt."""

import argparse
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from enthesis.cli import structures as command
from enthesis.cli.common import FINE, NO, BadInput
from enthesis.cli.main import main
from enthesis.pathway.structures import regions, structures


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    args = parser.parse_args(["structures", *words])
    status: int = args.run(args)
    return status


def answered(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    run(*words)
    return json.loads(capsys.readouterr().out)


def test_the_list_holds_every_structure(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list") == FINE
    said = capsys.readouterr().out
    assert all(f"  {name} " in said for name in structures())
    assert all(f"{region.name} ({region.id})" in said for region in regions())
    assert "rest in part on memory" in said
    assert said.rstrip().endswith("Nothing was changed.")


def test_a_region_is_listed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    found = answered(capsys, "list", "--region", "elbow", "--json")
    assert found["version"] == "structures 1"
    assert [one["id"] for one in found["structures"]] == [
        name for name, one in structures().items() if one.region == "elbow"
    ]
    with pytest.raises(BadInput, match="No region is called"):
        run("list", "--region", "elbw")


def test_what_no_source_states_is_said_to_be_not_stated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "sacroiliac-joint") == FINE
    said = capsys.readouterr().out
    assert "Volume at one point: not stated: the clinic decides" in said
    assert "Needle: not stated: the clinic decides" in said
    assert "Guidance: fluoroscopy, ultrasound" in said
    assert "Hazard: Infection of the joint" in said
    assert "Unverified" not in said
    run("show", "knee-joint")
    said = capsys.readouterr().out
    assert "Volume at one point: 5 to 10 mL" in said
    assert "Unverified: something of it rests on memory" in said


def test_a_program_reads_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    found = answered(capsys, "show", "knee-mcl", "--json")
    assert found["volume_ml"] == {"from": "0.5", "to": "0.5"}
    assert found["needle"] is None
    assert [hazard["id"] for hazard in found["hazards"]] == ["joint-infection", "nerve-saphenous"]
    assert found["views"] == {"knee-front": [700, 500], "knee-inner": [486, 590]}


def test_find_names_one_or_offers_some(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "medial", "colateral", "ligament") == FINE
    assert capsys.readouterr().out == "knee-mcl: Medial collateral ligament of the knee, Knee\n"
    assert run("find", "Achilles") == NO
    assert "achilles-insertion" in capsys.readouterr().out
    assert run("find", "xyzzy") == NO
    assert "not in the catalogue" in capsys.readouterr().out
    assert answered(capsys, "find", "Achilles", "--json") == {
        "found": None,
        "suggestions": ["achilles-midportion", "achilles-insertion"],
    }


def test_a_drawing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "points.svg"
    assert run("draw", "sacroiliac-joint:both", "MCL:left", "iliac-crest", "--out", str(file)) == FINE
    said = capsys.readouterr().out
    assert "3 points drawn." in said
    assert "Iliac crest attachments: no side was given; an open ring marks it." in said
    text = "".join(ElementTree.parse(file).getroot().itertext())
    assert "Low back and pelvis from behind" in text
    assert "Knee from the front, left" in text
    assert "Medial collateral ligament of the knee, left" in text


def test_one_view_can_be_drawn_alone(tmp_path: Path) -> None:
    file = tmp_path / "points.svg"
    run("draw", "mcl:left", "--view", "knee-inner", "--out", str(file))
    text = file.read_text(encoding="utf-8")
    assert "Knee from the inner side, left" in text
    assert "Whole body" not in text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["draw", "mcl:middle"], '"middle" is not a side'),
        (["draw", "pubic-symphysis:left"], "it has no side"),
        (["draw", "knee"], 'No structure is called "knee"'),
        (["draw", "mcl:left", "--view", "moon"], 'No drawing is called "moon"'),
        (["draw", *["mcl:left"] * 201], "201 points were given"),
    ],
)
def test_what_cannot_be_drawn_is_said(tmp_path: Path, words: list[str], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        run(*words, "--out", str(tmp_path / "points.svg"))
    assert not (tmp_path / "points.svg").exists()


def test_a_place_that_cannot_be_written_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["structures", "draw", "mcl:left", "--out", str(tmp_path / "none" / "points.svg")]) == 2
    assert "cannot be written (no such file or directory). Check the folder" in capsys.readouterr().err


def test_an_unknown_structure_gets_a_sentence_and_neighbours(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["structures", "show", "plantar"]) == 2
    said = capsys.readouterr().err
    assert 'No structure is called "plantar". Perhaps one of: ' in said
    assert "plantar-fascia-origin" in said


def test_the_page_of_the_command_shows_what_it_draws(tmp_path: Path) -> None:
    """To print it anew: the `draw` line of docs/commands/structures.md, with `--out docs/pictures/structures.svg`."""
    docs = Path(__file__).parents[3] / "docs"
    page = (docs / "commands" / "structures.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if line.strip().startswith("$ enthesis structures draw"))
    words = line.split()[3:-1]
    file = tmp_path / "points.svg"
    run(*words, str(file))
    assert file.read_text(encoding="utf-8") == (docs / "pictures" / "structures.svg").read_text(encoding="utf-8")
