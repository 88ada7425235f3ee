"""What a group gained on average, as a bar on the whole scale, with the range of the true average below it.

The same size, place and colour whatever is shown, so that no picture pulls more than another; bar and range differ in
shape, not in colour alone.
"""

from enthesis.pictures.svg import GRID, INK, MUTED, WHITE, picture, tag

_WIDE, _HIGH, _EDGE = 320.0, 66.0, 12.0
_BAR, _LINE, _TICKS = 20.0, 32.0, 58.0
_PARTS = 4


def average_gain(
    name: str, points: float, most: int, title: str, says: str, interval: tuple[float, float] | None = None
) -> str:
    """A bar of `points` on a scale from 0 to `most`. `title` and `says` are what a screen reader says.

    >>> "15 of 100" in average_gain("a", 15, 100, "Exercise", "15 of 100 points", (8, 22))
    True
    """
    if not 0 <= points <= most:
        raise ValueError(f"{points} of {most} points cannot be drawn.")

    def at(value: float) -> float:
        return _EDGE + (_WIDE - 2 * _EDGE) * min(max(value, 0), most) / most

    parts = [tag("rect", x=at(0), y=2.0, width=at(most) - at(0), height=_BAR, fill=WHITE, stroke=MUTED)]
    for part in range(_PARTS + 1):
        value = most * part / _PARTS
        anchor = "start" if part == 0 else "end" if part == _PARTS else "middle"
        parts.append(tag("line", x1=at(value), x2=at(value), y1=2.0, y2=_TICKS - 14, stroke=GRID, stroke_width=1))
        # without the halo of `words`: what prints on paper would draw it over the figure
        parts.append(tag("text", f"{value:g}", x=at(value), y=_TICKS, font_size=12, fill=MUTED, text_anchor=anchor))
    parts.append(tag("rect", x=at(0), y=2.0, width=at(points) - at(0), height=_BAR, fill=INK))
    if interval:
        low, high = map(at, interval)
        parts.append(tag("line", x1=low, x2=high, y1=_LINE, y2=_LINE, stroke=INK, stroke_width=2))
        parts += [tag("line", x1=x, x2=x, y1=_LINE - 4, y2=_LINE + 4, stroke=INK, stroke_width=2) for x in (low, high)]
    return picture(name, title, says, _WIDE, _HIGH, *parts)
