"""`enthesis evaluations`: what is kept, and what is destroyed."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from enthesis.cli.main import main
from enthesis.clinic.intake import store
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.intake.papers import Papers
from enthesis.clinic.messages.queue import forget_old
from tests.clinic.making import house


@pytest.fixture
def kept(db: None, monkeypatch: pytest.MonkeyPatch) -> tuple[Evaluation, Evaluation]:
    """Two that were sent; the first one long ago."""
    monkeypatch.setattr("enthesis.clinic.start.opened", lambda: None)
    clinic = house().clinic
    rows = (store.begin(clinic), store.begin(clinic))
    for row in rows:
        store.send(row, Papers(name="Bo Sample"))
    Evaluation.objects.filter(pk=rows[0].pk).update(changed_at=datetime.now(UTC) - timedelta(days=40))
    return rows


def test_the_list_tells_no_name(kept: tuple[Evaluation, Evaluation], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluations", "list"]) == 0
    said = capsys.readouterr().out
    assert "2 kept." in said
    assert "kept 30 days from then (the clinic has not decided)" in said
    assert "Bo" not in said
    assert main(["evaluations", "list", "--json"]) == 0
    assert [one["state"] for one in json.loads(capsys.readouterr().out)] == ["sent", "sent"]


def test_what_is_over_is_destroyed(kept: tuple[Evaluation, Evaluation], capsys: pytest.CaptureFixture[str]) -> None:
    first, second = kept
    assert main(["evaluations", "purge", "--dry-run"]) == 0
    assert capsys.readouterr().out == f"{first.number} would be destroyed.\n"
    assert store.find(first.pk) is not None
    assert main(["evaluations", "purge", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"destroyed": True, "numbers": [first.number]}
    assert store.find(first.pk) is None
    assert Evaluation.objects.get(pk=first.pk).state == State.GONE
    assert store.find(second.pk) is not None
    assert not store.keep(first, Papers(name="Late"))


def test_the_worker_destroys_it_too(kept: tuple[Evaluation, Evaluation]) -> None:
    forget_old(datetime.now(UTC))
    assert [row.pk for row in Evaluation.objects.exclude(wrapped="")] == [kept[1].pk]
