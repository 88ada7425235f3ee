"""A new objection needs an example that a clinician can read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from enthesis.pathway import checks
from enthesis.pathway.protocol.library import latest

EXAMPLES = Path(__file__).parent / "objections"
SAYING = {"refuse", "stop", "warn"}


def test_every_code_of_the_checks_has_an_example():
    said = {
        code for path in Path(checks.__file__).parent.glob("*.py") for code in _said(ast.parse(path.read_text("utf-8")))
    }
    assert len(said) > 20
    assert said | _conditions() | {"not-active", "not-paused"} <= set(_shown())


def _said(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        code = next((word.value for word in call.keywords if word.arg == "code"), None)
        if call.func.id in SAYING and call.args:
            code = call.args[0]
        if isinstance(code, ast.Constant):
            yield str(code.value)


def _conditions() -> set[str]:
    """What the injections of the shipped protocols wait for; each is an objection of the same name."""
    treatments = [protocol.treatment for protocol in latest().values()]
    return {c.value.replace("_", "-") for activity in treatments if activity for c in activity.requires}


def _shown() -> Iterator[str]:
    for path in EXAMPLES.glob("test_*.py"):
        for word in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(word, ast.keyword) and word.arg == "objections" and isinstance(word.value, ast.Constant):
                yield from str(word.value.value).split()
