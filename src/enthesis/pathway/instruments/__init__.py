"""Scores a questionnaire from its definition, and says what a change since the baseline means.

    instruments = load()
    before = score(instruments["nrs_pain"], Value(value=Decimal(7)))
    found = change(instruments["nrs_pain"], Value(value=Decimal(7)), Value(value=Decimal(5)))
    found.improvement, found.percent, found.responder     # 2 points better, 28.57... %, False

Definitions are in `knowledge/instruments`, one file for each; the words of a licensed questionnaire are in none.
"""

from enthesis.pathway.instruments.comparing import Change, Reached, change, reached_by_label
from enthesis.pathway.instruments.definition import Better, Instrument, Kind, Method, Scale, Threshold
from enthesis.pathway.instruments.forms import (
    Answered,
    Diary,
    Form,
    FormNotReadable,
    Given,
    Items,
    Ticked,
    Value,
    read_form,
)
from enthesis.pathway.instruments.library import load
from enthesis.pathway.instruments.reading import read_instrument
from enthesis.pathway.instruments.results import NoScore, Score
from enthesis.pathway.instruments.scoring import by_rule, score
from enthesis.pathway.plain_yaml import NotReadable

__all__ = [
    "Answered",
    "Better",
    "Change",
    "Diary",
    "Form",
    "FormNotReadable",
    "Given",
    "Instrument",
    "Items",
    "Kind",
    "Method",
    "NoScore",
    "NotReadable",
    "Reached",
    "Scale",
    "Score",
    "Threshold",
    "Ticked",
    "Value",
    "by_rule",
    "change",
    "load",
    "reached_by_label",
    "read_form",
    "read_instrument",
    "score",
]
