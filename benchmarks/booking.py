"""`python -m benchmarks booking`: finding the best complete series. docs/benchmarks.md says what each figure means."""

import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

import numpy as np

from benchmarks import busy_clinic
from benchmarks.figure import Figure, at_least, at_most, figure
from benchmarks.sizes import Sizes
from enthesis.scheduling.counts import starts
from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import Resource
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
    """From the first byte read to the series itself."""
    grid = busy_clinic.grid()
    clinic = busy_clinic.resources(grid)
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as home:
        database = _stored(Path(home) / "busy.sqlite3", clinic)
        took, found = [], 0
        for number in range(sizes.series + 1):
            begun = perf_counter()
            read = _read(database, clinic, grid)
            best = Solver(busy_clinic.problem(number, grid, read)).best()
            took.append((perf_counter() - begun) * 1000)
            found += best is not None
        database.close()
    percentile = quantiles(took[1:], n=20)[-1]
    says = (
        f"95th percentile of {sizes.series} courses of 16 visits in a year of 5-minute steps, 4 clinicians, calendars "
        f"85 % full, read from SQLite; median {median(took[1:]):.0f} ms; {found} have a series"
    )
    return [figure("best_series_p95", percentile, "ms", says, at_most(50))]


def start_days(sizes: Sizes) -> list[Figure]:
    grid = busy_clinic.grid()
    clinic = busy_clinic.resources(grid)
    took, days = [], 0
    for number in range(min(sizes.series, 20) + 1):
        problem = busy_clinic.problem(number, grid, clinic)
        first = replace(problem.wanted[0], opens=grid.first, closes=None)
        begun = perf_counter()
        found = starts(Solver(replace(problem, wanted=(first, *problem.wanted[1:]))))
        took.append((perf_counter() - begun) * 1000)
        days = max(days, len(found.counts))
    says = f"median of {len(took) - 1} courses of 16 visits, each day of a year as the start, with tables; up to {days}"
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
        took = []
        for number in range(min(sizes.series, 9)):
            problem = busy_clinic.problem(number, grid, clinic)
            begun = perf_counter()
            Solver(replace(problem, patient=replace(problem.patient, clinician=""))).best()
            took.append((perf_counter() - begun) * 1000)
        says = (
            f"best series with {clinicians} clinicians, {len(clinic)} calendars, tables included; median of {len(took)}"
        )
        found.append(figure(f"clinicians_{clinicians}", median(took), "ms", says))
    return found


def _stored(file: Path, clinic: Sequence[Resource]) -> sqlite3.Connection:
    """The bookings of a clinic as rows: resource, first step, last step."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE booking (resource TEXT, first INTEGER, last INTEGER)")
    rows = [(r.id, first, last) for r in clinic if r.spans is not None for first, last in r.spans.tolist()]
    database.executemany("INSERT INTO booking VALUES (?, ?, ?)", rows)
    database.execute("CREATE INDEX booking_by_resource ON booking (resource, first, last)")
    database.commit()
    return database


def _read(database: sqlite3.Connection, clinic: Sequence[Resource], grid: Grid) -> tuple[Resource, ...]:
    """The resources with their bookings as the database has them."""
    limits = int(grid.midnights[-1]), int(grid.midnights[0])
    query = (
        "SELECT resource, group_concat(first || ' ' || last, ' ') FROM booking WHERE first < ? AND last > ?"
        " GROUP BY resource"
    )
    spans = {name: np.fromstring(text, dtype=np.int64, sep=" ") for name, text in database.execute(query, limits)}
    return tuple(replace(resource, spans=spans[resource.id].reshape(-1, 2)) for resource in clinic)
