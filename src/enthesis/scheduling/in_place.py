"""A visit that keeps its time and its leader keeps its room and device too, where these still do."""

from collections.abc import Sequence
from dataclasses import replace

from enthesis.scheduling.check import check
from enthesis.scheduling.problem import Placed, Problem
from enthesis.scheduling.series import Series

_OF_RESOURCES = frozenset({"no-such-resource", "need-unmet", "taken-twice", "two-sites", "closed", "booked"})


def in_place(problem: Problem, series: Series) -> Series:
    """The series with what each visit that stays has booked now. The solver decides on times and leaders only."""
    booked = {wanted.id: wanted.booked for wanted in problem.wanted if wanted.booked}
    visits = list(series.visits)
    for place, visit in enumerate(visits):
        now = booked.get(visit.item)
        if now is None or now.starts != visit.starts or now.resources == visit.resources:
            continue
        if visit.resources and visit.resources[0] not in now.resources:
            continue
        kept = [*visits[:place], replace(visit, resources=now.resources), *visits[place + 1 :]]
        if _holds(problem, kept, visit.item):
            visits = kept
    return replace(series, visits=tuple(visits))


def _holds(problem: Problem, visits: Sequence[Placed], item: str) -> bool:
    return not any(each.item == item and each.code in _OF_RESOURCES for each in check(problem, visits))
