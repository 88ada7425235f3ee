"""Which decision aid belongs to a course, and the way to it."""

from django.urls import reverse

from enthesis.clinic.opening import Seen
from enthesis.pathway.decision_aid import Aid, aid_for
from enthesis.web.about.links import Link
from enthesis.web.said import plainly
from enthesis.web.screening import region_of


def aid_of(seen: Seen) -> Aid | None:
    """The aid for the part of the body that a course is about."""
    return next((aid for region in region_of(seen.course) if (aid := aid_for(region))), None)


def aid_named_for(seen: Seen) -> str:
    """What a consent keeps of the aid that stands beside it; "" where there is none."""
    aid = aid_of(seen)
    return aid.named if aid else ""


def aid_links(seen: Seen) -> tuple[Link, ...]:
    """The way to the aid from other pages of a course; none where there is no aid."""
    aid = aid_of(seen)
    return (Link(plainly(aid.shared.labels["choices"]), reverse("own-choices", args=[seen.number])),) if aid else ()
