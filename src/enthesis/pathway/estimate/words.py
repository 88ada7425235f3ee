"""The sentences of an estimate and the words of price lists, from `knowledge/estimate.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enthesis import knowledge
from enthesis.pathway.finding import NOTE, Finding
from enthesis.pathway.plain_yaml import read_values


@dataclass(frozen=True, slots=True)
class Words:
    """What is said with every price, and which words of a price list stand for a kind of activity."""

    version: str
    sentences: Mapping[str, Finding]  # by code
    price_words: Mapping[str, str]  # a word of a price list, in lower case with hyphens -> a group of activities


@cache
def words() -> Words:
    return read_words(knowledge.path("estimate.yaml").read_text(encoding="utf-8"))


def read_words(text: str) -> Words:
    """The words in the text of a file laid out like `estimate.yaml`. Raises `KnowledgeUnreadable`."""
    raw = read_values(text, "estimate.yaml")
    version = knowledge.edition(raw["version"], "estimate.yaml")
    return Words(
        version=version,
        sentences={entry["code"]: _sentence(entry, version) for entry in raw["sentences"]},
        price_words={word: group for group, listed in raw["price_words"].items() for word in listed},
    )


def _sentence(entry: Mapping[str, str], version: str) -> Finding:
    sources = tuple(entry["sources"])
    return Finding(
        code=entry["code"],
        level=NOTE,
        says=entry["says"],
        remedy=entry["remedy"],
        to_patient=entry["to_patient"],
        remedy_for_patient=entry["patient_does"],
        sources=sources,
        version=version,
        unverified="memory" in sources,
    )
