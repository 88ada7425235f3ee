"""Notes by template: what a clinician is asked for after a consultation, and the text that is kept of it."""

from enthesis.pathway.notes.reading import Field, Kind, Section, Template, read_templates, shipped, template_for
from enthesis.pathway.notes.writing import WORDS, read_back, written

__all__ = [
    "WORDS",
    "Field",
    "Kind",
    "Section",
    "Template",
    "read_back",
    "read_templates",
    "shipped",
    "template_for",
    "written",
]
