"""Template tags of restricted records."""

from datetime import datetime, tzinfo

from django import template

from enthesis.clinic.numbers import PERSON, number_of
from enthesis.clinic.opening import Seen
from enthesis.web import words
from enthesis.web.frame import today_at

register = template.Library()


@register.filter
def moment(instant: datetime, zone: tzinfo) -> str:
    """An instant on the clinic's clock, near days by name."""
    return words.moment(instant, zone, today_at(zone))


@register.filter
def person_number(seen: Seen) -> str:
    """The number of the patient whose course it is: "P-0031"."""
    return number_of(seen.person, PERSON)
