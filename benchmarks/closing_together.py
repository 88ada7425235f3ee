"""Closing a day, with a choice by CP-SAT out of everybody's good series."""

from benchmarks import closing_day
from benchmarks.figure import Figure
from benchmarks.sizes import Sizes


def measure(sizes: Sizes, database: str) -> list[Figure]:
    return closing_day.measure("closing", database, cp_sat=None)
