"""The words that go with a forecast wherever a patient sees one, from `knowledge/registry/forecast.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import ceil, floor

from enthesis import knowledge
from enthesis.pathway.plain_yaml import NotReadable, read_plain

FILE = "registry/forecast.yaml"
_BLANK = re.compile(r"\{(\w+)\}")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

# Every sentence, and the blanks that are filled in.
_RANGE, _GOAL = ("when", "low", "high"), ("goal", "when", "chance")
WORDS: Mapping[str, tuple[str, ...]] = {
    "what": (),
    "learned-from": ("n", "of"),
    "learned-from-few": ("n",),
    "not-learned-yet": (),
    "learned-before": (),
    "thirteen-weeks": _RANGE,
    "twenty-six-weeks": _RANGE,
    "fifty-two-weeks": _RANGE,
    "goal-thirteen-weeks": _GOAL,
    "goal-twenty-six-weeks": _GOAL,
    "goal-fifty-two-weeks": _GOAL,
    "no-goal": (),
    "goal-not-below": ("goal", "before"),
    "goal-reached": ("goal", "pain"),
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

    def about_goal(self, at_most: float, before: float | None, last: float | None) -> Iterator[str]:
        """What is said of a goal that is no gain over the pain before treatment, or that is reached by the last one."""
        if before is not None and at_most >= before:
            yield self.say("goal-not-below", goal=tenth(at_most), before=tenth(before))
        if last is not None and at_most >= last:
            yield self.say("goal-reached", goal=tenth(at_most), pain=tenth(last))


def tenth(value: float) -> str:
    """A pain to a tenth, as a goal is told: 3, 3.2.

    >>> tenth(3.0), tenth(3.25)
    ('3', '3.2')
    """
    return f"{value:.1f}".removesuffix(".0")


def outwards(low: float, high: float, steps: int = 2) -> tuple[float, float]:
    """A range to half a point, its low end down and its high end up, as everybody reads it: who is in it stays in it.

    `steps` of a point; 10 for a machine door.

    >>> outwards(4.3, 7.4), outwards(4.31, 7.42, steps=10), outwards(0.0, 7.5)
    ((4.0, 7.5), (4.3, 7.5), (0.0, 7.5))
    """
    return floor(_noiseless(low * steps)) / steps, ceil(_noiseless(high * steps)) / steps


def _noiseless(value: float) -> float:
    """Without what is only how a computer keeps a fraction, which would carry an end a whole step further."""
    return round(value, 6)


def month_of(day: date) -> str:
    """The month and year of a day: February 2027. In English; its translation is known (`fillings.yaml`).

    >>> month_of(date(2027, 2, 17))
    'February 2027'
    """
    return f"{_MONTHS[day.month - 1]} {day.year}"


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
