"""How many of a hundred: people as dots in rows of ten, points as a bar. The same size for every treatment."""

from collections.abc import Iterator

from enthesis.pictures.svg import GRID, MUTED, TEAL, WHITE, picture, tag

_ROW = 10
_STEP = 13.0
_DOT = 4.7


def people_picture(name: str, value: int, of: int, label: str, *, fill: str = TEAL) -> str:
    """One dot for each person, those who fared well filled. `of` people in rows of ten.

    >>> people_picture("a", 3, 20, "Exercise").count("<circle")
    20
    """
    rows = -(-of // _ROW)
    title, says = label, f"{value} of {of} people"
    return picture(name, title, says, _ROW * _STEP, rows * _STEP, *_dots(value, of, fill))


def _dots(value: int, of: int, fill: str) -> Iterator[str]:
    for place in range(of):
        x, y = (place % _ROW + 0.5) * _STEP, (place // _ROW + 0.5) * _STEP
        is_one = place < value
        yield tag(
            "circle",
            cx=x,
            cy=y,
            r=_DOT,
            fill=fill if is_one else WHITE,
            stroke=fill if is_one else MUTED,
            stroke_width=1.2,
        )


def points_picture(name: str, value: int, of: int, label: str, *, fill: str = TEAL) -> str:
    """A bar of `value` out of `of` points.

    >>> "8 of 100 points" in points_picture("b", 8, 100, "Exercise")
    True
    """
    wide, high = _ROW * _STEP, 2 * _STEP
    inner = wide - 2
    bar = tag("rect", x=1, y=1, width=inner * value / of, height=high - 2, rx=3, fill=fill)
    whole = tag("rect", x=1, y=1, width=inner, height=high - 2, rx=3, fill=GRID, stroke=MUTED, stroke_width=1.2)
    return picture(name, label, f"{value} of {of} points", wide, high, whole, bar)
