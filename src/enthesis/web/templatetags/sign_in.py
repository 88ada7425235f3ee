"""What the sign-in pages say of the clinic and of the one who reads them."""

import re
from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.translation import gettext as _

from enthesis.clinic.access import PATIENT, STAFF
from enthesis.web.frame import is_example, me

register = template.Library()
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whether a second step is asked of an account."""

    is_asked: bool
    is_exempt: bool  # it would be, in a clinic that is no example
    is_patient: bool


@register.simple_tag(takes_context=True)
def example_clinic(context: Context) -> bool:
    """Whether this is the door of an example clinic."""
    request = context.get("request")
    return request is not None and me(request).is_example


@register.simple_tag(takes_context=True)
def second_step(context: Context) -> Asked:
    """Whether a second step is asked of the one who reads the page."""
    request = context.get("request")
    works_at = [clinic for clinic, roles in me(request).joined if roles & STAFF] if request is not None else []
    asks = any(not is_example(clinic) for clinic in works_at)
    is_patient = request is not None and PATIENT in me(request).roles
    return Asked(asks, bool(works_at) and not asks, is_patient)


@register.filter
def browser(agent: str) -> str:
    """A browser and a machine as people call them, from what a browser says of itself."""
    program = next((name for mark, name in _BROWSERS if re.search(mark, agent)), _("Another program"))
    machine = next((name for mark, name in _MACHINES if mark in agent), "")
    return f"{program}, {machine}" if machine else program
