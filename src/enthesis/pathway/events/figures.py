"""Figures: the diary and the instruments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from enthesis.pathway.events.happening import Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class DiaryEntered(Happening):
    """One entry of the patient's diary: `happened_on` is the day that it is about, whenever it was written.

    A day may have several. What the figure of such a day is says `pathway/diary.py`, for everybody who reads one.
    """

    pain: Decimal | None = None  # 0 to 10, on average that day
    function: Decimal | None = None  # 0 to 10, how much it got in the way of `target`, or of anything where none is set
    took: tuple[str, ...] = ()  # medicines taken that day
    side: str = ""
    words: str = ""
    now: Decimal | None = None  # 0 to 10, at the moment of the entry
    worst: Decimal | None = None  # 0 to 10, the worst so far that day
    sleep: Decimal | None = None  # 0 to 10, how well the night before: 0 not at all, 10 very well
    at: datetime | None = None  # the moment that the entry is about; None: the day as a whole
    target: str = ""  # what the patient wants to do again, in their own words; it holds until another is set
    personal = ("words", "target")


@dataclass(frozen=True, kw_only=True, slots=True)
class GoalSet(Happening):
    """The pain that would be good enough for the patient. The latest one holds, the earlier ones stay readable.

    It is the patient's own, whoever writes it down. What is expected is held against it (docs/outcomes/growth.md).
    """

    pain: Decimal  # 0 to 10: this much or less
    target: str = ""  # what the patient wants to do again, in their own words; that of `DiaryEntered`
    personal = ("target",)


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
