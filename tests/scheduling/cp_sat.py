"""The same problem as CP-SAT, a literal for each time that a visit could have: what the solver is held against."""

from ortools.sat.python import cp_model

from enthesis.scheduling.series import Solver
from enthesis.scheduling.slots import NEVER


def best_cost(solver: Solver, seconds: float = 60) -> int | None:
    """The least cost, proved; None where there is no series. For problems in which no two visits may be on one day.

    Raises `TimeoutError` where it is not proved in time.
    """
    problem, grid = solver.problem, solver.times.grid
    assert not problem.same_day
    model = cp_model.CpModel()
    day_of: list[cp_model.IntVar] = []
    leads: list[dict[str, list[cp_model.IntVar]]] = []
    on_day: list[dict[int, list[cp_model.IntVar]]] = []
    terms: list[cp_model.LinearExpr | int] = []
    for item, slots in enumerate(solver.slots):
        literals: list[tuple[int, cp_model.IntVar]] = []
        by_leader: dict[str, list[cp_model.IntVar]] = {}
        by_day: dict[int, list[cp_model.IntVar]] = {}
        for place in range(len(slots.leaders)):
            for day, step in zip(*(slots.points[place] < NEVER).nonzero(), strict=True):
                if solver.day_points[item][day] >= NEVER:
                    continue
                literal = model.new_bool_var("")
                literals.append((int(day), literal))
                by_leader.setdefault(solver.leader_name(item, place), []).append(literal)
                by_day.setdefault(int(day), []).append(literal)
                terms.append(int(slots.points[place][day, step] + solver.day_points[item][day]) * literal)
        model.add_exactly_one([literal for _, literal in literals])
        day = model.new_int_var(0, grid.days - 1, "")
        model.add(day == sum(number * literal for number, literal in literals))
        day_of.append(day)
        leads.append(by_leader)
        on_day.append(by_day)
    apart = problem.one_visit_per_days
    for first in range(grid.days):
        within = [lit for by_day in on_day for day in range(first, first + apart) for lit in by_day.get(day, [])]
        model.add_at_most_one(within)
    names = {wanted.id: item for item, wanted in enumerate(problem.wanted)}
    for item, wanted in enumerate(problem.wanted):
        for gap in wanted.after:
            days = day_of[item] - day_of[names[gap.after]]
            model.add(days >= gap.opens)
            if gap.closes is not None:
                model.add(days <= gap.closes)
            if gap.ideal is not None:
                off = model.new_int_var(0, 2 * grid.days, "")
                model.add_abs_equality(off, days - gap.ideal)
                terms.append(problem.penalties.day_off_ideal * off)
        if solver.counts_change(item):
            above = leads[solver.tree.parent[item]]
            same = []
            for name in set(above) & set(leads[item]):
                both = model.new_bool_var("")
                model.add(both <= sum(above[name]))
                model.add(both <= sum(leads[item][name]))
                same.append(both)
            terms.append(problem.penalties.change_of_clinician * (1 - sum(same)))
    model.minimize(sum(terms))
    machine = cp_model.CpSolver()
    machine.parameters.max_time_in_seconds = seconds
    machine.parameters.num_workers = 2
    status = machine.solve(model)
    if status == cp_model.OPTIMAL:
        return round(machine.objective_value)
    if status == cp_model.INFEASIBLE:
        return None
    raise TimeoutError("CP-SAT did not prove an answer in time.")
