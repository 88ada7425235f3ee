"""The shipped knowledge with one fault in it."""

from functools import cache
from pathlib import Path
from unittest.mock import patch

from enthesis.knowledge import Layered, shipped_path
from enthesis.pathway.finding import REFUSE, Finding
from enthesis.pathway.upkeep import Checked, check, files
from enthesis.pathway.upkeep.tree import read_tree

_read_once = cache(read_tree)  # all files but the changed one are the same each time


def planted(folder: Path, file: str, *changes: tuple[str, str]) -> Path:
    """A copy of a shipped file below `folder`, changed at one place each."""
    text = shipped_path().joinpath(*file.split("/")).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{file} no longer holds {old!r}"
        text = text.replace(old, new, 1)
    copy = folder.joinpath(*file.split("/"))
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(text, encoding="utf-8")
    return folder


@cache
def as_it_ships() -> Checked:
    with patch.object(files, "read_tree", _read_once):
        return check(shipped_path())


def faults_of(folder: Path) -> list[Finding]:
    """What is wrong only because the files of `folder` stand in the place of those that ship."""
    with patch.object(files, "read_tree", _read_once):
        found = check(Layered(shipped_path(), folder)).findings
    return [finding for finding in found if finding.level == REFUSE and finding not in as_it_ships().findings]
