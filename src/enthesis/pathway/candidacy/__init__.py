"""Candidacy: from a person's answers to eligible / discuss / not yet / not suitable / urgent, with reasons.

The rules are data, in `knowledge/candidacy`; this package reads them, asks for what they need and weighs the answers.
Nothing here approves anybody: a clinician decides.
"""

from enthesis.pathway.candidacy.answers import Answers, Drug
from enthesis.pathway.candidacy.asking import next_page, questions, what_follows
from enthesis.pathway.candidacy.judging import judge, screen
from enthesis.pathway.candidacy.ladders import Kind, Outcome, Stage, Strength, Urgency, Verdict
from enthesis.pathway.candidacy.library import load, shipped
from enthesis.pathway.candidacy.model import Choice, Page, Question, Rule, RuleSet
from enthesis.pathway.candidacy.problems import BadAnswer, RulesUnreadable
from enthesis.pathway.candidacy.reading import read_answers
from enthesis.pathway.candidacy.screening import Reason, RegionScreening, Screening

__all__ = [
    "Answers",
    "BadAnswer",
    "Choice",
    "Drug",
    "Kind",
    "Outcome",
    "Page",
    "Question",
    "Reason",
    "RegionScreening",
    "Rule",
    "RuleSet",
    "RulesUnreadable",
    "Screening",
    "Stage",
    "Strength",
    "Urgency",
    "Verdict",
    "judge",
    "load",
    "next_page",
    "questions",
    "read_answers",
    "screen",
    "shipped",
    "what_follows",
]
