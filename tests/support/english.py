"""What is left in English on a page in another language: words that only the English side of the translations has.

No list of English words is kept. Every message and every sentence of the knowledge stands there twice, in English and
in the other language: a word that only the English ones use gives a text away as English. A text that is marked as
English (`lang="en"`) says so to a screen reader, too, and is not looked at.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser

from django.utils.dates import MONTHS_3
from django.utils.translation import override

from enthesis.clinic.catalogue import read_catalogue
from enthesis.knowledge import path
from enthesis.pathway.languages import translatable, words_of
from enthesis.pathway.languages.reading import name_in, read_translation
from tests.support.messages import LOCALE

_WORD = re.compile(r"\b[^\W\d_]+(?:['’][^\W\d_]+)*\b")  # a hyphen joins two words; what has figures in it is none
_PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|</?\w+[^>]*>|https?://\S+")
_SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-says", "content")  # attributes that people hear or see
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)


def words(text: str) -> Iterator[str]:
    """The words of a text, in small letters, without the blanks that are filled in."""
    yield from (found[0].lower() for found in _WORD.finditer(_PLACES.sub(" ", text)))


@cache
def only_english(language: str) -> frozenset[str]:
    """The words of the English messages and sentences that their translations never use."""
    english, other = set[str](), set[str]()
    for entry in read_catalogue((LOCALE / language / "LC_MESSAGES/django.po").read_text("utf-8"), "django.po")[1:]:
        english.update(words(entry.msgid), words(entry.plural))
        other.update(word for said in entry.said for word in words(said))
    root = path("")
    for name in translatable(root):
        text = root.joinpath(*name.split("/")).read_text("utf-8")
        english.update(word for said in words_of(text, name).values() for word in words(said))
        there = root.joinpath(*name_in(name, language).split("/"))
        if there.is_file():
            found = read_translation(there.read_text("utf-8"), name_in(name, language))
            other.update(word for said in found.words.values() for word in words(said))
    for folder in ("patient", "consent"):  # leaflets and consent have whole files of their own in each language
        for file in root.joinpath(folder, language).rglob("*.yaml"):  # type: ignore[attr-defined] - a checkout's folder
            other.update(words(file.read_text("utf-8")))
    with override(language):
        other.update(str(month).lower() for month in MONTHS_3.values())
    return frozenset(word for word in english - other if len(word) > 1)


class _Texts(HTMLParser):
    """Each text of a page, and whether it is marked as English."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []  # the tags that are open, and the language in each
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        hidden = tag in ("script", "style") or "data-language" in given
        if not language.startswith("en") and not hidden:
            seen = tag != "meta" or given.get("name") == "description"
            self.found += [str(given[name]) for name in _SPOKEN if seen and given.get(name)]
            if tag == "input" and given.get("type") in ("submit", "button"):
                self.found.append(str(given.get("value") or ""))
        if tag not in _VOID:
            self.open.append((tag, "en" if hidden else language))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self.open and self.open[-1][1].startswith("en")):
            self.found.append(" ".join(data.split()))


def texts(page: str) -> list[str]:
    """What people read and hear of a page that is not marked as English."""
    reader = _Texts()
    reader.feed(page)
    return reader.found


def left_in_english(page: str, language: str, allowed: Iterable[str] = ()) -> list[str]:
    """The texts of a page that have an English word in them, once what is `allowed` is taken out of them."""
    only = only_english(language)
    found = []
    for text in texts(page):
        rest = text
        for each in allowed:
            rest = rest.replace(each, " ")
        if any(word in only for word in words(rest)):
            found.append(text)
    return found
