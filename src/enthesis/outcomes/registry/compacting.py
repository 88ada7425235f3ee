"""Keeping the files of a month few: what many builds wrote becomes one file again, without what was replaced."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from enthesis.outcomes.registry.opening import GENERATION
from enthesis.outcomes.registry.shapes import schema
from enthesis.outcomes.registry.store import Part, Writing

if TYPE_CHECKING:
    import pyarrow as pa

# not limits: how many small files a month may have, and how much one build does about it
MOST_FILES = 12
MOST_REPLACED = 0.25  # of a month's courses
MOST_IN_A_BUILD = 2  # months


def crowded(
    files: Mapping[str, Sequence[str]], courses: Mapping[Part, int], replaced: Mapping[Part, int]
) -> list[Part]:
    """The months that should be written as one, the most crowded first, as many as a build may do."""
    found = []
    for part, count in courses.items():
        pieces = sum(_is_of(name, part) for name in files.get("courses", ()))
        gone = replaced.get(part, 0) / max(count, 1)
        if pieces > MOST_FILES or (pieces > 1 and gone > MOST_REPLACED):
            found.append((pieces / MOST_FILES + gone, part))
    return [part for _, part in sorted(found, key=lambda each: -each[0])][:MOST_IN_A_BUILD]


def compact(
    build: Writing, files: Mapping[str, Sequence[str]], part: Part, gone: "pa.Table"
) -> dict[str, tuple[str, ...]]:
    """Write a month as one file for each table; the files that count from now on. `gone` names what was replaced."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    found: dict[str, tuple[str, ...]] = {}
    for table, names in files.items():
        mine = [name for name in names if _is_of(name, part)]
        others = [name for name in names if not _is_of(name, part)]
        if mine:
            rows = pa.concat_tables([pq.read_table(build.folder / name, schema=schema(table)) for name in mine])
            if gone.num_rows:
                rows = rows.join(gone, ["course", GENERATION], join_type="left anti")
            others += build.rewrite(table, part, rows)
        found[table] = tuple(others)
    return found


def _is_of(name: str, part: Part) -> bool:
    return f"/{part.folder}/" in name
