"""A clinic of one's own, from the command line: made once, its people invited, nonsense answered with a sentence."""

import json

import pytest
from django.contrib.auth import authenticate

from enthesis.cli.main import main
from enthesis.clinic.models import Clinic, Membership, User
from tests.clinic.making import House


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    status = main(["clinic", *words])
    captured = capsys.readouterr()
    return status, captured.out + captured.err


def test_a_new_clinic_has_a_lead_who_can_sign_in(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    status, text = said(capsys, "new", "Harbour", "--zone", "Europe/Oslo", "--lead", "Lead@Harbour.example", "--json")
    told = json.loads(text)
    assert status == 0
    assert Clinic.objects.get(name="Harbour").time_zone == "Europe/Oslo"
    assert Membership.objects.get(clinic__name="Harbour").role == "lead"
    assert User.objects.get(email="lead@harbour.example").check_password(told["password"])
    assert authenticate(email="lead@harbour.example", password="something else") is None


def test_an_account_that_is_there_keeps_its_password(north: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("invite", "doc@north.example", "--clinic", north.clinic.name, "--role")
    _, first = said(capsys, *words, "clinician", "--json")
    _, again = said(capsys, *words, "lead", "--json")
    assert json.loads(again)["password"] is None
    user = User.objects.get(email="doc@north.example")
    assert user.check_password(json.loads(first)["password"])
    assert set(user.memberships.values_list("role", flat=True)) == {"clinician", "lead"}


def test_a_patient_s_account_opens_one_person_s_record(north: House, capsys: pytest.CaptureFixture[str]) -> None:
    person = north.clinic.people.get(pk=north.clinic.people.first().pk) if north.clinic.people.exists() else None
    assert person is not None
    words = ("invite", "p@north.example", "--clinic", north.clinic.name, "--role", "patient")
    assert said(capsys, *words)[0] == 2
    assert said(capsys, *words, "--person", person.number)[0] == 0
    assert Membership.objects.get(user__email="p@north.example").person == person


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("new", "X", "--zone", "Mars", "--lead", "a@b.example"), "is no time zone"),
        (("new", "X", "--zone", "UTC", "--lead", "nobody"), "is no e-mail address"),
        (("new", " ", "--zone", "UTC", "--lead", "a@b.example"), "A clinic has a name"),
        (("new", "Northside", "--zone", "UTC", "--lead", "a@b.example"), "is there already"),
        (("invite", "a@b.example", "--role", "lead", "--clinic", "Nowhere"), "No clinic is called"),
        (("invite", "a@b.example", "--role", "lead", "--clinic", "Northside", "--person", "P-1"), "name no person"),
        (("invite", "a@b.example", "--role", "patient", "--clinic", "Northside", "--person", "P-9999"), "No person"),
    ],
)
def test_nonsense_gets_a_sentence_and_makes_nothing(
    north: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    status, text = said(capsys, *words)
    assert status == 2
    assert says in text
    assert not User.objects.filter(email="a@b.example").exists()
    assert not Clinic.objects.filter(name="X").exists()
