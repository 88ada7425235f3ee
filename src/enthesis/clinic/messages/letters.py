"""Puts together what leaves for one planned message: the words, the visit's file, and whom it goes to."""

from datetime import date, datetime

from django.conf import settings

from enthesis.clinic.addresses import address_of
from enthesis.clinic.ical.visits import method_of, visit_file
from enthesis.clinic.messages.transports import Letter
from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Booking, fold, standing
from enthesis.pathway.events import VisitMoved
from enthesis.pathway.messages import About, Planned, compose, shipped
from enthesis.pathway.messages.model import CANCELLATION, CONFIRMATION, OFFER, PROPOSED_MOVE

LANGUAGE = "en"
WITH_FILE = frozenset((CONFIRMATION, CANCELLATION))


def letter_of(seen: Seen, clinic: Clinic, plan: Planned) -> Letter:
    """The letter of a message as the course stands now. `to` is empty where the patient has no address."""
    booking = seen.course.bookings.get(plan.visit)
    about = About(
        purpose=plan.purpose,
        clinic=clinic.name,
        starts=plan.starts,
        zone=seen.zone,
        was=_time_before(seen, booking) if booking and plan.purpose == CONFIRMATION else None,
        hold_first=date.fromisoformat(plan.hold_first) if plan.hold_first else None,
        until=plan.until if plan.purpose in (OFFER, PROPOSED_MOVE) else None,
        telehealth=bool(booking and booking.telehealth),
        link=clinic.meeting_link,
        telephone=clinic.telephone,
        pages=f"{settings.ADDRESS}/my/" if settings.ADDRESS else "",
    )
    words = compose(shipped().languages[LANGUAGE], about)
    with_file = plan.purpose in WITH_FILE
    return Letter(
        to=address_of(seen.person, seen.profile.contact if seen.profile else ""),
        subject=words.subject,
        text=words.text,
        calendar=visit_file(seen, plan.visit) if with_file else b"",
        method=method_of(seen, plan.visit) if with_file else "",
        clinic=clinic.pk,
    )


def _time_before(seen: Seen, booking: Booking) -> datetime | None:
    """The time that a visit had before its last move; None where it never moved, or only to somebody else."""
    stands = standing(seen.log)
    moves = [
        place for place, event in enumerate(stands) if isinstance(event, VisitMoved) and event.visit == booking.visit
    ]
    if not moves:
        return None
    before = fold(stands[: moves[-1]]).bookings.get(booking.visit)
    return before.starts if before and before.starts != booking.starts else None
