"""The same expressions on a Spark cluster: every figure of every time point and of every indicator is the same."""

from pathlib import Path
from typing import Any

import pytest

from enthesis.outcomes.registry import SPARK, open_registry
from enthesis.outcomes.report import report
from tests.support.made_registry import made_registry
from tests.support.spark import spark, why_not


# Starting Spark takes most of it, and on a busy machine several times what it takes on a free one.
@pytest.mark.skipif(bool(why_not()), reason=why_not())
@pytest.mark.timeout(600)
def test_every_figure_is_the_same_on_spark(tmp_path: Path) -> None:
    made_registry(tmp_path, courses=60, days=40, clinics=1, span=150)
    with open_registry(tmp_path) as here, spark() as session:
        there = open_registry(tmp_path, SPARK, session=session)
        assert not unlike(rows(here, "points"), rows(there, "points"))
        wanted, found = report(here).as_json(), report(there).as_json()
    assert len(wanted["figures"]) > 20
    assert not unlike(wanted, found)


def rows(registry: Any, table: str) -> list[dict[str, Any]]:
    found = registry.table(table).to_pyarrow().to_pylist()
    assert len(found) > 50
    return sorted(found, key=lambda row: [str(row[name]) for name in ("course", "measure", "side", "weeks")])


def unlike(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two values differ by more than the last digits of a fraction: a sum depends on its order."""
    if isinstance(one, float) and isinstance(other, float):
        return [] if one == pytest.approx(other, rel=1e-9, abs=1e-9) else [f"{where}: {one} and {other}"]
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [each for name in one for each in unlike(one[name], other[name], f"{where}/{name}")]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        return [each for place, pair in enumerate(pairs) for each in unlike(*pair, f"{where}/{place}")]
    return [] if one == other else [f"{where}: {one} and {other}"]


def test_what_differs_is_told() -> None:
    assert not unlike({"a": [1, 0.1 + 0.2]}, {"a": [1, 0.3]})
    assert unlike({"a": [1, 0.3]}, {"a": [1, 0.31]}) == ["/a/1: 0.3 and 0.31"]
    assert unlike([None], [0.0]) == ["/0: None and 0.0"]
