"""What every test may use. The databases and the browser are in tests/support."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from hypothesis import settings

# Main is releasable or it is not, whatever the dice say: the test command tries the same examples each time. To look
# for new ones: pytest --hypothesis-profile=default
settings.register_profile("same-examples", derandomize=True, deadline=None)
settings.load_profile("same-examples")

NOON = 12


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--at-hour", type=int, default=NOON, help="the hour (UTC) of today at which the tests begin")
    parser.addoption("--slow-answers", type=int, default=0, metavar="MS", help="how long a page or its parts may take")


def pytest_configure(config: pytest.Config) -> None:
    """The tests begin at noon whenever they are run: none of them meets a midnight that it does not make itself.

    The clock goes on from there. What depends on the time of day can be sought: pytest --at-hour=23
    """
    begin = datetime.now(UTC).replace(hour=config.getoption("--at-hour"), minute=0, second=0, microsecond=0)
    clock = time_machine.travel(begin, tick=True)
    clock.start()
    config.add_cleanup(clock.stop)
    if slowest := config.getoption("--slow-answers"):
        _answer_slowly(slowest)


def _answer_slowly(slowest: int) -> None:
    """Every answer to a browser comes by chance up to so many milliseconds late: a test that reads too early fails."""
    from django.core.servers.basehttp import WSGIRequestHandler

    prompt = WSGIRequestHandler.get_environ

    def late(handler: WSGIRequestHandler) -> dict[str, str]:
        time.sleep(random.uniform(0, slowest / 1000))
        return prompt(handler)

    WSGIRequestHandler.get_environ = late


pytest_plugins = ["tests.support.browser", "tests.support.databases"]

_CLINIC = Path(__file__).parent / "clinic"


_BROWSER = "browser"  # the fixture of all that look at pages
_LONGEST = ("test_every_page.py", "test_spark.py", "test_benchmarks.py", "test_kill.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first: at the end no worker has half a minute to do while the other has nothing.

    A test with a browser is tried once more before it fails (docs/development.md).
    """
    for item in items:
        if item.path.is_relative_to(_CLINIC) and not item.get_closest_marker("once"):
            item.add_marker("both_databases")
        if _BROWSER in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.flaky(reruns=1))
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.path.name in _LONGEST or item.path.parent.name == "journeys":
        return 0
    return 1 if _BROWSER in getattr(item, "fixturenames", ()) else 2


def forget() -> None:
    """Empty what a process keeps of the clinics in its database."""
    from enthesis.clinic import instrument_texts, keys, known, prices, protocols
    from enthesis.clinic.messages import rows

    for memory in (known, keys, prices, protocols, instrument_texts, rows):
        memory.forget()


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Iterator[None]:
    """No test profits from what another one left in memory: a test's database gives the same keys out again."""
    from enthesis.clinic import known

    forget()
    yield
    known.forget()
