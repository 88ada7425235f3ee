"""The numbered marks of points. Where two would cover each other they move apart, and a line leads to the place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, sin

from enthesis.pictures.body_panel import Spot
from enthesis.pictures.svg import AMBER, INK, RED, TEAL, WHITE, tag, words

TONES = ("plain", "care", "stop", "done")  # told apart by shape, not by colour alone
RADIUS = 11.5
_APART = 25.0
_NEAR = 30.0  # marks of a whole body that are nearer than this become one
_WORK = 200_000  # pairs of marks that are looked at, at most
_TURN = 2.4  # radians, the golden angle: marks upon each other part in directions of their own
_FILL = {"plain": TEAL, "care": AMBER, "stop": RED, "done": WHITE}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number at a place."""

    label: str
    at: Spot
    tone: str = "plain"
    side: str = ""
    is_open: bool = False  # nobody said which side


def placed_marks(marks: Sequence[Mark], width: float, height: float, *, is_whole: bool) -> Iterator[str]:
    """The marks as SVG, inside a panel of this size. On a whole body near ones become one with all their numbers."""
    shown = _together(marks) if is_whole else list(marks)
    badges = _spread(shown, width, height)
    for mark, badge in zip(shown, badges, strict=True):
        if badge.away(mark.at) > RADIUS * 0.6:
            yield _leader(mark, badge)
    for mark, badge in zip(shown, badges, strict=True):
        yield badge_of(mark.label, mark.tone, badge, is_open=mark.is_open)


def badge_of(label: str, tone: str, at: Spot, *, is_open: bool = False) -> str:
    """One number in its shape: round; care pointed, stop square, done a ring; a dashed line where it is open."""
    fill, ink = (WHITE, INK) if is_open or tone == "done" else (_FILL[tone], WHITE)
    edge = _FILL[tone] if is_open and tone != "done" else INK if fill == WHITE else WHITE
    line = {"fill": fill, "stroke": edge, "stroke_width": 2, "class_": f"body-mark body-mark-{tone}"}
    if is_open:
        line["stroke_dasharray"] = "3.5 2.5"
    half = _half(label)
    if tone == "care":
        far, tall, flat = half + 4, RADIUS + 2.5, max(0.0, half - RADIUS)
        outline = ((-far, 0.0), (-flat, -tall), (flat, -tall), (far, 0.0), (flat, tall), (-flat, tall))
        shape = tag("path", d="M" + "L".join(f"{at.x + x:g} {at.y + y:g}" for x, y in outline) + "Z", **line)
    else:
        radius = 2.5 if tone == "stop" else RADIUS
        shape = tag("rect", x=at.x - half, y=at.y - RADIUS, width=2 * half, height=2 * RADIUS, rx=radius, **line)
    said = words(label, at.x, at.y + 4.4, size=12.5, fill=ink, anchor="middle", font_weight=700, stroke="none")
    return shape + said


def _half(label: str) -> float:
    return max(RADIUS, 4.0 * len(label) + 4.0)


def _leader(mark: Mark, badge: Spot) -> str:
    line = {"x1": mark.at.x, "y1": mark.at.y, "x2": badge.x, "y2": badge.y}
    return (
        tag("line", **line, stroke=WHITE, stroke_width=4, class_="body-leader-halo")
        + tag("line", **line, stroke=INK, stroke_width=1.6, class_="body-leader")
        + tag("circle", cx=mark.at.x, cy=mark.at.y, r=3.6, fill=INK, stroke=WHITE, stroke_width=1.4, class_="body-dot")
    )


def _together(marks: Sequence[Mark]) -> list[Mark]:
    groups: list[list[Mark]] = []
    for mark in marks:
        group = next((group for group in groups if group[0].at.away(mark.at) < _NEAR), None)
        if group is None:
            groups.append([mark])
        else:
            group.append(mark)
    return [
        Mark(
            numbers([int(mark.label) for mark in group]),
            group[0].at,
            max((mark.tone for mark in group), key=("done", "plain", "care", "stop").index),
            is_open=all(mark.is_open for mark in group),
        )
        for group in groups
    ]


def numbers(found: Sequence[int]) -> str:
    """1, 2, 3, 5 as `1–3, 5`."""
    parts: list[list[int]] = []
    for number in sorted(set(found)):
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{'–' if len(run) > 2 else ', '}{run[-1]}" for run in parts
    )


def _spread(marks: Sequence[Mark], width: float, height: float) -> list[Spot]:
    """Where the badges go: at their places, or moved apart step by step until none covers another."""
    at = [[mark.at.x, mark.at.y] for mark in marks]
    halves = [_half(mark.label) for mark in marks]
    _keep_inside(at, halves, width, height)
    for _ in range(_WORK // (len(marks) ** 2 + 1) + 20):
        moved = False
        for one in range(len(marks)):
            for other in range(one):
                moved |= _push(at[one], at[other], _APART + halves[one] + halves[other] - 2 * RADIUS, one)
        if not moved:
            break
        _keep_inside(at, halves, width, height)
    return [Spot(round(x, 1), round(y, 1)) for x, y in at]


def _keep_inside(at: Sequence[list[float]], halves: Sequence[float], width: float, height: float) -> None:
    for place, half in zip(at, halves, strict=True):
        place[0] = min(max(place[0], half + 3), width - half - 3)
        place[1] = min(max(place[1], RADIUS + 3), height - RADIUS - 3)


def _push(one: list[float], other: list[float], apart: float, turn: int) -> bool:
    across, down = one[0] - other[0], one[1] - other[1]
    away = hypot(across, down)
    if away >= apart - 0.05:
        return False
    if away < 0.5:  # one upon the other: part them
        across, down, away = cos(_TURN * turn), sin(_TURN * turn), 1.0
    step = (apart - away) / 2 / away
    one[0] += across * step
    one[1] += down * step
    other[0] -= across * step
    other[1] -= down * step
    return True
