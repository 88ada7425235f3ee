"""One round of the waiting list: what is over ends, and what is free now is offered to whoever is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from enthesis.clinic import holding
from enthesis.clinic.models import Clinic, Offer, WaitingEntry
from enthesis.clinic.offering import (
    Wishes,
    best_time,
    breaches,
    is_past,
    is_refused,
    visit_of,
    visits_of,
    wishes_from_json,
    would_be_missed,
)
from enthesis.clinic.offers import (
    ACCEPTED,
    DECLINED,
    LAPSED,
    LOST,
    OPEN,
    OVER,
    PLACED,
    WAITING,
    accepted,
    answer,
    end_entry,
    event_key,
    hold_for,
    let_go,
    place_of,
    visit_now,
)
from enthesis.clinic.opening import Seen, course_for_work
from enthesis.clinic.waiting_rules import ONE_BY_ONE, Rules, rules_of
from enthesis.scheduling.from_course import ToBook


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody on the list, with the visit as it stands now."""

    entry: WaitingEntry
    seen: Seen
    visit: ToBook | None  # with days as its window; None: it hangs on a visit that has no time yet
    wishes: Wishes

    @property
    def is_urgent(self) -> bool:
        """Whether the visit's window would otherwise be missed."""
        return self.visit is not None and would_be_missed(self.seen, self.visit)


@dataclass(frozen=True, slots=True)
class GivenOut:
    """What one round did."""

    offers: tuple[Offer, ...]  # made now
    waiting: int  # entries that are on the list
    lapsed: int  # offers whose time was over, or that no longer fitted
    lost: int  # offers whose time somebody else has
    ended: int  # entries that left the list by themselves


def give_out(clinic: Clinic | int, now: datetime) -> GivenOut:
    """One round: end what is over, then offer what is free to whoever is next. Safe to call at any time, by several.

    Called each minute (`enthesis work`) and whenever somebody wants to: it does nothing where nothing is free.
    """
    key = clinic.pk if isinstance(clinic, Clinic) else clinic
    rules = rules_of(key)
    listed = list(_listed(key))
    ended = {line.entry.pk for line in listed if (state := _ends(line, now)) and end_entry(line.entry, state)}
    stands = {line.entry.pk: line for line in listed if line.entry.pk not in ended}
    lapsed, lost = _settle(key, stands, rules, now)
    for line in stands.values():
        line.entry.refresh_from_db(fields=["state"])
    left = [line for line in stands.values() if line.entry.state == WAITING]
    busy = set(Offer.objects.filter(entry__clinic=key, state=OPEN).values_list("entry__course", flat=True))
    made = []
    for line in sorted(left, key=_turn):
        if line.entry.course_id not in busy and (offer := _give(line, rules, now)) is not None:
            made.append(offer)
            busy.add(line.entry.course_id)
    return GivenOut(tuple(made), len(left), lapsed, lost, len(ended))


def waiting_list(clinic: int) -> list[Waiting]:
    """Everybody on a clinic's list, in the order in which times are offered."""
    return sorted(_listed(clinic), key=_turn)


def _listed(clinic: int) -> Iterator[Waiting]:
    for entry in WaitingEntry.objects.filter(clinic=clinic, state=WAITING).order_by("since", "pk"):
        seen = course_for_work(entry.course_id)
        if seen is not None:
            yield Waiting(entry, seen, visit_now(seen, entry), wishes_from_json(entry.wishes))


def _turn(line: Waiting) -> tuple[bool, date, datetime, int]:
    """The place in the order."""
    closes = line.visit.wanted.closes if line.visit and line.is_urgent else None
    return not line.is_urgent, closes or date.max, line.entry.since, line.entry.pk


def _ends(line: Waiting, now: datetime) -> str:
    """How an entry ends by itself; "" where it stands."""
    entry, seen = line.entry, line.seen
    today = now.astimezone(seen.zone).date()
    there = visit_of(visits_of(seen), entry.visit, entry.item)
    if there is None or (entry.until is not None and entry.until < today):
        return OVER  # it took place, was cancelled, or is of no use any more
    if not entry.visit and there.booking is not None:
        return PLACED
    return OVER if is_past(line.visit or there, now, today) else ""


def _settle(clinic: int, stands: dict[int, Waiting], rules: Rules, now: datetime) -> tuple[int, int]:
    """End the open offers that are over, that no longer fit, or whose time somebody else has: how many of each kind."""
    lapsed = lost = 0
    for offer in Offer.objects.filter(entry__clinic=clinic, state=OPEN).select_related("entry").order_by("pk"):
        state = _settled(offer, stands.get(offer.entry_id), rules, now)
        if state == ACCEPTED:
            accepted(offer, now)
        elif state and answer(Offer.objects.filter(pk=offer.pk, state=OPEN), state, now):
            let_go(offer.entry.course_id)
            lapsed += state == LAPSED
            lost += state == LOST
    return lapsed, lost


def _settled(offer: Offer, line: Waiting | None, rules: Rules, now: datetime) -> str:
    """How an open offer ends now; "" where it stands. One that should be held and is not is held again."""
    seen = line.seen if line else course_for_work(offer.entry.course_id)
    if seen is not None and any(event.id.startswith(f"{event_key(offer)}-") for event in seen.log):
        return ACCEPTED  # the process that took the yes ended before it could write so
    if line is None or line.visit is None or now >= offer.until:
        return LAPSED
    placed = place_of(line.seen, offer, line.visit)
    codes = {breach.code for breach in breaches(line.seen, line.visit, placed, now)}
    if codes:
        return LOST if codes == {"booked"} else LAPSED
    held = holding.held(offer.entry.course_id)
    if rules.way == ONE_BY_ONE and (held is None or held.until < offer.until):
        return "" if hold_for(line.seen, line.visit, placed, now, offer.until - now) else LOST
    return ""


def _give(line: Waiting, rules: Rules, now: datetime) -> Offer | None:
    """Offer somebody the best time that is free; None where none is, or where the course has other times held."""
    held = holding.held(line.entry.course_id)
    if line.visit is None or (held is not None and held.kind != holding.OFFER and held.lasts(now)):
        return None
    lasts = timedelta(minutes=rules.minutes)
    said_no = Offer.objects.filter(entry=line.entry, state__in=(DECLINED, LAPSED)).values_list("starts", "minutes")
    spans = [(starts, starts + timedelta(minutes=minutes)) for starts, minutes in said_no]
    placed = best_time(line.seen, line.visit, line.wishes, now=now, lasts=lasts, until=line.entry.until, without=spans)
    if placed is None or is_refused(line.seen, line.visit, placed, now.astimezone(line.seen.zone).date()):
        return None
    if rules.way == ONE_BY_ONE and not hold_for(line.seen, line.visit, placed, now, lasts):
        return None
    try:
        with transaction.atomic():
            return Offer.objects.create(
                entry=line.entry,
                starts=placed.starts,
                minutes=line.visit.wanted.minutes,
                resources="\n".join(placed.resources),
                made_at=now,
                until=now + lasts,
            )
    except IntegrityError:  # another round was quicker
        return None
