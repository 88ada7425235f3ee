"""A funnel: each group as a dot over how many it is, between the limits that chance alone explains. No ranks.

A dot inside the funnel differs from the whole no more than chance does; one outside is a question, not an answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from enthesis.pictures.svg import GRID, INK, MUTED, TEAL, WHITE, picture, tag, wide, words

_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 14.0, 44.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One group: how many stand under its line, and its figure."""

    label: str
    number: float
    value: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Low and high at one number, the narrower pair first."""

    number: float
    narrow: tuple[float, float]
    broad: tuple[float, float]


def funnel_picture(
    name: str,
    title: str,
    dots: Sequence[Dot],
    whole: float,
    limits: Sequence[Limits],
    *,
    per_cent: bool = True,
    of_what: str = "",
    called: Sequence[str] = ("95 %", "99.8 %"),
    width: float = 330,
    height: float = 280,
) -> str:
    """Dots over the number of each group, a line for everybody, a dashed and a full curve for the limits.

    Only what lies outside the narrower limits is labelled: the rest is one with the whole.
    """
    right, bottom = width - _RIGHT, height - _BOTTOM
    most = max([dot.number for dot in dots] + [limit.number for limit in limits] + [1.0])
    top = max([dot.value for dot in dots] + [whole] + [limit.narrow[1] for limit in limits] + [1e-9]) * 1.05
    top = min(top, 1.0) if per_cent else top

    def x(number: float) -> float:
        return _LEFT + (right - _LEFT) * number / most

    def y(value: float) -> float:
        return bottom - (bottom - _TOP) * max(0.0, min(value / top, 1.0))

    parts = [*_frame(right, bottom, most, top, per_cent, of_what)]
    parts.append(tag("line", x1=_LEFT, y1=y(whole), x2=right, y2=y(whole), stroke=INK, stroke_width=1.5))
    for pair, dashes in (("broad", ""), ("narrow", "5 4")):
        for end in (0, 1):
            points = [(x(limit.number), y(getattr(limit, pair)[end])) for limit in limits]
            parts += _curve(points, dashes)
    parts += _dots(dots, limits, x, y, right)
    said = "; ".join(f"{dot.label}: {_figure(dot.value, per_cent)} of {dot.number:g}" for dot in dots)
    description = f"Everybody: {_figure(whole, per_cent)}. Limits of {called[0]} dashed, of {called[1]} full. {said}"
    return picture(name, title, description, width, height, *parts)


def _figure(value: float, per_cent: bool) -> str:
    return f"{value * 100:.0f} %" if per_cent else f"{value:.3g}"


def _frame(right: float, bottom: float, most: float, top: float, per_cent: bool, of_what: str) -> Iterator[str]:
    for share in (0.0, 0.5, 1.0):
        at = bottom - (bottom - _TOP) * share
        yield tag("line", x1=_LEFT, y1=at, x2=right, y2=at, stroke=GRID)
        yield words(_figure(top * share, per_cent), _LEFT - 6, at + 4, size=12, fill=MUTED, anchor="end")
    for share in (0.0, 0.5, 1.0):
        at = _LEFT + (right - _LEFT) * share
        anchor = "end" if share == 1.0 else "middle"
        yield words(f"{most * share:.0f}", at, bottom + 17, size=12, fill=MUTED, anchor=anchor)
    if of_what:
        yield words(of_what, (right + _LEFT) / 2, bottom + 35, size=12, fill=MUTED, anchor="middle")


def _curve(points: Sequence[tuple[float, float]], dashes: str) -> Iterator[str]:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    more = {"stroke_dasharray": dashes} if dashes else {}
    yield tag("polyline", points=line, fill="none", stroke=MUTED, stroke_width=1.5, **more)


def _dots(dots: Sequence[Dot], limits: Sequence[Limits], x: object, y: object, right: float) -> Iterator[str]:
    assert callable(x)
    assert callable(y)
    for dot in dots:
        across, down = x(dot.number), y(dot.value)
        yield tag("circle", cx=across, cy=down, r=5, fill=TEAL, stroke=WHITE, stroke_width=1.5)
        low, high = limits_at(limits, dot.number)
        if not low <= dot.value <= high:
            fits = across + 9 + wide(dot.label, 12) <= right
            anchor, at = ("start", across + 9) if fits else ("end", across - 9)
            yield words(dot.label, at, down + 4, size=12, anchor=anchor)


def limits_at(limits: Sequence[Limits], number: float) -> tuple[float, float]:
    """The narrower limits at a number, between those that are drawn."""
    if not limits:
        return float("-inf"), float("inf")
    for before, after in pairwise(limits):
        if before.number <= number <= after.number:
            share = (number - before.number) / (after.number - before.number or 1)
            low = before.narrow[0] + (after.narrow[0] - before.narrow[0]) * share
            high = before.narrow[1] + (after.narrow[1] - before.narrow[1]) * share
            return low, high
    end = limits[0] if number < limits[0].number else limits[-1]
    return end.narrow
