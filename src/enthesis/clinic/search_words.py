"""What the search table holds of a person: names, birth date and telephone, each unreadable without the master key.

A token is a keyed digest (`keys.token`), the same on both databases, so that it is compared and never read back.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date

from enthesis.clinic.keys import token
from enthesis.clinic.profiles import Profile

SHORTEST_PREFIX = 2  # letters of a name
SHORTEST_NUMBER, LONGEST_NUMBER = 4, 7  # last digits of a telephone number


def tokens_of(clinic: int, profile: Profile | None) -> set[bytes]:
    """Every token of a person: beginnings of the words of each name, the birth date, the last digits of numbers."""
    if profile is None:
        return set()
    names = (profile.name, *profile.known_as)
    found = {part for name in names for word in words_of(name) for part in _beginnings(word)}
    if profile.born:
        found.add(_born(profile.born))
    for number in (profile.telephone, profile.contact):
        digits = _digits(number)
        found |= {_tel(digits[-length:]) for length in range(SHORTEST_NUMBER, min(len(digits), LONGEST_NUMBER) + 1)}
    return {token(clinic, part) for part in found}


def asked_for(words: str = "", born: date | None = None, telephone: str = "") -> Mapping[str, None]:
    """What a search asks for, all of which a person must have."""
    found = dict.fromkeys(words_of(words))
    if born is not None:
        found[_born(born)] = None
    if telephone.strip():
        found[_tel(_digits(telephone)[-LONGEST_NUMBER:])] = None
    return found


def words_of(text: str) -> list[str]:
    """The words of a name, without case and accents: "Åse" is found by "ase"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return "".join(c if c.isalnum() else " " for c in plain).split()


def _beginnings(word: str) -> Iterator[str]:
    yield word
    for length in range(SHORTEST_PREFIX, len(word)):
        yield word[:length]


def _digits(number: str) -> str:
    """The digits of a telephone number; none of what is an e-mail address."""
    return "" if "@" in number else "".join(c for c in number if c.isascii() and c.isdigit())


def _born(day: date) -> str:
    return f"born {day.isoformat()}"  # no word of a name has a space in it


def _tel(digits: str) -> str:
    return f"tel {digits}"
