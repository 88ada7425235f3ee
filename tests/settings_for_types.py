"""The settings as the type checker reads them. Their home is among its own files: it ends without cleaning up."""

import os
from pathlib import Path

_home = Path(__file__).parents[1] / ".mypy_cache" / "home"
_home.mkdir(parents=True, exist_ok=True)
os.environ["ENTHESIS_HOME"] = str(_home)
os.environ["ENTHESIS_DATABASE"] = ""

from enthesis.clinic.settings import *  # noqa: E402, F403 - settings are read once the environment is right
