"""`enthesis messages`, `work --once`, `clinic calendar` and `clinic feed`, as somebody types them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from enthesis.cli.main import main
from enthesis.clinic import start as starting
from enthesis.clinic.door import new_id
from enthesis.clinic.models import CalendarFeed, OutsideBusy, Sending
from enthesis.clinic.resources import Described, add
from enthesis.pathway import events as e
from tests.clinic.making import House, day, start

WHEN = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=9)

LEAD = ("--by", "lead@northside.example")


@pytest.fixture
def here(north: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> House:
    """A clinic that commands work on: this test's own. Its letters stay in a folder of this test."""
    monkeypatch.setattr(starting, "ready", lambda **_: None)
    monkeypatch.setattr(starting, "opened", lambda: None)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    north.clinic.name = "Example North"
    north.clinic.save()
    add(north.clinic, Described("Dr Berg", "clinician"), north["clinician"])
    return north


def booked() -> e.VisitBooked:
    visit = {"visit": "v1", "activity": "imaging", "starts": WHEN, "minutes": 30, "resources": ("Dr Berg",)}
    return e.VisitBooked(id=new_id(), happened_on=day(0), **visit)


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> Any:
    assert main([*words, "--json"]) == status
    return json.loads(capsys.readouterr().out)


def test_messages_are_listed_due_and_sent(here: House, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "messages", "times", "quiet", "00:00-00:00", *LEAD)
    number = start(here, booked()).number
    (due,) = said(capsys, "messages", "due")
    assert due["course"] == number
    (sent,) = said(capsys, "messages", "send")
    assert sent == {**due, "state": "sent"}
    assert said(capsys, "messages", "send") == []
    lines = said(capsys, "messages", "list", number)
    assert [line["state"] for line in lines] == ["sent", "planned", "planned"]
    assert main(["messages", "list"]) == 0
    assert "sent" in capsys.readouterr().out
    assert main(["messages", "list", "C-9999"]) == 2
    assert len(list((settings.HOME / "inbox").glob("*.eml"))) == 1


def test_what_the_clinic_decides_of_times(here: House, capsys: pytest.CaptureFixture[str]) -> None:
    before = {row["what"]: row for row in said(capsys, "messages", "times")["times"]}
    assert not any(row["decided"] for row in before.values())
    after = {row["what"]: row for row in said(capsys, "messages", "times", "reminder", "1440", *LEAD)["times"]}
    assert (after["reminder"]["amount"], after["reminder"]["decided"]) == (1440, True)
    back = {row["what"]: row for row in said(capsys, "messages", "times", "reminder", "none", *LEAD)["times"]}
    assert back == before
    assert main(["messages", "times"]) == 0
    assert "the clinic has not decided" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("reminder", "soon"),
        ("reminder", "-1"),
        ("reminder", "99999999"),
        ("greeting", "1"),
        ("quiet", "late"),
        ("reminder",),
    ],
)
def test_what_cannot_be_decided_is_told(
    words: tuple[str, ...], here: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["messages", "times", *LEAD, "--", *words]) == 2
    assert capsys.readouterr().err.startswith("enthesis: ")


def test_calendars_come_and_go(here: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = start(here, booked()).number
    file = tmp_path / "hospital.ics"
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:a@x")
    times = (f"DTSTART:{WHEN:%Y%m%dT%H%M%SZ}", "DURATION:PT1H", "END:VEVENT", "END:VCALENDAR", "")
    file.write_text("\r\n".join((*lines, *times)))
    found = said(capsys, "clinic", "calendar", "import", "Dr Berg", str(file))
    assert (found["calendars"][0]["name"], found["calendars"][0]["busy"]) == ("hospital", 1)
    assert found["conflicts"][0]["course"] == number
    assert main(["clinic", "calendar", "list"]) == 0
    assert "they stay booked" in capsys.readouterr().out
    assert said(capsys, "clinic", "calendar", "refresh")["calendars"] == found["calendars"]
    said(capsys, "clinic", "calendar", "remove", str(found["calendars"][0]["calendar"]))
    assert not OutsideBusy.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("import", "Dr Berg", "no-such-file.ics"),
        ("import", "Dr Berg", "http://127.0.0.1/a.ics"),
        ("import", "Dr Who", "a.ics"),
        ("remove", "4711"),
    ],
)
def test_a_calendar_that_cannot_be_read(
    words: tuple[str, ...], here: House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clinic", "calendar", *words]) == 2
    assert capsys.readouterr().err.startswith("enthesis: ")


@pytest.mark.parametrize("of", ["Dr Berg", "person"])
def test_an_address_is_printed_once(of: str, here: House, capsys: pytest.CaptureFixture[str]) -> None:
    whose = here.person.number if of == "person" else of
    made = said(capsys, "clinic", "feed", "make", whose)
    secret = made["address"].rpartition("/")[2].removesuffix(".ics")
    listed = said(capsys, "clinic", "feed", "list")
    assert secret not in json.dumps(listed)
    assert listed["feeds"][0]["whose"] == whose
    assert said(capsys, "clinic", "feed", "revoke", str(made["feed"]))["feeds"] == []
    assert CalendarFeed.objects.get().revoked_at is not None
    assert main(["clinic", "feed", "revoke", str(made["feed"])]) == 2


def test_nothing_is_sent_that_is_not_due(here: House, capsys: pytest.CaptureFixture[str]) -> None:
    start(here)
    assert said(capsys, "messages", "due") == said(capsys, "messages", "send") == []
    assert not Sending.objects.exists()
