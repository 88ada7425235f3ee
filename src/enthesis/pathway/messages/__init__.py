"""Messages of a visit, and notices that belong to none: which are to leave and when, and what each says. Pure."""

from enthesis.pathway.messages.letter import About, Words, compose, compose_notice, spoken
from enthesis.pathway.messages.model import (
    Language,
    LeadTimes,
    MessageRules,
    Notice,
    Planned,
    Purpose,
    Quiet,
    Series,
    Text,
    When,
)
from enthesis.pathway.messages.own import NotUsable, Typed, as_typed, laid_over, read_typed
from enthesis.pathway.messages.planning import awake, planned
from enthesis.pathway.messages.reading import FILE, lead_times, read_rules, shipped
from enthesis.pathway.messages.series import AboutSeries, Told, compose_series, in_one_letter

__all__ = [
    "FILE",
    "About",
    "AboutSeries",
    "Language",
    "LeadTimes",
    "MessageRules",
    "NotUsable",
    "Notice",
    "Planned",
    "Purpose",
    "Quiet",
    "Series",
    "Text",
    "Told",
    "Typed",
    "When",
    "Words",
    "as_typed",
    "awake",
    "compose",
    "compose_notice",
    "compose_series",
    "in_one_letter",
    "laid_over",
    "lead_times",
    "planned",
    "read_rules",
    "read_typed",
    "shipped",
    "spoken",
]
