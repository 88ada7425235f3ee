"""Which structure a text means. One is named only where no other can be meant."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations

from rapidfuzz.distance import OSA

from enthesis.pathway.structures.catalogue import load
from enthesis.pathway.structures.model import Structure
from enthesis.pathway.structures.text import naming

LONGEST = 120  # characters of a name; a longer text is no name
MOST_MISSPELT = 3  # words of one name
SHORTEST, LONG = 5, 9  # not a limit: letters; below no word is misspelt, from LONG on two letters may be wrong
LIKELY = 0.6  # not a limit: how alike two words are, below which nothing is suggested


@dataclass(frozen=True, slots=True)
class _Index:
    exact: Mapping[str, str]  # spelling -> id
    words: frozenset[str]  # every word that is spelt right
    spellings: Sequence[tuple[Sequence[str], str]]  # the words of each spelling, and its id


@cache
def _index() -> _Index:
    catalogue = load()
    exact = {
        naming(spelling): found.id
        for found in catalogue.structures.values()
        for spelling in (found.id, found.name, *found.aliases)
    }
    spellings = [(spelling.split(), ident) for spelling, ident in exact.items()]
    words = {word for spelling, _ in spellings for word in spelling}
    return _Index(exact, frozenset(words | catalogue.not_misspelt), spellings)


def find(text: str) -> Structure | None:
    """The structure that an id, a name or an alias means, in any case and with small typing errors; None where none or
    two could be meant. Words for a side are passed over.

    A word that the catalogue spells itself is never taken for a misspelt other one ("abductor" is no "adductor"), and
    figures must agree: L4 is not L5.
    """
    if len(text) > LONGEST:
        return None
    catalogue, index = load(), _index()
    said = naming(text)
    if said in index.exact:
        return catalogue.structures[index.exact[said]]
    words = said.split()
    near = {ident for spelling, ident in index.spellings if _is_near(words, spelling, index.words)}
    return catalogue.structures[near.pop()] if len(near) == 1 else None


def suggest(text: str, n: int = 5) -> tuple[Structure, ...]:
    """The n structures whose names are most like a text, the likeliest first; for a person to choose from.

    Beginnings of words count, so that it serves while somebody types.
    """
    said = naming(text[:LONGEST]).split()
    if not said or n < 1:
        return ()
    best: dict[str, float] = {}
    for spelling, ident in _index().spellings:
        likeness = _likeness(said, spelling)
        if likeness >= LIKELY:
            best[ident] = max(best.get(ident, 0.0), likeness)
    catalogue = load()
    likeliest = sorted(best, key=lambda ident: -best[ident])  # of equals, the order of the catalogue
    return tuple(catalogue.structures[ident] for ident in likeliest[:n])


def _likeness(said: Sequence[str], spelling: Sequence[str]) -> float:
    """From 0 to 1: how well each word said is found in the spelling, a little less for each word not said."""
    found = sum(max(_alike(word, other) for other in spelling) for word in said)
    return found / len(said) - 0.02 * max(0, len(spelling) - len(said))


def _alike(said: str, word: str) -> float:
    if said == word:
        return 1.0
    if any(letter.isdigit() for letter in said) or len(said) < 3:
        return 0.0
    if word.startswith(said):
        return 0.92
    return OSA.normalized_similarity(said, word) if len(word) >= SHORTEST else 0.0


def _is_near(said: Sequence[str], spelling: Sequence[str], right: frozenset[str]) -> bool:
    """Whether each word said is one word of the spelling, at most misspelt; none is left over on either side."""
    if len(said) != len(spelling):
        return False
    meant = Counter(spelling)
    wrong, missing = list((Counter(said) - meant).elements()), list((meant - Counter(said)).elements())
    if not 0 < len(wrong) <= MOST_MISSPELT:
        return False
    return any(
        all(_is_misspelt(one, word, right) for one, word in zip(order, missing, strict=True))
        for order in permutations(wrong)
    )


def _is_misspelt(wrong: str, word: str, right: frozenset[str]) -> bool:
    if wrong in right or len(word) < SHORTEST or any(letter.isdigit() for letter in wrong + word):
        return False
    most = 1 if len(word) < LONG else 2
    return OSA.distance(wrong, word, score_cutoff=most) <= most
