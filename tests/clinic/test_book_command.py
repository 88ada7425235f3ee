"""`enthesis clinic resource`, `visit-minutes` and `enthesis book course`, as somebody at the desk uses them."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.clinic.door import new_id, record
from enthesis.clinic.models import BookedTime
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House, start


@pytest.fixture
def staffed(north: House, capsys: pytest.CaptureFixture[str]) -> House:
    for words in (
        ["Dr Rahman", "--kind", "clinician", "--hours", "mon-fri 08:00-12:00", "--hours", "tue 13:00-18:00"],
        ["Room 1", "--kind", "room", "--hours", "mon-fri 08:00-18:00"],
        ["Ultrasound 1", "--kind", "device", "--skill", "ultrasound", "--hours", "mon-fri 08:00-18:00"],
    ):
        assert main(["clinic", "resource", *words]) == 0
    capsys.readouterr()
    return north


@pytest.fixture
def course(staffed: House) -> str:
    number = start(staffed).number
    today = datetime.now(UTC).date()
    for event in (
        e.EvaluationAnswered(id=new_id(), happened_on=today, answers={"age": 50}),
        e.CandidacyDecided(id=new_id(), happened_on=today, outcome="eligible", recommended="eligible"),
    ):
        record(event, course=number, by=OPERATOR)
    return number


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    status = main([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_resources_are_listed_with_what_they_can(staffed: House, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clinic", "resource"]) == 0
    assert "device       Ultrasound 1  (ultrasound)" in capsys.readouterr().out
    _, told = said(capsys, "clinic", "resource")
    assert [row["name"] for row in told["resources"]] == ["Dr Rahman", "Ultrasound 1", "Room 1"]


def test_a_first_visit_is_found_booked_and_then_stays(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = said(capsys, "book", "course", course, "--sessions", "3")
    assert status == 0
    names = [visit["item"] for visit in found["choices"][0]["series"]]
    assert names == ["intake", "diagnostic-injection", "response-review", "treatment-1", "treatment-2", "treatment-3"]
    assert found["not_stated"] == ["injection", "review", "visit"]
    status, taken = said(capsys, "book", "course", course, "--sessions", "3", "--take", "1")
    assert (status, taken["booked"]) == (0, 6)
    assert BookedTime.objects.count() == 6 * 2 + 1  # and the ultrasound device
    _, again = said(capsys, "book", "course", course, "--sessions", "3", "--take", "1")
    assert again["booked"] == 0
    assert again["choices"][0]["series"] == taken["choices"][0]["series"]


def test_wishes_are_kept_where_they_can_be(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = said(capsys, "book", "course", course, "--weekday", "tue", "--time", "13:00-18:00", "--only")
    starts = [datetime.fromisoformat(visit["starts"]) for visit in found["choices"][0]["series"]]
    assert {start_.weekday() for start_ in starts} == {1}
    assert all(start_.hour >= 13 for start_ in starts)
    status, none = said(capsys, "book", "course", course, "--weekday", "sun", "--only")
    assert status == 1
    assert none["choices"] == []
    assert "intake" in none["why"]


def test_days_away_are_left_out(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    today = datetime.now(UTC).date()
    away = f"{today}/{today + timedelta(days=30)}"
    _, found = said(capsys, "book", "course", course, "--away", away)
    first = min(date.fromisoformat(visit["starts"][:10]) for visit in found["choices"][0]["series"])
    assert first > today + timedelta(days=30)


def test_in_sentences(course: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["book", "course", course]) == 0
    out = capsys.readouterr().out
    assert "Best, " in out
    assert "Not asked for: treatment: the number of sessions is not agreed." in out
    assert "No source says how long it takes: visit." in out


def test_the_clinic_decides_how_long_a_visit_takes(
    staffed: House, course: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lead = staffed["lead"].email
    assert main(["clinic", "visit-minutes", "visit", "50", "--by", lead]) == 0
    capsys.readouterr()
    _, found = said(capsys, "book", "course", course)
    intake = found["choices"][0]["series"][0]
    took = datetime.fromisoformat(intake["ends"]) - datetime.fromisoformat(intake["starts"])
    assert took == timedelta(minutes=50)
    assert "visit" not in found["not_stated"]


@pytest.mark.parametrize(
    "words",
    [
        ("clinic", "resource", "Room 1", "--kind", "room"),
        ("clinic", "resource", "Room 3"),
        ("clinic", "resource", "Room 3", "--kind", "room", "--hours", "always"),
        ("clinic", "resource", "Room 3", "--kind", "room", "--hours", "mon 12:00-08:00"),
        ("clinic", "visit-minutes", "visit", "2", "--by", "lead@northside.example"),
        ("clinic", "visit-minutes", "visit", "30", "--by", "patient@northside.example"),
        ("book", "course", "C-9999"),
        ("book", "course", "C-0001", "--weekday", "someday"),
        ("book", "course", "C-0001", "--away", "soon"),
        ("book", "course", "C-0001", "--sessions", "0"),
        ("book", "course", "C-0001", "--take", "9"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    course: str, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [course if word == "C-0001" else word for word in words]
    assert main(given) == 2
    assert capsys.readouterr().err.startswith("enthesis: ")
