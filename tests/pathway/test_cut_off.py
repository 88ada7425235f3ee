"""What a command answers where whoever reads its output goes away, as `| head -1` does."""

import io
import os
import sys
from pathlib import Path

import pytest

from enthesis.cli.main import CUT_OFF, main


def unread(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The status of a command whose output goes into a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with monkeypatch.context() as here, io.TextIOWrapper(os.fdopen(writing, "wb")) as output:
        here.setattr(sys, "stdout", output)
        return main(words)


def test_an_answer_that_was_known_keeps_its_status(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("id: knee\n")
    assert unread(monkeypatch, "protocol", "check", str(wrong)) == 1
    assert unread(monkeypatch, "protocol", "check", "nutura-back") == 0


def test_one_that_was_cut_off_before_is_not_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unread(monkeypatch, "protocol", "show", "nutura-back", "--json") == CUT_OFF
