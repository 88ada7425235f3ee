"""The words of a questionnaire as a patient reads them: our own, or a clinic's under its licence. Values only."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Way(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"  # one of several answers in words, each with its number
    NUMBER = "number"  # a number between two ends
    TICK = "tick"  # a statement, ticked where it applies
    LABEL = "label"  # one of several answers in words that stand for no number


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One answer: what it says, and the number that the scoring rule counts (or the label, where it has none)."""

    value: Decimal | None
    says: str
    label: str = ""

    @property
    def key(self) -> str:
        """What a form sends: the number, or the label."""
        return self.label or f"{self.value:f}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One question or statement."""

    id: str
    way: Way
    ask: str  # holds {activity} where the patient named what it is about
    help: str = ""
    options: tuple[Option, ...] = ()
    low: str = ""  # what the lowest number means
    high: str = ""
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """The items of one scale, in the order of the form."""

    scale: str
    items: tuple[Item, ...]
    intro: str = ""
    naming: str = ""  # asks the patient to name what the items are then about; "" where the form names it
    fewest_names: int = 0
    most_names: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class InstrumentText:
    """One version of the words of one instrument, in one language."""

    instrument: str
    version: str
    language: str  # as BCP 47 writes it: en, de, pt-BR
    title: str
    parts: tuple[Part, ...]
    intro: str = ""
    notice: str = ""  # the owner's own notice, shown below every page
    licence: str = ""  # what the clinic states about its right to use the words
    licence_until: date | None = None  # the last day of that right; None: no end is stated
    loaded_by: str = ""  # who compared the words with the original
    is_own: bool = False  # plain words of ours, which need no licence

    def items(self) -> int:
        """How many items there are in all."""
        return sum(len(part.items) for part in self.parts)

    def may_be_used_on(self, day: date) -> bool:
        """Whether the licence that the clinic states covers a day."""
        return self.licence_until is None or day <= self.licence_until


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What a person states when loading a file, for whatever the file itself leaves out."""

    licence: str = ""
    loaded_by: str = ""
    version: str = ""
    language: str = ""
    best: str = ""  # the answer that is best for the patient: "0", or by scale "profile=1, vas=100"


def given_under(definition: str, text: InstrumentText) -> str:
    """What a score keeps of the words it was given under: "1" for ours, "1+2026-a" for a loaded text.

    The first is the version of the definition (the scoring rule), the second that of the text with its language.
    """
    return definition if text.is_own else f"{definition}+{text.version}.{text.language}"


def told_version(version: str) -> str:
    """That in words: "definition 1, text 2026-a (en)"; "" where no loaded text was used.

    >>> told_version("1+2026-a.en")
    'definition 1, text 2026-a (en)'
    """
    definition, plus, text = version.partition("+")
    name, _, language = text.rpartition(".")
    return f"definition {definition}, text {name} ({language})" if plus and name else ""
