"""Building the registry after 1,000 new events, each in another course, in a clinic that exists for that long only.

What is imported once in a process is loaded before: the first build, of everything, does that.
"""

import tempfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks import courses
from benchmarks.clinic import new_clinic
from benchmarks.figure import Figure, at_most, figure
from benchmarks.sizes import Sizes
from enthesis.clinic.access import Operator
from enthesis.clinic.door import new_id, record
from enthesis.clinic.importing import Header, import_course
from enthesis.clinic.registry.build import build
from enthesis.pathway import events as e

NEW = 1_000
TIMES = 3


def measure(sizes: Sizes, database: str) -> list[Figure]:
    clinic, _ = new_clinic()
    numbers = []
    for number in range(sizes.import_courses):
        log = courses.course(number, sizes.course_events)[:-1]  # it is not closed
        numbers.append(import_course(Header(f"Example {number}"), log, clinic=clinic).number)
    last = courses.FIRST_DAY + timedelta(days=500)
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as folder:
        where = Path(folder) / "registry"
        begun = perf_counter()
        whole = build(where)
        first = perf_counter() - begun
        seconds, processor = [], []
        for turn in range(TIMES):
            for place in range(NEW):
                entry = e.DiaryEntered(id=new_id(), happened_on=last + timedelta(days=turn), pain=Decimal(place % 11))
                record(entry, course=numbers[place % len(numbers)], by=Operator())
            begun, used = perf_counter(), process_time()
            built = build(where)
            seconds.append(perf_counter() - begun)
            processor.append(process_time() - used)
    says = f"a build after {NEW:,} new events in {built.written:,} of {built.courses:,} courses, {built.events:,} read"
    return [
        figure(
            "registry_incremental",
            median(seconds),
            "s",
            f"{says}; {median(processor):.2f} s of processor time; median of {TIMES}, on {database}",
            at_most(2),
        ),
        figure(
            "registry_from_nothing",
            first,
            "s",
            f"the first build of {whole.courses:,} courses, {whole.events:,} events",
        ),
    ]
