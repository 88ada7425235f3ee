"""Which page of trials belongs to a course, and the way to it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.clinic.opening import Seen
from enthesis.clinic.own_trials import table_of
from enthesis.pathway.trials import Condition, shipped
from enthesis.web.about.links import Link
from enthesis.web.screening import region_of


def condition_of(seen: Seen) -> Condition | None:
    """The condition for the part of the body that a course is about; None where there is no page for it."""
    regions = region_of(seen.course)
    return next((one for one in shipped().conditions if set(one.body) & set(regions)), None)


def evidence_named_for(seen: Seen) -> str:
    """What a consent keeps of the page that stands beside it: the condition and the version of the table."""
    found = condition_of(seen)
    return f"{found.id} {table_of(seen.clinic).version}" if found else ""


def evidence_links(seen: Seen) -> tuple[Link, ...]:
    """The way to the page from other pages of a course; none where there is none."""
    found = condition_of(seen)
    return (Link(_("What trials say"), reverse("evidence_of", args=[found.id])),) if found else ()
