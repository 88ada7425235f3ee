"""Days, windows and levels in words."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Any

from django.utils.dateformat import format as in_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from enthesis.pathway.window import Timing, Window

LEVELS = {
    "emergency": "emergency",
    "urgent_care": "to be seen today",
    "call_clinic_same_day": "call the clinic today",
    "self_care": "self-care",
    "": "not triaged",
}
UNVERIFIED = "unverified: confirm before use"
CONTACTS = {
    "reached": "answered, kept open",
    "seen": "seen by a clinician, kept open",
    "not_reached": "called about, nobody answered",
}
TIMINGS = {Timing.DUE: "due", Timing.OVERDUE: "overdue", Timing.UPCOMING: "coming"}
CLOSED_BECAUSE = (
    ("completed", "The course is complete"),
    ("no_response", "It did not help enough"),
    ("stopped_by_patient", "The patient stopped"),
    ("not_suitable", "Not suitable"),
    ("adverse_event", "An adverse event"),
    ("lost", "The patient could not be reached"),
    ("other", "Another reason"),
)
ROLES = {
    "patient": "the patient",
    "therapist": "the therapist",
    "front-desk": "the front desk",
    "clinician": "a clinician",
    "lead": "the lead",
}


def capped(text: str) -> str:
    """With a capital at its beginning, and nothing else changed: "19 November" stays what it is."""
    return text[:1].upper() + text[1:]


def on_paper(day: date) -> str:
    """2 March 2026, as the language of the page writes it."""
    return _formatted(day, pgettext("day, month and year", "j F Y"), get_language() or "")


def within_year(day: date) -> str:
    """2 March."""
    return _formatted(day, pgettext("day and month", "j F"), get_language() or "")


def _in_language(says: Callable[..., str]) -> Callable[..., str]:
    """The same words for the same values, in the language of the page: a list says them again and again."""
    kept = lru_cache(maxsize=4096)(lambda language, *values: says(*values))

    @wraps(says)
    def said(*values: Any) -> str:
        return kept(get_language(), *values)

    return said


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, language: str) -> str:
    """A day as a language writes it; a page names the same days again and again."""
    return in_format(day, pattern)


def dated(day: date, today: date) -> str:
    """The day; the year only where it is another one."""
    return on_paper(day) if day.year != today.year else within_year(day)


@_in_language
def near(day: date, today: date) -> str:
    """today, yesterday, tomorrow, or the day itself; the year only where it is another one."""
    return _named(day, today) or dated(day, today)


def _named(day: date, today: date) -> str:
    away = (day - today).days
    if abs(away) > 1:
        return ""
    return _("today") if away == 0 else _("tomorrow") if away == 1 else _("yesterday")


def _bound(day: date, today: date) -> str:
    """Where a span begins or ends: "until tomorrow", "until 24 March"."""
    return _named(day, today) or pgettext("end of a span", "%(day)s") % {"day": dated(day, today)}


@_in_language
def when(window: Window, today: date) -> str:
    """A window as one says it: "any day from 3 to 24 March, best on 10 March"."""
    opens, ideal, closes = window.opens, window.ideal, window.closes
    timing = window.on(today)
    if opens is None and ideal is None and closes is None:
        return _("no day is stated: the clinic decides")
    if timing is Timing.OVERDUE and closes is not None:
        return _("the window closed %(day)s") % {"day": _on(closes, today)}
    if opens is not None and closes is not None:
        if opens == closes:
            text = _on(opens, today)
        else:
            text = _("from %(first)s to %(last)s") % {"first": _bound(opens, today), "last": _bound(closes, today)}
    elif opens is not None:
        text = _("from %(first)s on") % {"first": _bound(opens, today)}
    elif closes is not None:
        text = _("until %(last)s") % {"last": _bound(closes, today)}
    else:
        text = ""
    if ideal is not None and (not text or opens != closes) and ideal not in (opens, closes):
        best = _("best %(day)s") % {"day": _on(ideal, today)}
        text = f"{text}, {best}" if text else best
    return text


@_in_language
def since(window: Window, today: date) -> str:
    """How long something has been open: "open since yesterday"."""
    return _("open since %(day)s") % {"day": _bound(window.opens, today)} if window.opens else _("open")


def when_for_patient(window: Window, today: date) -> str:
    """The same to a patient: what to do with it today comes first."""
    timing, closes = window.on(today), window.closes
    if window.first is None and closes is None:
        return _("Whenever it suits you and the clinic")
    if timing is Timing.OVERDUE:
        return _("A little late: today is fine")
    if timing is Timing.DUE:
        if closes is None:
            return _("Now")
        if closes == today:
            return _("Today")
        return _("Today, or any day until %(last)s") % {"last": _bound(closes, today)}
    return capped(when(window, today))


def anchor(name: str) -> str:
    """A name as the id of a part of a page."""
    return "entry-" + "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name)


def clock(instant: datetime, zone: tzinfo) -> str:
    """14:30 on the clinic's clock."""
    return f"{instant.astimezone(zone):%H:%M}"


def lasting(length: timedelta) -> str:
    """How long, as one says it: "12 minutes", "3 hours 20 minutes", "2 days"."""
    minutes = int(length.total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60
    if days >= 2:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours:
        return f"{_hours(hours)} {_minutes(minutes % 60)}" if minutes % 60 else _hours(hours)
    return _minutes(minutes) if minutes else _("less than a minute")


def _hours(count: int) -> str:
    return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}


def _minutes(count: int) -> str:
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def moment(instant: datetime, zone: tzinfo, today: date) -> str:
    """An instant near today: "14:30", "tomorrow at 09:00", "12 March at 09:00"; midnight is the end of a day."""
    local = instant.astimezone(zone)
    if local.time() == time.min:
        return _("the end of %(day)s") % {"day": near(local.date() - timedelta(days=1), today)}
    at = f"{local:%H:%M}"
    return at if local.date() == today else _("%(day)s at %(time)s") % {"day": near(local.date(), today), "time": at}


@_in_language
def visit_time(instant: datetime, zone: tzinfo) -> str:
    """Monday, 2 March 2026 at 14:30, on the clinic's clock."""
    local = instant.astimezone(zone)
    day = in_format(local.date(), pgettext("weekday, day, month and year", "l, j F Y"))
    return _("%(day)s at %(time)s") % {"day": day, "time": f"{local:%H:%M}"}


def number(value: object) -> str:
    """7 or 6.5: no noise behind the point; a dash where there is none."""
    if value is None or value == "":
        return "–"
    if not isinstance(value, Decimal) or not value.is_finite():
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _on(day: date, today: date) -> str:
    return _named(day, today) or pgettext("a day", "on %(day)s") % {"day": dated(day, today)}
