"""Parts of a benchmark that are measured on both databases, each in a process and a clinic of its own."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from time import monotonic

from benchmarks import apart
from benchmarks.figure import Bar, Figure, not_measured
from benchmarks.sizes import Sizes
from tests.support.migrated import migrated_database
from tests.support.postgres import NoPostgres, cluster

Part = Callable[[Sizes, str], list[Figure]]  # sizes, and the address of a PostgreSQL server or ""
Bars = Mapping[str, tuple[str, Bar]]  # figure -> its unit and what it must reach
Parts = Mapping[str, tuple[str, Bars]]  # name of a part -> its module, and what has bars


def on_both(module: str) -> Part:
    """A part that is measured on SQLite, and on a database of its own on the server where there is one."""

    def both(sizes: Sizes, server: str) -> list[Figure]:
        figures = apart.run(module, sizes, "sqlite", "")
        return figures + (apart.run(module, sizes, "postgresql", migrated_database(server)) if server else [])

    return both


def measured(parts: Mapping[str, Part], bars: Mapping[str, Bars], sizes: Sizes) -> list[Figure]:
    """The figures of some parts; `bars` names those that need the server, with what is demanded of them there."""
    figures: list[Figure] = []
    with _server(any(name in bars for name in parts)) as (server, why):
        for name, part in parts.items():
            print(f"measuring {name} ...", end="", file=sys.stderr, flush=True)
            began = monotonic()
            figures += part(sizes, server)
            print(f" {monotonic() - began:.0f} s", file=sys.stderr, flush=True)
            if not server:
                figures += [
                    not_measured(f"{each}_postgresql", unit, why, bar)
                    for each, (unit, bar) in bars.get(name, {}).items()
                ]
    return figures


@contextmanager
def _server(wanted: bool) -> Iterator[tuple[str, str]]:
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
