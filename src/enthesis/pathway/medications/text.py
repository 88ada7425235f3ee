"""A name as a person typed it, made comparable. No medicine in here."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_IGNORED_MARKS = dict.fromkeys(map(ord, "'’‘`´®™©*\"“”„"))
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]\w*|[^\w\s]|\n")
_WITH = re.compile(r"\bw/")
_SEPARATES = frozenset(",;\n|•")
JOINING_WORDS = frozenset({"and", "with"})
_JOINS = frozenset("+/&()-:.[]") | JOINING_WORDS


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign."""

    text: str
    is_number: bool = False
    separates: bool = False  # a comma or semicolon: another item of a list may begin
    joins: bool = False  # "and", "/", "+": may stand inside a name

    @property
    def is_sign(self) -> bool:
        return self.separates or self.joins


def tidy(text: str) -> str:
    """One form for one spelling: width, capitals, accents, invisible signs, trade marks, apostrophes."""
    if text.isascii():  # most names are: nothing to normalise
        return text.translate(_IGNORED_MARKS).casefold()
    wide = unicodedata.normalize("NFKC", text.translate(INVISIBLE).translate(_IGNORED_MARKS)).casefold()
    decomposed = unicodedata.normalize("NFKD", wide)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).translate(_IGNORED_MARKS)


def tokens(text: str) -> tuple[Token, ...]:
    """The words, numbers and signs of a text, in order, tidied."""
    return tuple(_token(found) for found in _TOKEN.findall(_WITH.sub("with ", tidy(text))))


@lru_cache(maxsize=4096)
def _token(found: str) -> Token:
    return Token(
        found, is_number=found[0].isdigit(), separates=found in _SEPARATES, joins=found in _JOINS or _is_dash(found)
    )


def _is_dash(found: str) -> bool:
    return len(found) == 1 and unicodedata.category(found) == "Pd"


def key(text: str) -> str:
    """The letters and digits of a name, with "and", hyphens and spaces left out: how names are compared."""
    return joined(tokens(text))


def joined(parts: Sequence[Token]) -> str:
    return "".join(part.text for part in parts if not part.is_sign and len(part.text) > 0 and part.text[0].isalnum())


def is_control(sign: str) -> bool:
    """A control character, half of a broken character, or a mark that reverses the reading direction."""
    return unicodedata.category(sign) in ("Cc", "Cs") or "\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069"


def shown(text: str, longest: int = 80) -> str:
    """A person's words for a sentence: on one line, printable, cut where they are long."""
    flat = " ".join("".join(" " if is_control(sign) else sign for sign in text.translate(INVISIBLE)).split())
    return flat if len(flat) <= longest else f"{flat[:longest].rstrip()} ..."
