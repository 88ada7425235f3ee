"""Who answers a reported symptom, and by when: a clock with a named owner that only a clinician's judgement ends.

    escalation(open_symptoms(log), rules(zone=clinic, clinicians=frozenset({"U-3"}), leads=("U-1",)))

The clocks and the ladder are in `knowledge/triage/escalation.yaml`. A deadline is an instant that follows from the
event's own instant; whether it has passed is one comparison with now, made by whoever asks.
"""

from enthesis.pathway.escalation.knowledge import rules, shipped
from enthesis.pathway.escalation.ladder import escalation, soonest
from enthesis.pathway.escalation.model import (
    NOBODY,
    NOT_REACHED,
    Answer,
    Clock,
    Decided,
    Duty,
    Escalation,
    Handover,
    Rules,
    Step,
    Symptom,
    Why,
    Within,
)
from enthesis.pathway.escalation.reading import closes, open_symptoms

__all__ = [
    "NOBODY",
    "NOT_REACHED",
    "Answer",
    "Clock",
    "Decided",
    "Duty",
    "Escalation",
    "Handover",
    "Rules",
    "Step",
    "Symptom",
    "Why",
    "Within",
    "closes",
    "escalation",
    "open_symptoms",
    "rules",
    "shipped",
    "soonest",
]
