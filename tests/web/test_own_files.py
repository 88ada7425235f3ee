"""Documents and pictures on the pages: added, listed, handed out under strict headers, recorded."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enthesis.clinic.access import Operator
from enthesis.clinic.door import record
from enthesis.clinic.files.models import File
from enthesis.clinic.files.removing import remove
from enthesis.clinic.limits import UPLOADS
from enthesis.clinic.models import Look
from enthesis.clinic.opening import open_course
from enthesis.pathway.events import FileAdded, FileRemoved
from tests.web.conftest import Place, Starter, until_injection

PDF = b"%PDF-1.7\n<</JS (app.alert(1))>>\n%%EOF\n"


def sent(raw: bytes = PDF, name: str = "mri.pdf", kind: str = "report") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, raw), "kind": kind}


@pytest.fixture
def number(start: Starter) -> str:
    return start(*until_injection())


def test_a_patient_adds_a_document_and_takes_it_out_again(place: Place, number: str) -> None:
    client = place.client("patient")
    assert client.post(f"/my/{number}/files/", sent(name="../my mri.pdf")).status_code == 302
    (event,) = [each for each in open_course(number, Operator()).log if isinstance(each, FileAdded)]
    assert (event.name, event.about, event.size, event.media_type) == ("my mri.pdf", "report", 1, "application/pdf")
    assert "my mri.pdf" in client.get(f"/my/{number}/files/").content.decode()
    answer = client.get(f"/kept/{number}/{event.file}/")
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="my mri.pdf"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_staff_sees_it_and_adds_to_it(place: Place, number: str) -> None:
    place.client("patient").post(f"/my/{number}/files/", sent())
    page = place.client("therapist").get(f"/courses/{number}/files/").content.decode()
    assert "mri.pdf" in page
    assert "Ada Sample" in page
    place.client("front-desk").post(f"/courses/{number}/files/", sent(name="letter of Dr B.pdf", kind="letter"))
    page = place.client("front-desk").get(f"/courses/{number}/files/").content.decode()
    assert "letter of Dr B.pdf" in page  # whoever scanned it knows its name
    assert "mri.pdf" not in page
    first = File.objects.order_by("pk")[0]
    assert place.client("front-desk").get(f"/kept/{number}/{first.number}/").status_code == 403
    assert place.client("clinician").get(f"/kept/{number}/{first.number}/").status_code == 200


def test_a_file_is_reached_through_its_own_patient_only(place: Place, elsewhere: Place, number: str) -> None:
    from enthesis.clinic.files.keeping import keep

    theirs = keep(elsewhere.person, sent()["file"], kind="report", by=elsewhere.users["patient"])
    for role in ("patient", "clinician"):
        assert place.client(role).get(f"/kept/{number}/{theirs.number}/").status_code == 404
        assert elsewhere.client(role).get(f"/kept/{number}/{theirs.number}/").status_code == 404


def test_a_picture_of_a_phone_is_taken(place: Place, number: str) -> None:
    out = io.BytesIO()
    Image.effect_noise((3000, 3000), 90).convert("RGB").save(out, "JPEG", quality=85)
    assert 2_500_000 < len(out.getvalue()) < 10_000_000
    answer = place.client("patient").post(f"/my/{number}/files/", sent(out.getvalue(), "IMG_1.jpg", "picture"))
    assert answer.status_code == 302
    assert File.objects.get().media_type == "image/jpeg"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({}, "Choose a file."),
        (sent(b""), "empty"),
        (sent(b"<html>"), "no kind of file"),
        (sent(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40), "HEIC"),
        ({"file": SimpleUploadedFile("a.pdf", PDF)}, "Say what kind of file it is."),
        (sent(kind="nonsense"), "Say what kind of file it is."),
    ],
)
def test_what_is_wrong_is_said(data: dict[str, Any], says: str, place: Place, number: str) -> None:
    answer = place.client("patient").post(f"/my/{number}/files/", data)
    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert not File.objects.exists()


def test_too_large_is_said_and_other_forms_take_no_more_than_before(place: Place, number: str) -> None:
    client = place.client("patient")
    large = b"%PDF-" + b"x" * 10_500_000 + b"%%EOF"
    assert "too large" in client.post(f"/my/{number}/files/", sent(large)).content.decode()
    assert client.post(f"/my/{number}/files/", sent(large * 2)).status_code == 413
    assert client.post(f"/my/{number}/diary/", sent(large)).status_code == 413
    assert not File.objects.exists()


def test_uploads_are_taken_only_so_often(place: Place, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from enthesis.clinic.limits import is_within

    for _ in range(UPLOADS.most):
        is_within(UPLOADS, place.users["patient"].handle)
    client = place.client("patient")
    assert client.post(f"/my/{number}/files/", sent()).status_code == 429
    assert client.get(f"/my/{number}/files/").status_code == 200


def removals(number: str) -> list[FileRemoved]:
    return [each for each in open_course(number, Operator()).log if isinstance(each, FileRemoved)]


def test_a_patient_removes_an_own_file_and_nobody_elses(place: Place, number: str) -> None:
    client = place.client("patient")
    client.post(f"/my/{number}/files/", sent())
    place.client("therapist").post(f"/courses/{number}/files/", sent(name="gait.pdf"))
    mine, theirs = File.objects.order_by("pk")
    page = client.get(f"/my/{number}/files/").content.decode()
    assert f"/{mine.number}/remove/" in page
    assert f"/{theirs.number}/remove/" not in page
    assert client.post(f"/my/{number}/files/{theirs.number}/remove/").status_code == 404
    assert "cannot" not in client.get(f"/my/{number}/files/{mine.number}/remove/").content.decode()
    assert File.objects.count() == 2  # asked, and not sent
    for status in (302, 404):  # sent twice, it is gone once
        assert client.post(f"/my/{number}/files/{mine.number}/remove/").status_code == status
    assert File.objects.get() == theirs
    assert client.get(f"/kept/{number}/{mine.number}/").status_code == 404
    (event,) = removals(number)
    assert (event.file, event.reason) == (mine.number, "")
    assert f"{mine.number}, on " in client.get(f"/my/{number}/files/").content.decode()


def test_staff_says_why_a_file_is_removed(place: Place, number: str) -> None:
    place.client("patient").post(f"/my/{number}/files/", sent())
    file = File.objects.get()
    where = f"/courses/{number}/files/{file.number}/remove/"
    assert place.client("therapist").post(where, {"reason": "No."}).status_code == 403
    clinician = place.client("clinician")
    assert "Say why" in clinician.post(where, {"reason": " "}).content.decode()
    assert File.objects.exists()
    assert clinician.post(where, {"reason": "It is of somebody else."}).status_code == 302
    assert not File.objects.exists()
    (event,) = removals(number)
    assert event.reason == "It is of somebody else."
    assert "It is of somebody else." in clinician.get(f"/courses/{number}/files/").content.decode()
    assert Look.objects.filter(what=f"remove-file {file.number}").exists()


def test_whoever_was_interrupted_says_it_again(place: Place, number: str) -> None:
    place.client("patient").post(f"/my/{number}/files/", sent())
    file, by = File.objects.get(), place.users["patient"]
    on = open_course(number, by).course.started_on
    assert on is not None
    record(FileRemoved(id=f"removed-{file.number}", happened_on=on, file=file.number), course=number, by=by)
    remove(file, course=number, on=on, by=by)
    assert not File.objects.exists()
    assert len(removals(number)) == 1
