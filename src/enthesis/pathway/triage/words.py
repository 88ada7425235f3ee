"""Free words of a patient or a report, heard as answers. A proposal only: it says which words it rests on.

Denied words do not count, and what is not understood is said to be so: a person reads it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from enthesis.pathway.triage.denials import denied_words
from enthesis.pathway.triage.rules import RuleSet, load
from enthesis.pathway.triage.timing import durations
from enthesis.pathway.triage.tokens import Token, sentences, tokens
from enthesis.pathway.triage.variables import Kind
from enthesis.pathway.triage.vocabulary import Phrase, Vocabulary, same_word, vocabulary

_NOTHING = "nothing"
_TEMPERATURE = re.compile(
    r"(?:(?P<cue>temp\w*|fever\w*)\D{0,20})?(?<![\d.,])(?P<value>\d{2,3}(?:[.,]\d{1,2})?)\s*"
    r"(?P<sign>°|º|degrees?|deg\.?)?\s*(?P<unit>[cf](?:elsius|ahrenheit)?)?(?![\w%])",
    re.IGNORECASE,
)
_READING = re.compile(r"(?:3[789]|4[012])[.,]\d")  # 38.4 without a word is a reading in C
_PARACETAMOL = r"(?:acetaminophen|paracetamol|tylenol|panadol)"
_DOSE = re.compile(
    rf"(?P<a>\d+(?:[.,]\d+)?)\s*(?P<au>mg|g)\b\D{{0,15}}?{_PARACETAMOL}|{_PARACETAMOL}\D{{0,15}}?(?P<b>\d+(?:[.,]\d+)?)\s*(?P<bu>mg|g)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that words stand for, and the words as they were written."""

    value: str
    words: tuple[str, ...]
    denied: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class WordsRead:
    """Everything that was heard in a text."""

    heard: Mapping[str, Heard]  # by variable; the soreness, stiffness and burning of `timing` among them
    denied: Mapping[str, Heard]
    left: tuple[str, ...]  # words that were not understood
    nothing: bool  # the text says that there is nothing to report
    longest: Mapping[str, Decimal]  # hours that a sign lasted, by variable


@dataclass(slots=True)
class _Ear:
    """What one reading collects."""

    said: dict[str, list[tuple[int, str, str]]]
    denied: dict[str, list[str]]
    left: list[str]
    longest: dict[str, Decimal]
    nothing: bool = False


def read_words(text: str) -> Mapping[str, Heard]:
    """The answers that a text stands for, by variable, each with the words it rests on; denied ones are marked.

    Nothing recognised, or something not understood: `unclear` is among them, so that a person reads it (T99).
    """
    report = listen(text)
    found = {**report.denied, **report.heard}
    if report.left or (not found and not report.nothing):
        found["unclear"] = Heard("yes", report.left or (text.strip()[:200],))
    return MappingProxyType(found)


def listen(text: str) -> WordsRead:
    """Hears a text. The first 20,000 characters count; a longer text is not understood in full and says so."""
    words, rules = vocabulary(), load()
    ear = _Ear({}, {}, [], {})
    for sentence in sentences(text):
        _hear(text, sentence, words, ear)
    _measures(text, ear)
    if text[20_000:].strip():
        ear.left.append("the text is longer than 20,000 characters")
    heard = {name: _chosen(name, several, rules) for name, several in ear.said.items()}
    return WordsRead(
        heard=MappingProxyType(heard),
        denied=MappingProxyType(
            {
                name: Heard(_no(name, rules), tuple(several), True)
                for name, several in ear.denied.items()
                if name not in heard
            }
        ),
        left=tuple(dict.fromkeys(ear.left)),
        nothing=ear.nothing,
        longest=MappingProxyType(ear.longest),
    )


def read_sites(text: str) -> Mapping[str, tuple[str, ...]]:
    """The sites of the rules that words of the body stand for, each with its words; empty where none is named."""
    sentence = tokens(text)
    found = [(place, site) for site, part in vocabulary().site_phrases for place in part.places(sentence)]
    kept = [(place, site) for place, site in found if site and not any(place < other for other, _ in found)]
    sites: dict[str, list[str]] = {}
    for place, site in kept:
        if not any(place == other and not name for other, name in found):
            sites.setdefault(site, []).append(_written(text, sentence, place))
    return MappingProxyType({site: tuple(dict.fromkeys(words)) for site, words in sites.items()})


def _hear(text: str, sentence: Sequence[Token], words: Vocabulary, ear: _Ear) -> None:
    found = [(place, phrase) for phrase in words.candidates(sentence) for place in phrase.found(sentence)]
    signs = [place for place, phrase in found if _NOTHING not in phrase.means]
    denied = denied_words(sentence, signs, words.denial)
    standing = [
        (place, phrase)
        for place, phrase in found
        if place.isdisjoint(denied) or (_NOTHING in phrase.means and min(place) not in denied)
    ]
    standing = list(_longest(standing))
    taken = frozenset().union(*(place for place, _ in standing)) if standing else frozenset()
    lasted = max(durations(sentence), default=None)
    for place, phrase in standing:
        if _NOTHING in phrase.means:
            ear.nothing = True
            continue
        written = _written(text, sentence, place)
        for name, value in phrase.means.items():
            ear.said.setdefault(name, []).append((phrase.order, value, written))
            if lasted is not None:
                ear.longest[name] = max(lasted, ear.longest.get(name, lasted))
    for place, phrase in _longest([entry for entry in found if entry[0] <= denied]):
        if _NOTHING not in phrase.means:
            for name in list(phrase.means)[:1]:
                ear.denied.setdefault(name, []).append(_written(text, sentence, place))
    denied_signs = frozenset().union(*(place for place, _ in found if place <= denied))
    for index, token in enumerate(sentence):
        if index not in taken and index not in denied_signs and not _carries_no_sign(token, words):
            ear.left.append(text[token.start : token.end])


def _longest(found: Sequence[tuple[frozenset[int], Phrase]]) -> Iterator[tuple[frozenset[int], Phrase]]:
    """A longer phrase takes the words of a shorter one; one in several parts only those of its own variable."""
    around: dict[int, list[tuple[frozenset[int], Phrase]]] = {}  # by word: what holds it
    for entry in found:
        for index in entry[0]:
            around.setdefault(index, []).append(entry)
    for place, phrase in found:
        if not any(
            place < other and (longer.is_one_part or not phrase.means.keys().isdisjoint(longer.means))
            for other, longer in around[min(place)]
        ):
            yield place, phrase


def _carries_no_sign(token: Token, words: Vocabulary) -> bool:
    return (
        token.is_mark
        or token.word[0].isdecimal()
        or token.word in words.plain
        or any(same_word(beginning, token.word) for beginning in words.body)
        or any(same_word(word, token.word) for _, part in words.site_phrases for step in part.steps for (word,) in step)
    )


def _written(text: str, sentence: Sequence[Token], place: frozenset[int]) -> str:
    """The words as written: from the first to the last, with what stands between them."""
    return " ".join(text[sentence[min(place)].start : sentence[max(place)].end].split())


def _chosen(name: str, several: Sequence[tuple[int, str, str]], rules: RuleSet) -> Heard:
    """The most serious of the answers that were heard."""
    variable = rules.variables.get(name)
    order = (
        [choice.value for choice in variable.choices] if variable is not None and variable.kind is Kind.CHOICE else []
    )
    value = min(several, key=lambda entry: (order.index(entry[1]) if entry[1] in order else 0, entry[0]))[1]
    return Heard(value, tuple(dict.fromkeys(written for _, said, written in several if said == value)))


def _no(name: str, rules: RuleSet) -> str:
    variable = rules.variables.get(name)
    return (
        "none" if variable is not None and "none" in variable.spellings and variable.kind is not Kind.YES_NO else "no"
    )


def _measures(text: str, ear: _Ear) -> None:
    """A temperature with its unit or after its word, and a daily amount of acetaminophen."""
    for found in _TEMPERATURE.finditer(text):
        value = Decimal(found["value"].replace(",", "."))
        fahrenheit = (found["unit"] or "").casefold().startswith("f") or (not found["unit"] and value >= 94)
        plausible = 94 <= value <= 110 if fahrenheit else 34 <= value <= 43  # not a limit: what a thermometer shows
        bare = _READING.fullmatch(found["value"])
        if plausible and (found["cue"] or found["sign"] or found["unit"] or bare):
            ear.said.setdefault("temp_f" if fahrenheit else "temp_c", []).append((0, str(value), found[0].strip()))
    for found in _DOSE.finditer(text):
        amount, unit = (found["a"], found["au"]) if found["a"] else (found["b"], found["bu"])
        dose = Decimal(amount.replace(",", ".")) * (1000 if unit.casefold() == "g" else 1)
        ear.said.setdefault("acetaminophen_mg_day", []).append((0, f"{dose:f}", found[0].strip()))
