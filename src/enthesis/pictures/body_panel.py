"""One drawing on its panel: its title, what its edges are called, and where a place of the catalogue comes to lie."""

from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from enthesis.pathway.structures import Place, views
from enthesis.pictures.anatomy.drawings import DRAWINGS
from enthesis.pictures.anatomy.style import drawn
from enthesis.pictures.svg import MUTED, tag, words

WIDTH = 400  # units; about pixels on a phone
_TOP = 56.0  # above the drawing: the title and the names of the edges
_TALLEST = 520.0  # of a drawing


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in units of the picture."""

    x: float
    y: float

    def away(self, other: "Spot") -> float:
        return hypot(self.x - other.x, self.y - other.y)


def panel_height(view: str) -> float:
    """Of the panel of a view, with its title."""
    _, top, _, bottom = DRAWINGS[view].shown
    return _TOP + (bottom - top) * _scale(view)


def to_picture(view: str, place: Place, *, is_mirrored: bool = False, is_flipped: bool = False) -> Spot:
    """Where a place of the catalogue lies on the panel; mirrored for the left one, the drawing flipped or not."""
    x = 1000 - place[0] if is_mirrored else place[0]
    left, top, _, _ = _shown(view, is_flipped)
    scale = _scale(view)
    return Spot(_margin(view) + (x - left) * scale, _TOP + (place[1] - top) * scale)


def panel(view: str, title: str, name: str, *, is_flipped: bool = False) -> str:
    """The drawing with its title, as SVG. `name` makes its ids."""
    left, top, right, bottom = _shown(view, is_flipped)
    scale, margin = _scale(view), _margin(view)
    clip = f"{name}-shown"
    wide, high = (right - left) * scale, (bottom - top) * scale
    flip = " translate(1000 0) scale(-1 1)" if is_flipped else ""
    place = f"translate({margin - left * scale:.1f} {_TOP - top * scale:.1f}) scale({scale:.4f}){flip}"
    edges = DRAWINGS[view].edges[::-1] if is_flipped else DRAWINGS[view].edges
    return "".join(
        [
            words(title, 14, 20, size=14.5, font_weight=650, class_="body-title", stroke="none"),
            words(edges[0], 14, 42, size=12, fill=MUTED, class_="body-edge", stroke="none"),
            words(edges[1], WIDTH - 14, 42, size=12, fill=MUTED, anchor="end", class_="body-edge", stroke="none"),
            tag("clipPath", tag("rect", x=margin, y=_TOP, width=wide, height=high, rx=10), id=clip),
            tag(
                "g",
                tag(
                    "g",
                    *_lines(view, name),
                    transform=place,
                    stroke_linejoin="round",
                    stroke_linecap="round",
                ),
                clip_path=f"url(#{clip})",
                class_="body-drawing",
            ),
        ]
    )


@lru_cache(maxsize=64)
def _lines(view: str, name: str) -> tuple[str, ...]:
    return tuple(drawn(DRAWINGS[view].shapes(), name))


def _shown(view: str, is_flipped: bool) -> tuple[int, int, int, int]:
    left, top, right, bottom = DRAWINGS[view].shown
    return (1000 - right, top, 1000 - left, bottom) if is_flipped else (left, top, right, bottom)


def _scale(view: str) -> float:
    left, top, right, bottom = DRAWINGS[view].shown
    tallest = _TALLEST if views()[view].is_whole_body else _TALLEST + 20
    return min(WIDTH / (right - left), tallest / (bottom - top))


def _margin(view: str) -> float:
    left, _, right, _ = DRAWINGS[view].shown
    return (WIDTH - (right - left) * _scale(view)) / 2
