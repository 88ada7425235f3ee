"""The derived tables of a build: time points and weeks of the diary of the courses that it wrote, kept beside them."""

from datetime import date
from typing import TYPE_CHECKING

from enthesis.outcomes.registry.manifest import Manifest
from enthesis.outcomes.registry.opening import DUCKDB, GENERATION, POINTS, Registry, connect
from enthesis.outcomes.registry.points import all_points
from enthesis.outcomes.registry.shapes import schema
from enthesis.outcomes.registry.store import Writing
from enthesis.outcomes.registry.weeks import COLUMNS, WEEKS, weeks
from enthesis.outcomes.registry.windows import Windows
from enthesis.pathway.dictionary import shipped

if TYPE_CHECKING:
    import pyarrow as pa


def derive(build: Writing, where: "pa.Table", built_on: date, windows: Windows) -> None:
    """Work points and weeks out of what a build has written so far. `where` has the month of each course."""
    build.finish()
    if not build.written["courses"]:
        return
    files = {table.name: build.some(table.name) for table in shipped().base}
    manifest = Manifest(shipped().version, built_on, files=files, windows=windows)
    with Registry(build.folder, manifest, connect(DUCKDB)) as registry:
        texts = _sql(registry)
        found = {table: registry.connection.con.sql(sql).to_arrow_table() for table, sql in texts.items()}
    for table, rows in found.items():
        build.add_parts(table, rows, where)
    build.finish()


_compiled: dict[Windows, dict[str, str]] = {}


def _sql(registry: Registry) -> dict[str, str]:
    """The expressions as DuckDB reads them. They name tables and no folder: compiled once, they serve every build."""
    import ibis

    windows = registry.windows
    for table in ("courses", "scores", "diary"):
        registry.table(table)  # under the names that the text has
    if windows not in _compiled:
        names = [field.name for field in schema(POINTS) if field.name != GENERATION]
        made = {
            POINTS: all_points(registry.table, windows).select(names),
            WEEKS: weeks(registry.table).select(list(COLUMNS)),
        }
        _compiled[windows] = {table: str(ibis.to_sql(each, dialect=DUCKDB)) for table, each in made.items()}
    return _compiled[windows]
