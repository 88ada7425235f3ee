"""The derived table of a build: the points of the courses that it wrote, kept beside them."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from enthesis.outcomes.registry.manifest import Manifest
from enthesis.outcomes.registry.opening import DUCKDB, GENERATION, POINTS, Registry, connect
from enthesis.outcomes.registry.points import all_points
from enthesis.outcomes.registry.shapes import schema
from enthesis.outcomes.registry.store import Writing
from enthesis.pathway.dictionary import Point, shipped

if TYPE_CHECKING:
    import pyarrow as pa


def derive(build: Writing, where: "pa.Table", built_on: date, windows: Sequence[Point]) -> None:
    """Work the points out of what a build has written so far. `where` has the month of each course."""
    build.finish()
    if not build.written["courses"]:
        return
    files = {table: build.some(table) for table in build.written}
    manifest = Manifest(shipped().version, built_on, files=files)
    names = [field.name for field in schema(POINTS) if field.name != GENERATION]
    with Registry(build.folder, manifest, connect(DUCKDB), windows) as registry:
        found = all_points(registry.table, windows).select(names).to_pyarrow()
    build.add_parts(POINTS, found, where)
    build.finish()
