"""Reviewed clinical data with sources: protocols, rules, drugs, instruments. No code but this door.

Every file here is read by a clinician before it is read by a program; docs/commands/knowledge.md says how a clinic lays
files of its own over them.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from enthesis.knowledge.layers import KnowledgeUnreadable, Layered, OwnFiles, own_files

__all__ = ["KnowledgeUnreadable", "Layered", "OwnFiles", "edition", "laid_over", "lay_over", "own_files", "path"]


class _Choice:
    """Whose files this process reads. Settled with the first file that is read."""

    own: OwnFiles | None = None
    is_settled = False


def path(name: str) -> Traversable:
    """Where a knowledge file or folder lies, for instance `path("protocols")`."""
    _Choice.is_settled = True
    shipped = shipped_path(name)
    return Layered(shipped, _Choice.own.folder.joinpath(name)) if _Choice.own else shipped


def shipped_path(name: str = "") -> Traversable:
    """The same as it comes with the programme, whatever is laid over it."""
    return _root().joinpath(name) if name else _root()


@cache
def _root() -> Traversable:
    return files(__name__)


def lay_over(folder: Path) -> OwnFiles:
    """From now on, read each file from `folder` that is there under the same name, and every other as it ships.

    Once in a process, before anything of the knowledge is read, so that no answer mixes the two. Each file needs a
    version of its own. Raises `KnowledgeUnreadable` with a sentence.
    """
    own = own_files(folder, shipped_path())
    if _Choice.own == own:
        return own
    if _Choice.is_settled:
        raise KnowledgeUnreadable(
            f"{folder}: cannot be laid over the knowledge any more, for parts of it have been read."
        )
    _Choice.own = own
    return own


def laid_over() -> OwnFiles | None:
    """What a clinic has laid over the shipped knowledge in this process."""
    return _Choice.own


def edition(version: str, *names: str, now: Mapping[str, str] | None = None) -> str:
    """The version that findings carry: a file's own, and that of each file laid over those that speak with it.

    `names` are the files and folders of that rule set, for instance `"candidacy", "numbers.yaml"`; `now` the versions
    of files that have grown since the folder was laid over.
    """
    versions = {**_Choice.own.versions, **(now or {})} if _Choice.own else {}
    others = [
        f"{file} {other}"
        for file, other in versions.items()
        if other != version and any(file == name or file.startswith(f"{name}/") for name in names)
    ]
    return f"{version} with {', '.join(others)}" if others else version
