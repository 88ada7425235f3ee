"""The clinic's settings as the tests use them, so that no test can reach a clinic that somebody runs here.

Each process has a home folder of its own that goes away with it. The database is SQLite, unless the test command says
`ENTHESIS_TEST_DATABASE`; `ENTHESIS_DATABASE` of the shell is never used, nor handed on to a command that a test starts.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="enthesis-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["ENTHESIS_HOME"] = str(_home)
os.environ["ENTHESIS_DATABASE"] = os.environ.get("ENTHESIS_TEST_DATABASE", "")

try:
    from enthesis.clinic.settings import *  # noqa: F403 - settings are read once the environment is right
    from enthesis.clinic.settings import DATABASES
except ModuleNotFoundError as missing:
    if not (missing.name or "").startswith("enthesis.clinic"):
        raise
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(_home / "clinic.sqlite3")}}

if not os.environ["ENTHESIS_DATABASE"]:
    # A file, not the in-memory database that Django prefers: locks, WAL and threads are then those of a clinic.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_home / "test.sqlite3")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
