"""A name as it is compared: lower case, no accents, no marks, one space between words."""

import re
import unicodedata

_NOT_NAMING = frozenset({"left", "right", "both", "bilateral", "the", "of", "at", "on", "side", "sides"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_LEVELS = re.compile(r"\b([ctl])(\d{1,2}) (\d{1,2})\b")  # L4-5
_PLAIN_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None}


def plain(text: str) -> str:
    """`Ligamentum flavum, L4–5` becomes `ligamentum flavum l4 l5`."""
    if text.isascii():
        words = " ".join(text.lower().translate(_PLAIN_ASCII).split())
    else:
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’")
        words = _NOT_A_WORD.sub(" ", letters).strip()
    return _LEVELS.sub(r"\1\2 \1\3", words) if any(map(str.isdigit, words)) else words


def naming(text: str) -> str:
    """The words of a text that name a structure: without a side and without little words."""
    return " ".join([word for word in plain(text).split() if word not in _NOT_NAMING])
