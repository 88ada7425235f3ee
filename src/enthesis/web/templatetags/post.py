"""Whether letters reach anybody, for the pages that promise one."""

from typing import Any

from django import template
from django.conf import settings

from enthesis.clinic.access import FRONT_DESK, LEAD
from enthesis.clinic.messages.providers import OF_FILES
from enthesis.clinic.messages.transports import stays_here
from enthesis.web.frame import me

register = template.Library()


@register.inclusion_tag("web/parts/post_stays.html", takes_context=True)
def post_stays(context: dict[str, Any]) -> dict[str, Any]:
    """Where no mail server is named: that no letter leaves, and where it lies."""
    who = me(context["request"])
    return {
        "stays": who.clinic is not None and stays_here(who.clinic),
        "is_example": who.is_example,
        "may_look": bool(who.roles & {LEAD, FRONT_DESK}),
    }


@register.inclusion_tag("web/parts/code_stays.html", takes_context=True)
def code_stays(context: dict[str, Any]) -> dict[str, Any]:
    """Where no mail server is named, and nobody is made up: that a code to sign in reaches nobody."""
    who = me(context["request"])
    stays = settings.EMAIL_BACKEND == OF_FILES and not who.is_example
    return {"stays": stays, "telephone": who.clinic.telephone if who.clinic else ""}
