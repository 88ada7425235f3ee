"""`python -m benchmarks sequences`: bookings that go through anything by chance. See docs/benchmarks.md."""

from collections.abc import Mapping

from benchmarks import apart
from benchmarks.both import Part, measured
from benchmarks.figure import Figure
from benchmarks.sizes import Sizes


def parts() -> Mapping[str, Part]:
    """What can be measured, by the name that `--only` takes."""
    return {"walks": lambda sizes, _: apart.run("sequence_run", sizes, "sqlite", "")}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    return measured({name: part for name, part in parts().items() if not only or name in only}, {}, sizes)
