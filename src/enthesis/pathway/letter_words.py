"""The words around a letter about a course, read from `knowledge/letter.yaml` once."""

from dataclasses import dataclass, fields
from functools import cache

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import read_plain

FILE = "letter.yaml"


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What a letter says around what the record holds. Braces stand for what `knowledge/letter.yaml` says they do."""

    version: str
    subject: str
    opening: str
    opening_unsent: str  # where nobody is known to have sent the patient
    done: str
    none_done: str
    scores: str
    no_scores: str
    harms: str
    no_harms: str
    open: str
    next: str
    no_next: str
    honest: str
    closing: str


@cache
def shipped() -> LetterWords:
    """The words as they ship, or as the clinic laid over them. Raises `NotReadable`."""
    return read_words(path(FILE).read_text(encoding="utf-8"))


def read_words(text: str) -> LetterWords:
    """The words in a text laid out like `knowledge/letter.yaml`. Raises `NotReadable`, a sentence."""
    file = read_plain(text, FILE)
    file.one_of("status", ("draft", "reviewed", "retired"))
    file.day("review_by")
    file.texts("sources")
    file.text("ruling")
    found = LetterWords(**{spec.name: file.text(spec.name) for spec in fields(LetterWords)})
    for key in ("subject", "opening", "opening_unsent"):
        try:
            getattr(found, key).format(patient="", problem="", since="", clinic="")
        except (KeyError, ValueError, IndexError):
            raise file.wrong(key, "text whose braces hold patient, problem, since or clinic") from None
    file.close()
    return found
