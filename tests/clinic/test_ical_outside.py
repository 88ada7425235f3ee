"""Busy times from elsewhere: nobody is booked at them, and what is booked already is listed and never dropped."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from enthesis.clinic import resources
from enthesis.clinic.door import new_id, open_course
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.ical.outside import NotACalendar, bring, conflicts, follow, refresh, remove, to_refresh
from enthesis.clinic.ical.visits import visit_file
from enthesis.clinic.models import OutsideBusy, OutsideCalendar, Resource
from enthesis.clinic.resources import Described, add
from enthesis.clinic.taken import instant_of
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House, day, start

NOW = datetime(2026, 3, 2, tzinfo=UTC)
NINE = datetime(2026, 4, 1, 9, tzinfo=UTC)


def file(starts: datetime = NINE, minutes: int = 60) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:a@x")
    times = (f"DTSTART:{starts:%Y%m%dT%H%M%SZ}", f"DURATION:PT{minutes}M", "END:VEVENT", "END:VCALENDAR", "")
    return "\r\n".join((*lines, *times)).encode()


def gives(data: bytes) -> Callable[[str], bytes]:
    return lambda _: data


def fails(_: str) -> bytes:
    raise NotACalendar("calendar.example answers with 500 instead of a calendar.", "")


@pytest.fixture
def berg(north: House) -> Resource:
    return add(north.clinic, Described("Dr Berg", "clinician"), north["clinician"])


def busy() -> list[tuple[datetime, datetime]]:
    return [(instant_of(each.first), instant_of(each.last)) for each in OutsideBusy.objects.order_by("first")]


def imaging() -> e.VisitBooked:
    on = {"id": new_id(), "happened_on": day(0), "visit": "v1", "activity": "imaging"}
    return e.VisitBooked(**on, starts=NINE, minutes=30, resources=("Dr Berg",))


def test_a_file_keeps_its_times_in_whole_steps(north: House, berg: Resource) -> None:
    bring(berg, "Hospital", file(NINE + timedelta(minutes=2), 60), by=OPERATOR, now=NOW)
    assert busy() == [(NINE, NINE + timedelta(minutes=65))]
    (calendar,) = resources.calendars(north.clinic.pk, day(0), day(60), 0, 2**40)
    assert len(calendar.spans) == 1


def test_the_same_file_again_takes_the_place_of_the_first(berg: Resource) -> None:
    bring(berg, "Hospital", file(), by=OPERATOR, now=NOW)
    bring(berg, " Hospital ", file(NINE + timedelta(days=1)), by=OPERATOR, now=NOW)
    assert busy() == [(NINE + timedelta(days=1), NINE + timedelta(days=1, hours=1))]
    assert OutsideCalendar.objects.count() == 1


def test_a_feed_that_fails_keeps_its_last_good_reading(berg: Resource) -> None:
    calendar = follow(berg, "Hospital", "https://c.example/a.ics", by=OPERATOR, now=NOW, fetch=gives(file()))
    later = NOW + timedelta(hours=2)
    for fetch in (fails, gives(b"<html>Sign in</html>")):
        assert refresh(calendar, later, fetch) is False
        kept = OutsideCalendar.objects.get()
        assert kept.problem
        assert kept.read_at == NOW
        assert busy() == [(NINE, NINE + timedelta(hours=1))]
    assert refresh(calendar, later, gives(file(NINE, 30))) is True
    kept = OutsideCalendar.objects.get()
    assert (kept.problem, kept.read_at) == ("", later)
    assert busy() == [(NINE, NINE + timedelta(minutes=30))]


def test_a_feed_that_cannot_be_read_at_first_is_not_kept(berg: Resource) -> None:
    with pytest.raises(NotACalendar, match="500"):
        follow(berg, "Hospital", "https://c.example/a.ics", by=OPERATOR, now=NOW, fetch=fails)
    assert not OutsideCalendar.objects.exists()


def test_feeds_are_read_again_every_hour_and_files_are_not(berg: Resource) -> None:
    bring(berg, "File", file(), by=OPERATOR, now=NOW)
    feed = follow(berg, "Feed", "https://c.example/a.ics", by=OPERATOR, now=NOW, fetch=gives(file()))
    assert list(to_refresh(NOW + timedelta(minutes=59))) == []
    assert list(to_refresh(NOW + timedelta(minutes=61))) == [feed]


def test_what_is_booked_already_is_listed_and_stays_booked(north: House, berg: Resource) -> None:
    number = start(north, imaging()).number
    calendar = bring(berg, "Hospital", file(), by=OPERATOR, now=NOW)
    (found,) = conflicts(north.clinic.pk, NOW)
    assert (found.resource, found.calendar, found.course, found.visit, found.starts) == (
        "Dr Berg",
        "Hospital",
        number,
        "v1",
        NINE,
    )
    assert open_course(number, OPERATOR).course.bookings["v1"].starts == NINE
    remove(calendar, by=OPERATOR)
    assert conflicts(north.clinic.pk, NOW) == []
    assert busy() == []


def test_a_visit_that_came_back_by_a_detour_is_not_busy_twice(north: House, berg: Resource) -> None:
    """The clinician took the clinic's own visit into the calendar that the clinic reads."""
    number = start(north, imaging()).number
    bring(berg, "Own", visit_file(open_course(number, OPERATOR), "v1"), by=OPERATOR, now=NOW)
    assert busy() == []
    assert conflicts(north.clinic.pk, NOW) == []


@pytest.mark.parametrize("role", ["patient", "therapist"])
def test_a_calendar_is_brought_by_its_owner_the_desk_or_a_lead(
    role: str, north: House, south: House, berg: Resource
) -> None:
    for by in (north[role], south["lead"]):
        with pytest.raises(NotAllowed):
            bring(berg, "Hospital", file(), by=by, now=NOW)
    for by in (north["clinician"], north["front-desk"], north["lead"]):
        assert bring(berg, "Hospital", file(), by=by, now=NOW)
