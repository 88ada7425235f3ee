"""A symptom told in a case's own words, triaged as a proposal that says which words it rests on."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from enthesis.cases import words
from enthesis.cases.case import Case, CaseEvent
from enthesis.cases.events_of import DAY_ZERO
from enthesis.pathway import events as e
from enthesis.pathway.course import EXPECTED
from enthesis.pathway.events import Event
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.medications import look_up
from enthesis.pathway.triage.deciding import MOST_HOURS
from enthesis.pathway.triage.reports import triage_report
from enthesis.pathway.triage.words import Heard, read_sites


def triaged(made: list[Event], told: CaseEvent, case: Case, log: Sequence[Event]) -> tuple[list[Event], list[Finding]]:
    """The events with each reported symptom's level filled in, and what triage says of it.

    A follow-up that tells of no harm stays what it is; one that does becomes a reported symptom too.
    """
    text = _told_of_harm(told)
    if told.what == "follow_up" and not text:
        return made, []
    proposal = triage_report(text, _sites(case, log, text), _hours(told, log), _known(case))
    answer = proposal.triage
    if answer is None:
        says = f'"{text}": nothing to report.'
        quiet = Finding(code="no-harm-told", level=EXPECTED, says=says, sources=("HOUSE",))
        return [event for event in made if not isinstance(event, e.SymptomReported)], [quiet]
    level = answer.worst_level.value
    reported = e.SymptomReported(
        id=f"case-{told.place}.symptom",
        recorded_by="case",
        happened_on=made[0].happened_on if made else None,
        symptom=f"case-{told.place}",
        level=level,
        rules=answer.fired,
        words=text,
    )
    filled: list[Event] = [event for event in made if not isinstance(event, e.SymptomReported)]
    if told.what != "follow_up" or level != EXPECTED:
        filled.append(reported)
    return filled, [_summary(text, level, proposal.heard, proposal.left), *answer.reasons, *_asks(answer.missing)]


def _summary(text: str, level: str, heard: Mapping[str, Heard], left: Sequence[str]) -> Finding:
    because = [f"{name.replace('_', ' ')}: {', '.join(each.words)}" for name, each in heard.items()]
    because += [f"not understood: {word}" for word in left]
    return Finding(
        code="triage",
        level=level,
        says=f'{level.replace("_", " ").capitalize()}, read from the words "{text}". A clinician reads it too.',
        remedy=_REMEDY[level],
        because=tuple(because),
        sources=("HOUSE",),
    )


def _asks(missing: Sequence[str]) -> list[Finding]:
    if not missing:
        return []
    names = ", ".join(name.replace("_", " ") for name in missing[:8])
    return [Finding(code="triage-asks", level=NOTE, says=f"Triage would ask next: {names}.", sources=("HOUSE",))]


_REMEDY = {
    "emergency": "At once: stop the session, call emergency services or send to the emergency department, and hold"
    " every later injection until a clinician has closed it.",
    "urgent_care": "Seen by a doctor the same day; every later injection is held until a clinician has closed it.",
    "call_clinic_same_day": "A clinician answers the same day, before anything else is injected.",
    "self_care": "An expected reaction: no escalation, asked about again at the check-in.",
}


def _told_of_harm(told: CaseEvent) -> str:
    """The words of an event that speak of harm: all of an adverse event, of a follow-up only its own field."""
    found = [
        text
        for name, value in told.details.items()
        if name not in ("offset_basis", "otherwise") and (told.what == "adverse_event" or name in _HARM)
        for text in words.in_words(value)
    ]
    return ". ".join(found)


_HARM = ("adverse_events", "adverse_event", "event", "complication", "complications")


def _known(case: Case) -> dict[str, str]:
    """What the case's medicines answer of the triage questions."""
    classes = {name for drug in case.medications for mention in look_up(drug).mentions for name in mention.classes}
    return next(({"med_class": name} for name in ("anticoagulant", "antiplatelet") if name in classes), {})


def _sites(case: Case, log: Sequence[Event], text: str) -> list[str]:
    """Where the needle was: the last injection's own words, else the case's condition, else the report."""
    given = [event for event in log if isinstance(event, e.InjectionsGiven)]
    told = [site.structure for site in given[-1].sites] if given else []
    if given and given[-1].note:
        told.append(given[-1].note)
    for source in (told, [case.condition, case.side], [text]):
        found = [site for words_of_it in source for site in read_sites(words_of_it)]
        if found:
            return list(dict.fromkeys(found))
    return []


def _hours(told: CaseEvent, log: Sequence[Event]) -> Decimal | None:
    """Hours since the last injection: as told, or from the days, or 0 for "during" and the same moment.

    Hours before the injection, and what is no number, are not known. Beyond the most that triage tells apart, that.
    """
    hours = told.details.get("hours_after")
    if isinstance(hours, int | float) and not isinstance(hours, bool):
        found = Decimal(str(hours))
        return None if found.is_nan() or found < 0 else min(found, MOST_HOURS)
    given = [event for event in log if isinstance(event, e.InjectionsGiven)]
    if not given or told.day is None or given[-1].happened_on is None:
        return None
    days = told.day - (given[-1].happened_on - DAY_ZERO).days
    return min(Decimal(max(days, 0) * 24), MOST_HOURS)
