"""Letters that stay here because no mail server is named: who may follow what is in them."""

import pytest

from enthesis.clinic.messages.transports import Folder, Letter
from tests.web.conftest import Place

OURS = "http://here/accounts/invitation/s3cret/"
THEIRS = "http://here/accounts/password/reset/key/1-s3cret/"


@pytest.fixture(autouse=True)
def letters(place: Place, elsewhere: Place, settings: object) -> None:
    for number, clinic in enumerate((place.clinic, elsewhere.clinic)):
        settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"  # type: ignore[attr-defined]
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


def test_pages_that_promise_a_letter_say_where_it_lies(elsewhere: Place) -> None:
    assert "No mail server is named yet" in elsewhere.client("lead").get("/people-and-roles/").content.decode()
