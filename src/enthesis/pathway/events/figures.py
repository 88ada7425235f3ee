"""Figures: the diary and the instruments."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class DiaryEntered(Happening):
    """The patient's diary for one day: `happened_on` is that day, whenever it was written."""

    pain: Decimal | None = None  # 0 to 10, on average that day
    function: Decimal | None = None  # 0 to 10, how much it got in the way
    took: tuple[str, ...] = ()  # medicines taken that day
    side: str = ""
    words: str = ""
    personal = ("words",)


@dataclass(frozen=True, kw_only=True, slots=True)
class ScoresTaken(Happening):
    """One instrument was answered. `value` is None where the form cannot be scored, or was said in words."""

    instrument: str
    value: Decimal | None = None
    unit: str = ""
    subscale: str = ""
    activity: str = ""  # which activity of the protocol asked for it
    side: str = ""
    words: str = ""
    version: str = ""  # of the definition, and of the clinic's text where one was read: "1", "1+2026-a.en"
    answers: Mapping[str, str | None] | None = None  # item -> its number as text; None: left open
    personal = ("words",)
