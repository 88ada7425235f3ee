"""A drug that a diary says was taken, held against the pauses: a note for the clinician, no reproach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from enthesis.pathway.finding import Finding
from enthesis.pathway.medications import advice
from enthesis.pathway.medications.holds import Hold, HoldWindow, Session, Side
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.match import Mention
from enthesis.pathway.medications.review import pause_around


@dataclass(frozen=True, slots=True)
class Taken:
    """A diary entry: on this day this was taken, in the patient's words."""

    on: date
    name: str


def taken_inside_hold(
    entries: Iterable[Taken], sessions: Iterable[Session], holds: Sequence[Hold] = (), country: str = ""
) -> list[Finding]:
    """A note for each drug that was taken inside a pause, in the order of the diary.

    `taken-inside-hold` where a protocol or the clinic has set the days; `taken-near-session` where nobody has and only
    the published range covers the day. A drug that only its prescriber may stop never gives a note.
    """
    days = tuple(sessions)
    return [
        note
        for entry in entries
        for mention in look_up(entry.name).mentions
        if (note := _note(entry, mention, days, holds, country))
    ]


def _note(
    entry: Taken, mention: Mention, sessions: Sequence[Session], holds: Sequence[Hold], country: str
) -> Finding | None:
    around = pause_around(mention, sessions, holds)
    near = [(window, side) for window in around.windows if (side := _side(window, entry.on))]
    if not near:
        return None
    window, side = min(near, key=lambda one: (not one[1].is_decided, abs((one[0].session - entry.on).days)))
    name = mention.drug.called(country) if mention.drug else f"“{mention.typed}”"
    words = {
        "drug": f"{name} (as “{mention.typed}”)" if mention.is_memory or mention.product else name,
        "on": advice.on(entry.on),
        "where": _where(entry.on, window.session),
        "days": _days(around.hold),
        "set_by": window.set_by,
        "published": (around.known.in_words if around.known else "") or "no figure",
        "evidence": around.known.evidence if around.known else "",
    }
    return advice.finding(
        "diary",
        "inside" if side.is_decided else "published",
        words,
        because=(f"diary of {advice.on(entry.on)}: “{mention.typed}”",),
        sources=around.known.keys if around.known else (),
        unverified=mention.is_memory or bool(mention.product),
        entries=mention.entries,
    )


def _side(window: HoldWindow, day: date) -> Side | None:
    inside = [side for side in (window.before, window.after) if side.days and day in side.days]
    decided = [side for side in inside if side.is_decided]
    return next(iter(decided or inside), None)


def _where(day: date, session: date) -> str:
    apart = (day - session).days
    if apart == 0:
        return f"on the day of the session, {advice.on(session)}"
    side = "after" if apart > 0 else "before"
    return f"{advice.days(abs(apart))} {side} the session of {advice.on(session)}"


def _days(hold: Hold | None) -> str:
    if hold is None:
        return ""
    sides = ((hold.before_days, "before"), (hold.after_days, "after"))
    return " and ".join(f"{advice.days(number)} {side}" for number, side in sides if number)
