"""The sides of the benchmark of the registry, each in a process of its own: `python -m benchmarks.registry_sides`."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def make(folder: str, courses: str) -> dict[str, Any]:
    from benchmarks.registry import DAYS
    from enthesis.outcomes.registry import open_registry
    from tests.support.made_registry import made_registry

    started = time.perf_counter()
    made_registry(Path(folder) / "registry", courses=int(courses), days=DAYS, derive=True)
    seconds = time.perf_counter() - started
    with open_registry(Path(folder) / "registry") as registry:
        days = int(registry.table("diary").count().execute())
    return {"seconds": seconds, "days": days, "courses": int(courses)}


def report(folder: str, times: str) -> dict[str, Any]:
    """The full report, each time from a registry that is opened anew."""
    from benchmarks.registry_pandas import flat
    from enthesis.outcomes.registry import open_registry
    from enthesis.outcomes.report import report as whole

    _warm()

    def once() -> list[Any]:
        with open_registry(Path(folder) / "registry") as registry:
            return list(whole(registry).figures)

    done = _timed(once, int(times), "figures")
    return {**done, "count": len(done["figures"]), "figures": flat(done["figures"])}


def pandas(folder: str, times: str) -> dict[str, Any]:
    """The same figures in pandas, from the tables alone."""
    from benchmarks.registry_pandas import flat, report_in_pandas
    from tests.support.made_registry import BUILT_ON

    done = _timed(lambda: report_in_pandas(Path(folder) / "registry", BUILT_ON), int(times), "figures")
    return {**done, "count": len(done["figures"]), "figures": flat(done["figures"])}


def _warm() -> None:
    """What is loaded once in a process is no part of the time."""
    import ibis

    ibis.duckdb.connect().raw_sql("select 1")


def _timed(once: Callable[[], Any], times: int, name: str) -> dict[str, Any]:
    seconds, processor, found = [], 0.0, None
    for _ in range(times):
        started, before = time.perf_counter(), time.process_time()
        found = once()
        seconds.append(time.perf_counter() - started)
        processor = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "cpu": processor, "peak_mb": peak, name: found}


SIDES: dict[str, Callable[..., dict[str, Any]]] = {"make": make, "report": report, "pandas": pandas}

if __name__ == "__main__":
    print(json.dumps(SIDES[sys.argv[1]](*sys.argv[2:])))
