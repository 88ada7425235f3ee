"""Whether an aid is written in plain words, promises nothing, and leaves no way out."""

import re
from collections.abc import Iterator, Sequence

from enthesis.pathway.decision_aid.model import CELLS, Aid
from enthesis.pathway.leaflets.model import Avoided
from enthesis.pathway.leaflets.style import LONGEST_SENTENCE

_SENTENCE = re.compile(r"[.!?:](?:\s+|$)")
_SPELLED = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens)\b", re.IGNORECASE)
LONGEST_LABEL = 3  # words: what is shorter is a heading or a button
NEEDED = ("what", "like", "found", "sure", "unknown")  # that no way may leave open


def running_text(aid: Aid) -> list[str]:
    """Every sentence that a reader reads, without headings and bare figures, each with its end."""
    texts = [part for each in aid.statements for part in (each.text, each.more) if part]
    texts += [each for each in aid.shared.labels.values() if "{" not in each and len(each.split()) > LONGEST_LABEL]
    texts += [check.ask for check in aid.checks]
    return [text if text.endswith((".", "!", "?")) else f"{text}." for text in texts]


def faults(aid: Aid, avoided: Sequence[Avoided]) -> tuple[str, ...]:
    """What is not plain or not even-handed in an aid, as sentences; empty where all is well."""
    return tuple(_faults(aid, avoided))


def _faults(aid: Aid, avoided: Sequence[Avoided]) -> Iterator[str]:
    for text in running_text(aid):
        for sentence in _SENTENCE.split(text):
            if (length := len(sentence.split())) > LONGEST_SENTENCE:
                yield f'{aid.id}: a sentence has {length} words. Make two of "{sentence[:60]}...".'
        for found in _SPELLED.findall(text):
            yield f'{aid.id}: write "{found}" as a figure, so that it is held against figures.csv.'
        for word in avoided:
            if re.search(word.pattern, text, re.IGNORECASE):
                yield f'{aid.id}: "{word.word}" is not for patients: {word.because}. Say: {word.say}.'
        if "%" in text:
            yield f'{aid.id}: a share is told as people. Write "{text[:60]}..." with "of 100 people".'
    for option in aid.options:
        for name in NEEDED:
            if name not in option.cells:
                yield f'{aid.id}, {option.id}: "{name}" is missing. Say it, also where nobody knows.'
        if not option.harms:
            yield f"{aid.id}, {option.id}: no harm is named. Every way has one."
        if (option.counted or option.gained) and "against" not in option.cells:
            yield f"{aid.id}, {option.id}: a figure stands alone. Say under `against` what it was compared with."
        for name in option.cells:
            if name not in CELLS:
                yield f'{aid.id}, {option.id}: "{name}" is no question that is put to every way.'
