"""How old a reader has to be for a text, by published formulas; `textstat` does the counting where it is installed."""

import importlib
import importlib.util
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from enthesis.pathway.leaflets import Leaflet, Library, Word, running_text

AGE_OF_GRADE_NOUGHT = 5  # a reader of grade 7 is about 12 years old
BAR = 6.9  # the highest grade that is read at about 12


@dataclass(frozen=True, slots=True)
class ReadingAge:
    """Grades of a text. Every word counts as it stands; in `..._known` those that the text explains count as known."""

    words: int
    words_a_sentence: float
    flesch_kincaid: float  # from syllables and sentences
    coleman_liau: float  # from letters and sentences
    smog: float
    smog_known: float
    dale_chall: float  # not a grade: 6.9 and below is read by grades 7 to 8
    dale_chall_known: float

    @property
    def age(self) -> int:
        """The years of a reader whom both formulas of the bar let in."""
        return round(max(self.flesch_kincaid, self.coleman_liau)) + AGE_OF_GRADE_NOUGHT

    @property
    def is_within(self) -> bool:
        return self.flesch_kincaid <= BAR and self.coleman_liau <= BAR


def is_installed() -> bool:
    return importlib.util.find_spec("textstat") is not None


def reading_age(leaflet: Leaflet, library: Library) -> ReadingAge:
    """The reading age of everything in a leaflet but headings, names of sources and bare figures."""
    return measured(list(running_text(leaflet, library)), library.explained(leaflet))


def measured(texts: Sequence[str], explained: Sequence[Word] = ()) -> ReadingAge:
    """The reading age of texts that each end a sentence. Raises `ImportError` where `textstat` is not installed."""
    count: Any = importlib.import_module("textstat").textstat
    text = " ".join(texts)
    known = _known(text, explained)
    return ReadingAge(
        words=count.lexicon_count(text),
        words_a_sentence=round(count.lexicon_count(text) / count.sentence_count(text), 1),
        flesch_kincaid=round(count.flesch_kincaid_grade(text), 1),
        coleman_liau=round(count.coleman_liau_index(text), 1),
        smog=round(count.smog_index(text), 1),
        smog_known=round(count.smog_index(known), 1),
        dale_chall=round(count.dale_chall_readability_score(text), 1),
        dale_chall_known=round(count.dale_chall_readability_score(known), 1),
    )


def _known(text: str, explained: Sequence[Word]) -> str:
    """The text with a short familiar word in place of each word that it explains."""
    forms = sorted({form for word in explained for form in (word.word, *word.forms)}, key=len, reverse=True)
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", "thing", text, flags=re.IGNORECASE) if forms else text
