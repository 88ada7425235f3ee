"""No rule without a spec: the id of each rule stands in a table of the tests, where a case says what comes of it.

An id counts where it stands by itself in a text of a test file (not in a comment, not in what describes a test), or in
a table of `tests/data`. Whether the case is a good one is for the mutation check; that there is none is seen here.
"""

import ast
import csv
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from enthesis.pathway.finding import Finding
from enthesis.pathway.languages import is_translation
from enthesis.pathway.upkeep.complaints import at, complaint
from enthesis.pathway.upkeep.files import KnowledgeFile
from enthesis.pathway.upkeep.tree import Branch, Items, Leaf, Node, name_of, walk

_WORD = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
_COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")
_ESCAPE = re.compile(r"\\.")  # in a text of Python: "\nC15" names C15
_DESCRIBED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
_NOT_SPECS = ("house", "support", "web")  # tests of other things that may name a rule in passing


def rule_ids(file: KnowledgeFile) -> Iterator[tuple[str, int]]:
    """The id and the line of every rule of a file that speaks to people."""
    listed = {
        "candidacy": (("rules", "id"), ("contradictions", "between"), ("verdicts", "verdict")),
        "triage": (("rules", "id"),),
        "estimate.yaml": (("sentences", "code"),),
    }
    part = file.name.partition("/")[0]
    if is_translation(file.name):
        return
    for key, called in listed.get(part, ()):
        yield from _of_list(file.tree.fields.get(key), called)
    if part == "solutions.yaml" and isinstance(rules := file.tree.fields.get("rules"), Branch):
        yield from rules.lines.items()
    if part == "medications":
        yield from _of_medications(file)
    if part == "instruments":  # two instruments may call a threshold alike
        yield from ((f"{file.id}.{name}", line) for name, line in _of_list(file.tree.fields.get("thresholds"), "id"))
    if part in ("protocols", "instruments") and file.tree.text("id"):
        yield file.tree.text("id"), file.tree.lines["id"]


def _of_list(node: Node | None, called: str) -> Iterator[tuple[str, int]]:
    for place, entry in enumerate(node.entries if isinstance(node, Items) else (), start=1):
        if not isinstance(entry, Branch):
            continue
        name = name_of(entry, place)
        if called == "between":
            name = f"contradiction-{name}".replace("_", "-")
        elif called == "verdict" and entry.text("urgency"):
            name = f"{name}-{entry.text('urgency')}"
        yield name, entry.line


def _of_medications(file: KnowledgeFile) -> Iterator[tuple[str, int]]:
    if file.name.endswith("/advice.yaml"):
        seen: dict[str, int] = {}
        for path, node in walk(file.tree):
            if path and path[-1] == "code" and isinstance(node, Leaf):
                seen.setdefault(node.text, node.line)
        yield from seen.items()
    elif isinstance(holds := file.tree.fields.get("holds"), Branch):
        yield from holds.lines.items()


def check_specs(files: tuple[KnowledgeFile, ...], tests: Path) -> Iterator[Finding]:
    """The rules that no spec below the folder `tests` names."""
    rules = [(file, name, line) for file in files for name, line in rule_ids(file)]
    named = words_of_specs(tests, {name for _, name, _ in rules})
    for file, name, line in rules:
        if name not in named:
            yield complaint(
                "no-spec",
                at(file.name, line),
                f"no spec names {name}.",
                "Add a case to a table of its tests that says what comes of it.",
            )


def words_of_specs(tests: Path, wanted: Collection[str] | None = None) -> frozenset[str]:
    """Every word in the texts of the test files, and in the tables beside them; of those `wanted`, where some are.

    A file is only read as Python where it holds a word that is wanted and not found yet: a fifth of the work.
    """
    found = {word for path in sorted(tests.glob("data/*")) for text in _cells(path) for word in _WORD.findall(text)}
    for path in sorted(tests.rglob("test_*.py")):
        if path.relative_to(tests).parts[0] not in _NOT_SPECS:
            source = path.read_text(encoding="utf-8")
            if not wanted or any(
                word in wanted and word not in found for word in _WORD.findall(_ESCAPE.sub(" ", source))
            ):
                found.update(word for text in _texts(ast.parse(source)) for word in _WORD.findall(text))
    return frozenset(found if wanted is None else found.intersection(wanted))


def _words(source: str) -> set[str]:
    return set(_WORD.findall(_ESCAPE.sub(" ", source)))


def _texts(tree: ast.Module) -> Iterator[str]:
    """What stands in quotation marks, without what describes a module, a class or a function."""
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.value
            continue
        below = list(ast.iter_child_nodes(node))
        if isinstance(node, _DESCRIBED) and node.body and isinstance(node.body[0], ast.Expr):
            below.remove(node.body[0])
            below.extend(each for each in ast.iter_child_nodes(node.body[0]) if not isinstance(each, ast.Constant))
        nodes.extend(below)


def _cells(path: Path) -> Iterator[str]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            yield from (cell for row in csv.reader(stream) for cell in row)
    elif path.suffix == ".yaml":
        yield _COMMENT.sub("", path.read_text(encoding="utf-8"))
