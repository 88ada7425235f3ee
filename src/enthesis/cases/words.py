"""What the words of a case plainly say, by the reviewed vocabulary `knowledge/cases/words.yaml`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import read_values

LONGEST_WHOLE = 5
NOT = re.compile(r"\b(no|not|none|never|without|denie[sd]|negative for)\b[^.;,]{0,40}$")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the vocabulary: what its words stand for."""

    means: Mapping[str, Any]
    words: tuple[str, ...]

    def said_in(self, text: str) -> str:
        """The word of this line that the text says without denying it, or nothing."""
        low = text.lower()
        for word in self.words:
            for found in _said(word).finditer(low):
                if not NOT.search(low[: found.start()]):
                    return word
        return ""


_A_SIDE = r"(?:left|right|both|bilateral|his|her)(?:[ -]sided?)?"


@cache
def _said(word: str) -> re.Pattern[str]:
    """A word of the vocabulary in a text. A side or "the" may stand between its words: "of the right knee"."""
    parts = [re.escape(part) for part in word.split() if part != "the"]
    between = rf"(?:\s+(?:the\s+)?|[\s,(]+(?:the\s+)?(?:{_A_SIDE}[\s,]+(?:and\s+)?){{1,3}})"
    return re.compile(rf"(?<![a-z0-9]){between.join(parts)}{_end(word)}")


def _end(word: str) -> str:
    """A short word is whole, or takes a plural s: "disc" is not said in "discomfort". A long one may be a stem."""
    if word[-1].isdigit():
        return r"(?![0-9])"
    return r"s?(?![a-z])" if len(word) <= LONGEST_WHOLE else ""


@cache
def vocabulary() -> Mapping[str, tuple[Entry, ...]]:
    return read_vocabulary(_file())


def read_vocabulary(raw: Mapping[str, Any]) -> Mapping[str, tuple[Entry, ...]]:
    """The tables of a file laid out like `cases/words.yaml`."""
    return {
        name: tuple(
            Entry({key: value for key, value in line.items() if key != "words"}, tuple(map(str, line["words"])))
            for line in lines
        )
        for name, lines in raw.items()
        if isinstance(lines, list)
    }


@cache
def numbers() -> Mapping[str, int]:
    return dict(_file()["numbers"])


@cache
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_values(path("cases").joinpath("words.yaml").read_text("utf-8"), "cases/words.yaml")
    return found


def first(table: str, field: str, texts: Iterable[str]) -> str:
    """What the first matching line says of `field`; texts are tried in order."""
    for text in texts:
        for entry in vocabulary()[table]:
            if entry.said_in(text):
                return str(entry.means[field])
    return ""


def every(table: str, field: str, texts: Iterable[str]) -> list[str]:
    """What all matching lines say of `field`, each once, in the vocabulary's order."""
    whole = " ; ".join(texts)
    found = (str(entry.means[field]) for entry in vocabulary()[table] if entry.said_in(whole))
    return list(dict.fromkeys(found))


def in_words(value: Any) -> Iterator[str]:
    """All words of a JSON value, without the names of its fields."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from in_words(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from in_words(each)


def count_in(text: str, of: str) -> int | None:
    """The number before a word: 4 in "four sessions, three weeks apart" for "session"."""
    pattern = rf"\b(\d+|{'|'.join(numbers())})\s+(?:more\s+|further\s+)?{of}"
    found = re.search(pattern, text.lower())
    if not found:
        return None
    word = found.group(1)
    return int(word) if word.isdigit() else numbers()[word]


_LEFT, _RIGHT = re.compile(r"\bleft\b|^l\.?$"), re.compile(r"\bright\b|^r\.?$")
_BOTH = re.compile(r"\b(?:both|bilateral(?:ly)?|either side|two-sided)\b")


def side_in(text: str) -> str:
    """left, right or both, where a text names it; "" where it does not. "Left worse than right" is both."""
    low = text.lower().strip()
    left, right = bool(_LEFT.search(low)), bool(_RIGHT.search(low))
    if (left and right) or _BOTH.search(low):
        return "both"
    return "left" if left else "right" if right else ""
