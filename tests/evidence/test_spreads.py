"""A standard error that was taken for a standard deviation brings a remark; how trials differ anyway brings none."""

from math import sqrt

import pytest

from enthesis.cli.evidence_pool import pool_case
from enthesis.evidence.pool import pool
from enthesis.evidence.spread import CODE, doubts_of
from enthesis.evidence.study import Counts, Means

BEN = Means("Ben 2026", 100, 5, 2.3, 100, 6, 2.3)


def ada(sd1: float, sd2: float, n: int = 100, factor: float = 1) -> Means:
    return Means("Ada 2026", n, 5 * factor, sd1, n, 6 * factor, sd2)


@pytest.mark.parametrize(
    ("study", "others", "measure", "arms"),
    [
        (ada(0.23, 0.24), [BEN], "MD", [1, 2]),  # what docs/commands/evidence.md shows
        (ada(2.2, 0.23), [BEN], "MD", [2]),
        (ada(2.3 / sqrt(20), 2.3, n=20), [BEN, BEN], "MD", [1]),
        (ada(1.2, 2.3), [BEN], "MD", []),  # about half: trials differ so by themselves
        (ada(0.8, 2.3, n=900), [BEN], "MD", []),  # 24 once it is multiplied: no standard error of such people
        (ada(0.23, 0.24), [BEN], "SMD", [1, 2]),
        (ada(0.23, 0.24, factor=0.1), [BEN], "SMD", []),  # its scale is ten times shorter
        (ada(0.23, 2.4), [], "MD", [1]),  # alone: held against its own other arm
        (ada(2.3, 2.4), [], "MD", []),
    ],
)
def test_which_figures_look_like_a_standard_error(
    study: Means, others: list[Means], measure: str, arms: list[int]
) -> None:
    assert [doubt.field for doubt in doubts_of([study, *others], measure)] == [f"studies[0].sd{arm}" for arm in arms]


def test_counts_have_no_spread() -> None:
    assert doubts_of([Counts("x", 1, 9, 2, 9), Counts("y", 1, 9, 2, 9)], "RR") == ()


def test_it_changes_no_figure_and_is_told_with_what_to_do() -> None:
    found = pool([ada(0.23, 0.23), BEN], "MD")
    assert found.pooled.k == 2
    (one, other) = found.doubts
    assert one.code == other.code == CODE
    assert f"{one.says} {one.remedy}" in found.remarks
    assert "give 2.3" in one.remedy


def test_the_door_has_it_for_programs() -> None:
    row = {"n1": 100, "mean1": 5, "n2": 100, "mean2": 6}
    rows = [{"label": "Ada 2026", **row, "sd1": 0.23, "sd2": 2.3}, {"label": "Ben 2026", **row, "sd1": 2.3, "sd2": 2.3}]
    answer = pool_case({"measure": "MD", "studies": rows})
    assert [doubt["code"] for doubt in answer["doubts"]] == [CODE]
    assert answer["doubts"][0]["field"] == "studies[0].sd1"
    assert pool_case({"measure": "MD", "studies": rows[1:]})["doubts"] == []
