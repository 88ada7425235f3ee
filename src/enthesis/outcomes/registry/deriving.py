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
    with Registry(build.folder, manifest, connect(DUCKDB), windows) as registry:
        sql = _sql(registry, tuple(windows))
        found = registry.connection.con.sql(sql).to_arrow_table()
    build.add_parts(POINTS, found, where)
    build.finish()


_compiled: dict[tuple[Point, ...], str] = {}


def _sql(registry: Registry, windows: tuple[Point, ...]) -> str:
    """The expression as DuckDB reads it. It names tables and no folder: what was compiled once serves every build."""
    import ibis

    for table in ("courses", "scores", "diary"):
        registry.table(table)  # under the names that the text has
    if windows not in _compiled:
        names = [field.name for field in schema(POINTS) if field.name != GENERATION]
        _compiled[windows] = str(ibis.to_sql(all_points(registry.table, windows).select(names), dialect=DUCKDB))
    return _compiled[windows]
