"""The words that go with a forecast wherever a patient sees one, from `knowledge/registry/forecast.yaml`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from enthesis import knowledge
from enthesis.pathway.plain_yaml import NotReadable, read_plain

FILE = "registry/forecast.yaml"
_BLANK = re.compile(r"\{(\w+)\}")

# Every sentence, and the blanks that are filled in.
_RANGE, _GOAL = ("low", "high"), ("goal", "chance")
WORDS: Mapping[str, tuple[str, ...]] = {
    "what": (),
    "learned-from": ("n", "of"),
    "learned-from-few": ("n",),
    "thirteen-weeks": _RANGE,
    "twenty-six-weeks": _RANGE,
    "fifty-two-weeks": _RANGE,
    "goal-thirteen-weeks": _GOAL,
    "goal-twenty-six-weeks": _GOAL,
    "goal-fifty-two-weeks": _GOAL,
    "no-goal": (),
    "not-you": (),
    "not-an-effect": (),
    "cannot-tell": (),
    "compared": ("chance", "without"),
    "missing": (),
    "changes": (),
}


@dataclass(frozen=True, slots=True)
class OutlookWords:
    """The whole file: each sentence by its id."""

    version: str
    sentences: Mapping[str, str]

    def say(self, name: str, **figures: object) -> str:
        """A sentence with its figures."""
        return self.sentences[name].format_map({key: str(value) for key, value in figures.items()})


@cache
def shipped() -> OutlookWords:
    """The words as they ship. Raises `NotReadable`."""
    return read_words(knowledge.path(FILE).read_text(encoding="utf-8"), FILE.rpartition("/")[2])


def read_words(text: str, name: str) -> OutlookWords:
    """The text of a file laid out like the shipped one. Raises `NotReadable`."""
    block = read_plain(text, name)
    for heading in ("id", "title", "status"):
        block.text(heading)
    block.day("review_by")
    block.texts("sources")
    found = {}
    for entry in block.blocks("sentences"):
        found[entry.text("id")] = entry.text("says")
        entry.close()
    words = OutlookWords(knowledge.edition(block.text("version"), FILE), found)
    block.close()
    for key, blanks in WORDS.items():
        if key not in found:
            raise NotReadable(f'{name}: the sentence "{key}" is missing.')
        if set(_BLANK.findall(found[key])) != set(blanks):
            needed = ", ".join(f"{{{blank}}}" for blank in blanks) or "none"
            raise NotReadable(f"{name}, {key}: its blanks are {needed}.")
    unknown = found.keys() - WORDS.keys()
    if unknown:
        raise NotReadable(f'{name}: nothing says the sentence "{min(unknown)}".')
    return words
