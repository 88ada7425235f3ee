"""`python -m benchmarks course`: how fast the record of a course is. docs/benchmarks.md says what each figure means."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from time import monotonic

from benchmarks import apart, folding
from benchmarks.figure import Figure, at_least, at_most, not_measured
from benchmarks.sizes import Sizes
from tests.support.postgres import NoPostgres, cluster, create_database

Part = Callable[[Sizes, str], list[Figure]]  # sizes, and the address of a PostgreSQL server or ""

ON_DATABASES = {
    "record": ("recording", {"record_one_course": at_least(0.5), "record_many_courses": at_least(0.5)}),
    "worklist": ("worklist", {"worklist": at_most(3), "worklist_growth": at_most(2)}),
    "import": ("importing", {"import": at_most(4)}),
}


def parts() -> Mapping[str, Part]:
    """What can be measured, by the name that `--only` takes, in order."""
    from benchmarks import memory, workflow_engine

    return {
        "fold": lambda sizes, _: folding.measure(sizes),
        **{name: _on_both(name) for name in ON_DATABASES},
        "memory": lambda sizes, _: memory.measure(sizes),
        "engine": lambda sizes, _: workflow_engine.measure(sizes),
    }


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    figures: list[Figure] = []
    chosen = {name: part for name, part in parts().items() if not only or name in only}
    with _postgres(any(name in ON_DATABASES for name in chosen)) as (server, why):
        for name, part in chosen.items():
            print(f"measuring {name} ...", end="", file=sys.stderr, flush=True)
            began = monotonic()
            figures += part(sizes, server)
            print(f" {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            if not server and name in ON_DATABASES:
                bars = ON_DATABASES[name][1]
                figures += [not_measured(f"{each}_postgresql", "ratio", why, bar) for each, bar in bars.items()]
    return figures


def _on_both(name: str) -> Part:
    part = ON_DATABASES[name][0]

    def both(sizes: Sizes, server: str) -> list[Figure]:
        figures = apart.run(part, sizes, "sqlite", "")
        return figures + (apart.run(part, sizes, "postgresql", create_database(server)) if server else [])

    return both


@contextmanager
def _postgres(wanted: bool) -> Iterator[tuple[str, str]]:
    """A server that syncs every commit, or "" and why there is none."""
    if not wanted:
        yield "", ""
        return
    with ExitStack() as stack:
        try:
            address = stack.enter_context(cluster(durable=True))
        except NoPostgres as problem:
            yield "", str(problem)
            return
        yield address, ""
