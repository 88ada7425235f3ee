"""Getting ready to use the clinic from a command. What is missing is said in a sentence, with exit status 3;
what is wrong with the environment with its fix and exit status 2."""

import os
import sys
from typing import NoReturn

import django
import psycopg
from django.conf import settings
from django.db.utils import DatabaseError, OperationalError

from enthesis.clinic.database_url import BadAddress
from enthesis.clinic.environment import faults
from enthesis.clinic.home import NoSecret
from enthesis.knowledge import KnowledgeUnreadable

WRONG, MISSING = 2, 3


def ready(*, migrated: bool = True) -> None:
    """Set Django up. With `migrated`, bring the database up to date first: at first start that makes it."""
    wrong = faults(os.environ)
    if wrong:
        for fault in wrong:
            print(f"enthesis: {fault}", file=sys.stderr)
        raise SystemExit(WRONG)
    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.clinic.settings")
    try:
        django.setup()
        _check_reachable()
        if migrated:
            from django.core.management import call_command

            call_command("migrate", verbosity=0, interactive=False)
    except (BadAddress, NoSecret, KnowledgeUnreadable) as problem:
        _leave(str(problem))
    except OSError as problem:
        _leave(f"The data folder cannot be used: {problem}. Check ENTHESIS_HOME.")
    except DatabaseError as problem:
        _unusable(problem)


def opened() -> None:
    """Set Django up for a command that needs a clinic and must not make one."""
    ready(migrated=False)
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        known = executor.loader.applied_migrations
        if behind:
            _check_sound()
    except DatabaseError as problem:
        _unusable(problem)
    if not known:
        _leave(
            f"There is no clinic in {settings.HOME}. Set ENTHESIS_HOME to its data folder, or make one: enthesis demo"
        )
    if behind:
        _leave("The database is of an earlier version. Bring it up to date by starting the server: enthesis serve")


def _check_reachable() -> None:
    """Knock once: a pool would go on knocking for as long as it may."""
    from django.db import connection

    if connection.vendor == "postgresql":
        address = {**connection.get_connection_params(), "connect_timeout": 5}
        address.pop("cursor_factory", None)
        try:
            psycopg.connect(**address).close()
        except psycopg.OperationalError as problem:
            raise OperationalError(*problem.args) from None


def _check_sound() -> None:
    """A damaged file must not pass for one of an earlier version."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check(1)")
            (found,) = cursor.fetchone()
        if found != "ok":
            raise OperationalError(f"it is damaged ({' '.join(found.split())})")


def _unusable(problem: DatabaseError) -> NoReturn:
    _leave(f"The database cannot be used: {str(problem).strip()}. Check ENTHESIS_HOME or ENTHESIS_DATABASE.")


def _leave(says: str) -> NoReturn:
    print(f"enthesis: {says}", file=sys.stderr)
    raise SystemExit(MISSING)
