"""Reads `knowledge/messages.yaml` once: when the messages of a visit leave, and their words."""

import re
import string
from collections.abc import Sequence
from datetime import time
from functools import cache
from types import MappingProxyType

from enthesis.knowledge import path
from enthesis.pathway.messages.model import (
    CONDITIONS,
    PLACES,
    Language,
    LeadTimes,
    MessageRules,
    Notice,
    Paragraph,
    Purpose,
    Quiet,
    Series,
    Text,
    When,
)
from enthesis.pathway.plain_yaml import Block, read_plain

FILE = "messages.yaml"
# not a limit: how many there are
WEEKDAYS, MONTHS = 7, 12
HOLDS = ("link", "until")  # what a notice may be given
_LINE = (Paragraph("{day}, {time}"),)  # of a file without one
_DATE_PLACES = frozenset(("weekday", "day", "month", "year"))


@cache
def shipped() -> MessageRules:
    """The purposes and words as they ship, or as the clinic laid over them. Raises `NotReadable`."""
    return read_rules(path(FILE).read_text(encoding="utf-8"))


def lead_times(rules: MessageRules) -> LeadTimes:
    """What is used where a clinic has decided nothing."""
    amounts = {purpose.id: purpose.amount for purpose in rules.purposes.values()}
    return LeadTimes(MappingProxyType(amounts), rules.quiet, frozenset((*amounts, "quiet")))


def read_rules(text: str) -> MessageRules:
    """The rules in a text laid out like `knowledge/messages.yaml`. Raises `NotReadable`, a sentence."""
    file = read_plain(text, FILE)
    file.one_of("status", ("draft", "reviewed", "retired"))
    file.day("review_by")
    file.texts("sources")
    file.text("ruling")
    quiet = file.block("quiet")
    purposes = {purpose.id: purpose for purpose in map(_purpose, file.blocks("purposes"))}
    notices = {notice.id: notice for notice in map(_notice, file.blocks("notices"))}
    both = sorted(set(purposes) & set(notices))
    if both:
        raise file.wrong("notices", f"names that no purpose has; {', '.join(both)} is both")
    blocks = file.blocks("series") if "series" in file else ()  # a clinic's own file may be older than they are
    series = {one.of: one for one in (_series(block, tuple(purposes)) for block in blocks)}
    names = (*purposes, *notices, *(one.id for one in series.values()))
    if len(set(names)) < len(names):
        raise file.wrong("series", "names that no purpose and no notice has")
    languages = {found.code: found for found in (_language(block, names) for block in file.blocks("languages"))}
    if "en" not in languages:
        raise file.wrong("languages", "a list in which English (en) is one")
    rules = MessageRules(
        version=file.text("version"),
        quiet=Quiet(_clock(quiet, "from"), _clock(quiet, "to")),
        purposes=MappingProxyType(purposes),
        notices=MappingProxyType(notices),
        series=MappingProxyType(series),
        languages=MappingProxyType(languages),
    )
    for block in (quiet, file):
        block.close()
    return rules


def _purpose(block: Block) -> Purpose:
    found = Purpose(
        id=block.text("id"),
        title=block.text("title"),
        when=When(block.one_of("when", tuple(When))),
        injections_only=block.one_of("visits", ("every", "injection")) == "injection",
        unit=block.one_of("unit", ("minutes", "days")),
        amount=block.whole("unless_decided"),
        most=block.whole("most"),
        call_if_unwanted=_is_called(block),
        says=block.text("says"),
    )
    if not 0 <= found.amount <= found.most:
        raise block.wrong("unless_decided", f"0 to {found.most}")
    block.close()
    return found


def _notice(block: Block) -> Notice:
    found = Notice(
        id=block.text("id"),
        title=block.text("title"),
        to_patient=block.one_of("to", ("patient", "address")) == "patient",
        keeps_quiet=block.one_of("quiet", ("kept", "ignored")) == "kept",
        days=block.whole("days"),
        call_if_unwanted=_is_called(block),
        holds=block.texts("holds"),
        says=block.text("says"),
    )
    if not set(found.holds) <= set(HOLDS):
        raise block.wrong("holds", f"a list of some of: {', '.join(HOLDS)}")
    if found.days < 1:
        raise block.wrong("days", "1 or more")
    block.close()
    return found


def _series(block: Block, purposes: tuple[str, ...]) -> Series:
    found = Series(block.text("id"), block.one_of("of", purposes), block.text("title"), block.text("says"))
    block.close()
    return found


def _language(block: Block, purposes: Sequence[str]) -> Language:
    texts: dict[str, Text] = {}
    never = block.texts("never")
    for entry in block.blocks("texts"):
        purpose = entry.one_of("purpose", tuple(purposes))
        texts[purpose] = Text(
            subject=_words(entry, "subject", PLACES),
            subject_moved=_words(entry, "subject_moved", PLACES) if "subject_moved" in entry else "",
            body=tuple(map(_paragraph, entry.blocks("body"))),
            sms=tuple(map(_paragraph, entry.blocks("sms"))),
        )
        found = clinical(texts[purpose], never)
        if found:
            raise entry.wrong("body", f"text that holds nothing clinical; here stands “{found}”")
        entry.close()
    line = tuple(map(_paragraph, block.blocks("line"))) if "line" in block else _LINE
    found = clinical(Text("", "", line, ()), never)
    if found:
        raise block.wrong("line", f"text that holds nothing clinical; here stands “{found}”")
    missing = [purpose for purpose in purposes if purpose not in texts]
    if missing:
        raise block.wrong("texts", f"a text for each purpose; there is none for {', '.join(missing)}")
    found_language = Language(
        code=block.text("language"),
        weekdays=_names(block, "weekdays", WEEKDAYS),
        months=_names(block, "months", MONTHS),
        date=_words(block, "date", _DATE_PLACES),
        stop=_words(block, "stop", frozenset(("stop",))),
        line=line,
        never=never,
        texts=MappingProxyType(texts),
    )
    block.close()
    return found_language


def clinical(text: Text, never: Sequence[str]) -> str:
    """The first word of a text that may not leave the clinic unsealed; "" where there is none."""
    said = " ".join((text.subject, text.subject_moved, *(each.says for each in (*text.body, *text.sms))))
    words = re.findall(r"\w+", re.sub(r"\{\w*\}", " ", said).casefold())
    return next((word for word in words if word.startswith(tuple(never))), "")


def strange_places(words: str, places: frozenset[str] = PLACES) -> bool:
    """Whether the braces of a sentence hold anything but known places, or do not close."""
    try:
        used = [
            (name, spec, conversion)
            for _, name, spec, conversion in string.Formatter().parse(words)
            if name is not None
        ]
    except ValueError:
        return True
    return any(name not in places or spec or conversion for name, spec, conversion in used)


def _paragraph(block: Block) -> Paragraph:
    only_if = block.one_of("if", CONDITIONS) if "if" in block else ""
    found = Paragraph(_words(block, "says", PLACES), only_if)
    block.close()
    return found


def _words(block: Block, key: str, places: frozenset[str]) -> str:
    """A sentence whose places in braces are known ones."""
    text = block.text(key)
    if strange_places(text, places):
        raise block.wrong(key, "text whose braces hold one of: " + ", ".join(sorted(places)))
    return text


def _is_called(block: Block) -> bool:
    return block.one_of("unwanted", ("call", "left-out")) == "call"


def _names(block: Block, key: str, number: int) -> tuple[str, ...]:
    found = block.texts(key)
    if len(found) != number:
        raise block.wrong(key, f"a list of {number} names")
    return found


def _clock(block: Block, key: str) -> time:
    try:
        return time.fromisoformat(block.text(key))
    except ValueError:
        raise block.wrong(key, "a time of day, written 20:00") from None
