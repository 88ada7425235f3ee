"""Offers as rows: which time was offered to whom, whether it is held, and how each was answered."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from enthesis.clinic import holding
from enthesis.clinic.access import Operator
from enthesis.clinic.booking import events_of
from enthesis.clinic.door import Refused, new_id
from enthesis.clinic.models import Offer, WaitingEntry
from enthesis.clinic.offering import dated, visit_of, visits_of
from enthesis.clinic.opening import Seen
from enthesis.scheduling.from_course import ToBook
from enthesis.scheduling.problem import Placed

WAITING, PLACED, WITHDRAWN, OVER = "waiting", "placed", "withdrawn", "over"  # of an entry
OPEN, ACCEPTED, DECLINED, LAPSED, LOST = "open", "accepted", "declined", "lapsed", "lost"  # of an offer


def hold_for(seen: Seen, visit: ToBook, placed: Placed, now: datetime, lasts: timedelta) -> bool:
    """Keep a time free for one patient. False: somebody was quicker, or other times are held for the course."""
    key = new_id()
    today = now.astimezone(seen.zone).date()
    events = events_of(seen, [visit], [placed], key=key, on=today, confirmed=True, by_patient=True)
    try:
        holding.hold(seen, events, key=key, by=Operator(), now=now, kind=holding.OFFER, lasts=lasts, spares=True)
    except Refused:
        return False
    return True


def accepted(offer: Offer, now: datetime) -> Offer:
    """Write down that a yes counts, and that whoever was offered the same time has lost it."""
    with transaction.atomic():
        Offer.objects.filter(pk=offer.pk).exclude(state=ACCEPTED).update(state=ACCEPTED, answered_at=now)
        WaitingEntry.objects.filter(pk=offer.entry_id).update(state=PLACED)
        answer(_rivals(offer), LOST, now)
    offer.refresh_from_db()
    return offer


def _rivals(offer: Offer) -> list[Offer]:
    """Other open offers of something that this one takes up, at the same time."""
    ends = offer.starts + timedelta(minutes=offer.minutes)
    mine = set(offer.resources.split("\n")) - {""}
    others = Offer.objects.filter(entry__clinic=offer.entry.clinic_id, state=OPEN, starts__lt=ends)
    return [
        other
        for other in others.exclude(pk=offer.pk)
        if offer.starts < other.starts + timedelta(minutes=other.minutes) and mine & set(other.resources.split("\n"))
    ]


def answer(offers: Iterable[Offer], state: str, now: datetime) -> int:
    """Give those of some offers that are still open their end: how many there were."""
    keys = [offer.pk for offer in offers]
    return Offer.objects.filter(pk__in=keys, state=OPEN).update(state=state, answered_at=now)


def end_entry(entry: WaitingEntry, state: str) -> bool:
    """Take an entry off the list; whether it was on it."""
    return WaitingEntry.objects.filter(pk=entry.pk, state=WAITING).update(state=state) > 0


def let_go(course: int) -> None:
    """Times that were held for an offer of a course are free again; what else is held for it stays."""
    held = holding.held(course)
    if held is not None and held.kind == holding.OFFER:
        holding.let_go(course)


def event_key(offer: Offer) -> str:
    """The beginning of the ids of the events that a yes records."""
    return f"offer-{int(offer.made_at.timestamp()):x}-{offer.pk}"


def visit_now(seen: Seen, entry: WaitingEntry) -> ToBook | None:
    visits = visits_of(seen)
    visit = visit_of(visits, entry.visit, entry.item)
    return dated(seen, visits, visit) if visit else None


def place_of(seen: Seen, offer: Offer, visit: ToBook | None) -> Placed:
    ends = offer.starts + timedelta(minutes=offer.minutes)
    day = offer.starts.astimezone(seen.zone).date()
    names = tuple(name for name in offer.resources.split("\n") if name)
    return Placed(visit.wanted.id if visit else offer.entry.item, day, offer.starts, ends, names)
