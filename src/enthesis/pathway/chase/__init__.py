"""Who has gone silent, and which step of the ladder is next (`chase`). Pure: days come in, none is asked for."""

from enthesis.pathway.chase.ladder import Chase, Silence, chase, shows_life
from enthesis.pathway.chase.rules import (
    AFTER_REACHED,
    CLOSE,
    FILE,
    MESSAGE,
    Rules,
    Step,
    read_rules,
    shipped,
    with_days,
)

__all__ = [
    "AFTER_REACHED",
    "CLOSE",
    "FILE",
    "MESSAGE",
    "Chase",
    "Rules",
    "Silence",
    "Step",
    "chase",
    "read_rules",
    "shipped",
    "shows_life",
    "with_days",
]
