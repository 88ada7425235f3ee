"""The closed language of conditions. Each is true, false, or open because an answer is missing.

`truth` is what the answers given so far make of a condition: `True`, `False`, or `None` for open; `needs` names the
variables that keep it open. `settled` sees through `Known`: it stays open as long as another answer could still change
the outcome; `open` names the variables that such an answer would be about. `facts` are the answers that make it true,
`variables` all that somebody is asked for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from enthesis.pathway.candidacy.answers import NEVER, Answers
from enthesis.pathway.candidacy.truth import NOTHING, Truth, all_of, any_of, not_of


class Condition(Protocol):
    def truth(self, answers: Answers) -> Truth: ...

    def settled(self, answers: Answers) -> Truth: ...

    def needs(self, answers: Answers) -> frozenset[str]: ...

    def open(self, answers: Answers) -> frozenset[str]: ...

    def facts(self, answers: Answers) -> tuple[str, ...]: ...

    def variables(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Always:
    """Holds for everybody."""

    def truth(self, answers: Answers) -> Truth:
        return True

    settled = truth

    def needs(self, answers: Answers) -> frozenset[str]:
        return NOTHING

    open = needs

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return ()

    def variables(self) -> frozenset[str]:
        return NOTHING


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """The answer is one of these words. A list of words holds when any of its words is one of them."""

    variable: str
    words: frozenset[str]

    def truth(self, answers: Answers) -> Truth:
        said = answers.said.get(self.variable)
        if isinstance(said, str):
            return said in self.words or (None if self.variable in answers.unfounded else False)
        if said is None:
            return False if self.variable in answers.not_asked else None
        if isinstance(said, frozenset):  # one of several, nobody has said which
            return True if said <= self.words else None if said & self.words else False
        return not isinstance(said, Decimal) and not self.words.isdisjoint(str(word) for word in said)

    settled = truth

    def needs(self, answers: Answers) -> frozenset[str]:
        is_open = self.truth(answers) is None and self.variable not in answers.unfounded
        return frozenset((self.variable,)) if is_open else NOTHING

    open = needs

    def facts(self, answers: Answers) -> tuple[str, ...]:
        if not self.truth(answers):
            return ()
        said = answers.said[self.variable]
        if isinstance(said, str):
            return (f"{self.variable}: {said}",)
        words = said if isinstance(said, (tuple, frozenset)) else ()
        return tuple(f"{self.variable}: {word}" for word in sorted(map(str, words)) if word in self.words)

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "below": lambda figure, limit: figure < limit,
    "at_most": lambda figure, limit: figure <= limit,
    "at_least": lambda figure, limit: figure >= limit,
    "above": lambda figure, limit: figure > limit,
}
COMPARISONS = tuple(_COMPARISONS)


@dataclass(frozen=True, slots=True)
class Compares:
    """A number against a limit, in the unit of its question. "Never" is longer ago than any limit."""

    variable: str
    how: str  # one of COMPARISONS
    limit: Decimal

    def holds(self, figure: Decimal) -> bool:
        return _COMPARISONS[self.how](figure, self.limit)

    def truth(self, answers: Answers) -> Truth:
        figure = answers.said.get(self.variable)
        if isinstance(figure, Decimal):
            return self.holds(figure) or (None if self.variable in answers.unfounded else False)
        return False if self.variable in answers.not_asked else None

    settled = truth

    def needs(self, answers: Answers) -> frozenset[str]:
        is_open = self.truth(answers) is None and self.variable not in answers.unfounded
        return frozenset((self.variable,)) if is_open else NOTHING

    open = needs

    def facts(self, answers: Answers) -> tuple[str, ...]:
        if not self.truth(answers):
            return ()
        figure = answers.said[self.variable]
        return (
            f"{self.variable}: {'never' if figure == NEVER else figure} ({self.how.replace('_', ' ')} {self.limit})",
        )

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


@dataclass(frozen=True, slots=True)
class OutOfPlace:
    """A word of the list belongs to other regions than those that the person came with."""

    variable: str
    places: Mapping[str, tuple[str, ...]]  # word -> its regions; a word that is not in here belongs anywhere

    def truth(self, answers: Answers) -> Truth:
        said = answers.said.get(self.variable)
        if said is None or not answers.regions:
            return None
        words = said if isinstance(said, tuple) else ()
        places = [self.places.get(str(word), ()) for word in words]
        return any(place and not set(place) & set(answers.regions) for place in places)

    settled = truth

    def needs(self, answers: Answers) -> frozenset[str]:
        return frozenset((self.variable,)) if self.truth(answers) is None else NOTHING

    open = needs

    def facts(self, answers: Answers) -> tuple[str, ...]:
        said = answers.said.get(self.variable) if self.truth(answers) else None
        if not isinstance(said, tuple):
            return ()
        return (*(f"{self.variable}: {word}" for word in said), f"regions: {', '.join(answers.regions)}")

    def variables(self) -> frozenset[str]:
        return frozenset((self.variable,))


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple[Condition, ...]

    def truth(self, answers: Answers) -> Truth:
        return all_of(part.truth(answers) for part in self.parts)

    def settled(self, answers: Answers) -> Truth:
        return all_of(part.settled(answers) for part in self.parts)

    def needs(self, answers: Answers) -> frozenset[str]:
        if self.truth(answers) is not None:
            return NOTHING
        return NOTHING.union(*(part.needs(answers) for part in self.parts))

    def open(self, answers: Answers) -> frozenset[str]:
        if self.settled(answers) is not None:
            return NOTHING
        return NOTHING.union(*(part.open(answers) for part in self.parts))

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return _facts(self, self.parts, answers)

    def variables(self) -> frozenset[str]:
        return NOTHING.union(*(part.variables() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Any:
    parts: tuple[Condition, ...]

    def truth(self, answers: Answers) -> Truth:
        return any_of(part.truth(answers) for part in self.parts)

    def settled(self, answers: Answers) -> Truth:
        return any_of(part.settled(answers) for part in self.parts)

    def needs(self, answers: Answers) -> frozenset[str]:
        if self.truth(answers) is not None:
            return NOTHING
        return NOTHING.union(*(part.needs(answers) for part in self.parts))

    def open(self, answers: Answers) -> frozenset[str]:
        if self.settled(answers) is not None:
            return NOTHING
        return NOTHING.union(*(part.open(answers) for part in self.parts))

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return _facts(self, self.parts, answers)

    def variables(self) -> frozenset[str]:
        return NOTHING.union(*(part.variables() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition

    def truth(self, answers: Answers) -> Truth:
        return not_of(self.part.truth(answers))

    def settled(self, answers: Answers) -> Truth:
        return not_of(self.part.settled(answers))

    def needs(self, answers: Answers) -> frozenset[str]:
        return self.part.needs(answers)

    def open(self, answers: Answers) -> frozenset[str]:
        return self.part.open(answers)

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return ()

    def variables(self) -> frozenset[str]:
        return self.part.variables()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody said so. As long as nobody has, it counts as false.

    The question stays open, unless it is one that nobody asks for this (`is_asked` is false).
    """

    part: Condition
    is_asked: bool = True

    def truth(self, answers: Answers) -> Truth:
        return self.part.truth(answers) is True

    def settled(self, answers: Answers) -> Truth:
        return self.part.settled(answers) if self.is_asked else self.truth(answers)

    def needs(self, answers: Answers) -> frozenset[str]:
        return NOTHING

    def open(self, answers: Answers) -> frozenset[str]:
        return self.part.open(answers) if self.is_asked else NOTHING

    def facts(self, answers: Answers) -> tuple[str, ...]:
        return self.part.facts(answers)

    def variables(self) -> frozenset[str]:
        return self.part.variables() if self.is_asked else NOTHING


def _facts(whole: Condition, parts: tuple[Condition, ...], answers: Answers) -> tuple[str, ...]:
    if whole.truth(answers) is not True:
        return ()
    return tuple(dict.fromkeys(fact for part in parts for fact in part.facts(answers)))
