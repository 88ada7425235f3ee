"""A lot: when two numbers are the same one, when they may be, and which points of a session it reached."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from enthesis.pathway.events import InjectionsGiven, Part, Site
from enthesis.pathway.injection.syringes import SKIN, syringe_key

LONGEST = 100  # characters of a lot number that are looked at
SHORTEST_PIECE = 4  # a shorter number inside another one is chance
SHORTEST_TYPED = 3  # of two shorter numbers, one wrong character makes another number
_ALIKE = str.maketrans("oilszb", "011528")  # letters that a hand or an eye takes for digits


class How(StrEnum):
    """How it is known which points a lot reached."""

    SYRINGE = "syringe"  # the record tells the syringe of the lot and of its points
    PARTLY = "partly"  # of some points the syringe is not told: they are counted
    SKIN = "skin"  # it numbed the skin before the needle: every point is counted
    SESSION = "session"  # nothing tells the points apart: every point is counted


@dataclass(frozen=True, slots=True)
class Point:
    """One point that a lot reached, or may have reached where the record does not tell (`is_told` false)."""

    site: Site
    is_told: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Which points of one session a lot reached, and why just these."""

    points: tuple[Point, ...]
    how: How
    says: str


def lot_key(lot: str) -> str:
    """A lot number by its letters and digits alone: case, blanks, dashes and other signs say nothing.

    >>> lot_key("DX-2026 / 11b")
    'dx202611b'
    """
    plain = unicodedata.normalize("NFKC", lot).casefold()
    return "".join(character for character in plain if character.isalnum())[:LONGEST]


def is_near(key: str, other: str) -> bool:
    """Whether another lot's key may be the same lot written wrongly: one character, a look-alike, a piece of it."""
    if key == other or not key or not other:
        return False
    if key.translate(_ALIKE) == other.translate(_ALIKE):
        return True
    shorter, longer = sorted((key, other), key=len)
    if len(shorter) >= SHORTEST_PIECE and shorter in longer:
        return True
    return len(shorter) >= SHORTEST_TYPED and OSA.distance(key, other, score_cutoff=1) <= 1


def reach(given: InjectionsGiven, places: Collection[int]) -> Reach:
    """The points that the parts at `places` of a session's solution reached, in the order of the record.

    Where the record does not tell, every point that may have got it counts: a recall that misses a patient is worse
    than one that names a point too many.
    """
    found = [_of_part(given.sites, given.solution[place]) for place in sorted(places) if place < len(given.solution)]
    if not found or not given.sites:
        return Reach((), How.SESSION, "The record names no points." if found else "The record names no such part.")
    told = set[int]().union(*(one.sure for one in found))
    every = told.union(*(one.maybe for one in found))
    points = tuple(Point(site, place in told) for place, site in enumerate(given.sites) if place in every)
    says = " ".join(dict.fromkeys(one.says for one in found))
    return Reach(points, max((one.how for one in found), key=_WIDER.index), says)


_WIDER = (How.SYRINGE, How.PARTLY, How.SKIN, How.SESSION)


@dataclass(frozen=True, slots=True)
class _Found:
    """What one part reached, as places among the sites."""

    how: How
    says: str
    sure: set[int]
    maybe: set[int]


def _of_part(sites: Sequence[Site], part: Part) -> _Found:
    everywhere = set(range(len(sites)))
    name, mine = part.syringe.strip(), syringe_key(part.syringe)
    if not mine:
        return _Found(How.SESSION, "Its syringe is not told: every point of the session.", set(), everywhere)
    if mine == SKIN:
        return _Found(How.SKIN, "It numbed the skin: every point of the session.", set(), everywhere)
    sure = {place for place in everywhere if syringe_key(sites[place].syringe) == mine}
    untold = {place for place in everywhere if not syringe_key(sites[place].syringe)}
    if sure and not untold:
        return _Found(How.SYRINGE, f"The points that got syringe {name}.", sure, set())
    if sure:
        says = f"The points that got syringe {name}, and those whose syringe is not told."
        return _Found(How.PARTLY, says, sure, untold)
    if untold:
        says = f"No point names syringe {name}: those whose syringe is not told."
        return _Found(How.PARTLY, says, set(), untold)
    return _Found(How.SESSION, f"No point names syringe {name}: every point of the session.", set(), everywhere)
