"""The best series of a course in a busy clinic, from the first row that is read to the series itself."""

from statistics import median, quantiles
from time import perf_counter, process_time

from benchmarks import busy_clinic
from benchmarks.figure import Figure, at_most, figure
from benchmarks.sizes import Sizes
from enthesis.clinic import resources
from enthesis.clinic.models import BookedTime, Clinic
from enthesis.clinic.resources import Described
from enthesis.scheduling.grid import Grid
from enthesis.scheduling.problem import Resource
from enthesis.scheduling.series import Solver

AT_ONCE = 5_000  # rows


def measure(sizes: Sizes, database: str) -> list[Figure]:
    grid = busy_clinic.grid()
    clinic, booked = _stored(grid)
    took, worked, reading, found = [], [], [], 0
    for number in range(sizes.series + 1):
        begun, busy = perf_counter(), process_time()
        read = _read(clinic, grid)
        reading.append((process_time() - busy) * 1000)
        best = Solver(busy_clinic.problem(number, grid, read)).best()
        took.append((perf_counter() - begun) * 1000)
        worked.append((process_time() - busy) * 1000)
        found += best is not None
    says = (
        f"95th percentile of {sizes.series} courses of 16 visits in a year of 5-minute steps, 4 clinicians, calendars "
        f"85 % full ({booked:,} bookings), read from the clinic's own tables on {database}; median "
        f"{median(took[1:]):.0f} ms; of the processor's time {_p95(worked):.0f} ms, of which reading "
        f"{median(reading[1:]):.0f}; {found} have a series"
    )
    bar = at_most(50) if database == "sqlite" else None
    name = "best_series_p95" if database == "sqlite" else f"best_series_p95_{database}"
    return [figure(name, _p95(took), "ms", says, bar)]


def _p95(taken: list[float]) -> float:
    """Without the first one, in which everything is met for the first time."""
    return quantiles(taken[1:], n=20)[-1]


def _stored(grid: Grid) -> tuple[Clinic, int]:
    """The busy clinic's calendars as a clinic has them, and how many bookings they hold."""
    clinic = Clinic.objects.create(name="Busy", time_zone="Europe/Berlin")
    rows = []
    for resource in busy_clinic.resources(grid):
        described = Described(resource.id, resource.kind, tuple(resource.skills), hours=resource.hours)
        stored = resources.add(clinic, described)
        assert resource.spans is not None
        rows += [
            BookedTime(
                resource=stored,
                course_id=1,
                visit=f"{resource.id}-{place}",
                activity="treatment",
                first=first,
                last=last,
            )
            for place, (first, last) in enumerate(resource.spans.tolist())
        ]
    BookedTime.objects.bulk_create(rows, batch_size=AT_ONCE)
    return clinic, len(rows)


def _read(clinic: Clinic, grid: Grid) -> tuple[Resource, ...]:
    first, last = int(grid.midnights[0]), int(grid.midnights[-1])
    return resources.calendars(clinic.pk, grid.first, grid.last, first, last)
