"""What a patient's visits put among the things that come next: answers that are awaited, times to be chosen."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.clinic.opening import Seen
from enthesis.clinic.own_visits import Needs, barred, needs
from enthesis.clinic.visit_rules import visit_rules
from enthesis.web.patient.telling import Card
from enthesis.web.patient.visits import telling
from enthesis.web.patient.visits.views import kept_for, offer_of
from enthesis.web.said import plainly


def to_choose(seen: Seen) -> Needs | None:
    """What wants a time that the patient can choose alone; None where nothing does."""
    found = needs(seen)
    return found if found.wanting and barred(seen, visit_rules(seen.clinic)) is None else None


def to_answer(seen: Seen, now: datetime, several: bool) -> list[Card]:
    """What waits for a yes or no: these come first."""
    about = plainly(seen.course.problem) if several else ""
    found = []
    kept, offer = kept_for(seen, now), offer_of(seen, now)
    if kept is not None:
        move = _("Your clinic asks to move a visit") if kept.count == 1 else _("Your clinic asks to move some visits")
        found.append(
            Card(
                title=move if kept.is_move else _("Times are kept for you"),
                when=_("Answer by %(until)s") % {"until": kept.until},
                why=_("See the old and the new time, and say yes or no.") if kept.is_move else _("Say yes or no."),
                about=about,
                url=reverse("visits-kept", args=[seen.number]),
                action=_("See it"),
                is_now=True,
            )
        )
    if offer is not None:
        found.append(
            Card(
                title=_("An earlier time is free") if offer.was else _("A time is free"),
                when=_("Answer by %(until)s") % {"until": offer.until},
                why=f"{offer.title}: {offer.when}.",
                about=about,
                url=reverse("visits-offer", args=[seen.number]),
                action=_("See it"),
                is_now=True,
            )
        )
    return found


def choosing(seen: Seen, wants: Needs, several: bool) -> Card:
    """The way to choose the times of all visits that want one."""
    names = [telling.title(seen, each.activity, each.number) for each in wants.wanting]
    listed = ", ".join(names[:3])
    if len(names) > 3:
        listed = _("%(names)s and %(count)d more") % {"names": listed, "count": len(names) - 3}
    return Card(
        title=_("Choose the times of your visits") if len(names) > 1 else _("Choose the time of your visit"),
        when=_("When it suits you"),
        why=_("Without a time yet: %(visits)s. You see good times and choose.") % {"visits": listed},
        about=plainly(seen.course.problem) if several else "",
        url=reverse("visits-pick", args=[seen.number]),
        action=_("Choose times") if len(names) > 1 else _("Choose a time"),
        is_now=True,
    )
