"""A questionnaire's words as a file says them, before they are held against the definition: text only, with places."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from enthesis.pathway.finding import REFUSE, Finding


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: its line, where the format has lines, and its item."""

    file: str
    line: int = 0
    item: str = ""

    def __str__(self) -> str:
        line = f", line {self.line}" if self.line else ""
        return f"{self.file}{line}{f', item {self.item}' if self.item else ''}"


@dataclass(frozen=True, kw_only=True, slots=True)
class RawAnswer:
    """One answer as it is written."""

    value: str  # "" where the file gives none
    says: str
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class RawItem:
    """One question as it is written."""

    id: str
    ask: str
    place: Place
    help: str = ""
    low: str = ""
    high: str = ""
    least: str = ""
    most: str = ""
    is_tick: bool = False
    answers: tuple[RawAnswer, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class RawPart:
    """The items of one scale as they are written."""

    scale: str
    items: tuple[RawItem, ...]
    place: Place
    intro: str = ""
    naming: str = ""
    best: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RawText:
    """A whole file as it is written. An empty field is one that the file does not have."""

    place: Place
    instrument: str = ""
    version: str = ""
    language: str = ""
    title: str = ""
    intro: str = ""
    notice: str = ""
    licence: str = ""
    licence_until: str = ""
    loaded_by: str = ""
    parts: tuple[RawPart, ...] = ()


@dataclass(slots=True)
class Complaints:
    """What is wrong with a file, in the order in which it was found. `field` of each finding is the place."""

    findings: list[Finding] = field(default_factory=list)

    def tell(self, code: str, says: str, remedy: str, place: Place, level: str = REFUSE) -> None:
        self.findings.append(Finding(code=code, level=level, says=says, remedy=remedy, field=str(place)))

    def is_usable(self) -> bool:
        return all(finding.level != REFUSE for finding in self.findings)

    def refusals(self) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.level == REFUSE)


def shortened(words: str, most: int = 60) -> str:
    """Some words of a file as a complaint quotes them."""
    plain = " ".join(words.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
