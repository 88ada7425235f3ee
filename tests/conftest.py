"""What every test may use. The databases and the browser are in tests/support."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Main is releasable or it is not, whatever the dice say: the test command tries the same examples each time. To look
# for new ones: pytest --hypothesis-profile=default
settings.register_profile("same-examples", derandomize=True)
settings.load_profile("same-examples")

pytest_plugins = ["tests.support.browser", "tests.support.databases"]

_CLINIC = Path(__file__).parent / "clinic"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(_CLINIC):
            item.add_marker("both_databases")


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Iterator[None]:
    """No test profits from what another one left in memory: a test's database gives the same keys out again."""
    from enthesis.clinic import instrument_texts, keys, known, prices, protocols
    from enthesis.clinic.messages import rows

    for memory in (known, keys, prices, protocols, instrument_texts, rows):
        memory.forget()
    yield
    known.forget()
