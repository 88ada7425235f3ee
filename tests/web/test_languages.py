"""Every page that a patient reads, in every language: chosen without script, whole, with its own dates and plurals."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from enthesis.cli import knowledge_languages
from enthesis.cli.knowledge_languages import check_languages
from enthesis.clinic.access import Operator
from enthesis.clinic.catalogue import BadCatalogue, Entry, compiled, read_catalogue
from enthesis.clinic.messages.choosing import own_profile
from enthesis.clinic.models import Person
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway.window import Window
from enthesis.web.words import lasting, on_paper, when
from tests.support import messages
from tests.web.conftest import Place, Starter, days_ago, diary, until_injection


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


def test_a_patient_s_choice_holds_for_messages_too(place: Place, start: Starter) -> None:
    start()
    client = place.client("patient")
    before = own_profile(Person.objects.get(pk=place.person.pk))
    client.post("/accounts/language/", {"language": "es", "next": "/my/"})
    assert own_profile(Person.objects.get(pk=place.person.pk)) == replace(before, language="es")
    place.client("clinician").post("/accounts/language/", {"language": "en-gb", "next": "/"})
    Client().post("/accounts/language/", {"language": "en-gb", "next": "/"})
    assert own_profile(Person.objects.get(pk=place.person.pk)).language == "es"


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


PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+>")
CATALOGUES = sorted(messages.LOCALE.glob("*/LC_MESSAGES/django.po"))


def entries(file: Path) -> dict[messages.Key, Entry]:
    return {entry.key: entry for entry in read_catalogue(file.read_text(encoding="utf-8"), str(file))[1:]}


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_every_message_for_patients_is_translated(file: Path) -> None:
    known = entries(file)
    missing = [key[1] for key in messages.found() if key not in known or not known[key].is_whole]
    assert not missing, "python -m tests.support.messages adds them to the file; then translate them"
    assert not [entry.msgid for entry in known.values() if entry.is_fuzzy]
    assert not known.keys() - messages.found().keys(), "python -m tests.support.messages takes out what is gone"


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: file.parts[-3])
def test_a_translation_says_everything_that_is_filled_in(file: Path) -> None:
    for entry in entries(file).values():
        for place, said in enumerate(entry.said):
            source = entry.plural if place and entry.plural else entry.msgid
            wanted, given = set(PLACES.findall(source)), set(PLACES.findall(said))
            assert wanted == given or (entry.plural and given <= wanted), f"{entry.msgid}: {said}"


def test_a_catalogue_is_compiled_as_python_reads_it(tmp_path: Path) -> None:
    text = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

#: a file
msgctxt "weekday"
msgid "Friday"
msgstr "Viernes"

msgid "%d visit"
msgid_plural "%d visits"
msgstr[0] "%d cita"
msgstr[1] "%d "
"citas"

#, fuzzy
msgid "Today"
msgstr "Mañana"

msgid "Not yet"
msgstr ""

#~ msgid "Gone"
#~ msgstr "Ido"
"""
    found = GNUTranslations(io.BytesIO(compiled(read_catalogue(text))))
    assert found.pgettext("weekday", "Friday") == "Viernes"
    assert [found.ngettext("%d visit", "%d visits", n) % n for n in (1, 2)] == ["1 cita", "2 citas"]
    assert (found.gettext("Today"), found.gettext("Not yet"), found.gettext("Gone")) == ("Today", "Not yet", "Gone")


@pytest.mark.parametrize("text", ["msgid Friday\n", 'msgtxt "Friday"\n', 'msgid "a"\nmsgid "b"\n', '"alone"\n'])
def test_a_catalogue_that_cannot_be_read_says_where(text: str) -> None:
    with pytest.raises(BadCatalogue, match=r"es\.po, line "):
        read_catalogue(text, "es.po")


def test_days_and_plurals_are_the_language_s_own(place: Place, start: Starter) -> None:
    number = start(*until_injection(), *diary(29, [6, 5, 4]))
    client = place.client("patient")
    client.post("/accounts/language/", {"language": "es", "next": "/my/"})
    page = client.get(f"/my/{number}/progress/").content.decode()
    assert "El dolor día a día" in page
    with translation.override("es"):
        day = days_ago(29)
        assert on_paper(day) in page
        assert re.fullmatch(r"\d+ de [a-z]+ de \d{4}", on_paper(day))
        assert [lasting(timedelta(hours=hours)) for hours in (1, 5)] == ["1 hora", "5 horas"]
        assert when(Window(date(2026, 3, 3), None, date(2026, 3, 24)), date(2026, 3, 10)) == (
            "desde el 3 de marzo hasta el 24 de marzo"
        )


def test_a_check_names_what_a_language_lacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(check_languages()) == [], "what ships is whole"
    began = tmp_path / "de/LC_MESSAGES/django.po"
    began.parent.mkdir(parents=True)
    began.write_text(
        'msgid ""\nmsgstr ""\n\nmsgid "Friday"\nmsgstr "Freitag"\n\nmsgid "Today"\nmsgstr ""\n', encoding="utf-8"
    )
    monkeypatch.setattr(knowledge_languages, "folder", lambda: tmp_path)
    told = [finding.says for finding in check_languages()]
    assert 'web/locale/de/LC_MESSAGES/django.po: 1 of 2 messages have no words, "Today" first.' in told
    assert "consent/de/: is not there: patients read the English one." in told
    assert "web/locale/es/LC_MESSAGES/django.po: is not there: the pages are not offered in this language." in told
    assert sum(says.startswith(("*.de.yaml", "patient/de/", "messages.yaml")) for says in told) == 3
