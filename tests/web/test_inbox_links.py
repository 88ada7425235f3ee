"""Letters that stay here because no mail server is named: who may follow what is in them."""

import re

import pytest
from django.test import Client

from enthesis.clinic.messages.providers import OF_FILES
from enthesis.clinic.messages.transports import OWN, Folder, Letter
from tests.web.conftest import Place

OURS = "http://here/accounts/invitation/s3cret/"
THEIRS = "http://here/accounts/password/reset/key/1-s3cret/"


@pytest.fixture(autouse=True)
def letters(place: Place, elsewhere: Place, settings: object) -> None:
    for number, clinic in enumerate((place.clinic, elsewhere.clinic)):
        settings.EMAIL_BACKEND = OF_FILES  # type: ignore[attr-defined]
        text = f"Open {OURS}\n\nOr {THEIRS}\n"
        letter = Letter(to="x@example.test", subject="Your account", text=text, clinic=clinic.pk)
        Folder().send(letter, f"inbox {number}")


def test_what_opens_somebody_s_account_is_for_nobody_else(elsewhere: Place) -> None:
    page = elsewhere.client("front-desk").get("/inbox/").content.decode()
    assert "Your account" in page
    assert "a link for whoever the letter is to" in page
    assert "s3cret" not in page


def test_a_lead_brings_a_colleague_in_and_sees_no_patient_s_link(elsewhere: Place) -> None:
    page = elsewhere.client("lead").get("/inbox/").content.decode()
    assert OURS in page
    assert THEIRS not in page


def test_an_example_clinic_shows_them_all(place: Place) -> None:
    page = place.client("front-desk").get("/inbox/").content.decode()
    assert OURS in page
    assert THEIRS in page


def ask_for_a_code(role: str, place: Place) -> None:
    Client().post("/accounts/login/code/", {"email": place.users[role].email})


@pytest.mark.parametrize("role", ["patient", "lead"])
def test_a_code_to_sign_in_lies_there_and_is_shown_to_nobody(role: str, place: Place, elsewhere: Place) -> None:
    """Who could read it could ask for one with a colleague's address, and be that colleague."""
    ask_for_a_code(role, elsewhere)
    code = next(each for _, each in Folder().letters(9) if each[OWN])
    secret = re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]{3,})$", str(code.get_content()), re.M)
    assert secret
    for reader in ("front-desk", "lead"):
        page = elsewhere.client(reader).get("/inbox/").content.decode()
        assert "Your code to sign in" in page
        assert "[for whoever the letter is to]" in page
        assert secret[0] not in page
        assert "Your code to sign in" not in place.client(reader).get("/inbox/").content.decode(), "another clinic's"


def test_an_example_clinic_shows_a_code_too(place: Place) -> None:
    ask_for_a_code("patient", place)
    assert "It works for ten minutes" in place.client("front-desk").get("/inbox/").content.decode()


def test_the_page_says_what_happens_without_a_mail_server(elsewhere: Place, place: Place) -> None:
    page = elsewhere.client("front-desk").get("/inbox/").content.decode()
    assert "tell patients by telephone" in page
    assert "A lead sees the links of invited colleagues" in page
    assert "What that means" not in place.client("front-desk").get("/inbox/").content.decode()
    assert "no code reaches you" in Client().get("/accounts/login/").content.decode()


def test_pages_that_promise_a_letter_say_where_it_lies(elsewhere: Place) -> None:
    lead = elsewhere.client("lead")
    assert "No mail server is named yet" in lead.get("/people-and-roles/").content.decode()
    said = {"email": "nia@example.test", "name": "Nia North", "roles": ["clinician"]}
    page = lead.post("/people-and-roles/invite/", said, follow=True).content.decode()
    assert "its link lies in the inbox" in page
    assert "An e-mail with a link goes to" not in page
