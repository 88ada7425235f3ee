"""Sentences for patients in another language: a sentence of the knowledge is found by its own English words.

So every sentence can be said, wherever it was put together and however it got to a page: one that is filled in from a
template, one that joins several, and one that a record has kept. What is not found word for word is not guessed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from typing import TypeAlias

from enthesis.knowledge import laid_over, path, shipped_path
from enthesis.pathway.languages.reading import languages_of, name_in, read_translation
from enthesis.pathway.languages.words import FILLINGS, digest, translatable, words_of

ENGLISH = "en"
_BLANK = re.compile(r"\{(\w+)\}")
_FIGURE = r"\d+"
_LONGEST = 2_000  # characters: nothing longer is one sentence of the knowledge
_MOST_PARTS = 12  # sentences that were joined to one text
_END = re.compile(r"(?<=[.?!:])\s+")


Filled: TypeAlias = tuple[re.Pattern[str], str]  # what a filled template looks like, and the template to fill instead


class Table:
    """English sentences and what they are in one language."""

    def __init__(self, pairs: Iterable[tuple[str, str]], fillings: Iterable[tuple[str, str]] = ()) -> None:
        listed = list(pairs)
        self._exact = {_plain(english): said for english, said in reversed(listed) if not _BLANK.search(english)}
        self._lower = {english.lower(): said for english, said in self._exact.items()}
        self._filled = _patterns(listed)
        self._fillings = [(_pattern(english), said) for english, said in fillings]  # in the order of the file
        self._find = lru_cache(maxsize=4096)(self._found)

    def __len__(self) -> int:
        return len(self._exact) + len(self._filled)

    def say(self, english: str) -> str | None:
        """A sentence, or several that stand behind one another; None where one of them is not known."""
        text = _plain(english)
        return self._find(text) if text and len(text) <= _LONGEST else None

    def _found(self, text: str) -> str | None:
        whole = self._whole(text)
        if whole is not None:
            return whole
        parts = _END.split(text)
        if not 1 < len(parts) <= _MOST_PARTS:
            return None
        for cut in range(len(parts) - 1, 0, -1):
            first = self._whole(" ".join(parts[:cut]))
            if first is not None:
                rest = self._find(" ".join(parts[cut:]))
                return f"{first} {rest}" if rest is not None else None
        return None

    def _whole(self, text: str) -> str | None:
        if (known := self._word(text)) is not None:
            return known
        filled = self._from(self._filled, text)
        return filled and filled[:1].upper() + filled[1:]

    def _word(self, text: str) -> str | None:
        """What is known word for word, also where it begins a sentence, or stands within one, by its first letter."""
        known = self._exact.get(text) or self._lower.get(text.lower())
        if known is None:
            return None
        first = known[:1].upper() if text[:1].isupper() else known[:1].lower() if text[:1].islower() else known[:1]
        return first + known[1:]

    def _from(self, patterns: Sequence[Filled], text: str) -> str | None:
        for pattern, said in patterns:
            if found := pattern.fullmatch(text):
                return said.format_map({name: self._value(value) for name, value in found.groupdict().items()})
        return None

    def _value(self, value: str) -> str:
        """What was filled in: words of the knowledge are said, names and numbers stay."""
        return self._word(value) or self._from(self._fillings, value) or value


def _patterns(pairs: Iterable[tuple[str, str]]) -> list[Filled]:
    """The templates among some sentences; the one that says most comes first, for it fits closest."""
    found = [(_pattern(english), said) for english, said in pairs if _BLANK.search(english)]
    return sorted(found, key=lambda entry: -len(entry[0].pattern))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _pattern(english: str) -> re.Pattern[str]:
    """What a template looks like once it is filled in. `{n}` stands for a whole number, any other blank for words."""
    parts, at, seen = [], 0, set[str]()
    text = _plain(english)
    for blank in _BLANK.finditer(text):
        name = blank[1]
        parts.append(re.escape(text[at : blank.start()]))
        what = _FIGURE if name == "n" else ".+?"
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{what})")
        seen.add(name)
        at = blank.end()
    parts.append(re.escape(text[at:]))
    return re.compile("".join(parts), re.IGNORECASE)


@cache
def table(language: str) -> Table:
    """The sentences of the knowledge files that are read in this process, in one language; empty for English."""
    if language == ENGLISH:
        return Table([])
    found = list(_pairs(language))
    return Table(
        [(english, said) for name, english, said in found if name != FILLINGS],
        [(english, said) for name, english, said in found if name == FILLINGS],
    )


@cache
def languages() -> tuple[str, ...]:
    """Every language that the knowledge speaks to patients, English first."""
    return (ENGLISH, *languages_of(path("")))


def say(english: str, language: str) -> str | None:
    """A sentence of the knowledge in a language ("es-MX" is Spanish); None where nobody has translated it."""
    code = language.partition("-")[0].lower()
    if code == ENGLISH:
        return english
    return table(code).say(english) if code in languages() else None


def _pairs(language: str) -> Iterator[tuple[str, str, str]]:
    """Each file with a sentence and its translation: a clinic's own translation first, then the one that ships.

    A translation speaks for the words that it was made from. Where a clinic has its own English file and not its own
    translation, a sentence that it left as it was is still found, and one that it changed is read in English.
    """
    own = laid_over()
    if own is not None:
        yield from _of(path(""), language, {name for name in own.versions if name.endswith(f".{language}.yaml")})
    yield from _of(shipped_path(), language, None)


def _of(root: Traversable, language: str, only: set[str] | None) -> Iterator[tuple[str, str, str]]:
    for name in translatable(root):
        file = root.joinpath(*name_in(name, language).split("/"))
        if (only is not None and name_in(name, language) not in only) or not file.is_file():
            continue
        english: Mapping[str, str] = words_of(root.joinpath(*name.split("/")).read_text(encoding="utf-8"), name)
        found = read_translation(file.read_text(encoding="utf-8"), name_in(name, language))
        if found.digest == digest(english) and found.status != "retired":
            yield from ((name, said, found.words[key]) for key, said in english.items() if key in found.words)
