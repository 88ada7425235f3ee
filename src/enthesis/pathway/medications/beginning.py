"""Names that begin with what somebody is typing: of the drugs in the list, for choosing one while typing.

It reads nothing into a word: what is chosen is looked up as any typed name is. What is not here may be kept as typed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from enthesis.pathway.medications.library import library
from enthesis.pathway.medications.names import How, Name, names
from enthesis.pathway.medications.text import tidy

SHORTEST = 2  # not a limit: fewer letters begin too many names
_CHOSEN = (How.GENERIC, How.BRAND, How.OTHER_NAME, How.PRODUCT, How.NOT_LISTED)


@dataclass(frozen=True, slots=True)
class Beginning:
    """One name, and the drug that it stands for where that is another word: Advil, ibuprofen."""

    name: str
    drug: str


def beginning(typed: str, most: int = 8) -> list[Beginning]:
    """Names of drugs of which a word begins so, those that begin with it first; none for fewer than two letters."""
    start = tidy(typed)
    if len(start) < SHORTEST:
        return []
    first = [name for key, name in _sorted() if key.startswith(start)]
    later = [name for key, name in _sorted() if not key.startswith(start) and f" {start}" in key]
    return [_shown(name) for name in [*first, *later][:most]]


@cache
def _sorted() -> tuple[tuple[str, Name], ...]:
    return tuple(sorted(_listed(), key=lambda entry: (entry[0], entry[1].written)))


def _listed() -> Iterator[tuple[str, Name]]:
    seen = set()
    for name in names().values():
        key = tidy(name.written)
        if name.how in _CHOSEN and key not in seen:
            seen.add(key)
            yield key, name


def _shown(name: Name) -> Beginning:
    drugs = [library().drugs[drug].name for drug in name.drugs if drug in library().drugs]
    told = ", ".join(dict.fromkeys(drugs))
    return Beginning(name.written, "" if told.casefold() == name.written.casefold() else told)
