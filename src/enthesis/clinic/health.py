"""Whether the process lives and whether it can serve: for whatever watches the server. Nothing of a clinic is in it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

WORKER = "worker-seen"  # in the cache that all processes share
WORKER_LATE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ready:
    """What is needed to serve. The worker may run elsewhere, so that its silence is told and refuses nothing."""

    database: bool
    migrations: bool
    worker: bool

    @property
    def is_ready(self) -> bool:
        return self.database and self.migrations


def seen_working(now: datetime) -> None:
    """A worker says that it works."""
    cache.set(WORKER, now.isoformat(), timeout=int(timedelta(days=1).total_seconds()))


def ready(now: datetime | None = None) -> Ready:
    """Ask the database, and the tables; never raises."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return Ready(False, False, False)
    return Ready(True, not behind, not behind and _works(now or datetime.now(UTC)))


def _works(now: datetime) -> bool:
    try:
        seen = cache.get(WORKER)
    except DatabaseError:
        return False
    return isinstance(seen, str) and now - datetime.fromisoformat(seen) < WORKER_LATE
