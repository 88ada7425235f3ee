"""A clinic's own versions by commands: copied, published, retired."""

import io
import sys
from datetime import date

import pytest

from enthesis.cli import main as cli
from enthesis.clinic.lead import drafts
from enthesis.clinic.models import Membership
from enthesis.clinic.protocols import protocols_of
from tests.clinic.making import House

OTHERS = ("clinician", "lead")


def alone(house: House) -> None:
    """Nobody at the clinic could read a protocol."""
    Membership.objects.filter(clinic=house.clinic, role__in=OTHERS).delete()


def test_a_copy_is_published_and_the_shipped_one_retired(
    north: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(north)
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


def test_a_file_is_read_by_a_second_person_first(
    north: House, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["protocol", "copy", "nutura-back", "--by", "M. Okafor"]) == 0
    text = capsys.readouterr().out
    claims = text.replace("status: draft", "status: reviewed").replace(
        "reviewed_on: not stated", "reviewed_on: 2026-11-20"
    )
    claims = claims.replace("checked_by: not stated", 'checked_by: "Dr Somebody"')
    assert claims != text

    def published(words: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(words.encode())))
        return cli.main(["protocol", "publish", "-"])

    for _ in range(2):  # said again, it is the same draft
        assert published(claims) == 1  # whatever a file says of itself
        assert "A second person reads it first: " in capsys.readouterr().err
    (draft,) = drafts.open_drafts(north.clinic.pk)
    assert ("nutura-back", "2026-11-local.1") not in protocols_of(north.clinic.pk)
    assert published(text.replace("\ntitle: ", "\ntitle: Our ", 1)) == 1
    assert "says something else" in capsys.readouterr().err
    drafts.review(draft, revision=1, by=north["clinician"], today=date(2026, 11, 22))
    assert published(text) == 0
    kept = protocols_of(north.clinic.pk)["nutura-back", "2026-11-local.1"]
    assert kept.status == "reviewed"
    assert kept.review.checked_by == drafts.name_of(north["clinician"])
    assert not drafts.open_drafts(north.clinic.pk)
