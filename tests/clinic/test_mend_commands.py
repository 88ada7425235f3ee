"""`enthesis book mend` and `enthesis book close-day`, as somebody at the desk uses them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.clinic.door import new_id, open_course, record
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House
from tests.clinic.test_book_command import course, staffed

__all__ = ["course", "staffed"]


@pytest.fixture
def booked(course: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["book", "course", course, "--sessions", "3", "--take", "1"]) == 0
    capsys.readouterr()
    return course


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    status = main([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def day_of(number: str, place: int) -> str:
    bookings = open_course(number, by=OPERATOR).course.bookings.values()
    return str(sorted(booking.starts for booking in bookings)[place].date())


def test_a_course_in_order_has_nothing_to_mend(booked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["book", "mend", booked]) == 0
    out = capsys.readouterr().out
    assert f"{booked} has nothing to mend." in out
    assert out.count("stays") == 6


def test_a_day_is_closed_and_what_nobody_confirmed_is_moved(
    booked: str, staffed: House, capsys: pytest.CaptureFixture[str]
) -> None:
    day = day_of(booked, 3)
    status, told = said(capsys, "book", "close-day", day, "--all")
    assert status == 0
    assert (told["way"], told["distance"], told["left_out"], told["done"]) == ("alone", 0, [], [])
    moves = [visit for visit in told["courses"][0]["visits"] if visit["moves"]]
    assert day in [visit["old"][:10] for visit in moves]
    assert day_of(booked, 3) == day  # nothing was changed
    status, told = said(
        capsys, "book", "close-day", day, "--all", "--do", "--why", "Flood", "--by", "lead@northside.example"
    )
    assert status == 1  # a lead closes the day; the front desk moves the visits
    assert "The front desk or a clinician moves the visits." in told["done"][0]["problem"]
    status, told = said(capsys, "book", "mend", booked, "--do", "--by", "front-desk@northside.example")
    assert (status, told["moved"]) == (0, len(moves))
    assert {wrong["code"] for wrong in told["wrong"]} == {"closed"}
    assert day_of(booked, 3) != day
    assert main(["book", "mend", booked]) == 0


def test_a_confirmed_visit_is_asked_about(booked: str, capsys: pytest.CaptureFixture[str]) -> None:
    seen = open_course(booked, by=OPERATOR)
    today = datetime.now(seen.zone).date()  # the clinic's day, on which they were booked
    for visit in seen.course.bookings:
        record(e.VisitConfirmed(id=new_id(), happened_on=today, visit=visit), course=booked, by=OPERATOR)
    words = ["--resource", "Room 1", "--do", "--why", "Water damage", "--by", "clinician@northside.example"]
    assert main(["book", "close-day", day_of(booked, 5), *words]) == 0
    out = capsys.readouterr().out
    assert "asks the patient" in out
    assert "0 moved; the patient is asked." in out
    assert main(["book", "mend", booked]) == 0
    assert "held for 48 hours (the clinic has not decided" in capsys.readouterr().out
    assert main(["clinic", "move-hours", "held", "24", "--by", "lead@northside.example"]) == 0


def test_what_is_missing_is_told(booked: str, capsys: pytest.CaptureFixture[str]) -> None:
    later = str(datetime.now(UTC).date() + timedelta(days=30))
    for words, says in (
        (["mend", "C-9999"], "There is no course"),
        (["mend", booked, "--do"], "Give --by"),
        (["close-day", "soon", "--all"], "is no day"),
        (["close-day", later, "--all", "--do"], "A closed day has a reason."),
        (["close-day", later, "--resource", "Nobody"], "There is no resource"),
        (["close-day", "2020-01-01", "--all"], "2020-01-01 is over."),
    ):
        assert main(["book", *words]) == 2
        assert says in capsys.readouterr().err
