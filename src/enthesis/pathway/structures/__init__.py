"""The catalogue of places that are injected: ligaments, tendons, joints and their attachments, with their hazards.

    mcl = find("medial colateral ligament")        # Structure "knee-mcl"; None where two could be meant
    [hazards()[name].says for name in mcl.hazards]

The files are in `knowledge/structures`, one for each region. What no source states is empty, never filled in.
"""

from enthesis.pathway.structures.catalogue import hazards, load, regions, structures, views
from enthesis.pathway.structures.model import KINDS, SIDES, Catalogue, Hazard, Place, Region, Structure, View
from enthesis.pathway.structures.reading import Known, known_words, read_catalogue
from enthesis.pathway.structures.search import find, suggest

VERSION: str  # of the catalogue, as its files say


def __getattr__(name: str) -> str:
    if name == "VERSION":
        return load().version
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "KINDS",
    "SIDES",
    "VERSION",
    "Catalogue",
    "Hazard",
    "Known",
    "Place",
    "Region",
    "Structure",
    "View",
    "find",
    "hazards",
    "known_words",
    "load",
    "read_catalogue",
    "regions",
    "structures",
    "suggest",
    "views",
]
