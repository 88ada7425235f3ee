"""Several messages as one letter: visits that were booked or moved at once are listed, and not told one by one.

Each visit keeps its planned message, under its own key. Only when they leave are those of one course put together
that have the same purpose and are due at the same instant: they were recorded at once, or waited for the same end of
the quiet hours. So a visit that is called off before the letter leaves is not in it, and one that moves later has a
message of its own again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from enthesis.pathway.messages.letter import Words, filled, spoken
from enthesis.pathway.messages.model import CONDITIONS, PLACES, Language, MessageRules, Planned


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One visit of the list."""

    starts: datetime
    was: datetime | None = None  # the time before a move
    telehealth: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutSeries:
    """What a letter of several visits is about. `purpose` is that of each of them."""

    purpose: str
    clinic: str
    zone: tzinfo
    visits: Sequence[Told]  # one or more, in any order
    telephone: str = ""
    pages: str = ""  # where the patient signs in


def in_one_letter(plan: Planned, plans: Iterable[Planned], rules: MessageRules) -> tuple[Planned, ...]:
    """The messages of one course that leave in the same letter as `plan`, it among them, in the order of their keys."""
    if plan.purpose not in rules.series:
        return (plan,)
    found = {each.key: each for each in plans if (each.purpose, each.due) == (plan.purpose, plan.due)}
    return tuple(each for _, each in sorted({**found, plan.key: plan}.items()))


def compose_series(language: Language, rules: MessageRules, about: AboutSeries) -> Words:
    """The words of a letter that lists several visits, the first of them first."""
    text = language.texts[rules.series[about.purpose].id]
    visits = sorted(about.visits, key=lambda visit: visit.starts)
    first = visits[0].starts.astimezone(about.zone)
    has_moved = any(visit.was for visit in visits)
    places = {
        **dict.fromkeys(PLACES, ""),
        "clinic": about.clinic,
        "number": str(len(visits)),
        "visits": "\n".join(f"- {_line(language, visit, about.zone)}" for visit in visits),
        "day": spoken(first.date(), language),
        "time": f"{first:%H:%M}",
        "telephone": about.telephone,
        "pages": about.pages,
    }
    holds = {
        **dict.fromkeys(CONDITIONS, False),
        "": True,
        "booked": not has_moved,
        "moved": has_moved,
        "telehealth": any(visit.telehealth for visit in visits),
        "in-person": not all(visit.telehealth for visit in visits),
        "telephone": bool(about.telephone),
        "pages": bool(about.pages),
    }
    return filled(text, text.subject_moved if has_moved and text.subject_moved else text.subject, places, holds)


def _line(language: Language, visit: Told, zone: tzinfo) -> str:
    starts = visit.starts.astimezone(zone)
    was = visit.was.astimezone(zone) if visit.was else None
    places = {
        **dict.fromkeys(PLACES, ""),
        "day": spoken(starts.date(), language),
        "time": f"{starts:%H:%M}",
        "old_day": spoken(was.date(), language) if was else "",
        "old_time": f"{was:%H:%M}" if was else "",
    }
    holds = {
        **dict.fromkeys(CONDITIONS, False),
        "": True,
        "booked": was is None,
        "moved": was is not None,
        "telehealth": visit.telehealth,
    }
    return " ".join(part.says.format(**places) for part in language.line if holds[part.only_if])
