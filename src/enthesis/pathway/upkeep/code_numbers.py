"""Numbers in the code of the core that are also limits in the knowledge: what a clinic changes must not live on there.

Read from the syntax tree. Not told is a number that can hardly be a limit: one that cuts or counts words, multiplies or
divides, or limits how much may be typed (a constant called LONGEST..., MOST..., LARGEST...). For any other one that
happens to be equal to a limit, a comment `# not a limit: why` says so, where its statement begins or the line before.
"""

import ast
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources.abc import Traversable

MARK = "# not a limit:"
_TRIVIAL = frozenset(map(Decimal, (-1, 0, 1, 2)))
_TYPED = ("LONGEST", "SHORTEST", "MOST", "LARGEST", "FIRST", "LAST", "MAX")  # how much may be typed
_COUNTING = (
    "range",
    "round",
    "rounded",
    "get_close_matches",
    "lru_cache",
    "plain",
    "shown",
    "enumerate",
    "group",
    "whole",
)
_SIZES = ("places", "longest", "maxsize", "n", "cutoff", "most", "decimals", "width")
_NUMBER = re.compile(r"(?<!\w)(?![012](?![\w.]))\.?\d")  # not 0, 1 and 2, which are trivial
_SCALING = (ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)


@dataclass(frozen=True, slots=True)
class CodeNumber:
    """A number that stands in the code."""

    file: str  # from the core, such as "triage/facts.py"
    line: int
    value: Decimal


def numbers_in_code(core: Traversable, below: str = "") -> Iterator[CodeNumber]:
    """Every number in the Python files of a folder that could be a limit."""
    for entry in sorted(core.iterdir(), key=lambda each: each.name):
        name = f"{below}{entry.name}"
        if entry.is_dir() and entry.name != "upkeep":
            yield from numbers_in_code(entry, f"{name}/")
        elif name.endswith(".py"):
            yield from numbers_in(entry.read_text(encoding="utf-8"), name)


@cache
def numbers_in(source: str, file: str) -> tuple[CodeNumber, ...]:
    """Those of one file. Statements without a digit are not looked into: they are nine of ten."""
    lines = source.splitlines()
    with_digits = [number for number, line in enumerate(lines, start=1) if _NUMBER.search(line)]
    if not with_digits:
        return ()
    return tuple(number for statement in ast.parse(source).body for number in _of(statement, file, lines, with_digits))


def equal_to(numbers: Iterator[CodeNumber], limits: Collection[Decimal]) -> Iterator[CodeNumber]:
    return (number for number in numbers if abs(number.value) in limits)


def _of(node: ast.AST, file: str, lines: list[str], with_digits: Sequence[int]) -> Iterator[CodeNumber]:
    if isinstance(node, ast.stmt):
        if not _has_digits(node, with_digits):
            return
        if _is_marked(node, lines):
            for below in _statements_in(node):
                yield from _of(below, file, lines, with_digits)
            return
        if _is_size(node):
            return
    value = _value(node)
    if value is not None:
        if value not in _TRIVIAL:
            yield CodeNumber(file, getattr(node, "lineno", 0), value)
        return
    for child in _looked_at(node):
        yield from _of(child, file, lines, with_digits)


def _has_digits(node: ast.stmt, with_digits: Sequence[int]) -> bool:
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    place = bisect_left(with_digits, first)
    return place < len(with_digits) and with_digits[place] <= (node.end_lineno or first)


def _value(node: ast.AST) -> Decimal | None:
    """The number that a literal is, written 38, -4.5 or Decimal("38.0")."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        value = _value(node.operand)
        return None if value is None else -value
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        return Decimal(str(node.value))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Decimal", "Fraction"):
        given = node.args[0] if len(node.args) == 1 else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            try:
                return Decimal(given.value)
            except InvalidOperation:
                return None
    return None


def _is_marked(node: ast.stmt, lines: list[str]) -> bool:
    above = lines[node.lineno - 2].strip() if node.lineno > 1 else ""
    return MARK in lines[node.lineno - 1] or above.startswith(MARK)


def _statements_in(node: ast.stmt) -> Iterator[ast.stmt]:
    """Those below an if, a loop or a function: its mark is for its own line."""
    for part in ("body", "orelse", "finalbody"):
        yield from (each for each in getattr(node, part, ()) if isinstance(each, ast.stmt))


def _is_size(node: ast.stmt) -> bool:
    """A constant that limits how much may be typed."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    names = [
        each.id
        for target in targets
        for each in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(each, ast.Name)
    ]
    return bool(names) and all(name.lstrip("_").startswith(_TYPED) for name in names)


def _looked_at(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node in which a number could be a limit."""
    for child in ast.iter_child_nodes(node):
        if isinstance(node, ast.Subscript) and child is node.slice:
            continue
        if isinstance(node, ast.BinOp) and isinstance(node.op, _SCALING) and _is_factor(child):
            continue
        if isinstance(node, ast.arguments) and child in node.defaults + node.kw_defaults and _sizes(node):
            continue
        if isinstance(node, ast.Compare) and _is_literal(child) and _counts(node):
            continue
        if isinstance(node, ast.Call) and _called(node) in _COUNTING and _value(child) is not None:
            continue
        if isinstance(child, ast.keyword) and child.arg in _SIZES:
            continue
        yield child


def _is_literal(node: ast.AST) -> bool:
    """A number, or several of which one is meant: len(parts) in (3, 4)."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return all(_value(each) is not None for each in node.elts)
    return _value(node) is not None


def _is_factor(node: ast.AST) -> bool:
    """What something is multiplied with or divided by: a number, or one of two."""
    if isinstance(node, ast.IfExp):
        return _is_factor(node.body) and _is_factor(node.orelse)
    return _value(node) is not None


def _sizes(arguments: ast.arguments) -> bool:
    """Only sizes have a number as their default: `places: int = 6`."""
    named = [*arguments.posonlyargs, *arguments.args]
    pairs = [*zip(named[len(named) - len(arguments.defaults) :], arguments.defaults, strict=True)]
    pairs += [(name, value) for name, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value]
    return all(name.arg in _SIZES for name, value in pairs if _value(value) is not None)


def _counts(node: ast.Compare) -> bool:
    """Something is counted: len(words) <= 60."""
    return any(isinstance(each, ast.Call) and _called(each) in ("len", "sum", "adjusted") for each in ast.walk(node))


def _called(node: ast.Call) -> str:
    function = node.func
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )
