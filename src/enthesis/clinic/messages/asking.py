"""Messages that ask for an answer: a free time that is offered, a move that is proposed. They end when it is answered.

They follow from rows (`Offer`, `Hold`) and not from the log, for neither is anything that happened in the course yet.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from enthesis.clinic.holding import MOVE
from enthesis.clinic.messages.rows import choices_of
from enthesis.clinic.models import Hold, Offer
from enthesis.pathway.messages import Planned, awake
from enthesis.pathway.messages.model import OFFER, PROPOSED_MOVE

OPEN = "open"


def questions(now: datetime, course: int | None = None) -> Iterator[tuple[int, Planned]]:
    """What patients are asked now, in one course or in all: whose course, and the message."""
    offers = Offer.objects.filter(state=OPEN, until__gt=now).select_related("entry")
    holds = Hold.objects.filter(kind=MOVE, until__gt=now)
    if course is not None:
        offers, holds = offers.filter(entry__course=course), holds.filter(course=course)
    for offer in offers.order_by("pk"):
        entry = offer.entry
        made = (OFFER, entry.visit, f"{OFFER}:{entry.visit}:{offer.pk}", offer.made_at, offer.until, offer.starts)
        yield entry.course_id, _planned(entry.clinic_id, *made)
    for hold in holds.order_by("pk"):
        key = f"{PROPOSED_MOVE}::{hold.key}"
        yield hold.course_id, _planned(hold.clinic_id, PROPOSED_MOVE, "", key, hold.made_at, hold.until, hold.made_at)


def _planned(
    clinic: int, purpose: str, visit: str, key: str, made: datetime, until: datetime, starts: datetime
) -> Planned:
    zone, times, _ = choices_of(clinic)
    due = awake(made + timedelta(minutes=times.amounts[purpose]), until, times.quiet, zone)
    return Planned(purpose, visit, key[:160], due, until, starts)
