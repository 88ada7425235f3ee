"""`enthesis mix --pdf`: a case in, a card out; a refusal gives none, and bad input a sentence."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from enthesis.cli.main import main
from tests.papers.reading import cannot_print, opened, size_in_mm, text_of
from tests.pathway.test_tray import BACK, PASSED

OVER = {**BACK, "total_ml": "60"}
TYPED = [word for field, value in BACK.items() for word in (f"--{field.replace('_', '-')}", value)]


def run(tmp_path: Path, case: Any, *more: str) -> tuple[int, Path]:
    source, target = tmp_path / "case.json", tmp_path / "card.pdf"
    source.write_text(json.dumps(case))
    return main(["mix", "--json", str(source), "--pdf", str(target), *more]), target


def test_a_json_case_becomes_a_card(tmp_path: Path) -> None:
    status, card = run(tmp_path, {**BACK, "card": {"patient": "P-0031", "on": "2026-11-30", "syringe_ml": "10"}})
    assert status == 0
    assert size_in_mm(card.read_bytes()) == {(105, 148)}
    assert "P-0031" in text_of(card.read_bytes())
    assert opened(card.read_bytes()).metadata["/CreationDate"] == "D:20261130"


def test_a_list_of_one_is_that_one_and_of_two_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, [BACK])[0] == 0
    assert run(tmp_path, [BACK, BACK])[0] == 2
    assert "--pdf prints one case, and there are 2." in capsys.readouterr().err
    assert run(tmp_path, "text")[0] == 2


def test_a_refused_mix_gives_no_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, card = run(tmp_path, OVER)
    told = capsys.readouterr()
    assert (status, card.exists(), told.out) == (1, False, "")
    assert told.err.startswith("enthesis: No card. This mix is refused: 300 mg of lidocaine is above the 270 mg limit")
    assert told.err.endswith("(--passed-by, --because; in JSON card.override)\n")


def test_a_refused_mix_that_a_named_clinician_passed_gives_one(tmp_path: Path) -> None:
    status, card = run(tmp_path, {**OVER, "card": PASSED})
    assert status == 0
    assert "Passed by Dr A. Rahman: Weighed twice today." in text_of(card.read_bytes())


def test_what_nobody_can_pass_gives_none_with_a_name_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, card = run(tmp_path, {**BACK, "target_dextrose_pct": "60", "card": PASSED})
    assert (status, card.exists()) == (1, False)
    assert "--passed-by" not in capsys.readouterr().err


def test_a_typed_case_works_too(tmp_path: Path) -> None:
    target = tmp_path / "card.pdf"
    typed = [*TYPED, "--total-ml", "60", "--pdf", str(target), "--patient", "P-7"]
    assert main(["mix", *typed]) == 1
    assert main(["mix", *typed, "--passed-by", "Dr B", "--because", "Said so"]) == 0
    assert "Passed by Dr B: Said so" in text_of(target.read_bytes())


def test_standard_output_holds_the_pdf_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(BACK).encode())))
    assert main(["mix", "--json", "-", "--pdf", "-"]) == 0
    out = capsysbinary.readouterr().out
    assert out.startswith(b"%PDF-")
    assert "Dextrose 15 %, 54 mL" in text_of(out)


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ({**BACK, "weight_kg": "many"}, "weight_kg"),
        ({**BACK, "card": {"on": "tomorrow"}}, "card.on is not a day."),
        ({**BACK, "card": {"override": {"by": "Dr A"}}}, "The override does not say why."),
    ],
)
def test_bad_input_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str], case: Any, says: str) -> None:
    status, card = run(tmp_path, case)
    told = capsys.readouterr()
    assert (status, card.exists(), told.out) == (2, False, "")
    assert says in told.err


def test_a_file_that_cannot_be_written_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mix", *TYPED, "--pdf", str(tmp_path / "none" / "card.pdf")]) == 2
    assert "cannot be written (no such file or directory)" in capsys.readouterr().err


def test_a_machine_that_cannot_print_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cannot_print(monkeypatch)
    status, card = run(tmp_path, BACK)
    assert (status, card.exists()) == (3, False)
    assert "the library Pango is missing. On Debian, as root: apt-get install -y" in capsys.readouterr().err


def test_the_machine_door_leaves_what_is_for_the_card_alone(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = tmp_path / "case.json"
    source.write_text(json.dumps([BACK, {**BACK, "card": {"patient": "P-0031"}}]))
    assert main(["mix", "--json", str(source)]) == 0
    plain, with_card = json.loads(capsys.readouterr().out)
    assert plain == with_card
    assert with_card["unknown"] == []
