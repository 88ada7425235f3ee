"""The open symptoms of a clinic with their clocks: found along the worklist's index, read from the logs themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from enthesis.clinic import filing
from enthesis.clinic.access import CLINICIAN, LEAD, SEES_PROFILE, SEES_WORDS, STAFF, WITHHELD, By, Operator, handle
from enthesis.clinic.accounts import names_of
from enthesis.clinic.decisions import escalation_rules
from enthesis.clinic.derive import CONCERN_SPAN
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.filing import File
from enthesis.clinic.looks import looked, refusal
from enthesis.clinic.models import AgendaRow, Clinic
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.opening import Seen
from enthesis.clinic.people import clinics_of
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.same_person import group_of
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.course import standing
from enthesis.pathway.escalation import NOBODY, Escalation, Rules, escalation, open_symptoms, soonest
from enthesis.pathway.events import SymptomReported

MOST = 500  # courses with an open symptom that are read at a time


@dataclass(frozen=True, slots=True)
class OpenSymptom:
    """One open symptom as somebody of the clinic may see it."""

    course: str  # C-0192
    problem: str
    name: str  # the patient's; "" where the role may not see it
    contact: str
    report: SymptomReported  # without the patient's words where the role may not see them
    clock: Escalation


def clocks_of(seen: Seen) -> tuple[Escalation, ...]:
    """The clocks of the open symptoms of an opened course."""
    symptoms = open_symptoms(seen.log)
    return escalation(symptoms, escalation_rules(seen.clinic, seen.zone)) if symptoms else ()


_CONCERNS_OF = Prepared(
    lambda persons: (
        AgendaRow.objects.filter(course__person__in=persons, kind=CONCERN)
        .order_by("course_id")
        .values_list("course_id", flat=True)
        .distinct()
    )
)


def open_elsewhere(seen: Seen) -> list[str]:
    """The numbers of the same patient's other courses in which a symptom is open."""
    found = map(number_of, _CONCERNS_OF(group_of(seen.person, seen.clinic)))
    return [number for number in found if number != seen.number]


def symptoms_of(by: By, clinic: int | None = None) -> tuple[Clinic, list[OpenSymptom]]:
    """The open symptoms of the first clinic where an account works, or of one, by the time that is left.

    Those of a restricted record are there for whom it is open to, and for who is in charge of them: safety goes first.

    Raises `NotAllowed` where the account does not work there. The look is written down.
    """
    if isinstance(by, Operator):
        place = Clinic.objects.filter(pk=clinic or 0).first()
    else:
        place = next((c for c, roles in clinics_of(by) if roles & STAFF and clinic in (None, c.pk)), None)
    if place is None:
        raise refusal(NotAllowed(NOT_YOUR_ROLE, "Those symptoms are not yours to see."), by, "symptoms", clinic)
    rules = escalation_rules(place.pk, ZoneInfo(place.time_zone))
    files = (filing.look_for_safety(course, by) for course in _courses(place.pk))
    found = [
        line
        for file in files
        if file is not None
        for line in _lines(file, rules, isinstance(by, Operator))
        if not file.is_closed or _answers(by, file.roles, line.clock)
    ]
    looked(by, "symptoms", clinic=place.pk, courses=(key_of(line.course) or 0 for line in found))
    return place, sorted(found, key=lambda line: soonest(line.clock))


def answers(by: By, course: int) -> bool:
    """Whether somebody is in charge of an open symptom of a course now."""
    file = filing.look_for_safety(course, by)
    if file is None:
        return False
    rules = escalation_rules(file.clinic, ZoneInfo(file.zone))
    return any(_answers(by, file.roles, clock) for clock in escalation(open_symptoms(file.known().log), rules))


def _answers(by: By, roles: frozenset[str], clock: Escalation) -> bool:
    """In charge: who is so by name; where nobody is, every clinician and every lead."""
    owners = {step.owner for step in clock.in_charge(datetime.now(UTC))}
    return handle(by) in owners or (NOBODY in owners and bool(roles & {CLINICIAN, LEAD}))


_CONCERNED = Prepared(
    lambda clinic: (
        AgendaRow.objects.filter(clinic=clinic, who=CLINICIAN, owed=True, span=CONCERN_SPAN)
        .order_by("course_id")
        .values_list("course_id", flat=True)
        .distinct()[:MOST]
    )
)


def _courses(clinic: int) -> list[int]:
    """Along the index of the worklist: safety concerns have a span of their own."""
    return _CONCERNED(clinic)


def _lines(file: File, rules: Rules, sees_all: bool) -> list[OpenSymptom]:
    known = file.known()
    profile = file.profile() if sees_all or file.roles & SEES_PROFILE else None
    reports = {event.symptom: event for event in standing(known.log) if isinstance(event, SymptomReported)}
    return [
        OpenSymptom(
            course=number_of(file.course),
            problem=known.state.problem,
            name=profile.name if profile else "",
            contact=profile.contact if profile else "",
            report=reports[clock.symptom] if sees_all else _as_seen(reports[clock.symptom], file.roles),
            clock=clock,
        )
        for clock in escalation(open_symptoms(known.log), rules)
    ]


def _as_seen(report: SymptomReported, roles: frozenset[str]) -> SymptomReported:
    return report if roles & SEES_WORDS or not report.words else replace(report, words=WITHHELD)


def names_in(clocks: Sequence[Escalation]) -> dict[str, str]:
    """The names of everybody who stands in some clocks."""
    handles = {step.owner for clock in clocks for step in clock.steps}
    return names_of({*handles, *(clock.answered.by for clock in clocks if clock.answered)})
