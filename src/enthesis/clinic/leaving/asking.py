"""Asking to be erased, and the answer. What the law makes a clinic keep, and for how long, is the clinic's decision."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from enthesis.clinic.access import LEAD, PATIENT, By, Operator, handle, user_key
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.erase import erase
from enthesis.clinic.errors import NO_SUCH_PERSON, NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.leaving.models import ErasureRequest
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.messages.notices import notify, notify_address
from enthesis.clinic.models import Clinic, Membership, Person, PersonKey
from enthesis.clinic.people import profile_of
from enthesis.clinic.profiles import NO_MESSAGES

LAW = "erase:law"  # what the clinic has to keep, in its own words; empty: not decided
OPEN, ERASED, KEPT, TAKEN_BACK = "open", "erased", "kept", "taken-back"
LONGEST = 200


class NotAnswered(ValueError):
    """A request was not answered. `says` and `remedy` are sentences; `field` names what is wrong."""

    def __init__(self, says: str, remedy: str, field: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy, self.field = says, remedy, field


def law_of(clinic: int) -> str:
    """What the clinic says that it has to keep; "" where it has not decided."""
    kept = decisions(clinic, [LAW])
    return kept[-1].value if kept else ""


def set_law(words: str, *, clinic: Clinic, by: By, why: str) -> None:
    """Keep what the clinic has to keep by law, as patients read it. Raises `NotDecided`, and `NotAllowed`."""
    words = " ".join(words.split())
    if len(words) > LONGEST:
        raise NotDecided("That is too long.", f"Use up to {LONGEST} characters.", "words")
    if not why.strip():
        raise NotDecided("A decision has a reason.", "Name the law, or who advised you.", "why")
    decide(LAW, words, clinic=clinic, by=by, why=why)


def ask(person: Person, *, by: By) -> ErasureRequest:
    """A patient asks to be erased; asking twice is asking once. Raises `NotAllowed`."""
    _check_own(person, by)
    fields = {"clinic_id": person.clinic_id, "asked_at": datetime.now(UTC), "asked_by": handle(by)}
    asked, is_new = ErasureRequest.objects.get_or_create(person=person, state=OPEN, defaults=fields)
    if is_new:
        looked(by, "ask-erasure", clinic=person.clinic_id, person=person.pk)
    return asked


def take_back(person: Person, *, by: By) -> None:
    """The patient no longer asks. Raises `NotAllowed`."""
    _check_own(person, by)
    _answer(ErasureRequest.objects.filter(person=person, state=OPEN), TAKEN_BACK, "", by)


def last_of(person: int) -> ErasureRequest | None:
    """What a patient last asked for."""
    return ErasureRequest.objects.filter(person=person).order_by("-pk").first()


def requests_of(by: By, clinic: Clinic) -> list[ErasureRequest]:
    """What patients of a clinic asked for, the open ones first. Raises `NotAllowed` for who does not lead it."""
    _check_lead(by, clinic, "erasures")
    looked(by, "erasures", clinic=clinic.pk)
    rows = ErasureRequest.objects.filter(clinic=clinic).order_by("-pk")[:200]
    return sorted(rows, key=lambda row: row.state != OPEN)


def keep(request: ErasureRequest, why: str, *, by: By) -> None:
    """The record stays, for a reason that the patient reads, and of which a notice tells. Raises `NotAnswered`, and
    `NotAllowed`."""
    _check_lead(by, request.clinic, "erasures")
    if not why.strip():
        raise NotAnswered("The patient is told why.", "Say what has to be kept, and until when.", "why")
    with transaction.atomic():
        if not _answer(ErasureRequest.objects.filter(pk=request.pk, state=OPEN), KEPT, why.strip()[:400], by):
            raise NotAnswered("That was answered already.", "Look at the list again.", "")
        link = {"link": reverse("delete")}
        notify(request.person_id, "erasure-kept", f"erasure-{request.pk}", link, now=datetime.now(UTC))


def erase_asked(request: ErasureRequest, number: str, *, by: By) -> None:
    """Erase the patient for good, and tell whoever it was by e-mail that it is done.

    `number`, typed once more, is the patient's own. The address is kept, sealed, only until the notice has left.
    Raises as `keep` does.
    """
    _check_lead(by, request.clinic, "erasures")
    if number.strip().upper() != request.person.number:
        raise NotAnswered("That is not the number of this patient.", f"Type {request.person.number}.", "number")
    if not _answer(ErasureRequest.objects.filter(pk=request.pk, state=OPEN), ERASED, "", by):
        raise NotAnswered("That was answered already.", "Look at the list again.", "")
    address, language = _address_of(request.person)
    with transaction.atomic():
        erase(request.person.number, by=Operator(handle(by)))  # in the lead's name
        if address:
            key = f"erasure-{request.pk}"
            notify_address(
                request.clinic_id, address, "erasure-done", key, {}, now=datetime.now(UTC), language=language
            )


def _address_of(person: Person) -> tuple[str, str]:
    """Where a person wants letters to go, and in which language; "" for who wants none, or has given no address."""
    wrapped = PersonKey.objects.values_list("wrapped", flat=True).get(person=person)
    profile = profile_of(person.pk, bytes(wrapped) if wrapped else None, bytes(person.sealed))
    return (profile.email, profile.language) if profile and profile.messages != NO_MESSAGES else ("", "")


def _answer(rows: QuerySet[ErasureRequest], state: str, why: str, by: By) -> int:
    with transaction.atomic():
        return rows.update(state=state, why=why, answered_at=datetime.now(UTC), answered_by=handle(by))


def _check_own(person: Person, by: By) -> None:
    held = Membership.objects.filter(user_id=user_key(by), person=person, role=PATIENT, user__is_active=True)
    if not held.exists():
        raise refusal(NotAllowed(*NO_SUCH_PERSON), by, "ask-erasure", clinic=person.clinic_id, person=person.pk)


def _check_lead(by: By, clinic: Clinic, what: str) -> None:
    held = Membership.objects.filter(user_id=user_key(by), clinic=clinic, role=LEAD, user__is_active=True)
    if not isinstance(by, Operator) and not held.exists():
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Only a lead of the clinic answers that."), by, what, clinic.pk)
