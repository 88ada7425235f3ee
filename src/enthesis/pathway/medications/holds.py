"""How long a drug is left out before and after each session: days, computed from the sessions' own dates.

Nothing is stored: when a session moves, the same call gives the moved days, and a cancelled session gives none. The
number of days comes from a protocol or a clinic. Where neither states one, the range that published clinics use is
shown, marked as not decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from enthesis.pathway.medications.drug import Drug
from enthesis.pathway.medications.library import library, read_yaml

LONGEST = 365  # days; a longer pause is a slip of the pen
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Session:
    """One injection visit. `on` is None where its day is not known; then nothing can be dated by it."""

    on: date | None
    is_cancelled: bool = False

    def __post_init__(self) -> None:
        if self.on is not None and not FIRST_DAY <= self.on <= LAST_DAY:
            raise ValueError(f"A session on {self.on} cannot be: give a day from {FIRST_DAY} to {LAST_DAY}.")


@dataclass(frozen=True, slots=True)
class Hold:
    """A pause that a protocol or a clinic has decided, in days. None: not stated; 0: no pause on that side.

    `covers` is a drug's id, a class ("nsaid") or a group of `holds.yaml`. "nsaid" covers every anti-inflammatory by
    mouth, also COX-2 inhibitors and aspirin for pain; gels and creams have their own class, "nsaid_topical".
    """

    covers: str
    before_days: int | None = None
    after_days: int | None = None
    set_by: str = "the clinic"  # "the clinic", or the protocol with its version
    source: str = ""

    def __post_init__(self) -> None:
        for side, days in (("before", self.before_days), ("after", self.after_days)):
            is_whole = days is None or (isinstance(days, int) and not isinstance(days, bool))
            if not is_whole or not 0 <= (days or 0) <= LONGEST:
                raise ValueError(f"Days {side} for {self.covers}: give a whole number from 0 to {LONGEST}, or none.")


@dataclass(frozen=True, slots=True)
class Days:
    """Days on the clinic's calendar; both ends are inside."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def as_json(self) -> dict[str, Any]:
        return {"from": self.first.isoformat(), "to": self.last.isoformat(), "days": (self.last - self.first).days}


@dataclass(frozen=True, slots=True)
class Side:
    """The pause on one side of a session, its day included."""

    days: Days | None  # None: no pause, or nobody says. Undecided: the longest that is published
    is_decided: bool
    shortest: Days | None = None  # undecided only: the shortest that is published

    def as_json(self) -> dict[str, Any] | None:
        if self.days is None:
            return None
        shown = {**self.days.as_json(), "decided": self.is_decided}
        return shown | {"shortest_published": self.shortest.as_json()} if self.shortest else shown


@dataclass(frozen=True, slots=True)
class HoldWindow:
    """The pause around one session."""

    session: date
    before: Side
    after: Side
    set_by: str = ""  # empty: nobody has decided

    @property
    def spell(self) -> Days | None:
        """The decided days in one stretch."""
        decided = [side.days for side in (self.before, self.after) if side.is_decided and side.days]
        return Days(decided[0].first, decided[-1].last) if decided else None

    def as_json(self) -> dict[str, Any]:
        return {
            "session": self.session.isoformat(),
            "before": self.before.as_json(),
            "after": self.after.as_json(),
            "set_by": self.set_by or None,
        }


@dataclass(frozen=True, slots=True)
class Published:
    """What published clinics ask for, source by source, and whether anything shows that it matters."""

    id: str
    title: str
    classes: tuple[str, ...]
    drugs: tuple[str, ...]
    sources: tuple[Mapping[str, Any], ...]
    evidence: str
    evidence_sources: tuple[str, ...]

    def range(self, side: str) -> tuple[int, int] | None:
        """Fewest and most days that a source states for "before" or "after"."""
        stated = [source[side] for source in self.sources if source[side]]
        return (min(days[0] for days in stated), max(days[1] for days in stated)) if stated else None

    @property
    def in_words(self) -> str:
        """The ranges with the keys of their sources."""
        return "; ".join(
            f"{most[0]} to {most[1]} days {side}" if most[0] != most[1] else f"{most[0]} days {side}"
            for side in ("before", "after")
            if (most := self.range(side))
        )

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*(source["source"] for source in self.sources), *self.evidence_sources]))


@cache
def published() -> Mapping[str, Published]:
    """The holds of `holds.yaml`."""
    return {
        name: Published(
            id=name,
            title=spec["title"],
            classes=tuple(spec["classes"]),
            drugs=tuple(spec.get("drugs", ())),
            sources=tuple(spec["published"]),
            evidence=spec["evidence"],
            evidence_sources=tuple(spec["evidence_sources"]),
        )
        for name, spec in read_yaml("holds.yaml")["holds"].items()
    }


def is_known(covers: str) -> bool:
    """Whether a setting names a drug, a class or a group at all."""
    return covers in library().drugs or covers in library().classes or covers in published()


def set_for(drug: Drug, holds: Iterable[Hold]) -> Hold | None:
    """The setting that covers a drug: its own before its class's before its group's. None: nobody has set one."""
    return _nearest((drug.id, drug.drug_class), drug.published_hold, holds)


def set_for_class(name: str, holds: Iterable[Hold]) -> Hold | None:
    """The setting that covers a class whose drug is not known."""
    group = next((one.id for one in published().values() if name in one.classes), "")
    return _nearest((name,), group, holds)


def _nearest(own: Sequence[str], group: str, holds: Iterable[Hold]) -> Hold | None:
    wider = (*published()[group].classes[:1], group) if group else ()
    by_name = {hold.covers: hold for hold in holds}
    return next((by_name[name] for name in (*own, *wider) if name and name in by_name), None)


def windows(hold: Hold | None, known: Published | None, sessions: Iterable[Session]) -> tuple[HoldWindow, ...]:
    """The pause around every session that stands and has a day, soonest first, each day once.

    >>> one = windows(Hold("nsaid", 7, 14), None, [Session(date(2026, 12, 8))])[0]
    >>> one.before.days.first.isoformat(), one.after.days.last.isoformat()
    ('2026-12-01', '2026-12-22')
    """
    if hold is None and known is None:
        return ()
    days = sorted({session.on for session in sessions if session.on and not session.is_cancelled})
    return tuple(
        HoldWindow(
            session=day,
            before=_side(hold.before_days if hold else None, known, day, "before"),
            after=_side(hold.after_days if hold else None, known, day, "after"),
            set_by=hold.set_by if hold and (hold.before_days, hold.after_days) != (None, None) else "",
        )
        for day in days
    )


def _side(decided: int | None, known: Published | None, session: date, side: str) -> Side:
    if decided is not None:
        return Side(_reach(session, decided, side), is_decided=True)
    stated = known.range(side) if known else None
    if stated is None:
        return Side(None, is_decided=False)
    return Side(_reach(session, stated[1], side), is_decided=False, shortest=_reach(session, stated[0], side))


def _reach(session: date, days: int, side: str) -> Days | None:
    if days == 0:
        return None
    length = timedelta(days=days)
    return Days(session - length, session) if side == "before" else Days(session, session + length)


def spells(around: Iterable[HoldWindow]) -> tuple[Days, ...]:
    """The decided days as a patient lives them: pauses that touch or overlap are one."""
    found: list[Days] = []
    for days in sorted((window.spell for window in around if window.spell), key=lambda days: days.first):
        if found and days.first <= found[-1].last + timedelta(days=1):
            found[-1] = Days(found[-1].first, max(found[-1].last, days.last))
        else:
            found.append(days)
    return tuple(found)
