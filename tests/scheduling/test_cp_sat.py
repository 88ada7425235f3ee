"""On calendars as a clinic has them, CP-SAT proves the same least cost. `python -m benchmarks booking`: 200 times."""

import pytest

from benchmarks import busy_clinic
from enthesis.scheduling.check import check
from enthesis.scheduling.points import penalties_of
from enthesis.scheduling.series import Solver
from tests.scheduling import cp_sat

GRID = busy_clinic.grid(120)
CLINIC = busy_clinic.resources(GRID, clinicians=2, full=0.8)


@pytest.mark.parametrize("number", range(4))
def test_the_least_cost_is_that_of_cp_sat(number: int) -> None:
    solver = Solver(busy_clinic.problem(number, GRID, CLINIC, sessions=2, therapy=3))
    found = solver.best()
    assert (found.cost if found else None) == cp_sat.best_cost(solver)
    if found:
        assert check(solver.problem, found.visits) == []
        assert sum(penalty.points for penalty in penalties_of(solver.problem, found.visits)) == found.cost


def test_there_is_a_series_among_them() -> None:
    solved = [Solver(busy_clinic.problem(n, GRID, CLINIC, sessions=2, therapy=3)).best() for n in range(4)]
    assert any(solved)
