"""Reviewed clinical data with sources: protocols, rules, drugs, instruments. No code but this door.

Every file here is read by a clinician before it is read by a program; see `docs/knowledge.md`.
"""

from importlib.resources import files
from importlib.resources.abc import Traversable


def path(name: str) -> Traversable:
    """Where a knowledge file or folder lies, for instance `path("protocols")`."""
    return files(__name__).joinpath(name)
