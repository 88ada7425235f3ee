"""A consent text: one version of one document in one language, and how a record names it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

RETIRED = "retired"
_LINES = "\n"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that is said. `regions`: only to people with this part of the body; empty: to everybody."""

    id: str
    text: str
    sources: tuple[str, ...]
    consent: tuple[str, ...] = ()  # rules of candidacy/consent.yaml that it puts into words
    regions: tuple[str, ...] = ()
    unverified: str = ""  # which part rests on memory


@dataclass(frozen=True, slots=True)
class Section:
    """Statements under one heading."""

    id: str
    title: str
    says: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """The words above what holds for one patient because of the patient's own answers."""

    title: str
    says: str
    none: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What is read and signed."""

    id: str
    document: str  # how a record names it, in every language the same
    title: str
    version: str
    status: str
    checked_by: str  # "" where nobody has
    review_by: date
    language: str
    sections: tuple[Section, ...]
    own: Own
    declares: tuple[str, ...]
    withdrawing: tuple[str, ...]

    @property
    def is_reviewed(self) -> bool:
        return self.status == "reviewed"

    @property
    def statements(self) -> Iterator[Statement]:
        return (said for section in self.sections for said in section.says)

    @property
    def stamp(self) -> str:
        """The version as a signature keeps it, with a mark of all its words: "2026-11 3f9a21c0"."""
        words = [self.title, self.own.title, self.own.says, self.own.none, *self.declares, *self.withdrawing]
        for section in self.sections:
            words += [section.title, *(f"{said.text} {said.unverified}" for said in section.says)]
        return f"{self.version} {sha256(_LINES.join(words).encode()).hexdigest()[:8]}"

    def about(self, region: str) -> tuple[Section, ...]:
        """The sections as a person with one part of the body reads them; "" is told what is for everybody."""
        kept = (
            Section(
                section.id,
                section.title,
                tuple(said for said in section.says if not said.regions or region in said.regions),
            )
            for section in self.sections
        )
        return tuple(section for section in kept if section.says)
