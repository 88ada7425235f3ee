"""A pytest plugin: what a test run needs so that a mutant really is what the tests see. Used by `bin/mutants` only.

Rules that were read before, and tests whose tables were made before, would hide a mutant. So each run imports the tests
anew and forgets what was read once; property tests try few examples, always the same ones, and do not shrink what they
find.
"""

import inspect
import resource
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from mutmut.mutation import trampoline
from mutmut.state import state

ROOMS = ("candidacy", "dosing", "triage")
READ_ONCE: set[str] = set()  # the mutated functions that run while something is read once; known after the stats run

_EXAMPLES = 20
_MEMORY = 3 << 30  # bytes: a mutant that never stops growing is stopped

settings.register_profile(
    "mutation",
    max_examples=_EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("mutation")
    mutant = trampoline.get_mutant_under_test()
    if "__mutmut_" in mutant:
        begin(mutant)
    for name in [name for name in sys.modules if name.startswith("tests.pathway")]:
        del sys.modules[name]
    for cached in _caches():
        cached.cache_clear()
    config.pluginmanager.register(FreshEyes(config.args), "fresh-eyes")
    # A name that a mutant has taken from a test is no failure of that test: files are collected, then chosen from.
    config.args = list(dict.fromkeys(test.split("::")[0] for test in config.args))


def begin(mutant: str) -> None:
    """This process is for one mutant from now on: which one is no longer asked of the environment at every call."""
    trampoline.get_mutant_under_test = lambda: mutant
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    for cached in _caches():
        if _asks_something(cached):
            cached.cache_clear()


def room_of(nodeid: str) -> str:
    """The room that a test is about, from its place."""
    return next((room for room in ROOMS if room in nodeid.partition("::")[0]), "")


class FreshEyes:
    """The plugin of one run."""

    def __init__(self, chosen: Sequence[str]) -> None:
        self._place = {test: at for at, test in enumerate(chosen) if "::" in test}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Only the tests that mutmut chose, quickest first, and those that there are only since the mutant is in."""
        if self._place:
            known = state().duration_by_test
            items[:] = [item for item in items if item.nodeid in self._place or item.nodeid not in known]
            items.sort(key=lambda item: self._place.get(item.nodeid, len(self._place)))
        items[:] = [item for item in items if item.nodeid in self._place or not _would_fail_anyhow(item)]
        for item in items:
            _few_examples(item)

    def pytest_collection_finish(self) -> None:
        if trampoline.get_mutant_under_test() == "stats":
            state()._stats.clear()
            for cached in [each for each in _caches() if not _asks_something(each)]:
                cached.cache_clear()
                cached()
            READ_ONCE.update(state()._stats)
            state()._stats.clear()

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """What was read once has a part in every test of its room."""
        if trampoline.get_mutant_under_test() == "stats":
            for cached in _caches():
                if _asks_something(cached):
                    cached.cache_clear()
            state()._stats.update(name for name in READ_ONCE if f".{room_of(item.nodeid)}." in name)


def _would_fail_anyhow(item: pytest.Item) -> bool:
    """Tests with a clock in their hand, and tests that read the code as text.

    A file that holds all its mutants is slower and says more than the code does; no mutant is killed by that.
    """
    source = inspect.getsource(item.obj)  # type: ignore[attr-defined]  # a Function has one, and here is nothing else
    return any(sign in source for sign in ("perf_counter", "timeit", "process_time", "monotonic", '"*.py"'))


def _few_examples(item: pytest.Item) -> None:
    """A property test that asks for more examples than the profile gets no more here. Hypothesis has no public way."""
    test = item.obj  # type: ignore[attr-defined]  # as above
    wanted = getattr(test, "_hypothesis_internal_use_settings", None)
    if wanted is not None and wanted.max_examples > _EXAMPLES:
        test._hypothesis_internal_use_settings = settings(wanted, max_examples=_EXAMPLES)


def _caches() -> Iterator[Any]:
    for name, module in list(sys.modules.items()):
        if name.startswith("enthesis."):
            yield from (
                value
                for value in list(vars(module).values())
                if hasattr(value, "cache_clear") and value.__module__ == name
            )


def _asks_something(cached: Any) -> bool:
    """Whether what is kept depends on an argument; otherwise it is read once and for all."""
    return bool(cached.__wrapped__.__code__.co_argcount)
