"""How a clinic offers times that became free: to one patient after the other, or to all at once. Its own decision."""

from datetime import UTC, datetime
from typing import NamedTuple

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic

ONE_BY_ONE, FIRST_COME = "one-by-one", "first-come"
WAYS = (ONE_BY_ONE, FIRST_COME)
WAY, MINUTES = "waiting-way", "waiting-minutes"
UNLESS_DECIDED = (ONE_BY_ONE, 120)  # until the clinic has decided
LONGEST = 7 * 24 * 60  # minutes that an offer may last


class Rules(NamedTuple):
    """How a clinic offers times."""

    way: str  # one-by-one | first-come
    minutes: int  # for which an offer lasts
    undecided: frozenset[str]  # which of the two the clinic has not decided


def rules_of(clinic: int) -> Rules:
    """What a clinic decided, or the defaults."""
    now = datetime.now(UTC)
    kept = {one.name: one.value for one in decisions(clinic, (WAY, MINUTES)) if one.since <= now}
    way, minutes = kept.get(WAY, ""), kept.get(MINUTES, "")
    return Rules(
        way if way in WAYS else UNLESS_DECIDED[0],
        int(minutes) if minutes.isdecimal() else UNLESS_DECIDED[1],
        frozenset(name for name, value in ((WAY, way), (MINUTES, minutes)) if not value),
    )


def set_way(way: str, *, clinic: Clinic, by: By) -> None:
    """A clinic decides to whom a time is offered. Raises `NotDecided`, and `NotAllowed` for who may not decide."""
    if way not in WAYS:
        raise NotDecided(f'"{way:.40}" is no way to offer a time.', f"There are {' and '.join(WAYS)}.", "way")
    decide(WAY, way, clinic=clinic, by=by)


def set_minutes(minutes: int, *, clinic: Clinic, by: By) -> None:
    """A clinic decides for how many minutes an offer lasts. Raises as `set_way` does."""
    if not 5 <= minutes <= LONGEST:
        raise NotDecided(f"An offer of {minutes} minutes.", f"Give 5 to {LONGEST}, which is a week.", "minutes")
    decide(MINUTES, str(minutes), clinic=clinic, by=by)
