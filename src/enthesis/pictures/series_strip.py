"""A series as a strip: one line for each visit with its window, the ideal day in it, and the day that it has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from enthesis.pictures.axis import Axis, axis, centred, short
from enthesis.pictures.svg import GRID, INK, MUTED, RED, SLATE_SOFT, TEAL, TEAL_SOFT, WHITE, picture, tag, wide, words

_LINE, _TOP = 34.0, 30.0
_OPEN = 21  # days that a window without an end is drawn beyond what is known


@dataclass(frozen=True, slots=True)
class Strip:
    """One visit. Days that nobody stated are None; a visit without a time has no `day`."""

    title: str
    opens: date | None
    ideal: date | None
    closes: date | None
    day: date | None
    was: date | None = None  # the day that it had before
    is_booked: bool = False


def series_picture(name: str, strips: Sequence[Strip], *, width: int, today: date) -> str:
    """The strip. `name` makes its ids; on a narrow one each title stands above its line."""
    days = [today, *(d for one in strips for d in (one.opens, one.ideal, one.closes, one.day, one.was) if d)]
    narrow = width < 500
    left = 14.0 if narrow else min(230.0, 20 + max((wide(one.title) for one in strips), default=0))
    line = _LINE + 12 if narrow else _LINE
    scale = axis([min(days), max(days) + timedelta(days=3)], left, width - 16.0)
    height = _TOP + line * len(strips) + 8
    parts = [*_ticks(scale, height), *_today(scale, today, height)]
    for place, one in enumerate(strips):
        middle = _TOP + line * place + line / 2 + (8 if narrow else 0)
        parts += _strip(one, scale, middle, narrow, left, width)
    return picture(name, "The series", describe(strips), width, height, *parts)


def describe(strips: Sequence[Strip]) -> str:
    """The same in words."""
    told = [f"{one.title}: {short(one.day) if one.day else 'no time'}{_inside(one)}" for one in strips]
    return "; ".join(told) + "."


def _inside(one: Strip) -> str:
    if one.day is None or (one.opens is None and one.closes is None):
        return ""
    said = " to ".join(short(day) if day else "open" for day in (one.opens, one.closes))
    return f" ({'outside of ' if is_outside(one) else 'within '}{said})"


def is_outside(one: Strip) -> bool:
    """Whether a visit's day lies outside of its window."""
    day = one.day
    return day is not None and (
        (one.opens is not None and day < one.opens) or (one.closes is not None and day > one.closes)
    )


def _ticks(scale: Axis, height: float) -> Iterator[str]:
    for day, says in scale.ticks():
        x = scale.at(day)
        yield tag("line", x1=x, y1=_TOP - 4, x2=x, y2=height, stroke=GRID, stroke_width=1)
        half = wide(says, 11) / 2
        yield words(says, centred(x, half, 0, scale.right + 14), 12, size=11, fill=MUTED, anchor="middle")


def _today(scale: Axis, today: date, height: float) -> Iterator[str]:
    if scale.first <= today <= scale.last:
        x = scale.at(today)
        yield tag("line", x1=x, y1=_TOP - 8, x2=x, y2=height, stroke=INK, stroke_width=1, stroke_dasharray="2 3")


def _strip(one: Strip, scale: Axis, middle: float, narrow: bool, left: float, width: int) -> Iterator[str]:
    if narrow:
        yield words(one.title, left, middle - 15, size=12)
    else:
        yield words(one.title, left - 12, middle + 4, size=13, anchor="end")
    if one.opens or one.closes or one.ideal:
        known = [day for day in (one.opens, one.ideal, one.closes) if day]
        first = scale.at(one.opens or min(known) - timedelta(days=_OPEN))
        last = scale.at(one.closes or max(known) + timedelta(days=_OPEN))
        dash = {} if one.opens and one.closes else {"stroke_dasharray": "4 3"}
        yield tag(
            "rect",
            tag("title", escape(f"{one.title}: its window")),
            x=first,
            y=middle - 8,
            width=max(6.0, last - first),
            height=16,
            rx=5,
            fill=TEAL_SOFT if dash == {} else SLATE_SOFT,
            stroke="#9dbfbc",
            stroke_width=1,
            **dash,
        )
        if one.ideal:
            x = scale.at(one.ideal)
            yield tag("line", x1=x, y1=middle - 8, x2=x, y2=middle + 8, stroke=TEAL, stroke_width=2)
    if one.was is not None and one.day is not None and one.was != one.day:
        a, b = scale.at(one.was), scale.at(one.day)
        yield tag("line", x1=a, y1=middle, x2=b, y2=middle, stroke=MUTED, stroke_width=1.5, stroke_dasharray="3 2")
        yield tag("circle", cx=a, cy=middle, r=5, fill=WHITE, stroke=MUTED, stroke_width=1.5)
    if one.day is not None:
        x, fill = scale.at(one.day), RED if is_outside(one) else TEAL
        yield tag("circle", cx=x, cy=middle, r=6.5, fill=fill if one.is_booked else WHITE, stroke=fill, stroke_width=3)
        says = short(one.day)
        room = wide(says, 11)
        at = x + 11 if x + 11 + room < width else x - 11 - room
        yield words(says, at, middle + 4, size=11, fill=INK)
