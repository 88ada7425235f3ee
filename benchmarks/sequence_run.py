"""Many walks (`walks.py`), a process for each core, on one SQLite file that need not survive a power cut."""

import os
from collections import Counter
from time import perf_counter, process_time

from django.db import connection

from benchmarks.figure import Figure, at_most, figure
from benchmarks.racers import Start, race
from benchmarks.sizes import Sizes
from benchmarks.walks import Findings, walks
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.verify import verify

SHOWN = 5  # faults that are told in words


def measure(sizes: Sizes, database: str) -> list[Figure]:
    workers = os.cpu_count() or 1

    def one(number: int, start: Start) -> tuple[Findings, float]:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
        start()
        found, begun = Findings(), process_time()
        walks(range(number, sizes.sequences, workers), found)
        return found, process_time() - begun

    begun = perf_counter()
    told = race(workers, one)
    took, worked = perf_counter() - begun, sum(seconds for _, seconds in told)
    steps: Counter[str] = sum((found.steps for found, _ in told), Counter())
    refused: Counter[str] = sum((found.refused for found, _ in told), Counter())
    faults = [fault for found, _ in told for fault in found.faults]
    consents = sum(found.consents for found, _ in told)
    proved, verdict = rebuild(check=True), verify()
    wrong = len(proved.differences) + len(verdict.faults)
    says = (
        f"{sizes.sequences} courses, {steps.total()} steps ({_said(steps)}); refused: {_said(refused)}; {consents} "
        "visits outside of their window that a named clinician let stand; "
        f"{took:.0f} s, {worked:.0f} s of the processor's time"
    )
    more = f"; {'; '.join(faults[:SHOWN])}" if faults else ""
    return [
        figure("broken_promises", len(faults), "found", f"{says}{more}", at_most(0)),
        figure(
            "sequences_rows_that_differ",
            wrong,
            "found",
            f"differences of enthesis rebuild --check over {proved.courses} courses, and faults of verify over "
            f"{verdict.events} events",
            at_most(0),
        ),
    ]


def _said(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counted.most_common()) or "nothing"
