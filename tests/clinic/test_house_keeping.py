"""Secrets, addresses of databases, settings."""

import os
import stat
import subprocess
import sys
from multiprocessing import get_context
from pathlib import Path

import pytest
from django.conf import settings

from enthesis.clinic.database_url import BadAddress, database
from enthesis.clinic.home import NoSecret, secret


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    env = {"ENTHESIS_HOME": str(tmp_path / "new")}
    made = secret("master-key", "ENTHESIS_MASTER_KEY", env)
    assert len(made) == 32
    assert secret("master-key", "ENTHESIS_MASTER_KEY", env) == made
    assert secret("secret-key", "ENTHESIS_SECRET_KEY", env) != made
    path = tmp_path / "new" / "master-key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert sorted(p.name for p in path.parent.iterdir()) == ["master-key", "secret-key"]


def test_the_environment_comes_first(tmp_path: Path) -> None:
    env = {"ENTHESIS_HOME": str(tmp_path), "ENTHESIS_MASTER_KEY": "ab" * 32}
    assert secret("master-key", "ENTHESIS_MASTER_KEY", env) == b"\xab" * 32
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["short", "zz" * 32, "ab" * 31, ""])
def test_a_damaged_secret_is_not_replaced(tmp_path: Path, text: str) -> None:
    """A new key in place of a damaged one would make every word unreadable."""
    (tmp_path / "master-key").write_text(text)
    with pytest.raises(NoSecret, match="Put back"):
        secret("master-key", "ENTHESIS_MASTER_KEY", {"ENTHESIS_HOME": str(tmp_path)})
    assert (tmp_path / "master-key").read_text() == text


def _make(folder: str) -> bytes:
    return secret("master-key", "ENTHESIS_MASTER_KEY", {"ENTHESIS_HOME": folder})


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    with get_context("fork").Pool(8) as pool:
        assert len(set(pool.map(_make, [str(tmp_path)] * 32, chunksize=1))) == 1


def test_sqlite_by_default(tmp_path: Path) -> None:
    found = database("", tmp_path)
    assert found["NAME"] == str(tmp_path / "clinic.sqlite3")
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database("sqlite:////data/x.sqlite3", tmp_path)["NAME"] == "/data/x.sqlite3"


def test_postgresql(tmp_path: Path) -> None:
    found = database("postgresql://an%40user:p%2Fw@db.example:6543/clinic?sslmode=require", tmp_path)
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "an@user",
        "p/w",
        "db.example",
        "6543",
        "clinic",
    ]
    assert found["OPTIONS"]["sslmode"] == "require"
    assert found["OPTIONS"]["pool"]
    assert database("postgresql://u@/clinic?host=/run/pg", tmp_path)["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    "address", ["mysql://x/y", "postgresql://host", "nonsense", "postgresql://h:port/x", "sqlite://"]
)
def test_an_address_that_cannot_be_read_says_so(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadAddress, match="Write it as postgresql://"):
        database(address, tmp_path)


def test_what_holds_of_the_settings() -> None:
    assert settings.DEBUG is False
    assert settings.TIME_ZONE == "UTC"
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert all(set(sources) <= {"'self'", "'none'"} for sources in directives.values())
    assert settings.SESSION_COOKIE_HTTPONLY
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")  # `record` is a transaction of its own


_ASK = """
from enthesis.clinic import settings as s
print(s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS[-1])
print(s.PASSWORD_HASHERS[0].rsplit(".")[-1], s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)
"""


def test_an_https_address_hardens_what_browsers_get(tmp_path: Path) -> None:
    env = {**os.environ, "ENTHESIS_HOME": str(tmp_path), "ENTHESIS_ADDRESS": "https://clinic.example"}
    said = subprocess.run([sys.executable, "-c", _ASK], env=env, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["True True True clinic.example", "Argon2PasswordHasher False"]


def test_the_database_is_as_durable_as_it_says(db: None) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            answers = {}
            for name in ("journal_mode", "synchronous", "secure_delete"):
                cursor.execute(f"PRAGMA {name}")
                answers[name] = cursor.fetchone()[0]
            assert answers == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
        else:
            cursor.execute("SHOW TimeZone")
            assert cursor.fetchone()[0] == "UTC"
