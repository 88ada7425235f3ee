"""How pain went over the days of a course, with what was done marked on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from enthesis.pathway.window import in_words
from enthesis.pictures.axis import Axis, axis, centred
from enthesis.pictures.svg import GRID, INK, MUTED, PLUM, TEAL, WHITE, picture, tag, wide, words
from enthesis.pictures.tongue import ENGLISH, Tongue

_TOP, _BOTTOM = 34.0, 62.0


@dataclass(frozen=True, slots=True)
class Panel:
    """Where the scale from 0 to 10 lies in a picture."""

    across: Axis
    top: float
    floor: float

    def height(self, pain: Decimal) -> float:
        """Where a pain lies."""
        return self.floor - (self.floor - self.top) * float(max(Decimal(0), min(pain, Decimal(10)))) / 10


_COLOURS = (TEAL, PLUM)


@dataclass(frozen=True, slots=True)
class Reading:
    """Pain from 0 (none) to 10 on one day."""

    on: date
    pain: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """Readings of one side, or of the course as one where `name` is empty."""

    name: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was done on a day: "injection 2". `short` stands in the picture."""

    on: date
    what: str
    short: str


def progress_picture(
    name: str,
    lines: Sequence[Line],
    marks: Sequence[Mark] = (),
    *,
    baseline: Decimal | None = None,
    until: date | None = None,
    width: int = 720,
    tongue: Tongue = ENGLISH,
) -> str:
    """The picture as SVG, `width` units wide. Days without an answer are gaps, never bridged.

    `baseline` is the pain before treatment, drawn as a line across. `until` is the last day that was asked.
    """
    days = [reading.on for line in lines for reading in line.readings] + [mark.on for mark in marks]
    if until is not None and days:
        days.append(until)
    if not days:
        return ""
    height = 250.0 if width < 500 else 300.0
    across = axis(days, 30, width - 12)
    floor = height - _BOTTOM
    panel = Panel(across, _TOP, floor)
    parts = [*_frame(panel), *_days(across, floor, tongue), *_baseline(baseline, panel)]
    parts.extend(_marks(marks, across, floor, tongue))
    parts.extend(curves(lines, panel))
    parts.extend(_legend(lines, bool(marks), baseline, (height, width), tongue))
    says = describe(lines, marks, baseline, tongue)
    return picture(name, tongue.say("Pain over time"), says, width, height, *parts)


def pain_panel(lines: Sequence[Line], panel: Panel, baseline: Decimal | None = None) -> Iterator[str]:
    """The curves on their scale, to stand in a larger picture that has the days and the injections already."""
    yield from _frame(panel)
    yield from _baseline(baseline, panel)
    yield from curves(lines, panel)


def curves(lines: Sequence[Line], panel: Panel) -> Iterator[str]:
    """One curve for each side."""
    for line, colour in zip(lines, _COLOURS * len(lines), strict=False):
        yield from _line(line, panel, colour)


def describe(
    lines: Sequence[Line], marks: Sequence[Mark], baseline: Decimal | None = None, tongue: Tongue = ENGLISH
) -> str:
    """The picture in words, for those who hear it. It counts days with a figure; how many were asked, a review says."""
    said = ["Pain from 0, none, to 10, the worst you can imagine."]
    if baseline is not None:
        said.append(f"Before treatment it was {plain(baseline)}.")
    for line in lines:
        if not line.readings:
            continue
        side = f"{line.name}: " if line.name else ""
        ordered = sorted(line.readings, key=lambda r: r.on)
        first, last = ordered[0], ordered[-1]
        days = len({reading.on for reading in ordered})
        said.append(
            f"{side}{days} {'day has' if days == 1 else 'days have'} a figure, from {in_words(first.on)} "
            f"({plain(first.pain)}) to {in_words(last.on)} ({plain(last.pain)})."
        )
    said.extend(f"{mark.what[:1].upper()}{mark.what[1:]} on {in_words(mark.on)}." for mark in marks)
    return " ".join(map(tongue.say, said))


def plain(value: Decimal) -> str:
    """5, 5.5: no noise behind the point."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _frame(panel: Panel) -> Iterator[str]:
    across = panel.across
    for pain in (0, 2, 4, 6, 8, 10):
        y = panel.height(Decimal(pain))
        yield tag("line", x1=across.left, x2=across.right, y1=y, y2=y, stroke=GRID if pain else MUTED)
        yield words(str(pain), across.left - 8, y + 4, size=12, fill=MUTED, anchor="end")


def _days(across: Axis, floor: float, tongue: Tongue) -> Iterator[str]:
    for day, label in across.ticks(months_called=tongue.months):
        x = across.at(day)
        yield tag("line", x1=x, x2=x, y1=floor, y2=floor + 5, stroke=MUTED)
        place = centred(x, wide(label, 12) / 2, 4, across.right + 12)
        yield words(label, place, floor + 19, size=12, fill=MUTED, anchor="middle")


def _baseline(baseline: Decimal | None, panel: Panel) -> Iterator[str]:
    if baseline is not None:
        y, across = panel.height(baseline), panel.across
        yield tag(
            "line", x1=across.left, x2=across.right, y1=y, y2=y, stroke=INK, stroke_dasharray="2 5", stroke_width=1.5
        )


def _marks(marks: Sequence[Mark], across: Axis, floor: float, tongue: Tongue) -> Iterator[str]:
    free = 0.0
    for mark in sorted(marks, key=lambda m: m.on):
        x = across.at(mark.on)
        yield tag("line", x1=x, x2=x, y1=_TOP - 8, y2=floor, stroke=INK, stroke_width=1.2, opacity=0.55)
        yield tag("path", d=f"M{x - 5:.1f} {_TOP - 12:.1f}h10l-5 8z", fill=INK)
        sign = tongue.say(mark.short)
        half = wide(sign, 12) / 2
        if x - half >= free:
            yield words(sign, x, _TOP - 18, size=12, anchor="middle", font_weight=600)
            free = x + half + 4


def _line(line: Line, panel: Panel, colour: str) -> Iterator[str]:
    across = panel.across
    ordered = sorted({reading.on: reading for reading in line.readings}.values(), key=lambda r: r.on)
    for run in _runs(ordered):
        if len(run) > 1:
            path = " ".join(f"{across.at(r.on):.1f},{panel.height(r.pain):.1f}" for r in run)
            yield tag("polyline", points=path, fill="none", stroke=colour, stroke_width=2.5, stroke_linejoin="round")
    small = across.days > 120
    for reading in ordered:
        x, y = across.at(reading.on), panel.height(reading.pain)
        if colour == _COLOURS[0]:
            yield tag("circle", cx=x, cy=y, r=2.5 if small else 3.5, fill=colour, stroke=WHITE, stroke_width=1)
        else:  # not by colour alone: the second line has squares
            half = 2.5 if small else 3.5
            yield tag(
                "rect",
                x=x - half,
                y=y - half,
                width=2 * half,
                height=2 * half,
                fill=WHITE,
                stroke=colour,
                stroke_width=2,
            )


def _runs(ordered: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Readings of days that follow one another; a day without an answer ends a run."""
    run: list[Reading] = []
    for reading in ordered:
        if run and reading.on - run[-1].on > timedelta(days=1):
            yield run
            run = []
        run.append(reading)
    if run:
        yield run


def _legend(
    lines: Sequence[Line], marked: bool, baseline: Decimal | None, size: tuple[float, float], tongue: Tongue
) -> Iterator[str]:
    height, width = size
    entries: list[tuple[str, str]] = []
    for at, line in enumerate(lines):
        if line.readings:
            name = f"pain, {line.name}" if line.name else "pain that day"
            sign = tag("circle", cx=5, cy=-4, r=4, fill=TEAL)
            if at % 2:
                sign = tag("rect", x=1, y=-8, width=8, height=8, fill=WHITE, stroke=PLUM, stroke_width=2)
            entries.append((sign, name))
    if marked:
        entries.append((tag("path", d="M0 -8h10l-5 8z", fill=INK), "injection"))
    if baseline is not None:
        line_sign = tag("line", x1=0, x2=12, y1=-4, y2=-4, stroke=INK, stroke_dasharray="2 4", stroke_width=1.5)
        entries.append((line_sign, f"before: {plain(baseline)}"))
    x, y = 12.0, height - 24
    for sign, english in entries:
        name = tongue.say(english)
        room = 18 + wide(name, 12) + 12
        if x + room > width and x > 12:
            x, y = 12.0, y + 17
        yield tag("g", sign, words(name, 18, 0, size=12, fill=MUTED), transform=f"translate({x:.1f} {y:.1f})")
        x += room
