"""`python -m benchmarks races`: many who book at once, on both databases. docs/benchmarks.md says what each means."""

from collections.abc import Mapping

from benchmarks.both import Part, Parts, measured, on_both
from benchmarks.figure import Figure, at_least, at_most
from benchmarks.sizes import Sizes

NONE = at_most(0)
ON_DATABASES: Parts = {
    "one": (
        "race_one_time",
        {
            "one_winner": ("ratio", at_least(1)),
            "loser_told": ("ms", at_most(1000)),
            "loser_told_wrongly": ("answers", NONE),
        },
    ),
    "apart": ("race_apart", {"refused_wrongly": ("bookings", NONE), "booking_rate": ("ratio", at_least(0.25))}),
    "series": (
        "race_series",
        dict.fromkeys(
            ("double_bookings", "half_series", "series_refused_wrongly", "rows_that_differ"), ("found", NONE)
        ),
    ),
}


def parts() -> Mapping[str, Part]:
    """What can be measured, by the name that `--only` takes, in order."""
    return {name: on_both(module) for name, (module, _) in ON_DATABASES.items()}


def measure(sizes: Sizes, only: list[str]) -> list[Figure]:
    chosen = {name: part for name, part in parts().items() if not only or name in only}
    return measured(chosen, {name: bars for name, (_, bars) in ON_DATABASES.items()}, sizes)
