"""Funnels instead of league tables: which groups differ from all of them together by more than chance would do.

    found = funnel(report(registry, groups=("clinician",)), "no_shows")
    [point.group for point in found.points if point.beyond == 99.8]

A place in a ranking says nothing where groups are small. A funnel shows each group by its size, between lines inside
which it would lie in so many of 100 cases if it were like everybody else (exact binomial, exact Poisson).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from enthesis.outcomes.figure import Figure, Interval, Named, same
from enthesis.outcomes.report import BadReport, Report
from enthesis.pathway.indicators import House, shipped

PER_THOUSAND, SHARE = "per 1,000 sessions", "share"
NOT_BY_CHANCE = ("diary_adherence",)  # its days belong together, so lines for single days would be too narrow
POINTS_OF_A_LINE = 40
LINES_FROM, LINES_TO = 0.5, 1.15  # of the smallest and of the largest group: each lies within the lines, not at an end


@dataclass(frozen=True, slots=True)
class Point:
    """One group. `beyond` is the level of the outermost line that it lies outside of, in per cent; 0: of none."""

    group: Named
    size: int
    estimate: float
    numerator: float
    beyond: float
    side: str  # "above", "below", or "" between the lines


@dataclass(frozen=True, slots=True)
class Line:
    """Between which figures groups of each size lie in `level` of 100 cases."""

    level: float
    limits: tuple[tuple[int, Interval], ...]  # size, and from where to where


@dataclass(frozen=True, slots=True)
class Funnel:
    """All groups of one figure around that of everybody. `hidden` groups are too small to be shown."""

    indicator: str
    of: Named
    centre: float
    points: tuple[Point, ...]
    lines: tuple[Line, ...]
    hidden: int


def funnel_of(told: Mapping[str, Any]) -> Funnel:
    """A funnel from its JSON (`outcomes/apart.py`). Raises `KeyError` and `TypeError` where it is none."""
    points = (Point(**{**each, "group": tuple(map(tuple, each["group"]))}) for each in told["points"])
    lines = (
        Line(each["level"], tuple((size, Interval(**limits)) for size, limits in each["limits"]))
        for each in told["lines"]
    )
    of = tuple((str(name), str(value)) for name, value in told["of"].items())
    return Funnel(told["indicator"], of, told["centre"], tuple(points), tuple(lines), told["hidden"])


def funnel(report: Report, indicator: str, *, house: House | None = None, **of: str) -> Funnel:
    """The funnel of a figure in a report that was made with groups. Raises `BadReport` where it has none."""
    figures = [each for each in report.figures if each.indicator == indicator and same(each.of, of)]
    everybody = next((each for each in figures if not each.group), None)
    if everybody is None or everybody.unit not in (SHARE, PER_THOUSAND) or indicator in NOT_BY_CHANCE:
        raise BadReport(f"There is no funnel of {indicator}: only shares and rates have one.")
    if everybody.estimate is None:
        raise BadReport(f"There is no funnel of {indicator}: {everybody.why or 'nothing was counted'}.")
    groups = [each for each in figures if each.group and each.of == everybody.of]
    shown = [each for each in groups if each.estimate is not None]
    levels = tuple(map(float, (house or shipped().house).funnel))
    centre = everybody.estimate
    return Funnel(
        indicator,
        everybody.of,
        centre,
        tuple(_point(each, centre, levels) for each in shown),
        tuple(Line(level, _limits(shown, centre, level)) for level in levels),
        len(groups) - len(shown),
    )


def _point(figure: Figure, centre: float, levels: tuple[float, ...]) -> Point:
    size, estimate = int(figure.denominator or 0), figure.estimate or 0.0
    beyond, side = 0.0, ""
    for level in levels:
        limits = _limit(figure.unit, size, centre, level)
        if limits.low is not None and estimate < limits.low:
            beyond, side = level, "below"
        if limits.high is not None and estimate > limits.high:
            beyond, side = level, "above"
    return Point(figure.group, size, estimate, figure.numerator or 0.0, beyond, side)


def _limits(shown: list[Figure], centre: float, level: float) -> tuple[tuple[int, Interval], ...]:
    sizes = [int(each.denominator or 0) for each in shown]
    if not sizes:
        return ()
    first, last = max(1, round(min(sizes) * LINES_FROM)), round(max(sizes) * LINES_TO)
    steps = {round(first + (last - first) * place / POINTS_OF_A_LINE) for place in range(POINTS_OF_A_LINE + 1)}
    return tuple((size, _limit(shown[0].unit, size, centre, level)) for size in sorted({*sizes, *steps}))


def _limit(unit: str, size: int, centre: float, level: float) -> Interval:
    from enthesis.outcomes.indicators import intervals  # SciPy takes a second, which a page without a funnel can save

    if unit == PER_THOUSAND:
        return intervals.poisson_limits(size / 1000, centre, level)
    return intervals.binomial_limits(size, centre, level)
