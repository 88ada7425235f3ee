"""A course on a time axis: what was done, what is booked, and in which window the rest belongs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from enthesis.pathway.window import Timing, in_words
from enthesis.pictures.axis import Axis, axis, centred
from enthesis.pictures.progress import Line, Mark, Panel, pain_panel, plain
from enthesis.pictures.progress import describe as describe_pain
from enthesis.pictures.svg import (
    AMBER,
    AMBER_SOFT,
    GRID,
    INK,
    MUTED,
    RED,
    RED_SOFT,
    SLATE_SOFT,
    TEAL,
    WHITE,
    picture,
    tag,
    wide,
    words,
)

_ROW, _STACKED = 30.0, 46.0
_NARROW = 500
_PAIN, _HEAD = 130.0, 34.0  # height of the curve, and of what stands above it
_FILL = {Timing.UPCOMING: SLATE_SOFT, Timing.DUE: AMBER_SOFT, Timing.OVERDUE: RED_SOFT}
_EDGE = {Timing.UPCOMING: MUTED, Timing.DUE: AMBER, Timing.OVERDUE: RED}
_SAYS = {Timing.UPCOMING: "comes", Timing.DUE: "is due", Timing.OVERDUE: "is overdue"}


@dataclass(frozen=True, slots=True)
class Bar:
    """The window of what is next. An end that nobody stated is None and drawn open, with dots."""

    opens: date | None
    ideal: date | None
    closes: date | None
    timing: Timing

    @property
    def days(self) -> list[date]:
        return [day for day in (self.opens, self.ideal, self.closes) if day is not None]


@dataclass(frozen=True, slots=True)
class Span:
    """The window of something that was done."""

    on: date
    opens: date | None
    closes: date | None

    @property
    def is_kept(self) -> bool:
        return (self.opens is None or self.on >= self.opens) and (self.closes is None or self.on <= self.closes)


@dataclass(frozen=True, slots=True)
class Row:
    """One activity of the course."""

    title: str
    done: tuple[date, ...] = ()
    bars: tuple[Bar, ...] = ()
    booked: tuple[date, ...] = ()
    no_day: bool = False  # it is next, and nobody can say when
    had: tuple[Span, ...] = ()  # the windows that what was done had then

    @property
    def days(self) -> list[date]:
        spans = [day for span in self.had for day in (span.opens, span.closes) if day is not None]
        return [*self.done, *self.booked, *spans, *(day for bar in self.bars for day in bar.days)]


@dataclass(frozen=True, slots=True)
class Pain:
    """The curve below the rows, and the injections that go through both."""

    lines: Sequence[Line]
    marks: Sequence[Mark] = ()
    baseline: Decimal | None = None


def timeline_picture(name: str, rows: Sequence[Row], today: date, *, width: int = 920, pain: Pain | None = None) -> str:
    """The picture as SVG, `width` units wide. Below 500 units the names stand above their rows.

    With `pain`, its curve stands below the rows on the same days, and each injection is a line through both.
    """
    if not rows:
        return ""
    stacked = width < _NARROW
    row_height = _STACKED if stacked else _ROW
    left = 30.0 if stacked and pain else 10.0 if stacked else min(260.0, max(wide(row.title) for row in rows) + 20)
    curves = pain if pain and any(line.readings for line in pain.lines) else None
    days = [day for row in rows for day in row.days] + [today]
    if curves:
        days += [reading.on for line in curves.lines for reading in line.readings] + [m.on for m in curves.marks]
    across = axis([min(days) - timedelta(days=2), max(days) + timedelta(days=4)], left, width - 14)
    top = 28.0
    rows_end = top + row_height * len(rows) + 4
    floor = rows_end + (_PAIN + _HEAD if curves else 0)
    height = floor + 62 + (18 if curves else 0)
    parts = [*_grid(across, top, floor), *(_injections(curves.marks, across, top, floor) if curves else ())]
    parts.extend(_today(across, top, floor, today))
    for index, row in enumerate(rows):
        y = top + row_height * index + (33 if stacked else row_height / 2)
        if index:
            line = top + row_height * index
            parts.append(tag("line", x1=0, x2=width, y1=line, y2=line, stroke=GRID, stroke_width=0.8))
        if stacked:
            parts.append(words(_cut(row.title, width - 20), 10, y - 16, size=13))
        else:
            parts.append(words(_cut(row.title, left - 16), 4, y + 4, size=13))
        parts.extend(_row(row, across, y))
    if curves:
        parts.append(tag("line", x1=0, x2=width, y1=rows_end, y2=rows_end, stroke=GRID, stroke_width=0.8))
        said = "Pain, 0 to 10"
        parts.append(words(said, 10 if stacked else 4, rows_end + (16 if stacked else _HEAD + _PAIN / 2), size=13))
        parts.extend(pain_panel(curves.lines, Panel(across, rows_end + _HEAD, floor - 6), curves.baseline))
    parts.extend(_legend(rows, height, width, curves))
    said = describe(rows, today)
    if curves:
        said = f"{said} {describe_pain(curves.lines, curves.marks, curves.baseline)}"
    return picture(name, "The course over time", said, width, height, *parts)


def describe(rows: Sequence[Row], today: date) -> str:
    """The picture in words, for those who hear it."""
    said = [f"Today is {in_words(today)}."]
    for row in rows:
        about = []
        if row.done:
            about.append(f"done on {_several([_done(day, row) for day in row.done])}")
        if row.booked:
            about.append(f"booked for {_several([in_words(day) for day in row.booked])}")
        about.extend(f"{_SAYS[bar.timing]} {_span(bar)}" for bar in row.bars)
        if row.no_day:
            about.append("is next, with no day stated")
        said.append(f"{row.title}: {'; '.join(about)}.")
    return " ".join(said)


def _done(day: date, row: Row) -> str:
    """A day on which it was done, and the window that it missed."""
    missed = next((span for span in row.had if span.on == day and not span.is_kept), None)
    if missed is None:
        return in_words(day)
    return f"{in_words(day)} (outside of its window, {_span(Bar(missed.opens, None, missed.closes, Timing.DUE))})"


def _injections(marks: Sequence[Mark], across: Axis, top: float, floor: float) -> Iterator[str]:
    """A line through rows and curve for each injection."""
    for mark in marks:
        x = across.at(mark.on)
        yield tag("line", x1=x, x2=x, y1=top, y2=floor, stroke=INK, stroke_width=1.2, opacity=0.45)
        yield tag("path", d=f"M{x - 5:.1f} {floor - 2:.1f}h10l-5 -8z", fill=INK)


def _span(bar: Bar) -> str:
    if bar.opens and bar.closes and bar.opens != bar.closes:
        return f"from {in_words(bar.opens)} to {in_words(bar.closes)}"
    if bar.opens and not bar.closes:
        return f"from {in_words(bar.opens)} on"
    if bar.closes and not bar.opens:
        return f"until {in_words(bar.closes)}"
    return f"on {in_words(bar.days[0])}" if bar.days else "on a day that nobody stated"


def _several(texts: Sequence[str]) -> str:
    return " and ".join(texts) if len(texts) < 3 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def _cut(text: str, room: float) -> str:
    most = int(room / 7.2)
    return text if len(text) <= most else text[: max(1, most - 1)].rstrip() + "…"


def _grid(across: Axis, top: float, floor: float) -> Iterator[str]:
    for day, label in across.ticks(64):
        x = across.at(day)
        yield tag("line", x1=x, x2=x, y1=top, y2=floor, stroke=GRID)
        place = centred(x, wide(label, 12) / 2, 2, across.right + 14)
        yield words(label, place, floor + 16, size=12, fill=MUTED, anchor="middle")


def _today(across: Axis, top: float, floor: float, today: date) -> Iterator[str]:
    x = across.at(today)
    place = centred(x, wide("today", 12) / 2, 2, across.right + 14)
    yield tag("line", x1=x, x2=x, y1=top - 6, y2=floor, stroke=RED, stroke_width=1.5, stroke_dasharray="4 3")
    yield words("today", place, top - 11, size=12, fill=RED, anchor="middle", font_weight=600)


def _row(row: Row, across: Axis, y: float) -> Iterator[str]:
    for span in row.had:
        yield from _had(span, across, y)
    for bar in row.bars:
        yield from _bar(bar, across, y)
    for day in row.done:
        yield tag("circle", cx=across.at(day), cy=y, r=5, fill=TEAL, stroke=WHITE, stroke_width=1)
    for day in row.booked:
        x = across.at(day)
        yield tag("rect", x=x - 5, y=y - 5, width=10, height=10, rx=2, fill=WHITE, stroke=TEAL, stroke_width=2)
    if row.no_day and not row.bars and not row.booked:
        last = max((across.at(day) for day in row.done), default=across.left - 6)
        yield words("no day stated", last + 10, y + 4, size=12, fill=MUTED, font_style="italic")


def _had(span: Span, across: Axis, y: float) -> Iterator[str]:
    """A window that is over: a thin band, and an amber edge where what was done lies outside."""
    ends = [day for day in (span.opens, span.closes) if day is not None]
    if not ends:
        return
    start, end = across.at(min(ends)), across.at(max(ends))
    if end - start < 6:
        start, end = start - 3, end + 3
    edge = MUTED if span.is_kept else AMBER
    yield tag("rect", x=start, y=y - 4, width=end - start, height=8, rx=3, fill=SLATE_SOFT, stroke=edge)


def _bar(bar: Bar, across: Axis, y: float) -> Iterator[str]:
    if not bar.days:
        return
    start = across.at(min(bar.days))
    end = across.at(max(bar.days))
    fill, edge = _FILL[bar.timing], _EDGE[bar.timing]
    if end - start < 6:
        start, end = start - 3, end + 3
    yield tag("rect", x=start, y=y - 8, width=end - start, height=16, rx=4, fill=fill, stroke=edge, stroke_width=1)
    if bar.closes is None:
        stop = min(end + 26, across.right + 10)
        yield tag("line", x1=end + 3, x2=stop, y1=y, y2=y, stroke=edge, stroke_width=3, stroke_dasharray="3 4")
    if bar.opens is None and bar.closes is not None and bar.ideal is None:
        stop = max(start - 26, across.left - 6)
        yield tag("line", x1=stop, x2=start - 3, y1=y, y2=y, stroke=edge, stroke_width=3, stroke_dasharray="3 4")
    if bar.ideal is not None:
        x = across.at(bar.ideal)
        yield tag("line", x1=x, x2=x, y1=y - 8, y2=y + 8, stroke=INK, stroke_width=2)


def _legend(rows: Sequence[Row], height: float, width: float, pain: Pain | None = None) -> Iterator[str]:
    box = {"y": -10, "width": 16, "height": 12, "rx": 3}
    entries = [
        (tag("circle", cx=8, cy=-4, r=5, fill=TEAL), "done"),
        (tag("rect", x=3, y=-9, width=10, height=10, rx=2, fill=WHITE, stroke=TEAL, stroke_width=2), "booked"),
        (tag("rect", x=0, fill=SLATE_SOFT, stroke=MUTED, **box), "comes"),
        (tag("rect", x=0, fill=AMBER_SOFT, stroke=AMBER, **box), "due"),
        (tag("rect", x=0, fill=RED_SOFT, stroke=RED, **box), "overdue"),
        (tag("line", x1=8, x2=8, y1=-12, y2=4, stroke=INK, stroke_width=2), "ideal"),
    ]
    if any(bar.closes is None for row in rows for bar in row.bars):
        dots = tag("line", x1=0, x2=16, y1=-4, y2=-4, stroke=MUTED, stroke_width=3, stroke_dasharray="3 4")
        entries.append((dots, "no end stated"))
    if any(row.had for row in rows):
        had = tag("rect", x=0, y=-8, width=16, height=8, rx=3, fill=SLATE_SOFT, stroke=MUTED)
        entries.insert(1, (had, "its window then"))
    if pain:
        entries.append((tag("path", d="M3 2h10l-5 -8z", fill=INK), "injection"))
        if pain.baseline is not None:
            dashes = tag("line", x1=0, x2=16, y1=-4, y2=-4, stroke=INK, stroke_dasharray="2 4", stroke_width=1.5)
            entries.append((dashes, f"pain before: {plain(pain.baseline)}"))
    x, y = 10.0, height - (44 if pain else 26)
    for sign, name in entries:
        room = 22 + wide(name, 12) + 14
        if x + room > width and x > 10:
            x, y = 10.0, y + 18
        yield tag("g", sign, words(name, 22, 0, size=12, fill=MUTED), transform=f"translate({x:.1f} {y:.1f})")
        x += room
