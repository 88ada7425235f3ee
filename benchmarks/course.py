"""`python -m benchmarks course`: how fast the record of a course is. docs/benchmarks.md says what each figure means."""

from collections.abc import Mapping

from benchmarks import folding
from benchmarks.both import Part, Parts, measured, on_both
from benchmarks.figure import Figure, at_least, at_most
from benchmarks.sizes import Sizes

ON_DATABASES: Parts = {
    "record": (
        "recording",
        {"record_one_course": ("ratio", at_least(0.5)), "record_many_courses": ("ratio", at_least(0.5))},
    ),
    "worklist": ("worklist", {"worklist": ("ratio", at_most(3)), "worklist_growth": ("ratio", at_most(2))}),
    "import": ("importing", {"import": ("ratio", at_most(4))}),
}


def parts() -> Mapping[str, Part]:
    """What can be measured, by the name that `--only` takes, in order."""
    from benchmarks import memory, workflow_engine

    return {
        "fold": lambda sizes, _: folding.measure(sizes),
        **{name: on_both(module) for name, (module, _) in ON_DATABASES.items()},
        "memory": lambda sizes, _: memory.measure(sizes),
        "engine": lambda sizes, _: workflow_engine.measure(sizes),
    }


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    chosen = {name: part for name, part in parts().items() if not only or name in only}
    return measured(chosen, {name: bars for name, (_, bars) in ON_DATABASES.items()}, sizes)
