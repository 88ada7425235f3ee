"""A clinic's own words for one purpose, as somebody types them: read, checked, and laid over the shipped ones.

A text is typed as paragraphs with an empty line between two. A paragraph that depends on something begins with it in
square brackets: "[telephone] Or call us: {telephone}".
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from enthesis.pathway.messages.model import CONDITIONS, PLACES, Language, Paragraph, Text
from enthesis.pathway.messages.reading import clinical, strange_places

# not a limit: what mail programs show, and what one telephone message of three parts holds
LONGEST_SUBJECT, LONGEST_BODY, LONGEST_SMS = 150, 4000, 400
LIST = "{visits}"
_CONDITION = re.compile(r"\[([a-z-]*)\]\s*")


class NotUsable(ValueError):
    """A typed text cannot be used. The message is a sentence; `field` names what is wrong."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


@dataclass(frozen=True, kw_only=True, slots=True)
class Typed:
    """A text as somebody types it."""

    subject: str
    subject_moved: str = ""
    body: str
    sms: str


def as_typed(text: Text) -> Typed:
    """A text in the form in which `read_typed` reads it again."""
    return Typed(subject=text.subject, subject_moved=text.subject_moved, body=_typed(text.body), sms=_typed(text.sms))


def read_typed(typed: Typed, shipped: Text, never: Sequence[str]) -> Text:
    """A typed text as rules. Raises `NotUsable`, the first thing that is wrong.

    `shipped` is the text that ships for the purpose: only what that speaks of is known when the message leaves.
    """
    may = _places(shipped)
    conditions = {each.only_if for each in (*shipped.body, *shipped.sms)} - {""}
    moved = _one_line("subject_moved", typed.subject_moved, may) if shipped.subject_moved else ""
    if shipped.subject_moved and not moved:
        raise NotUsable("subject_moved", "A visit that moved has a subject of its own. Write one.")
    found = Text(
        subject=_one_line("subject", typed.subject, may),
        subject_moved=moved,
        body=_read("body", typed.body, LONGEST_BODY, may, conditions),
        sms=_read("sms", typed.sms, LONGEST_SMS, may, conditions),
    )
    for field, what in (("subject", found.subject), ("body", found.body), ("sms", found.sms)):
        if not what:
            raise NotUsable(field, "There is nothing here. Write a text.")
    if LIST in _said(shipped.body) and LIST not in _said(found.body):
        raise NotUsable("body", f"Write {LIST} where the visits are to be listed: without it nobody reads their times.")
    for field, part in _parts(found).items():
        word = clinical(part, never)
        if word:
            raise NotUsable(
                field,
                f"“{word}” is about health. A message is not sealed on its way: say it on the patient’s own pages.",
            )
    return found


def laid_over(language: Language, own: Mapping[str, Text]) -> Language:
    """A language with a clinic's own texts, by purpose."""
    return replace(language, texts=MappingProxyType({**language.texts, **own})) if own else language


def _typed(paragraphs: Sequence[Paragraph]) -> str:
    return "\n\n".join(f"[{each.only_if}] {each.says}" if each.only_if else each.says for each in paragraphs)


def _one_line(field: str, words: str, may: frozenset[str]) -> str:
    said = " ".join(words.split())
    if len(said) > LONGEST_SUBJECT:
        raise NotUsable(field, f"A subject has {LONGEST_SUBJECT} characters at most; this has {len(said)}.")
    return _checked(field, said, may)


def _read(field: str, words: str, most: int, may: frozenset[str], conditions: set[str]) -> tuple[Paragraph, ...]:
    if len(words) > most:
        raise NotUsable(field, f"This has {len(words)} characters; {most} is the most.")
    found = []
    for block in re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip()):
        said = " ".join(block.split())
        mark = _CONDITION.match(said)
        only_if = mark.group(1) if mark else ""
        if mark and only_if not in conditions & set(CONDITIONS):
            known = ", ".join(sorted(conditions)) or "none"
            raise NotUsable(field, f"“[{only_if}]” is not known for this message. There is: {known}.")
        said = said[mark.end() :] if mark else said
        if said:
            found.append(Paragraph(_checked(field, said, may), only_if))
    return tuple(found)


def _checked(field: str, words: str, may: frozenset[str]) -> str:
    if strange_places(words, may):
        listed = ", ".join(f"{{{place}}}" for place in sorted(may))
        raise NotUsable(field, f"What stands in braces is put in when it leaves. Known here: {listed}.")
    return words


def _said(paragraphs: Sequence[Paragraph]) -> str:
    """The words that are there in any case."""
    return " ".join(each.says for each in paragraphs if not each.only_if)


def _places(shipped: Text) -> frozenset[str]:
    said = " ".join((shipped.subject, shipped.subject_moved, *(p.says for p in (*shipped.body, *shipped.sms))))
    return frozenset(place for place in PLACES if f"{{{place}}}" in said)


def _parts(text: Text) -> dict[str, Text]:
    nothing = Text("", "", (), ())
    return {
        "subject": replace(nothing, subject=text.subject),
        "subject_moved": replace(nothing, subject_moved=text.subject_moved),
        "body": replace(nothing, body=text.body),
        "sms": replace(nothing, sms=text.sms),
    }
