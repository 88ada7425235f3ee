"""`python -m benchmarks closing`: a clinic day with 30 patients is closed. docs/benchmarks.md says what each means."""

from collections.abc import Callable, Mapping

from benchmarks import apart
from benchmarks.figure import Figure
from benchmarks.sizes import Sizes

Part = Callable[[Sizes], list[Figure]]


def parts() -> Mapping[str, Part]:
    return {"together": _module("closing_together"), "in-turn": _module("closing_in_turn")}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    return [told for name, part in parts().items() if not only or name in only for told in part(sizes)]


def _module(name: str) -> Part:
    return lambda sizes: apart.run(name, sizes, "sqlite", "")
