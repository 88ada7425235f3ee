"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import enthesis.pathway


def _modules() -> Iterator[str]:
    yield from (found.name for found in pkgutil.walk_packages(enthesis.pathway.__path__, "enthesis.pathway."))


def _failures(module: ModuleType) -> str:
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    for examples in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(examples, out=told.append)
    return "".join(told)


@pytest.mark.parametrize("name", sorted(_modules()))
def test_the_examples_of_a_module_are_true(name: str) -> None:
    assert _failures(importlib.import_module(name)) == ""


def test_an_example_that_is_not_true_is_noticed() -> None:
    module = ModuleType("sample", ">>> 1 + 1\n3\n")
    assert "Expected:\n    3\nGot:\n    2" in _failures(module)
