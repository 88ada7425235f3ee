"""What is known about a person, once it has been read and found to make sense."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

NEVER = Decimal("Infinity")  # "never" is an answer: as long ago as can be


@dataclass(frozen=True, slots=True)
class Drug:
    """One drug that the person takes."""

    name: str  # as it was typed
    classes: tuple[str, ...] = ()  # empty: nobody has said, and the name is not known
    dose_mg: Decimal | None = None
    place: int = 0  # in the list, from 0, to name what is missing
    ingredient: str = ""  # where a rule speaks of one: "aspirin"
    dose_is_implied: bool = False  # by the name ("low-dose aspirin"); nobody has said a figure

    def __str__(self) -> str:
        dose = f" {self.dose_mg} mg" if self.dose_mg is not None and not self.dose_is_implied else ""
        return f"{self.name or 'a drug'}{dose} ({' or '.join(self.classes) or 'class not known'})"


# A word; one of several words (an injury "yes", of a size that was not said); a number in the question's own unit;
# words of a list; drugs.
Value = str | frozenset[str] | Decimal | tuple[str, ...] | tuple[Drug, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by variable. What is not in here was not answered."""

    said: Mapping[str, Value]
    regions: tuple[str, ...] = ()
    by_region: Mapping[str, Mapping[str, Value]] | None = None  # answers that differ from joint to joint
    not_asked: frozenset[str] = frozenset()  # left out because another answer makes the question pointless
    unfounded: frozenset[str] = frozenset()  # a detail of something that was not answered: its "no" settles nothing
    not_sure: frozenset[str] = frozenset()  # asked, and the person does not know: counts as not answered
    unknown: tuple[str, ...] = ()  # fields that no rule knows

    def at(self, region: str) -> "Answers":
        """The same with what was said for this region alone."""
        own = (self.by_region or {}).get(region)
        return replace(self, said={**self.said, **own}) if own else self
