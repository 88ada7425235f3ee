"""Windows: three days on the clinic's calendar, counted from what happened, and why in words."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from enthesis.pathway.protocol.model import Step, Unit, Value


class Timing(StrEnum):
    """How a window stands to a day."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Window:
    """Opening, ideal and closing day, both ends inside. None: not stated, and no clinic has decided it."""

    opens: date | None = None
    ideal: date | None = None
    closes: date | None = None

    @property
    def first(self) -> date | None:
        """The earliest day that is known of it. With nothing stated, an item is due from its anchor on."""
        return self.opens or self.ideal

    @property
    def aim(self) -> date | None:
        """The day to aim for: the ideal, or the end that is known."""
        return self.ideal or self.opens or self.closes

    def on(self, day: date) -> Timing:
        """The only place where an item meets a clock."""
        if self.closes is not None and day > self.closes:
            return Timing.OVERDUE
        if self.first is not None and day < self.first:
            return Timing.UPCOMING
        return Timing.DUE

    def holds(self, day: date) -> bool:
        """Whether a day lies inside, as far as the ends are known."""
        return (self.opens is None or day >= self.opens) and (self.closes is None or day <= self.closes)


NO_WINDOW = Window()


def later(anchor: date, amount: int, unit: Unit) -> date:
    """`amount` units after a day. A month ends where the calendar's month ends: 31 January + 1 = 28 February.

    Days are counted on the clinic's calendar and only then turned into an instant, so that a clock
    change neither adds nor takes a day. The calendar's own ends are kept: nothing is later than they.
    """
    try:
        if unit is Unit.MONTHS:
            years, month = divmod(anchor.month - 1 + amount, 12)  # not a limit: months of a year
            year = anchor.year + years
            return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))
        return anchor + timedelta(days=amount * (7 if unit is Unit.WEEKS else 1))
    except (OverflowError, ValueError):
        return date.max if amount > 0 else date.min


def after(anchor: date, step: Step) -> Window:
    """The window of a step, counted from the day of its anchor."""

    def day(value: Value) -> date | None:
        amount = value.whole()
        return None if amount is None else later(anchor, amount, step.unit)

    return Window(day(step.opens), day(step.ideal), day(step.closes))


def in_words(day: date) -> str:
    """2 March 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def span(step: Step) -> str:
    """How long after its anchor, in words: "4 to 6 weeks", "21 to 49 days, ideally 28"."""
    opens, ideal, closes = step.opens.whole(), step.ideal.whole(), step.closes.whole()
    if opens is None and closes is None:
        return "" if ideal is None else _amount(ideal, step.unit)
    if opens == 0 and closes:
        words = f"within {_amount(closes, step.unit)}"
    elif opens is not None and closes is not None:
        words = _amount(opens, step.unit) if opens == closes else f"{opens} to {_amount(closes, step.unit)}"
    elif opens == 0:
        words = "any day"
        return words if ideal is None else f"{words}, ideally {_amount(ideal, step.unit) if ideal else 'the same day'}"
    elif opens is not None:
        words = f"{_amount(opens, step.unit)} or more"
    else:
        words = f"at most {_amount(closes or 0, step.unit)}"
    return words if ideal is None or opens == closes else f"{words}, ideally {ideal or 'the same day'}"


def _amount(number: int, unit: Unit) -> str:
    return f"{number} {unit.value[:-1] if number == 1 else unit.value}"


def grounds(values: Iterable[Value]) -> str:
    """Where figures come from, for the brackets behind a reason: "RABAGO2013, decided by A. Rahman"."""
    named: dict[str, None] = {}
    for value in values:
        if value.is_decision:
            on = f" on {in_words(value.decided_on)}" if value.decided_on else ""
            named[f"decided by {value.decided_by}{on}"] = None
        elif value.is_stated and value.source:
            named[value.source] = None
    return ", ".join(named)
