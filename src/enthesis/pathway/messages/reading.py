"""Reads `knowledge/messages.yaml` once: when the messages of a visit leave, and their words."""

import string
from collections.abc import Mapping
from datetime import time
from functools import cache
from types import MappingProxyType

from enthesis.knowledge import path
from enthesis.pathway.messages.model import Language, LeadTimes, MessageRules, Paragraph, Purpose, Quiet, Text, When
from enthesis.pathway.plain_yaml import Block, read_plain

FILE = "messages.yaml"
CONDITIONS = ("booked", "moved", "in-person", "telehealth", "telephone", "pages", "link", "no-link")
PLACES = frozenset(
    (
        "clinic",
        "day",
        "time",
        "old_day",
        "old_time",
        "hold_day",
        "until_day",
        "until_time",
        "telephone",
        "pages",
        "link",
    ),
)
# not a limit: how many there are
WEEKDAYS, MONTHS = 7, 12
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
    languages = {found.code: found for found in (_language(block, purposes) for block in file.blocks("languages"))}
    if "en" not in languages:
        raise file.wrong("languages", "a list in which English (en) is one")
    rules = MessageRules(
        version=file.text("version"),
        quiet=Quiet(_clock(quiet, "from"), _clock(quiet, "to")),
        purposes=MappingProxyType(purposes),
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
        says=block.text("says"),
    )
    if not 0 <= found.amount <= found.most:
        raise block.wrong("unless_decided", f"0 to {found.most}")
    block.close()
    return found


def _language(block: Block, purposes: Mapping[str, Purpose]) -> Language:
    texts: dict[str, Text] = {}
    for entry in block.blocks("texts"):
        purpose = entry.one_of("purpose", tuple(purposes))
        texts[purpose] = Text(
            subject=_words(entry, "subject", PLACES),
            subject_moved=_words(entry, "subject_moved", PLACES) if "subject_moved" in entry else "",
            body=tuple(map(_paragraph, entry.blocks("body"))),
        )
        entry.close()
    missing = sorted(set(purposes) - set(texts))
    if missing:
        raise block.wrong("texts", f"a text for each purpose; there is none for {', '.join(missing)}")
    found = Language(
        code=block.text("language"),
        weekdays=_names(block, "weekdays", WEEKDAYS),
        months=_names(block, "months", MONTHS),
        date=_words(block, "date", _DATE_PLACES),
        texts=MappingProxyType(texts),
    )
    block.close()
    return found


def _paragraph(block: Block) -> Paragraph:
    only_if = block.one_of("if", CONDITIONS) if "if" in block else ""
    found = Paragraph(_words(block, "says", PLACES), only_if)
    block.close()
    return found


def _words(block: Block, key: str, places: frozenset[str]) -> str:
    """A sentence whose places in braces are known ones."""
    text = block.text(key)
    try:
        used = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        used = {""}
    if not used <= places:
        raise block.wrong(key, "text whose braces hold one of: " + ", ".join(sorted(places)))
    return text


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
