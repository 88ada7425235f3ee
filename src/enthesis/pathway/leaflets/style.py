"""Whether a leaflet is written in plain words: short sentences, no promise, nothing abbreviated without a word."""

import re
from collections.abc import Iterator

from enthesis.pathway.leaflets.model import Leaflet, Library, words_used
from enthesis.pathway.leaflets.text import running_text

LONGEST_SENTENCE = 24  # words
_SENTENCE = re.compile(r"[.!?](?:\s+|$)")
_ABBREVIATION = re.compile(r"\b(?:[A-Z]{2,}[0-9]*|[a-z]\.[a-z]\.)")
_SPELLED = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens)\b", re.IGNORECASE)


def faults(leaflet: Leaflet, library: Library) -> tuple[str, ...]:
    """What is not plain in a leaflet, as sentences; empty where all is well."""
    return tuple(_faults(leaflet, library))


def _faults(leaflet: Leaflet, library: Library) -> Iterator[str]:
    explained = library.explained(leaflet)
    for text in running_text(leaflet, library):
        for sentence in _SENTENCE.split(text):
            if (length := len(sentence.split())) > LONGEST_SENTENCE:
                yield f'{leaflet.id}: a sentence has {length} words. Make two of "{sentence[:60]}...".'
        for found in _ABBREVIATION.findall(text):
            if not words_used(explained, found):
                yield f'{leaflet.id}: "{found}" is not explained. Write it out, or explain it in words.yaml.'
        for found in _SPELLED.findall(text):
            yield f'{leaflet.id}: write "{found}" as a figure, so that it is held against figures.csv.'
        for avoided in library.avoided:
            if re.search(avoided.pattern, text, re.IGNORECASE):
                yield f'{leaflet.id}: "{avoided.word}" is not for leaflets: {avoided.because}. Say: {avoided.say}.'
