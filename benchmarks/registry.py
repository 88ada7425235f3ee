"""`python -m benchmarks registry`: the report over 10 million days of diary, beside pandas, growing, and built on.

The clinics are made up (tests/support/made_registry.py). Each side runs in a process of its own, so that its memory is
its own, with everything imported before the clock starts.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from benchmarks.apart import ROOT, PartFailed, environment, run
from benchmarks.figure import Figure, at_least, at_most, figure, not_measured
from benchmarks.sizes import Sizes

DAYS = 54  # of diary for each course as it is drawn: 200,000 courses have 10 million that are over
TIMES = 3


def parts() -> Mapping[str, Callable[[Sizes], list[Figure]]]:
    return {"report": _report, "growth": _growth, "incremental": _incremental, "spark": _spark}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    return [each for name, part in parts().items() if not only or name in only for each in part(sizes)]


def _report(sizes: Sizes) -> list[Figure]:
    """The full report, its memory, and the same figures in pandas."""
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as folder:
        made = _alone("make", folder, str(sizes.registry_courses))
        whole = _alone("report", folder, str(TIMES))
        theirs = _alone("pandas", folder, str(TIMES))
    if apart := unlike(whole["figures"], theirs["figures"]):
        raise PartFailed(f"DuckDB and pandas do not come to the same: {apart[0]}, and {len(apart) - 1} more.")
    size = f"{made['days']:,} days of diary and {made['courses']:,} courses"
    seconds, slow = (median(each["seconds"]) for each in (whole, theirs))
    return [
        figure(
            "registry_report",
            seconds,
            "s",
            f"the full report, {whole['count']} figures, over {size} in DuckDB on Parquet files; {whole['cpu']:.2f} s "
            f"of processor time; first time {whole['seconds'][0]:.2f} s",
            at_most(3),
        ),
        figure("registry_report_memory", whole["peak_mb"], "MB", "the most that its process held", at_most(2000)),
        figure(
            "registry_vs_pandas",
            slow / seconds,
            "ratio",
            f"all {whole['count']} figures of the report with their bounds and intervals, {len(whole['figures'])} "
            "numbers equal to 9 digits: pandas reads every day of the diary and finds time points and weeks itself "
            f"({slow:.2f} s, {theirs['peak_mb']:.0f} MB; answers by side, which these clinics have not, it need not "
            f"know) / the registry reads those that its build keeps ({seconds:.2f} s)",
            at_least(15),
        ),
        figure("registry_made", made["seconds"], "s", f"drawing and writing the made-up registry of {size}"),
    ]


def _growth(sizes: Sizes) -> list[Figure]:
    """The full report at a hundredth, a tenth and the whole."""
    found = []
    for share in (100, 10, 1):
        courses = max(sizes.registry_courses // share, 100)
        with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as folder:
            made = _alone("make", folder, str(courses))
            whole = _alone("report", folder, str(TIMES))
        says = f"the full report over {made['days']:,} days of diary of {courses:,} courses"
        found.append(figure(f"registry_report_{courses}_courses", median(whole["seconds"]), "s", says))
    return found


def _incremental(sizes: Sizes) -> list[Figure]:
    """A build after 1,000 new events, each in another course."""
    return run("registry_build", sizes, "sqlite", "")


def _spark(_: Sizes) -> list[Figure]:
    """Whether Spark comes to the same figures: the test that says so."""
    from tests.support.spark import why_not

    if why_not():
        return [not_measured("registry_spark_equal", "ratio", why_not(), at_least(1))]
    command = [sys.executable, "-m", "pytest", "-q", "-n0", "tests/outcomes/registry/test_spark.py"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    says = "1: every figure of the time points and of the report is the same on a Spark cluster of two workers"
    return [figure("registry_spark_equal", float(done.returncode == 0), "ratio", says, at_least(1))]


def _alone(what: str, *arguments: str) -> Any:
    """What one side comes to in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.registry_sides", what, *arguments]
    with tempfile.TemporaryDirectory(prefix="enthesis-bench-") as home:
        done = subprocess.run(command, cwd=ROOT, env=environment(home), stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise PartFailed(f"{what} ended with status {done.returncode}.")
    return json.loads(done.stdout)


def unlike(some: Mapping[str, Any], others: Mapping[str, Any]) -> list[str]:
    """What two sides do not come to alike, in words."""
    names = sorted(some.keys() | others.keys())
    nothing = "no such number"
    pairs = ((name, some.get(name, nothing), others.get(name, nothing)) for name in names)
    return [f"{name}: {one} and {other}" for name, one, other in pairs if not _alike(one, other)]


def _alike(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return bool(one == other)
