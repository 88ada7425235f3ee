"""How each kind of shape is drawn. Every colour is an attribute with a class beside it, for style sheets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from enthesis.pictures.anatomy.shapes import Shape
from enthesis.pictures.svg import tag


@dataclass(frozen=True, slots=True)
class Look:
    """Fill, line, and the soft inner edge that makes a shape look round."""

    fill: str = "none"
    stroke: str = "none"
    width: float = 0
    shade: str = ""
    dash: str = ""


LOOKS = {
    "skin": Look(fill="#f7f0e8", stroke="#8b7f72", width=4, shade="#e9dccd"),
    "skin-line": Look(stroke="#ab9c8b", width=3),
    "figure": Look(fill="#f7f0e8", stroke="#7d7267", width=2.8, shade="#eadfd1"),
    "figure-line": Look(stroke="#ab9c8b", width=2),
    "bone": Look(fill="#fffefa", stroke="#3c4c4c", width=3.4, shade="#e2ddd0"),
    "bone-behind": Look(fill="#f1ece0", stroke="#7d8886", width=2.6, shade="#e0d9ca"),
    "bone-line": Look(stroke="#98a19c", width=2.4),
    "bone-hole": Look(fill="#d8d0c2", stroke="#7d8886", width=2.2),
    "gap": Look(fill="#f7f0e8", stroke="#3c4c4c", width=3),
    "cartilage": Look(fill="#dcebec", stroke="#5d8688", width=2.4, shade="#c4dcde"),
    "disc": Look(fill="#d5e4e6", stroke="#5d8688", width=2.4, shade="#bcd5d8"),
    "ligament": Look(fill="#d3e4e0", stroke="#45787a", width=2.4, shade="#b9d3ce"),
    "ligament-line": Look(stroke="#6d9c9b", width=1.8),
    "tendon": Look(fill="#e6e9ee", stroke="#62718a", width=2.4, shade="#cfd6e0"),
    "tendon-line": Look(stroke="#93a0b5", width=1.8),
    "muscle": Look(fill="#f2d9d0", stroke="#ad7f70", width=2.4, shade="#e6c4b8"),
    "muscle-line": Look(stroke="#cda294", width=1.8),
    "nerve": Look(stroke="#b08a1e", width=5),
    "vessel": Look(stroke="#b06a6a", width=5),
    "nail": Look(fill="#fdf8f3", stroke="#ab9c8b", width=2.2),
    "hidden": Look(stroke="#98a19c", width=2.4, dash="9 7"),
}
# For a picture in a file of its own; a page has its own style sheet, for its policy lets no other in.
DARK_STYLE = (
    "<style>@media (prefers-color-scheme:dark){.body-paper{fill:#14201f}.body-title,.body-legend{fill:#e9efee}"
    ".body-edge{fill:#b3c2bf}.body-drawing{filter:brightness(.87)}}</style>"
)
_SHADE = 0.42  # of the thickness of a shape
_MOST_SHADE = 22.0  # units, half of which lies inside


def drawn(shapes: Iterable[Shape], name: str) -> Iterator[str]:
    """The shapes as SVG, in order. `name` makes the ids of the picture's clips."""
    for at, shape in enumerate(shapes):
        look, path = LOOKS[shape.kind], shape.path
        class_ = f"body-{shape.kind}"
        if not look.shade:
            yield tag(
                "path",
                d=path,
                class_=class_,
                fill=look.fill,
                stroke=look.stroke,
                stroke_width=look.width,
                **({"stroke_dasharray": look.dash} if look.dash else {}),
            )
            continue
        outline, clip = f"{name}-{at}", f"{name}-{at}-in"
        yield tag("clipPath", tag("path", d=path, id=outline), id=clip)
        yield tag("use", href=f"#{outline}", class_=class_, fill=look.fill)
        shade = {
            "fill": "none",
            "stroke": look.shade,
            "stroke_width": min(_MOST_SHADE, _SHADE * shape.thickness),
            "clip_path": f"url(#{clip})",
        }
        yield tag("use", href=f"#{outline}", class_=f"{class_} body-shade", **shade)
        yield tag(
            "use", href=f"#{outline}", class_=f"{class_}-edge", fill="none", stroke=look.stroke, stroke_width=look.width
        )
