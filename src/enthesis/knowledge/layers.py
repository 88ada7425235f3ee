"""A clinic's own knowledge files, laid over those that ship."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import IO, Any

MOST_ENTRIES = 2000  # of a clinic's folder; one with more is some other folder
SUFFIXES = (".yaml", ".csv")  # everything else in a knowledge folder is for people only
ABOUT = ".about.yaml"  # beside a table: its version, status and review date
# Folders in which a clinic may have files that do not ship.
MAY_GROW = ("consent", "evidence", "instruments", "patient", "protocols")

_VERSION = re.compile(r"""^version:[ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s#][^#\n]*?))[ \t]*(?:#.*)?$""", re.MULTILINE)


class KnowledgeUnreadable(ValueError):
    """A knowledge file, or a clinic's own folder, is not in order. The text is a sentence: where, what, what to do."""


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The files of a clinic's own folder, and the version of each by its name, such as `triage/sites.yaml`."""

    folder: Path
    versions: Mapping[str, str]


class Layered(Traversable):
    """A file or folder with a clinic's own laid over it: where both have a file, the clinic's is read."""

    def __init__(self, shipped: Traversable, own: Path) -> None:
        self._shipped, self._own = shipped, own

    @property
    def _top(self) -> Traversable:
        return self._own if self._own.is_file() else self._shipped

    @property
    def name(self) -> str:
        return self._own.name

    def joinpath(self, *descendants: str | PathLike[str]) -> "Layered":
        return Layered(self._shipped.joinpath(*map(str, descendants)), self._own.joinpath(*descendants))

    def __truediv__(self, child: str | PathLike[str]) -> "Layered":
        return self.joinpath(child)

    def iterdir(self) -> Iterator["Layered"]:
        shipped = [entry.name for entry in self._shipped.iterdir()] if self._shipped.is_dir() else []
        own = [entry.name for entry in self._own.iterdir()] if self._own.is_dir() else []
        return (self.joinpath(name) for name in dict.fromkeys([*shipped, *own]))

    def is_dir(self) -> bool:
        return self._shipped.is_dir() or self._own.is_dir()

    def is_file(self) -> bool:
        return self._top.is_file()

    def open(self, mode: Any = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        return self._top.open(mode, *args, **kwargs)

    def read_bytes(self) -> bytes:
        return self._top.read_bytes()

    def read_text(self, encoding: str | None = None) -> str:
        return self._top.read_text(encoding=encoding)


def file_names(folder: Traversable, below: str = "") -> Iterator[str]:
    """Every data file in a knowledge folder, by its name from there, in alphabetical order."""
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{below}{entry.name}"
        if entry.is_dir():
            yield from file_names(entry, f"{name}/")
        elif name.endswith(SUFFIXES):
            yield name


def _own_names(folder: Path) -> list[str]:
    """The data files of a clinic's folder; a sentence where it can be no such folder."""
    try:
        entries = list(islice(folder.rglob("*"), MOST_ENTRIES + 1))
        if len(entries) > MOST_ENTRIES:
            raise KnowledgeUnreadable(
                f"{folder}: holds more than {MOST_ENTRIES:,} files and folders. Name the folder of knowledge files."
            )
        return list(file_names(folder))
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise KnowledgeUnreadable(f"{folder}: cannot be read ({reason}). Check the rights.") from None


def version_of(folder: Traversable, name: str) -> str:
    """The version that a file says of itself, or its page `.about.yaml` of a table; "" where it says none."""
    page = name.removesuffix(".csv") + ABOUT if name.endswith(".csv") else name
    try:
        found = _VERSION.search(folder.joinpath(*page.split("/")).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return ""
    return next((text.strip() for text in found.groups() if text), "") if found else ""


def own_files(folder: Path, shipped: Traversable) -> OwnFiles:
    """A clinic's folder, once it is sure that each of its files takes the place of one and says its own version.

    Whether their content is sound is for those who read them. Raises `KnowledgeUnreadable` for the first that is not.
    """
    if not folder.is_dir():
        raise KnowledgeUnreadable(f"{folder}: there is no such folder of knowledge files. Check the name.")
    known = list(file_names(shipped))
    versions: dict[str, str] = {}
    for name in _own_names(folder):
        if name not in known and name.partition("/")[0] not in MAY_GROW:
            near = get_close_matches(name, known, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else "Use the name of a shipped file: enthesis knowledge list"
            raise KnowledgeUnreadable(f"{folder}: {name} takes the place of no file that ships. {hint}")
        version = version_of(folder, name)
        page = f"Write it into {name.removesuffix('.csv')}{ABOUT}, beside it." if name.endswith(".csv") else "Add it."
        if not version:
            raise KnowledgeUnreadable(f"{folder}: {name} says no version of its own. {page}")
        if name in known and version == version_of(shipped, name):
            raise KnowledgeUnreadable(
                f'{folder}: {name} has the version "{version}", as the file that ships. Give it one of its own, so '
                "that every answer says by which file it was given."
            )
        versions[name] = version
    if not versions:
        raise KnowledgeUnreadable(f"{folder}: holds no knowledge file. Put one there, or leave the setting out.")
    return OwnFiles(folder, versions)
