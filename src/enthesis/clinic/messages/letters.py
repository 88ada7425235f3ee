"""Puts together what leaves for a planned message, or several as one: the words, the file, and whom it goes to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings

from enthesis.clinic.ical.visits import PUBLISH, method_of, series_file, visit_file
from enthesis.clinic.messages.choosing import stop_link
from enthesis.clinic.messages.texts import wording_of
from enthesis.clinic.messages.transports import SMS, Letter, offers_sms
from enthesis.clinic.messages.ways import Way, way_of
from enthesis.clinic.models import Clinic
from enthesis.clinic.opening import Seen
from enthesis.pathway.course import Booking, fold, standing
from enthesis.pathway.events import VisitMoved
from enthesis.pathway.messages import About, AboutSeries, Planned, Told, Words, compose, compose_series, shipped
from enthesis.pathway.messages.model import CANCELLATION, CONFIRMATION, OFFER, PROPOSED_MOVE

WITH_FILE = frozenset((CONFIRMATION, CANCELLATION))


@dataclass(frozen=True, slots=True)
class Ready:
    """A letter with the way by which it leaves, and with language and version of its words."""

    way: Way
    letter: Letter
    said_by: str
    paragraphs: tuple[str, ...]  # for whoever tells it instead


def way_to(seen: Seen, clinic: Clinic) -> Way:
    """How the patient of a course is reached."""
    return way_of(seen.person, seen.profile, sms=offers_sms(clinic))


def ready_of(seen: Seen, clinic: Clinic, plan: Planned, *others: Planned) -> Ready:
    """The letter of a message, or of several that leave as one. `to` is empty where the patient has no address.

    All of them are planned as the course stands now (`pathway.messages.in_one_letter`).
    """
    if others:
        return _series(seen, clinic, (plan, *others))
    way = way_to(seen, clinic)
    wording = wording_of(clinic.pk, way.language)
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
        pages=_pages(),
    )
    words = compose(wording.language, about)
    with_file = plan.purpose in WITH_FILE and way.channel != SMS
    letter = addressed(way, words, seen.person, clinic.pk)
    if with_file:
        letter = replace(letter, calendar=visit_file(seen, plan.visit), method=method_of(seen, plan.visit))
    return Ready(way, letter, wording.said_by(plan.purpose), words.paragraphs)


def _series(seen: Seen, clinic: Clinic, plans: Sequence[Planned]) -> Ready:
    way = way_to(seen, clinic)
    wording = wording_of(clinic.pk, way.language)
    purpose, rules = plans[0].purpose, shipped()
    bookings = [seen.course.bookings[plan.visit] for plan in plans]
    about = AboutSeries(
        purpose=purpose,
        clinic=clinic.name,
        zone=seen.zone,
        visits=[
            Told(starts=each.starts, was=_time_before(seen, each), telehealth=each.telehealth) for each in bookings
        ],
        telephone=clinic.telephone,
        pages=_pages(),
    )
    words = compose_series(wording.language, rules, about)
    letter = addressed(way, words, seen.person, clinic.pk)
    if way.channel != SMS:
        visits = [each.visit for each in sorted(bookings, key=lambda each: each.starts)]
        letter = replace(letter, calendar=series_file(seen, visits), method=PUBLISH)
    return Ready(way, letter, wording.said_by(rules.series[purpose].id), words.paragraphs)


def _pages() -> str:
    return f"{settings.ADDRESS}/my/" if settings.ADDRESS else ""


def addressed(way: Way, words: Words, person: int | None, clinic: int) -> Letter:
    """Words as they leave by a way: an SMS in one line; a letter to a patient with where to end them."""
    if way.channel == SMS:
        return Letter(to=way.to, subject="", text=words.short, clinic=clinic)
    stop = stop_link(person) if person is not None else ""
    last = shipped().languages[way.language].stop.format(stop=stop)
    text = f"{words.text}\n{last}\n" if stop else words.text
    return Letter(to=way.to, subject=words.subject, text=text, clinic=clinic, stop=stop)


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
