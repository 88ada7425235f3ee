"""What a patient reads about a symptom that is open: what to do now, who has it, and that nobody has closed it yet."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext

from enthesis.clinic.opening import Seen
from enthesis.clinic.symptoms import clocks_of, names_in
from enthesis.pathway.candidacy import shipped as candidacy_rules
from enthesis.pathway.course import standing
from enthesis.pathway.escalation import Escalation, Within
from enthesis.pathway.escalation import shipped as clocks
from enthesis.pathway.events import SymptomReported
from enthesis.pathway.triage import load as triage_rules
from enthesis.web.said import said


@dataclass(frozen=True, slots=True)
class Open:
    """One open symptom, as the patient who reported it reads it."""

    symptom: str
    number: str  # of the course
    on: date | None
    now: str  # what to do; it never waits for the clinic
    is_urgent: bool  # an emergency, or what nobody has triaged
    place: int  # in the order of urgency
    who: str  # names of those who have it; "" where nobody is known by name
    heads: int  # how many they are
    is_answered: bool


def open_for(seen: Seen) -> list[Open]:
    """The open symptoms of a course, the gravest first."""
    order = [clock.id for clock in clocks().clocks]
    found = sorted(clocks_of(seen), key=lambda clock: order.index(clock.clock))
    names = names_in(found)
    at = datetime.now(UTC)
    reports = {each.symptom: each for each in standing(seen.log) if isinstance(each, SymptomReported)}
    charged = {
        clock.symptom: list(dict.fromkeys(names[s.owner] for s in clock.in_charge(at) if s.owner in names))
        for clock in found
    }
    return [
        Open(
            symptom=clock.symptom,
            number=seen.number,
            on=reports[clock.symptom].happened_on,
            now=said(what_now(reports[clock.symptom], clock)),
            is_urgent=clocks().clock(clock.level).within is Within.NOW,
            place=order.index(clock.clock),
            who=get_text_list(charged[clock.symptom], gettext("and")),
            heads=len(charged[clock.symptom]),
            is_answered=clock.answered is not None,
        )
        for clock in found
    ]


def what_now(report: SymptomReported, clock: Escalation) -> str:
    """What to do now: as the gravest rule of the report says it, else as its level does."""
    for code in report.rules:
        rule = triage_rules().by_id.get(code)
        if rule is not None:
            levels = {rule.level.value, rule.raised.level.value if rule.raised else rule.level.value}
            if report.level in levels:
                return rule.patient_action
            continue
        for asked in candidacy_rules().rules:
            told = [g.finding for g in asked.grades if asked.id == code and g.urgency.value == report.level]
            if told and told[0].remedy_for_patient:
                return told[0].remedy_for_patient
    return clock.for_patient
