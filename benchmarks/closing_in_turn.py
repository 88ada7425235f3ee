"""Closing a day without OR-Tools: one after another, in several orders."""

from benchmarks import closing_day
from benchmarks.figure import Figure
from benchmarks.sizes import Sizes


def measure(sizes: Sizes, database: str) -> list[Figure]:
    return closing_day.measure("closing_in_turn", database, cp_sat=False)
