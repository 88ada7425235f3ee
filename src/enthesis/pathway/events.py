"""Everything that can happen in a course, one small frozen class for each, in the past tense.

A field carries its unit in its name or beside it. `personal` lists the fields that are a person's own
words: they are sealed under that person's key and never reach a log line, an export or the registry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """What every event carries.

    `happened_on` is a day of the clinic's calendar, None where nobody knows it: the event then stands
    after `after` (the id of another event), or else where it stands in the log. `replaces` names the
    event that this one corrects. `overrides` holds, for each objection that a named clinician passed,
    the reason.
    """

    id: str
    happened_on: date | None = None
    recorded_at: datetime | None = None
    recorded_by: str = ""
    replaces: str = ""
    after: str = ""
    overrides: Mapping[str, str] | None = None

    personal: ClassVar[tuple[str, ...]] = ()


# -- the course itself -------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseStarted(Happening):
    """A patient began a course for one problem, under one version of one protocol."""

    protocol: str
    version: str
    problem: str  # "pain of the left knee": one problem, one course
    region: str = ""
    side: str = ""  # left | right | both | ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProtocolTransferred(Happening):
    """A clinician moved the course to another version of a protocol, or to another protocol."""

    protocol: str
    version: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CoursePaused(Happening):
    """Nothing more is due until the course is resumed: pregnancy, travel, another illness."""

    reason: str
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseResumed(Happening):
    """A paused course goes on from what has happened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseClosed(Happening):
    """The course is over. Scores that come later still count as outcomes."""

    reason: str  # completed | no_response | stopped_by_patient | not_suitable | adverse_event | lost | other
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn(Happening):
    """The event that it replaces never happened. Not for a wrong figure: record that event again instead."""

    reason: str = ""


# -- before the first injection ------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationAnswered(Happening):
    """The patient answered the pain evaluation, or a part of it again."""

    answers: Mapping[str, object]  # variables of the candidacy rules
    rules: str = ""  # version of the rule set that asked
    words: str = ""
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class CandidacyDecided(Happening):
    """A clinician decided whether the course may go on. `recommended` is what the rules said then."""

    outcome: str  # an option of the protocol's candidacy: eligible | not-yet | not-suitable | urgent
    recommended: str = ""
    rules: str = ""
    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentSigned(Happening):
    """The patient signed one version of one consent text."""

    document: str
    version: str
    leaflets: tuple[str, ...] = ()  # what the patient was given to read before: "risks 2026-11 3f9a21c0"


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsentWithdrawn(Happening):
    """The patient took the consent back. No reason is owed."""

    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class DrugListTaken(Happening):
    """What the patient takes, in full: a later list takes the place of the earlier one."""

    drugs: tuple[str, ...]  # as typed; () is "takes none"
    prescriber_only: tuple[str, ...] = ()  # those that only a prescriber may stop
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PrescriberAgreed(Happening):
    """What the prescriber of a drug said about it for this course."""

    drug: str
    prescriber: str
    agreed: str  # continue | pause | refused
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldChecked(Happening):
    """Somebody asked, before an injection, whether the medication hold was kept."""

    activity: str
    kept: bool
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class EstimateGiven(Happening):
    """The patient was given, in writing, what the whole path costs."""

    minimum: Decimal
    maximum: Decimal
    currency: str
    version: str = ""  # of the clinic's price list
    typical: Decimal | None = None
    expected: Decimal | None = None  # on average, with the clinic's own shares of who goes on
    valid_until: date | None = None
    protocol: str = ""  # what was priced: "nutura-back@2026-11"
    terms: Mapping[str, object] | None = (
        None  # what was chosen with the patient; with the rest, it gives the lines again
    )


# -- visits ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitBooked(Happening):
    """A time was given to an activity. `visit` is the visit's own id, kept when it moves."""

    visit: str
    activity: str
    starts: datetime
    minutes: int
    resources: tuple[str, ...] = ()  # who and what it takes up, as the clinic names them
    telehealth: bool = False
    buffer_before: int = 0  # minutes for which the resources are taken and the patient is not
    buffer_after: int = 0
    confirmed: bool = False  # the patient said yes to this time


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitMoved(Happening):
    """A booked visit got another time."""

    visit: str
    starts: datetime
    by: str = "clinic"  # patient | clinic
    resources: tuple[str, ...] = ()  # (): those that it had
    confirmed: bool = False  # the patient said yes to the new time


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitConfirmed(Happening):
    """The patient said yes to the time that a visit has now. From here on it is not moved without asking."""

    visit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitCancelled(Happening):
    """A booked visit will not take place. Not for one that was missed."""

    visit: str
    by: str = "clinic"
    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitAttended(Happening):
    """The patient came, or was seen by telehealth. Not for an injection: that is `InjectionsGiven`."""

    activity: str
    visit: str = ""
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitMissed(Happening):
    """The patient did not come to a booked visit and had not cancelled it."""

    visit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ActivityDone(Happening):
    """An activity with no event of its own was done: an order, a diet plan, chiropractic care, a check-in."""

    activity: str
    note: str = ""
    personal = ("note",)


# -- injections ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One ingredient as drawn up: its name and strength as on the vial, and how much of it."""

    name: str  # "dextrose 50%"
    ml: Decimal
    lot: str = ""
    expires: date | None = None  # as printed on the vial: the last day it may be used
    syringe: str = ""  # "A": which syringe it was drawn into, where there is more than one


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """One place that was injected."""

    structure: str  # an id of the structure catalogue, or the clinician's own words
    side: str = ""
    ml: Decimal | None = None
    approach: str = ""  # how the needle came to it
    needle: str = ""  # "25G 50 mm"
    syringe: str = ""  # which of the syringes it came from


@dataclass(frozen=True, kw_only=True, slots=True)
class InjectionsGiven(Happening):
    """Injections were given, whether or not they were the ones planned.

    Not for a visit that was booked and missed: that is `VisitMissed`. What is not known stays None;
    nothing is assumed. One session may treat several sites and both sides.
    """

    activity: str
    sites: tuple[Site, ...] = ()
    solution: tuple[Part, ...] = ()
    dextrose_percent: Decimal | None = None  # % w/v, as injected
    volume_ml: Decimal | None = None  # total over all sites
    lidocaine_mg: Decimal | None = None  # total over all sites
    weight_kg: Decimal | None = None  # on the day
    guidance: str = ""  # none | landmark | ultrasound | fluoroscopy | CT
    image: str = ""  # where the guidance picture is kept, as the clinic names it
    checklist: tuple[str, ...] = ()  # ids of the points that were confirmed
    checklist_version: str = ""
    time_out: bool | None = None  # patient, site and side said aloud before the needle; None: not recorded
    observed_minutes: int | None = None  # how long the patient was watched afterwards
    reaction: str = ""  # immediate, in words
    visit: str = ""
    note: str = ""
    personal = ("note", "reaction")


# -- figures ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class DiaryEntered(Happening):
    """The patient's diary for one day: `happened_on` is that day, whenever it was written."""

    pain: Decimal | None = None  # 0 to 10, on average that day
    function: Decimal | None = None  # 0 to 10, how much it got in the way
    took: tuple[str, ...] = ()  # medicines taken that day
    side: str = ""
    words: str = ""
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoresTaken(Happening):
    """One instrument was answered. `value` is None where the form cannot be scored, or was said in words."""

    instrument: str
    value: Decimal | None = None
    unit: str = ""
    subscale: str = ""
    activity: str = ""  # which activity of the protocol asked for it
    side: str = ""
    words: str = ""
    version: str = ""  # of the definition, and of the clinic's text where one was read: "1", "1+2026-a.en"
    answers: Mapping[str, str | None] | None = None  # item -> its number as text; None: left open
    personal = ("words",)


# -- safety -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomReported(Happening):
    """Something after an injection that may be a warning sign. Open until a clinician closes it."""

    symptom: str  # its own id
    level: str = ""  # emergency | urgent_care | call_clinic_same_day | self_care, as triage said
    rules: tuple[str, ...] = ()
    words: str = ""
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomAssigned(Happening):
    """Somebody of the clinic handed a reported symptom to another. Not for the first owner: a rule names that one."""

    symptom: str
    owner: str  # the account that has it now, as the log names it ("U-17")
    reason: str = ""
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class SymptomHandled(Happening):
    """A clinician dealt with a reported symptom, and closed it or kept it open.

    Closed only with a judgement of relatedness and severity. A call that nobody took is `contact` not_reached: it is
    kept, and the clock goes on.
    """

    symptom: str
    closed: bool
    contact: str = ""  # reached | seen | not_reached; empty where it is not said
    again_at: datetime | None = None  # when the clinician looks at it again, where it stays open
    relatedness: str = ""  # unrelated | possible | probable | certain
    severity: str = ""  # mild | moderate | severe
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class AdverseEventRecorded(Happening):
    """A clinician judged that harm was done, and how much."""

    event: str
    severity: str  # mild | moderate | severe | serious
    relatedness: str = ""
    symptom: str = ""
    expected: bool = False
    note: str = ""
    personal = ("event", "note")


# -- decisions ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True, slots=True)
class ResponseDecided(Happening):
    """A clinician decided at a review. `recommended` and `figures` are what the software said then."""

    activity: str
    option: str  # an option of the protocol's decision
    recommended: str = ""
    figures: Mapping[str, object] | None = None
    reason: str = ""  # needed where the choice differs from the recommendation
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanAgreed(Happening):
    """Clinician and patient agreed on a number of sessions."""

    sessions: int
    activity: str = "plan"
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanChanged(Happening):
    """The agreed number of sessions was changed."""

    sessions: int
    reason: str
    personal = ("reason",)


@dataclass(frozen=True, kw_only=True, slots=True)
class TherapyAttended(Happening):
    """One appointment of the physical-therapy programme took place."""

    activity: str
    exercises_done: bool | None = None
    note: str = ""
    personal = ("note",)


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageSent(Happening):
    """A message about a visit or an activity left the clinic."""

    purpose: str
    channel: str
    visit: str = ""
    activity: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteAdded(Happening):
    """Something worth keeping that no other kind of event holds. It moves nothing.

    Not for a symptom, a score or a decision: those have kinds of their own, and count.
    """

    words: str
    about: str = ""  # evaluation | examination | treatment elsewhere | other
    personal = ("words",)


Event = (
    CourseStarted
    | ProtocolTransferred
    | CoursePaused
    | CourseResumed
    | CourseClosed
    | Withdrawn
    | EvaluationAnswered
    | CandidacyDecided
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
    | ScoresTaken
    | SymptomReported
    | SymptomAssigned
    | SymptomHandled
    | AdverseEventRecorded
    | ResponseDecided
    | PlanAgreed
    | PlanChanged
    | TherapyAttended
    | MessageSent
    | NoteAdded
)

KINDS: Mapping[str, type[Happening]] = {kind.__name__: kind for kind in Event.__args__}
