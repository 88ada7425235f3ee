"""The ways from a patient's first page to what is kept about a course and about the patient."""

from collections.abc import Sequence
from typing import Any

from django import template

from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Status

register = template.Library()


@register.inclusion_tag("web/patient/own_pages.html")
def own_pages(courses: Sequence[Seen]) -> dict[str, Any]:
    """The papers of each course, those that are closed folded away, and what concerns the patient alone."""
    closed = [seen for seen in courses if seen.course.status is Status.CLOSED]
    return {
        "going": [seen for seen in courses if seen not in closed],
        "closed": closed,
        "is_one": len(courses) == 1,
    }
