"""A plan as rows: old and new times beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from enthesis.clinic.holding import MOVE, held
from enthesis.clinic.mending import Line, Mend
from enthesis.clinic.move_hours import HELD, NOTICE, MoveHours
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen
from enthesis.web.booking.telling import plain
from enthesis.web.clinician.views import name_of
from enthesis.web.words import lasting


@dataclass(frozen=True, slots=True)
class Row:
    """One visit: what it is, when it is now, when it would be."""

    what: str
    now: str
    then: str  # "" where it stays
    with_whom: str
    how: str
    tag: str  # how the tag of `how` looks
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One course and its rows."""

    number: str
    name: str
    rows: tuple[Row, ...]
    says: str  # why there is no plan
    relaxations: tuple[str, ...]
    asked_until: str  # "" where the patient is not being asked


def tell(seen: Seen, plan: Mend, *, only_moves: bool = False) -> Told:
    """A course's plan in words."""
    lines: Sequence[Line] = plan.moves if only_moves else plan.lines
    there = held(key_of(seen.number) or 0)
    titles = {line.name: _title(line) for line in plan.lines}
    until = short(there.until, seen.zone) if there is not None and there.kind == MOVE else ""
    return Told(
        number=seen.number,
        name=name_of(seen),
        rows=tuple(_row(line, seen.zone, titles) for line in lines),
        says=plain(plan.says, titles) if plan.says else "",
        relaxations=tuple(plain(each.says, titles) for each in plan.why.relaxations) if plan.why else (),
        asked_until=until,
    )


def held_for(hours: MoveHours) -> str:
    """For how long a new time is held, and whether somebody decided that."""
    return f"{lasting(hours.held)}{_open(HELD, hours)}"


def notice(hours: MoveHours) -> str:
    """How much notice a patient has of a new time, and whether somebody decided that."""
    return f"{lasting(hours.notice)}{_open(NOTICE, hours)}"


def _open(what: str, hours: MoveHours) -> str:
    return " (the clinic has not decided; this holds until it does)" if what in hours.undecided else ""


def short(instant: datetime, zone: tzinfo) -> str:
    """Mon 2 Mar 2026, 14:30 on the clinic's clock."""
    local = instant.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M}"


def _title(line: Line) -> str:
    return f"{line.title} {line.number}" if line.number else line.title


def _row(line: Line, zone: tzinfo, titles: Mapping[str, str]) -> Row:
    how, tag = "stays", "tag-quiet"
    if line.moves:
        how, tag = ("ask the patient", "tag-due") if line.is_asked else ("moves", "tag-open")
        if line.is_new:
            how, tag = "is booked", "tag-done"
    if line.is_frozen:
        how += ", frozen"
    return Row(
        what=_title(line),
        now=short(line.old, zone) if line.old else "no time",
        then=short(line.new, zone) if line.moves else "",
        with_whom=", ".join(line.resources),
        how=how,
        tag=tag,
        why=tuple(plain(why, titles) for why in line.why) if line.moves else (),
    )
