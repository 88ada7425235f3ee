"""Health and readiness tell nothing of a clinic; log lines hold no word that a person typed."""

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client

from enthesis.clinic import health
from enthesis.clinic.log_lines import WithoutWords
from enthesis.web.frontdesk import people
from tests.web.conftest import Place

NAME = "Wilhelmina Quartermaine"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the console handler of the settings would write of everything."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutWords())
    handler.setFormatter(logging.Formatter("{levelname} {name}: {message}", style="{"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def test_the_settings_send_every_line_through_the_filter() -> None:
    for handler in settings.LOGGING["handlers"].values():
        assert handler["filters"] == ["without-words"]


def test_a_name_that_meets_an_error_is_in_no_line(
    place: Place, lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_positional: object, **_named: object) -> None:
        typed = NAME
        raise ValueError(f"cannot find {typed}")

    monkeypatch.setattr(people, "people_of", broken)
    client = place.client("front-desk")
    client.raise_request_exception = False
    assert client.get("/patients/", {"words": NAME}).status_code == 500
    written = lines.getvalue()
    assert "ValueError" in written
    assert "test_health.py" in written
    assert "Quartermaine" not in written


@pytest.mark.parametrize(
    "said",
    [
        ("Not Found: %s", f"/patients/?words={NAME}"),
        ("Invalid value '%s'", NAME),
        ("mail to %s failed", "w.quartermaine@example.test"),
        (f"failed\nDETAIL: Key (name)=({NAME})",),
    ],
)
def test_a_line_of_another_program_holds_no_name(lines: io.StringIO, said: tuple[str, ...]) -> None:
    logging.getLogger("django.request").warning(*said)
    assert "uartermaine" not in lines.getvalue()
    assert "WARNING django.request" in lines.getvalue()


def test_an_error_behind_an_error_is_told_without_their_words(lines: io.StringIO) -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as first:
            raise RuntimeError(NAME) from first
    except RuntimeError:
        logging.getLogger("enthesis.work").exception("a job failed")
    written = lines.getvalue()
    assert "a job failed" in written
    assert written.index("RuntimeError") < written.index("KeyError")
    assert NAME not in written


@pytest.mark.django_db
def test_health_and_readiness_are_small_and_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    assert client.get("/health/").json() == {"lives": True}
    now = datetime.now(UTC)
    assert client.get("/ready/").json()["ready"] is True
    health.seen_working(now)
    assert health.ready(now) == health.Ready(True, True, True)
    assert health.ready(now + timedelta(minutes=6)) == health.Ready(True, True, False)

    def gone(*_args: object) -> None:
        raise DatabaseError(NAME)

    monkeypatch.setattr(health, "MigrationExecutor", gone)
    answer = client.get("/ready/")
    assert (answer.status_code, answer.json()["database"]) == (503, False)
    assert NAME not in answer.content.decode()
