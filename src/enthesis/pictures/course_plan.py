"""A protocol as a picture: one row an activity, windows as bars on a time axis, what is not stated left open."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sqrt

from enthesis.pathway.protocol.model import END, Activity, Protocol
from enthesis.pathway.protocol.words import follows, when
from enthesis.pictures import svg
from enthesis.pictures.course_layout import Layout, Phase, layout
from enthesis.pictures.course_marks import HOUSE, SOURCE, Panel, decision, legend, row
from enthesis.pictures.labels import wrapped
from enthesis.pictures.svg import tag, wide, words

TICKS = (7, 14, 28, 56, 91, 182, 364)  # days between two labels, at most as near as `ROOM` allows
ROOM = 25
SIGN = 14  # room for the sign of a decision before a name
NARROWER = 0.88  # what the letters of a name are, of what `wide` takes them to be
UNSTATED = "Not stated: the clinic decides when"


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of one variant."""

    width: float
    label: float  # width of the column of names; 0: a name stands above its row
    row: float
    size: float  # of names
    small: float  # of everything else


WIDE = Shape(width=1000, label=236, row=36, size=13.5, small=11.5)
NARROW = Shape(width=360, label=0, row=54, size=14, small=12)


def picture(protocol: Protocol, narrow: bool = False) -> str:
    """The course as SVG text, 1000 units wide, or 360 for a phone. The text alternative says all that it shows."""
    plan = layout(protocol)
    drawn = _narrow(protocol, plan) if narrow else _wide(protocol, plan)
    name = f"plan-{protocol.id}{'-narrow' if narrow else ''}"
    shape = NARROW if narrow else WIDE
    title = f"Course plan: {protocol.title} ({protocol.id}, version {protocol.version})"
    return svg.picture(name, title, describe(protocol), shape.width, drawn.height, *drawn.parts)


def describe(protocol: Protocol) -> str:
    """The same as the picture, in words: every activity with when it happens."""
    said = []
    for activity in protocol.activities:
        house = ", a house step" if activity.origin == "house" else ""
        said.append(f"{activity.title}{house}: {'; '.join(when(activity))}.")
    return " ".join(said)


@dataclass(slots=True)
class _Drawing:
    height: float
    parts: list[str]


# -- the two variants ------------------------------------------------------------------------------------


def _wide(protocol: Protocol, plan: Layout) -> _Drawing:
    """Phases side by side, one row for each activity."""
    rows = [a for a in protocol.activities if plan.phases_of(a.id)]
    panels = _side_by_side(plan.phases, WIDE.label + 14, WIDE.width - 12)
    top = 38.0 + 14 * max(len(_heading(panel, WIDE)) for panel in panels)
    bottom = top + WIDE.row * len(rows) + 6
    parts: list[str] = []
    for panel in panels:
        parts += _frame(panel, 8, bottom, top, WIDE)
    for place, activity in enumerate(rows):
        middle = top + WIDE.row * (place + 0.5)
        parts += _stripe(place, top, WIDE)
        parts += _name(activity, 12, middle, WIDE.label - 12, WIDE)
    for panel in panels:
        parts += _grid(panel, top, bottom)
    for place, activity in enumerate(rows):
        middle = top + WIDE.row * (place + 0.5)
        for panel in panels:
            marks = panel.phase.marks.get(activity.id, [])
            parts += row(activity, protocol, marks, panel, middle, activity.id in plan.open_ended)
    height = bottom + 14
    aside = _aside(plan.undated, 12, height, WIDE)
    legend = _legend(protocol, plan, 12, aside.height, WIDE)
    return _Drawing(legend.height + 6, [*parts, *aside.parts, *legend.parts])


def _narrow(protocol: Protocol, plan: Layout) -> _Drawing:
    """Phases one below the other, each name above its row, so that a phone can show it."""
    parts: list[str] = []
    y = 6.0
    for phase in plan.phases:
        rows = [a for a in protocol.activities if a.id in phase.marks]
        panel = Panel(phase, 22, NARROW.width - 30, _span(phase))
        top = y + 46
        deep = [NARROW.row + 16 * (len(_title(activity, NARROW.width - 28, NARROW)) - 1) for activity in rows]
        bottom = top + sum(deep) + 4
        parts += _frame(panel, y, bottom, top, NARROW)
        parts += _grid(panel, top, bottom)
        line = top
        for activity, depth in zip(rows, deep, strict=True):
            parts += _name(activity, 14, line + 16, NARROW.width - 28, NARROW)
            line += depth
            parts += row(activity, protocol, phase.marks[activity.id], panel, line - 17, activity.id in plan.open_ended)
        y = bottom + 12
    aside = _aside(plan.undated, 8, y + 4, NARROW)
    legend = _legend(protocol, plan, 8, aside.height, NARROW)
    return _Drawing(legend.height + 6, [*parts, *aside.parts, *legend.parts])


def _span(phase: Phase) -> float:
    """The days that a panel shows: all that is known, and a little air behind it."""
    return max(phase.extent * 1.04, phase.extent + 1.0)


def _marks(phase: Phase) -> int:
    return sum(len(marks) for marks in phase.marks.values())


def _side_by_side(phases: tuple[Phase, ...], left: float, right: float) -> list[Panel]:
    """Room for each phase: more for a longer one, but enough for its name."""
    gap = 10.0
    weights = [max(min(sqrt(phase.extent), 6.5 + 1.6 * _marks(phase)), 6.5) for phase in phases]
    unit = (right - left - gap * (len(phases) - 1)) / sum(weights)
    panels = []
    for phase, weight in zip(phases, weights, strict=True):
        panels.append(Panel(phase, left + 12, left + weight * unit - 18, _span(phase)))
        left += weight * unit + gap
    return panels


# -- frames, axes, names -----------------------------------------------------------------------------------


def _frame(panel: Panel, top: float, bottom: float, first_row: float, shape: Shape) -> Iterator[str]:
    """A phase's ground, its name with the unit of its axis, and the labels of the axis."""
    left, right = panel.left - 12, panel.right + 18
    if not shape.label:
        left, right = 4, shape.width - 4
    yield tag("rect", x=left, y=top, width=right - left, height=bottom - top, rx=6, fill="#f5f8f7", stroke=svg.GRID)
    scaled = panel.phase.is_scaled
    unit, step = _scale(panel)
    for place, line in enumerate(_heading(panel, shape)):
        yield words(line, left + 8, top + 16 + place * 14, size=shape.small + 0.5, font_weight=600)
    for x, label in _labels(panel, unit, step) if scaled else ():
        yield words(label, x, first_row - 6, size=shape.small - 0.5, fill=svg.MUTED, anchor="middle")


def _heading(panel: Panel, shape: Shape) -> list[str]:
    """A phase's name with the unit of its axis, in lines."""
    unit = _scale(panel)[0] if panel.phase.is_scaled else "not to scale"
    return _wrapped(f"{panel.phase.title}, {unit}", panel.right - panel.left + 18, shape.small + 0.5)


def _scale(panel: Panel) -> tuple[str, float]:
    """What an axis is labelled in, and the days between two labels."""
    a_day = (panel.right - panel.left) / panel.days
    if panel.days <= 17 and not panel.phase.first_label:
        return "days", float(next((days for days in (1, 2, 7) if days * a_day >= ROOM), 14))
    quarters = panel.phase.key == END and panel.days > 180
    steps = [days for days in TICKS if days % 91 == 0] if quarters else TICKS
    return "weeks", float(next((days for days in steps if days * a_day >= ROOM), steps[-1]))


def _labels(panel: Panel, unit: str, step: float) -> Iterator[tuple[float, str]]:
    day = 0.0
    while day <= panel.days:
        number = day if unit == "days" else day / 7 + panel.phase.first_label
        yield panel.at(day), str(round(number))
        day += step


def _grid(panel: Panel, top: float, bottom: float) -> Iterator[str]:
    if not panel.phase.is_scaled:
        return
    for x, _ in _labels(panel, *_scale(panel)):
        yield tag("line", x1=x, y1=top, x2=x, y2=bottom - 4, stroke=svg.GRID, stroke_width=1)


def _stripe(place: int, top: float, shape: Shape) -> Iterator[str]:
    if place:
        y = top + shape.row * place
        yield tag("line", x1=8, y1=y, x2=shape.width - 12, y2=y, stroke=svg.GRID, stroke_width=1)


def _name(activity: Activity, x: float, middle: float, room: float, shape: Shape) -> Iterator[str]:
    """An activity's title, in at most two lines; a house step in the quieter tone."""
    house = activity.origin == "house"
    if activity.decision is not None:
        yield decision(x + 3, middle - (0 if shape.label else 5))
    lines = _title(activity, room, shape)
    fill = svg.MUTED if house else svg.INK
    weight = 400 if house else 600
    first = middle if not shape.label else middle - (len(lines) - 1) * shape.size * 0.6 + shape.size * 0.35
    for place, line in enumerate(lines):
        yield words(line, x + SIGN, first + place * shape.size * 1.18, size=shape.size, fill=fill, font_weight=weight)


def _title(activity: Activity, room: float, shape: Shape) -> list[str]:
    """An activity's title in at most two lines."""
    bold = 1.0 if activity.origin == "house" else 1.09
    title = f"{activity.title}{' (optional)' if activity.optional else ''}"
    lines = _wrapped(title, room - SIGN, shape.size * bold)
    return lines if len(lines) <= 2 else [lines[0], f"{lines[1]} …"]


def _wrapped(text: str, room: float, size: float) -> list[str]:
    """Text in lines that fit, in letters that are a little narrower than most."""
    return wrapped(text, room / NARROWER, size)


# -- beside the chart ------------------------------------------------------------------------------------------


def _aside(undated: tuple[Activity, ...], x: float, y: float, shape: Shape) -> _Drawing:
    """The activities that no axis can hold, each with what it comes after."""
    if not undated:
        return _Drawing(y, [])
    parts = [words(UNSTATED, x, y + 14, size=shape.size, font_weight=600)]
    columns = 2 if shape.label else 1
    room = (shape.width - x) / columns
    line, size = y + 40, shape.small + 0.5
    for place in range(0, len(undated), columns):
        deepest = 1
        for column, activity in enumerate(undated[place : place + columns]):
            left = x + room * column
            house = activity.origin == "house"
            ring = {"fill": svg.WHITE, "stroke": (HOUSE if house else SOURCE).line, "stroke_dasharray": "2 2"}
            parts.append(tag("circle", cx=left + 6, cy=line - 4, r=4.5, **ring))
            title = f"{activity.title}{' (optional)' if activity.optional else ''}, {follows(activity)}"
            lines = _wrapped(title, room - 26, size)
            deepest = max(deepest, len(lines))
            for below, text in enumerate(lines):
                parts.append(words(text, left + 18, line + below * 15, size=size, fill=svg.MUTED if house else svg.INK))
        line += 7 + deepest * 15
    return _Drawing(line - 6, parts)


def _legend(protocol: Protocol, plan: Layout, x: float, y: float, shape: Shape) -> _Drawing:
    """What the marks mean; only those that the picture has."""
    parts: list[str] = []
    left, line = x, y + 16
    for said, draw in legend(protocol, plan):
        width = 40 + wide(said, shape.small) * NARROWER + 14
        if left > x and left + width > shape.width:
            left, line = x, line + 20
        parts += draw(left + 4, line - 4)
        parts.append(words(said, left + 40, line, size=shape.small, fill=svg.MUTED))
        left += width
    return _Drawing(line + 8, parts)
