"""`ENTHESIS_DATABASE`, one address, to Django's own way of writing a database."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLE = "postgresql://user:password@host:5432/name"

# WAL and FULL: a commit is on disk when it is acknowledged. secure_delete: no copy of a destroyed key stays in a page.
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;"


class BadAddress(Exception):
    """`ENTHESIS_DATABASE` cannot be read. The message says why and shows one that can."""


def database(address: str, home: Path) -> dict[str, Any]:
    """What Django's DATABASES holds for `address`; SQLite in the data folder where it is empty.

    `postgresql://user:password@host:port/name?sslmode=require` or `?host=/socket/folder`; `sqlite:///absolute/path`.
    """
    if not address:
        return _sqlite(home / "clinic.sqlite3")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadAddress(f"ENTHESIS_DATABASE is no address. Write it as {EXAMPLE}.") from None
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme == "sqlite" and name:
        return _sqlite(Path("/") / name)
    if parts.scheme not in ("postgresql", "postgres") or not name:
        raise BadAddress(f"ENTHESIS_DATABASE names no PostgreSQL database. Write it as {EXAMPLE}.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        # Plans of the statements in sql.py are kept from their second use on.
        "OPTIONS": {**options, "prepare_threshold": 1, "pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        # IMMEDIATE: a writer waits for its turn at BEGIN, where waiting is safe, and never fails half-way.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": PRAGMAS},
    }
