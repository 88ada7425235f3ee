"""Which patients wait for an answer of their clinic, and since when: read from the logs themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.urls import reverse

from enthesis.clinic import filing
from enthesis.clinic.access import CLINICIAN, FRONT_DESK, PATIENT, SEES_PROFILE, SEES_WORDS, THERAPIST, WITHHELD, By
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.messages.notices import notify
from enthesis.clinic.models import Clinic, Membership, StoredEvent, User
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen
from enthesis.clinic.people import clinics_of
from enthesis.clinic.same_person import group_of
from enthesis.pathway.letters import Letter, thread, unanswered

ANSWERS = frozenset({CLINICIAN, THERAPIST, FRONT_DESK})
MOST = 500  # courses that are read at a time
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One course whose patient waits, as somebody of the clinic may see it."""

    course: str  # C-0192
    problem: str
    name: str  # the patient's; "" where the role may not see it
    letters: tuple[Letter, ...]  # the unanswered ones; without words where the role may not read them

    @property
    def since(self) -> datetime:
        """When the patient wrote the first of them."""
        return self.letters[0].at or NEVER


def patients_of(person: int, clinic: int) -> frozenset[str]:
    """How the log names a patient: the accounts by which that person signs in."""
    accounts = Membership.objects.filter(clinic=clinic, role=PATIENT, person__in=group_of(person, clinic))
    return frozenset(User(pk=key).handle for key in accounts.values_list("user", flat=True))


def thread_of(seen: Seen) -> list[Letter]:
    """The messages of an opened course, as far as the one who opened it may read them."""
    return thread(seen.log, patients_of(seen.person, seen.clinic))


def waiting(by: By, clinic: int | None = None) -> tuple[Clinic, list[Waiting]]:
    """Who waits at the first clinic where an account answers, or at one; who has waited longest first.

    Raises `NotAllowed` where the account does not work there. The look is written down.
    """
    place = next((c for c, roles in clinics_of(by) if roles & ANSWERS and clinic in (None, c.pk)), None)
    if place is None:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Those messages are not yours to see."), by, "letters", clinic)
    files = (filing.look(course, by) for course in _courses(place.pk))
    found = [line for file in files if file is not None and (line := _line(file))]
    looked(by, "letters", clinic=place.pk, courses=(key_of(line.course) or 0 for line in found))
    return place, sorted(found, key=lambda line: line.since)


def tell_patient(seen: Seen, event: str, now: datetime) -> None:
    """Tell the patient, once for each message of the clinic, that there is one; nothing of what it says."""
    notify(seen.person, "new-message", f"letter-{event}", {"link": reverse("letters", args=[seen.number])}, now=now)


def _courses(clinic: int) -> list[int]:
    """The courses whose last message is a patient's."""
    accounts = Membership.objects.filter(clinic=clinic, role=PATIENT).values_list("user", flat=True)
    patients = {User(pk=key).handle for key in accounts}
    rows: Iterable[tuple[int, str]] = (
        StoredEvent.objects.filter(kind="MessageWritten", course__clinic=clinic)
        .order_by("course_id", "seq")
        .values_list("course_id", "recorded_by")
    )
    last = dict(rows)
    return [course for course, who in last.items() if who in patients][:MOST]


def _line(file: filing.File) -> Waiting | None:
    known = file.known()
    letters = unanswered(thread(known.log, patients_of(file.person, file.clinic)))
    if not letters:
        return None
    reads = bool(file.roles & SEES_WORDS)
    profile = file.profile() if file.roles & SEES_PROFILE else None
    return Waiting(
        course=file.number,
        problem=known.state.problem,
        name=profile.name if profile else "",
        letters=tuple(letter if reads else _withheld(letter) for letter in letters),
    )


def _withheld(letter: Letter) -> Letter:
    return Letter(letter.event, WITHHELD, letter.about, letter.at, letter.by, letter.is_from_patient)
