"""The pause of each drug around each session of a course, on the session's own day: it moves when the session does.

Nothing is stored, and there is no clock in here. A session that was cancelled is none of those that are handed in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from enthesis.pathway.finding import Finding
from enthesis.pathway.medications import advice
from enthesis.pathway.medications import holds as pauses
from enthesis.pathway.medications.answer import Around, for_clinician, for_patient
from enthesis.pathway.medications.holds import Days, Hold, HoldWindow, Session
from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.look_up import look_up
from enthesis.pathway.medications.review import pause_around


class How(StrEnum):
    """How firm the day of a session is."""

    GIVEN = "given"
    BOOKED = "booked"
    AIM = "aim"  # no time is booked: the day to aim for


@dataclass(frozen=True, slots=True)
class SessionDay:
    """One injection of a course on its day."""

    on: date
    activity: str
    title: str
    how: How


@dataclass(frozen=True, kw_only=True, slots=True)
class HoldClock:
    """The pause of one drug around one session."""

    name: str  # as it stands on the patient's list; "" where the list does not name such a drug
    called: str  # to the patient
    drug: str  # to the clinician
    is_aspirin: bool
    session: SessionDay
    window: HoldWindow
    published: str  # what published clinics ask for, in words with its sources; "" where nothing is

    @property
    def is_decided(self) -> bool:
        return self.window.before.is_decided or self.window.after.is_decided

    def as_json(self) -> dict[str, Any]:
        """Plain values for a machine door."""
        return {
            "name": self.name or None,
            "drug": self.drug,
            "activity": self.session.activity,
            "how": self.session.how.value,
            **self.window.as_json(),
        }


def hold_clocks(
    names: Sequence[str], sessions: Iterable[SessionDay], holds: Mapping[str, Sequence[Hold]], country: str = ""
) -> tuple[HoldClock, ...]:
    """The pause of each drug of the list around each session, soonest session first.

    `holds` are what a protocol or the clinic decided, by activity. What is decided for a class has its clock too,
    whatever the list names of it: such a drug is bought without asking. A drug that only its prescriber may stop has
    none, whatever `holds` say.
    """
    return tuple(
        clock
        for session in sorted(sessions, key=lambda session: session.on)
        for clock in _around(names, session, tuple(holds.get(session.activity, ())), country)
    )


def _around(names: Sequence[str], session: SessionDay, holds: Sequence[Hold], country: str) -> Iterator[HoldClock]:
    covered: set[str] = set()
    for name in names:
        for mention in look_up(name).mentions:
            around = pause_around(mention, [Session(session.on)], holds)
            covered |= {around.hold.covers} if around.hold else set()
            for window in around.windows:
                yield HoldClock(
                    name=name,
                    called=for_patient(mention, country),
                    drug=for_clinician(mention, country),
                    is_aspirin=_is_for_pain_aspirin(mention.drug.drug_class if mention.drug else ""),
                    session=session,
                    window=window,
                    published=_published(around),
                )
    words = {covers: each["for_patient"] for each in advice.sentences()["clock_classes"] for covers in each["covers"]}
    for hold in holds:
        if hold.covers not in words or not _may_be_paused(hold.covers) or _is_said_closer(hold, holds):
            continue
        if not hold.before_days and not hold.after_days:
            continue
        for window in pauses.windows(hold, None, [Session(session.on)]):
            yield HoldClock(
                name="",
                called=f"other {words[hold.covers]}" if hold.covers in covered else words[hold.covers],
                drug=words[hold.covers],
                is_aspirin=False,
                session=session,
                window=window,
                published="",
            )


def _is_for_pain_aspirin(drug_class: str) -> bool:
    return drug_class == "aspirin"


def _published(around: Around) -> str:
    return f"{around.known.in_words} ({', '.join(around.known.keys)})" if around.known else ""


def _is_said_closer(hold: Hold, holds: Sequence[Hold]) -> bool:
    """Whether another setting speaks of the class itself where this one speaks of its group."""
    group = pauses.published().get(hold.covers)
    return group is not None and any(other.covers in group.classes for other in holds)


def _may_be_paused(covers: str) -> bool:
    """Whether nothing that a setting covers is its prescriber's alone."""
    classes = pauses.published()[covers].classes if covers in pauses.published() else (covers,)
    members = [drug for drug in library().drugs.values() if drug.drug_class in classes or drug.id == covers]
    return bool(members) and all(drug.may_be_paused for drug in members)


# -- as a patient lives them ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in one piece on which a patient leaves out some drugs; pauses that touch or overlap are one."""

    days: Days
    called: tuple[str, ...]  # the drugs in the patient's words
    sessions: tuple[SessionDay, ...]
    set_by: str
    is_aspirin: bool = False
    open_side: str = ""  # "before" or "after" an injection: the side of which nobody has decided anything

    @property
    def is_booked(self) -> bool:
        """Whether every session that it is about was given or has a time; else its days may still move."""
        return all(session.how is not How.AIM for session in self.sessions)

    @property
    def finding(self) -> Finding:
        """What is said about it. Words for the patient name the days of the week, those for the clinician the year."""
        sessions = advice.listed([_day(session.on) for session in self.sessions])
        words = {
            "name": advice.listed(list(self.called), "or"),
            "first": _day(self.days.first),
            "last": _day(self.days.last),
            "sessions": sessions,
            "days": f"{advice.on(self.days.first)} to {advice.on(self.days.last)}",
            "set_by": self.set_by,
        }
        heading = f"{'booked' if self.is_booked else 'aim'}{'/aspirin' if self.is_aspirin else ''}"
        found = advice.finding("clock", heading, words)
        sides = {each["side"]: each["to_patient"] for each in advice.sentences()["clock_open"]}
        more = sides.get(self.open_side, "")
        return replace(found, to_patient=f"{found.to_patient} {more}".strip())


def stretches(clocks: Iterable[HoldClock]) -> tuple[Stretch, ...]:
    """The decided pauses as stretches of days, soonest first; drugs with the same days share one."""
    by_drug: dict[tuple[str, bool], list[Stretch]] = {}
    for clock in clocks:
        spell = clock.window.spell
        if spell is None:
            continue
        mine = by_drug.setdefault((clock.called, clock.is_aspirin), [])
        piece = Stretch(
            spell, (clock.called,), (clock.session,), clock.window.set_by, clock.is_aspirin, _open_side(clock.window)
        )
        if mine and spell.first <= mine[-1].days.last + timedelta(days=1):
            mine[-1] = _joined(mine[-1], piece)
        else:
            mine.append(piece)
    together: dict[tuple[Days, tuple[SessionDay, ...], bool, str, str], Stretch] = {}
    for piece in (piece for mine in by_drug.values() for piece in mine):
        key = (piece.days, piece.sessions, piece.is_aspirin, piece.set_by, piece.open_side)
        there = together.get(key)
        together[key] = replace(there, called=(*there.called, *piece.called)) if there else piece
    return tuple(sorted(together.values(), key=lambda stretch: (stretch.days.first, stretch.days.last)))


def _open_side(window: HoldWindow) -> str:
    return (
        ""
        if window.before.is_decided and window.after.is_decided
        else ("after" if window.before.is_decided else "before")
    )


def _joined(one: Stretch, other: Stretch) -> Stretch:
    days = Days(min(one.days.first, other.days.first), max(one.days.last, other.days.last))
    sessions = tuple(dict.fromkeys((*one.sessions, *other.sessions)))
    return replace(one, days=days, sessions=sessions)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _day(day: date) -> str:
    """Monday 3 March."""
    return f"{_WEEKDAYS[day.weekday()]} {advice.on(day).rsplit(' ', 1)[0]}"
