"""Translations as translators write them (.po), read and made into what Python's gettext reads (.mo).

No program of GNU gettext is needed on the clinic's machine. The formats are described in the manual of GNU gettext,
chapters "PO Files" and "MO Files".
"""

import ast
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_MAGIC = 0x950412DE
_CONTEXT, _PLURAL = "\x04", "\x00"
_WORDS = ("msgctxt", "msgid_plural", "msgid", "msgstr")


class BadCatalogue(ValueError):
    """A .po file that cannot be read: where, and what is wrong."""


@dataclass(slots=True)
class Entry:
    """One message: what the program says, and how it is said in the other language, one text for each plural form."""

    msgid: str = ""
    plural: str = ""
    context: str = ""
    said: tuple[str, ...] = ()
    is_fuzzy: bool = False
    line: int = 0

    @property
    def is_whole(self) -> bool:
        return bool(self.said) and all(self.said)

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.context, self.msgid, self.plural)


def read_catalogue(text: str, name: str = "the file") -> list[Entry]:
    """The entries of a .po file, its header first. Raises `BadCatalogue` with the line that cannot be read."""
    return [_entry(block, name) for block in _blocks(text)]


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """The lines of each entry, with their numbers; entries that are no longer used (#~) are passed over."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#~"):
            block.append((number, stripped))
        elif any(not each.startswith("#") for _, each in block):
            yield block
            block = []
    if any(not each.startswith("#") for _, each in block):
        yield block


def _entry(block: list[tuple[int, str]], name: str) -> Entry:
    found = Entry(line=block[0][0])
    parts: dict[str, str] = {}
    at = ""
    for number, line in block:
        if line.startswith("#"):
            found.is_fuzzy |= line.startswith("#,") and "fuzzy" in line
            continue
        if not line.startswith('"'):
            at, _, line = line.partition(" ")  # noqa: PLW2901 - the rest of the line is what is read
            if at.partition("[")[0] not in _WORDS or at in parts:
                raise BadCatalogue(f'{name}, line {number}: "{at}" does not belong here.')
            parts[at] = ""
        try:
            parts[at] += ast.literal_eval(line.strip())
        except (ValueError, SyntaxError, KeyError):
            raise BadCatalogue(f"{name}, line {number}: the text is not between quotes.") from None
    found.context, found.msgid = parts.get("msgctxt", ""), parts.get("msgid", "")
    found.plural = parts.get("msgid_plural", "")
    found.said = tuple(said for place, said in parts.items() if place.startswith("msgstr"))
    return found


def compiled(entries: list[Entry]) -> bytes:
    """A .mo file. What is fuzzy or not translated is left out: it is then said as the program says it."""
    texts = sorted(
        (
            (entry.context + _CONTEXT if entry.context else "")
            + entry.msgid
            + (_PLURAL + entry.plural if entry.plural else ""),
            _PLURAL.join(entry.said),
        )
        for entry in entries
        if entry.is_whole and not entry.is_fuzzy
    )
    pairs = [(one.encode(), other.encode()) for one, other in texts]
    start = 7 * 4 + 16 * len(pairs)
    index: list[tuple[int, int]] = []
    body = b""
    for column in (0, 1):
        for pair in pairs:
            index.append((len(pair[column]), start + len(body)))
            body += pair[column] + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + b"".join(struct.pack("<2I", *place) for place in index) + body
