"""Everything that can happen in a course, one small frozen class for each, in the past tense.

A field carries its unit in its name or beside it. `personal` lists the fields that are a person's own
words: they are sealed under that person's key and never reach a log line, an export or the registry.
"""

from collections.abc import Mapping

from enthesis.pathway.events.before import (
    CandidacyDecided,
    ConsentSigned,
    ConsentWithdrawn,
    DrugListTaken,
    EstimateGiven,
    EvaluationAnswered,
    HoldChecked,
    PrescriberAgreed,
    ValuesAnswered,
)
from enthesis.pathway.events.course import (
    CourseClosed,
    CoursePaused,
    CourseResumed,
    CourseStarted,
    ProtocolTransferred,
    Withdrawn,
)
from enthesis.pathway.events.decisions import PlanAgreed, PlanChanged, ResponseDecided
from enthesis.pathway.events.figures import DiaryEntered, GoalSet, ScoresTaken
from enthesis.pathway.events.happening import Happening
from enthesis.pathway.events.injections import InjectionsGiven, Part, Site
from enthesis.pathway.events.orders import ImagingOrdered, ImagingReported
from enthesis.pathway.events.payments import PaymentReturned, PaymentTaken
from enthesis.pathway.events.safety import AdverseEventRecorded, SymptomAssigned, SymptomHandled, SymptomReported
from enthesis.pathway.events.therapy import Exercise, ExercisesLogged, ProgrammeAgreed, Stage, TherapyAttended
from enthesis.pathway.events.visits import (
    ActivityDone,
    PatientArrived,
    VisitAttended,
    VisitBooked,
    VisitCancelled,
    VisitConfirmed,
    VisitMissed,
    VisitMoved,
)
from enthesis.pathway.events.words import (
    ContactTried,
    FileAdded,
    FileRemoved,
    LetterWritten,
    MessageSent,
    MessageWritten,
    NoteAdded,
)

Event = (
    CourseStarted
    | ProtocolTransferred
    | CoursePaused
    | CourseResumed
    | CourseClosed
    | Withdrawn
    | EvaluationAnswered
    | CandidacyDecided
    | ValuesAnswered
    | ConsentSigned
    | ConsentWithdrawn
    | DrugListTaken
    | PrescriberAgreed
    | HoldChecked
    | EstimateGiven
    | VisitBooked
    | VisitMoved
    | VisitConfirmed
    | VisitCancelled
    | VisitAttended
    | VisitMissed
    | ActivityDone
    | InjectionsGiven
    | DiaryEntered
    | GoalSet
    | ScoresTaken
    | SymptomReported
    | SymptomAssigned
    | SymptomHandled
    | AdverseEventRecorded
    | ResponseDecided
    | PlanAgreed
    | PlanChanged
    | TherapyAttended
    | ProgrammeAgreed
    | ExercisesLogged
    | MessageSent
    | MessageWritten
    | NoteAdded
    | PatientArrived
    | ContactTried
    | PaymentTaken
    | PaymentReturned
    | ImagingOrdered
    | ImagingReported
    | LetterWritten
    | FileAdded
    | FileRemoved
)

KINDS: Mapping[str, type[Happening]] = {kind.__name__: kind for kind in Event.__args__}

__all__ = [
    "KINDS",
    "ActivityDone",
    "AdverseEventRecorded",
    "CandidacyDecided",
    "ConsentSigned",
    "ConsentWithdrawn",
    "ContactTried",
    "CourseClosed",
    "CoursePaused",
    "CourseResumed",
    "CourseStarted",
    "DiaryEntered",
    "DrugListTaken",
    "EstimateGiven",
    "EvaluationAnswered",
    "Event",
    "Exercise",
    "ExercisesLogged",
    "FileAdded",
    "FileRemoved",
    "GoalSet",
    "Happening",
    "HoldChecked",
    "ImagingOrdered",
    "ImagingReported",
    "InjectionsGiven",
    "LetterWritten",
    "MessageSent",
    "MessageWritten",
    "NoteAdded",
    "Part",
    "PatientArrived",
    "PaymentReturned",
    "PaymentTaken",
    "PlanAgreed",
    "PlanChanged",
    "PrescriberAgreed",
    "ProgrammeAgreed",
    "ProtocolTransferred",
    "ResponseDecided",
    "ScoresTaken",
    "Site",
    "Stage",
    "SymptomAssigned",
    "SymptomHandled",
    "SymptomReported",
    "TherapyAttended",
    "ValuesAnswered",
    "VisitAttended",
    "VisitBooked",
    "VisitCancelled",
    "VisitConfirmed",
    "VisitMissed",
    "VisitMoved",
    "Withdrawn",
]
