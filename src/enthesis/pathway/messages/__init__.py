"""Messages of a visit, and notices that belong to none: which are to leave and when, and what each says. Pure."""

from enthesis.pathway.messages.letter import About, Words, compose, compose_notice, spoken
from enthesis.pathway.messages.model import LeadTimes, MessageRules, Notice, Planned, Purpose, Quiet, When
from enthesis.pathway.messages.planning import awake, planned
from enthesis.pathway.messages.reading import FILE, lead_times, read_rules, shipped

__all__ = [
    "FILE",
    "About",
    "LeadTimes",
    "MessageRules",
    "Notice",
    "Planned",
    "Purpose",
    "Quiet",
    "When",
    "Words",
    "awake",
    "compose",
    "compose_notice",
    "lead_times",
    "planned",
    "read_rules",
    "shipped",
    "spoken",
]
