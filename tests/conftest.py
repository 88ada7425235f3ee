"""What every test may use. The databases and the browser are in tests/support."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.support.browser", "tests.support.databases"]

_CLINIC = Path(__file__).parent / "clinic"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_CLINIC):
            item.add_marker("both_databases")
