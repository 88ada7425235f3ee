"""Whether a table is built as the page beside it says: its columns, and what each cell holds."""

import re
from collections.abc import Callable, Iterator, Mapping

from enthesis.pathway.finding import Finding
from enthesis.pathway.upkeep.complaints import at, complaint
from enthesis.pathway.upkeep.files import KnowledgeFile
from enthesis.pathway.upkeep.tree import Branch

_HOLDS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "digits": ("digits", str.isdecimal),
    "yes_no": ("yes or no", lambda cell: cell in ("yes", "no")),
    "list": ("a list with semicolons between", re.compile(r"[^;]+(;[^;]+)*").fullmatch),
    "sources": ("source keys with semicolons between", re.compile(r"[\w.]+(;[\w.]+)*").fullmatch),
}


def check_table(file: KnowledgeFile) -> Iterator[Finding]:
    """The cells of a table against its page."""
    listed = file.tree.fields.get("columns")
    columns = {
        name: said
        for name, said in (listed.fields if isinstance(listed, Branch) else {}).items()
        if isinstance(said, Branch)
    }
    if not file.rows:
        yield complaint("empty-table", file.name, "the table has no line.", "Put it back from the programme.")
        return
    there = [str(name) for name in file.rows[0]]
    if there != list(columns):
        yield complaint(
            "wrong-columns",
            at(file.name, 1),
            f"the columns are {', '.join(there)}, and its page has {', '.join(columns)}.",
            "Let both have the same columns in the same order.",
        )
        return
    seen: dict[tuple[str, str], int] = {}
    for line, row in enumerate(file.rows, start=2):
        for name, said in columns.items():
            cell = row.get(name)
            if cell is None or None in row:
                yield complaint(
                    "wrong-type", at(file.name, line), "has too few or too many cells.", "Check the commas."
                )
                break
            yield from _cell(file.name, line, name, said, cell)
            if said.text("unique") == "yes" and seen.setdefault((name, cell), line) != line:
                first = seen[name, cell]
                says = f'{name} "{cell}" is there twice, first on line {first}.'
                yield complaint("twice", at(file.name, line), says, "Keep one of the two.")


def _cell(file: str, line: int, name: str, said: Branch, cell: str) -> Iterator[Finding]:
    if not cell:
        if said.text("needed") == "yes":
            yield complaint(
                "missing-key", at(file, line), f'"{name}" is empty.', "Write it; no line is complete without."
            )
        return
    expected, is_fine = _HOLDS.get(said.text("holds"), ("", bool))
    if not is_fine(cell):
        yield complaint("wrong-type", at(file, line), f'"{name}" must be {expected}, not "{cell[:60]}".', "Correct it.")
