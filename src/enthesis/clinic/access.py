"""Who may do what: one table for recording, one for reading. Read it together with a clinician."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.models import User
from enthesis.pathway import events as e
from enthesis.pathway.protocol.model import Protocol, Role

PATIENT, THERAPIST, FRONT_DESK, CLINICIAN, LEAD = (
    Role.PATIENT.value,
    Role.THERAPIST.value,
    Role.FRONT_DESK.value,
    Role.CLINICIAN.value,
    Role.LEAD.value,
)
EVERYBODY = frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN, LEAD})
STAFF = EVERYBODY - {PATIENT}
_ONLY_CLINICIAN = frozenset({CLINICIAN})

# Who may record each kind of event. A correction needs the right to the kind that it corrects.
MAY_RECORD: Mapping[type[e.Happening], frozenset[str]] = {
    e.CourseStarted: frozenset({FRONT_DESK, CLINICIAN, LEAD}),
    e.ProtocolTransferred: _ONLY_CLINICIAN,
    e.CoursePaused: frozenset({FRONT_DESK, CLINICIAN}),
    e.CourseResumed: frozenset({FRONT_DESK, CLINICIAN}),
    e.CourseClosed: _ONLY_CLINICIAN,
    e.Withdrawn: EVERYBODY,  # and the right to the kind that is withdrawn
    e.EvaluationAnswered: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
    e.CandidacyDecided: _ONLY_CLINICIAN,
    e.ValuesAnswered: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
    e.ConsentSigned: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
    e.ConsentWithdrawn: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
    e.DrugListTaken: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
    e.PrescriberAgreed: _ONLY_CLINICIAN,
    e.HoldChecked: frozenset({FRONT_DESK, CLINICIAN}),
    e.EstimateGiven: frozenset({FRONT_DESK, CLINICIAN, LEAD}),
    e.VisitBooked: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.VisitMoved: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.VisitConfirmed: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.VisitCancelled: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.PatientArrived: frozenset({THERAPIST, FRONT_DESK, CLINICIAN}),
    e.VisitAttended: frozenset({THERAPIST, FRONT_DESK, CLINICIAN}),
    e.VisitMissed: frozenset({THERAPIST, FRONT_DESK, CLINICIAN}),
    e.ActivityDone: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),  # a patient: what is the patient's to do
    e.InjectionsGiven: _ONLY_CLINICIAN,
    e.DiaryEntered: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
    e.GoalSet: frozenset({PATIENT, THERAPIST, CLINICIAN}),  # staff: what the patient says in a consultation
    e.ScoresTaken: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.SymptomReported: EVERYBODY,
    e.SymptomAssigned: frozenset({CLINICIAN, LEAD}),
    e.SymptomHandled: _ONLY_CLINICIAN,
    e.AdverseEventRecorded: _ONLY_CLINICIAN,
    e.ResponseDecided: _ONLY_CLINICIAN,
    e.PlanAgreed: _ONLY_CLINICIAN,
    e.PlanChanged: _ONLY_CLINICIAN,
    e.TherapyAttended: frozenset({THERAPIST, FRONT_DESK, CLINICIAN}),
    e.ProgrammeAgreed: frozenset({THERAPIST, CLINICIAN}),
    e.ExercisesLogged: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.MessageSent: STAFF,
    e.ContactTried: frozenset({THERAPIST, FRONT_DESK, CLINICIAN}),
    e.PaymentTaken: frozenset({FRONT_DESK, CLINICIAN, LEAD}),
    e.PaymentReturned: frozenset({FRONT_DESK, CLINICIAN, LEAD}),
    e.MessageWritten: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.NoteAdded: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.ImagingOrdered: _ONLY_CLINICIAN,
    e.ImagingReported: _ONLY_CLINICIAN,
    e.LetterWritten: _ONLY_CLINICIAN,
    e.FileAdded: frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN}),
    e.FileRemoved: frozenset({PATIENT, FRONT_DESK, CLINICIAN}),
}

# Who may correct or take back what was recorded, where these are fewer than may record it: a report of a symptom stays
# open until a clinician has judged it, whoever made it.
MAY_CORRECT: Mapping[type[e.Happening], frozenset[str]] = {e.SymptomReported: _ONLY_CLINICIAN}

# Who may read what of a course that is theirs to open. A lead sees figures and no names.
SEES_PROFILE = frozenset({PATIENT, THERAPIST, FRONT_DESK, CLINICIAN})
SEES_WORDS = frozenset({PATIENT, THERAPIST, CLINICIAN})
INVITES = frozenset({FRONT_DESK, CLINICIAN, LEAD})
KEEPS_PROTOCOLS = frozenset({LEAD})
LOADS_TEXTS = frozenset({LEAD})  # answers for the licence
WITHHELD = "(not shown to your role)"


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs a command on the clinic's own machine: may do everything, and is named in the log as that."""

    handle: str = "operator"
    pk: int = 0


By = User | Operator | AnonymousUser


def handle(by: By) -> str:
    """How the log and the looks name somebody."""
    return getattr(by, "handle", "") or "nobody"


def user_key(by: By) -> int:
    """The account's key in the database; 0 for who has none."""
    return by.pk or 0


def check_may_record(
    by: By, roles: Iterable[str], event: e.Event, mistake: e.Event | None, protocol: Protocol | None
) -> None:
    """Raises `NotAllowed` where none of `roles` may record `event` (as a correction of `mistake`)."""
    if isinstance(by, Operator):
        return
    held = frozenset(roles)
    kind = type(mistake) if mistake is not None else type(event)
    allowed = held & MAY_RECORD[type(event)] & MAY_RECORD[kind]
    if mistake is not None:
        allowed &= MAY_CORRECT.get(kind, EVERYBODY)
    if not allowed:
        verb = "change or take back" if mistake is not None else "record"
        raise NotAllowed(NOT_YOUR_ROLE, f"{_spoken(held)} may not {verb} {kind.__name__}.")
    if allowed == {PATIENT}:
        _check_own(by, event, mistake, protocol)
    if event.overrides and CLINICIAN not in held:
        raise NotAllowed(NOT_YOUR_ROLE, "Only a clinician may pass an objection with a reason.")


def _check_own(by: By, event: e.Event, mistake: e.Event | None, protocol: Protocol | None) -> None:
    if mistake is not None and mistake.recorded_by != handle(by):
        raise NotAllowed(NOT_YOUR_ROLE, "A patient corrects only what the same patient wrote.")
    if isinstance(event, e.ActivityDone) and protocol is not None:
        activity = protocol.activity(event.activity)
        if activity is not None and activity.by != Role.PATIENT:
            raise NotAllowed(NOT_YOUR_ROLE, f"{activity.title} is recorded by the clinic.")


def _spoken(roles: frozenset[str]) -> str:
    return "A " + " and ".join(sorted(roles)) if roles else "Somebody without a role in this clinic"
