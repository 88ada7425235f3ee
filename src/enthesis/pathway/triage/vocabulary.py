"""The reviewed vocabulary: phrases of reports and the answers that they stand for. Read from `knowledge/triage`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from enthesis.knowledge import path
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain
from enthesis.pathway.triage.rules import RuleSet, load
from enthesis.pathway.triage.tokens import Token
from enthesis.pathway.triage.variables import NotUnderstood, Variable

GAP_WORDS = 5  # not a limit: words
_GAP = "..."
_WORD = re.compile(r"[a-z0-9]+\*?|\*")
_BODY = ("arm", "leg", "limb", "joint")
_OF_TIME = frozenset({"soreness", "stiffness", "burning", "at_session", "nothing"})  # become days, minutes, an hour


Words: TypeAlias = tuple[str, ...]  # one after another; "numb*" is a beginning, "l#" a letter and a number


@dataclass(frozen=True, slots=True)
class Part:
    """Steps that stand one after another. A step is a choice of words; an empty choice is a gap."""

    steps: tuple[tuple[Words, ...], ...]
    absent: bool = False  # must not be in the sentence

    def places(self, sentence: Sequence[Token]) -> Iterator[frozenset[int]]:
        """Where it stands: the indexes of its words, once for each first word."""
        for start in range(len(sentence)):
            found = _follow(self.steps, sentence, start)
            if found is not None:
                yield frozenset(found)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts that must all be found in one sentence, and the answers that they stand for."""

    parts: tuple[Part, ...]
    means: Mapping[str, str]
    order: int  # in the file: the more serious first

    @property
    def is_one_part(self) -> bool:
        """Its words stand together."""
        return sum(not part.absent for part in self.parts) == 1

    def found(self, sentence: Sequence[Token]) -> Iterator[frozenset[int]]:
        """The word indexes of each finding; the first place of every further part."""
        if any(next(part.places(sentence), None) is not None for part in self.parts if part.absent):
            return
        first, *others = (part for part in self.parts if not part.absent)
        rest = [next(part.places(sentence), None) for part in others]
        if any(place is None for place in rest):
            return
        together = frozenset().union(*(place for place in rest if place is not None))
        for place in first.places(sentence):
            yield place | together


@dataclass(frozen=True, kw_only=True, slots=True)
class Denial:
    """How a report denies; see the notes in words.yaml."""

    before: tuple[Words, ...]
    after: tuple[Words, ...]
    verbs: tuple[Words, ...]
    denies_something_else: tuple[Words, ...]
    ends: frozenset[str]
    states: frozenset[str]
    subjects: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Phrases by a word that they need, and the words that carry no sign."""

    phrases: tuple[Phrase, ...]
    by_first_letters: Mapping[str, tuple[Phrase, ...]]
    plain: frozenset[str]
    body: frozenset[str]  # beginnings of words of the body: they carry no sign of their own
    denial: Denial
    site_phrases: tuple[tuple[str, Part], ...]  # site, its words; "" for words that are no site

    def candidates(self, sentence: Sequence[Token]) -> Iterator[Phrase]:
        """The phrases whose first word could begin one of the words of the sentence."""
        keys = dict.fromkeys(token.word[:3] for token in sentence)
        seen: set[int] = set()
        for key in ("", *keys):
            for phrase in self.by_first_letters.get(key, ()):
                if id(phrase) not in seen:
                    seen.add(id(phrase))
                    yield phrase


def _follow(steps: Sequence[Sequence[Words]], sentence: Sequence[Token], start: int) -> list[int] | None:
    at, found, gap = start, list[int](), False
    for step in steps:
        if not step:
            gap = True
            continue
        place = first_place(step, sentence, range(at, min(at + (GAP_WORDS + 1 if gap else 1), len(sentence))))
        if place is None:
            return None
        found += place
        at, gap = place[-1] + 1, False
    return found


def first_place(step: Sequence[Words], sentence: Sequence[Token], reach: range) -> range | None:
    """Where the first of the choices stands, beginning inside `reach`."""
    for index in reach:
        here = sentence[index].word
        for words in step:
            if same_word(words[0], here) and _goes_on(words, sentence, index):
                return range(index, index + len(words))
    return None


def _goes_on(words: Words, sentence: Sequence[Token], index: int) -> bool:
    return index + len(words) <= len(sentence) and all(
        same_word(word, sentence[index + offset].word) for offset, word in enumerate(words)
    )


def same_word(step: str, word: str) -> bool:
    if step.endswith("*"):
        return word.startswith(step[:-1])
    if step.endswith("#"):
        return word[: len(step) - 1] == step[:-1] and word[len(step) - 1 :].isdecimal()
    return word == step


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with the programme, read once."""
    text = path("triage").joinpath("words.yaml").read_text(encoding="utf-8")
    return read_vocabulary(text, "words.yaml", load())


def read_vocabulary(text: str, name: str, rules: RuleSet) -> Vocabulary:
    """The vocabulary of a file, checked against the rules' variables and sites. Raises `NotReadable`."""
    file = read_plain(text, name)
    file.text("version")
    file.one_of("status", ("draft", "reviewed", "retired"))
    file.day("review_by")
    block = file.block("groups")
    groups = {group: _group(block.text(group), f"{block.where}, {group}") for group in block}
    phrases: list[Phrase] = []
    for order, entry in enumerate(file.blocks("entries")):
        means = entry.block("means")
        answers = {variable: str(rules.numbers.get(text := means.text(variable), text)) for variable in means}
        _check(entry, answers, rules.variables)
        for written in _listed(entry.text("say")):
            phrases.append(_phrase(written, groups, MappingProxyType(answers), order, entry.where))
        entry.close()
    by_letters: dict[str, list[Phrase]] = {}
    for phrase in phrases:
        for key in dict.fromkeys(_keys(phrase)):
            by_letters.setdefault(key, []).append(phrase)
    plain = frozenset(file.text("plain").split())
    denial = _denial(file.block("denial"))
    file.close()
    return Vocabulary(
        phrases=tuple(phrases),
        by_first_letters=MappingProxyType({key: tuple(several) for key, several in by_letters.items()}),
        plain=plain,
        body=frozenset(word for group in _BODY for words in groups.get(group, ()) for word in words),
        denial=denial,
        site_phrases=tuple(
            (site, Part(tuple(((word,),) for word in words.replace("-", " ").split())))
            for site, several in (*rules.site_words.items(), ("", rules.not_sites))
            for words in several
        ),
    )


def _denial(block: Block) -> Denial:
    def listed(key: str) -> tuple[Words, ...]:
        return _group(block.text(key), f"{block.where}, {key}")

    denial = Denial(
        before=listed("before"),
        after=listed("after"),
        verbs=listed("verbs"),
        denies_something_else=listed("denies_something_else"),
        ends=frozenset(words[0] for words in listed("ends")),
        states=frozenset(words[0] for words in listed("states")),
        subjects=frozenset(words[0] for words in listed("subjects")),
    )
    block.close()
    return denial


def _listed(text: str) -> list[str]:
    return [" ".join(entry.split()) for entry in text.split(",") if entry.strip()]


def _keys(phrase: Phrase) -> Iterator[str]:
    """The first letters of every word that the phrase can begin with; "" for a shorter one."""
    for words in phrase.parts[0].steps[0]:
        first = words[0].rstrip("*#")
        exact = first == words[0]
        yield first[:3] if len(first) >= 3 or exact else ""


def _phrase(
    written: str, groups: Mapping[str, tuple[Words, ...]], means: Mapping[str, str], order: int, where: str
) -> Phrase:
    return Phrase(tuple(_part(part.strip(), groups, where, written) for part in written.split("&")), means, order)


def _part(written: str, groups: Mapping[str, tuple[Words, ...]], where: str, phrase: str) -> Part:
    steps: list[tuple[Words, ...]] = []
    for piece in written.removeprefix("!").split():
        if piece == _GAP:
            steps.append(())
        elif piece.startswith("{") and piece.endswith("}"):
            if piece[1:-1] not in groups:
                raise NotReadable(f'{where}: "{phrase}" names the group {piece}, which is not there.')
            steps.append(groups[piece[1:-1]])
        elif _WORD.fullmatch(piece):
            steps.append(((piece,),))
        else:
            raise NotReadable(f'{where}: "{phrase}" is not a phrase of words, "*", "...", "&" and groups.')
    if not steps or not steps[0] or not steps[-1]:
        raise NotReadable(f'{where}: "{phrase}" begins or ends with a gap.')
    return Part(tuple(steps), written.startswith("!"))


def _group(several: str, where: str) -> tuple[Words, ...]:
    """The choices of a group, the longest first."""
    found = [tuple(entry.split()) for entry in _listed(several)]
    if not found or not all(_WORD.fullmatch(word) for words in found for word in words):
        raise NotReadable(f"{where}: a group is words with commas between.")
    return tuple(sorted(found, key=len, reverse=True))


def _check(entry: Block, answers: Mapping[str, str], variables: Mapping[str, Variable]) -> None:
    for name, value in answers.items():
        if name in _OF_TIME:
            continue
        if name not in variables:
            raise NotReadable(f'{entry.where}: "{name}" is not a variable of questions.yaml.')
        try:
            answer = variables[name].read(value)
        except NotUnderstood:
            answer = None
        if answer is None:
            raise entry.wrong(name, "one of its answers")
