"""Documents and pictures: judged by content, drawn anew, sealed, and gone when their person is erased."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from enthesis.clinic.access import Operator
from enthesis.clinic.door import NotAllowed
from enthesis.clinic.erase import erase
from enthesis.clinic.files.checking import LARGEST, NotKept, check, clean_name
from enthesis.clinic.files.keeping import File, file_of, files_of, keep, name_of, open_file
from enthesis.clinic.models import Look
from tests.clinic.making import House

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), place: str = "") -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = place  # where it was taken, as a camera might write it
    exif[0x0112] = 6  # lies on its side
    Image.new("RGB", size, "red").save(out, kind, exif=exif)
    return out.getvalue()


def sent(raw: bytes, name: str = "mri of my back.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw, "text/html")  # what it claims to be is not believed


def test_a_picture_keeps_nothing_but_the_picture() -> None:
    kept = check(picture(place="52.5N 13.4E"), "x.png")
    assert (kept.media_type, kept.name) == ("image/jpeg", "x.jpg")
    assert b"52.5N" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as again:
        assert not again.getexif()
        assert again.size == (20, 40)  # stands upright


def test_what_hides_behind_a_picture_is_left_behind() -> None:
    kept = check(picture("PNG") + b"<script>alert(1)</script>", "x.html")
    assert kept.media_type == "image/png"
    assert b"script" not in kept.content


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "HEIC"),
        (b"<html><script>alert(1)</script>", "no kind of file"),
        (b"MZ\x90\x00", "no kind of file"),
        (b"%PDF-1.7 cut off", "not whole"),
        (picture()[:200], "damaged"),
        (b"%PDF-" + b"x" * LARGEST, "too large"),
        (b"GIF89a" + b"\x00" * 60, "no kind of file"),
    ],
)
def test_what_is_not_kept_is_said_in_words(raw: bytes, says: str) -> None:
    with pytest.raises(NotKept, match=says) as problem:
        check(raw, "report.pdf")
    assert problem.value.remedy


def test_a_picture_that_unpacks_to_billions_is_refused_unread() -> None:
    small = io.BytesIO()
    Image.new("1", (9000, 9000)).save(small, "PNG")
    with pytest.raises(NotKept, match="too many pixels"):
        check(small.getvalue(), "bomb.png")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("mri.pdf", "mri.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\scans\\knee.jpeg", "knee.pdf"),
        ("report\u202egpj.exe", "report_gpj.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b__Set-Cookie_ x.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        ("Röntgen 7.2.2026.pdf", "Röntgen 7.2.2026.pdf"),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    assert clean_name(name, "application/pdf") == kept


def test_a_file_is_sealed_and_opens_for_those_who_may(north: House, south: House) -> None:
    file = keep(north.person, sent(PDF), kind="report", by=north["patient"])
    assert b"%PDF" not in bytes(file.content)
    assert b"mri" not in bytes(file.name)
    found = file_of(north.person.pk, file.number)
    assert found == file
    for role in ("patient", "clinician", "therapist"):
        assert open_file(found, by=north[role]) == (PDF, "application/pdf", "mri of my back.pdf")
    for by in (north["front-desk"], north["lead"], south["clinician"], south["patient"]):
        with pytest.raises(NotAllowed):
            open_file(found, by=by)
    looks = Look.objects.filter(what__startswith="open-file", person=north.person.pk)
    assert looks.filter(allowed=True).count() == 3
    assert looks.filter(allowed=False).count() == 4


def test_who_may_add_a_file(north: House, south: House) -> None:
    mine = keep(north.person, sent(PDF), kind="letter", by=north["front-desk"])
    assert open_file(mine, by=north["front-desk"])[0] == PDF  # whoever scanned it may see what was scanned
    for by in (north["lead"], south["clinician"], south["patient"]):
        with pytest.raises(NotAllowed):
            keep(north.person, sent(PDF), kind="letter", by=by)
    with pytest.raises(NotKept):
        keep(north.person, sent(PDF), kind="nonsense", by=north["patient"])


def test_erasing_a_person_takes_the_files_away(north: House) -> None:
    keep(north.person, sent(PDF), kind="report", by=north["patient"])
    erase(north.person.number, by=Operator())
    assert not File.objects.filter(person=north.person).exists()
    assert files_of(north.person.pk) == []


def test_a_number_of_a_file_is_a_number(north: House) -> None:
    file = keep(north.person, sent(PDF), kind="report", by=north["patient"])
    assert name_of(file) == "mri of my back.pdf"
    for number in ("", "F-", "F-0", "F-x", "F-" + "9" * 40, "F-²"):
        assert file_of(north.person.pk, number) is None
