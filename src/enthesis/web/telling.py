"""What is recorded, in words: a headline and the details of each kind of event."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from typing import assert_never

from enthesis.pathway import events as e
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.diary import days_late
from enthesis.pathway.events import Event, Happening
from enthesis.pathway.instruments import load
from enthesis.pathway.instruments.results import exact_of, rounded
from enthesis.pathway.instruments.text import told_version
from enthesis.pathway.protocol.model import Protocol
from enthesis.pathway.triage import load as triage_rules
from enthesis.web.telling_choices import values_details
from enthesis.web.telling_injection import TOLD_HERE, injection_details
from enthesis.web.words import CLOSED_BECAUSE, CONTACTS, LEVELS, number, visit_time

Detail = tuple[str, str]
_REASONS = dict(CLOSED_BECAUSE)
_AGREED = {"continue": "goes on", "pause": "may be paused", "refused": "refuses"}


def _instrument(name: str) -> str:
    """An instrument's own name where it is known, else the word under which the score came."""
    known = load().get(name)
    return known.name if known is not None else name.replace("_", " ")


def _score(event: e.ScoresTaken) -> Decimal | None:
    """A score as it is printed: two thirds are kept to more decimals than anybody reads."""
    return None if event.value is None else rounded(exact_of(event.value), 2)


def headline(event: Happening, protocol: Protocol | None = None) -> str:
    """One line: what happened."""
    named = _Names(protocol)
    return _headline(event, named)  # type: ignore[arg-type] # every happening of a log is one of `Event`


class _Names:
    """Titles of activities, where the protocol knows them."""

    def __init__(self, protocol: Protocol | None) -> None:
        self._protocol = protocol

    def __call__(self, activity: str) -> str:
        found = self._protocol.activity(activity) if self._protocol and activity else None
        return found.title if found else activity.replace("-", " ").capitalize()

    def option(self, activity: str, option: str) -> str:
        found = self._protocol.activity(activity) if self._protocol else None
        options = found.decision.options if found and found.decision else ()
        return next((each.title for each in options if each.id == option), option)


def _headline(event: Event, named: _Names) -> str:
    match event:
        case e.CourseStarted():
            return f"Course started: {event.problem}"
        case e.ProtocolTransferred():
            return f"Moved to {event.protocol}, version {event.version}"
        case e.CoursePaused():
            return "Course paused"
        case e.CourseResumed():
            return "Course resumed"
        case e.CourseClosed():
            return f"Course closed: {_REASONS.get(event.reason, event.reason).lower()}"
        case e.Withdrawn():
            return "An entry was withdrawn"
        case e.EvaluationAnswered():
            return "Pain evaluation answered"
        case e.CandidacyDecided():
            return f"Candidacy: {named.option('candidacy', event.outcome).lower()}"
        case e.ValuesAnswered():
            return "What matters to the patient, after the decision aid"
        case e.ConsentSigned():
            return "Consent signed"
        case e.ConsentWithdrawn():
            return "Consent withdrawn"
        case e.DrugListTaken():
            return f"Medicines: {', '.join(event.drugs) if event.drugs else 'takes none'}"
        case e.PrescriberAgreed():
            return f"Prescriber of {event.drug}: {_AGREED.get(event.agreed, event.agreed)}"
        case e.HoldChecked():
            return f"Medication hold {'kept' if event.kept else 'not kept'}"
        case e.EstimateGiven():
            return f"Estimate given: {event.minimum} to {event.maximum} {event.currency}"
        case e.VisitBooked():
            return f"Booked: {named(event.activity)}"
        case e.VisitMoved():
            return "Visit moved"
        case e.VisitConfirmed():
            return "Visit confirmed by the patient"
        case e.VisitCancelled():
            return f"Visit cancelled by the {event.by}"
        case e.PatientArrived():
            return "The patient has arrived"
        case e.VisitMissed():
            return "Visit missed"
        case e.VisitAttended():
            return f"Attended: {named(event.activity)}"
        case e.ActivityDone():
            return f"Done: {named(event.activity)}"
        case e.InjectionsGiven():
            return f"Injections given: {named(event.activity)}"
        case e.DiaryEntered():
            side = f" ({event.side})" if event.side else ""
            moment = event.pain is None and event.now is not None
            return f"Diary: pain {'then ' if moment else ''}{number(event.now if moment else event.pain)}{side}"
        case e.GoalSet():
            return f"Goal set: a pain of {number(event.pain)} or less"
        case e.ScoresTaken():
            side = f" ({event.side})" if event.side else ""
            said = event.words if event.value is None and event.words else number(_score(event))
            return f"{_instrument(event.instrument)}{side}: {said}{' ' + event.unit if event.unit else ''}"
        case e.SymptomReported():
            return f"Symptom reported: {LEVELS.get(event.level, event.level.replace('_', ' '))}"
        case e.SymptomAssigned():
            return "Symptom handed over"
        case e.SymptomHandled():
            return f"Symptom {'closed' if event.closed else CONTACTS.get(event.contact, 'looked at, kept open')}"
        case e.AdverseEventRecorded():
            return f"Adverse event, {event.severity}"
        case e.ResponseDecided():
            return f"{named(event.activity)}: {named.option(event.activity, event.option).lower()}"
        case e.PlanAgreed():
            return f"Plan agreed: {event.sessions} {'session' if event.sessions == 1 else 'sessions'}"
        case e.PlanChanged():
            return f"Plan changed: {event.sessions} {'session' if event.sessions == 1 else 'sessions'}"
        case e.TherapyAttended():
            return f"Attended: {named(event.activity)}"
        case e.ProgrammeAgreed():
            return f"Exercises agreed: {len(event.stages)} {'stage' if len(event.stages) == 1 else 'stages'}"
        case e.ExercisesLogged():
            return f"Exercises at home: {len(event.done) or 'none'} done"
        case e.MessageSent():
            return f"Message sent: {event.purpose}"
        case e.MessageWritten():
            return f"Message{': ' + event.about if event.about else ''}"
        case e.ContactTried():
            return f"Tried to get hold of the patient: {event.way}, {event.outcome.replace('_', ' ')}"
        case e.PaymentTaken():
            return f"Paid: {event.amount} {event.currency}"
        case e.PaymentReturned():
            return f"Paid back: {event.amount} {event.currency}"
        case e.NoteAdded():
            return f"Note{': ' + event.about if event.about else ''}"
        case e.ImagingOrdered():
            return f"Imaging ordered: {imaged(event)}"
        case e.ImagingReported():
            return "Imaging reported"
        case e.LetterWritten():
            return "Letter written"
        case e.FileAdded():
            return f"File added: {event.about}"
        case e.FileRemoved():
            return f"File removed: {event.file}"
        case _:
            assert_never(event)


def imaged(order: e.ImagingOrdered) -> str:
    """What an order is for, in one line: "x-ray, left knee"."""
    side = f"{order.side} " if order.side and order.side != "both" else ""
    both = ", both sides" if order.side == "both" else ""
    modality = order.modality if order.modality in ("x-ray", "ultrasound") else order.modality.upper()
    return f"{'imaging' if order.modality == 'other' else modality}, {side}{order.region.replace('_', ' ')}{both}"


def signs(report: e.SymptomReported) -> list[str]:
    """What the rules of a report found, in a clinician's words: those of triage, or of the pain evaluation."""
    after, before = triage_rules().by_id, {rule.id: rule for rule in candidacy_rules().rules}
    said = []
    for code in report.rules:
        if code in after:
            said.append(f"{after[code].symptom}. Think of: {after[code].think_of}.")
        elif code in before:
            said.append(f"{before[code].finding}, in the pain evaluation.")
    return [f"{line[:1].upper()}{line[1:]}" for line in said]


_QUIET = frozenset(
    ("id", "happened_on", "recorded_at", "recorded_by", "replaces", "after", "overrides", "visit", "activity")
)
_SAID_ABOVE: Mapping[type[Happening], frozenset[str]] = {
    e.CourseStarted: frozenset(("problem",)),
    e.DrugListTaken: frozenset(("drugs", "version")),
    e.SymptomReported: frozenset(("symptom", "level")),
    e.SymptomAssigned: frozenset(("symptom", "owner")),
    e.SymptomHandled: frozenset(("symptom", "closed", "contact")),
    e.AdverseEventRecorded: frozenset(("symptom", "severity")),
    e.ScoresTaken: frozenset(("instrument", "value", "unit", "side", "version")),
    e.EstimateGiven: frozenset(("minimum", "maximum", "currency", "terms")),
    e.PlanAgreed: frozenset(("sessions",)),
    e.PlanChanged: frozenset(("sessions",)),
    e.CandidacyDecided: frozenset(("outcome",)),
    e.ResponseDecided: frozenset(("option", "figures")),
    e.DiaryEntered: frozenset(("pain", "side", "now")),
    e.GoalSet: frozenset(("pain",)),
    e.ProgrammeAgreed: frozenset(("stages",)),
    e.ExercisesLogged: frozenset(("programme", "stage")),
    e.MessageWritten: frozenset(("about", "answers")),
    e.FileAdded: frozenset(("file", "about", "size", "digest")),
    e.FileRemoved: frozenset(("file",)),
    e.InjectionsGiven: TOLD_HERE,
    e.ConsentSigned: frozenset(("signature",)),
    e.ValuesAnswered: frozenset(("matters", "leans", "checks")),
    e.ImagingOrdered: frozenset(("region", "side", "modality")),
    e.ImagingReported: frozenset(("order",)),
    e.LetterWritten: frozenset(("version",)),
}


def details(event: Happening, zone: tzinfo = UTC) -> list[Detail]:
    """What else an event says, field by field, nothing that is empty. Times are on the clock of `zone`."""
    return list(_details(event, zone))


def _details(event: Happening, zone: tzinfo) -> Iterator[Detail]:
    above = _SAID_ABOVE.get(type(event), frozenset())
    if isinstance(event, e.InjectionsGiven):
        yield from injection_details(event)
    if isinstance(event, e.ProgrammeAgreed):
        for stage in event.stages:
            yield stage.title, ", ".join(each.name for each in stage.exercises) or "no exercises"
    if isinstance(event, e.ValuesAnswered):
        yield from values_details(event)
    if isinstance(event, e.DiaryEntered):
        yield from _diary_details(event, zone)
    for name in (spec.name for spec in fields(event)):
        value = getattr(event, name)
        if name in _QUIET or name in above or value in ("", None, (), False):
            continue
        if isinstance(event, e.EvaluationAnswered) and name == "answers":
            yield "answers", f"{len(value)} questions answered"
            continue
        if isinstance(event, e.ScoresTaken) and name == "answers":
            yield "answered", f"{sum(mark is not None for mark in value.values())} of {len(value)} items"
            continue
        said = visit_time(value, zone) if isinstance(value, datetime) else _in_words(value)
        if said:
            yield name.replace("_", " "), said
    if isinstance(event, e.ScoresTaken) and (under := told_version(event.version)):
        yield "given under", under
    for code, reason in (event.overrides or {}).items():
        yield f"passed “{code}” because", reason


def _diary_details(event: e.DiaryEntered, zone: tzinfo) -> Iterator[Detail]:
    """What the headline leaves out: the moment beside the day, and that it was written late."""
    if event.pain is not None and event.now is not None:
        yield "pain then", number(event.now)
    late = days_late(event.happened_on, event.recorded_at, zone)
    if late:
        yield "late", "written a day later" if late == 1 else f"written {late} days later"


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return "; ".join(_in_words(each) for each in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_in_words(each)}" for key, each in value.items())
    return number(value)
