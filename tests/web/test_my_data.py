"""A patient's copy of all data, and the wish to be erased with a lead's answer."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enthesis.clinic.access import Operator
from enthesis.clinic.door import NotAllowed, record
from enthesis.clinic.files.keeping import keep
from enthesis.clinic.files.models import File
from enthesis.clinic.leaving import asking
from enthesis.clinic.messages.notices_sending import ready_of
from enthesis.clinic.models import Look, Person, User
from enthesis.clinic.notices.models import Notice
from enthesis.clinic.opening import open_course
from enthesis.clinic.people import Profile, change_profile
from enthesis.pathway.codec import read
from enthesis.pathway.events import NoteAdded
from tests.web.conftest import Place, Starter, days_ago, new_id, until_injection

PDF = b"%PDF-1.7 %%EOF"


@pytest.fixture
def number(place: Place, start: Starter) -> str:
    found = start(*until_injection())
    note = NoteAdded(id=new_id(), happened_on=days_ago(0), words="It hurts at night.")
    record(note, course=found, by=place.users["patient"])
    keep(place.person, SimpleUploadedFile("mri.pdf", PDF), kind="report", by=place.users["patient"])
    return found


def test_the_copy_is_headed_in_the_language_of_the_page(place: Place, number: str) -> None:
    client = place.client("patient")
    answer = client.post("/my/export/", headers={"accept-language": "es"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        page = copy.read("record.html").decode()
    assert '<html lang="es">' in page
    assert "<title>Mi historia clínica</title>" in page
    assert "Como estaba el " in page
    assert "My record" not in page


def test_the_copy_holds_everything(place: Place, number: str) -> None:
    client = place.client("patient")
    assert "Save the copy" in client.get("/my/export/").content.decode()
    answer = client.post("/my/export/")
    assert answer["Content-Disposition"].startswith('attachment; filename="my-record-')
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        assert {name for name in copy.namelist() if name.endswith("mri.pdf")}
        (file,) = [name for name in copy.namelist() if name.startswith("files/")]
        assert copy.read(file) == PDF
        lines = [json.loads(line) for line in copy.read("events.jsonl").decode().splitlines()]
        page = copy.read("record.html").decode()
        person = json.loads(copy.read("person.json"))
    log = open_course(number, Operator()).log
    assert len(lines) == len(log)
    assert {line.pop("course") for line in lines} == {number}
    assert tuple(read(line) for line in lines) == log
    assert "It hurts at night." in page
    assert (person["name"], person["born"]) == ("Ada Sample", "1975-04-01")
    assert Look.objects.filter(what="export", person=place.person.pk).count() == 1


def test_another_patient_gets_only_their_own(place: Place, elsewhere: Place, number: str) -> None:
    answer = elsewhere.client("patient").post("/my/export/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as copy:
        assert copy.read("events.jsonl") == b""
        assert number not in copy.read("record.html").decode()


def test_copies_are_made_only_so_often(place: Place, number: str) -> None:
    client = place.client("patient")
    answers = [client.post("/my/export/").status_code for _ in range(7)]
    assert answers == [200] * 6 + [429]


def test_a_wish_to_be_erased_is_asked_once_and_taken_back(place: Place, number: str) -> None:
    client = place.client("patient")
    assert "the clinic has not decided" in client.get("/my/delete/").content.decode()
    for _ in range(2):
        client.post("/my/delete/", {"ask": "1"})
    assert "You asked for it" in client.get("/my/delete/").content.decode()
    assert [each.state for each in asking.requests_of(Operator(), place.clinic)] == ["open"]
    client.post("/my/delete/", {"take-back": "1"})
    assert "You asked for it" not in client.get("/my/delete/").content.decode()
    assert "taken back" in place.client("lead").get("/erasures/").content.decode()


def test_a_lead_keeps_a_record_and_says_why(place: Place, number: str) -> None:
    patient, lead = place.client("patient"), place.client("lead")
    sent = {"words": "Notes of treatment for ten years.", "why": "The country's civil code."}
    assert lead.post("/erasures/law/", sent).status_code == 302
    assert "for ten years" in patient.get("/my/delete/").content.decode()
    asked = asking.ask(place.person, by=place.users["patient"])
    assert "Say what has to be kept" in lead.post(f"/erasures/{asked.pk}/", {"keep": "1"}).content.decode()
    lead.post(f"/erasures/{asked.pk}/", {"keep": "1", "why": "Kept until 2036."})
    assert "Kept until 2036." in patient.get("/my/delete/").content.decode()
    assert Person.objects.get(pk=place.person.pk).key.wrapped is not None
    notice = Notice.objects.get(purpose="erasure-kept")
    assert (notice.person_id, notice.key) == (place.person.pk, f"erasure-{asked.pk}")


def test_a_lead_erases(place: Place, number: str) -> None:
    client, lead = place.client("patient"), place.client("lead")
    change_profile(place.person, Profile("Ada Sample", email="ada@example.test", language="es"), by=Operator())
    asked = asking.ask(place.person, by=place.users["patient"])
    page = lead.post(f"/erasures/{asked.pk}/", {"erase": "1", "number": "P-9999"}).content.decode()
    assert "not the number of this patient" in page
    lead.post(f"/erasures/{asked.pk}/", {"erase": "1", "number": place.person.number})
    assert Person.objects.get(pk=place.person.pk).key.wrapped is None
    assert place.person.key.__class__.objects.get(person=place.person).destroyed_by == place.users["lead"].handle
    assert not File.objects.exists()
    notice = Notice.objects.get(purpose="erasure-done")
    letter = ready_of(notice)
    assert letter is not None
    assert (letter.way.to, letter.way.language, notice.person_id) == ("ada@example.test", "es", None)
    assert client.get("/my/").status_code == 302
    assert not User.objects.get(pk=place.users["patient"].pk).is_active
    assert "It was answered." in lead.get(f"/erasures/{asked.pk}/").content.decode()
    with pytest.raises(asking.NotAnswered):
        asking.keep(asked, "Too late.", by=place.users["lead"])


def test_nobody_asks_or_answers_for_others(place: Place, elsewhere: Place, number: str) -> None:
    asked = asking.ask(place.person, by=place.users["patient"])
    for by in (place.users["clinician"], elsewhere.users["patient"], elsewhere.users["lead"]):
        with pytest.raises(NotAllowed):
            asking.ask(place.person, by=by)
        with pytest.raises(NotAllowed):
            asking.erase_asked(asked, place.person.number, by=by)
    assert elsewhere.client("lead").get(f"/erasures/{asked.pk}/").status_code == 404
