"""How many have had it by a time: a curve of steps with its interval, and how many were still followed under it.

Whoever is no longer followed counts for as long as they were (Kaplan-Meier). The line ends where the last one had it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from enthesis.pictures.scale import PER_CENT, Scale, scale_around
from enthesis.pictures.svg import GRID, INK, MUTED, TEAL, TEAL_SOFT, WHITE, picture, tag, wide, words

_SIZE = 12
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 16.0, 26.0, 84.0
_HALF = 0.5

_Place: TypeAlias = Callable[[float], float]  # of a time, or of a share


@dataclass(frozen=True, slots=True)
class Stair:
    """One step: the share by `time`, between which two chance leaves it, and how many were followed until then."""

    time: float
    share: float
    low: float
    high: float
    followed: int


@dataclass(frozen=True, slots=True)
class Said:
    """The words of the picture."""

    unit: str  # "weeks after the first injection"
    half: str  # "half of them by 13"; "" where less than half had it
    followed: str  # "still followed"


def steps_picture(
    name: str, title: str, stairs: Sequence[Stair], said: Said, *, began: int, width: float = 330, height: float = 310
) -> str:
    """The curve of those of whom it is known, `began` of them at the beginning.

    >>> stairs = [Stair(2, 0.25, 0.1, 0.5, 40), Stair(6, 0.6, 0.4, 0.8, 22)]
    >>> drawn = steps_picture("a", "Weeks to a response", stairs, Said("weeks", "half by 6", "followed"), began=41)
    >>> "by 6: 60 % (40 to 80), 22 followed" in drawn
    True
    """
    right, bottom = width - _RIGHT, height - _BOTTOM
    across = scale_around([stair.time for stair in stairs], steps=6 if width > 500 else 4, is_whole=True)
    told = [f"by {s.time:g}: {s.share * 100:.0f} % ({s.low * 100:.0f} to {s.high * 100:.0f}), {s.followed} followed"
            for s in stairs]  # fmt: skip
    description = "; ".join([f"{began} at the beginning", *told, *([said.half] if said.half else [])])

    def x(time: float) -> float:
        return across.at(time, _LEFT, right)

    def y(share: float) -> float:
        return PER_CENT.at(share, bottom, _TOP)

    return picture(
        name,
        title,
        f"{said.unit}: {description}",
        width,
        height,
        *_frame(across, right, bottom, said.unit),
        *_band(stairs, x, y),
        *_curve(stairs, x, y),
        *_half(stairs, said.half, x, y, right),
        *_followed(stairs, began, said.followed, x, bottom, right),
    )


def _frame(across: Scale, right: float, bottom: float, unit: str) -> Iterator[str]:
    for share in PER_CENT.ticks():
        y = PER_CENT.at(share, bottom, _TOP)
        yield tag("line", x1=_LEFT, y1=y, x2=right, y2=y, stroke=GRID)
        yield words(PER_CENT.tell(share), _LEFT - 6, y + 4, size=_SIZE, fill=MUTED, anchor="end")
    for value in across.ticks():
        x = across.at(value, _LEFT, right)
        yield tag("line", x1=x, y1=bottom, x2=x, y2=bottom + 4, stroke=MUTED)
        yield words(across.tell(value), x, bottom + 17, size=_SIZE, fill=MUTED, anchor="middle")
    yield words(unit, (_LEFT + right) / 2, bottom + 34, size=_SIZE, fill=MUTED, anchor="middle")


def _stepped(points: Sequence[tuple[float, float]]) -> list[str]:
    """Along, then up or down, from each point to the next."""
    drawn, before = [], None
    for across, up in points:
        if before is not None:
            drawn.append(f"{across:.1f},{before:.1f}")
        drawn.append(f"{across:.1f},{up:.1f}")
        before = up
    return drawn


def _band(stairs: Sequence[Stair], x: _Place, y: _Place) -> Iterator[str]:
    if not stairs:
        return
    low = _stepped([(x(stair.time), y(stair.low)) for stair in stairs])
    high = _stepped([(x(stair.time), y(stair.high)) for stair in stairs])
    if len(stairs) > 1:
        yield tag("polygon", points=" ".join([*low, *reversed(high)]), fill=TEAL_SOFT, stroke="none")
        for edge in (low, high):
            yield tag("polyline", points=" ".join(edge), fill="none", stroke=MUTED, stroke_dasharray="3 3")
    last = stairs[-1]
    across = x(last.time)
    yield tag("line", x1=across, y1=y(last.low), x2=across, y2=y(last.high), stroke=MUTED, stroke_dasharray="3 3")


def _curve(stairs: Sequence[Stair], x: _Place, y: _Place) -> Iterator[str]:
    points = _stepped([(x(0), y(0)), *((x(stair.time), y(stair.share)) for stair in stairs)])
    yield tag("polyline", points=" ".join(points), fill="none", stroke=TEAL, stroke_width=2.5)
    if stairs:
        last = stairs[-1]
        yield tag("circle", cx=x(last.time), cy=y(last.share), r=4, fill=TEAL, stroke=WHITE, stroke_width=1.5)


def _half(stairs: Sequence[Stair], said: str, x: _Place, y: _Place, right: float) -> Iterator[str]:
    found = next((stair for stair in stairs if stair.share >= _HALF), None)
    if found is None or not said:
        return
    across, up = x(found.time), y(_HALF)
    yield tag("line", x1=_LEFT, y1=up, x2=across, y2=up, stroke=INK, stroke_dasharray="6 4")
    yield tag("line", x1=across, y1=up, x2=across, y2=y(0), stroke=INK, stroke_dasharray="6 4")
    is_left = _LEFT + 8 + wide(said, _SIZE) <= across - 4
    at = _LEFT + 8 if is_left else min(across + 6, right - wide(said, _SIZE))
    yield words(said, at, up - 6 if is_left else y(0) - 8, size=_SIZE)


def _followed(stairs: Sequence[Stair], began: int, said: str, x: _Place, bottom: float, right: float) -> Iterator[str]:
    """How many were followed until a step, under it: at the beginning, at the last one, and where there is room."""
    yield words(said, 0, bottom + 56, size=_SIZE, fill=MUTED)
    wanted = [(x(0), began), *((x(stair.time), stair.followed) for stair in stairs)]
    kept = [wanted[0]]
    last = wanted[-1]
    for place, number in wanted[1:]:
        is_free = place - kept[-1][0] >= _apart(number, kept[-1][1])
        if (place, number) == last or (is_free and last[0] - place >= _apart(number, last[1])):
            kept.append((place, number))
    if len(kept) > 1 and kept[-1][0] - kept[-2][0] < _apart(kept[-1][1], kept[-2][1]):
        kept.pop()
    for place, number in kept:
        half = wide(str(number), _SIZE) / 2
        yield words(str(number), min(place, right + _RIGHT - half), bottom + 74, size=_SIZE, anchor="middle")


def _apart(one: int, other: int) -> float:
    return (wide(str(one), _SIZE) + wide(str(other), _SIZE)) / 2 + 10
