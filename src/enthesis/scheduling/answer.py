"""The two machine doors: `enthesis book solve` and `enthesis book check` (docs/commands/book.md)."""

from collections.abc import Mapping, Sequence
from typing import Any

from enthesis.scheduling.check import check
from enthesis.scheduling.choices import choices
from enthesis.scheduling.counts import starts
from enthesis.scheduling.points import Penalty, penalties_of
from enthesis.scheduling.problem import Placed, Problem
from enthesis.scheduling.reading import read_problem, read_series
from enthesis.scheduling.series import Solver, TooManySplits
from enthesis.scheduling.values import UnreadableProblem
from enthesis.scheduling.why import why_not


def solve_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """The best complete series with its cost and reasons, or why there is none. Raises `UnreadableProblem`."""
    problem, unknown = read_problem(case)
    try:
        answer = _solved(problem)
    except TooManySplits:
        says = "The rules between the visits tie each other up: no series was proved best."
        raise UnreadableProblem("too-hard", says, "Ask for fewer visits at once.", "items") from None
    return {**answer, **_named(case, unknown)}


def check_case(case: Mapping[str, Any]) -> dict[str, Any]:
    """Which rules a proposed series breaks, and what it costs where it is complete. Raises `UnreadableProblem`."""
    problem, unknown = read_problem(case)
    if "series" not in case:
        raise UnreadableProblem("missing", "There is no series to check.", "Add series: [{item, starts}].", "series")
    series = read_series(case["series"], problem)
    breaches = check(problem, series)
    complete = {visit.item for visit in series} == {wanted.id for wanted in problem.wanted}
    points = penalties_of(problem, series) if complete and len(series) == len(problem.wanted) else None
    return {
        "holds": not breaches,
        "breaks": [
            {"code": b.code, "item": b.item, **({"resource": b.resource} if b.resource else {}), "says": b.says}
            for b in breaches
        ],
        "cost": None if points is None else sum(penalty.points for penalty in points),
        "penalties": [] if points is None else [_penalty(penalty) for penalty in points],
        **_named(case, unknown),
    }


def _solved(problem: Problem) -> dict[str, Any]:
    solver = Solver(problem)
    found = choices(solver)
    if not found:
        return {"series": None, "cost": None, "why": _why(problem), "starts": {}, "others": []}
    counted = starts(solver)
    best, *others = found
    return {
        "series": _series(problem, best.series.visits),
        "cost": best.series.cost,
        "proved": True,
        "starts": {str(day): number for day, number in counted.counts.items()},
        "starts_exact": counted.exact,
        "others": [
            {"differs": o.differs, "cost": o.series.cost, "series": _series(problem, o.series.visits)} for o in others
        ],
    }


def _series(problem: Problem, visits: Sequence[Placed]) -> list[dict[str, Any]]:
    found = penalties_of(problem, visits)
    zone = problem.grid.zone
    return [
        {
            "item": visit.item,
            "day": str(visit.day),
            "starts": visit.starts.astimezone(zone).isoformat(timespec="minutes"),
            "ends": visit.ends.astimezone(zone).isoformat(timespec="minutes"),
            "resources": list(visit.resources),
            "penalties": [_penalty(penalty) for penalty in found if penalty.item == visit.item],
        }
        for visit in sorted(visits, key=lambda visit: visit.starts)
    ]


def _penalty(penalty: Penalty) -> dict[str, Any]:
    return {"item": penalty.item, "name": penalty.name, "points": penalty.points, "says": penalty.says}


def _why(problem: Problem) -> dict[str, Any]:
    found = why_not(problem)
    assert found is not None
    return {
        "item": found.item,
        "after": found.after,
        "from": str(found.first) if found.first else None,
        "to": str(found.last) if found.last else None,
        "because": list(found.because),
        "says": found.says,
        "relaxations": [
            {"code": r.code, "says": r.says, "people": r.people, "days": r.days, **({"item": r.item} if r.item else {})}
            for r in found.relaxations
        ],
    }


def _named(case: Mapping[str, Any], unknown: list[str]) -> dict[str, Any]:
    named = {"case_id": case["case_id"]} if isinstance(case.get("case_id"), str) else {}
    return named | ({"unknown": unknown} if unknown else {})
