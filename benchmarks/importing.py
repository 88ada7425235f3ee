"""Bringing whole courses over (`import_course`: one person and one transaction a course), against bare inserts.

Interleaved in portions. The bare loop inserts the very rows that the import left, one commit a row; beside it, without
a bar, one commit a course. Making the person, with name and key, is in our time. Of the slow bare loop only every
tenth course is inserted. On a slow disk it ends after a minute with the portions done by then, and says how many.
"""

from collections.abc import Sequence
from statistics import median
from time import perf_counter

from benchmarks import courses
from benchmarks.clinic import Bare, new_clinic, stored_rows
from benchmarks.courses import instants
from benchmarks.figure import Figure, at_most, figure
from benchmarks.sizes import Sizes
from enthesis.clinic.importing import Header, import_course
from enthesis.clinic.models import Clinic

PORTIONS = 20
SHARE = 10
LONGEST = 60.0  # seconds


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clinic, _ = new_clinic()
    bare = Bare()
    portions = min(PORTIONS, sizes.import_courses)
    numbers = range(sizes.import_courses)
    ours: list[float] = []
    each_row: list[float] = []
    each_course: list[float] = []
    done, began = 0, perf_counter()
    for portion in range(portions):
        if portion and perf_counter() - began > LONGEST:
            break
        chosen = numbers[portion::portions]
        done += len(chosen)
        seconds, names = _import(clinic, chosen, sizes.course_events)
        ours.append(seconds / (len(chosen) * sizes.course_events))
        logs = [bare.rows(stored_rows(name)) for name in names]
        begun = perf_counter()
        for log in logs:
            bare.one_commit(log)
        each_course.append((perf_counter() - begun) / (len(logs) * sizes.course_events))
        some = logs[::SHARE]
        begun = perf_counter()
        for log in some:
            bare.one_commit_each(log)
        each_row.append((perf_counter() - begun) / (len(some) * sizes.course_events))
    event, row, whole = (median(times) * 1e6 for times in (ours, each_row, each_course))
    what = f"importing {done:,} courses x {sizes.course_events} events"
    return [
        figure(
            f"import_{database}",
            _ratio(ours, each_row),
            "ratio",
            f"{what} / insert and commit of the same rows: {event:.0f} us and {row:.0f} us an event;"
            f" median of {len(ours)} portions",
            at_most(4),
        ),
        figure(
            f"import_vs_one_commit_a_course_{database}",
            _ratio(ours, each_course),
            "ratio",
            f"the same / bare inserts with one commit a course: {whole:.0f} us a row",
        ),
    ]


def _import(clinic: Clinic, numbers: Sequence[int], size: int) -> tuple[float, list[str]]:
    """The seconds that it took, and the numbers of the courses."""
    from dataclasses import replace

    seconds, names = 0.0, []
    for number in numbers:
        log = courses.course(number, size)
        dated = [replace(event, recorded_at=at) for event, at in zip(log, instants(log), strict=True)]
        begun = perf_counter()
        told = import_course(Header(f"Example {number}"), dated, clinic=clinic)
        seconds += perf_counter() - begun
        if not told.number:
            raise RuntimeError(f"The course was refused: {told.refused}")
        names.append(told.number)
    return seconds, names


def _ratio(ours: Sequence[float], bare: Sequence[float]) -> float:
    return median(a / b for a, b in zip(ours, bare, strict=True))
