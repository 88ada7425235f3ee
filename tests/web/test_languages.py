"""Every page that a patient reads, in every language: chosen without script, whole, with its own dates and plurals."""

import pytest
from django.conf import settings
from django.test import Client

from enthesis.clinic.access import Operator
from enthesis.clinic.people import Profile, change_profile
from tests.web.conftest import Place, Starter


def lang(answer: object) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined] - what a test client gives
    return page.split('<html lang="', 1)[1].split('"', 1)[0]


def test_what_a_browser_asks_for(place: Place) -> None:
    assert lang(Client().get("/about/", HTTP_ACCEPT_LANGUAGE="es-MX,es;q=0.9,en;q=0.5")) == "es"
    assert lang(Client().get("/about/", HTTP_ACCEPT_LANGUAGE="en-US")) == "en-gb"
    assert lang(Client().get("/about/", HTTP_ACCEPT_LANGUAGE="tlh")) == "en-gb"


def test_the_clinic_s_language_where_nobody_asks_for_one(place: Place, settings: object) -> None:
    settings.LANGUAGE_CODE = "es"  # type: ignore[attr-defined] - pytest-django's settings
    assert lang(Client().get("/about/")) == "es"


def test_another_language_is_chosen_by_a_button(place: Place) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    page = client.get("/about/").content.decode()
    assert '<button class="link" type="submit" name="language" value="es" lang="es">Español</button>' in page
    chosen = client.post("/accounts/language/", {"language": "es", "next": "/about/"})
    assert (chosen.status_code, chosen["Location"]) == (302, "/about/")
    assert lang(client.get("/about/")) == "es"
    client.post("/accounts/language/", {"language": "xx", "next": "https://elsewhere.invalid/"})
    assert lang(client.get("/about/")) == "es"


def test_the_way_back_stays_in_the_house(place: Place) -> None:
    for back in ("https://elsewhere.invalid/", "//elsewhere.invalid", "javascript:alert(1)", ""):
        assert Client().post("/accounts/language/", {"language": "es", "next": back})["Location"] == "/"


def test_what_the_clinic_knows_of_a_patient_comes_first(place: Place, start: Starter) -> None:
    start()
    profile = Profile("Ada Sample", language="es")
    change_profile(place.person, profile, by=Operator())
    client = place.client("patient")
    assert lang(client.get("/my/", HTTP_ACCEPT_LANGUAGE="en")) == "es"
    client.post("/accounts/language/", {"language": "en-gb", "next": "/my/"})
    assert lang(client.get("/my/", HTTP_ACCEPT_LANGUAGE="es")) == "en-gb"


@pytest.mark.parametrize("role", ["clinician", "lead"])
def test_the_pages_of_staff_are_english(role: str, place: Place) -> None:
    page = place.client(role).get("/worklist/", HTTP_ACCEPT_LANGUAGE="es")
    assert lang(page) == "en-gb"
    assert "/accounts/language/" not in page.content.decode()


def test_a_language_is_one_file() -> None:
    from enthesis.clinic.languages import folder, languages

    inside = folder()
    assert inside is not None
    files = {path.parts[-3] for path in inside.rglob("*.po")}
    assert {code for code, _ in languages()} == files | {"en-gb"} == set(dict(settings.LANGUAGES))
    assert dict(languages())["es"] == "Español"
