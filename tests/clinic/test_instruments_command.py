"""`enthesis instruments`: what ships, what is wrong with a file, what a clinic loads and takes out of use."""

import json
from pathlib import Path

import pytest

from enthesis.cli.main import main
from enthesis.clinic.models import LoadedText, TextTurn
from enthesis.pathway.instruments import load
from tests.clinic.making import House
from tests.support.invented import LICENCE, as_yaml, invented, invented_fhir, invented_yaml

Capture = pytest.CaptureFixture[str]


def said(capsys: Capture, *words: str) -> tuple[int, str]:
    status = main(["instruments", *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def file_of(folder: Path, text: str, name: str = "peg.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_the_list_says_whose_words_and_which_licence(capsys: Capture) -> None:
    status, text = said(capsys, "list")
    assert status == 0
    lines = {line.split()[0]: line for line in text.splitlines()}
    assert "ours, 6 questions" in lines["nrs_pain"]
    assert "ours, 1 question " in lines["pgic"]
    assert "scoring only" in lines["koos"]
    assert "registration" in lines["eq5d5l"]
    assert "THIS CLINIC" not in text
    told = json.loads(said(capsys, "list", "--json")[1])
    assert [each["id"] for each in told] == list(load())
    assert "loaded" not in told[0]


def test_one_instrument_with_thresholds_sources_and_schedule(capsys: Capture) -> None:
    status, text = said(capsys, "show", "odi")
    assert status == 0
    assert "minimal important change: 10 points [OSTELO2008]" in text
    assert "reliable change: 10 points" in text
    assert "ePROVIDE" in text
    assert "before each injection [VA2018]" in text
    assert "unverified: confirm before use" in said(capsys, "show", "koos")[1]
    assert "from a baseline of 4 to 20 [RMDQ_SCORE]" in said(capsys, "show", "rmdq")[1]
    assert "How bad is your pain right now?" in said(capsys, "show", "nrs-pain")[1]
    status, text = said(capsys, "show", "oddi")
    assert status == 2
    assert "is not an instrument" in text


def test_a_sound_file_is_told_with_its_two_ends(capsys: Capture, tmp_path: Path) -> None:
    status, text = said(capsys, "check", file_of(tmp_path, invented_yaml("koos"), "koos.yaml"))
    assert status == 0
    assert "version 2026-a (en), 42 items. It can be loaded." in text
    assert "pain: best answer 0 “Invented: not at all”, worst 4 “Invented: very much”" in text


def test_every_file_is_looked_at_and_each_complaint_has_its_place(capsys: Capture, tmp_path: Path) -> None:
    content = invented("peg")
    content["scales"]["total"]["items"].pop()
    files = [file_of(tmp_path, as_yaml(content)), str(tmp_path / "none.yaml"), file_of(tmp_path, "{", "x.json")]
    status, text = said(capsys, "check", *files)
    assert status == 2
    assert "peg.yaml, line" in text
    assert "has 2 items in the file" in text
    assert "cannot be read" in text
    assert "Not valid JSON" in text
    told = json.loads(said(capsys, "check", files[0], "--json")[1])
    assert told["usable"] is False
    assert told["findings"][0]["code"] == "item-count"
    assert not told["version"]


def test_what_a_fhir_file_does_not_say_is_stated(capsys: Capture, tmp_path: Path) -> None:
    path = file_of(tmp_path, json.dumps(invented_fhir("odi")), "odi.json")
    status, text = said(capsys, "check", path)
    assert status == 1
    for asked in ("under which right", "Nobody is named", "which answer"):
        assert asked in text
    assert said(capsys, "check", path, "--licence", LICENCE, "--by", "M. Okafor", "--best-answer", "0")[0] == 0


def test_the_template_has_the_shape_and_no_words(capsys: Capture, tmp_path: Path) -> None:
    status, text = said(capsys, "template", "womac_likert")
    assert status == 0
    assert text.count("ask:") == 24
    status, told = said(capsys, "check", file_of(tmp_path, text, "womac.yaml"))
    assert status == 1
    assert "It asks nothing." in told
    assert said(capsys, "template", "pgic")[0] == 2


def test_load_use_list_and_unload(north: House, capsys: Capture, tmp_path: Path) -> None:
    path = file_of(tmp_path, invented_yaml("peg"))
    status, text = said(capsys, "load", path)
    assert status == 0
    assert "is in use from now on in Northside" in text
    assert "total: best answer 0 “invented low end”" in text
    assert "2026-a (en)" in said(capsys, "list", "--clinic")[1]
    assert "compared by M. Okafor: in use" in said(capsys, "show", "peg", "--clinic", "Northside")[1]
    (told,) = json.loads(said(capsys, "show", "peg", "--clinic", "--json")[1])["loaded"]
    assert (told["state"], told["licence"], told["compared_by"]) == ("in use", LICENCE, "M. Okafor")
    status, text = said(capsys, "unload", "peg", "--because", "The licence was not renewed.")
    assert status == 0
    assert "is out of use" in text
    assert "out of use (The licence was not renewed.)" in said(capsys, "show", "peg", "--clinic")[1]
    status, text = said(capsys, "unload", "peg", "--because", "Again.")
    assert status == 1
    assert "No words of PEG" in text
    assert TextTurn.objects.count() == 2


def test_a_file_can_be_kept_without_being_used(north: House, capsys: Capture, tmp_path: Path) -> None:
    status, text = said(capsys, "load", file_of(tmp_path, invented_yaml("peg")), "--keep-only", "--json")
    assert status == 0
    assert json.loads(text)["in_use"] is False
    assert not TextTurn.objects.exists()
    assert "not in use yet" in said(capsys, "list", "--clinic")[1]


def test_nothing_is_half_loaded(north: House, capsys: Capture, tmp_path: Path) -> None:
    content = invented("koos")
    content["scales"]["pain"]["best_answer"] = "4"
    status, text = said(capsys, "load", file_of(tmp_path, as_yaml(content), "koos.yaml"))
    assert status == 1
    assert "the scoring rule takes 0 for the best" in " ".join(text.split())
    assert "Nothing is loaded." in text
    assert not LoadedText.objects.exists()
    told = json.loads(said(capsys, "load", file_of(tmp_path, "[]", "x.json"), "--json")[1])
    assert told["loaded"] is False


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("load", "none.yaml"), "cannot be read"),
        (("load", "{file}", "--clinic", "Nowhere"), "No clinic is called"),
        (("unload", "peg", "--because", " "), "for a reason"),
        (("unload", "pegg", "--because", "x"), "is not an instrument"),
        (("list", "--clinic", "Nowhere"), "No clinic is called"),
    ],
)
def test_nonsense_gets_a_sentence(
    north: House, capsys: Capture, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    path = file_of(tmp_path, invented_yaml("peg"))
    status, text = said(capsys, *(word.replace("{file}", path) for word in words))
    assert status == 2
    assert says in text
    assert not LoadedText.objects.exists()
