"""Where a session's points lie, drawn on the body, with the same in words."""

from dataclasses import dataclass
from functools import lru_cache

from enthesis.pathway.events import InjectionsGiven, Site
from enthesis.pathway.injection import target
from enthesis.pictures.body import Point, body_sheet
from enthesis.web.figures import Picture, shown
from enthesis.web.telling_injection import site_in_words


@dataclass(frozen=True, slots=True)
class Injected:
    """One session: its points in words, and where they are."""

    given: InjectionsGiven
    points: tuple[str, ...]
    picture: Picture | None  # None where no point is in the catalogue


def injected(given: InjectionsGiven) -> Injected:
    """What a page shows of a session."""
    points = tuple(map(_point, given.sites))
    has_place = any(target(site.structure) is not None for site in given.sites)
    return Injected(given, tuple(map(site_in_words, given.sites)), _drawn(points, given.id) if has_place else None)


@lru_cache(maxsize=128)
def _drawn(points: tuple[Point, ...], name: str) -> Picture:
    slim, broad = (body_sheet(points, columns=n, name=f"body-{name}-{n}") for n in (1, 2))
    return Picture(shown(slim), shown(broad))


def _point(site: Site) -> Point:
    known = target(site.structure)
    return Point(known.id if known else site.structure, site.side, site_in_words(site))
