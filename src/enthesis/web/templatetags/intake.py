"""What the pages of the evaluation need: the numbers to call, as they are shown and as a telephone dials them."""

from django import template
from django.template import Context

from enthesis.clinic.models import Clinic
from enthesis.web.about.contact import contact_of
from enthesis.web.frame import me

register = template.Library()


def dialled(number: str) -> str:
    """A number as a telephone takes it: digits, and a plus before them."""
    return "".join(c for place, c in enumerate(number.strip()) if c.isdigit() or (c == "+" and place == 0))


@register.simple_tag(takes_context=True)
def clinic_numbers(context: Context) -> dict[str, str]:
    """The numbers of the clinic whose page this is; empty where none is known."""
    clinic = context.get("clinic")
    if not isinstance(clinic, Clinic):
        request = context.get("request")
        clinic = me(request).clinic if request is not None else None
    found = contact_of(clinic)
    told = {
        "emergency": found.emergency_number,
        "telephone": found.telephone,
        "closed": found.telephone_when_closed,
    }
    return {**told, **{f"{name}_dialled": dialled(number) for name, number in told.items()}}
