"""A patient's own pain, and the fan of where it may go: how many courses it rests on always stands in the picture."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from enthesis.pathway.outlook_words import outwards
from enthesis.pictures.axis import centred
from enthesis.pictures.svg import (
    GRID,
    INK,
    MUTED,
    PLUM,
    SLATE_SOFT,
    TEAL,
    TEAL_SOFT,
    WHITE,
    picture,
    tag,
    wide,
    words,
)
from enthesis.pictures.tongue import ENGLISH, Tongue

_TOP, _BELOW, _LEFT, _RIGHT = 30.0, 46.0, 34.0, 16.0
_LINE = 18.0
_WEEKS_OF_MONTH = 365.25 / 7 / 12
_MONTHS = (0, 3, 6, 9, 12)
_SMALL = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """Pain from 0 to 10; weeks count from the first injection."""

    week: float
    pain: float


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected at one week: the middle, and the ranges of 80 and of 95 in a hundred."""

    week: float
    middle: float
    range80: tuple[float, float]
    range95: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table that stands beside the picture."""

    month: int  # after the first injection
    when: str  # the month and year in which that is, "February 2027"
    middle: float
    range80: tuple[float, float]
    range95: tuple[float, float]
    goal: float | None  # chance, 0 to 1
    n: str


@dataclass(frozen=True, slots=True)
class _Frame:
    width: float
    floor: float
    last: float
    say: Callable[[str], str]

    def x(self, week: float) -> float:
        return _LEFT + (self.width - _LEFT - _RIGHT) * max(0.0, min(week, self.last)) / self.last

    def y(self, pain: float) -> float:
        return self.floor - (self.floor - _TOP) * max(0.0, min(pain, 10.0)) / 10


def forecast_picture(
    name: str,
    readings: Sequence[Reading],
    expected: Sequence[Expected],
    *,
    n: int | None,
    least: int = 10,
    goal: float | None = None,
    sessions: Sequence[float] = (),
    width: int = 720,
    tongue: Tongue = ENGLISH,
) -> str:
    """The picture as SVG; empty where nothing is expected.

    `n`: courses it rests on; None where nothing was learned from any; fewer than `least` are not told.

    `expected` begins where the readings end and goes on to a year. Nothing is told by colour alone: the ranges differ
    in their edges, the own pain has dots, the middle is dashed, and each has its words.
    """
    if not expected:
        return ""
    frame = _Frame(width, 218.0 if width < 500 else 268.0, max(52.5, *(each.week for each in expected)), tongue.say)
    ordered = sorted(expected, key=lambda each: each.week)
    legend, height = _legend(frame, n, least, bool(sessions))
    parts = [
        tag("rect", x=0, y=0, width=width, height=height, fill=WHITE),
        *_fan(ordered, frame),
        *_scale(frame),
        *_sessions(sessions, frame),
        *_goal(goal, ordered[-1].middle, frame),
        *_own(readings, frame),
        *legend,
    ]
    title = tongue.say("Pain so far, and where it may go")
    says = describe(readings, ordered, n=n, least=least, goal=goal, tongue=tongue)
    return picture(name, title, says, width, height, *parts)


def describe(
    readings: Sequence[Reading],
    expected: Sequence[Expected],
    *,
    n: int | None,
    least: int = 10,
    goal: float | None = None,
    tongue: Tongue = ENGLISH,
) -> str:
    """The picture in words."""
    said = ["Pain from 0, none, to 10, the worst you can imagine."]
    if readings:
        first, last = min(readings, key=lambda r: r.week), max(readings, key=lambda r: r.week)
        said.append(f"So far from {_figure(first.pain)} to {_figure(last.pain)}.")
    for month in _MONTHS:
        near = [each for each in expected if abs(each.week - month * _WEEKS_OF_MONTH) < 1]
        if month and near:
            each = near[0]
            said.append(
                f"{month} months after the first injection: of a hundred such courses about 80 between "
                f"{_pair(each.range80)}, about 95 between {_pair(each.range95)}."
            )
    if goal is not None:
        said.append(f"The goal is {_figure(goal)} or less.")
    said.append(_rests_on(n, least))
    return " ".join(map(tongue.say, said))


def forecast_table(
    rows: Sequence[Row], tongue: Tongue = ENGLISH
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The picture's twin for a page: the names of its columns, and its lines."""
    names = (
        "After the first injection",
        "Middle",
        "80 of 100",
        "95 of 100",
        "Reach the goal, of 100",
        "Checked on (courses)",
    )
    return tuple(map(tongue.say, names)), tuple(
        (
            tongue.say(f"{row.month} months, in {row.when}"),
            _figure(row.middle),
            " – ".join(map(_figure, outwards(*row.range80))),
            " – ".join(map(_figure, outwards(*row.range95))),
            "-" if row.goal is None else f"{min(99, max(1, round(100 * row.goal)))}",
            tongue.say(row.n),
        )
        for row in rows
    )


def _fan(expected: Sequence[Expected], frame: _Frame) -> Iterator[str]:
    outer = [(each.week, each.range95) for each in expected]
    inner = [(each.week, each.range80) for each in expected]
    yield _band(outer, frame, SLATE_SOFT, MUTED, "3 4")
    yield _band(inner, frame, TEAL_SOFT, TEAL, "none")
    middle = " ".join(f"{frame.x(each.week):.1f},{frame.y(each.middle):.1f}" for each in expected)
    yield tag("polyline", points=middle, fill="none", stroke=TEAL, stroke_width=2.5, stroke_dasharray="8 5")


def _band(
    edges: Sequence[tuple[float, tuple[float, float]]], frame: _Frame, fill: str, stroke: str, dashes: str
) -> str:
    upper = [f"{frame.x(week):.1f},{frame.y(high):.1f}" for week, (_, high) in edges]
    lower = [f"{frame.x(week):.1f},{frame.y(low):.1f}" for week, (low, _) in reversed(edges)]
    points = " ".join([*upper, *lower])
    return tag("polygon", points=points, fill=fill, stroke=stroke, stroke_width=1.2, stroke_dasharray=dashes)


def _scale(frame: _Frame) -> Iterator[str]:
    for pain in range(0, 11, 2):
        y = frame.y(pain)
        stroke = GRID if pain else MUTED
        yield tag("line", x1=_LEFT, x2=frame.width - _RIGHT, y1=y, y2=y, stroke=stroke, opacity=0.7 if pain else 1)
        yield words(str(pain), _LEFT - 8, y + 4, size=_SMALL, fill=MUTED, anchor="end")
    for month in _MONTHS:
        x = frame.x(month * _WEEKS_OF_MONTH)
        yield tag("line", x1=x, x2=x, y1=frame.floor, y2=frame.floor + 5, stroke=MUTED)
        first, unit = ("first injection", "months") if frame.width >= 500 else ("start", "mo.")
        label = frame.say(f"{month} {unit}" if month else first)
        half = wide(label, _SMALL) / 2
        place = centred(x, half, 4, frame.width - 4)
        yield words(label, place, frame.floor + 20, size=_SMALL, fill=MUTED, anchor="middle")


def _sessions(sessions: Sequence[float], frame: _Frame) -> Iterator[str]:
    for week in sessions:
        x = frame.x(week)
        yield tag("path", d=f"M{x - 5:.1f} {_TOP - 14:.1f}h10l-5 8z", fill=INK)


def _goal(goal: float | None, middle: float, frame: _Frame) -> Iterator[str]:
    if goal is None:
        return
    y = frame.y(goal)
    yield tag(
        "line", x1=_LEFT, x2=frame.width - _RIGHT, y1=y, y2=y, stroke=PLUM, stroke_width=2, stroke_dasharray="2 4"
    )
    said = frame.say(f"goal: {_figure(goal)} or less")
    away = -6 if middle < goal or goal < 1 else 15  # on the side where the middle is not
    yield words(said, frame.width - _RIGHT - 4, y + away, size=_SMALL, fill=PLUM, anchor="end", font_weight=600)


def _own(readings: Sequence[Reading], frame: _Frame) -> Iterator[str]:
    ordered = sorted(readings, key=lambda reading: reading.week)
    if len(ordered) > 1:
        path = " ".join(f"{frame.x(each.week):.1f},{frame.y(each.pain):.1f}" for each in ordered)
        yield tag("polyline", points=path, fill="none", stroke=INK, stroke_width=2, stroke_linejoin="round")
    for each in ordered:
        yield tag("circle", cx=frame.x(each.week), cy=frame.y(each.pain), r=4, fill=INK, stroke=WHITE, stroke_width=1.2)


def _legend(frame: _Frame, n: int | None, least: int, has_sessions: bool) -> tuple[list[str], float]:
    """The signs and their words, and where they end."""
    entries = [
        (tag("circle", cx=8, cy=-4, r=4, fill=INK), "own pain so far"),
        (_dashes(), "half above, half below"),
        (_box(TEAL_SOFT, TEAL, "none"), "80 of 100 such courses"),
        (_box(SLATE_SOFT, MUTED, "3 3"), "95 of 100"),
    ]
    if has_sessions:
        entries.append((tag("path", d="M2 -10h10l-5 8z", fill=INK), "session"))
    parts = []
    x, y = 12.0, frame.floor + _BELOW
    for sign, english in entries:
        name = frame.say(english)
        room = 24 + wide(name, _SMALL) + 10
        if x + room > frame.width and x > 12:
            x, y = 12.0, y + _LINE
        name_words = words(name, 24, 0, size=_SMALL, fill=MUTED)
        parts.append(tag("g", sign, name_words, transform=f"translate({x:.1f} {y:.1f})"))
        x += room
    for line in wrap(frame.say(_rests_on(n, least)), int((frame.width - 24) / (_SMALL * 0.62))):
        y += _LINE
        parts.append(words(line, 12, y + 4, size=_SMALL, fill=INK, font_weight=600))
    return parts, y + 16


def _dashes() -> str:
    return tag("line", x1=0, x2=18, y1=-4, y2=-4, stroke=TEAL, stroke_width=2.5, stroke_dasharray="6 4")


def _box(fill: str, stroke: str, dashes: str) -> str:
    return tag("rect", x=0, y=-10, width=16, height=11, fill=fill, stroke=stroke, stroke_dasharray=dashes)


def _rests_on(n: int | None, least: int) -> str:
    if n is None:
        return "Nothing was learned from courses here yet: it rests on published trials, and is very rough."
    if n < least:
        return f"Fewer than {least} courses here to learn from: it rests on published trials, and is very rough."
    return f"Learned from {n} courses of the same part of the body."


def _figure(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _pair(pair: tuple[float, float]) -> str:
    low, high = outwards(*pair)
    return f"{_figure(low)} and {_figure(high)}"
