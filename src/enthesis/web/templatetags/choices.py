"""What other pages show of decision aids, and what their own templates need."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template

from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Course
from enthesis.pathway.decision_aid import shipped
from enthesis.pathway.leaflets import load
from enthesis.web.about.links import Link, links
from enthesis.web.choices.finding import aid_links
from enthesis.web.choices.showing import answered
from enthesis.web.said import said
from enthesis.web.telling_choices import values_details
from enthesis.web.words import on_paper

register = template.Library()


@register.simple_tag
def aid_label(name: str) -> str:
    """A word of the decision aids in the language of the page."""
    return said(shipped()[0].shared.labels[name])


@register.simple_tag
def filled_label(label: str, on: date | None) -> str:
    """A label with a day in it."""
    return said(label.format(on=on_paper(on) if on else "?"))


@register.simple_tag
def general_leaflet(course: Course) -> Link | None:
    """The leaflet that compares the ways in general, for a problem without an aid of its own."""
    leaflet = load().leaflet("alternatives")
    return links([leaflet], course)[0] if leaflet else None


@register.simple_tag
def choices_of(seen: Seen) -> Sequence[Link]:
    """The way to the decision aid of a course."""
    return aid_links(seen)


@register.inclusion_tag("web/choices/to_list.html")
def choices_card() -> dict[str, Any]:
    """The way to the list of decision aids, among the leaflets."""
    return {}


@register.inclusion_tag("web/choices/card.html")
def values_card(seen: Seen) -> dict[str, Any]:
    """What matters to the patient, for the clinician; nothing where nothing was answered or this role may not read."""
    event = answered(seen)
    return {"event": event, "details": list(values_details(event)) if event else [], "number": seen.number}
