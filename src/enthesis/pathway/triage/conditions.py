"""The closed language of `when`: answers that are words, answers that are numbers, all of these, any of these.

A condition is true, false or open (None) while an answer is missing. Nothing in a rule file is ever executed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol, TypeAlias

from enthesis.pathway.plain_yaml import Block, NotReadable

Answer: TypeAlias = str | Decimal | frozenset[str]
Facts: TypeAlias = Mapping[str, Answer]
Truth: TypeAlias = bool | None

UNANSWERED = "unanswered"
_BOUNDS = ("at_least", "above", "at_most", "below")


class Condition(Protocol):
    def truth(self, facts: Facts) -> Truth: ...

    def open(self, facts: Facts) -> frozenset[str]:
        """The variables whose answer could still make it true."""

    def grounds(self, facts: Facts) -> Iterator[str]:
        """The variables that make it true."""

    def variables(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The answer is one of these words; of an answer that is several words, any."""

    variable: str
    words: frozenset[str]

    def truth(self, facts: Facts) -> Truth:
        said = facts.get(self.variable)
        if said is None:
            return True if UNANSWERED in self.words else None
        if isinstance(said, frozenset):
            return not self.words.isdisjoint(said)
        return said in self.words

    def open(self, facts: Facts) -> frozenset[str]:
        return frozenset((self.variable,)) if self.variable not in facts else frozenset()

    def grounds(self, facts: Facts) -> Iterator[str]:
        if self.truth(facts):
            yield self.variable

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


@dataclass(frozen=True, slots=True)
class Between:
    """The answer is a number inside these bounds."""

    variable: str
    at_least: Decimal | None
    above: Decimal | None
    at_most: Decimal | None
    below: Decimal | None

    def truth(self, facts: Facts) -> Truth:
        said = facts.get(self.variable)
        if said is None:
            return None
        return (
            isinstance(said, Decimal)
            and (self.at_least is None or said >= self.at_least)
            and (self.above is None or said > self.above)
            and (self.at_most is None or said <= self.at_most)
            and (self.below is None or said < self.below)
        )

    def open(self, facts: Facts) -> frozenset[str]:
        return frozenset((self.variable,)) if self.variable not in facts else frozenset()

    def grounds(self, facts: Facts) -> Iterator[str]:
        if self.truth(facts):
            yield self.variable

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]

    def truth(self, facts: Facts) -> Truth:
        truths = [part.truth(facts) for part in self.parts]
        return False if False in truths else None if None in truths else True

    def open(self, facts: Facts) -> frozenset[str]:
        if self.truth(facts) is not None:
            return frozenset()
        return frozenset().union(*(part.open(facts) for part in self.parts))

    def grounds(self, facts: Facts) -> Iterator[str]:
        if self.truth(facts):
            for part in self.parts:
                yield from part.grounds(facts)

    def variables(self) -> frozenset[str]:
        return frozenset().union(*(part.variables() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Any:
    """One part is enough."""

    parts: tuple[Condition, ...]

    def truth(self, facts: Facts) -> Truth:
        truths = [part.truth(facts) for part in self.parts]
        return True if True in truths else None if None in truths else False

    def open(self, facts: Facts) -> frozenset[str]:
        if self.truth(facts):
            return frozenset()
        return frozenset().union(*(part.open(facts) for part in self.parts))

    def grounds(self, facts: Facts) -> Iterator[str]:
        for part in self.parts:
            yield from part.grounds(facts)

    def variables(self) -> frozenset[str]:
        return frozenset().union(*(part.variables() for part in self.parts))


def read_condition(block: Block) -> Condition:
    """The condition of a `when` block: pairs side by side must all hold, under `any` one is enough."""
    parts: list[Condition] = []
    for name in block:
        if name == "any":
            parts.append(Any(tuple(read_condition(entry) for entry in block.blocks("any"))))
        else:
            parts.append(_pair(block, name))
    if not parts:
        raise NotReadable(f"{block.where}: a condition needs at least one answer.")
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _pair(block: Block, variable: str) -> Condition:
    written = block.plain(variable)
    if isinstance(written, str):
        return IsOneOf(variable, frozenset((block.text(variable),)))
    if isinstance(written, list):
        if not written:
            raise block.wrong(variable, "one answer or more")
        return IsOneOf(variable, frozenset(block.texts(variable)))
    bounds = block.block(variable)
    found = {name: bounds.number(name) if name in bounds else None for name in _BOUNDS}
    bounds.close()
    if not any(value is not None for value in found.values()):
        raise block.wrong(variable, f"compared with at least one of: {', '.join(_BOUNDS)}")
    return Between(variable, **found)
