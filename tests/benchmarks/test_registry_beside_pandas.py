"""The registry's report and the same in pandas come to the same numbers. How fast either is, no test asks."""

from pathlib import Path

from benchmarks.registry import unlike
from benchmarks.registry_pandas import flat, report_in_pandas
from enthesis.outcomes.indicators.all import MEASURES
from enthesis.outcomes.registry import open_registry
from enthesis.outcomes.report import report
from enthesis.pathway.indicators import shipped
from tests.support.made_registry import BUILT_ON, made_registry

BY_CUT_OFF = "clinically_significant_change"  # no source states one, so nobody has a figure


def test_both_come_to_every_number_of_the_report(tmp_path: Path) -> None:
    made_registry(tmp_path, courses=240, days=54, span=500)  # few of them a year ago: what few gave is not shown
    with open_registry(tmp_path) as registry:
        ours = list(report(registry).figures)
    theirs = report_in_pandas(tmp_path, BUILT_ON)
    assert unlike(flat(ours), flat(theirs)) == []
    assert {each.indicator for each in theirs} == set(MEASURES) - {BY_CUT_OFF}
    assert not shipped().definitions[BY_CUT_OFF].cut_offs
    assert any(each.suppressed for each in theirs)
    for part in ("interval", "bounds", "bounds_interval", "of_answered_interval", "curve"):
        assert any(getattr(each, part) for each in theirs)


def test_what_is_not_alike_is_named() -> None:
    some = {"a": 1.0, "b": None, "c": "words", "d": 2.0}
    assert unlike(some, {**some, "a": 1.0 + 1e-12}) == []
    assert unlike(some, {**some, "a": 1.00001}) == ["a: 1.0 and 1.00001"]
    assert unlike(some, {**some, "b": 0.0}) == ["b: None and 0.0"]
    assert unlike(some, {"a": 1.0, "b": None, "c": "words"}) == ["d: 2.0 and no such number"]
