"""When an event of a case was: a day, a nominal week, or not known. Told in days, weeks, months, years or dates."""

import re
from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from enthesis.cases.fields import Fields
from enthesis.cases.words import number_in_words

FIELDS = ("day", "days", "week", "weeks", "month", "months", "year", "years", "date")
_MONTHS, _YEARS = 12, 52  # not a limit: months of a year, and its nominal weeks

_MONTH_NAMES = "|".join(name[:3].lower() for name in month_name[1:])
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH_NAMES})[a-z]*\.?,?\s+(\d{{4}})", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"({_MONTH_NAMES})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})", re.IGNORECASE)
_ISO = re.compile(r"\b(\d{4}-\d{2}-\d{2})(?:T[\d:.+Z-]*)?(?![\d-])")
_UNITS = r"(hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mths?|mo|years?|yrs?|y)"
_AFTER = re.compile(rf"(?:at\s+)?(-?\d+|[a-z]+(?:[- ][a-z]+)?)[\s-]*{_UNITS}(?:\s+(?:later|after time zero))?")
_AHEAD = re.compile(r"(?:on |in |at )?(day|d|week|wk|w|month|mo|year)s?\s*(-?\d+)")


@dataclass(frozen=True, slots=True)
class When:
    """The day from time zero, or the week where only that is told: it is nominal and gives no date."""

    day: int | None = None
    week: int | None = None


def read_when(told: Mapping[str, Any], zero: date | None, read: Fields) -> When:
    """When an event was, from its fields. What is read otherwise than told, and what cannot be, is noted in `read`."""
    day: int | None = None
    week: int | None = None
    for name in FIELDS:
        value = told.get(name)
        if value is None:
            continue
        found = _one(name.removesuffix("s"), value, zero, read)
        if found.day is not None and day is None:
            day = found.day
        elif found.week is not None and week is None:
            week = found.week
    return When(day, week)


def zero_of(time_zero: str, events: Sequence[Any]) -> date | None:
    """The calendar day of time zero: as told, or that of the first injection where time zero is one or is not told."""
    if found := _date(time_zero):
        return found
    if time_zero and not re.search(r"injection|session|treatment|prolotherapy", time_zero.lower()):
        return None
    for event in events:
        if isinstance(event, Mapping) and str(event.get("what") or "").strip().lower() in ("injection", "treatment"):
            return next((day for name in ("date", "day") if (day := _date(event.get(name))) is not None), None)
    return None


def _one(name: str, value: Any, zero: date | None, read: Fields) -> When:
    if _is_date(value) and (on := _date(value)) is not None:
        if zero is None:
            read.left.append(f'{name} (told as "{value}"; the calendar day of time zero is not told)')
            return When()
        days = (on - zero).days
        read.read_as.append(f'{name}: "{value}" is read as day {days}.')
        return When(day=days)
    if isinstance(value, str) and name != "date" and (found := _with_unit(value)) is not None:
        read.read_as.append(f'{name}: "{value.strip():.40}" is read as {_said(found)}.')
        return found
    if name in ("day", "week"):
        number = read.whole(value, name)
        return When(day=number) if name == "day" else When(week=number)
    if name == "date":
        read.leave(value, name)
        return When()
    number = read.whole(value, name)
    if number is None:
        return When()
    found = _nominal(number, name)
    read.read_as.append(f"{name} {number} is read as {_said(found)}.")
    return found


def _with_unit(value: str) -> When | None:
    """Words that are a number with its unit, and nothing else."""
    low = " ".join(value.lower().split())
    if ahead := _AHEAD.fullmatch(low):
        return _nominal(int(ahead[2]), ahead[1])
    after = _AFTER.fullmatch(low)
    if after is None:
        return None
    number = int(after[1]) if after[1].lstrip("-").isdigit() else number_in_words(after[1])
    return None if number is None or abs(number) > 10**4 else _nominal(number, after[2])


def _nominal(number: int, unit: str) -> When:
    """A number of days is a day; weeks, months and years are nominal, but for their beginning."""
    if number == 0 or unit[0] == "d":
        return When(day=number)
    if unit[0] == "h":
        return When(day=number // 24)
    if unit[0] == "w":
        return When(week=number)
    weeks = number * _YEARS
    return When(week=weeks if unit[0] == "y" else round(weeks / _MONTHS))


def _said(found: When) -> str:
    return f"day {found.day}" if found.day is not None else f"about week {found.week}"


def _date(value: Any) -> date | None:
    """A calendar day told in full, its month first or in words; "01/02/2021" has two meanings and is none."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    try:
        if found := _ISO.search(text):
            return date.fromisoformat(found[1])
        if found := _DAY_FIRST.search(text):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_FIRST.search(text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
    except ValueError:
        return None
    return None


def _month(name: str) -> int:
    return _MONTH_NAMES.split("|").index(name[:3].lower()) + 1


def _is_date(value: Any) -> bool:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return any(pattern.fullmatch(text) for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST))
