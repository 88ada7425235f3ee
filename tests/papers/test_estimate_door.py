"""`enthesis estimate --pdf`: a case or typed words in, what the patient is given out."""

import json
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.main import main
from tests.papers.reading import cannot_print, text_of
from tests.pathway.handout.test_handout import CASE, US
from tests.pathway.prices.test_price_list import TEXT

TYPED = ["nutura-back", "--sessions", "3,5,8", "--count", "physical-therapy=12"]


def run(tmp_path: Path, case: Any) -> tuple[int, Path]:
    source, target = tmp_path / "case.json", tmp_path / "estimate.pdf"
    source.write_text(json.dumps(case))
    return main(["estimate", "--json", str(source), "--pdf", str(target)]), target


@pytest.fixture
def prices(tmp_path: Path) -> str:
    path = tmp_path / "prices.yaml"
    path.write_text(TEXT)
    return str(path)


def test_a_json_case_becomes_what_the_patient_is_given(tmp_path: Path) -> None:
    status, paper = run(tmp_path, {**CASE, "paper": US})
    assert status == 0
    assert "Good-faith estimate For Ada Sample" in text_of(paper.read_bytes())


def test_an_estimate_with_a_gap_is_printed_says_so_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, paper = run(tmp_path, {**CASE, "paper": {"country": "US"}})
    assert status == 1
    assert "Not complete yet." in text_of(paper.read_bytes())
    assert "the paper says what is missing" in capsys.readouterr().err
    assert run(tmp_path, {**CASE, "sessions": {"min": 3}})[0] == 1


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({**CASE, "paper": {"born": "x"}}, "paper.born"),
        ({**CASE, "prices": {"treatment": "many"}}, "prices.treatment"),
        ([CASE, CASE], "--pdf prints one case, and there are 2."),
        ({}, "No protocol is named."),
    ],
)
def test_bad_input_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, says: str) -> None:
    status, paper = run(tmp_path, case)
    told = capsys.readouterr()
    assert (status, paper.exists(), told.out) == (2, False, "")
    assert says in told.err


def test_a_price_list_gives_prices_provider_and_codes(tmp_path: Path, prices: str) -> None:
    target = tmp_path / "estimate.pdf"
    words = ["--patient", "Ada Sample", "--born", "1975-04-01", "--diagnoses", "M54.59", "--on", "2026-11-30"]
    status = main(["estimate", *TYPED, "--price-list", prices, "--pdf", str(target), *words])
    text = text_of(target.read_bytes())
    assert status == 1, "the test injection has no code in this list"
    assert "Missing: a service code for every line." in text
    for said in ("Example Back Clinic", "NPI: 1234567893 TIN: 12-3456789", "Holds until 28 February 2027", "M0076"):
        assert said in text
    assert "prices 2026-11-30" in text


def test_what_is_typed_comes_before_the_list(prices: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["estimate", *TYPED, "--price-list", prices]) == 0
    assert "Treatment injection                    400.00" in capsys.readouterr().out
    assert main(["estimate", "nutura-back", "treatment=450", *TYPED[1:], "--price-list", prices]) == 0
    assert "Treatment injection                    450.00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--price-list", "no-such.yaml"], "no-such.yaml: cannot be read"),
        (["--on", "tomorrow"], "--on"),
    ],
)
def test_a_list_or_a_day_that_cannot_be_read_gets_a_sentence(
    prices: str, capsys: pytest.CaptureFixture[str], more: list[str], says: str
) -> None:
    assert main(["estimate", *TYPED, "--price-list", prices, *more]) == 2
    assert says in capsys.readouterr().out


def test_a_list_that_is_not_in_order_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "prices.yaml"
    path.write_text("version: 1\ncurrency: dollars\n")
    assert main(["estimate", *TYPED, "--price-list", str(path)]) == 2
    assert "is no currency of ISO 4217" in capsys.readouterr().out


def test_a_machine_that_cannot_print_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cannot_print(monkeypatch)
    status, paper = run(tmp_path, {**CASE, "paper": US})
    assert (status, paper.exists()) == (3, False)
    assert "apt-get install -y" in capsys.readouterr().err


def test_the_machine_door_leaves_what_is_for_the_paper_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "case.json"
    source.write_text(json.dumps([CASE, {**CASE, "paper": US}]))
    assert main(["estimate", "--json", str(source)]) == 0
    plain, with_paper = json.loads(capsys.readouterr().out)
    assert plain == with_paper
