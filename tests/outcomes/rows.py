"""Registry tables from a few rows in words: what is not said gets a default, so that a case shows only what matters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import pyarrow as pa

from enthesis.pathway.dictionary import DAY, NUMBER, TEXT, WHOLE, YES_NO, shipped
from enthesis.pathway.measures import better

Row = dict[str, Any]
Rows = dict[str, list[Row]]

_TYPES = {WHOLE: pa.int64(), NUMBER: pa.float64(), TEXT: pa.string(), DAY: pa.date32(), YES_NO: pa.bool_()}
_READ = {WHOLE: int, NUMBER: float, TEXT: str, DAY: date.fromisoformat, YES_NO: lambda word: word == "yes"}
_DEFAULT = {WHOLE: 0, NUMBER: 0.0, TEXT: "some", DAY: date(2026, 1, 1), YES_NO: False}


@dataclass(frozen=True)
class Tables:
    """What a report asks a registry for."""

    tables: Mapping[str, ibis.Table]

    def table(self, name: str) -> ibis.Table:
        return self.tables[name]


def read(words: Mapping[str, Iterable[Mapping[str, str]]]) -> Rows:
    """Rows as a knowledge file writes them, each cell as what its column is."""
    columns = {name: table.columns for name, table in shipped().tables.items()}
    return {
        name: [{cell: _READ[columns[name][cell].type](word) for cell, word in row.items()} for row in rows]
        for name, rows in words.items()
    }


def whole(rows: Mapping[str, Iterable[Row]]) -> Rows:
    """The same with every table and column; a course that is only mentioned is there, too, one person each."""
    given: Rows = {name: [dict(row) for row in rows.get(name, ())] for name in shipped().tables}
    told = {row["course"] for row in given["courses"]}
    mentioned = {row["course"] for table in given.values() for row in table}
    given["courses"] += [{"course": course} for course in sorted(mentioned - told)]
    for row in given["courses"]:
        row.setdefault("person", row["course"])
    for row in given["points"]:
        _complete_point(row)
    for row in given["diary"]:
        row.setdefault("answered", "pain" in row)
    return {name: [_complete(name, row) for row in table] for name, table in given.items()}


def tables(rows: Mapping[str, Iterable[Row]]) -> Tables:
    """Those as Ibis tables in memory."""
    found = {}
    for name, table in whole(rows).items():
        schema = pa.schema([(column.name, _TYPES[column.type]) for column in shipped().tables[name].columns.values()])
        found[name] = ibis.memtable(pa.Table.from_pylist(table, schema=schema))
    return Tables(found)


def _complete_point(row: Row) -> None:
    row.setdefault("measure", "nrs_pain")
    row.setdefault("better", better(row["measure"], row.get("subscale") or ""))
    baseline, value = row.get("baseline"), row.get("value")
    if baseline is not None and value is not None:
        row["improvement"] = baseline - value if row["better"] == "lower" else value - baseline
        row["percent"] = row["improvement"] / baseline * 100 if baseline else None


def _complete(name: str, row: Row) -> Row:
    found = {}
    for column in shipped().tables[name].columns.values():
        default = 1 if column.name == "clinic" else None if column.may_be_empty else _DEFAULT[column.type]
        found[column.name] = row.get(column.name, default)
    return found
