"""The figures and pictures of one course, ready for a page."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override

from enthesis.clinic.opening import Seen
from enthesis.pathway.diary import days_late
from enthesis.pathway.kept import kept_windows
from enthesis.pathway.languages import say
from enthesis.pathway.languages.table import ENGLISH as ENGLISH_PAGES
from enthesis.pathway.response import Advice, Figures, advise
from enthesis.pictures.of_course import injection_marks, pain_before, pain_lines, rows
from enthesis.pictures.palette import by_name
from enthesis.pictures.progress import describe, progress_picture
from enthesis.pictures.timeline import Pain, Row, timeline_picture
from enthesis.pictures.tongue import ENGLISH, Tongue
from enthesis.web.keeping import Keeping

SLIM, BROAD, BROADEST = 330, 720, 1000
_KEPT = 64  # pictures that are not drawn again


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture in two widths; the style sheet shows the one that fits."""

    slim: SafeString
    broad: SafeString

    def __bool__(self) -> bool:
        return bool(self.slim)


@dataclass(frozen=True, slots=True)
class Reading:
    """One line of the table below a progress picture."""

    on: date
    pain: Decimal | None
    side: str
    what: str = ""
    days_late: int = 0  # of the entry of that day that was written last


@dataclass(frozen=True, slots=True)
class Progress:
    """A progress picture with the same in words and as a table."""

    picture: Picture
    says: str
    table: tuple[Reading, ...]
    drawn: SafeString  # the table, as a page shows it


_progresses: Keeping[Progress] = Keeping()
_timelines: Keeping[Picture] = Keeping()


def progress_figures(seen: Seen) -> Progress:
    """How pain went in a course."""
    return _progresses.of(seen, lambda: _progress_of(seen))


def _progress_of(seen: Seen) -> Progress:
    lines = pain_lines(seen.course)
    marks = injection_marks(seen.protocol, seen.course) if seen.protocol else ()
    baseline = pain_before(seen.course)
    pain = Pain(tuple(lines), tuple(marks), baseline)
    late = _late(seen)
    table = [
        Reading(reading.on, reading.pain, line.name, days_late=late.get((reading.on, line.name), 0))
        for line in lines
        for reading in line.readings
    ]
    table += [Reading(mark.on, None, "", mark.what) for mark in marks]
    tongue = tongue_now()
    says = describe(lines, marks, baseline, tongue) if lines else ""
    ordered = tuple(sorted(table, key=lambda r: r.on, reverse=True))
    return Progress(
        _progress(pain, tongue), says, ordered, render_to_string("web/parts/readings.html", {"readings": ordered})
    )


def _late(seen: Seen) -> dict[tuple[date, str], int]:
    """How many days late a day of the diary was written, for each side; of several entries the latest."""
    found: dict[tuple[date, str], int] = {}
    for entry in seen.course.diary:
        if entry.on is not None:
            days = days_late(entry.on, entry.written, seen.zone)
            found[entry.on, entry.side] = max(days, found.get((entry.on, entry.side), 0))
    return found


def timeline(seen: Seen, today: date) -> Picture:
    """A course in one picture: its windows, what happened in them, and pain below, on the same days."""
    return _timelines.of(seen, lambda: _timeline_of(seen, today), today)


def _timeline_of(seen: Seen, today: date) -> Picture:
    if seen.protocol is None:
        return Picture(shown(""), shown(""))
    kept = kept_windows(seen.protocol, seen.log, seen.zone)
    told = rows(seen.protocol, seen.course, seen.agenda, today, seen.zone, kept)
    lines, marks = pain_lines(seen.course), injection_marks(seen.protocol, seen.course)
    pain = Pain(tuple(lines), tuple(marks), pain_before(seen.course))
    return _timeline(tuple(told), today, pain)


def tongue_now() -> Tongue:
    """The language of the page, for what is drawn on it."""
    return _tongue(get_language() or ENGLISH_PAGES)


@cache
def _tongue(language: str) -> Tongue:
    """The same one for each page of a language, so that what was drawn with it is found again."""
    if language.startswith(ENGLISH_PAGES):
        return ENGLISH

    def label(english: str) -> str:
        found = say(english, language)
        return english if found is None else found

    with override(language):
        return Tongue(label, tuple(str(MONTHS_3[month]).lower() for month in sorted(MONTHS_3)))


@lru_cache(maxsize=_KEPT)
def _progress(pain: Pain, tongue: Tongue) -> Picture:
    """The same readings make the same picture: a course that did not change is not drawn again."""
    drawn = (
        progress_picture(f"pain-{width}", pain.lines, pain.marks, baseline=pain.baseline, width=width, tongue=tongue)
        for width in (SLIM, BROAD)
    )
    return Picture(*map(shown, drawn))


@lru_cache(maxsize=_KEPT)
def _timeline(told: tuple[Row, ...], today: date, pain: Pain) -> Picture:
    drawn = (timeline_picture(f"course-{width}", told, today, width=width, pain=pain) for width in (SLIM, BROADEST))
    return Picture(*map(shown, drawn))


def response_now(seen: Seen, today: date) -> Advice | None:
    """The figures since the last injection, as the next review would see them; None where nothing is reviewed."""
    if seen.protocol is None or not seen.course.injections:
        return None
    asked = [a for a in seen.protocol.activities if a.decision is not None and a.decision.threshold is not None]
    due = {item.activity for item in seen.agenda}
    chosen = next((a for a in asked if a.id in due), asked[-1] if asked else None)
    return advise(seen.protocol, seen.course, chosen, today) if chosen is not None else None


def share(figure: Figures) -> str:
    """16 of 20 diary days answered."""
    if figure.asked is None:
        return ""
    return f"{figure.answered} of {figure.asked} diary days answered"


def shown(svg: str) -> SafeString:
    """A picture of `enthesis.pictures` as a page shows it, in the colours of the style sheet, by day and by night.

    Our own pictures escape every word that they hold (`pictures.svg`).
    """
    return mark_safe(by_name(svg))  # noqa: S308 - see above
