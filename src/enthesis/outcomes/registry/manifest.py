"""What a registry folder holds now: the one file that is read first and written last.

Everything else in the folder is named after its generation and never changed. A build that breaks off leaves files that
no manifest names, and the old registry readable.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from enthesis.outcomes.registry.windows import Points, Windows, windows_of
from enthesis.pathway.dictionary import Point

FILE = "manifest.json"
FORMAT = 1


class NoRegistry(Exception):
    """There is no readable registry in a folder. `says` and `remedy` are sentences."""

    def __init__(self, says: str, remedy: str) -> None:
        super().__init__(f"{says} {remedy}")
        self.says, self.remedy = says, remedy


@dataclass(frozen=True, slots=True)
class Manifest:
    """A registry at one moment."""

    dictionary: str  # version of the data dictionary that the columns follow
    built_on: date  # the day as of which it was built: a time point is over, or not, on this day
    generation: int = 0  # of the last build that wrote something
    files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # table -> its files, from the folder
    replaced: str = ""  # the file that names what a later generation has taken the place of; "": nothing
    states: Mapping[str, str] = field(default_factory=dict)  # clinic -> the file with where each course's log stood
    positions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # clinic -> what was read up to where
    windows: Windows | None = None  # of the time points that it keeps; None: it keeps none
    made_up: bool = False  # nobody in it exists

    @property
    def all_files(self) -> frozenset[str]:
        """Every file that belongs to it."""
        own = {name for files in self.files.values() for name in files} | set(self.states.values())
        return frozenset(own | ({self.replaced} if self.replaced else set()))


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where nothing was built there yet. Raises `NoRegistry`."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if found["registry"] != FORMAT:
            raise NoRegistry(
                f"{folder}: written by another version of Enthesis.", "Build it anew: enthesis registry build --anew"
            )
        return Manifest(
            dictionary=found["dictionary"],
            built_on=date.fromisoformat(found["built_on"]),
            generation=found["generation"],
            files={table: tuple(files) for table, files in found["files"].items()},
            replaced=found["replaced"],
            states=found["states"],
            positions=found["positions"],
            windows=_windows(found["points"], found.get("own_points", {})),
            made_up=found["made_up"],
        )
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise NoRegistry(
            f"{folder / FILE}: cannot be read ({type(problem).__name__}).",
            "Build it anew: enthesis registry build --anew",
        ) from None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, in one step: a reader sees the one or the other."""
    text = json.dumps(
        {
            "registry": FORMAT,
            "dictionary": manifest.dictionary,
            "built_on": manifest.built_on.isoformat(),
            "generation": manifest.generation,
            "made_up": manifest.made_up,
            "points": _as_lists(manifest.windows.usual) if manifest.windows else [],
            "own_points": {str(clinic): _as_lists(own) for clinic, own in manifest.windows.own}
            if manifest.windows
            else {},
            "positions": dict(manifest.positions),
            "states": dict(manifest.states),
            "replaced": manifest.replaced,
            "files": {table: list(files) for table, files in manifest.files.items()},
        },
        indent=1,
    )
    new = folder / f"{FILE}.{os.getpid()}.new"
    with new.open("w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(folder / FILE)


def _windows(usual: Sequence[Sequence[int]], own: Mapping[str, Sequence[Sequence[int]]]) -> Windows | None:
    if not usual:
        return None
    return windows_of(_points(usual), {int(clinic): _points(points) for clinic, points in own.items()})


def _points(cells: Sequence[Sequence[int]]) -> Points:
    return tuple(Point(*each) for each in cells)


def _as_lists(points: Points) -> list[list[int]]:
    return [[each.weeks, each.first, each.last] for each in points]
