"""The patients of a clinic in a browser: found, shown, changed."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from enthesis.clinic.access import Operator
from enthesis.clinic.models import Look
from enthesis.clinic.people import Profile, new_person, people_of
from tests.support.browser import look
from tests.web.conftest import Place, Starter, sign_in, until_injection


def somebody(place: Place, name: str = "Bo Sample", **more: object) -> str:
    return new_person(Profile(name, **more), clinic=place.clinic, by=Operator()).number  # type: ignore[arg-type] # the test's own fields


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "bo sa"}, True),
        ({"born": "1960-02-29"}, True),
        ({"telephone": "0199"}, True),
        ({"telephone": "+1 (555) 010-0199"}, True),
        ({"words": "bo", "born": "1960-02-29", "telephone": "100199"}, True),
        ({"words": "robert"}, True),  # the other name
        ({"born": "1960-03-01"}, False),
        ({"telephone": "0198"}, False),
        ({"words": "ada", "born": "1960-02-29"}, False),
    ],
)
def test_a_patient_is_found_by_name_birth_date_and_telephone(place: Place, asked: dict[str, str], found: bool) -> None:
    somebody(place, "Bo Example", born=date(1960, 2, 29), telephone="555 010 0199", known_as=("Robert Sample",))
    page = place.client("front-desk").post("/patients/", asked).content.decode()
    assert ("Bo Example" in page) is found
    assert "Ada Sample" not in page


@pytest.mark.django_db
def test_what_cannot_be_looked_for_is_said(place: Place) -> None:
    page = place.client("front-desk").post("/patients/", {"telephone": "12"}).content.decode()
    assert "Give at least the last four digits" in page


@pytest.mark.django_db
def test_who_changed_what_is_kept_and_shown(place: Place) -> None:
    client, number = place.client("front-desk"), place.person.number
    sent = {"name": "Ada Sample", "telephone": "555 0100", "messages": "sms", "email": "", "referrer": "Dr Berg\nOslo"}
    answer = client.post(f"/patients/{number}/edit/", sent, follow=True).content.decode()
    assert "Dr Berg<br>Oslo" in answer
    assert "by text message" in answer
    assert "Front-Desk a" in answer
    assert "Birthday, Other ways to reach the patient, Telephone, Reminders and other messages" in answer
    look = Look.objects.filter(person=place.person.pk, what__startswith="change-person").get()
    assert look.who == place.users["front-desk"].handle
    assert "0100" not in look.what
    (kept,) = people_of(place.users["front-desk"], telephone="0100")
    assert kept.profile is not None
    assert (kept.profile.messages, kept.profile.telephone, kept.profile.born) == ("sms", "555 0100", None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": ""}, "Give the patient"),
        ({"email": "ada"}, "That is no e-mail address."),
        ({"telephone": "12"}, "That is no telephone number."),
        ({"messages": "sms", "telephone": ""}, "Text messages need a telephone number."),
        ({"born": "2999-01-01"}, "That day has not come yet."),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(place: Place, sent: dict[str, str], says: str) -> None:
    whole = {"name": "Ada Sample", "messages": "email", **sent}
    page = place.client("clinician").post(f"/patients/{place.person.number}/edit/", whole).content.decode()
    assert says in page


def test_a_patient_s_page(live: str, page: Page, place: Place, start: Starter) -> None:
    start(*until_injection())
    somebody(place, "Bo Example", born=date(1960, 2, 29), telephone="555 010 0199")
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/patients/")
    look(page, "patients", whole=True)
    page.get_by_label("Telephone, last digits").fill("0199")
    page.get_by_role("button", name="Find").click()
    assert "0199" not in page.url
    page.get_by_role("link", name="Bo Example", exact=True).click()
    look(page, "patient-page-new", whole=True)
    page.get_by_role("link", name="Change").click()
    look(page, "patient-edit", whole=True)
    page.locator("#id_email").fill("bo@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("saved")
    page.goto(f"{live}/patients/{place.person.number}/")
    look(page, "patient-page", whole=True)


def test_two_records_of_one_patient(live: str, page: Page, place: Place, start: Starter) -> None:
    start(*until_injection())
    number = place.person.number
    sign_in(page, live, place, "front-desk")
    page.goto(f"{live}/patients/new/")
    page.get_by_label("Name", exact=True).fill("Ada Samples")
    page.locator("#id_born").fill("1975-04-01")
    page.get_by_role("button", name="Add the patient").click()
    expect(page.get_by_role("alert")).to_contain_text("Ada Sample")
    look(page, "patient-alike", whole=True)
    page.get_by_role("button", name="It is somebody else").click()
    page.goto(f"{live}/patients/{number}/")
    look(page, "patient-duplicate", whole=True)
    page.get_by_role("link", name="Compare").click()
    look(page, "patient-compare", whole=True)
    page.get_by_role("button", name="They are one patient").click()
    expect(page.get_by_role("alert")).to_contain_text("Say how you know.")
    page.get_by_label("How do you know?").fill("Same passport.")
    page.get_by_role("button", name="They are one patient").click()
    expect(page.get_by_role("status")).to_contain_text("They are one patient now.")
    assert [one.number for one in people_of(place.users["front-desk"])] == [number]
    page.goto(f"{live}/patients/P-{place.person.pk + 1:04d}/")
    assert page.url.endswith(f"/patients/{number}/")
    page.get_by_role("link", name="Here twice?").click()
    look(page, "patient-merged", whole=True)
    page.get_by_text("It was a mistake").click()
    page.get_by_label("How do you know?").fill("Two passports.")
    page.get_by_role("button", name="Make two patients again").click()
    assert len(people_of(place.users["front-desk"])) == 2
