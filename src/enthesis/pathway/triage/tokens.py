"""A text as words with their places, in sentences. Nothing is thrown away: every word keeps what was written."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

MOST_CHARACTERS = 20_000
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?(?![^\W\d_])|[^\W_]+(?:['’][^\W_]+)*|[.,:;!?()\n/]")
_MARKS = frozenset(".,:;!?()\n/")
_ENDS_SENTENCE = frozenset(".;!?\n")
_TURNING_PAIRS = frozenset({("other", "than"), ("apart", "from"), ("aside", "from"), ("more", "than"), ("save", "for")})
_SHORT_NO = frozenset({"no", "none", "nil", "never", "negative", "denied"})
_TURNS = frozenset({"but", "however", "although", "though", "except", "yet", "whereas", "nevertheless", "otherwise"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark. `word` is what rules compare: lower case, no accents, no apostrophe."""

    word: str
    start: int
    end: int

    @property
    def is_mark(self) -> bool:
        return self.word in _MARKS


def tokens(text: str) -> list[Token]:
    """The words and marks of the first 20,000 characters."""
    return [Token(_plain(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text[:MOST_CHARACTERS])]


def sentences(text: str) -> Iterator[Sequence[Token]]:
    """The sentences, parted also where the text turns ("but", "however"): a denial does not reach over a turn."""
    current: list[Token] = []
    found = tokens(text)
    for token, following in zip_longest(found, found[1:]):
        if token.word == "?" and _word(following) in _SHORT_NO:  # "fever? none"
            current.append(Token(":", token.start, token.end))
        elif token.word in _ENDS_SENTENCE or token.word in _TURNS or (token.word, _word(following)) in _TURNING_PAIRS:
            if current:
                yield current
            current = []
        else:
            current.append(token)
    if current:
        yield current


def _word(token: Token | None) -> str:
    return token.word if token is not None else ""


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’")
