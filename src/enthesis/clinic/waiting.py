"""The waiting list: patients who would take another time for a visit, or any time for one that found none.

`give_out` looks at what is free now, however it became free, and offers each patient in turn the best time that fits
the visit's window and the patient's wishes. An offer is a row (`Offer`, state `open`); whoever sends messages tells the
patient of it. A clinic chooses whether a time is held for one patient at a time or goes to whoever says yes first.

The order, the same for every clinic: first those whose window would be missed (nothing is booked, or outside of the
window), the window that closes first before the others; then all others. Of two alike, the one who waits longer.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import transaction

from enthesis.clinic.access import MAY_RECORD, By, Operator, handle
from enthesis.clinic.booking import events_of
from enthesis.clinic.door import Recorded, Refused, record_all
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.giving_out import GivenOut, Waiting, give_out, waiting_list
from enthesis.clinic.looks import refusal
from enthesis.clinic.models import CourseRecord, Offer, Resource, WaitingEntry
from enthesis.clinic.numbers import key_of, number_of
from enthesis.clinic.offering import Wishes, breaches, dated, is_past, visit_of, visits_of, wishes_as_json
from enthesis.clinic.offers import (
    ACCEPTED,
    DECLINED,
    LAPSED,
    LOST,
    OPEN,
    WAITING,
    WITHDRAWN,
    accepted,
    answer,
    end_entry,
    event_key,
    let_go,
    place_of,
    visit_now,
)
from enthesis.clinic.opening import Seen, open_course
from enthesis.clinic.prepared import Prepared
from enthesis.clinic.waiting_rules import Rules, rules_of, set_minutes, set_way
from enthesis.clinic.writing import refused
from enthesis.pathway.events import VisitMoved
from enthesis.pathway.finding import Finding
from enthesis.scheduling.from_course import ToBook

__all__ = [
    "Accepted",
    "GivenOut",
    "Rules",
    "Waiting",
    "Wishes",
    "accept",
    "decline",
    "give_out",
    "join",
    "joinable",
    "leave",
    "open_offer",
    "open_offers",
    "rules_of",
    "set_minutes",
    "set_way",
    "waiting_list",
]

ANY = Wishes()
MOST_NOTICE = 28 * 24  # hours

_NO_SUCH_ENTRY = ("no-such-entry", "There is no such entry on the waiting lists that you may see.")
_NO_SUCH_OFFER = ("no-such-offer", "There is no such offer among those that you may see.")
_NO_SUCH_VISIT = refused(
    "no-such-visit", "There is no such visit that could have another time.", "Choose one that the course has to come."
)
_TAKEN_BY_ANOTHER = refused(
    "offer-lost", "Somebody else was quicker: this time is taken.", "You stay on the list and hear of the next one."
)
_NO_LONGER_FITS = refused(
    "offer-over", "This time no longer fits the course.", "You stay on the list and hear of the next one."
)
_ACCEPTED = refused("offer-over", "This offer was accepted.", "Move or cancel the visit instead.")
_SAYS = {
    DECLINED: "This offer was declined.",
    LAPSED: "The time to answer this offer is over.",
    LOST: "Somebody else was quicker: this time is taken.",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A yes that counts, and what was recorded with it."""

    offer: Offer
    recorded: Recorded
    again: bool  # it had been said before


# -- on and off the list ------------------------------------------------------------------------------------------


def join(
    seen: Seen,
    visit: str,
    item: str,
    wishes: Wishes = ANY,
    *,
    by: By,
    now: datetime,
    until: date | None = None,
) -> WaitingEntry:
    """Put a visit of a course on the list. Who is on it already keeps the place and gets the new wishes.

    `visit`: the booked visit that would move; "": none is booked, and `item` (`ToBook.wanted.id`) names which it is.
    `until`: the last day that is of use. Raises `Refused` with findings, and `NotAllowed`.
    """
    course = _check_may(by, seen, "join-waiting")
    found = visit_of(visits_of(seen), visit, item)
    problem = _why_not(seen, found, visit, wishes, now, until)
    if found is None or problem is not None:
        raise refusal(Refused([problem or _NO_SUCH_VISIT]), by, "join-waiting", seen.clinic, course, seen.person)
    booked = found.booking.visit if found.booking else ""
    fields = {"wishes": wishes_as_json(wishes), "until": until}
    with transaction.atomic():
        CourseRecord.objects.select_for_update().get(pk=course)  # two pages that are sent at once take turns
        entry = WaitingEntry.objects.filter(course=course, item=found.wanted.id, visit=booked, state=WAITING).first()
        if entry is None:
            about = {"clinic_id": seen.clinic, "course_id": course, "visit": booked, "item": found.wanted.id}
            return WaitingEntry.objects.create(**about, **fields, since=now, made_by=handle(by))
        WaitingEntry.objects.filter(pk=entry.pk).update(**fields)
    entry.refresh_from_db()
    return entry


def leave(entry: WaitingEntry | int, *, by: By, now: datetime) -> WaitingEntry:
    """Take somebody off the list; an open offer ends with it. Whoever is off stays off. Raises `NotAllowed`."""
    found = entry if isinstance(entry, WaitingEntry) else _entry(entry, by)
    seen = open_course(number_of(found.course_id), by=by)
    course = _check_may(by, seen, "leave-waiting")
    end_entry(found, WITHDRAWN)
    if answer(Offer.objects.filter(entry=found, state=OPEN), DECLINED, now):
        let_go(course)
    found.refresh_from_db()
    return found


def joinable(seen: Seen, now: datetime) -> list[ToBook]:
    """The visits of a course that can be put on the list, with days as their windows."""
    visits = visits_of(seen)
    return [found for visit in visits if (found := dated(seen, visits, visit)) and not is_past(found, now)]


# -- offers -------------------------------------------------------------------------------------------------------


_OPEN = Prepared(
    lambda course, now: (
        Offer.objects.filter(entry__course=course, state=OPEN, until__gt=now).select_related("entry").order_by("pk")[:1]
    )
)


def open_offer(course: Seen | str, now: datetime | None = None) -> Offer | None:
    """The offer that a course can answer now, with its entry; None where there is none."""
    key = key_of(course.number if isinstance(course, Seen) else course)
    return next(iter(_OPEN(key, now or datetime.now(UTC)) if key else ()), None)


def open_offers(clinic: int, now: datetime) -> list[Offer]:
    """Every offer of a clinic that waits for an answer, with its entry: what messages are made of."""
    open_now = Offer.objects.filter(entry__clinic=clinic, state=OPEN, until__gt=now)
    return list(open_now.select_related("entry").order_by("pk"))


def accept(offer: Offer | int, *, by: By, now: datetime) -> Accepted:
    """Say yes: the visit is booked at the time offered, or moved to it, and confirmed. Said twice, it counts once.

    Raises `Refused` with `offer-over` where the offer is no longer open, and with `offer-lost` where somebody else has
    the time by now; `NotAllowed` for whom the course is not there or who may not book.
    """
    found, seen = _offered(offer, by, "accept-offer")
    said = tuple(event for event in seen.log if event.id.startswith(f"{event_key(found)}-"))
    if said:
        recorded = record_all(said, course=seen.number, by=by)
        return Accepted(accepted(found, now), recorded, again=True)
    if found.state == OPEN and now >= found.until:
        answer(Offer.objects.filter(pk=found.pk, state=OPEN), LAPSED, now)
        let_go(found.entry.course_id)
        found.refresh_from_db()
    if found.state != OPEN or found.entry.state != WAITING:
        raise _refusal(_over(found), by, found, seen)
    visit = visit_now(seen, found.entry)
    placed = place_of(seen, found, visit)
    against = breaches(seen, visit, placed, now) if visit else ()
    if visit is None or any(breach.code != "booked" for breach in against):
        answer(Offer.objects.filter(pk=found.pk, state=OPEN), LAPSED, now)
        raise _refusal(_NO_LONGER_FITS, by, found, seen)
    today = now.astimezone(seen.zone).date()
    events = events_of(seen, [visit], [placed], key=event_key(found), on=today, confirmed=True, by_patient=True)
    try:
        recorded = record_all(events, course=seen.number, by=by)
    except Refused as problem:
        if "time-taken" not in problem.codes:
            raise
        answer(Offer.objects.filter(pk=found.pk, state=OPEN), LOST, now)
        raise Refused([_TAKEN_BY_ANOTHER, *problem.findings], problem.event) from None
    return Accepted(accepted(found, now), recorded, recorded.again)


def decline(offer: Offer | int, *, by: By, now: datetime) -> Offer:
    """Say no: the time goes to the next, and is not offered to this one again. Raises as `accept` does."""
    found, seen = _offered(offer, by, "decline-offer")
    if found.state == ACCEPTED or any(event.id.startswith(f"{event_key(found)}-") for event in seen.log):
        raise _refusal(_ACCEPTED, by, found, seen)
    if answer(Offer.objects.filter(pk=found.pk, state=OPEN), DECLINED, now):
        let_go(found.entry.course_id)
    found.refresh_from_db()
    return found


# -- who may, and what stands against it ---------------------------------------------------------------------------


def _check_may(by: By, seen: Seen, what: str) -> int:
    """The course's key. Raises `NotAllowed` for somebody who may see the course and not move its visits."""
    course = key_of(seen.number) or 0
    if not isinstance(by, Operator) and not seen.roles & MAY_RECORD[VisitMoved]:
        says = "Your role may not book or move visits."
        raise refusal(NotAllowed(NOT_YOUR_ROLE, says), by, what, seen.clinic, course, seen.person)
    return course


def _entry(key: int, by: By) -> WaitingEntry:
    found = WaitingEntry.objects.filter(pk=key).first()
    if found is None:
        raise refusal(NotAllowed(*_NO_SUCH_ENTRY), by, "leave-waiting")
    return found


def _offered(offer: Offer | int, by: By, what: str) -> tuple[Offer, Seen]:
    """An offer as it is now and its course, opened for whoever answers."""
    key = offer.pk if isinstance(offer, Offer) else offer
    found = Offer.objects.filter(pk=key).select_related("entry").first()
    if found is None:
        raise refusal(NotAllowed(*_NO_SUCH_OFFER), by, what)
    seen = open_course(number_of(found.entry.course_id), by=by)
    _check_may(by, seen, what)
    return found, seen


def _why_not(
    seen: Seen, found: ToBook | None, visit: str, wishes: Wishes, now: datetime, until: date | None
) -> Finding | None:
    if found is None or (not visit and found.booking is not None):
        return _NO_SUCH_VISIT
    placed = dated(seen, visits_of(seen), found)
    if placed is None:
        return refused("no-day-yet", "This visit is counted from one that has no time yet.", "Book that one first.")
    today = now.astimezone(seen.zone).date()
    if is_past(placed, now, today) or (until is not None and until < today):
        return refused("past", "The day of this visit is over.", "Book it anew, or give a later last day.", "until")
    if not 0 <= wishes.notice_hours <= MOST_NOTICE:
        return refused("out-of-range", f"{wishes.notice_hours} hours of notice.", f"Give 0 to {MOST_NOTICE}.", "notice")
    if (
        wishes.clinician
        and not Resource.objects.filter(clinic=seen.clinic, name=wishes.clinician, in_use=True).exists()
    ):
        says = f'Nobody is called "{wishes.clinician:.80}".'
        return refused("no-such-resource", says, "See: enthesis clinic resource.", "clinician")
    return None


def _refusal(finding: Finding, by: By, offer: Offer, seen: Seen) -> Refused:
    return refusal(Refused([finding]), by, "answer-offer", seen.clinic, offer.entry.course_id, seen.person)


def _over(offer: Offer) -> Finding:
    """Why an offer cannot be answered any more."""
    says = _SAYS.get(offer.state, "This visit is no longer on the waiting list.")
    code = "offer-lost" if offer.state == LOST else "offer-over"
    return refused(code, says, "See what is booked, or wait for the next offer.")
