"""The sides of the benchmark of the registry, each in a process of its own: `python -m benchmarks.registry_sides`."""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WEEKS = ((6, 28, 63), (13, 64, 136), (26, 137, 272), (52, 273, 455))


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
    from enthesis.outcomes.registry import open_registry
    from enthesis.outcomes.report import report as whole

    _warm()

    def once() -> int:
        with open_registry(Path(folder) / "registry") as registry:
            return len(whole(registry).figures)

    return _timed(once, int(times), "count")


def ours(folder: str, times: str) -> dict[str, Any]:
    """The figures that pandas is asked for, too."""
    from enthesis.outcomes.registry import open_registry

    _warm()

    def once() -> dict[str, float]:
        with open_registry(Path(folder) / "registry") as registry:
            points, sessions, weeks = registry.table("points"), registry.table("sessions"), registry.weeks()
            pain = points.filter(points.measure == "nrs_pain").group_by("weeks")
            rows = pain.agg(
                of=lambda t: t.count(),
                came=lambda t: t.value.count(),
                helped=lambda t: (t.percent >= 30).sum(),
                mean=lambda t: t.improvement.mean(),
            )
            asked = weeks.aggregate(
                asked=weeks.asked.sum(),
                answered=weeks.kept.sum(),
                held=weeks.held.sum(),
                took=weeks.held_nsaid.sum(),
                pain=weeks.pain.sum() / weeks.pain_days.sum(),
            )
            kept = sessions.aggregate(windows=sessions.inside.count(), inside=sessions.inside.sum())
            found = [{f"{name} {row['weeks']}": row[name] for name in row} for row in rows.to_pyarrow().to_pylist()]
            several = [*found, asked.to_pyarrow().to_pylist()[0], kept.to_pyarrow().to_pylist()[0]]
            return {name: float(value) for each in several for name, value in each.items()}

    return _timed(once, int(times), "figures")


def pandas(folder: str, times: str) -> dict[str, Any]:
    """The same figures as somebody who knows pandas would have them: no column too many, no loop over rows."""
    import pandas as pd
    import pyarrow.parquet as pq

    def read(table: str, columns: list[str], where: Any = None) -> Any:
        files = sorted(str(each) for each in (Path(folder) / "registry" / table).rglob("*.parquet"))
        whole = pq.ParquetDataset(files, partitioning=None, filters=where).read(columns=columns)
        return whole.to_pandas()

    def once() -> dict[str, float]:
        courses = read("courses", ["course", "first_injected"]).dropna()
        courses["first_injected"] = pd.to_datetime(courses["first_injected"])
        diary = read("diary", ["course", "day", "pain", "asked", "answered", "in_hold", "nsaid"])
        told = diary.loc[diary["pain"].notna(), ["course", "day", "pain"]].merge(courses, on="course")
        told["days"] = (pd.to_datetime(told["day"]) - told["first_injected"]).dt.days
        scores = read("scores", ["course", "instrument", "taken", "taken_in_order", "session", "value"])
        scores = scores[scores["instrument"] == "nrs_pain"].merge(courses, on="course")
        scores["days"] = (pd.to_datetime(scores["taken"]) - scores["first_injected"]).dt.days
        week = told[told["days"].between(-7, -1)].groupby("course")["pain"].mean()
        before = scores[scores["session"].isna()].sort_values("taken_in_order").groupby("course")["value"].last()
        by_course = courses.set_index("course")
        baseline = week.reindex(by_course.index).fillna(before.reindex(by_course.index))
        since = (pd.Timestamp(BUILT_ON) - by_course["first_injected"]).dt.days
        found: dict[str, float] = {}
        for weeks, first, last in WEEKS:
            owed = since[since > last].index
            mean = told[told["days"].between(weeks * 7 - 6, weeks * 7)].groupby("course")["pain"].mean()
            near = scores[scores["session"].notna() & scores["days"].between(first, last)].copy()
            near["away"] = (near["days"] - weeks * 7).abs()
            near = near.sort_values(["away", "days", "taken_in_order"]).groupby("course")["value"].first()
            value = mean.reindex(owed).fillna(near.reindex(owed))
            start = baseline.reindex(owed)
            change = start - value
            found |= {
                f"weeks {weeks}": weeks,
                f"of {weeks}": len(owed),
                f"came {weeks}": value.notna().sum(),
                f"helped {weeks}": (change / start.where(start != 0).abs() * 100 >= 30).sum(),
                f"mean {weeks}": change.mean(),
            }
        sessions = read("sessions", ["inside"])
        return {name: float(value) for name, value in found.items()} | {
            "asked": float(diary["asked"].sum()),
            "answered": float((diary["asked"] & diary["answered"]).sum()),
            "held": float(diary["in_hold"].sum()),
            "took": float((diary["in_hold"] & diary["nsaid"]).sum()),
            "pain": float(diary["pain"].mean()),
            "windows": float(sessions["inside"].count()),
            "inside": float(sessions["inside"].sum()),
        }

    from tests.support.made_registry import BUILT_ON

    return _timed(once, int(times), "figures")


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


SIDES: dict[str, Callable[..., dict[str, Any]]] = {"make": make, "report": report, "ours": ours, "pandas": pandas}

if __name__ == "__main__":
    print(json.dumps(SIDES[sys.argv[1]](*sys.argv[2:])))
