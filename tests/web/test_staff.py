"""People and roles: invited by e-mail, roles changed, let go; the last lead stays."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from enthesis.clinic.accounts import invite
from enthesis.clinic.decisions import decisions, set_on_call
from enthesis.clinic.door import NotAllowed, record
from enthesis.clinic.ical.feeds import make_feed, read_feed
from enthesis.clinic.links import make_link
from enthesis.clinic.messages.notices import given
from enthesis.clinic.models import Look, Membership, Resource, User
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.resources import Described, add
from enthesis.clinic.staff import NotChanged, leave, set_roles
from enthesis.pathway.events import VisitBooked
from tests.web.conftest import PASSWORD, Place, Starter, new_id, until_injection

NEW = {"name": "Nia North", "email": "Nia@example.test", "roles": ["clinician"]}


def link_of(row: Notice) -> str:
    found = given(row, None)
    assert found is not None
    return found.values["link"]


@pytest.fixture
def link(place: Place) -> str:
    """The way to the page in the invitation of somebody new."""
    assert place.client("lead").post("/people-and-roles/invite/", NEW).status_code == 302
    return link_of(Notice.objects.get())


def test_an_invitation_is_opened_once_with_a_password(place: Place, link: str) -> None:
    client = Client()
    page = client.get(link).content.decode()
    assert "Nia North" in page
    assert client.post(link, {"password": "12345"}).status_code == 200
    assert client.post(link, {"password": "a long sentence of mine"})["Location"] == "/"
    assert client.get("/", follow=True).request["PATH_INFO"] == "/worklist/"
    assert Client().get(link).status_code == 404
    again = Client().post("/accounts/login/", {"login": "nia@example.test", "password": "a long sentence of mine"})
    assert again.status_code == 302


def test_an_invitation_is_opened_without_a_password(place: Place, link: str) -> None:
    client = Client()
    assert client.post(link, {"passkey": "1"})["Location"] == "/accounts/2fa/webauthn/add/"
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200
    assert Client().get(link).status_code == 404


def test_a_link_is_no_way_into_an_account_that_is_open(place: Place) -> None:
    secret = make_link("invitation", place.users["clinician"].handle, lasts=timedelta(days=1))
    assert Client().get(f"/accounts/invitation/{secret}/").status_code == 404
    assert Client().get("/accounts/invitation/guess/").status_code == 404
    odd = make_link("invitation", "U-²", lasts=timedelta(days=1))
    assert Client().get(f"/accounts/invitation/{odd}/").status_code == 404


def test_another_link_ends_the_first(place: Place, link: str) -> None:
    nia = User.objects.get(email="nia@example.test")
    assert place.client("lead").post(f"/people-and-roles/{nia.pk}/", {"again": "1"}).status_code == 302
    assert Client().get(link).status_code == 404
    assert Client().get(link_of(Notice.objects.latest("pk"))).status_code == 200


def test_what_is_wrong_is_said(place: Place) -> None:
    client = place.client("lead")
    page = client.post("/people-and-roles/invite/", {**NEW, "email": "nonsense"}).content.decode()
    assert "no e-mail address" in page
    page = client.post("/people-and-roles/invite/", {"name": "", "email": ""}).content.decode()
    for says in ("Type the name.", "Type the e-mail address.", "Choose one role or several."):
        assert says in page
    assert client.post("/people-and-roles/invite/", {**NEW, "roles": ["patient"]}).status_code == 200
    assert not User.objects.filter(name="Nia North").exists()


def test_roles_hold_at_once(place: Place) -> None:
    desk = place.users["front-desk"]
    client = place.client("front-desk")
    assert client.get("/recall/").status_code == 403
    place.client("lead").post(f"/people-and-roles/{desk.pk}/", {"roles-of": desk.pk, "roles": ["front-desk", "lead"]})
    assert client.get("/recall/").status_code == 200
    place.client("lead").post(f"/people-and-roles/{desk.pk}/", {"roles-of": desk.pk, "roles": ["therapist"]})
    assert client.get("/recall/").status_code == 403
    assert set(Membership.objects.filter(user=desk).values_list("role", flat=True)) == {"therapist"}
    assert Look.objects.filter(what__startswith=f"roles {desk.handle}", who=place.users["lead"].handle).count() == 2


def test_the_last_lead_stays(place: Place, elsewhere: Place) -> None:
    lead = place.users["lead"]
    client = place.client("lead")
    page = client.post(f"/people-and-roles/{lead.pk}/", {"roles-of": lead.pk, "roles": ["clinician"]}).content.decode()
    assert "last lead" in page
    assert "last lead" in client.post(f"/people-and-roles/{lead.pk}/leave/", {"leave": "1"}).content.decode()
    assert client.get("/people-and-roles/").status_code == 200
    set_roles(place.users["clinician"], ["lead"], clinic=place.clinic, by=lead)
    client.post(f"/people-and-roles/{lead.pk}/leave/", {"leave": "1"})
    assert not Membership.objects.filter(user=lead).exists()


def test_only_a_lead_of_the_clinic(place: Place, elsewhere: Place) -> None:
    desk = place.users["front-desk"]
    for by in (place.users["clinician"], elsewhere.users["lead"], place.users["patient"]):
        with pytest.raises(NotAllowed):
            set_roles(desk, ["lead"], clinic=place.clinic, by=by)
        with pytest.raises(NotAllowed):
            leave(desk, clinic=place.clinic, by=by)
    assert elsewhere.client("lead").get(f"/people-and-roles/{desk.pk}/").status_code == 404
    with pytest.raises(NotChanged):
        set_roles(desk, ["patient"], clinic=place.clinic, by=place.users["lead"])


def test_whoever_leaves_is_out_at_once(place: Place, start: Starter) -> None:
    gone = place.users["clinician"]
    calendar = add(place.clinic, Described("Dr A", "clinician"), gone)
    feed = make_feed(calendar, by=gone)
    set_on_call(gone, clinic=place.clinic, by=place.users["lead"])
    at = datetime.now(UTC) + timedelta(days=5)
    visit = VisitBooked(
        id=new_id(),
        happened_on=place.today,
        visit="v",
        activity="treatment",
        starts=at,
        minutes=30,
        resources=("Dr A",),
    )
    number = start(*until_injection(), visit)
    browser = Client()
    browser.post("/accounts/login/", {"login": gone.email, "password": PASSWORD})
    assert browser.get("/worklist/").status_code == 200
    page = place.client("lead").post(f"/people-and-roles/{gone.pk}/leave/", {"leave": "1"}).content.decode()
    assert number in page
    assert "has left" in page
    assert browser.get("/worklist/").status_code == 302
    assert "_auth_user_id" not in browser.session
    assert Client().post("/accounts/login/", {"login": gone.email, "password": PASSWORD}).status_code == 200
    assert read_feed(feed.secret, datetime.now(UTC)) is None
    assert not Resource.objects.get(pk=calendar.pk).in_use
    assert decisions(place.clinic.pk, ["on-call"])[-1].value == ""
    with pytest.raises(NotAllowed):
        record(until_injection()[0], course=number, by=User.objects.get(pk=gone.pk))


def test_whoever_works_elsewhere_too_stays_there(place: Place, elsewhere: Place) -> None:
    both = place.users["therapist"]
    invite(both.email, clinic=elsewhere.clinic, role="therapist")
    leave(both, clinic=place.clinic, by=place.users["lead"])
    both.refresh_from_db()
    assert both.is_active
    assert set(Membership.objects.filter(user=both).values_list("clinic", flat=True)) == {elsewhere.clinic.pk}


def test_the_list_says_how_each_signs_in(place: Place, link: str) -> None:
    page = place.client("lead").get("/people-and-roles/").content.decode()
    assert "invited, has not come yet" in page
    assert len(re.findall(r'<th scope="row">', page)) == 5
