"""Leaflets where they are needed: beside what comes next, after an injection, and on the consent that is signed."""

from html import unescape

import pytest
from django.test import Client
from playwright.sync_api import Page

from enthesis.clinic.access import Operator
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway import events as e
from enthesis.pathway.leaflets import load, named
from enthesis.pathway.protocol.library import latest
from enthesis.pathway.protocol.model import Kind
from tests.support.browser import look
from tests.web.conftest import Place, Starter, days_ago, new_id, sign_in, until_injection
from tests.web.walking import send, typed


def seen(number: str) -> Seen:
    return open_course(number, by=Operator())


def home(place: Place) -> str:
    answer = place.client("patient").get("/my/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def current(leaflet: str) -> str:
    found = load().leaflet(leaflet)
    assert found is not None
    return named(found, load())


def test_every_step_that_a_leaflet_belongs_to_exists() -> None:
    activities = {activity.id for protocol in latest().values() for activity in protocol.activities}
    known = activities | set(Kind)
    for leaflet in load().of():
        assert set(leaflet.belongs_to) <= known, leaflet.id
    assert {leaflet.id for leaflet in load().after_injection(14)} == {"after", "warning-signs"}
    assert load().after_injection(15) == load().after_injection(-1) == ()


def test_before_an_injection_there_is_the_page_before_it(place: Place, start: Starter) -> None:
    start(*until_injection()[:-1], ago=60)
    page = home(place)
    assert '<a href="/about/before/?for=back">Before the injection</a>' in page
    assert '<a href="/about/on-the-day/?for=back">During the visit</a>' in page


def test_a_new_patient_is_offered_what_it_is(place: Place, start: Starter) -> None:
    start(ago=1, protocol="nutura-knee", side="left")
    page = home(place)
    assert '<a href="/about/what-it-is/?for=knee">What prolotherapy is</a>' in page
    assert 'href="/about/"' in page


@pytest.mark.parametrize(("ago", "is_there"), [(0, True), (1, True), (14, True), (15, False)])
def test_after_an_injection_there_is_what_to_expect_and_when_to_call(
    place: Place, start: Starter, ago: int, is_there: bool
) -> None:
    start(*until_injection(ago=ago), ago=ago + 40)
    page = home(place)
    assert ("After your injection of" in page) is is_there
    if is_there:
        told = page[page.index("After your injection of") :]
        assert '<a href="/about/after/?for=back">After the injection</a>' in told
        assert '<a href="/about/warning-signs/?for=back">Warning signs</a>' in told


def test_every_link_of_a_patient_leads_to_a_page(place: Place, start: Starter) -> None:
    start(*until_injection(ago=2), ago=40)
    start(ago=1, protocol="nutura-knee", side="left")
    links = {part.split('"')[0] for part in home(place).split('href="')[1:] if part.startswith("/about/")}
    assert len(links) > 4
    for link in links:
        assert Client().get(link).status_code == 200, link


def test_whoever_has_no_account_can_read(place: Place) -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert page.count('href="/about/"') == 2  # beside the form, and at the foot


def test_a_consent_keeps_what_was_read_in_which_version(place: Place, start: Starter) -> None:
    number = start(ago=3)
    chosen = [current("risks"), current("alternatives")]
    send(place.client("clinician"), f"/courses/{number}/record/consent/", version="3", leaflets=chosen)
    (signed,) = [event for event in seen(number).log if isinstance(event, e.ConsentSigned)]
    assert signed.leaflets == tuple(chosen)
    page = place.client("clinician").get(f"/courses/{number}/").content.decode()
    assert f"{chosen[0]}; {chosen[1]}" in page


def test_a_consent_without_leaflets_is_recorded_as_before(place: Place, start: Starter) -> None:
    number = start(ago=3)
    send(place.client("clinician"), f"/courses/{number}/record/consent/", version="3")
    (signed,) = [event for event in seen(number).log if isinstance(event, e.ConsentSigned)]
    assert signed.leaflets == ()


def test_only_leaflets_that_are_handed_out_can_be_ticked(place: Place, start: Starter) -> None:
    number = start(ago=3)
    client, path = place.client("clinician"), f"/courses/{number}/record/consent/"
    offered = [name for name, _ in client.get(path).context["form"].fields["leaflets"].choices]
    explaining = {"what-it-is", "does-it-help", "risks", "alternatives", "cost", "before", "ask-your-clinic"}
    assert explaining <= {name.split(" ")[0] for name in offered}
    answer = client.post(
        path, {**typed(client.get(path).context["form"]), "version": "3", "leaflets": ["risks 1999 0"]}
    )
    assert answer.status_code == 200
    assert "Choose among the answers that are offered." in answer.content.decode()


def test_an_older_version_stays_in_a_corrected_consent(place: Place, start: Starter) -> None:
    old = "risks 2024-05 0a1b2c3d"
    consent = e.ConsentSigned(
        id=new_id(), happened_on=days_ago(2), document="Prolotherapy consent", version="2", leaflets=(old,)
    )
    number = start(consent, ago=3)
    send(place.client("clinician"), f"/courses/{number}/correct/{consent.id}/", version="3")
    (corrected,) = [event for event in seen(number).log if getattr(event, "replaces", "") == consent.id]
    assert isinstance(corrected, e.ConsentSigned)
    assert (corrected.version, corrected.leaflets) == ("3", (old,))


def test_the_pages_can_be_used_by_all(live: str, page: Page, place: Place, start: Starter) -> None:
    number = start(*until_injection(ago=2), ago=40)
    sign_in(page, live, place, "patient")
    page.goto(f"{live}/my/")
    look(page, "patient-next-after-injection", whole=True)
    sign_in(page, live, place, "clinician")
    page.goto(f"{live}/courses/{number}/record/consent/")
    look(page, "clinician-consent", whole=True)
    page.context.clear_cookies()
    page.goto(f"{live}/accounts/login/")
    look(page, "sign-in-with-leaflets", whole=True)
