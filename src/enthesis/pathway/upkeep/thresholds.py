"""No threshold twice: a limit stands in one place, under one name, and neither in a second file nor in the code."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.resources.abc import Traversable

from enthesis.pathway.finding import Finding
from enthesis.pathway.upkeep.code_numbers import equal_to, numbers_in_code
from enthesis.pathway.upkeep.complaints import at, complaint, warning
from enthesis.pathway.upkeep.files import KnowledgeFile
from enthesis.pathway.upkeep.quantities import Kind, Quantity, quantities
from enthesis.pathway.upkeep.tree import Branch, Items, Leaf, walk

NUMBERS = "numbers.yaml"


def check_thresholds(files: Iterable[KnowledgeFile], core: Traversable | None) -> Iterator[Finding]:
    """Every number measures something that is known; no two that measure the same are equal; none lives in the code.

    `core` is the folder of the core's code, None where only a clinic's files are looked at.
    """
    found: list[Quantity] = []
    for file in files:
        for each in quantities(file):
            if isinstance(each, Quantity):
                found.append(each)
            else:
                yield complaint(
                    "number-not-accounted",
                    at(file.name, each.line),
                    f"nothing says what the number {each.text} measures.",
                    "Add a line for it to the table in pathway/upkeep/quantities.py.",
                )
    yield from _twice(found)
    if core is not None:
        yield from _in_code(core, found)


def _twice(found: list[Quantity]) -> Iterator[Finding]:
    first: dict[tuple[str, Decimal], Quantity] = {}
    shared = [each for each in found if each.kind is Kind.SHARED]
    for each in sorted(shared, key=lambda one: one.file != NUMBERS):  # the one under a name is the first of two
        other = first.setdefault((each.measures, each.value), each)
        if other is each:
            continue
        name = other.entry.split("/")[1] if other.file == NUMBERS else ""
        remedy = (
            f"Write {name} where the number stands."
            if name
            else f"Give it a name in {NUMBERS}, and write the name in both places."
        )
        yield complaint(
            "threshold-twice",
            at(each.file, each.line),
            f"{each.value} ({each.measures}) stands in {at(other.file, other.line)}, too.",
            remedy,
        )


def _in_code(core: Traversable, found: list[Quantity]) -> Iterator[Finding]:
    limits: dict[Decimal, Quantity] = {}
    for each in found:
        if each.kind is not Kind.PLAIN:
            limits.setdefault(each.value, each)
    for number in equal_to(numbers_in_code(core), limits):
        limit = limits[abs(number.value)]
        yield complaint(
            "limit-in-code",
            at(f"pathway/{number.file}", number.line),
            f"{number.value} stands in the code, and as a limit in {at(limit.file, limit.line)}.",
            "Read it from the knowledge; if it only happens to be equal, write `# not a limit: why` on the line above.",
        )


def check_words(files: Iterable[KnowledgeFile], shipped: Iterable[KnowledgeFile]) -> Iterator[Finding]:
    """A clinic that changes a number of numbers.yaml still has sentences that say the old one."""
    files = tuple(files)
    own, old = _by_name(files), _by_name(shipped)
    for name, (value, unit) in old.items():
        if name not in own or own[name] == (value, unit):
            continue
        named = re.escape(unit.split()[0].rstrip("s"))
        said = re.compile(rf"(?<![\d.,]){re.escape(value)}[ -]?{named}s?\b", re.IGNORECASE)
        for file in files:
            if file.name == NUMBERS or file.is_table:
                continue
            for _, node in walk(file.tree):
                if isinstance(node, Leaf) and (words := said.search(node.text)):
                    yield warning(
                        "words-say-otherwise",
                        at(file.name, node.line),
                        f'says "{words[0]}", and {name} is {own[name][0]} {own[name][1]} here.',
                        "Read the sentence; lay a file with another one over it where it speaks of that number.",
                    )


def _by_name(files: Iterable[KnowledgeFile]) -> dict[str, tuple[str, str]]:
    file = next((each for each in files if each.name == NUMBERS), None)
    listed = file.tree.fields.get("numbers") if file else None
    entries = listed.entries if isinstance(listed, Items) else ()
    return {
        each.text("number"): (each.text("value"), each.text("unit")) for each in entries if isinstance(each, Branch)
    }
