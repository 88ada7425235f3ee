"""`enthesis clinic contact`: whom the patients of a clinic call."""

import json

import pytest

from enthesis.cli.main import main
from enthesis.clinic.models import Clinic


@pytest.fixture
def clinic(db: None) -> Clinic:
    return Clinic.objects.create(name="The clinic", time_zone="UTC")


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["clinic", "contact", *words])
    told = capsys.readouterr()
    return status, told.out + told.err


def test_numbers_are_set_shown_and_taken_out(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    neutral = "not set; the leaflets say it in neutral words"
    assert run(capsys) == (0, f"The clinic:\n  by day: {neutral}\n  when the clinic is closed: {neutral}\n"
                              f"  in an emergency: {neutral}\n")  # fmt: skip
    status, said = run(capsys, "--telephone", " +1 (555)  0100 ", "--emergency-number", "112", "--json")
    assert status == 0
    assert json.loads(said) == {
        "clinic": "The clinic",
        "telephone": "+1 (555) 0100",
        "telephone_when_closed": "",
        "emergency_number": "112",
    }
    assert run(capsys, "--telephone", "")[0] == 0
    clinic.refresh_from_db()
    assert (clinic.telephone, clinic.emergency_number) == ("", "112")


@pytest.mark.parametrize("number", ["ring us", "1" * 41, "555<b>", "++1", "tel:112"])
def test_what_is_no_number_is_refused(clinic: Clinic, capsys: pytest.CaptureFixture[str], number: str) -> None:
    status, said = run(capsys, "--telephone", number)
    assert status == 2
    assert "is no telephone number. Write it as +1 555 0100." in said
    clinic.refresh_from_db()
    assert clinic.telephone == ""


def test_among_several_clinics_one_is_named(clinic: Clinic, capsys: pytest.CaptureFixture[str]) -> None:
    Clinic.objects.create(name="The other", time_zone="UTC")
    assert run(capsys, "--emergency-number", "112")[0] == 2
    assert run(capsys, "--emergency-number", "112", "--clinic", "The other")[0] == 0
    assert Clinic.objects.get(name="The other").emergency_number == "112"
    clinic.refresh_from_db()
    assert clinic.emergency_number == ""
