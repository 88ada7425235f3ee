"""Touching the points on the drawings of a course's region: a quick way to fill the lines of the injection record.

What was touched is put into lines before the form reads them, so that everything else of the record knows lines only.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from enthesis.pathway.course import Course
from enthesis.pathway.structures import Region, regions, structures, views
from enthesis.web.bodymap import BodyMapField, spots_of
from enthesis.web.clinician.forms.injection_lines import SITE, is_line
from enthesis.web.forms import fields

TOUCHED, EACH = "touched", "touch_ml"
# Regions of the evaluation that are drawn under another name in the catalogue of structures.
_DRAWN_AS: Mapping[str, tuple[str, ...]] = {
    "back": ("low-back",),
    "chest_wall": ("chest",),
    "arm": ("shoulder", "elbow"),
    "wrist": ("hand",),
    "thigh": ("hip", "knee"),
    "lower_leg": ("knee", "ankle-foot"),
    "ankle": ("ankle-foot",),
    "foot": ("ankle-foot",),
}


def touch_fields(course: Course) -> dict[str, Any]:
    """The drawings with their points, and how much goes to each; none where the region has no drawing."""
    drawn = _drawings(course)
    spots = {view: spots_of(*view.split(":")) if ":" in view else spots_of(view) for view in drawn}
    choices = dict.fromkeys(spot.value for found in spots.values() for spot in found)
    if not choices:
        return {}
    field = BodyMapField(
        _("Touch the points"),
        choices=[(value, _says(value)) for value in choices],
        views=drawn,
        spots=spots,
        help_text=_("Each point that you touch becomes a line below."),
    )
    return {TOUCHED: field, EACH: fields.amount(_("At each point touched"), unit="mL", least=0, most=200)}


def into_lines(data: Any, most: int) -> Any:
    """What a page sent, with the points that were touched as lines behind those that are filled.

    A point that a line names already is not put in again. `most` lines is all there can be; what is over stays touched.
    """
    touched = list(dict.fromkeys(data.getlist(TOUCHED))) if isinstance(data, QueryDict) else []
    if not touched:
        return data
    found = data.copy()
    filled = {int(key.split("-")[1]) for key, said in data.items() if is_line(key, "site") and said}
    have = {(found.get(f"site-{n}-structure", "").strip().casefold(), found.get(f"site-{n}-side", "")) for n in filled}
    known, left = structures(), []
    free = (n for n in range(max(filled, default=-1) + 1, most))
    for value in touched:
        ident, _sep, side = value.partition(":")
        if ident not in known or {(known[ident].name.casefold(), side), (ident, side)} & have:
            continue
        line = next(free, None)
        if line is None:
            left.append(value)
            continue
        told = {"structure": known[ident].name, "side": side, "ml": data.get(EACH, "")}
        for name in SITE:
            found[f"site-{line}-{name}"] = told.get(name, "")
    found.setlist(TOUCHED, left)
    return found


def _drawings(course: Course) -> tuple[str, ...]:
    """The close-ups of the region, of one limb for each side that the course is about."""
    sides: Sequence[str] = {"left": ("left",), "right": ("right",)}.get(course.side, ("right", "left"))
    found: list[str] = []
    for region in _regions(course.region):
        for view in region.views:
            found += [f"{view}:{side}" for side in sides] if views()[view].is_one_sided else [view]
    return tuple(dict.fromkeys(found))


def _regions(named: str) -> list[Region]:
    wanted = _DRAWN_AS.get(named, (named,))
    return [region for region in regions() if region.id in wanted]


def _says(value: str) -> str:
    ident, _sep, side = value.partition(":")
    name = structures()[ident].name
    return f"{name}, {side}" if side else name
