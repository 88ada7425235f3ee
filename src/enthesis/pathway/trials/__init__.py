"""The evidence table: what was read of each trial, review and report of harm, with the address where it was read.

table = shipped()
table.condition("knee").regions             # which rows belong to it
table.version                               # "2026-11", and what a clinic has added to it

The figures are data, in `knowledge/evidence`; this package reads and checks them. Pooling is for `enthesis.evidence`.
"""

from enthesis.pathway.trials.model import Comparator, Condition, Horizon, Outcome, Row, Table
from enthesis.pathway.trials.reading import FOLDER, Stamp, read_table, shipped, stamp_now, with_own

__all__ = [
    "FOLDER",
    "Comparator",
    "Condition",
    "Horizon",
    "Outcome",
    "Row",
    "Stamp",
    "Table",
    "read_table",
    "shipped",
    "stamp_now",
    "with_own",
]
