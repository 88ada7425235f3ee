"""Opening a registry folder as Ibis tables, on DuckDB in this process or on Spark.

A table has the columns of the dictionary in its order and nothing else. What was replaced is left out here, `months` is
counted here, and `points` is made here: each as an expression that runs on either engine.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enthesis.outcomes.registry.manifest import Manifest, NoRegistry, read_manifest
from enthesis.outcomes.registry.weeks import WEEKS, weeks
from enthesis.outcomes.registry.windows import Windows
from enthesis.pathway.dictionary import shipped

if TYPE_CHECKING:
    import ibis

DUCKDB, SPARK = ENGINES = ("duckdb", "spark")
GENERATION = "generation"  # which build wrote a row; no column of the dictionary
MONTHS = "months"  # of a course: it grows by itself, so it is counted and not kept
POINTS = "points"


class Registry:
    """An opened registry. `table` gives a table of the dictionary as an Ibis expression on this one connection."""

    def __init__(self, folder: Path, manifest: Manifest, connection: Any) -> None:
        self.folder = folder
        self.connection: Any = connection  # an Ibis backend
        self._manifest = manifest
        self._tables: dict[str, ibis.Table] = {}

    @property
    def built_on(self) -> date:
        """The day as of which it was built."""
        return self._manifest.built_on

    @property
    def dictionary(self) -> str:
        """Version of the data dictionary that it follows."""
        return self._manifest.dictionary

    @property
    def positions(self) -> Mapping[str, Mapping[str, Any]]:
        """For each clinic, up to where its log was read."""
        return self._manifest.positions

    @property
    def made_up(self) -> bool:
        """Whether nobody in it exists."""
        return self._manifest.made_up

    @property
    def windows(self) -> Windows:
        """The time points with their windows."""
        return self._manifest.windows or Windows(shipped().points)

    def table(self, name: str) -> "ibis.Table":
        """A table of the dictionary; `points` is worked out at the first call and kept. Raises `KeyError`."""
        if name not in self._tables:
            self._tables[name] = self._made_points() if name == POINTS else self._base(name)
        return self._tables[name]

    def weeks(self) -> "ibis.Table":
        """The diary by weeks (weeks.py), as the build kept it; worked out where it kept none."""
        if WEEKS not in self._tables:
            is_kept = self._manifest.files.get(WEEKS)
            self._tables[WEEKS] = self._kept(WEEKS).drop(GENERATION) if is_kept else weeks(self.table).cache()
        return self._tables[WEEKS]

    def close(self) -> None:
        """Let go of the engine; a Spark session that was handed in stays with whoever made it."""
        self._tables.clear()
        if hasattr(self.connection, "con"):  # DuckDB's own
            self.connection.disconnect()

    def __enter__(self) -> "Registry":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def derived_points(self) -> "ibis.Table":
        """The table `points` worked out anew on this engine, whether or not the folder keeps it."""
        from enthesis.outcomes.registry.points import points

        return points(self.table, self.built_on, self.windows)

    def _made_points(self) -> "ibis.Table":
        """As the build kept it, without the points whose window is not over; worked out where it kept none."""
        import ibis  # see connect

        from enthesis.outcomes.registry.points import over

        if not self._manifest.files.get(POINTS):
            return self.derived_points().cache()
        today = ibis.literal(self.built_on)
        return over(self._kept(POINTS), today, self.windows).select(list(shipped().tables[POINTS].columns))

    def _base(self, name: str) -> "ibis.Table":
        spec = shipped().tables[name]
        found = self._kept(name)
        if MONTHS in spec.columns:
            found = found.mutate(months=_months(found.started, self.built_on))
        return found.select(list(spec.columns))

    def _kept(self, name: str) -> "ibis.Table":
        """What is in the files of a table and was not replaced."""
        found = self._read(name, self._manifest.files.get(name, ()))
        if self._manifest.replaced:
            gone = self._read("replaced", [self._manifest.replaced])
            found = found.anti_join(gone, ["course", GENERATION])
        return found

    def _read(self, name: str, files: Sequence[str]) -> "ibis.Table":
        paths = [str(self.folder / file) for file in files]
        if not paths:
            raise NoRegistry(f"{self.folder}: no file of the table {name}.", "Build it anew.")
        label = f"registry_{name}"
        if hasattr(self.connection, "con"):
            # The folders are named after columns that each row has itself.
            found: ibis.Table = self.connection.read_parquet(paths, table_name=label, hive_partitioning=False)
            return found
        # Told what is in them, Spark need not open each file beforehand.
        spark = self.connection._session
        spark.read.schema(_spark_columns(name)).parquet(*paths).createOrReplaceTempView(label)
        return self.connection.table(label)


def open_registry(folder: Path | str, engine: str = DUCKDB, *, session: Any = None) -> Registry:
    """Open a registry folder. Raises `NoRegistry` where there is none.

    `engine` is "duckdb" or "spark"; `session` is a Spark session to use, else one is made on this machine.
    """
    where = Path(folder)
    manifest = read_manifest(where)
    if manifest is None:
        raise NoRegistry(f"{where}: nothing was built there yet.", "Build it: enthesis registry build")
    return Registry(where, manifest, connect(engine, session))


def connect(engine: str, session: Any = None) -> Any:
    """An Ibis backend."""
    import ibis  # here, because it takes a second and 100 MB that a server or another command has no use for

    if engine == SPARK:
        if session is None:
            from pyspark.sql import SparkSession

            session = SparkSession.builder.appName("enthesis registry").getOrCreate()
        return ibis.pyspark.connect(session)
    if engine == DUCKDB:
        return ibis.duckdb.connect()
    raise ValueError(f'"{engine}" is no engine: {" or ".join(ENGINES)}.')


def _months(start: Any, today: date) -> Any:
    """Whole months from a day to today."""
    whole = (today.year - start.year()) * 12 + (today.month - start.month())
    return (whole - (start.day() > today.day).cast("int64")).cast("int64")


def _spark_columns(table: str) -> str:
    """The columns of a file in Spark's words."""
    from enthesis.outcomes.registry.shapes import REPLACED, schema

    words = {"int64": "BIGINT", "double": "DOUBLE", "string": "STRING", "date32[day]": "DATE", "bool": "BOOLEAN"}
    fields = REPLACED if table == "replaced" else {field.name: str(field.type) for field in schema(table)}
    return ", ".join(f"`{name}` {words[kind]}" for name, kind in fields.items())
