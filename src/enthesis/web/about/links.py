"""The way to a leaflet, from the pages of a course."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from enthesis.pathway.course import Course
from enthesis.pathway.leaflets import Leaflet, load, named
from enthesis.pathway.leaflets.library import ENGLISH
from enthesis.web.said import language_now
from enthesis.web.screening import region_of


@dataclass(frozen=True, slots=True)
class Link:
    """A leaflet to read."""

    title: str
    url: str


def links(leaflets: Iterable[Leaflet], course: Course | None = None) -> tuple[Link, ...]:
    """The way to each leaflet, for the part of the body that a course is about."""
    region = next(iter(region_of(course)), "") if course else ""
    asked = f"?for={region}" if region else ""
    shown = map(spoken_leaflet, leaflets)
    return tuple(Link(leaflet.title, reverse("leaflet", args=[leaflet.id]) + asked) for leaflet in shown)


def spoken_leaflet(leaflet: Leaflet) -> Leaflet:
    """The same leaflet in the language of the page, where it is translated."""
    return load().leaflet(leaflet.id, language_now()) or leaflet


def given_at_consent(also: Iterable[str] = (), language: str = ENGLISH) -> list[tuple[str, str]]:
    """The leaflets that explain what is confirmed before signing, by the name that a record keeps; `also` others."""
    library = load()
    found = [
        leaflet
        for leaflet in library.of(language) or library.of(ENGLISH)
        if any(said.consent for said in leaflet.statements)
    ]
    options = [(named(each, library), f"{each.title} ({each.version})") for each in found]
    known = {name for name, _ in options}
    return [*options, *((name, name) for name in also if name not in known)]
