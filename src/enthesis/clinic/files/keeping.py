"""Keeping documents and pictures of patients: who may, sealed under the person's key, every look written down."""

from datetime import UTC, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from enthesis.clinic.access import (
    CLINICIAN,
    FRONT_DESK,
    PATIENT,
    SEES_WORDS,
    THERAPIST,
    By,
    Operator,
    handle,
    user_key,
)
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.files.checking import LARGEST, Checked, NotKept, check
from enthesis.clinic.files.models import File
from enthesis.clinic.keys import Key, person_key
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import Membership, Person, PersonKey
from enthesis.clinic.restrictions import is_open_to
from enthesis.clinic.same_person import group_of

__all__ = ["KINDS", "File", "NotKept", "drop", "file_of", "files_of", "keep", "name_of", "open_file", "roles_towards"]

KINDS = ("report", "picture", "letter", "list", "other")
ADDS = frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN})
MOST = 200  # files of one person


def keep(person: Person, upload: "UploadedFile[bytes]", *, kind: str, by: By) -> File:
    """Take in an upload. Raises `NotKept` with sentences for the one who sent it, and `NotAllowed`.

    What it is is judged by its content; a picture is drawn anew without its metadata. The event (`FileAdded`) is for
    the caller to record, in the course that the file belongs to.
    """
    if not isinstance(by, Operator) and not roles_towards(person, by) & ADDS:
        raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "keep-file", clinic=person.clinic_id, person=person.pk)
    if kind not in KINDS:
        raise NotKept("It is not said what that file is.", "Choose one of the kinds.")
    if (upload.size or 0) > LARGEST:
        raise NotKept(
            f"That file is too large: {(upload.size or 0) / 1e6:.1f} MB.",
            f"Choose one of at most {LARGEST // 1_000_000} MB.",
        )
    checked = check(upload.read(), upload.name or "")
    file = _write(person, checked, kind, by)
    looked(by, "keep-file", clinic=person.clinic_id, person=person.pk)
    return file


def _write(person: Person, checked: Checked, kind: str, by: By) -> File:
    with transaction.atomic():
        key = _key(person.pk)
        if key is None:
            raise NotAllowed(*NO_SUCH_PERSON)
        if File.objects.filter(person=person).count() >= MOST:
            raise NotKept(f"There are {MOST} files already.", "Ask the clinic to take one away.")
        file = File.objects.create(
            person=person,
            kind=kind,
            media_type=checked.media_type,
            size=len(checked.content),
            digest=checked.digest,
            name=b"",
            content=b"",
            made_at=datetime.now(UTC),
            made_by=handle(by),
        )
        file.name = key.seal(checked.name.encode(), _belongs_to(file, b"name"))
        file.content = key.seal(checked.content, _belongs_to(file, b"content"))
        file.save(update_fields=["name", "content"])
    return file


def open_file(file: File, *, by: By) -> tuple[bytes, str, str]:
    """What a file holds: its bytes, its media type and its name. The look is written down.

    Raises `NotAllowed` where it is not theirs to see, and where the person was erased.
    """
    person = file.person
    where = {"clinic": person.clinic_id, "person": person.pk}
    if not isinstance(by, Operator):
        roles = roles_towards(person, by)
        if not roles:
            raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "open-file", **where)
        if not roles & SEES_WORDS and file.made_by != handle(by):
            says = "Your role does not see a patient's documents."
            raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, "open-file", **where)
    key = _key(person.pk)
    if key is None:
        raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "open-file", **where)
    looked(by, f"open-file {file.number}", clinic=person.clinic_id, person=person.pk)
    content = key.open(bytes(file.content), _belongs_to(file, b"content"), f"The file {file.number}")
    return content, file.media_type, name_of(file) or "file"


def drop(file: File) -> None:
    """Destroy what a file holds. Whether somebody may, and that it is written down, is for the caller."""
    File.objects.filter(pk=file.pk).delete()


def files_of(person: int) -> list[File]:
    """The files of a person and of all that are one with that person, the newest first, without what is in them."""
    return list(File.objects.filter(person__in=_group(person)).defer("content").order_by("-pk"))


def file_of(person: int, number: str) -> File | None:
    """One file of a person, or of one who is the same, by its number ("F-12"); None where there is none."""
    digits = number.removeprefix("F-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 16):
        return None
    return File.objects.select_related("person").filter(person__in=_group(person), pk=int(digits)).first()


def _group(person: int) -> tuple[int, ...]:
    clinic = Person.objects.filter(pk=person).values_list("clinic", flat=True).first()
    return group_of(person, clinic) if clinic is not None else ()


def name_of(file: File) -> str | None:
    """A file's name; None where the person was erased."""
    key = _key(file.person_id)
    return (
        key.open(bytes(file.name), _belongs_to(file, b"name"), f"The name of {file.number}").decode() if key else None
    )


def roles_towards(person: Person, by: By) -> frozenset[str]:
    """The roles of an account towards one person: a patient's own, or those of the clinic's staff.

    Nobody of the staff has any towards a restricted record that is not open to them.
    """
    held = Membership.objects.filter(user_id=user_key(by), clinic=person.clinic_id, user__is_active=True)
    roles = frozenset(
        role for role, whose in held.values_list("role", "person") if role != PATIENT or whose == person.pk
    )
    if person.restricted and PATIENT not in roles and not is_open_to(by, person.pk, person.clinic_id):
        return frozenset()
    return roles


def _key(person: int) -> Key | None:
    wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person=person)
    return person_key(person, bytes(wrapped)) if wrapped is not None else None


def _belongs_to(file: File, part: bytes) -> bytes:
    return b"enthesis file %d of person %d %s" % (file.pk, file.person_id, part)
