"""What is wrong with a protocol file, and where: a finding with its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from enthesis.pathway.finding import REFUSE, WARN, Finding


@dataclass(frozen=True, slots=True)
class Complaint:
    """A finding about one place of a protocol file.

    Its level is `refuse` (the file cannot be used as it is) or `warn` (it can, and somebody should look).
    """

    file: str
    finding: Finding
    activity: str = ""  # id of the activity; empty: about the file as a whole
    line: int = 0  # counted from 1; 0: nowhere in particular

    @property
    def code(self) -> str:
        return self.finding.code

    @property
    def says(self) -> str:
        return self.finding.says

    @property
    def remedy(self) -> str:
        return self.finding.remedy

    @property
    def is_warning(self) -> bool:
        return self.finding.level == WARN

    def __str__(self) -> str:
        where = f'{self.file}, activity "{self.activity}"' if self.activity else self.file
        line = f" (line {self.line})" if self.line else ""
        return f"{where}: {self.says} {self.remedy}".rstrip() + line

    def as_json(self) -> dict[str, Any]:
        return {"file": self.file, "activity": self.activity, "line": self.line, **self.finding.as_json()}


class ProtocolError(Exception):
    """A protocol file that cannot be used. `complaints` holds everything that is wrong with it, in order."""

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


def finding(code: str, says: str, remedy: str, field: str = "", level: str = REFUSE) -> Finding:
    """A finding about a protocol file; `field` is the key or figure that it is about."""
    return Finding(code=code, level=level, says=says, remedy=remedy, field=field)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """The nearest known word as a question, or else the list of known words, or `otherwise`."""
    words = [name for name in dict.fromkeys(known) if name]
    synonym = _SYNONYMS.get(word)
    if synonym in words:
        return f'Did you mean "{synonym}"?'
    plain = {_plain(name): name for name in reversed(words)}
    near = get_close_matches(_plain(word), plain, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{plain[near[0]]}"?'
    if otherwise:
        return otherwise
    return f"Known are: {', '.join(words)}." if words else ""


def _plain(word: str) -> str:
    return word.lower().replace("_", "-")


_SYNONYMS = {
    "name": "id",
    "description": "says",
    "who": "by",
    "role": "by",
    "type": "kind",
    "decision": "decide",
    "conditions": "requires",
    "duration": "minutes",
    "instruments": "measures",
    "count": "sessions",
    "end": "closes",
    "start": "opens",
    "target": "ideal",
}
