"""The field. Each place is one real checkbox in a list; on the drawings lie labels of the same checkboxes.

    BodyMapField("Where does it hurt?", choices=[("knee:left", "Left knee"), ("back", "Lower back")],
                 views=("front", "back"), missing="Touch the places that hurt.")

A touch on a label ticks its box, which shows on the drawing by style sheet alone (`bodymap.css`, to be linked by the
page). Where no style sheet is read, or none that knows `:has`, the list by itself does all. The value is a list.

A view of one limb may name its side: "knee-front:left"; else the right one is drawn. Without `spots` the places are
those of `pictures.body.hotspots`, as far as there is a choice: `<id>` or `<id>:<side>`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from enthesis.pathway.structures import views as all_views
from enthesis.pictures.body import body_picture, hotspots
from enthesis.pictures.body_panel import WIDTH, panel_height
from enthesis.pictures.palette import by_name

MOST = 120  # places of one map: the style sheet knows so many
_BODY = (72.0, 58.0, 256.0, 524.0)  # left, top, width, height of what is shown of a whole body
_HEAD = 52.0  # of a close-up: its title and edges, which the page says itself
_SIZE = re.compile(r'viewBox="[^"]*" width="[^"]*" height="[^"]*" role="img" aria-labelledby="[^"]*"')
Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place can be touched, in units of `body_picture(view, ())`."""

    value: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Target:
    """A label on a drawing: the number of its box, and its place in hundredths of the drawing."""

    number: int
    id: str
    says: str
    x: int
    y: int
    size: int  # hundredths of the width


@dataclass(frozen=True, slots=True)
class Drawing:
    """One view with its labels."""

    title: Any
    edges: tuple[Any, Any]
    svg: SafeString
    targets: tuple[Target, ...]


def spots_of(view: str, side: str = "right") -> tuple[Spot, ...]:
    """The places of a view as the drawings themselves know them."""
    return tuple(
        Spot(f"{spot.id}:{spot.side}" if spot.side else spot.id, spot.x, spot.y, spot.radius)
        for spot in hotspots(view, side)
    )


class BodyMap(forms.CheckboxSelectMultiple):
    """The drawings, and the list of boxes."""

    template_name = "web/form/bodymap.html"

    def __init__(self, views: Sequence[str], spots: Mapping[str, Sequence[Spot]] | None = None) -> None:
        super().__init__()
        self.views = tuple(views)
        self.spots = spots if spots is not None else {view: spots_of(*_parted(view)) for view in views}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        boxes = [option for _, options, _ in context["widget"]["optgroups"] for option in options]
        ids = {
            str(box["value"]): (number, box["attrs"].get("id", ""), box["label"]) for number, box in enumerate(boxes)
        }
        drawings = [self._drawing(view, ids) for view in self.views]
        return {**context, "drawings": drawings, "boxes": boxes}

    def _drawing(self, named: str, ids: Mapping[str, tuple[int, str, Any]]) -> Drawing:
        view, side = _parted(named)
        left, top, wide, high = box_of(view)
        targets = [
            Target(
                *ids[spot.value],
                round(100 * (spot.x - left) / wide),
                round(100 * (spot.y - top) / high),
                round(200 * spot.radius / wide),
            )
            for spot in self.spots.get(named, ())
            if spot.value in ids
        ]
        return Drawing(_title(view, side), edges_of(view, side), svg_of(view, side), tuple(targets))


def _parted(view: str) -> tuple[str, str]:
    """A view and the side that is drawn of it."""
    name, _sep, side = view.partition(":")
    return name, side or "right"


def _title(view: str, side: str) -> Any:
    if view in _TITLES:
        return _TITLES[view]
    found = all_views()[view]
    return f"{found.name}, {side}" if found.is_one_sided else found.name


_TITLES = {"front": _("Front"), "back": _("Back")}


def edges_of(view: str, side: str) -> tuple[Any, Any]:
    """What the left and the right edge of a drawing are called."""
    if view in ("front", "back"):
        return (_("right"), _("left")) if view == "front" else (_("left"), _("right"))
    from enthesis.pictures.anatomy.drawings import DRAWINGS

    first, last = DRAWINGS[view].edges
    turned = all_views()[view].is_one_sided and side == "left"
    return (last.lower(), first.lower()) if turned else (first.lower(), last.lower())


def box_of(view: str) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is shown of a view."""
    if all_views()[view].is_whole_body:
        return _BODY
    return 0.0, _HEAD, float(WIDTH), panel_height(view) - _HEAD


@lru_cache(maxsize=64)
def svg_of(view: str, side: str) -> SafeString:
    """The drawing of a view, cut to what is shown; what it shows is said beside it, in the language of the page."""
    left, top, wide, high = box_of(view)
    svg = body_picture(view, (), name=f"map-{view}-{side}", side=side)
    box = f'viewBox="{left:g} {top:g} {wide:g} {high:.0f}" focusable="false"'
    svg = re.sub(r"<title.*?</title>|<desc.*?</desc>|<text.*?</text>", "", _SIZE.sub(box, svg, count=1))
    return mark_safe(by_name(svg))  # noqa: S308 (made by our own code from our own drawings)


class BodyMapField(forms.MultipleChoiceField):
    """Places of the body, any number of them; none unless `missing` says what to do."""

    def __init__(
        self,
        label: Any,
        *,
        choices: Options,
        views: Sequence[str] = ("front", "back"),
        spots: Mapping[str, Sequence[Spot]] | None = None,
        missing: Any = "",
        help_text: Any = "",
    ) -> None:
        if len(choices) > MOST:
            raise ValueError(f"A body map has {MOST} places at most, not {len(choices)}.")
        super().__init__(
            label=label,
            choices=choices,
            required=bool(missing),
            help_text=help_text,
            widget=BodyMap(views, spots),
            error_messages={"required": missing, "invalid_choice": _("Choose among the places that are offered.")},
        )
