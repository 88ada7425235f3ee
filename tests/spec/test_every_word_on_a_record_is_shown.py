"""What may be said about an injection record needs an example that a clinician can read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from enthesis.pathway import injection
from enthesis.pathway.finding import NOTE

EXAMPLES = Path(__file__).parent / "injection_record"
FORGED = {"checklist-not-named", "unknown-checklist-point"}  # no page can send it: tests/pathway/injection has them


def test_every_code_has_an_example() -> None:
    said = {
        code
        for path in Path(injection.__file__).parent.glob("*.py")
        for code in _said(ast.parse(path.read_text("utf-8")))
    }
    assert len(said) > 10
    assert said - FORGED <= set(_shown())


def _said(tree: ast.AST) -> Iterator[str]:
    """The codes that a module gives to a finding that is more than a remark."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        named = {word.arg: word.value for word in call.keywords}
        words = [*call.args, *named.values()]
        if any(isinstance(word, ast.Name) and word.id == NOTE.upper() for word in words):
            continue
        code = named.get("code") or (call.args[0] if call.func.id == "_finding" and call.args else None)
        if isinstance(code, ast.Constant):
            yield str(code.value)


def _shown() -> Iterator[str]:
    for path in EXAMPLES.glob("test_*.py"):
        for word in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(word, ast.keyword) and word.arg == "against" and isinstance(word.value, ast.Constant):
                yield from str(word.value.value).split()
