"""The catalogue that ships with the programme, read once and handed out."""

from collections.abc import Mapping
from functools import cache

from enthesis.knowledge import path
from enthesis.pathway.structures.model import Catalogue, Hazard, Region, Structure, View
from enthesis.pathway.structures.reading import known_words, read_catalogue


@cache
def load() -> Catalogue:
    """The whole catalogue, read on first use. Raises `NotReadable` where a file is wrong."""
    return read_catalogue(path("structures"), known_words())


def structures() -> Mapping[str, Structure]:
    """Every structure by its id, in the order of the files."""
    return load().structures


def hazards() -> Mapping[str, Hazard]:
    """Every hazard by its id."""
    return load().hazards


def regions() -> tuple[Region, ...]:
    """The regions from head to foot."""
    return load().regions


def views() -> Mapping[str, View]:
    """Every drawing by its id, the whole body first."""
    return load().views
