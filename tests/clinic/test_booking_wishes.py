"""What a clinic wishes of its series is what is looked for, from the decision on."""

import json

import pytest

from enthesis.cli.main import main
from enthesis.clinic.booking import propose
from enthesis.clinic.booking_wishes import booking_wishes, set_booking_wish
from enthesis.clinic.decisions import NotDecided
from enthesis.clinic.door import NotAllowed, open_course
from enthesis.scheduling.problem import Patient, Penalties
from tests.clinic.making import OPERATOR, House, start
from tests.clinic.test_booking import at, responded, staffed

__all__ = ["staffed"]


def test_until_it_decides_the_stated_points_hold(staffed: House) -> None:
    found = booking_wishes(staffed.clinic.pk)
    assert (found.penalties, found.device_weekdays, found.one_visit_per_days) == (Penalties(), frozenset(), 1)
    assert not found.decided


def test_what_it_decides_is_looked_for_and_can_be_taken_back(staffed: House) -> None:
    lead = staffed.users["lead"]
    for name, value in (("later", "7"), ("device-weekdays", "Thu tue"), ("days-between-visits", "3")):
        set_booking_wish(name, value, clinic=staffed.clinic, by=lead)
    seen = open_course(start(staffed, *responded()).number, by=OPERATOR)
    problem = propose(seen, Patient(), now=at(22)).problem
    assert problem is not None
    assert problem.penalties == Penalties(later=7)
    assert (problem.device_weekdays, problem.one_visit_per_days) == (frozenset({1, 3}), 3)
    set_booking_wish("later", "", clinic=staffed.clinic, by=lead)
    assert booking_wishes(staffed.clinic.pk).penalties == Penalties()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nonsense", "1"),
        ("later", "-1"),
        ("later", "ten"),
        ("later", "10001"),
        ("later", "٣"),
        ("later", "9" * 5000),
        ("device-weekdays", "tue funday"),
        ("days-between-visits", "0"),
        ("days-between-visits", "61"),
    ],
)
def test_what_cannot_be_is_told(staffed: House, name: str, value: str) -> None:
    with pytest.raises(NotDecided):
        set_booking_wish(name, value, clinic=staffed.clinic, by=staffed.users["lead"])


@pytest.mark.parametrize("role", ["patient", "therapist", "front-desk"])
def test_who_may_not_decide(staffed: House, role: str) -> None:
    with pytest.raises(NotAllowed):
        set_booking_wish("later", "7", clinic=staffed.clinic, by=staffed.users[role])


def test_the_command_lists_and_decides(staffed: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["clinic", "booking-wish"]
    assert main([*words, "device-weekdays", "tue", "--by", staffed.users["lead"].email]) == 0
    capsys.readouterr()
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["wishes"]["device-weekdays"] == ["tue"]
    assert told["decided"] == ["device-weekdays"]
    assert main([*words, "device-weekdays"]) == 0
    assert capsys.readouterr().out.split() == ["device-weekdays", "tue"]
    assert main([*words, "later", "7"]) == 2  # nobody is named
    assert main([*words, "nonsense"]) == 2
