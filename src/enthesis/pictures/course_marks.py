"""The marks of a course picture: bars for windows, circles for sessions, dashes for what is not stated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from enthesis.pathway.protocol.model import Activity, Kind, Protocol
from enthesis.pictures import svg
from enthesis.pictures.course_layout import Layout, Mark, Phase, is_decided
from enthesis.pictures.svg import tag, wide, words

OPEN = 13.0  # length of the dashes at an end that is not stated
BAR = 12.0  # height of a window
UP = 5.0  # how far a session stands above the middle of its row, to leave room for its window


@dataclass(frozen=True, slots=True)
class Panel:
    """A phase between two places of the picture."""

    phase: Phase
    left: float
    right: float
    days: float

    def at(self, day: float) -> float:
        return self.left + (self.right - self.left) * min(day, self.days) / self.days


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of one kind of step."""

    line: str
    ground: str


SOURCE = Tone(svg.TEAL, svg.TEAL_SOFT)
HOUSE = Tone("#6d7d7a", svg.SLATE_SOFT)
DECIDED = Tone(svg.PLUM, "#efdde9")
DECISION = Tone(svg.AMBER, svg.AMBER_SOFT)


def tone_of(activity: Activity, protocol: Protocol) -> Tone:
    if is_decided(activity, protocol):
        return DECIDED
    return HOUSE if activity.origin == "house" else SOURCE


def row(
    activity: Activity, protocol: Protocol, marks: list[Mark], panel: Panel, middle: float, goes_on: bool
) -> Iterator[str]:
    """Everything of one activity in one phase."""
    if not marks:
        return
    tone = tone_of(activity, protocol)
    near = min((panel.at(b.at) - panel.at(a.at) for a, b in pairwise(marks)), default=99.0)
    dash = max(2.0, min(OPEN, near * 0.4))
    radius = 8.5 if near >= 18 else max(2.5, near * 0.4)
    for before, mark in zip([None, *marks[:-1]], marks, strict=True):
        if before is not None and not panel.phase.is_scaled and mark.number:
            yield _dashes(panel.at(before.at) + 8, panel.at(mark.at) - 8, middle - UP, tone)
        parts = [tag("title", escape(_said(activity, mark, panel)))]
        if mark.number:
            parts += _session(mark, panel, middle, tone, dash, radius)
        elif mark.is_point:
            parts.append(_diamond(panel.at(mark.at), middle, 7, tone, filled=activity.kind is Kind.INJECTION))
        elif mark.is_span:
            parts += _lasting(mark, panel, middle, tone, dash)
        else:
            parts += _window(mark, panel, middle, tone, dash, crowded=near < 14)
        yield tag("g", *parts)
    x = panel.at(marks[-1].at) + radius + 3
    if marks[-1].number and radius < 7:
        said = f"{marks[-1].number} sessions"
        yield words(said, x, middle - UP + 4, size=11.5, fill=tone.line)
        x += wide(said, 11.5) * 0.9
    if goes_on:
        yield _dashes(x, x + 12, middle - UP, tone)
        yield words("?", x + 16, middle - UP + 4, size=12.5, fill=svg.MUTED)


def _window(
    mark: Mark, panel: Panel, middle: float, tone: Tone, dash: float, height: float = BAR, crowded: bool = False
) -> Iterator[str]:
    """A bar from opening to closing day, dashes where an end is not stated, the ideal as a stroke."""
    known = [day for day in (mark.opens, mark.ideal, mark.closes) if day is not None]
    left, right = (panel.at(min(known)), panel.at(max(known))) if known else (panel.at(mark.at), panel.at(mark.at))
    if mark.opens is None:
        yield _dashes(left - dash, left, middle, tone)
    if mark.closes is None:
        yield _dashes(right, right + dash, middle, tone)
    if len(known) > 1:
        ground = svg.WHITE if mark.is_extra else tone.ground
        width = max(right - left, 4.0)
        yield tag(
            "rect", x=left, y=middle - height / 2, width=width, height=height, rx=2.5, fill=ground, stroke=tone.line
        )
    elif crowded:
        yield _stroke(left, middle, height * 0.4, tone)
    elif mark.opens is not None:
        yield tag(
            "path", d=f"M{left + 4:.1f} {middle - 6:.1f}h-4v12h4", fill="none", stroke=tone.line, stroke_width=1.6
        )
    elif mark.closes is not None:
        yield tag(
            "path", d=f"M{right - 4:.1f} {middle - 6:.1f}h4v12h-4", fill="none", stroke=tone.line, stroke_width=1.6
        )
    if not known:
        yield _stroke(panel.at(mark.at), middle, 4, tone)
    elif mark.ideal is not None and (len(known) == 1 or right - left > 7):
        yield _stroke(panel.at(mark.ideal), middle, height * 0.7, tone)


def _lasting(mark: Mark, panel: Panel, middle: float, tone: Tone, dash: float) -> Iterator[str]:
    """Something that lasts: a thinner bar, with dashes where its beginning or its end is not stated."""
    left = panel.at(mark.at if mark.opens is None else mark.opens)
    right = left + dash if mark.closes is None else panel.at(mark.closes)
    if mark.opens is None:
        yield _dashes(left, left + dash, middle, tone)
        left += dash
    if mark.closes is None:
        yield _dashes(right, right + dash, middle, tone)
    width = max(right - left, 3.0)
    yield tag("rect", x=left, y=middle - 3.5, width=width, height=7, rx=3, fill=tone.ground, stroke=tone.line)


def _session(mark: Mark, panel: Panel, middle: float, tone: Tone, dash: float, radius: float) -> Iterator[str]:
    """A numbered circle, and its window as a thin bar below."""
    if not mark.is_point and (panel.phase.is_scaled or mark.number == 1):
        yield from _window(mark, panel, middle + 10, tone, dash, height=6, crowded=radius < 7)
    yield from _circle(panel.at(mark.at), middle - UP, mark, tone, radius)


def _circle(x: float, middle: float, mark: Mark, tone: Tone, radius: float = 8.5) -> Iterator[str]:
    """A session; too small for its number where sessions are crowded."""
    fill, ink = (svg.WHITE, tone.line) if mark.is_extra else (tone.line, svg.WHITE)
    dash = {"stroke_dasharray": "2.5 2"} if mark.is_extra else {}
    yield tag("circle", cx=x, cy=middle, r=radius, fill=fill, stroke=tone.line, stroke_width=1.5, **dash)
    if radius >= 7:
        number = {"font_size": 11.5, "font_weight": 600, "text_anchor": "middle"}
        yield tag("text", str(mark.number), x=x, y=middle + 4, fill=ink, **number)


def _diamond(x: float, middle: float, half: float, tone: Tone, filled: bool) -> str:
    corners = f"M{x:.1f} {middle - half:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z"
    return tag("path", d=corners, fill=tone.line if filled else svg.WHITE, stroke=tone.line, stroke_width=1.6)


def decision(x: float, middle: float) -> str:
    """The sign of an activity at which somebody decides."""
    return _diamond(x, middle, 4, DECISION, filled=True)


def _dashes(left: float, right: float, middle: float, tone: Tone) -> str:
    line = {"stroke": tone.line, "stroke_width": 1.8, "stroke_dasharray": "3 2.5"}
    return tag("line", x1=left, y1=middle, x2=right, y2=middle, **line)


def _stroke(x: float, middle: float, half: float, tone: Tone) -> str:
    return tag("line", x1=x, y1=middle - half, x2=x, y2=middle + half, stroke=tone.line, stroke_width=2.4)


def _said(activity: Activity, mark: Mark, panel: Panel) -> str:
    number = f" {mark.number}" if mark.number else ""
    return f"{activity.title}{number}, {panel.phase.title[0].lower()}{panel.phase.title[1:]}"


# -- the legend ---------------------------------------------------------------------------------------

Draw = Callable[[float, float], list[str]]


def legend(protocol: Protocol, plan: Layout) -> Iterator[tuple[str, Draw]]:
    """What the marks mean, each with how it is drawn at (x, middle); only the marks that the picture has."""
    drawn = [mark for phase in plan.phases for marks in phase.marks.values() for mark in marks]
    windows = [mark for mark in drawn if not mark.is_point]
    sessions = [mark for mark in drawn if mark.number]
    if windows:
        yield "window, opens to closes", lambda x, y: [_sample(x, y, SOURCE)]
    if any(mark.ideal is not None for mark in windows):
        yield "ideal day", lambda x, y: [_stroke(x + 13, y, 8, SOURCE)]
    if any(mark.opens is None or mark.closes is None for mark in windows):
        yield "end not stated", lambda x, y: [_dashes(x, x + 26, y, SOURCE)]
    if sessions:
        yield "session", lambda x, y: list(_circle(x + 13, y, Mark(0, 0, 0, 0, 1), SOURCE))
    if any(mark.is_extra for mark in sessions):
        extra = Mark(0, 0, 0, 0, 4, is_extra=True)
        yield "session beyond the least number", lambda x, y: list(_circle(x + 13, y, extra, SOURCE))
    if plan.open_ended:
        yield "number not stated", lambda x, y: [words("?", x + 10, y + 4, size=12.5, fill=svg.MUTED)]
    if any(activity.decision for activity in protocol.activities):
        yield "somebody decides", lambda x, y: [decision(x + 13, y)]
    if any(activity.origin == "house" for activity in protocol.activities):
        yield "step that Enthesis adds", lambda x, y: [_sample(x, y, HOUSE)]
    if any(is_decided(activity, protocol) for activity in protocol.activities):
        yield "holds a decision of the clinic", lambda x, y: [_sample(x, y, DECIDED)]


def _sample(x: float, y: float, tone: Tone) -> str:
    return tag("rect", x=x, y=y - 6, width=26, height=12, rx=2.5, fill=tone.ground, stroke=tone.line)
