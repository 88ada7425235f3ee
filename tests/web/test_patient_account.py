"""The desk sends a patient the invitation to the patient's own pages."""

import pytest

from enthesis.clinic.messages.notices_sending import ready_of
from enthesis.clinic.models import Look, Membership
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.people import Profile, new_person
from tests.web.conftest import Place


@pytest.fixture
def path(place: Place) -> str:
    """The account page of a patient who has an address and no account."""
    person = new_person(
        Profile("Bo Sample", email="bo@example.test"), clinic=place.clinic, by=place.users["front-desk"]
    )
    return f"/patients/{person.number}/account/"


def test_an_invitation_goes_to_the_address_that_is_known(place: Place, path: str) -> None:
    desk = place.client("front-desk")
    assert "Send an invitation to bo@example.test" in desk.get(path).content.decode()
    page = desk.post(path, follow=True).content.decode()
    assert "An invitation is sent to bo@example.test." in page
    assert Notice.objects.get().purpose == "invitation"
    assert Membership.objects.get(user__email="bo@example.test").role == "patient"
    assert "has not signed in yet" in desk.get(path).content.decode()
    assert Look.objects.filter(what__startswith="invite P-", who=place.users["front-desk"].handle).count() == 1


def test_an_invitation_speaks_the_patient_s_language(place: Place) -> None:
    by = place.users["front-desk"]
    person = new_person(Profile("Lía Sample", email="lia@example.test", language="es"), clinic=place.clinic, by=by)
    place.client("front-desk").post(f"/patients/{person.number}/account/")
    ready = ready_of(Notice.objects.get())
    assert ready is not None
    assert ready.letter.subject.startswith("Su cuenta en ")


def test_without_an_address_nothing_is_sent(place: Place) -> None:
    desk = place.client("front-desk")
    path = f"/patients/{place.person.number}/account/"
    assert "No e-mail address is known." in desk.get(path).content.decode()
    assert desk.post(path).status_code == 200
    assert not Notice.objects.exists()
