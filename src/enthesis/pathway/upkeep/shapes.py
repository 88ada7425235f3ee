"""How a file is built: which fields a block has, and what may stand in each. Anything else is told with its line."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeAlias

from enthesis.pathway.finding import Finding
from enthesis.pathway.upkeep.complaints import at, complaint
from enthesis.pathway.upkeep.tree import Branch, Items, Leaf, Node, name_of

Shape: TypeAlias = Callable[[str, str, Node], Iterator[Finding]]  # the file, what the part is called, and the part

EMPTY = ("", "~", "null")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"[A-Za-z0-9]+([-_/.][A-Za-z0-9]+)*")


def _wrong(file: str, name: str, node: Node, expected: str) -> Finding:
    return complaint("wrong-type", at(file, node.line), f'"{name}" must be {expected}.', "Correct it.")


def _leaf(expected: str, is_fine: Callable[[str], object]) -> Shape:
    def check(file: str, name: str, node: Node) -> Iterator[Finding]:
        if not isinstance(node, Leaf) or not is_fine(node.text):
            yield _wrong(file, name, node, expected)

    return check


text = _leaf("text", lambda said: said.strip() and said not in EMPTY)
any_text = _leaf("text", lambda said: True)
code = _leaf("a name of letters and digits", _CODE.fullmatch)
number = _leaf("a number", _NUMBER.fullmatch)
named_number = _leaf("a number, or a name of numbers.yaml", lambda s: _NUMBER.fullmatch(s) or _NAME.fullmatch(s))
whole = _leaf("a whole number", str.isdecimal)
yes_no = _leaf("yes or no", lambda said: said in ("yes", "no", "true", "false"))
day = _leaf("a day, written 2027-12-31", re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch)


def one_of(*words: str) -> Shape:
    return _leaf(f"one of: {', '.join(words)}", lambda said: said in words)


def listed(shape: Shape) -> Shape:
    """A list of parts of that shape; it may be empty."""

    def check(file: str, name: str, node: Node) -> Iterator[Finding]:
        if not isinstance(node, Items):
            yield _wrong(file, name, node, "a list")
            return
        for place, entry in enumerate(node.entries, start=1):
            yield from shape(file, f"{name} {name_of(entry, place)}", entry)

    return check


def of_two(shape: Shape) -> Shape:
    """A list of exactly two, or nothing."""

    def check(file: str, name: str, node: Node) -> Iterator[Finding]:
        if isinstance(node, Leaf) and node.text in EMPTY:
            return
        if not isinstance(node, Items) or len(node.entries) != 2:
            yield _wrong(file, name, node, "a list of two, or null")
            return
        yield from listed(shape)(file, name, node)

    return check


def either(*shapes: Shape) -> Shape:
    """What the first shape that fits allows; else what the last says."""

    def check(file: str, name: str, node: Node) -> Iterator[Finding]:
        told: list[Finding] = []
        for shape in shapes:
            told = list(shape(file, name, node))
            if not told:
                return
        yield from told

    return check


def table(shape: Shape) -> Shape:
    """A block whose fields have any names and that shape."""

    def check(file: str, name: str, node: Node) -> Iterator[Finding]:
        if not isinstance(node, Branch):
            yield _wrong(file, name, node, "a block of fields")
            return
        for key, value in node.fields.items():
            yield from shape(file, key, value)

    return check


def block(needed: Mapping[str, Shape], may: Mapping[str, Shape] | None = None) -> Shape:
    """A block with all of `needed`, perhaps some of `may`, and nothing else."""
    shapes = {**needed, **(may or {})}

    def check(file: str, name: str, node: Node) -> Iterator[Finding]:
        if not isinstance(node, Branch):
            yield _wrong(file, name, node, "a block of fields")
            return
        for key in needed:
            if key not in node.fields:
                inside = f" of {name}" if name else ""
                yield complaint("missing-key", at(file, node.line), f'"{key}"{inside} is missing.', "Write it.")
        for key, value in node.fields.items():
            if key in shapes:
                yield from shapes[key](file, key, value)
                continue
            near = get_close_matches(key, shapes, n=1)
            hint = f'Did you mean "{near[0]}"?' if near else f"Known are {', '.join(shapes)}."
            yield complaint("unknown-key", at(file, node.lines[key]), f'"{key}" is not read by anything.', hint)

    return check


texts = listed(text)
codes = listed(code)
HEADER: Mapping[str, Shape] = {"id": text, "version": text, "status": text, "review_by": day}
