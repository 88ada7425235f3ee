"""A hundred people in rows of ten: those who fared as the outcome says are filled, the others are outlines.

The same size, place and colour whatever is shown, so that no picture pulls more than another; filled and outlined are
told apart in grey and by those who do not see colours.
"""

from collections.abc import Iterable

from enthesis.pictures.svg import INK, MUTED, WHITE, picture, tag

PEOPLE = 100
_ROW = 10
_WIDE, _HIGH = 14.0, 20.0
# One person, drawn from the top of the head: a round head, shoulders, and a body that ends in a rounded foot.
_PERSON = (
    "M0 0a3 3 0 1 1 0 6a3 3 0 1 1 0-6"
    "m-2.4 7.2h4.8a2.2 2.2 0 0 1 2.2 2.2v4.4a1.2 1.2 0 0 1-2.4 0v2.4a1.4 1.4 0 0 1-1.4 1.4h-1.6"
    "a1.4 1.4 0 0 1-1.4-1.4v-2.4a1.2 1.2 0 0 1-2.4 0v-4.4a2.2 2.2 0 0 1 2.2-2.2z"
)


def hundred_people(name: str, count: int, title: str, says: str) -> str:
    """A hundred people, the first `count` of them filled. `title` and `says` are what a screen reader says.

    >>> hundred_people("a", 46, "Exercise", "46 of 100 people").count("<use")
    100
    """
    if not 0 <= count <= PEOPLE:
        raise ValueError(f"{count} of {PEOPLE} people cannot be drawn.")
    person = f"{name}-person"
    return picture(
        name,
        title,
        says,
        _ROW * _WIDE,
        PEOPLE // _ROW * _HIGH,
        tag("defs", tag("path", id=person, d=_PERSON, stroke_width=0.9)),
        _group(person, range(count), INK, INK),
        _group(person, range(count, PEOPLE), WHITE, MUTED),
    )


def _group(person: str, places: Iterable[int], fill: str, stroke: str) -> str:
    drawn = (tag("use", href=f"#{person}", x=_x(place), y=_y(place)) for place in places)
    return tag("g", *drawn, fill=fill, stroke=stroke)


def _x(place: int) -> float:
    return (place % _ROW + 0.5) * _WIDE


def _y(place: int) -> float:
    return place // _ROW * _HIGH + 1.2
