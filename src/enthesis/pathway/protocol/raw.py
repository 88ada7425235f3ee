"""One block of a protocol file as plain values, and back into text as a clinician would write it."""

import json
import re
from typing import TypeAlias

from enthesis.pathway.protocol.yaml_text import Node, Scalar, Table

Raw: TypeAlias = "Word | list[Raw] | dict[str, Raw]"
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _./()+-]*")
_NOTHING = ("null", "Null", "NULL")


class Word(str):
    """One word or sentence. `quoted`: it stays in quotes, so that nothing in it is read as a number."""

    __slots__ = ("quoted",)

    quoted: bool

    def __new__(cls, text: str, quoted: bool = False) -> "Word":
        made = super().__new__(cls, text)
        made.quoted = quoted
        return made


def raw_of(node: Node) -> Raw:
    """A node of a file's tree as plain values, in its order."""
    if isinstance(node, Scalar):
        return Word(" ".join(node.text.split()), node.quoted)
    if isinstance(node, Table):
        return {key: raw_of(item) for key, item in node.items.items()}
    return [raw_of(item) for item in node.items]


def flow(value: Raw) -> str:
    """A value on one line: {opens: 4, closes: 6}, [one, two], a word."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{word(Word(key))}: {flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    return word(value)


def word(value: Word) -> str:
    """One word as it stands in a file: in quotes where it would be read as something else."""
    if value.quoted or value in _NOTHING or not _BARE.fullmatch(value) or value != value.strip():
        return json.dumps(str(value), ensure_ascii=False)
    return str(value)


def block(value: dict[str, Raw], margin: int) -> str:
    """A mapping with one key on each line, lists of mappings below their key, everything else beside it."""
    lines: list[str] = []
    for key, item in value.items():
        if isinstance(item, list) and item and all(isinstance(each, dict) for each in item):
            lines += [f"{word(Word(key))}:", *(f"  - {flow(each)}" for each in item)]
        elif isinstance(item, dict) and any(isinstance(each, dict | list) for each in item.values()):
            lines += [f"{word(Word(key))}:", *("  " + line for line in block(item, 0).split("\n"))]
        else:
            lines.append(f"{word(Word(key))}: {flow(item)}")
    return ("\n" + " " * margin).join(lines)


def raw(value: object) -> Raw:
    """Plain Python values as what a file holds: numbers and yes-or-no without quotes."""
    if isinstance(value, dict):
        return {str(key): raw(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [raw(item) for item in value]
    if isinstance(value, bool):
        return Word("true" if value else "false")
    return value if isinstance(value, Word) else Word(str(value))
