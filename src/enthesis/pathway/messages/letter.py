"""The words of one message, put together from the clinic's own file of texts. Nothing clinical is in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from enthesis.pathway.messages.model import CONDITIONS, PLACES, Language, Text


@dataclass(frozen=True, kw_only=True, slots=True)
class About:
    """What a message is about."""

    purpose: str
    clinic: str
    starts: datetime
    zone: tzinfo
    was: datetime | None = None  # the time before a move
    hold_first: date | None = None
    until: datetime | None = None  # how long the patient may answer
    telehealth: bool = False
    link: str = ""  # of a visit by video
    telephone: str = ""
    pages: str = ""  # where the patient signs in


@dataclass(frozen=True, slots=True)
class Words:
    """A subject and paragraphs, and the same in one line."""

    subject: str
    paragraphs: tuple[str, ...]
    short: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs) + "\n"


def compose(language: Language, about: About) -> Words:
    """The words of a message in one language."""
    text = language.texts[about.purpose]
    starts = about.starts.astimezone(about.zone)
    was = about.was.astimezone(about.zone) if about.was else None
    until = about.until.astimezone(about.zone) if about.until else None
    places = {
        **dict.fromkeys(PLACES, ""),
        "clinic": about.clinic,
        "day": spoken(starts.date(), language),
        "time": f"{starts:%H:%M}",
        "old_day": spoken(was.date(), language) if was else "",
        "old_time": f"{was:%H:%M}" if was else "",
        "hold_day": spoken(about.hold_first, language) if about.hold_first else "",
        "until_day": spoken(until.date(), language) if until else "",
        "until_time": f"{until:%H:%M}" if until else "",
        "telephone": about.telephone,
        "pages": about.pages,
        "link": about.link,
    }
    holds = {
        "": True,
        "booked": was is None,
        "moved": was is not None,
        "in-person": not about.telehealth,
        "telehealth": about.telehealth,
        "telephone": bool(about.telephone),
        "pages": bool(about.pages),
        "link": about.telehealth and bool(about.link),
        "no-link": about.telehealth and not about.link,
        "own-link": False,
        "until": until is not None,
    }
    subject = text.subject_moved if was is not None and text.subject_moved else text.subject
    return filled(text, subject, places, holds)


def compose_notice(
    language: Language,
    purpose: str,
    *,
    clinic: str,
    link: str = "",
    until: date | None = None,
    telephone: str = "",
    pages: str = "",
) -> Words:
    """The words of a notice in one language. Where it leads to a page of its own, it does not say where to sign in."""
    text = language.texts[purpose]
    places = {
        **dict.fromkeys(PLACES, ""),
        "clinic": clinic,
        "link": link,
        "until_day": spoken(until, language) if until else "",
        "telephone": telephone,
        "pages": pages,
    }
    holds = {
        **dict.fromkeys(CONDITIONS, False),
        "": True,
        "own-link": bool(link),
        "until": bool(link) and until is not None,
        "telephone": bool(telephone),
        "pages": bool(pages) and not link,
    }
    return filled(text, text.subject, places, holds)


def filled(text: Text, subject: str, places: Mapping[str, str], holds: Mapping[str, bool]) -> Words:
    """A text with what is put into it, and without the paragraphs whose condition does not hold."""
    body = tuple(each.says.format(**places) for each in text.body if holds[each.only_if])
    short = " ".join(each.says.format(**places) for each in text.sms if holds[each.only_if])
    return Words(subject.format(**places), body, short)


def spoken(day: date, language: Language) -> str:
    """Monday 3 March 2026."""
    return language.date.format(
        weekday=language.weekdays[day.weekday()], day=day.day, month=language.months[day.month - 1], year=day.year
    )
