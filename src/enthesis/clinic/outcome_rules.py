"""How outcomes are counted where no source says it: the clinic decides, stated defaults hold until then.

Over which days an answer counts for a time point, and how few courses that are alike may leave in an export.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from enthesis.clinic.access import By
from enthesis.clinic.decisions import NotDecided, decide, decisions
from enthesis.clinic.models import Clinic
from enthesis.outcomes.registry.cells import HOUSE_K
from enthesis.pathway.dictionary import Point, misplaced, shipped

POINT = "outcomes:point:"  # and its weeks; the value is "64/136", first and last day after the first injection
FEWEST = "outcomes:export-k"
LEAST_K, MOST_K = 2, 1_000
MOST_DAYS = 3_650


@dataclass(frozen=True, slots=True)
class OutcomeRules:
    """What holds at a clinic now."""

    points: tuple[Point, ...]
    decided: frozenset[int]  # weeks of the points whose window the clinic decided
    k: int  # of an export: fewest courses that are alike
    k_decided: bool


def outcome_rules(clinic: int) -> OutcomeRules:
    """What the clinic decided, and the defaults where it did not."""
    usual = shipped().points
    last = {one.name: one.value for one in decisions(clinic, [FEWEST, *(f"{POINT}{each.weeks}" for each in usual)])}
    own = {each.weeks: _read(each.weeks, said) for each in usual if (said := last.get(f"{POINT}{each.weeks}", ""))}
    k = last.get(FEWEST, "")
    return OutcomeRules(
        tuple(own.get(each.weeks, each) for each in usual), frozenset(own), int(k) if k else HOUSE_K, bool(k)
    )


def set_windows(windows: Mapping[int, tuple[int, int] | None], *, clinic: Clinic, by: By, why: str) -> list[int]:
    """Keep the windows of some time points by their weeks; None: no longer decided. The weeks whose window changed.

    A window holds the day of its point, and begins after the one before. Raises `NotDecided`, and `NotAllowed` for who
    may not decide.
    """
    now = outcome_rules(clinic.pk)
    there, usual = ({each.weeks: each for each in points} for points in (now.points, shipped().points))
    wanted = {weeks: Point(weeks, *days) if days else usual[weeks] for weeks, days in windows.items() if weeks in there}
    points = [wanted.get(each.weeks, each) for each in now.points]
    wrong = misplaced(points)
    if wrong is not None:
        raise NotDecided(
            f"The window of {wrong.weeks} weeks goes from day {wrong.first} to day {wrong.last}.",
            f"It holds day {wrong.day}, and begins after the window before it ends.",
            f"point-{wrong.weeks}",
        )
    if points[-1].last > MOST_DAYS:
        raise NotDecided(f"{points[-1].last} days cannot be right.", f"Give {MOST_DAYS} at most.", "point-52")
    changed = [
        weeks
        for weeks, point in wanted.items()
        if point != there[weeks] or (windows[weeks] is not None) != (weeks in now.decided)
    ]
    _check_why(why, changed)
    for weeks in changed:
        value = f"{wanted[weeks].first}/{wanted[weeks].last}" if windows[weeks] is not None else ""
        decide(f"{POINT}{weeks}", value, clinic=clinic, by=by, why=why)
    return changed


def set_fewest(k: int | None, *, clinic: Clinic, by: By, why: str) -> bool:
    """How many courses at least are alike in an export; None: no longer decided. Whether that is another than before.

    Raises `NotDecided`, and `NotAllowed` for who may not decide.
    """
    if k is not None and not LEAST_K <= k <= MOST_K:
        raise NotDecided(f"{k} courses that are alike cannot be right.", f"Give {LEAST_K} to {MOST_K}.", "k")
    now = outcome_rules(clinic.pk)
    if (k is not None, k if k is not None else now.k) == (now.k_decided, now.k):
        return False
    _check_why(why, [FEWEST])
    decide(FEWEST, "" if k is None else str(k), clinic=clinic, by=by, why=why)
    return True


def fewest(clinics: Collection[int]) -> tuple[int, bool]:
    """What holds for an export of several clinics: the largest that any of them decided; and whether one did."""
    decided = [rules.k for clinic in clinics if (rules := outcome_rules(clinic)).k_decided]
    return max(decided, default=HOUSE_K), bool(decided)


@dataclass(frozen=True, slots=True)
class Made:
    """One decision: the window of a time point, or the smallest cell of an export (`weeks` is None)."""

    at: datetime
    by: str  # handle of the account
    why: str
    holds: bool  # False: from then on nothing is decided
    weeks: int | None
    first: int = 0
    last: int = 0
    k: int = 0


def made(clinic: int) -> list[Made]:
    """Everything that was decided about it, the last first."""
    found = []
    for one in decisions(clinic, [FEWEST, *(f"{POINT}{each.weeks}" for each in shipped().points)]):
        weeks = int(one.name.removeprefix(POINT)) if one.name != FEWEST else None
        point = _read(weeks, one.value) if weeks and one.value else Point(0, 0, 0)
        k = int(one.value) if weeks is None and one.value else 0
        found.append(Made(one.made_at, one.made_by, one.why, bool(one.value), weeks, point.first, point.last, k))
    return found[::-1]


def _read(weeks: int, said: str) -> Point:
    first, _, last = said.partition("/")
    return Point(weeks, int(first), int(last))


def _check_why(why: str, changed: Collection[object]) -> None:
    if changed and not why.strip():
        raise NotDecided("A decision has a reason.", "Say why, so that the next person can judge it.", "why")
