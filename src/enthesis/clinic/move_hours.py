"""Hours that a clinic decides about visits that get another time; until it does, stated defaults hold."""

from dataclasses import dataclass
from datetime import timedelta

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic

HELD = "held"  # for which the new time of a confirmed visit is held while the patient decides
NOTICE = "notice"  # which a patient has at least before a new time; a visit that is nearer is not moved unless it must
UNLESS_DECIDED = {HELD: 48, NOTICE: 24}  # no source states them
MOST = 14 * 24
_NAME = "move-hours:"


@dataclass(frozen=True, slots=True)
class MoveHours:
    """What holds at a clinic now."""

    held: timedelta
    notice: timedelta
    undecided: frozenset[str]


def move_hours(clinic: int) -> MoveHours:
    """What the clinic decided, and the defaults where it did not."""
    names = [f"{_NAME}{what}" for what in UNLESS_DECIDED]
    kept = {one.name.removeprefix(_NAME): int(one.value) for one in decisions(clinic, names) if one.value.isdecimal()}
    hours = UNLESS_DECIDED | kept
    undecided = frozenset(UNLESS_DECIDED) - kept.keys()
    return MoveHours(timedelta(hours=hours[HELD]), timedelta(hours=hours[NOTICE]), undecided)


def set_move_hours(what: str, hours: int, *, clinic: Clinic, by: By) -> None:
    """A clinic decides one of them. Raises `NotDecided`, and `NotAllowed` for who may not decide."""
    if what not in UNLESS_DECIDED:
        raise NotDecided(f'"{what:.40}" is no such time.', f"There are {', '.join(UNLESS_DECIDED)}.", "what")
    least = 1 if what == HELD else 0
    if not least <= hours <= MOST:
        raise NotDecided(f"{hours} hours.", f"Give {least} to {MOST}.", "hours")
    decide(f"{_NAME}{what}", str(hours), clinic=clinic, by=by)
