"""The catalogue of what is injected: by region, by a name as typed; one structure with its hazards and its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from enthesis.clinic.access import STAFF
from enthesis.pathway.injection import Danger, dangers
from enthesis.pathway.structures import VERSION, Region, Structure, find, regions, structures, suggest
from enthesis.pathway.structures.search import LONGEST
from enthesis.pathway.triage import load as triage_rules
from enthesis.pictures.body import Point, body_sheet
from enthesis.web.desk.triage_form import SITES
from enthesis.web.figures import Picture, shown
from enthesis.web.guard import page

SUGGESTED = 8
PNEUMOTHORAX = "pneumothorax"


@dataclass(frozen=True, slots=True)
class Part:
    """One region with its structures."""

    region: Region
    structures: tuple[Structure, ...]


@dataclass(frozen=True, slots=True)
class Hazardous:
    """A hazard, and what is asked after the injection because of it."""

    danger: Danger
    asks: tuple[str, ...]

    @property
    def is_grave(self) -> bool:
        return self.danger.hazard.id.startswith(PNEUMOTHORAX)


@page(*STAFF, methods=("GET",))
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every structure, those of one region, or what a name as typed means."""
    typed = " ".join(request.GET.get("name", "").split())
    named = request.GET.get("region", "")
    shown = [region for region in regions() if region.id == named] or list(regions())
    found = find(typed) if typed else None
    context = {
        "typed": typed[:LONGEST],
        "found": found,
        "suggested": suggest(typed, SUGGESTED) if typed and found is None else (),
        "regions": regions(),
        "region": shown[0].id if len(shown) == 1 else "",
        "parts": [] if typed else [_part(region) for region in shown],
        "number": len(structures()),
        "unverified": sum(each.unverified for each in structures().values()),
        "version": VERSION,
    }
    return render(request, "web/desk/structures.html", context)


@page(*STAFF, methods=("GET",))
def structure(request: HttpRequest, name: str) -> HttpResponse:
    """One structure: how it is reached, what can go wrong there, where it lies, which source says so."""
    found = structures().get(name)
    if found is None:
        raise Http404("There is no such structure.")
    region = next(each for each in regions() if each.id == found.region)
    sites = dict(SITES)
    context = {
        "structure": found,
        "kept_as": f"structures/{found.region}:structures.{found.id}",
        "region": region,
        "hazards": [Hazardous(danger, _asks(danger.hazard.watch_for)) for danger in dangers([found.id])],
        "sites": [sites.get(site, site.replace("_", " ")) for site in found.triage_sites],
        "picture": _picture(found.id, "right" if found.sided else ""),
        "version": VERSION,
    }
    return render(request, "web/desk/structure.html", context)


def _part(region: Region) -> Part:
    return Part(region, tuple(each for each in structures().values() if each.region == region.id))


def _asks(variables: Sequence[str]) -> tuple[str, ...]:
    known = triage_rules().variables
    return tuple(known[name].ask for name in variables if name in known)


@lru_cache(maxsize=256)
def _picture(name: str, side: str) -> Picture:
    points = [Point(name, side)]
    slim, broad = (body_sheet(points, columns=n, name=f"structure-{n}") for n in (1, 2))
    return Picture(shown(slim), shown(broad))
