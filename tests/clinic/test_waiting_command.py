"""`enthesis waiting`, as somebody at the desk uses it."""

import json
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.clinic.models import Offer
from tests.clinic.test_waiting import Desk, desk

__all__ = ["desk"]


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    status = main(["waiting", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_from_the_list_to_a_booked_time(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    number, desk_by = desk.course(booked=10), ["--by", "front-desk@northside.example"]
    status, told = said(capsys, "join", number, "treatment-2", "--with", "Dr Rahman", "--notice", "12", *desk_by)
    assert (status, told["visit"], told["state"]) == (0, "treatment-2", "waiting")
    desk.free(4)
    _, told = said(capsys, "give-out")
    assert [offer["course"] for offer in told["offers"]] == [number]
    _, listed = said(capsys, "list")
    assert listed["not_decided"] == ["waiting-minutes", "waiting-way"]
    assert listed["waiting"][0]["booked"].startswith(str(desk.at(10).date()))
    assert main(["waiting", "list"]) == 0
    assert f"to {number}: {desk.at(4).date()}T10:00" in capsys.readouterr().out
    key = str(listed["offers"][0]["offer"])
    status, told = said(capsys, "accept", key, *desk_by)
    assert (status, told["state"], told["again"]) == (0, "accepted", False)
    assert said(capsys, "accept", key)[1]["again"]
    status, told = said(capsys, "decline", key)
    assert status == 1
    assert told["refused"][0]["code"] == "offer-over"
    assert main(["waiting", "list"]) == 0
    assert "Nobody waits in Northside." in capsys.readouterr().out


def test_off_the_list_and_a_no(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    number = desk.course(booked=10)
    entry = desk.join(number)
    desk.free(4)
    desk.round()
    assert main(["waiting", "decline", str(Offer.objects.get().pk)]) == 0
    assert main(["waiting", "give-out"]) == 0
    assert main(["waiting", "leave", str(entry.pk)]) == 0
    out = capsys.readouterr().out
    assert "is declined." in out
    assert "0 offered, 1 wait" in out
    assert f"Entry {entry.pk} is withdrawn." in out


def test_the_way_is_shown_and_decided(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["waiting", "way"]) == 0
    assert "has not decided" in capsys.readouterr().out
    by = ["--by", "lead@northside.example"]
    _, told = said(capsys, "way", "first-come", "--minutes", "60", *by)
    assert (told["way"], told["minutes"], told["not_decided"]) == ("first-come", 60, [])


@pytest.mark.parametrize(
    "words",
    [
        ["join", "C-9999", "treatment-2"],
        ["join", "COURSE", "no-such"],
        ["join", "COURSE", "treatment-2", "--weekday", "someday"],
        ["join", "COURSE", "treatment-2", "--until", "soon"],
        ["join", "COURSE", "treatment-2", "--time", "noon"],
        ["leave", "77"],
        ["accept", "77"],
        ["accept", "77", "--by", "nobody@northside.example"],
        ["way", "by-lot", "--by", "lead@northside.example"],
        ["way", "first-come"],
        ["way", "--minutes", "1", "--by", "lead@northside.example"],
    ],
)
def test_bad_input_is_told_in_a_sentence(desk: Desk, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    number = desk.course(booked=10)
    assert main(["waiting", *(number if word == "COURSE" else word for word in words)]) == 2
    told = capsys.readouterr()
    assert told.err.startswith("enthesis: ")
    assert "Traceback" not in told.err
