"""A forest plot: each trial's effect with its interval on one axis, and the pooled one below.

Squares are as large as a trial's weight; the diamond is the pooled figure, and the line through it the range in which a
new trial's own effect would lie. Nothing is told by colour alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log

from enthesis.pictures.scale import round_step
from enthesis.pictures.svg import AMBER, GRID, INK, MUTED, TEAL, picture, tag, wide, words


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: on a broad picture beside the axis, on a slim one above it."""

    width: float
    left: float  # of the axis
    right: float
    row: float
    line: float  # how far below the top of its row a trial's line is drawn
    text: float  # and its name
    clear: float = 0.0  # how much of the top of a row the lines of the axis leave free for its words


_EDGE, _TOP = 12.0, 62.0
_GAP = 0.25  # of a row, above the pooled figure
_BROAD = _Layout(720, 250, 520, 34, 17, 18)
_SLIM = _Layout(360, 14, 346, 66, 52, 16, 38)


@dataclass(frozen=True, slots=True)
class Line:
    """One trial, or the pooled figure."""

    label: str
    detail: str  # how many people, which week
    estimate: float
    low: float
    high: float
    weight: float = 0.0  # per cent


@dataclass(frozen=True, kw_only=True, slots=True)
class Forest:
    """What is drawn. With `is_ratio` the figures are ratios and the axis is a logarithm."""

    name: str
    title: str
    lines: tuple[Line, ...]
    pooled: Line | None = None  # None where there is one trial only
    new_trial: tuple[float, float] | None = None  # the prediction interval
    unit: str = ""
    better_left: str = ""
    better_right: str = ""
    is_ratio: bool = False
    digits: int = 1
    heads: tuple[str, str] = ("Trial", "Effect (95 % interval)")
    to: str = "to"  # between the ends of an interval


def forest_picture(forest: Forest, *, slim: bool = False) -> str:
    """The plot as SVG, with every figure beside it in words. `slim`: for a telephone.

    >>> line = Line("Klein 1993", "79 people", 0.24, 0.04, 0.45)
    >>> "Klein 1993: 0.24 (0.04 to 0.45)" in forest_picture(Forest(name="f", title="t", lines=(line,), digits=2))
    True
    """
    at = _SLIM if slim else _BROAD
    scale = _Scale.around(forest, at)
    rows = [*forest.lines, *([forest.pooled] if forest.pooled else [])]
    bottom = _TOP + (len(rows) + (_GAP if forest.pooled else 0)) * at.row + 6
    height = bottom + 62
    said = "; ".join(f"{line.label}: {_figures(line, forest)}" for line in rows)
    return picture(
        forest.name,
        forest.title,
        f"{said}. {forest.unit}",
        at.width,
        height,
        *_frame(forest, scale, bottom),
        *(part for place, line in enumerate(forest.lines) for part in _trial(forest, line, place, scale)),
        *_pooled(forest, scale),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    is_ratio: bool
    layout: _Layout

    @classmethod
    def around(cls, forest: Forest, layout: _Layout) -> "_Scale":
        """An axis that holds no effect and every estimate; an interval that is much wider ends in an arrow."""
        rows = [*forest.lines, *([forest.pooled] if forest.pooled else [])]
        none = 1.0 if forest.is_ratio else 0.0
        to = log if forest.is_ratio else (lambda value: value)
        inner = [to(line.estimate) for line in rows] + [to(none)]
        outer = [to(end) for line in rows for end in (line.low, line.high)] + inner
        reach = 2.5 * max(max(inner) - min(inner), _typical([to(line.high) - to(line.low) for line in rows]), 1e-9)
        low, high = max(min(outer), min(inner) - reach), min(max(outer), max(inner) + reach)
        room = 0.05 * (high - low)
        return cls(low - room, high + room, forest.is_ratio, layout)

    def at(self, value: float) -> float:
        place = (self._to(value) - self.low) / (self.high - self.low)
        return self.layout.left + (self.layout.right - self.layout.left) * max(0.0, min(1.0, place))

    def holds(self, value: float) -> bool:
        return self.low <= self._to(value) <= self.high

    def ticks(self) -> Iterator[tuple[float, str]]:
        if self.is_ratio:
            for value in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0):
                if self.holds(value):
                    yield value, f"{value:g}"
            return
        step = round_step((self.high - self.low) / 4)
        for place in range(ceil(self.low / step), floor(self.high / step) + 1):
            yield place * step, f"{place * step:g}"

    def _to(self, value: float) -> float:
        return log(value) if self.is_ratio else value


def _frame(forest: Forest, scale: _Scale, bottom: float) -> Iterator[str]:
    none, at = scale.at(1.0 if forest.is_ratio else 0.0), scale.layout
    yield words(forest.heads[0], _EDGE, 24, size=13, font_weight=650)
    yield words(forest.heads[1], at.width - _EDGE, 24, size=13, font_weight=650, anchor="end")
    if at.clear:  # no room beside the line of no effect: both sides are named at their own edges
        yield words(f"← {forest.better_left}", _EDGE, 46, size=12, fill=MUTED)
        yield words(f"{forest.better_right} →", at.width - _EDGE, 46, size=12, fill=MUTED, anchor="end")
    else:
        yield words(f"← {forest.better_left}", none - 6, 46, size=12, fill=MUTED, anchor="end")
        room = at.width - _EDGE - wide(forest.better_right, 12)
        yield words(f"{forest.better_right} →", min(none + 6, room), 46, size=12, fill=MUTED)
    last = -1e9
    for value, said in scale.ticks():
        x = scale.at(value)
        yield from _upright(forest, at, x, bottom, GRID, 1)
        if x - last > wide(said, 12) + 8:
            yield words(said, x, bottom + 18, size=12, fill=MUTED, anchor="middle")
            last = x
    yield from _upright(forest, at, none, bottom, INK, 1.4)
    yield tag("line", x1=at.left, x2=at.right, y1=bottom, y2=bottom, stroke=MUTED, stroke_width=1)
    if forest.unit:
        yield words(forest.unit, (at.left + at.right) / 2, bottom + 40, size=12, fill=MUTED, anchor="middle")


def _upright(forest: Forest, at: _Layout, x: float, bottom: float, stroke: str, width: float) -> Iterator[str]:
    """A line of the axis: whole, or in pieces that leave the words of each row free."""
    places = [float(place) for place in range(len(forest.lines))]
    places += [len(forest.lines) + _GAP] if forest.pooled else []
    pieces = [(_TOP + place * at.row + at.clear, _TOP + (place + 1) * at.row - 6) for place in places]
    for top, end in pieces if at.clear else [(_TOP - 6, bottom)]:
        yield tag("line", x1=x, x2=x, y1=top, y2=end, stroke=stroke, stroke_width=width)


def _trial(forest: Forest, line: Line, place: int, scale: _Scale) -> Iterator[str]:
    y = _TOP + place * scale.layout.row + scale.layout.line
    yield from _said(forest, line, place, scale.layout)
    yield tag("line", x1=scale.at(line.low), x2=scale.at(line.high), y1=y, y2=y, stroke=INK, stroke_width=1.6)
    for end, turn in ((line.low, 1), (line.high, -1)):
        if not scale.holds(end):
            x = scale.at(end)
            yield tag(
                "path",
                d=f"M{x + 7 * turn:.1f} {y - 5:.1f}L{x:.1f} {y:.1f}L{x + 7 * turn:.1f} {y + 5:.1f}",
                fill="none",
                stroke=INK,
                stroke_width=1.6,
            )
    half = 4 + 5 * (line.weight / 100) ** 0.5
    yield tag("rect", x=scale.at(line.estimate) - half, y=y - half, width=2 * half, height=2 * half, fill=TEAL)


def _pooled(forest: Forest, scale: _Scale) -> Iterator[str]:
    line, at, place = forest.pooled, scale.layout, len(forest.lines) + _GAP
    if line is None:
        return
    top = _TOP + place * at.row
    y = top + at.line
    yield tag("line", x1=_EDGE, x2=at.width - _EDGE, y1=top, y2=top, stroke=MUTED, stroke_width=1)
    yield from _said(forest, line, place, at, weight=650)
    if forest.new_trial:
        low, high = forest.new_trial
        yield tag("line", x1=scale.at(low), x2=scale.at(high), y1=y, y2=y, stroke=AMBER, stroke_width=3)
    left, middle, right = scale.at(line.low), scale.at(line.estimate), scale.at(line.high)
    shape = f"M{left:.1f} {y:.1f}L{middle:.1f} {y - 8:.1f}L{right:.1f} {y:.1f}L{middle:.1f} {y + 8:.1f}Z"
    yield tag("path", d=shape, fill=TEAL, stroke=INK, stroke_width=1)


def _said(forest: Forest, line: Line, place: float, at: _Layout, weight: int = 400) -> Iterator[str]:
    y = _TOP + place * at.row + at.text
    yield words(line.label, _EDGE, y, size=13, font_weight=weight)
    yield words(line.detail, _EDGE, y + 14, size=11, fill=MUTED)
    yield words(_figures(line, forest), at.width - _EDGE, y + 1, size=13, anchor="end", font_weight=weight)


def _figures(line: Line, forest: Forest) -> str:
    def one(value: float) -> str:
        told = f"{value:.{forest.digits}f}"
        return told.removeprefix("-") if float(told) == 0 else told

    return f"{one(line.estimate)} ({one(line.low)} {forest.to} {one(line.high)})"


def _typical(spans: Sequence[float]) -> float:
    return sorted(spans)[len(spans) // 2] / 2
