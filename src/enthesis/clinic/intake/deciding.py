"""What becomes of an evaluation: the clinic takes the person on, asks for more, or declines with a letter."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from enthesis.clinic.access import By, handle
from enthesis.clinic.door import start_course
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.intake.inbox import NO_SUCH, Entry, screening_of
from enthesis.clinic.intake.models import Evaluation, State
from enthesis.clinic.intake.papers import Line, sealed
from enthesis.clinic.intake.places import Trouble
from enthesis.clinic.intake.store import destroy
from enthesis.clinic.looks import looked
from enthesis.clinic.messages.ways import language_of
from enthesis.clinic.models import Person
from enthesis.clinic.people import Profile, new_person
from enthesis.pathway.candidacy import Reason, Screening, Verdict, shipped, what_follows
from enthesis.pathway.events import CourseStarted, DrugListTaken, EvaluationAnswered, Event, SymptomReported
from enthesis.pathway.medications import prescribers_first

# Why a clinic does not take somebody on, as the record keeps it. The letter says it in words.
DECLINED = {
    "other-care": "Other care comes first",
    "not-suitable": "The treatment does not suit",
    "not-offered": "The clinic does not treat this",
    "no-room": "The clinic has no room",
    "not-reached": "Nobody could be reached",
    "withdrawn": "The person does not want it any more",
    "not-serious": "Not a real request",
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A course that is to begin: one problem under one protocol."""

    trouble: Trouble
    problem: str
    protocol: str
    version: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Who was taken on, with the courses that began."""

    person: Person
    courses: tuple[str, ...]


def take_on(entry: Entry, plans: Sequence[Planned], *, person: Person | None, by: By) -> Taken:
    """Make a patient of somebody, or use one who is there, and begin a course for each problem with the answers in it.

    Afterwards the evaluation's key is destroyed: what it held is in the record. Can be repeated after a fault: a person
    and courses that are there already are not made again. Raises `NotRecorded`.
    """
    row, person = _person(entry, person, by)
    numbers = []
    for place, plan in enumerate(plans):
        events = _events(entry, plan, with_urgent=place == 0, zone=ZoneInfo(row.clinic.time_zone))
        there = person.courses.filter(events__event_id=events[0].id).first()
        numbers.append(there.number if there else start_course(events, person=person, by=by).number)
    _settle(row, by)
    destroy(row, State.ACCEPTED)
    looked(by, f"evaluation {row.number} accepted", clinic=row.clinic_id, person=person.pk)
    return Taken(person, tuple(numbers))


def ask_for_more(entry: Entry, words: str, *, by: By, on: date) -> None:
    """Ask the person something; the evaluation waits for the answer. Raises `NotAllowed` where it was settled."""
    line = Line(on.isoformat(), handle(by), words)
    _change(entry, State.ASKED, line, by, "")
    looked(by, f"evaluation {entry.number} asked", clinic=entry.row.clinic_id)


def decline(entry: Entry, reason: str, words: str, *, by: By, on: date) -> None:
    """Do not take the person on. The letter is kept with the evaluation until its days are over.

    Raises `NotAllowed` where it was settled meanwhile, and `KeyError` for a reason that there is not.
    """
    line = Line(on.isoformat(), handle(by), words)
    _change(entry, State.DECLINED, line, by, DECLINED[reason] and reason)
    looked(by, f"evaluation {entry.number} declined", clinic=entry.row.clinic_id)


def _change(entry: Entry, state: str, line: Line, by: By, reason: str) -> None:
    papers = replace(entry.papers, lines=(*entry.papers.lines, line))
    with transaction.atomic():
        row = _held(entry, (State.SENT, State.ASKED))
        row.sealed, row.changed_at = sealed(papers, row.pk, row.wrapped), datetime.now(UTC)
        row.state, row.reason = state, reason
        row.save(update_fields=["sealed", "changed_at", "state", "reason"])
        if state == State.DECLINED:
            _settle(row, by)


def _person(entry: Entry, person: Person | None, by: By) -> tuple[Evaluation, Person]:
    """The patient, written down in the same transaction as that the evaluation is being taken on."""
    with transaction.atomic():
        row = _held(entry, (State.SENT, State.ASKED, State.TAKING))
        if row.person is not None:
            return row, row.person
        if person is not None and person.clinic_id != row.clinic_id:
            raise NotAllowed(*NO_SUCH)
        papers = entry.papers
        profile = Profile(papers.name, papers.born, papers.reached_by, telephone=papers.telephone, email=papers.email)
        if papers.language:
            profile = replace(profile, language=language_of(papers.language))
        row.person = person or new_person(profile, clinic=row.clinic, by=by)
        row.state, row.changed_at = State.TAKING, datetime.now(UTC)
        row.save(update_fields=["person", "state", "changed_at"])
        return row, row.person


def _held(entry: Entry, states: Sequence[str]) -> Evaluation:
    rows = Evaluation.objects.select_for_update().filter(pk=entry.row.pk, state__in=states).exclude(wrapped="")
    row = rows.first()
    if row is None:
        raise NotAllowed("settled", f"{entry.number} was settled by somebody else meanwhile.")
    return row


def _settle(row: Evaluation, by: By) -> None:
    Evaluation.objects.filter(pk=row.pk).update(settled_at=datetime.now(UTC), settled_by=handle(by))


def _events(entry: Entry, plan: Planned, *, with_urgent: bool, zone: ZoneInfo) -> list[Event]:
    papers, key = entry.papers, _id(entry.row, plan)
    on = datetime.now(UTC).astimezone(zone).date()
    found: list[Event] = [
        CourseStarted(
            id=key,
            happened_on=on,
            protocol=plan.protocol,
            version=plan.version,
            problem=plan.problem,
            region=plan.trouble.region,
            side=plan.trouble.side,
        ),
        EvaluationAnswered(
            id=f"{key}-1",
            happened_on=on,
            answers={**what_follows(papers.answers), **papers.answers},
            rules=shipped().version,
            words=papers.words,
            source=f"public evaluation {entry.number}, sent on {entry.since.astimezone(zone).date().isoformat()}",
        ),
    ]
    drugs = papers.answers.get("meds")
    if isinstance(drugs, list):
        listed = tuple(dict.fromkeys(str(each["med"]) for each in drugs))
        found.append(
            DrugListTaken(id=f"{key}-2", happened_on=on, drugs=listed, prescriber_only=prescribers_first(listed))
        )
    screening = screening_of(papers)
    if with_urgent and screening.verdict is Verdict.URGENT:
        found.append(_reported(screening, key, on))
    return found


def _reported(screening: Screening, key: str, on: date) -> SymptomReported:
    """What was urgent stands on the worklist, until a clinician has judged it."""
    return SymptomReported(
        id=f"{key}-3",
        happened_on=on,
        symptom=f"evaluation-{key[:12]}",
        level=screening.worst_urgency.value,
        rules=tuple(reason.rule for reason in urgent_reasons(screening)),
    )


def urgent_reasons(screening: Screening) -> list[Reason]:
    """The rules that made a result urgent, gravest first."""
    return [reason for reason in screening.reasons if reason.outcome.verdict is Verdict.URGENT]


def _id(row: Evaluation, plan: Planned) -> str:
    """The same for the same problem of the same evaluation: taking it on twice records it once."""
    said: Any = f"enthesis evaluation\n{row.pk}\n{row.begun_at.isoformat()}\n{plan.trouble.key}"
    return hashlib.sha256(said.encode()).hexdigest()[:32]
