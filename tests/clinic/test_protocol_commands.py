"""A clinic's own versions by commands: copied, published, retired."""

import io
import sys

import pytest

from enthesis.cli import main as cli
from enthesis.clinic.protocols import protocols_of
from tests.clinic.making import House


def test_a_copy_is_published_and_the_shipped_one_retired(
    north: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["protocol", "copy", "nutura-back", "--by", "M. Okafor"]) == 0
    text = capsys.readouterr().out
    assert 'version: "2026-11-local.1"' in text
    assert 'written_by: "M. Okafor"' in text

    def typed(words: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words.encode())))

    typed(text.replace("opens: 4", "opens: 9"))
    assert cli.main(["protocol", "publish", "-"]) == 1
    assert "faults" in capsys.readouterr().err
    typed(text)
    assert cli.main(["protocol", "publish", "-"]) == 0
    assert cli.main(["protocol", "retire", "nutura-back@2026-11", "--why", "The new one."]) == 0
    known = protocols_of(north.clinic.pk)
    assert ("nutura-back", "2026-11-local.1") in known
    assert ("nutura-back", "2026-11") not in known
    assert cli.main(["protocol", "retire", "nutura-back@2026-11", "--why", "again"]) == 2
