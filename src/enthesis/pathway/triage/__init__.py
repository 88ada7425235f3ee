"""A symptom after an injection: how urgent it is, what to do now, and why.

    found = triage(["joint"], 48, {"joint_hot": "yes", "fever": "no"})
    found.worst_level, found.fired        # Level.URGENT_CARE, ("T20",)

`questions` says what to ask next on a phone. `triage_report` and `read_words` hear free words, as a proposal that says
which words it rests on. The rules are in `knowledge/triage`: a closed form that a clinician reads, never executed.
Levels, the mildest first: self_care, call_clinic_same_day, urgent_care, emergency.
"""

from enthesis.pathway.triage.deciding import TriageInput, triage
from enthesis.pathway.triage.model import Level, Rule, Triage
from enthesis.pathway.triage.questions import questions
from enthesis.pathway.triage.reports import Proposal, triage_report
from enthesis.pathway.triage.rules import RuleSet, load, read_rules
from enthesis.pathway.triage.variables import Choice, Kind, Variable
from enthesis.pathway.triage.words import Heard, read_sites, read_words

__all__ = [
    "Choice",
    "Heard",
    "Kind",
    "Level",
    "Proposal",
    "Rule",
    "RuleSet",
    "Triage",
    "TriageInput",
    "Variable",
    "load",
    "questions",
    "read_rules",
    "read_sites",
    "read_words",
    "triage",
    "triage_report",
]
