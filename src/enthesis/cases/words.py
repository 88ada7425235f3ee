"""What the words of a case plainly say, by the reviewed vocabulary `knowledge/cases/words.yaml`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import read_values

LONGEST_WHOLE = 5
NOT = re.compile(
    r"\b(no|not|none|never|non|without|denie[sd]|negative for|free of|ruled out)\b(?:(?!\bbut\b)[^.;,]){0,40}$"
)
# "no fever, weight loss or cancer": one denial for a whole list that ends in "or".
_NOT_A_LIST = re.compile(r"\b(?:no|without|never|denie[sd]|negative for)\b(?:(?!\b(?:but|with|has|had)\b)[^.;])*$")
_OR = re.compile(r"\b(?:or|nor)\b")
_THEN_NOT = re.compile(
    r"[a-z]*\s*(?:[:=–-]|\bis\b|\bwas\b)\s*(?:no\b|none\b|denied|negative|absent|never|excluded|ruled out)"
)


def _denied(low: str, start: int, end: int) -> bool:
    """Whether a word in a text in small letters is denied: before it, after it, or as one of a list."""
    if NOT.search(low[:start]) or _THEN_NOT.match(low, end):
        return True
    before = _NOT_A_LIST.search(low[:start])
    if before is None:
        return False
    after = re.split(r"[.;]|\b(?:but|with|has|had)\b", low[end:], maxsplit=1)[0]
    return bool(_OR.search(before[0]) or _OR.search(after))


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
                if not _denied(low, found.start(), found.end()):
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


def number_in_words(text: str) -> int | None:
    """A whole number told in words alone: "seven", "fifty-two", "twenty four"."""
    parts = text.strip().lower().replace("-", " ").split()
    known = [numbers().get(part) for part in parts]
    if len(known) == 1:
        return known[0]
    tens, ones = known if len(known) == 2 else (None, None)
    if tens is None or ones is None or not 20 <= tens <= 90 or not 1 <= ones <= 9:
        return None
    return tens + ones


def label_of(name: str) -> str:
    """What a candidacy answer or condition is called where a person reads it."""
    labels: Mapping[str, str] = _file()["labels"]
    return labels.get(name, name.replace("_", " "))


@cache
def _file() -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_values(path("cases").joinpath("words.yaml").read_text("utf-8"), "cases/words.yaml")
    return found


def kind_of_event(told: str) -> str:
    """The kind of event that another word for one means ("complication"), by the vocabulary; "" where none does."""
    bare = re.sub(r"\(.*?\)|\b(?:first|second|third|fourth|fifth|sixth|final|last|next)\b", " ", told.lower())
    plain = " ".join(re.sub(r"[^a-z]+", " ", bare).split())
    lines = vocabulary()["events"]
    return next(
        (what for line in lines if plain in (*line.words, (what := str(line.means["what"])).replace("_", " "))), ""
    )


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
    """The number before a word: 4 in "four sessions, three weeks apart" for "session". One end of a range is none."""
    pattern = rf"(?<![\d.,–/-])(?<!\bto )\b(\d+|{number_words()})\s+(?:more\s+|further\s+)?{of}"
    found = re.search(pattern, text.lower())
    if not found:
        return None
    word = found.group(1)
    return int(word) if word.isdigit() else number_in_words(word)


@cache
def number_words() -> str:
    """A pattern of the numbers in words, "twenty-four" among them."""
    tens = "|".join(word for word, number in numbers().items() if 20 <= number <= 90)
    ones = "|".join(word for word, number in numbers().items() if 1 <= number <= 9)
    return rf"(?:{tens})(?:[- ](?:{ones}))?\b|(?:{'|'.join(numbers())})\b"


_LEFT, _RIGHT = re.compile(r"\bleft\b|^l\.?$"), re.compile(r"\bright\b|^r\.?$")
_BOTH = re.compile(
    r"\b(?:both(?!\s+(?:\w+ing|at|in|on|during|before|after|for|with|active|passive|physio\w*|conservative|medical|rest)\b)"
    r"|bilateral(?:ly)?|either side|two-sided)\b"
)
_HANDED = re.compile(r"\b(?:left|right)[- ]?hand(?:ed(?:ness)?|[- ]dominan\w+)\b|\b(?:left|right)[- ]dominant\b")


def side_in(text: str) -> str:
    """left, right or both, where a text names it; "" where it does not. "Left worse than right" is both."""
    low = _HANDED.sub(" ", text.lower()).strip()
    left, right = bool(_LEFT.search(low)), bool(_RIGHT.search(low))
    if (left and right) or _BOTH.search(low):
        return "both"
    return "left" if left else "right" if right else ""
