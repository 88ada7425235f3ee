"""A clinic of one's own, from the command line: made once, its people invited, nonsense answered with a sentence."""

import json

import pytest
from django.contrib.auth import authenticate

from enthesis.cli.main import main
from enthesis.clinic.models import Clinic, ClinicDecision, Confirmation, Membership, User
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


def test_who_is_on_call(north: House, south: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("on-call", "--clinic", "Northside")
    assert said(capsys, *words) == (0, "On call in Northside: nobody.\n")
    doctor, lead = north["clinician"], north["lead"]
    status, text = said(capsys, *words, doctor.email, "--by", lead.email)
    assert (status, text) == (0, "On call in Northside: A clinician.\n")
    status, text = said(capsys, *words, "nobody", "--by", lead.email, "--from", "2090-03-02T18:00", "--json")
    assert json.loads(text) == {
        "clinic": "Northside",
        "on_call": doctor.handle,
        "ahead": [{"who": None, "from": "2090-03-02T17:00:00+00:00"}],
    }
    assert "From 02 Mar 2090 18:00: nobody." in said(capsys, *words)[1]


def test_within_what_time_a_symptom_is_answered(north: House, south: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("answers-within", "--clinic", "Northside")
    assert "emergency    Emergency: not stated: the clinic decides" in said(capsys, *words)[1]
    by = ("--by", north["clinician"].email, "--why", "Somebody has the telephone.")
    status, text = said(capsys, *words, "emergency", "15", *by)
    assert status == 0
    assert "Emergency: 15 minutes, decided by A clinician: Somebody has the telephone." in text
    assert "not stated" in said(capsys, "answers-within", "--clinic", "Southside")[1].splitlines()[0]
    status, text = said(capsys, *words, "emergency", "none", *by, "--json")
    assert [row["amount"] for row in json.loads(text)["answers_within"]] == [None] * 5


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("on-call", "nobody"), "A decision has a name on it."),
        (("on-call", "nobody", "--by", "x@y.example"), "No account has the address"),
        (("on-call", "nobody", "--by", "patient@northside.example"), "Only a clinician or a lead"),
        (("on-call", "lead@southside.example", "--by", "lead@northside.example"), "is no clinician of Northside"),
        (("on-call", "nobody", "--by", "lead@northside.example", "--from", "tonight"), "is no instant"),
        (("on-call", "nobody", "--by", "lead@northside.example", "--from", "2020-01-01T00:00"), "That time is over."),
        (("answers-within", "emergency"), "No number is given."),
        (("answers-within", "emergency", "soon"), "is no whole number"),
        (("answers-within", "emergency", "0", "--by", "lead@northside.example", "--why", "x"), "cannot be right"),
        (("answers-within", "emergency", "5", "--by", "lead@northside.example"), "A decision has a reason."),
        (("answers-within", "one-week", "5", "--by", "lead@northside.example", "--why", "x"), "has no time that"),
    ],
)
def test_nonsense_decides_nothing(
    north: House, south: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    status, text = said(capsys, *words, "--clinic", "Northside")
    assert status == 2
    assert says in text
    assert not ClinicDecision.objects.exists()


def test_how_long_drugs_are_left_out(north: House, south: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("hold", "--clinic", "Northside")
    assert (
        "anti_inflammatory: not stated: the clinic decides (published: 1 to 14 days before" in said(capsys, *words)[1]
    )
    by = ("--by", north["lead"].email, "--why", "As our handout says.")
    status, text = said(capsys, *words, "anti_inflammatory", "--before", "5", "--after", "0", *by)
    assert status == 0
    assert "anti_inflammatory: 5 days before, 0 days after, decided by A lead" in text
    status, text = said(capsys, *words, "anti_inflammatory", *by, "--json")
    assert [row["before"] for row in json.loads(text)["holds"]] == [None] * 3
    for wrong, says in (
        (("warfarin", "--before", "5", *by), "is no group of drugs"),
        (("fish_oil", "--before", "soon", *by), "is no whole number"),
        (("fish_oil", "--before", "900", *by), "cannot be right"),
        (("fish_oil", "--before", "3"), "A decision has a name on it."),
    ):
        status, text = said(capsys, *words, *wrong)
        assert status == 2
        assert says in text


T02 = "triage/rules/emergency:T02"


def test_confirming_by_name(north: House, south: House, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("confirm", "--clinic", "Northside")
    status, text = said(capsys, *words, T02, "--by", north["lead"].email, "--note", "Our handbook, page 3.", "--json")
    told = json.loads(text)
    assert (status, told["entry"], told["confirmed"], told["by"]) == (0, T02, True, north["lead"].handle)
    status, text = said(capsys, *words, "--list", "--json")
    assert status == 1, "there is more to confirm"
    listed = {row["entry"]: row for row in json.loads(text)}
    assert len(listed) > 400
    assert (listed[T02]["standing"], listed[T02]["by"], listed[T02]["note"]) == (
        "confirmed",
        "A lead",
        "Our handbook, page 3.",
    )
    assert listed["triage/rules/emergency:T03"]["standing"] == "open"
    assert "confirmed triage/rules/emergency:T02 by A lead on" in said(capsys, *words, "--list")[1]
    _, text = said(capsys, "confirm", "--list", "--json", "--clinic", "Southside")
    assert {row["standing"] for row in json.loads(text)} == {"open"}
    status, text = said(capsys, *words, T02, "--withdraw", "--by", north["clinician"].email)
    assert (status, "is unverified again in Northside" in text) == (0, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Name one entry, or ask for the list."),
        ((T02, "--list"), "Name one entry, or ask for the list."),
        ((T02,), "A decision has a name on it."),
        ((T02, "--by", "patient@northside.example"), "Only a clinician or a lead"),
        ((T02, "--by", "lead@southside.example"), "Only a clinician or a lead"),
        (("triage/rules/emergency:T999", "--by", "lead@northside.example"), "is no entry that rests on memory"),
        ((T02, "--withdraw", "--by", "lead@northside.example"), "is not confirmed"),
        ((T02, "--note", "x" * 1001, "--by", "lead@northside.example"), "Shorten it to 1000."),
    ],
)
def test_nonsense_confirms_nothing(
    north: House, south: House, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    status, text = said(capsys, "confirm", *words, "--clinic", "Northside")
    assert status == 2
    assert says in text
    assert not Confirmation.objects.exists()
