"""The registry: tables derived from the event log, kept as Parquet, read through Ibis on DuckDB or Spark.

`docs/outcomes/registry.md` says how a folder is laid out. Nothing here imports an engine before it is asked for.
"""

from enthesis.outcomes.registry.manifest import NoRegistry
from enthesis.outcomes.registry.opening import DUCKDB, ENGINES, SPARK, Registry, open_registry

__all__ = ["DUCKDB", "ENGINES", "SPARK", "NoRegistry", "Registry", "open_registry"]
