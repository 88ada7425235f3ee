"""Patient information leaflets: what a clinic tells people before, during and after prolotherapy, with every source.

The words are data, in `knowledge/patient`; this package reads them, checks them and fills in the clinic's numbers.
"""

from enthesis.pathway.leaflets.citations import Citation, cited
from enthesis.pathway.leaflets.consent import ConsentItem, consent_items, disagreements
from enthesis.pathway.leaflets.figures import numbers_in
from enthesis.pathway.leaflets.filling import NOBODY, Contact, filled
from enthesis.pathway.leaflets.library import load, read_library
from enthesis.pathway.leaflets.model import (
    BETTER,
    Chances,
    Flag,
    Frame,
    Leaflet,
    Level,
    Library,
    Option,
    Section,
    Statement,
    Word,
    statements_of,
)
from enthesis.pathway.leaflets.style import faults
from enthesis.pathway.leaflets.text import (
    Fared,
    chances_shown,
    fared,
    lines,
    named,
    running_text,
    sources_shown,
    words_shown,
)

__all__ = [
    "BETTER",
    "NOBODY",
    "Chances",
    "Citation",
    "ConsentItem",
    "Contact",
    "Fared",
    "Flag",
    "Frame",
    "Leaflet",
    "Level",
    "Library",
    "Option",
    "Section",
    "Statement",
    "Word",
    "chances_shown",
    "cited",
    "consent_items",
    "disagreements",
    "fared",
    "faults",
    "filled",
    "lines",
    "load",
    "named",
    "numbers_in",
    "read_library",
    "running_text",
    "sources_shown",
    "statements_of",
    "words_shown",
]
