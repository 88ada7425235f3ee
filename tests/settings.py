"""The clinic's settings as the tests use them, so that no test can reach a clinic that somebody runs here.

Each process has a home folder of its own that goes away with it. The database is SQLite, unless the test command says
`ENTHESIS_TEST_DATABASE`. No other ENTHESIS_ variable of the shell is used, nor handed on to a command that a test
starts.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_home = Path(tempfile.mkdtemp(prefix="enthesis-tests-"))
atexit.register(shutil.rmtree, _home, ignore_errors=True)
for _name in [name for name in os.environ if name.startswith("ENTHESIS_")]:
    if _name not in {"ENTHESIS_TEST_DATABASE", "ENTHESIS_PICTURES"}:
        del os.environ[_name]
os.environ["ENTHESIS_HOME"] = str(_home)
os.environ["ENTHESIS_DATABASE"] = os.environ.get("ENTHESIS_TEST_DATABASE", "")

from enthesis.clinic.settings import *  # noqa: E402, F403 - settings are read once the environment is right
from enthesis.clinic.settings import DATABASES  # noqa: E402 - as above

if not os.environ["ENTHESIS_DATABASE"]:
    # A file, not the in-memory database that Django prefers: locks, WAL and threads are then those of a clinic.
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(_home / "test.sqlite3")

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
