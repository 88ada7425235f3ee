"""What stands on the course's page about its papers: the consent with what was asked, and pictures that are ordered."""

from typing import Any

from django import template

from enthesis.clinic.access import CLINICIAN
from enthesis.clinic.opening import Seen
from enthesis.web.consent.shown import shown

register = template.Library()


@register.inclusion_tag("web/consent/of_course.html")
def course_papers(seen: Seen) -> dict[str, Any]:
    """The consent of a course in one line, and the questions that wait for a clinician."""
    return {"seen": seen, "told": shown(seen), "is_clinician": CLINICIAN in seen.roles}
