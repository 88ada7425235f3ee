"""The patient's own goal in one line, on other pages of the course."""

from typing import Any

from django import template

from enthesis.clinic.opening import Seen
from enthesis.pathway.events import GoalSet
from enthesis.web.clinician.kinds import may_record
from enthesis.web.outcomes.goal import shown_goal

register = template.Library()


@register.inclusion_tag("web/clinician/goal.html")
def course_goal(seen: Seen) -> dict[str, Any]:
    """For whoever works with the patient."""
    return {**shown_goal(seen), "may_set": may_record(seen, GoalSet)}


@register.inclusion_tag("web/patient/goal.html")
def own_goal(seen: Seen) -> dict[str, Any]:
    """For the patient, with the way to set it."""
    return {**shown_goal(seen), "way": True}
