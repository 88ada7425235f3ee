"""`python -m benchmarks http`: what a page costs, from the socket to the disk. docs/benchmarks.md says what each means.

The unit is a Django view without middleware that reads one patient's row: the same server, database and run. Costs are
processor time, of the server with all its threads and of the database, so that waiting for a disk counts nowhere.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle
from statistics import median
from time import monotonic, perf_counter, sleep
from typing import Any

from benchmarks.apart import ROOT, PartFailed, environment
from benchmarks.both import Part, measured
from benchmarks.figure import Bar, Figure, at_most, figure
from benchmarks.http_client import Client, afresh
from benchmarks.http_server import database_process, processor, server
from benchmarks.sizes import Sizes
from enthesis.pathway.diary import MOST_A_DAY
from tests.support.migrated import migrated_database, put_database

BARS: Mapping[str, Bar] = {
    "http_course_data": at_most(3),
    "http_newest_entries": at_most(4),
    "http_diary_entry": at_most(6),
    "http_worklist_page": at_most(12),
    "http_course_page": at_most(12),
    "http_patient_page": at_most(12),
}
_NEEDED = {
    "cost": {name: ("ratio", bar) for name, bar in BARS.items()},
    "crowd": {"http_crowd_errors": ("per run", at_most(0)), "http_crowd_lost": ("per run", at_most(0))},
}


def parts() -> Mapping[str, Part]:
    return {"cost": _on_both(cost), "crowd": _on_both(crowd)}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    chosen = {name: part for name, part in parts().items() if not only or name in only}
    return measured(chosen, _NEEDED, sizes)


@dataclass(frozen=True, slots=True)
class Place:
    """A clinic on one database, and who is signed in there."""

    home: str
    address: str
    name: str  # of the database, as figures are called
    patients: list[dict[str, str]]
    clinician: str


def _on_both(part: Callable[[Sizes, Place], list[Figure]]) -> Part:
    def both(sizes: Sizes, postgres: str) -> list[Figure]:
        figures: list[Figure] = []
        for name, address in (("sqlite", ""), *((("postgresql", migrated_database(postgres)),) if postgres else ())):
            with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as home:
                if not address:
                    put_database(home)
                made = clinic(home, address, "make", str(sizes.patients))
                figures += part(sizes, Place(home, address, name, made["patients"], made["clinician"]))
        return figures

    return both


def clinic(home: str, address: str, *arguments: str) -> dict[str, Any]:
    """What a process of its own did with a clinic: `make PATIENTS`, or `count`."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.http_clinic", *arguments],
        cwd=ROOT,
        env=environment(home, address),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise PartFailed(f"benchmarks.http_clinic {' '.join(arguments)} ended with status {done.returncode}.")
    return dict(json.loads(done.stdout))


def cost(sizes: Sizes, place: Place) -> list[Figure]:
    """Each page against the unit, in turns."""
    one = place.patients[0]
    course = one["course"]
    with ExitStack() as stack:
        bare = stack.enter_context(server("benchmarks.http_bare:application", place.home, place.address))
        ours = stack.enter_context(server("benchmarks.http_app:application", place.home, place.address))
        base = database_process(place.address)
        anybody, patient = Client(bare[0]), Client(ours[0], one["session"])
        clinician = Client(ours[0], place.clinician)
        write = _writers(ours[0], place)
        asked: dict[str, tuple[int, Callable[[], object]]] = {
            "unit": (bare[1], lambda: anybody.get(f"/patient/{one['person']}/")),
            "http_course_data": (ours[1], lambda: patient.get(f"/data/{course}/")),
            "http_newest_entries": (ours[1], lambda: patient.get(f"/data/{course}/newest/")),
            "http_diary_entry": (ours[1], lambda: next(write)),
            "http_worklist_page": (ours[1], lambda: clinician.get("/worklist/")),
            "http_course_page": (ours[1], lambda: clinician.get(f"/courses/{course}/")),
            "http_patient_page": (ours[1], lambda: patient.get("/my/")),
        }
        for _, ask in asked.values():
            for _ in range(8):  # every thread of the server has read what it keeps in memory
                ask()
        took: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(sizes.repetitions):
            for name, (process, ask) in asked.items():
                took[name].append(_seconds(ask, process, base, _times(name, sizes)))
    unit = median(took["unit"])
    unit_says = f"processor time of a bare view that reads one patient, {place.name}, median of {sizes.repetitions}"
    return [
        figure(f"http_unit_{place.name}", unit * 1000, "ms", unit_says),
        *(
            figure(
                f"{name}_{place.name}",
                median(took[name]) / unit,
                "ratio",
                f"{median(took[name]) * 1000:.2f} ms of server and database, median of {sizes.repetitions} x"
                f" {_times(name, sizes)}, against the unit",
                bar,
            )
            for name, bar in BARS.items()
        ),
    ]


def _times(name: str, sizes: Sizes) -> int:
    """How many are asked for in a row: many of what is quick; a day of a diary has room for some entries only."""
    return {"unit": 4 * sizes.requests, "http_diary_entry": max(1, sizes.requests // 4)}.get(name, sizes.requests)


def _writers(port: int, place: Place) -> Iterator[None]:
    """One diary entry at each step, of one patient after the other."""
    written = [(Client(port, each["session"]), f"/my/{each['course']}/diary/") for each in place.patients]
    filled = [(client, path, client.form(path)) for client, path in written]
    for client, path, entry in cycle(filled):
        client.post(path, afresh(entry))
        yield


def _seconds(ask: Callable[[], object], process: int, base: int, times: int) -> float:
    """Processor time of one request."""
    before = processor(process) + (processor(base) if base else 0)
    for _ in range(times):
        ask()
    return (processor(process) + (processor(base) if base else 0) - before) / times


def crowd(sizes: Sizes, place: Place) -> list[Figure]:
    """All patients at once write diaries; afterwards the entries are counted."""
    before = clinic(place.home, place.address, "count")
    with (
        server("benchmarks.http_app:application", place.home, place.address) as (port, _),
        ThreadPoolExecutor(len(place.patients)) as pool,
    ):
        told = list(pool.map(lambda each: _writes(port, each, sizes.seconds), place.patients))
    after = clinic(place.home, place.address, "count")
    accepted = sum(done for done, _, _ in told)
    errors = [error for _, _, found in told for error in found]
    lost = sum(
        max(0, done - (int(str(after.get(each["course"], 0))) - int(str(before.get(each["course"], 0)))))
        for each, (done, _, _) in zip(place.patients, told, strict=True)
    )
    waits = sorted(wait for _, found, _ in told for wait in found)
    says = f"{len(place.patients)} patients for {sizes.seconds} s, {place.name}"
    worst = f"; the first: {errors[0]}" if errors else ""
    return [
        figure(
            f"http_crowd_entries_{place.name}", accepted / sizes.seconds, "per second", f"diary entries taken, {says}"
        ),
        figure(
            f"http_crowd_wait_{place.name}",
            waits[int(len(waits) * 0.99)] * 1000 if waits else 0,
            "ms",
            f"99 of 100 entries were taken within this, {says}",
        ),
        figure(f"http_crowd_errors_{place.name}", len(errors), "per run", f"not taken, {says}{worst}", at_most(0)),
        figure(f"http_crowd_lost_{place.name}", lost, "per run", f"taken and not in the log, {says}", at_most(0)),
    ]


def _writes(port: int, who: dict[str, str], seconds: int) -> tuple[int, list[float], list[str]]:
    """One patient writes as often as a day has room for, and reads between: entries taken, their time, what failed."""
    client, path = Client(port, who["session"]), f"/my/{who['course']}/diary/"
    waits: list[float] = []
    errors: list[str] = []
    began = monotonic()
    for number in range(MOST_A_DAY):
        sleep(max(0.0, began + number * seconds / MOST_A_DAY - monotonic()))
        try:
            entry = client.form(path)
            begun = perf_counter()
            client.post(path, entry)
            waits.append(perf_counter() - begun)
            client.get("/my/")
        except (PartFailed, OSError) as problem:
            errors.append(str(problem))
    return len(waits), waits, errors
