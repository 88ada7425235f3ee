"""A body with the points that were, or will be, injected: the whole of it, or one region close up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from enthesis.pathway.structures import Region, Structure, View, regions, structures, views
from enthesis.pictures.anatomy.style import DARK_STYLE
from enthesis.pictures.body_legend import Line, legend
from enthesis.pictures.body_marks import TONES, Mark, placed_marks
from enthesis.pictures.body_panel import WIDTH, Spot, panel, panel_height, to_picture
from enthesis.pictures.svg import picture, tag

__all__ = ["DARK_STYLE", "TONES", "Hotspot", "Point", "body_picture", "body_sheet", "hotspots", "views_for"]

LEAST_RADIUS = 14.0  # 25 px across where the picture is 358 px wide, as on a phone of 390 px
MOST_RADIUS = 24.0
_GAP = 16.0
_MIDLINE = 500


@dataclass(frozen=True, slots=True)
class Point:
    """One point to show. Points are numbered in the order in which they are handed over."""

    structure_id: str  # of the catalogue; other words have no place on a drawing, and are told beside it
    side: str = ""  # left | right | both | ""; where there are two and none is said, both are marked with an open ring
    label: str = ""  # what is said of it; empty: the name of the structure and the side
    tone: str = "plain"  # one of TONES


@dataclass(frozen=True, slots=True)
class Hotspot:
    """Where a finger may touch a drawing, in units of the picture `body_picture(view, ())` of the same side."""

    id: str  # of the structure; on a whole body, of the region
    side: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class _Panel:
    view: View
    side: str  # of a drawing of one side
    marks: tuple[Mark, ...]

    @property
    def title(self) -> str:
        if not self.side:
            return self.view.name
        is_known = not self.marks or any(not mark.is_open for mark in self.marks)
        return f"{self.view.name}, {self.side if is_known else f'drawn as the {self.side} one'}"

    @property
    def height(self) -> float:
        return panel_height(self.view.id)


def body_picture(view: str, points: Sequence[Point], *, width: int = WIDTH, name: str = "", side: str = "right") -> str:
    """One view with its points as SVG. From twice `WIDTH` on, a left and a right limb stand side by side.

    Points that have no place on the view are left out; the others keep their numbers. `side` is the limb that is drawn
    where no point names one. `name` makes the ids: no two pictures of one page may have the same.
    Raises `KeyError` for a view that the catalogue does not have.
    """
    panels = _panels(views()[view], points, side)
    columns = 2 if width >= 2 * WIDTH and len(panels) > 1 else 1
    return _sheet(panels, points, columns, name or f"body-{view}", panels[0].view.name, only_drawn=True)


def body_sheet(
    points: Sequence[Point], *, shown: Sequence[str] = (), columns: int = 2, name: str = "body-sheet", extra: str = ""
) -> str:
    """Several views in one picture with one legend of all points: those `shown`, or else every view that is needed.

    `extra` is put into the picture first, for instance `DARK_STYLE` in a file that stands alone.
    """
    panels = [one for view in shown or views_for(points) for one in _panels(views()[view], points, "right")]
    return _sheet(panels, points, min(columns, len(panels)), name, "Points on the body", only_drawn=False, extra=extra)


def views_for(points: Sequence[Point]) -> tuple[str, ...]:
    """The views that show all points: as few as can be of the whole body, then as few close-ups as can be.

    Where two views show as many, the one that the region names first. Without any point: the front of the body.
    """
    known = [structures()[point.structure_id] for point in points if point.structure_id in structures()]
    own = {region.id: region for region in regions()}
    whole = _fewest([(found, _on_body(found, own[found.region])) for found in known])
    close = _fewest([(found, tuple(v for v in own[found.region].views if v in found.views)) for found in known])
    in_order = list(views())
    return tuple(sorted(whole or ["front"], key=in_order.index)) + tuple(sorted(close, key=in_order.index))


def hotspots(view: str, side: str = "right") -> tuple[Hotspot, ...]:
    """The touch targets of a view: structures on a close-up, regions on a whole body; at least 24 px across on a phone.

    Of a drawing of one side, for the limb of that side. Raises `KeyError` for a view that the catalogue does not have.
    """
    kind = views()[view]
    spots: list[tuple[str, str, Spot]] = []
    if kind.is_whole_body:
        for region in regions():
            if view in region.on_body:
                spots += _spots(region.id, region.on_body[view], region.sided, kind, side)
    else:
        for found in structures().values():
            if view in found.views:
                spots += _spots(found.id, found.views[view], found.sided, kind, side)
    return tuple(
        Hotspot(ident, of, spot.x, spot.y, _radius(spot, [other for _, _, other in spots if other is not spot]))
        for ident, of, spot in spots
    )


def _spots(ident: str, place: tuple[int, int], sided: bool, view: View, side: str) -> list[tuple[str, str, Spot]]:
    is_left = view.is_one_sided and side == "left"
    if view.is_one_sided:
        return [(ident, side, to_picture(view.id, place, is_mirrored=is_left, is_flipped=is_left))]
    if not sided or place[0] == _MIDLINE:
        return [(ident, "", to_picture(view.id, place))]
    return [(ident, of, to_picture(view.id, place, is_mirrored=of == "left")) for of in ("right", "left")]


def _radius(spot: Spot, others: Iterable[Spot]) -> float:
    nearest = min((spot.away(other) for other in others), default=2 * MOST_RADIUS)
    return max(LEAST_RADIUS, min(MOST_RADIUS, nearest / 2))


def _panels(view: View, points: Sequence[Point], side: str) -> list[_Panel]:
    marks = [mark for number, point in enumerate(points, start=1) for mark in _marks(view, point, number, side)]
    if not view.is_one_sided:
        return [_Panel(view, "", tuple(marks))]
    sides = [of for of in ("right", "left") if any(mark.side == of for mark in marks)] or [side]
    return [_Panel(view, of, tuple(mark for mark in marks if mark.side == of)) for of in sides]


def _marks(view: View, point: Point, number: int, side: str) -> list[Mark]:
    found = structures().get(point.structure_id)
    if found is None:
        return []
    place = _place(view, found)
    if place is None:
        return []
    is_open = _is_open(point)
    if not found.sided:
        sides: tuple[str, ...] = ("",)
    elif is_open and view.is_one_sided:
        sides = (side,)
    else:
        sides = ("right", "left") if is_open or point.side == "both" else (point.side,)
    return [
        Mark(
            str(number),
            to_picture(view.id, place, is_mirrored=of == "left", is_flipped=of == "left" and view.is_one_sided),
            point.tone,
            of,
            is_open,
        )
        for of in sides
    ]


def _place(view: View, found: Structure) -> tuple[int, int] | None:
    if view.id in found.views:
        return found.views[view.id]
    region = next(one for one in regions() if one.id == found.region)
    if view.id not in _on_body(found, region):
        return None
    across, down = region.on_body[view.id]
    return (across if found.sided else _MIDLINE, down)


def _on_body(found: Structure, region: Region) -> tuple[str, ...]:
    """The drawings of the whole body that it may be shown on, the best first: those that its close-ups belong to."""
    near = dict.fromkeys(views()[view].on_body or view for view in found.views)
    return tuple(view for view in near if view in region.on_body or view in found.views)


def _fewest(choices: Sequence[tuple[Structure, Sequence[str]]]) -> list[str]:
    """A small set of views that holds one of the choices of each; the view that serves most comes first."""
    left = [list(options) for _, options in choices if options]
    chosen: list[str] = []
    while left:
        order = list(dict.fromkeys(view for options in left for view in options))
        firsts = [options[0] for options in left]
        best = max(
            order, key=lambda view: (sum(view in options for options in left), firsts.count(view), -order.index(view))
        )
        chosen.append(best)
        left = [options for options in left if best not in options]
    return chosen


def _sheet(
    panels: Sequence[_Panel],
    points: Sequence[Point],
    columns: int,
    name: str,
    title: str,
    *,
    only_drawn: bool,
    extra: str = "",
) -> str:
    drawn_numbers = {mark.label for one in panels for mark in one.marks}
    lines = [
        Line(str(number), point.tone, _said(point), str(number) in drawn_numbers, _is_open(point))
        for number, point in enumerate(points, start=1)
        if str(number) in drawn_numbers or not only_drawn
    ]
    parts: list[str] = []
    top = 0.0
    for row in range(0, len(panels), columns):
        beside = panels[row : row + columns]
        for column, one in enumerate(beside):
            is_left = one.side == "left"
            parts.append(
                tag(
                    "g",
                    panel(one.view.id, one.title, f"{name}-{row + column}", is_flipped=is_left),
                    *placed_marks(one.marks, WIDTH, one.height, is_whole=one.view.is_whole_body),
                    transform=f"translate({column * (WIDTH + _GAP):g} {top:g})",
                )
            )
        top += max(one.height for one in beside) + _GAP
    width = columns * WIDTH + (columns - 1) * _GAP
    listed, height = legend(lines, width, top)
    paper = tag("rect", x=0, y=0, width=width, height=height, fill="#ffffff", class_="body-paper")
    count = len(lines)
    heading = f"{title}: {count} point{'' if count == 1 else 's'}" if count else title
    return picture(name, heading, _told(panels, lines), width, height, extra, paper, *parts, *listed)


def _said(point: Point) -> str:
    if point.label:
        return point.label
    found = structures().get(point.structure_id)
    said = found.name if found else point.structure_id
    if point.side:
        return f"{said}, {'both sides' if point.side == 'both' else point.side}"
    return f"{said}, side not recorded" if _is_open(point) else said


def _is_open(point: Point) -> bool:
    """Whether there are two of it, and nobody said which."""
    found = structures().get(point.structure_id)
    return found is not None and found.sided and point.side not in ("left", "right", "both")


def _told(panels: Sequence[_Panel], lines: Sequence[Line]) -> str:
    seen = "; ".join(dict.fromkeys(one.title for one in panels))
    if not lines:
        return f"{seen}. No point is marked."
    return " ".join([f"{seen}.", *(f"{line.number}: {line.said}{_TONE_SAYS[line.tone]}." for line in lines)])


_TONE_SAYS = {"plain": "", "care": " (take care)", "stop": " (stop)", "done": " (done before)"}
