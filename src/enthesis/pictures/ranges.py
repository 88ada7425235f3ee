"""Shares side by side: what was counted as a dot, chance as a line through it, and the missing as an open bar behind.

The open bar goes from what it would be if nobody who is missing fared well to what it would be if all did. It is as
wide as what is not known, and reads the same in grey.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from enthesis.pictures.svg import GRID, INK, MUTED, SLATE_SOFT, TEAL, WHITE, picture, tag, wide, words

_SIZE = 13
_ROW = 46.0
_TOP = 8.0
_FOOT = 26.0
_EDGE = 14.0
_HALF = 7.0  # of the height of the open bar


@dataclass(frozen=True, slots=True)
class Range:
    """One line of the picture. Shares from 0 to 1; None is not drawn."""

    label: str
    says: str  # "17 of 48"
    estimate: float | None
    low: float | None = None  # chance
    high: float | None = None
    least: float | None = None  # if nobody who is missing fared well
    most: float | None = None  # if all of them did
    note: str = ""  # in the place of what is not shown


def ranges_picture(name: str, title: str, rows: Sequence[Range], *, width: float = 330) -> str:
    """A row for each share, from 0 to 100 per cent.

    >>> drawn = ranges_picture("a", "Half less pain", [Range("Knee", "17 of 48", 0.35, 0.23, 0.5, 0.35, 0.71)])
    >>> "Knee: 17 of 48, 35 %" in drawn
    True
    """
    high = _TOP + _ROW * len(rows) + _FOOT
    left, right = _EDGE, width - _EDGE
    said = "; ".join(_told(row) for row in rows)
    parts = [*_scale(left, right, high - _FOOT)]
    for place, row in enumerate(rows):
        parts += _row(row, _TOP + _ROW * place, left, right)
    return picture(name, title, said, width, high, *parts)


def _told(row: Range) -> str:
    if row.estimate is None:
        return f"{row.label}: {row.note or row.says}"
    return f"{row.label}: {row.says}, {row.estimate:.0%}".replace("%", " %")


def _scale(left: float, right: float, bottom: float) -> Iterator[str]:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + (right - left) * share
        yield tag("line", x1=x, y1=_TOP, x2=x, y2=bottom, stroke=GRID)
        anchor = {0.0: "start", 1.0: "end"}.get(share, "middle")
        at = {0.0: 0.0, 1.0: right + _EDGE}.get(share, x)
        yield words(f"{share * 100:.0f} %", at, bottom + 18, size=_SIZE - 1, fill=MUTED, anchor=anchor)


def _row(row: Range, top: float, left: float, right: float) -> Iterator[str]:
    def at(share: float) -> float:
        return left + (right - left) * max(0.0, min(share, 1.0))

    room = right + _EDGE - wide(row.says or row.note, _SIZE) - 8
    yield words(_fitting(row.label, room), 0, top + _SIZE, size=_SIZE)
    yield words(row.says or row.note, right + _EDGE, top + _SIZE, size=_SIZE, fill=MUTED, anchor="end")
    middle = top + _SIZE + 14
    if row.least is not None and row.most is not None:
        x, long = at(row.least), max(2.0, at(row.most) - at(row.least))
        yield tag(
            "rect", x=x, y=middle - _HALF, width=long, height=2 * _HALF, rx=3, fill=SLATE_SOFT, stroke=MUTED,
            stroke_dasharray="3 3",
        )  # fmt: skip
    if row.low is not None and row.high is not None:
        yield tag("line", x1=at(row.low), y1=middle, x2=at(row.high), y2=middle, stroke=INK, stroke_width=2)
        for end in (row.low, row.high):
            yield tag("line", x1=at(end), y1=middle - 4, x2=at(end), y2=middle + 4, stroke=INK, stroke_width=2)
    if row.estimate is not None:
        yield tag("circle", cx=at(row.estimate), cy=middle, r=5, fill=TEAL, stroke=WHITE, stroke_width=1.5)


def _fitting(label: str, room: float) -> str:
    """A label that is not longer than its room."""
    while len(label) > 4 and wide(label, _SIZE) > room:
        label = label[:-2].rstrip(" ,(") + "…"
    return label
