"""Clinics, people and courses for tests. Everybody in here is made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from enthesis.clinic.access import Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.door import Recorded, new_id, start_course
from enthesis.clinic.models import Clinic, Person, Role, User
from enthesis.clinic.people import Profile, new_person
from enthesis.pathway import events as e
from enthesis.pathway.events import Event
from enthesis.pathway.protocol.library import latest

FIRST_DAY = date(2026, 3, 2)
BORN = date(1970, 5, 1)
OPERATOR = Operator()


@dataclass(frozen=True)
class House:
    """A clinic with one account for each role; the patient's opens `person`."""

    clinic: Clinic
    person: Person
    users: Mapping[str, User]

    def __getitem__(self, role: str) -> User:
        return self.users[role]


def house(name: str = "Northside", zone: str = "Europe/Berlin") -> House:
    clinic = Clinic.objects.create(name=name, time_zone=zone)
    person = new_person(Profile("Åse Lindqvist-Vega", BORN, "ase@example.org"), clinic=clinic, by=OPERATOR)
    users = {
        role: invite(
            f"{role}@{name.lower()}.example",
            clinic=clinic,
            role=role,
            name=f"A {role}",
            person=person if role == Role.PATIENT else None,
        )
        for role in Role.values
    }
    return House(clinic, person, users)


def day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def started(protocol: str = "nutura-back", **fields: object) -> e.CourseStarted:
    version = latest()[protocol].version if protocol in latest() else "1"
    given = {"id": new_id(), "happened_on": day(0), "protocol": protocol, "version": version, "problem": "back pain"}
    return e.CourseStarted(**{**given, **fields})


def start(there: House, *more: Event, by: User | Operator = OPERATOR) -> Recorded:
    return start_course([started(), *more], person=there.person, by=by)


def diary(number: int, pain: int = 4, words: str = "", **fields: object) -> e.DiaryEntered:
    return e.DiaryEntered(id=new_id(), happened_on=day(number), pain=Decimal(pain), words=words, **fields)


def evaluated(number: int = 0) -> list[Event]:
    """Up to where the first injection may be given."""
    return [
        e.EvaluationAnswered(id=new_id(), happened_on=day(number), answers={"age": 50}, words="It hurts at night."),
        e.CandidacyDecided(id=new_id(), happened_on=day(number), outcome="eligible", recommended="eligible"),
        e.ConsentSigned(id=new_id(), happened_on=day(number), document="consent", version="1"),
        e.DrugListTaken(id=new_id(), happened_on=day(number), drugs=()),
        e.VisitAttended(id=new_id(), happened_on=day(number), activity="intake"),
    ]


def injected(number: int, activity: str = "diagnostic-injection", **fields: object) -> e.InjectionsGiven:
    return e.InjectionsGiven(id=new_id(), happened_on=day(number), activity=activity, **fields)


def one_of_each() -> Sequence[Event]:
    """One event of every kind, as well formed as it can be without a course around it."""
    from datetime import UTC, datetime

    on = {"happened_on": day(1)}
    at = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
    kinds = (
        (e.CourseStarted, {"protocol": "nutura-back", "version": "2026-11", "problem": "back pain"}),
        (e.ProtocolTransferred, {"protocol": "nutura-back", "version": "2026-11", "reason": "newer"}),
        (e.CoursePaused, {"reason": "travel"}),
        (e.CourseResumed, {}),
        (e.CourseClosed, {"reason": "completed"}),
        (e.Withdrawn, {}),
        (e.EvaluationAnswered, {"answers": {"age": 50}}),
        (e.CandidacyDecided, {"outcome": "eligible"}),
        (e.ValuesAnswered, {"aid": "back 2026-11 3f9a21c0", "matters": {"soon": "much"}, "words": "Will it hurt?"}),
        (e.ConsentSigned, {"document": "consent", "version": "1"}),
        (e.ConsentWithdrawn, {}),
        (e.DrugListTaken, {"drugs": ()}),
        (e.PrescriberAgreed, {"drug": "warfarin", "prescriber": "Dr Berg", "agreed": "continue"}),
        (e.HoldChecked, {"activity": "hold", "kept": True}),
        (e.EstimateGiven, {"minimum": Decimal(100), "maximum": Decimal(200), "currency": "EUR"}),
        (e.VisitBooked, {"visit": "v1", "activity": "intake", "starts": at, "minutes": 30}),
        (e.VisitMoved, {"visit": "v1", "starts": at}),
        (e.VisitConfirmed, {"visit": "v1"}),
        (e.VisitCancelled, {"visit": "v1"}),
        (e.VisitAttended, {"activity": "intake"}),
        (e.VisitMissed, {"visit": "v1"}),
        (e.ActivityDone, {"activity": "check-in"}),
        (e.InjectionsGiven, {"activity": "treatment"}),
        (e.DiaryEntered, {"pain": Decimal(3)}),
        (e.GoalSet, {"pain": Decimal(2)}),
        (e.ScoresTaken, {"instrument": "odi", "value": Decimal(30)}),
        (e.SymptomReported, {"symptom": "s1", "level": "self_care"}),
        (e.SymptomAssigned, {"symptom": "s1", "owner": "U-1"}),
        (e.SymptomHandled, {"symptom": "s1", "closed": False}),
        (e.AdverseEventRecorded, {"event": "bruise", "severity": "mild"}),
        (e.ResponseDecided, {"activity": "response-review", "option": "go-on"}),
        (e.PlanAgreed, {"sessions": 4}),
        (e.PlanChanged, {"sessions": 5, "reason": "slow"}),
        (e.TherapyAttended, {"activity": "physical-therapy"}),
        (e.ProgrammeAgreed, {"stages": (e.Stage(id="1", title="First"),)}),
        (e.ExercisesLogged, {"programme": "p1", "stage": "1"}),
        (e.MessageSent, {"purpose": "reminder", "channel": "email"}),
        (e.MessageWritten, {"words": "May I swim?"}),
        (e.PatientArrived, {"visit": "v1"}),
        (e.ContactTried, {"way": "call", "outcome": "not_reached", "step": "call-1", "note": "Nobody at home."}),
        (e.PaymentTaken, {"amount": Decimal("400"), "currency": "USD", "way": "card"}),
        (e.PaymentReturned, {"amount": Decimal("20"), "currency": "USD", "way": "cash"}),
        (e.NoteAdded, {"words": "Walks with a stick."}),
        (e.ImagingOrdered, {"region": "knee", "modality": "x-ray", "question": "How worn is the joint?"}),
        (e.ImagingReported, {"order": "o1", "words": "Mild wear."}),
        (e.LetterWritten, {"to": "Dr Berg", "words": "Thank you for sending her."}),
        (
            e.FileAdded,
            {
                "file": "F-1",
                "about": "report",
                "name": "mri.pdf",
                "media_type": "application/pdf",
                "size": 9,
                "digest": "0",
            },
        ),
        (e.FileRemoved, {"file": "F-1", "reason": "Another patient's."}),
    )
    made = [kind(id=new_id(), **on, **fields) for kind, fields in kinds]
    assert {type(event).__name__ for event in made} == set(e.KINDS)
    return made
