"""What stands on the course's page about its papers: the consent with what was asked, and pictures that are ordered."""

from typing import Any

from django import template

from enthesis.clinic.access import CLINICIAN
from enthesis.clinic.opening import Seen
from enthesis.pathway.events import ImagingOrdered
from enthesis.web.consent.shown import shown
from enthesis.web.telling import imaged

register = template.Library()


@register.filter
def imaging(order: ImagingOrdered) -> str:
    """X-ray, left knee."""
    said = imaged(order)
    return f"{said[:1].upper()}{said[1:]}"


@register.inclusion_tag("web/consent/care.html")
def consent_care(seen: Seen) -> dict[str, Any]:
    """What to look at before an injection is recorded; nothing where the consent holds."""
    told = shown(seen)
    return {"told": told, "seen": seen}


@register.inclusion_tag("web/consent/of_course.html")
def course_papers(seen: Seen) -> dict[str, Any]:
    """The consent of a course in one line, and the questions that wait for a clinician."""
    return {"seen": seen, "told": shown(seen), "is_clinician": CLINICIAN in seen.roles}
