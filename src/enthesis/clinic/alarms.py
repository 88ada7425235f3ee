"""Whoever is in charge of a reported symptom is told so, once for each turn; by e-mail, without a word of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from enthesis.clinic import filing
from enthesis.clinic.access import Operator
from enthesis.clinic.decisions import escalation_rules
from enthesis.clinic.messages.notices import notify_address
from enthesis.clinic.models import AgendaRow, Clinic, Role, User
from enthesis.clinic.numbers import number_of
from enthesis.pathway.agenda import CONCERN
from enthesis.pathway.escalation import Escalation, Rules, escalation, open_symptoms

PURPOSE = "symptom-alarm"
MILD = "self_care"  # looked at with the next diary: nobody is called to it
MOST = 500  # courses with an open symptom that are read at a time


def raise_alarms(now: datetime) -> int:
    """Tell who is in charge of each open symptom at this instant; how many tellings that is, old ones included.

    The turns are those of the escalation clock: whoever gave the injection or is on call first, others when the time
    is over. A turn is told once, however often this is called. A symptom that somebody has answered waits quietly.
    """
    told = 0
    for clinic in Clinic.objects.all():
        rows = AgendaRow.objects.filter(clinic=clinic, kind=CONCERN).order_by("course_id")
        courses = list(rows.values_list("course_id", flat=True).distinct()[:MOST])
        if courses:
            rules = escalation_rules(clinic.pk, ZoneInfo(clinic.time_zone))
            told += sum(_of_course(course, clinic.pk, rules, now) for course in courses)
    return told


def _of_course(course: int, clinic: int, rules: Rules, now: datetime) -> int:
    file = filing.look(course, Operator())
    if file is None:
        return 0
    told = 0
    for clock in escalation(open_symptoms(file.known().log), rules):
        if clock.level == MILD or not _waits(clock, now):
            continue
        for address in _addresses(clock, clinic, now):
            number = number_of(course)
            notify_address(
                clinic,
                address,
                PURPOSE,
                f"{number}/{clock.symptom}/{_turn(clock, now)}",
                {"link": f"/courses/{number}/record/symptom/{clock.symptom}/"},
                now=now,
            )
            told += 1
    return told


def _waits(clock: Escalation, now: datetime) -> bool:
    """Whether the patient was not reached yet, or the time is over at which somebody looks again."""
    return clock.answered is None or (clock.due_at is not None and now >= clock.due_at)


def _turn(clock: Escalation, now: datetime) -> str:
    """Which turn it is: the instant from which on it holds."""
    instants = [step.since for step in clock.in_charge(now) if step.since]
    again = clock.due_at if clock.answered is not None else None
    return max([*instants, *([again] if again else [])]).isoformat() if instants or again else "first"


def _addresses(clock: Escalation, clinic: int, now: datetime) -> list[str]:
    """Where those in charge are told; where nobody is named, every clinician of the clinic."""
    handles = {step.owner for step in clock.in_charge(now)}
    keys = {int(handle[2:]) for handle in handles if handle.startswith("U-") and handle[2:].isdecimal()}
    working = User.objects.filter(is_active=True, memberships__clinic=clinic)
    named = working.filter(pk__in=keys).exclude(memberships__role=Role.PATIENT)
    found = named if keys else working.filter(memberships__role=Role.CLINICIAN)
    return sorted(set(found.values_list("email", flat=True)))
