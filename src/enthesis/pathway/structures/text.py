"""A name as it is compared: lower case, no accents, no marks, one space between words."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_NOT_NAMING = frozenset({"left", "right", "both", "bilateral", "the", "of", "at", "on", "side", "sides"})
_LEVELS = re.compile(r"\b([ctl])(\d{1,2}) (\d{1,2})\b")  # L4-5


def plain(text: str) -> str:
    """`Ligamentum flavum, L4–5` becomes `ligamentum flavum l4 l5`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’")
    return _LEVELS.sub(r"\1\2 \1\3", _NOT_A_WORD.sub(" ", letters).strip())


def naming(text: str) -> str:
    """The words of a text that name a structure: without a side and without little words."""
    return " ".join(word for word in plain(text).split() if word not in _NOT_NAMING)
