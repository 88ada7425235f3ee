"""Consent: the texts that a patient reads and signs, what holds for this patient, and where a signature stands."""

from enthesis.pathway.consent.own_items import OwnItem, kept_items, own_items
from enthesis.pathway.consent.reading import current, named, read_folder, read_text, shipped
from enthesis.pathway.consent.state import ABOUT, Question, Standing, State, consent_of
from enthesis.pathway.consent.text import ConsentText, Section, Statement

__all__ = [
    "ABOUT",
    "ConsentText",
    "OwnItem",
    "Question",
    "Section",
    "Standing",
    "State",
    "Statement",
    "consent_of",
    "current",
    "kept_items",
    "named",
    "own_items",
    "read_folder",
    "read_text",
    "shipped",
]
