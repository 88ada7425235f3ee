"""`enthesis clinic resource` for what is there already, and `enthesis clinic closed-days`."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.clinic import resources
from enthesis.clinic.closed_days import closed_days
from enthesis.clinic.models import Resource
from tests.clinic.making import House


@pytest.fixture
def room(north: House) -> Resource:
    return resources.add(north.clinic, resources.Described("Room 1", "room", ("ultrasound",), "North"))


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_hours_are_changed_and_the_rest_stays(room: Resource) -> None:
    assert main(["clinic", "resource", "Room 1", "--hours", "mon-fri 08:00-12:00"]) == 0
    room.refresh_from_db()
    assert resources.hours_from_json(room.hours)[0] == ((time(8), time(12)),)
    assert (room.skills, room.site) == ("ultrasound", "North")
    assert main(["clinic", "resource", "Room 1", "--hours", "mon 08:00-12:00", "--hours", "mon 11:00-13:00"]) == 2
    assert main(["clinic", "resource", "Room 1", "--site", "South"]) == 0
    room.refresh_from_db()
    assert (room.skills, room.site) == ("ultrasound", "South")


def test_out_of_use_it_is_offered_to_nobody(room: Resource, north: House, capsys: pytest.CaptureFixture[str]) -> None:
    def offered() -> list[str]:
        today = datetime.now(UTC).date()
        return [each.id for each in resources.calendars(north.clinic.pk, today, today, 0, 1)]

    assert offered() == ["Room 1"]
    told = said(capsys, "clinic", "resource", "Room 1", "--out-of-use")
    assert told["resources"][0]["in_use"] is False
    assert offered() == []
    assert said(capsys, "clinic", "resource", "Room 1", "--use-again")["resources"][0]["in_use"] is True


def test_closed_days_are_listed_closed_and_opened(
    room: Resource, north: House, capsys: pytest.CaptureFixture[str]
) -> None:
    first = datetime.now(UTC).date() + timedelta(days=20)
    last = first + timedelta(days=2)
    by = ("--by", north["lead"].email)
    told = said(capsys, "clinic", "closed-days", str(first), str(last), "--why", "Holidays", *by)
    assert [each["day"] for each in told["closed"]] == [str(first + timedelta(days=n)) for n in range(3)]
    resources.add(north.clinic, resources.Described("Room 2", "room", hours=(((time(8), time(18)),),) * 7))
    later = resources.calendars(north.clinic.pk, first, last, 0, 1)[-1]
    assert later.exceptions == {first + timedelta(days=n): () for n in range(3)}
    assert main(["clinic", "closed-days", str(first), "--open", *by]) == 0
    assert list(closed_days(north.clinic.pk, first, last)) == [first + timedelta(days=1), last]
    capsys.readouterr()
    assert main(["clinic", "closed-days"]) == 0
    assert "2 days closed for all" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["soon"], ["2026-12-24"], ["2026-12-24", "2026-12-01", "--why", "x"]])
def test_what_cannot_be_closed(
    room: Resource, north: House, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["clinic", "closed-days", *words, "--by", north["lead"].email]) == 2
    assert "A decision has a name" not in capsys.readouterr().err


def test_hours_that_cannot_be() -> None:
    eight, noon, ten = time(8), time(12), time(10)
    resources.check_hours(((eight, noon), (noon, time(0))))
    for wrong in (((noon, eight),), ((eight, noon), (ten, time(13))), ((eight, time(0)), (noon, time(13)))):
        with pytest.raises(resources.NotAResource):
            resources.check_hours(wrong)
