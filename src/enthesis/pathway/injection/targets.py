"""What was injected, by the catalogue of structures: its name, its hazards, where triage counts it."""

from enthesis.pathway.events import Site
from enthesis.pathway.structures import structures


def target_name(structure: str) -> str:
    """What a structure is called: the catalogue's name for its id, or else the clinician's own words."""
    known = structures().get(structure)
    return known.name if known else structure


def target_in_words(site: Site) -> str:
    """A point as one says it: "Iliolumbar ligament (left)"."""
    return f"{target_name(site.structure)}{f' ({site.side})' if site.side else ''}"
