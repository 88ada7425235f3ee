"""A course opened for booking: what it still has to have, under the wishes that stand in the address."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.http import HttpRequest

from enthesis.clinic import arranging, holding
from enthesis.clinic.adjusting import Given
from enthesis.clinic.arranging import Asked
from enthesis.clinic.errors import NOT_YOUR_ROLE, NotAllowed
from enthesis.clinic.holding import Held
from enthesis.clinic.looks import refusal
from enthesis.clinic.models import Resource
from enthesis.clinic.numbers import key_of
from enthesis.clinic.opening import Seen, open_course
from enthesis.pathway.protocol.model import Kind, Series
from enthesis.scheduling.problem import Placed
from enthesis.web.booking.ways import BOOKS
from enthesis.web.booking.wishes import WishesForm
from enthesis.web.frame import today_at

MOST_WIDER = 42  # days


class Unreadable(ValueError):
    """What a page sent is no series of this course."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One request about the series of a course."""

    seen: Seen
    form: WishesForm
    asked: Asked
    wider: Mapping[str, int]
    start: date | None
    now: datetime

    @property
    def today(self) -> date:
        return today_at(self.seen.zone)

    @property
    def course(self) -> int:
        return key_of(self.seen.number) or 0

    def held(self) -> Held | None:
        """What is held for the course, as long as nobody else can have it."""
        found = holding.held(self.course)
        return found if found is not None and found.lasts(self.now) else None

    def current(self) -> tuple[dict[str, Placed], Held | None]:
        """The series that is being arranged: the one that is held, or else what is booked."""
        held = self.held()
        if held is not None and held.kind == holding.SERIES:
            series = arranging.held_of(self.asked, held)
            if series is not None:
                return series, held
        return arranging.now_of(self.asked), None

    def query(self, **more: str) -> str:
        """The wishes, the start day and the wider windows as the end of an address."""
        kept = {"start": str(self.start) if self.start else "", "wider": _spoken(self.wider)}
        return self.form.query(**{**kept, **more})


def opened(request: HttpRequest, number: str) -> Booking:
    """Open a course to book it. Raises `NotAllowed` for who may not book."""
    seen = open_course(number, by=request.user)
    if not seen.roles & BOOKS:
        problem = NotAllowed(NOT_YOUR_ROLE, "Booking is not for your role.")
        raise refusal(problem, request.user, "series", seen.clinic, key_of(number), seen.person)
    today, now = today_at(seen.zone), datetime.now(UTC)
    people = Resource.objects.filter(clinic=seen.clinic, in_use=True, kind="clinician").order_by("name")
    form = WishesForm(
        request.GET,
        people=list(people.values_list("name", flat=True)),
        remote=list(_by_video(seen)),
        asks_sessions=seen.protocol is not None and seen.course.sessions_planned is None,
        asks_apart=_leaves_days_open(seen),
        today=today,
    )
    wider = _wider(request.GET.get("wider", ""))
    asked = arranging.ask(
        seen,
        form.patient(),
        now=now,
        sessions=form.sessions_asked,
        remote=form.by_video,
        wider=wider,
        days_between=form.days_apart,
    )
    return Booking(seen, form, asked, wider, _day(request.GET.get("start", ""), today), now)


def read_series(text: str, asked: Asked) -> Given:
    """A series that a page sent. Raises `Unreadable`."""
    lengths = {visit.wanted.id: visit.wanted.minutes for visit in asked.visits}
    zone = asked.problem.grid.zone if asked.problem else UTC
    try:
        found = {}
        for one in json.loads(text):
            item, starts = one["item"], datetime.fromisoformat(one["starts"]).astimezone(UTC)
            resources = tuple(str(name)[:80] for name in one["resources"])
            ends = starts + timedelta(minutes=lengths[item])
            found[item] = Placed(item, starts.astimezone(zone).date(), starts, ends, resources)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        raise Unreadable(text[:60]) from None
    if not found:
        raise Unreadable("nothing")
    return found


def _by_video(seen: Seen) -> Iterator[tuple[str, str]]:
    """The activities that can be held without being in one room: talks and reviews."""
    for activity in seen.protocol.activities if seen.protocol else ():
        if activity.kind in (Kind.VISIT, Kind.REVIEW) and not activity.optional and not activity.needs:
            yield activity.id, activity.title


def _leaves_days_open(seen: Seen) -> bool:
    """Whether the protocol does not say how many days lie between two sessions."""
    treatment = seen.protocol.treatment if seen.protocol else None
    timing = treatment.timing if treatment else None
    return isinstance(timing, Series) and all(value.whole() is None for _, value in timing.then.values())


def _wider(text: str) -> dict[str, int]:
    """treatment-2:7,review:-3."""
    found = {}
    for part in text.split(",")[:20]:
        item, _, days = part.rpartition(":")
        if item and days.removeprefix("-").isdecimal() and abs(int(days)) <= MOST_WIDER:
            found[item] = int(days)
    return found


def _spoken(wider: Mapping[str, int]) -> str:
    return ",".join(f"{item}:{days}" for item, days in wider.items())


def _day(text: str, today: date) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if today <= found <= today + timedelta(days=400) else None
