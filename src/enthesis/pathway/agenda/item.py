"""One thing that comes next, and the order in which such things stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from enthesis.pathway.course import Booking
from enthesis.pathway.protocol.model import Role
from enthesis.pathway.window import Timing, Window

CONCERN = "safety-concern"
PRESCRIBER = "prescriber"
URGENCY = ("emergency", "", "urgent_care", "call_clinic_same_day", "self_care")  # "": nobody has triaged it yet


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may, should or must happen next."""

    activity: str
    number: int  # which session or point; 0 where there is only one
    title: str
    kind: str
    who: Role
    window: Window
    because: str  # in words, with dates and sources
    why_not: tuple[str, ...] = ()  # what must be true first
    owed: bool = True  # False: offered, not owed
    not_stated: tuple[str, ...] = ()  # which ends of the window the source leaves open
    booking: Booking | None = None
    minutes: int | None = None
    needs: tuple[str, ...] = ()
    course: str = ""  # which of a patient's courses, where there are several
    order: int = 0  # place in the protocol
    lapses: bool = False  # over when its window closes, with nothing to record: never overdue

    @property
    def may(self) -> bool:
        """Whether it may happen as far as its conditions go; its window says when."""
        return not self.why_not

    def is_past(self, day: date) -> bool:
        """Whether it has lapsed by a day: then there is nothing to show of it."""
        return self.lapses and self.window.on(day) is Timing.OVERDUE

    @property
    def key(self) -> str:
        return f"{self.activity}-{self.number}" if self.number else self.activity


def in_order(items: Iterable[Item]) -> list[Item]:
    def place(item: Item) -> tuple[bool, int, date, int]:
        is_concern = item.kind == CONCERN
        return not is_concern, item.order if is_concern else 0, item.window.aim or date.max, item.order

    return sorted(items, key=place)
