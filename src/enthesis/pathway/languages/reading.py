"""A translation: a file beside the one that it translates, `home/aftercare.es.yaml` beside `home/aftercare.yaml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable

from enthesis.knowledge.layers import file_names
from enthesis.pathway.finding import REFUSE, WARN, Finding
from enthesis.pathway.languages.words import (
    Words,
    digest,
    fields_of,
    is_translation,
    language_of,
    translatable,
    words_of,
)
from enthesis.pathway.plain_yaml import Block, NotReadable, read_plain

STATUSES = ("draft", "reviewed", "retired")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BLANK = re.compile(r"\{\w+\}")
_MADE_FROM = re.compile(r"(\S+) \(([0-9a-f]{16})\)")


@dataclass(frozen=True, slots=True)
class Translation:
    """One file's words for patients in another language, by the ids of the English ones."""

    file: str  # the name of the English file
    language: str
    version: str
    status: str
    made_from: str  # the version of the English file
    digest: str  # of the English words that it was made from
    words: Words


def read_translation(text: str, name: str) -> Translation:
    """The translation in the text of a file. Raises `NotReadable` where it is not built like one."""
    block = read_plain(text, name)
    origin = _MADE_FROM.fullmatch(block.text("made_from"))
    if origin is None:
        raise block.wrong("made_from", "the version of the English file and, in brackets, what its words add up to")
    language = language_of(name)
    if block.text("language") != language:
        raise block.wrong("language", f'"{language}", as the name of the file says')
    found = Translation(
        file=original_of(name),
        language=language,
        version=block.text("version"),
        status=block.one_of("status", STATUSES),
        made_from=origin[1],
        digest=origin[2],
        words=_words(block.block("words")),
    )
    block.text("id")
    block.plain("review")
    block.close()
    return found


def _words(block: Block) -> Words:
    return {key: block.text(key) for key in block}


def original_of(name: str) -> str:
    """The file that a translation belongs to: `home/aftercare.yaml` of `home/aftercare.es.yaml`, or a table's .csv."""
    stem = name.removesuffix(".yaml").rpartition(".")[0]
    return f"{stem}.csv" if fields_of(f"{stem}.csv") else f"{stem}.yaml"


def name_in(name: str, language: str) -> str:
    """The name of a file's translation."""
    return f"{name.removesuffix('.yaml').removesuffix('.csv')}.{language}.yaml"


def languages_of(root: Traversable) -> tuple[str, ...]:
    """The languages that at least one file of a folder is translated into."""
    return tuple(sorted({language_of(name) for name in file_names(root) if is_translation(name)}))


def check_translations(root: Traversable) -> Iterator[Finding]:
    """What is missing, too much or stale in the translations of a knowledge folder, and whose figures differ."""
    names = set(file_names(root))
    for language in languages_of(root):
        for name in translatable(root):
            if name_in(name, language) not in names:
                yield _look(name, f"nothing of it is in {language}: patients read it in English.", "Translate it.")
    for name in sorted(filter(is_translation, names)):
        if not fields_of(original_of(name)) or original_of(name) not in names:
            yield _fault(name, "translates no file that a patient reads.", "Call it after the file beside it.")
            continue
        try:
            english = words_of(_text(root, original_of(name)), original_of(name))
            yield from _differences(name, english, read_translation(_text(root, name), name))
        except NotReadable as problem:
            yield _fault(name, str(problem), "Correct the entry.")


def _differences(name: str, english: Words, found: Translation) -> Iterator[Finding]:
    for key in english:
        if key not in found.words:
            yield _look(name, f'"{key}" is missing: patients read it in English.', "Translate it.")
    for key, said in found.words.items():
        if key not in english:
            yield _fault(name, f'"{key}" is no id of the English file.', "Take it away, or correct its name.")
        elif not same_figures(english[key], said):
            yield _fault(name, f'"{key}" does not say the same figures or blanks as in English.', "Correct them.")
    if found.digest != digest(english):
        yield _look(
            name,
            f"was made from other words than the English file has now (version {found.made_from}): patients read "
            "what has changed in English.",
            f"Compare it, then write ({digest(english)}) under made_from.",
        )


def same_figures(english: str, said: str) -> bool:
    """Whether two sentences say the same numbers, with a point or a comma, and leave the same blanks."""
    return _figures(english) == _figures(said) and sorted(_BLANK.findall(english)) == sorted(_BLANK.findall(said))


def _figures(text: str) -> list[str]:
    return sorted(each.replace(",", ".") for each in _NUMBER.findall(text))


def _text(root: Traversable, name: str) -> str:
    return root.joinpath(*name.split("/")).read_text(encoding="utf-8-sig")


def _fault(name: str, says: str, remedy: str) -> Finding:
    return Finding(code="translation", level=REFUSE, says=f"{name}: {says}", remedy=remedy, field=name)


def _look(name: str, says: str, remedy: str) -> Finding:
    return Finding(code="translation", level=WARN, says=f"{name}: {says}", remedy=remedy, field=name)
