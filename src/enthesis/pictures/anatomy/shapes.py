"""Lines and areas of a drawing, written as points that a smooth curve runs through.

A drawing is 1000 units wide and high. Points are written `x,y`, parted by spaces; `!` behind a point makes it a corner.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import hypot

WIDTH = 1000.0
_POINT = re.compile(r"(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(!?)")


@dataclass(frozen=True, slots=True)
class Shape:
    """One curve. `kind` says what it draws, and so how: see `style`."""

    kind: str
    points: tuple[tuple[float, float, bool], ...]  # x, y, whether it is a corner
    closed: bool

    @property
    def mirrored(self) -> "Shape":
        """The same on the other side of the midline."""
        return replace(self, points=tuple((WIDTH - x, y, corner) for x, y, corner in self.points))

    def moved(self, right: float, down: float, size: float = 1.0) -> "Shape":
        """The same at another place, and `size` times as large."""
        return replace(self, points=tuple((x * size + right, y * size + down, c) for x, y, c in self.points))

    @property
    def thickness(self) -> float:
        """How thick a closed shape is, roughly: of a long band its width."""
        edges = list(zip(self.points, (*self.points[1:], self.points[0]), strict=True))
        around = sum(hypot(end[0] - start[0], end[1] - start[1]) for start, end in edges)
        inside = abs(sum(start[0] * end[1] - end[0] * start[1] for start, end in edges)) / 2
        return 2 * inside / around if around else 0.0

    @property
    def path(self) -> str:
        """The curve as the `d` of an SVG path."""
        return _path(self.points, self.closed)


def area(kind: str, points: str) -> Shape:
    """A closed shape."""
    return Shape(kind, _read(points), closed=True)


def line(kind: str, points: str) -> Shape:
    """An open line."""
    return Shape(kind, _read(points), closed=False)


def oval(kind: str, x: float, y: float, across: float, down: float) -> Shape:
    """An ellipse around (x, y) with two radii."""
    around = ((0, -1), (0.71, -0.71), (1, 0), (0.71, 0.71), (0, 1), (-0.71, 0.71), (-1, 0), (-0.71, -0.71))
    return Shape(kind, tuple((x + across * dx, y + down * dy, False) for dx, dy in around), closed=True)


def long_bone(kind: str, start: str, end: str, base: float, waist: float, head: float) -> Shape:
    """A bone from its base to its head, with how wide it is there and between."""
    (x1, y1, _), (x2, y2, _) = (*_read(start), *_read(end))
    size = hypot(x2 - x1, y2 - y1)
    along, across = ((x2 - x1) / size, (y2 - y1) / size), (-(y2 - y1) / size, (x2 - x1) / size)
    half = (
        (0.0, 0.36 * base),
        (0.06, 0.5 * base),
        (0.16, 0.44 * base),
        (0.38, 0.5 * waist),
        (0.64, 0.5 * waist),
        (0.84, 0.45 * head),
        (0.93, 0.5 * head),
        (0.99, 0.3 * head),
    )
    outline = [(far, wide) for far, wide in half] + [(far, -wide) for far, wide in reversed(half)]
    return Shape(
        kind,
        tuple(
            (x1 + along[0] * far * size + across[0] * wide, y1 + along[1] * far * size + across[1] * wide, False)
            for far, wide in outline
        ),
        closed=True,
    )


def band(kind: str, points: str, start: float, middle: float, end: float) -> Shape:
    """A band along a line, with how wide it is at its start, in its middle and at its end."""
    path = _read(points)
    last = len(path) - 1
    edges: list[tuple[tuple[float, float, bool], tuple[float, float, bool]]] = []
    for at, (x, y, _) in enumerate(path):
        before, after = path[max(at - 1, 0)], path[min(at + 1, last)]
        along = _unit(before, after)
        part = at / last
        wide = (start + (middle - start) * part * 2 if part < 0.5 else middle + (end - middle) * (part * 2 - 1)) / 2
        is_end = at in (0, last)
        edges.append(
            ((x - along[1] * wide, y + along[0] * wide, is_end), (x + along[1] * wide, y - along[0] * wide, is_end))
        )
    return Shape(kind, tuple(left for left, _ in edges) + tuple(right for _, right in reversed(edges)), closed=True)


def pairs(*shapes: Shape) -> Iterator[Shape]:
    """Each shape and its mirror image."""
    for shape in shapes:
        yield shape
        yield shape.mirrored


def _read(text: str) -> tuple[tuple[float, float, bool], ...]:
    return tuple((float(x), float(y), bool(mark)) for x, y, mark in _POINT.findall(text))


def _path(points: tuple[tuple[float, float, bool], ...], closed: bool) -> str:
    count = len(points)
    parts = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    for at in range(count if closed else count - 1):
        start, end = points[at], points[(at + 1) % count]
        before = points[at - 1] if (closed or at > 0) and not start[2] else None
        after = points[(at + 2) % count] if (closed or at + 2 < count) and not end[2] else None
        if before is None and after is None:
            parts.append(f"L{_number(end[0])} {_number(end[1])}")
            continue
        reach = hypot(end[0] - start[0], end[1] - start[1]) / 3
        out = _through(before, start, end) if before else _unit(start, end)
        back = _through(start, end, after) if after else _unit(start, end)
        numbers = (
            start[0] + out[0] * reach,
            start[1] + out[1] * reach,
            end[0] - back[0] * reach,
            end[1] - back[1] * reach,
            end[0],
            end[1],
        )
        parts.append("C" + " ".join(_number(number) for number in numbers))
    return "".join(parts) + ("Z" if closed else "")


def _through(
    before: tuple[float, float, bool], here: tuple[float, float, bool], after: tuple[float, float, bool]
) -> tuple[float, float]:
    """Which way the curve runs through a point.

    The nearer neighbour counts more, so a curve does not swing out where points stand at uneven distances.
    """
    behind, ahead = _unit(before, here), _unit(here, after)
    near = hypot(here[0] - before[0], here[1] - before[1])
    far = hypot(after[0] - here[0], after[1] - here[1])
    x, y = behind[0] * far + ahead[0] * near, behind[1] * far + ahead[1] * near
    size = hypot(x, y)
    return (x / size, y / size) if size else ahead


def _unit(start: tuple[float, float, bool], end: tuple[float, float, bool]) -> tuple[float, float]:
    across, down = end[0] - start[0], end[1] - start[1]
    size = hypot(across, down)
    return (across / size, down / size) if size else (0.0, 0.0)


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
