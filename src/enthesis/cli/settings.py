"""What holds for every command: before it, as an option, or in the environment.

--knowledge DIR, ENTHESIS_KNOWLEDGE   the clinic's own knowledge files, laid over those that ship
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from enthesis.cli.common import BadInput

KNOWLEDGE = "ENTHESIS_KNOWLEDGE"
_OPTION = "--knowledge"
_LOOKS_ITSELF = "knowledge"  # the command that checks such a folder says what is wrong with it


@dataclass(frozen=True, slots=True)
class Settings:
    """Read once, before the command is."""

    knowledge: Path | None = None  # the clinic's own folder


def settings(given: Sequence[str], environment: Mapping[str, str]) -> tuple[Settings, list[str]]:
    """The settings, and the words of the command without them. An option wins over the environment."""
    words, folder = list(given), environment.get(KNOWLEDGE, "")
    if words and words[0].partition("=")[0] == _OPTION:
        option, joined, told = words.pop(0).partition("=")
        if not joined:
            told = words.pop(0) if words else ""
        if not told:
            raise BadInput("no-folder", f"{option} names no folder.", f"Write {option} DIR before the command.", option)
        folder = told
    return Settings(Path(folder).absolute() if folder else None), words


def prepared(given: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """The words of the command, once its settings hold. Raises `BadInput`."""
    found, words = settings(given, environment)
    if found.knowledge is not None:
        _use(found.knowledge, is_checked=words[:1] != [_LOOKS_ITSELF])
    return words


def _use(folder: Path, *, is_checked: bool) -> None:
    from enthesis.knowledge import KnowledgeUnreadable, lay_over
    from enthesis.pathway.upkeep.use import use

    try:
        if is_checked:
            use(folder)
        else:
            lay_over(folder)
    except KnowledgeUnreadable as problem:
        raise BadInput("own-knowledge", str(problem), "Correct it, or leave the setting out.", KNOWLEDGE) from None
