"""The core has no clock and touches no file but through its data: days and instants are handed in.

That it imports no framework, database or network is the import contract's business (pyproject.toml).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PATHWAY = Path(__file__).parents[1] / "src" / "enthesis" / "pathway"

_CLOCKS = {
    f"{owner}.{call}"
    for owner in ("date", "datetime", "datetime.date", "datetime.datetime", "time", "timezone", "os", "uuid")
    for call in ("today", "now", "utcnow", "time", "time_ns", "monotonic", "perf_counter", "urandom", "uuid1", "uuid4")
}


def impurities(source: str) -> Iterator[str]:
    """The calls and imports in a module that read a clock or draw a chance."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in _CLOCKS:
            yield f"line {node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "uuid", "random"}:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def test_the_core_reads_no_clock() -> None:
    modules = sorted(PATHWAY.rglob("*.py"))
    assert modules
    found = {
        str(path.relative_to(PATHWAY)): told
        for path in modules
        if (told := list(impurities(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\ndate.today()",
        "import datetime as d, datetime\ndatetime.datetime.now()",
        "from datetime import datetime, UTC\nf = datetime.now\nf(UTC)",
        "import time\ntime.time()",
        "from time import monotonic",
        "import uuid\nuuid.uuid4()",
    ],
)
def test_a_clock_is_noticed(source: str) -> None:
    assert list(impurities(source))


def test_a_field_called_now_is_no_clock() -> None:
    assert list(impurities("def change(case): return case.now - case.baseline")) == []
