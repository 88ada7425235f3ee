"""`python -m benchmarks booking`: finding the best complete series. docs/benchmarks.md says what each figure means."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median
from time import perf_counter, process_time

from benchmarks import apart, busy_clinic
from benchmarks.figure import Figure, at_least, at_most, figure
from benchmarks.sizes import Sizes
from enthesis.scheduling.counts import starts
from enthesis.scheduling.series import Solver
from tests.scheduling import cp_sat

TWIN_SIZES = {"days": 200, "sessions": 3, "therapy": 3}  # what CP-SAT proves within seconds
GROWTH = (1, 5, 20, 100)  # clinicians

Part = Callable[[Sizes], list[Figure]]


def parts() -> Mapping[str, Part]:
    return {"find": find, "starts": start_days, "twin": twin, "growth": growth}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    return [told for name, part in parts().items() if not only or name in only for told in part(sizes)]


def find(sizes: Sizes) -> list[Figure]:
    """From the first row that is read to the series itself, in a clinic of its own."""
    return apart.run("find_series", sizes, "sqlite", "")


def start_days(sizes: Sizes) -> list[Figure]:
    grid = busy_clinic.grid()
    clinic = busy_clinic.resources(grid)
    took, worked, days = [], [], 0
    for number in range(min(sizes.series, 20) + 1):
        problem = busy_clinic.problem(number, grid, clinic)
        first = replace(problem.wanted[0], opens=grid.first, closes=None)
        begun, busy = perf_counter(), process_time()
        found = starts(Solver(replace(problem, wanted=(first, *problem.wanted[1:]))))
        took.append((perf_counter() - begun) * 1000)
        worked.append((process_time() - busy) * 1000)
        days = max(days, len(found.counts))
    says = (
        f"median of {len(took) - 1} courses of 16 visits, each day of a year as the start, with tables; up to {days} "
        f"days; of the processor's time {median(worked[1:]):.0f} ms"
    )
    return [figure("start_days", median(took[1:]), "ms", says, at_most(150))]


def twin(sizes: Sizes) -> list[Figure]:
    grid = busy_clinic.grid(TWIN_SIZES["days"])
    clinic = busy_clinic.resources(grid, clinicians=2, full=0.8)
    same, ratios, without = 0, [], 0
    for number in range(sizes.twins):
        problem = busy_clinic.problem(number, grid, clinic, TWIN_SIZES["sessions"], TWIN_SIZES["therapy"])
        begun = perf_counter()
        solver = Solver(problem)
        best = solver.best()
        ours = perf_counter() - begun
        begun = perf_counter()
        proved = cp_sat.best_cost(solver)
        ratios.append((perf_counter() - begun) / ours)
        same += (best.cost if best else None) == proved
        without += best is None
    says = (
        f"of {sizes.twins} generated courses of 8 visits in 200 days; {without} of them have no series, which both say"
    )
    speed = f"time of CP-SAT (2 workers, model and proof) / ours (tables and series), median of {sizes.twins}"
    return [
        figure("same_cost_as_cp_sat", same / sizes.twins, "ratio", f"same least cost as CP-SAT, {says}", at_least(1)),
        figure("cp_sat_time", median(ratios), "ratio", speed, at_least(50)),
    ]


def growth(sizes: Sizes) -> list[Figure]:
    grid = busy_clinic.grid()
    found = []
    for clinicians in GROWTH:
        clinic = busy_clinic.resources(grid, clinicians)
        took, worked = [], []
        for number in range(min(sizes.series, 9)):
            problem = busy_clinic.problem(number, grid, clinic)
            begun, busy = perf_counter(), process_time()
            Solver(replace(problem, patient=replace(problem.patient, clinician=""))).best()
            took.append((perf_counter() - begun) * 1000)
            worked.append((process_time() - busy) * 1000)
        says = (
            f"best series with {clinicians} clinicians, {len(clinic)} calendars, tables included; median of "
            f"{len(took)}; of the processor's time {median(worked):.0f} ms"
        )
        found.append(figure(f"clinicians_{clinicians}", median(took), "ms", says))
    return found
