"""Figures side by side: what was counted as a dot, chance as a line through it, and the missing as a dashed box behind.

The dashed box goes from what it would be if nobody who is missing fared well to what it would be if all did. It is as
wide as what is not known, and reads the same in grey.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enthesis.pictures.axis import centred
from enthesis.pictures.labels import Label, label
from enthesis.pictures.scale import PER_CENT, Scale
from enthesis.pictures.svg import GRID, INK, MUTED, SLATE_SOFT, TEAL, WHITE, picture, tag, wide, words

_SIZE = 13
_ROW = 46.0
_TOP = 8.0
_FOOT = 26.0
_UNIT = 20.0  # more below, where the scale has a name
_EDGE = 14.0
_HALF = 7.0  # of the height of the dashed box
_WHISKER = 4.0


@dataclass(frozen=True, slots=True)
class Range:
    """One line of the picture, in the figures of its scale: shares from 0 to 1. None is not drawn.

    An end that is not known is infinite: it is drawn as an arrow.
    """

    label: str
    says: str  # "17 of 48"
    estimate: float | None
    low: float | None = None  # chance
    high: float | None = None
    least: float | None = None  # if nobody who is missing fared well
    most: float | None = None  # if all of them did
    note: str = ""  # in the place of what is not shown

    @property
    def drawn(self) -> tuple[float, ...]:
        """Every figure of it that the scale should hold."""
        found = (self.estimate, self.low, self.high, self.least, self.most)
        return tuple(value for value in found if value is not None)


def ranges_picture(
    name: str, title: str, rows: Sequence[Range], *, width: float = 330, scale: Scale = PER_CENT, unit: str = ""
) -> str:
    """A row for each figure on one scale, which is of shares unless another is given. `unit`: what is on the scale.

    A long label has two lines; where that is too little it is shortened, and the whole of it is its title.

    >>> drawn = ranges_picture("a", "Half less pain", [Range("Knee", "17 of 48", 0.35, 0.23, 0.5, 0.35, 0.71)])
    >>> "Knee: 17 of 48, 35 %" in drawn
    True
    """
    left, right = _EDGE, width - _EDGE
    labels = [label(row.label, width - wide(row.says or row.note, _SIZE) - 8, _SIZE) for row in rows]
    bottom = _TOP + sum(_ROW + each.more for each in labels)
    said = "; ".join(_told(row, scale) for row in rows)
    parts = [*_scale(scale, left, right, bottom)]
    if unit:
        parts.append(words(unit, width / 2, bottom + 18 + _UNIT, size=_SIZE - 1, fill=MUTED, anchor="middle"))
    top = _TOP
    for row, called in zip(rows, labels, strict=True):
        parts += _row(row, called, top, left, right, scale)
        top += _ROW + called.more
    return picture(name, title, said, width, bottom + _FOOT + (_UNIT if unit else 0), *parts)


def _told(row: Range, scale: Scale) -> str:
    if row.estimate is None:
        return f"{row.label}: {row.note or row.says}"
    return f"{row.label}: {row.says}" + (f", {row.estimate * 100:.0f} %" if scale is PER_CENT else "")


def _scale(scale: Scale, left: float, right: float, bottom: float) -> Iterator[str]:
    last = float("-inf")
    for value in scale.ticks():
        x, said = scale.at(value, left, right), scale.tell(value)
        is_zero = value == 0 and scale.low < 0
        more = {"stroke": MUTED, "stroke_width": 1.5} if is_zero else {"stroke": GRID}
        yield tag("line", x1=x, y1=_TOP, x2=x, y2=bottom, **more)
        half = wide(said, _SIZE - 1) / 2
        at = centred(x, half, 0.0, right + _EDGE)
        if at - half > last:
            yield words(said, at, bottom + 18, size=_SIZE - 1, fill=MUTED, anchor="middle")
            last = at + half + 6


def _row(row: Range, called: Label, top: float, left: float, right: float, scale: Scale) -> Iterator[str]:
    def at(value: float) -> float:
        return scale.at(value, left, right)

    yield called.drawn(0, top + _SIZE)
    yield words(row.says or row.note, right + _EDGE, top + _SIZE, size=_SIZE, fill=MUTED, anchor="end")
    middle = top + _SIZE + called.more + 14
    if row.least is not None and row.most is not None:
        x, long = at(row.least), max(2.0, at(row.most) - at(row.least))
        yield tag(
            "rect", x=x, y=middle - _HALF, width=long, height=2 * _HALF, rx=3, fill=SLATE_SOFT, stroke=MUTED,
            stroke_dasharray="3 3",
        )  # fmt: skip
    if row.low is not None and row.high is not None:
        yield tag("line", x1=at(row.low), y1=middle, x2=at(row.high), y2=middle, stroke=INK, stroke_width=2)
        for end, turn in ((row.low, 1), (row.high, -1)):
            yield _end(at(end), middle, turn, scale.holds(end))
    if row.estimate is not None:
        yield tag("circle", cx=at(row.estimate), cy=middle, r=5, fill=TEAL, stroke=WHITE, stroke_width=1.5)


def _end(x: float, middle: float, turn: int, is_known: bool) -> str:
    """A stroke across the end of a line, or an arrow where it goes on."""
    if is_known:
        return tag("line", x1=x, y1=middle - _WHISKER, x2=x, y2=middle + _WHISKER, stroke=INK, stroke_width=2)
    back = x + 6 * turn
    points = f"M{back:.1f} {middle - 5:.1f}L{x:.1f} {middle:.1f}L{back:.1f} {middle + 5:.1f}"
    return tag("path", d=points, fill="none", stroke=INK, stroke_width=2)
