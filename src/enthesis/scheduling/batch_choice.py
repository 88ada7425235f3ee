"""One series for each patient out of its pool, chosen together by OR-Tools CP-SAT (extra `scale`).

A series of a pool says who leads each visit and when; which of the free rooms and devices it takes is chosen here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from enthesis.scheduling.batch import Asked, stays, steps_of
from enthesis.scheduling.check import is_booked, occupied, opening
from enthesis.scheduling.problem import Need, Placed, Problem, Resource, Wanted
from enthesis.scheduling.series import Series

LEFT_OUT = 10**9  # points: more than any series


@dataclass(frozen=True, slots=True)
class _Slot:
    """One visit at one time with one leader; the rest of what it takes is open."""

    item: str
    starts: object
    leader: str


def choose(
    asked: Sequence[Asked], pools: Mapping[str, Sequence[Series]], hint: Mapping[str, Series], seconds: float
) -> dict[str, Series] | None:
    """The cheapest choice with the fewest left out; None where none was found in time."""
    model = cp_model.CpModel()
    chosen: dict[tuple[str, int], cp_model.IntVar] = {}
    given: dict[tuple[str, _Slot, int, str], cp_model.IntVar] = {}
    taken: dict[str, list[tuple[int, int, cp_model.IntVar]]] = {}
    days: dict[tuple[str, object], list[cp_model.IntVar]] = {}
    terms = []
    for each in asked:
        plans = [model.new_bool_var("") for _ in pools[each.key]]
        left_out = model.new_bool_var("")
        model.add_exactly_one([*plans, left_out])
        terms.append(LEFT_OUT * left_out)
        wanted = {one.id: one for one in each.problem.wanted}
        slots: dict[_Slot, list[cp_model.IntVar]] = {}
        visit_of: dict[_Slot, Placed] = {}
        for number, (plan, series) in enumerate(zip(plans, pools[each.key], strict=True)):
            chosen[each.key, number] = plan
            terms.append(series.cost * plan)
            model.add_hint(plan, hint.get(each.key) == series)
            for visit in series.visits:
                if each.person:
                    days.setdefault((each.person, visit.day), []).append(plan)
                if visit.resources and not stays(wanted[visit.item], visit):
                    slot = _Slot(visit.item, visit.starts, visit.resources[0])
                    slots.setdefault(slot, []).append(plan)
                    visit_of[slot] = visit
        for slot, users in slots.items():
            visit, one = visit_of[slot], wanted[slot.item]
            first, last = steps_of(each.problem, one, visit)
            used = model.new_bool_var("")
            model.add(used == sum(users))
            taken.setdefault(slot.leader, []).append((first, last, used))
            for place, need in enumerate(one.needs[1:], 1):
                options = []
                for name in _free(each.problem, one, visit, need, slot.leader):
                    literal = model.new_bool_var("")
                    given[each.key, slot, place, name] = literal
                    options.append(literal)
                    taken.setdefault(name, []).append((first, last, literal))
                model.add(sum(options) == used)
    for uses in taken.values():
        for start in {first for first, _, _ in uses}:
            model.add_at_most_one([literal for first, last, literal in uses if first <= start < last])
    for plans in days.values():
        model.add(sum(plans) <= 1)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    picked = [key for key, literal in given.items() if solver.boolean_value(literal)]
    found = {}
    for each in asked:
        picks = [key[1:] for key in picked if key[0] == each.key]
        for number, series in enumerate(pools[each.key]):
            if solver.boolean_value(chosen[each.key, number]):
                visits = tuple(_with(visit, picks) for visit in series.visits)
                found[each.key] = replace(series, visits=visits)
    return found


def _with(visit: Placed, picks: Sequence[tuple[_Slot, int, str]]) -> Placed:
    """A visit with the rooms and devices that were chosen for it."""
    if not visit.resources:
        return visit
    slot = _Slot(visit.item, visit.starts, visit.resources[0])
    others = {place: name for at, place, name in picks if at == slot}
    if not others:
        return visit
    return replace(visit, resources=(visit.resources[0], *(others[place] for place in sorted(others))))


def _free(problem: Problem, wanted: Wanted, visit: Placed, need: Need, leader: str) -> list[str]:
    """The resources that may fill a need of a visit at its time: of its leader's site, at work and not booked."""
    by_name = {resource.id: resource for resource in problem.resources}
    site = _site(by_name, visit)
    return [
        resource.id
        for resource in problem.resources
        if resource.id != leader
        and need.takes(resource)
        and (not resource.site or not site or resource.site == site)
        and _is_free(problem, wanted, visit, resource)
    ]


def _site(by_name: Mapping[str, Resource], visit: Placed) -> str:
    return next((by_name[name].site for name in visit.resources if by_name[name].site), "")


def _is_free(problem: Problem, wanted: Wanted, visit: Placed, resource: Resource) -> bool:
    span = occupied(problem, wanted, visit)
    inside = any(start <= span[0] and span[1] <= end for start, end in opening(problem, resource, visit.day))
    return inside and not is_booked(problem, resource, span)
