"""A funnel: each group as a dot over how many it is, between the limits that chance alone explains. No ranks.

A dot inside the funnel differs from the whole no more than chance does; one outside is a question, not an answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from enthesis.pictures.labels import Label, label
from enthesis.pictures.scale import Scale, per_cent, scale_around
from enthesis.pictures.svg import GRID, INK, MUTED, TEAL, WHITE, picture, tag, words

_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 62.0, 14.0, 44.0
_SIZE = 12
_LINE = 14.0  # from one name at the right edge to the next
_ROOM = 0.7  # of the frame, for the name of one group
_BROAD = 500.0  # from this width on there is room for more steps
_FAR = 3.0  # a scale begins at zero unless its lowest figure is more than a third of its highest

_Place: TypeAlias = Callable[[float], float]


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


@dataclass(frozen=True, slots=True)
class Content:
    """What one funnel shows: its groups, the figure of everybody, and what chance explains."""

    dots: Sequence[Dot]
    whole: float
    limits: Sequence[Limits]
    is_share: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """The scales of a funnel: how many are counted, and the figure. Funnels in one frame can be compared."""

    across: Scale
    up: Scale


@dataclass(frozen=True, slots=True)
class _Box:
    """Where something is written or drawn, so that nothing is written over it."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


def funnel_picture(
    name: str,
    title: str,
    content: Content,
    *,
    frame: Frame | None = None,
    of_what: str = "",
    called: Sequence[str] = ("95 %", "99.8 %"),
    all_of_them: str = "all",
    width: float = 330,
    height: float = 300,
) -> str:
    """Dots over the number of each group, a line for everybody, a dashed and a full curve for the limits.

    Every dot, the line and both curves lie inside the frame. What lies outside the narrower limits has its name beside
    it, and so has every other dot where there is room. `frame`: one that holds other funnels as well.

    >>> at = [Limits(10, (0.2, 0.8), (0.1, 0.9)), Limits(40, (0.4, 0.6), (0.3, 0.7))]
    >>> "North: 70 % of 30, outside" in funnel_picture("a", "Half", Content([Dot("North", 30, 0.7)], 0.5, at))
    True
    """
    right, bottom = width - _RIGHT, height - _BOTTOM
    dots, whole, limits, is_share = content.dots, content.whole, content.limits, content.is_share
    frame = frame or frame_around([content], width=width)
    across, up = frame.across, frame.up

    def x(number: float) -> float:
        return across.at(number, _LEFT, right)

    def y(value: float) -> float:
        return up.at(value, bottom, _TOP)

    parts = [*_frame(across, up, right, bottom, of_what)]
    parts.append(tag("line", x1=_LEFT, y1=y(whole), x2=right, y2=y(whole), stroke=INK, stroke_width=1.5))
    for pair, dashes in (("broad", ""), ("narrow", "5 4")):
        for end in (0, 1):
            parts += _curve([(x(limit.number), y(getattr(limit, pair)[end])) for limit in limits], dashes)
    parts += _dots(dots, limits, x, y, _Box(_LEFT, y(whole) - 1, right, y(whole) + 1))
    parts += _ends(whole, limits, called, all_of_them, x, y, right, is_share)
    said = "; ".join(_told(dot, limits, is_share) for dot in dots)
    description = f"Everybody: {_figure(whole, is_share)}. Limits of {called[0]} dashed, of {called[1]} full. {said}"
    return picture(name, title, description, width, height, *parts)


def _told(dot: Dot, limits: Sequence[Limits], is_share: bool) -> str:
    low, high = limits_at(limits, dot.number)
    outside = "" if low <= dot.value <= high else ", outside"
    return f"{dot.label}: {_figure(dot.value, is_share)} of {dot.number:g}{outside}"


def frame_around(contents: Sequence[Content], *, width: float = 330) -> Frame:
    """One frame that holds all of these funnels, which count the same: every dot, line and limit of each."""
    is_share = all(content.is_share for content in contents)
    numbers = [dot.number for content in contents for dot in content.dots]
    numbers += [limit.number for content in contents for limit in content.limits]
    across = scale_around(numbers, steps=6 if width > _BROAD else 4, is_whole=True)
    values = [value for content in contents for value in _values(content)]
    up = scale_around(
        values,
        steps=5,
        tell=per_cent if is_share else None,
        from_zero=min(values) * _FAR < max(values),
        most=1.0 if is_share else None,
    )
    return Frame(across, up)


def _values(content: Content) -> Iterator[float]:
    yield content.whole
    yield from (dot.value for dot in content.dots)
    yield from (end for limit in content.limits for end in (*limit.narrow, *limit.broad))


def _figure(value: float, is_share: bool) -> str:
    return f"{value * 100:.0f} %" if is_share else f"{value:.3g}"


def _frame(across: Scale, up: Scale, right: float, bottom: float, of_what: str) -> Iterator[str]:
    for value in up.ticks():
        at = up.at(value, bottom, _TOP)
        yield tag("line", x1=_LEFT, y1=at, x2=right, y2=at, stroke=GRID)
        yield words(up.tell(value), _LEFT - 6, at + 4, size=_SIZE, fill=MUTED, anchor="end")
    for value in across.ticks():
        at = across.at(value, _LEFT, right)
        yield tag("line", x1=at, y1=bottom, x2=at, y2=bottom + 4, stroke=MUTED)
        yield words(across.tell(value), at, bottom + 17, size=_SIZE, fill=MUTED, anchor="middle")
    if of_what:
        yield words(of_what, (right + _LEFT) / 2, bottom + 36, size=_SIZE, fill=MUTED, anchor="middle")


def _curve(points: Sequence[tuple[float, float]], dashes: str) -> Iterator[str]:
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    more = {"stroke_dasharray": dashes} if dashes else {}
    yield tag("polyline", points=line, fill="none", stroke=MUTED, stroke_width=1.5, **more)


def _dots(dots: Sequence[Dot], limits: Sequence[Limits], x: _Place, y: _Place, middle: _Box) -> Iterator[str]:
    """Dots with their names: first of those outside, then of the others where nothing is written over anything."""
    taken = [_Box(x(dot.number) - 6, y(dot.value) - 6, x(dot.number) + 6, y(dot.value) + 6) for dot in dots]
    taken.append(middle)
    for dot in dots:
        yield tag("circle", cx=x(dot.number), cy=y(dot.value), r=5, fill=TEAL, stroke=WHITE, stroke_width=1.5)
    for dot in sorted(dots, key=lambda each: _is_inside(each, limits)):
        called = label(dot.label, (middle.right - _LEFT) * _ROOM, _SIZE)
        places = list(_places(called, x(dot.number), y(dot.value), middle.right))
        free = next((place for place in places if not any(place[2].meets(box) for box in taken)), None)
        if free is None and _is_inside(dot, limits):
            continue
        at, anchor, box = free or places[0]
        taken.append(box)
        weight = 400 if _is_inside(dot, limits) else 650
        yield called.drawn(at, box.top + _SIZE, anchor=anchor, weight=weight)


def _is_inside(dot: Dot, limits: Sequence[Limits]) -> bool:
    low, high = limits_at(limits, dot.number)
    return low <= dot.value <= high


def _places(called: Label, across: float, down: float, right: float) -> Iterator[tuple[float, str, _Box]]:
    """Where the name of a dot may be written: beside it, above it, below it; inside the frame."""
    long, more = called.width, called.more
    beside, before = _Box(across + 9, down - 8 - more / 2, across + 9 + long, down + 7 + more / 2), across - 9
    if beside.right <= right:
        yield across + 9, "start", beside
    if before - long >= _LEFT:
        yield before, "end", _Box(before - long, beside.top, before, beside.bottom)
    middle = max(_LEFT + long / 2, min(across, right - long / 2))
    for top in (down - 22 - more, down + 8):
        if top > 0:
            yield middle, "middle", _Box(middle - long / 2, top, middle + long / 2, top + 15 + more)


def _ends(
    whole: float,
    limits: Sequence[Limits],
    called: Sequence[str],
    all_of_them: str,
    x: _Place,
    y: _Place,
    right: float,
    is_share: bool,
) -> Iterator[str]:
    """What each line is, where it ends, one below the other with a hair to the line that it names."""
    wanted = [(y(whole), right, f"{all_of_them} {_figure(whole, is_share)}", INK)]
    if limits:
        last = limits[-1]
        for pair, said in ((last.narrow, called[0]), (last.broad, called[1])):
            wanted += [(y(end), x(last.number), said, MUTED) for end in pair]
    wanted.sort()
    places = _spread([down for down, *_ in wanted], y(float("-inf")))
    for (down, ends, said, fill), place in zip(wanted, places, strict=True):
        yield tag("line", x1=ends, y1=down, x2=right + 8, y2=place, stroke=GRID)
        yield words(said, right + 10, place + 4, size=_SIZE - 1, fill=fill)


def _spread(places: Sequence[float], most: float) -> list[float]:
    """The same places in their order, no two nearer than a line of text, moved no further than need be.

    None lies beyond `most`.
    """
    found: list[list[float]] = []  # groups of places that touch: where they want to be
    for place in places:
        found.append([place])
        while len(found) > 1 and _first(found[-1]) - _first(found[-2]) < _LINE * len(found[-2]):
            last = found.pop()
            found[-1] += last
    spread = [_first(group) + _LINE * number for group in found for number in range(len(group))]
    return [min(place, most - _LINE * number) for number, place in zip(range(len(spread))[::-1], spread, strict=True)]


def _first(group: Sequence[float]) -> float:
    return sum(group) / len(group) - _LINE * (len(group) - 1) / 2


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
