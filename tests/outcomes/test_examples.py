"""Every indicator's worked example comes out as it was worked by hand."""

from dataclasses import replace
from typing import Any

import pytest

from enthesis.outcomes.figure import Figure
from enthesis.outcomes.report import report
from enthesis.pathway.indicators import shipped
from tests.outcomes import indicators_page
from tests.outcomes.rows import read, tables

IDS = tuple(shipped().definitions)
# An example has as few rows as show the rule, so nothing is hidden for being few.
OPEN = replace(shipped(), house=replace(shipped().house, smallest_group=1))


@pytest.mark.parametrize("name", IDS)
def test_an_example_worked_by_hand_comes_out(name: str) -> None:
    example = shipped().definitions[name].example
    found = report(tables(read(example.rows)), only=(name,), indicators=OPEN)
    figures = list(found.of(name, **example.of))
    if not example.figure:
        assert figures == []
        assert name in [each.indicator for each in found.not_stated]
        return
    figure = next(each for each in figures if dict(each.of) == dict(example.of))
    said = {part: float(value) for part, value in example.figure.items()}
    assert {part: _part(figure, part) for part in said} == pytest.approx(said, abs=5e-5)


def _part(figure: Figure, part: str) -> Any:
    if part.startswith("bounds_"):
        return getattr(figure.bounds, part.removeprefix("bounds_"))
    return getattr(figure, part)


def test_every_way_of_counting_has_a_definition_and_every_definition_is_counted() -> None:
    from enthesis.outcomes.indicators.all import MEASURES

    assert set(MEASURES) == set(IDS)


def test_the_page_of_the_indicators_is_what_the_files_say() -> None:
    assert indicators_page.PAGE.read_text("utf-8") == indicators_page.page(), (
        "stale: python -m tests.outcomes.indicators_page"
    )
