"""Visits as a calendar program takes them: asked, moved and taken out again, in whichever order that arrives."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from enthesis.clinic.door import new_id, open_course, record
from enthesis.clinic.errors import NotAllowed
from enthesis.clinic.ical.feeds import feeds_of, make_feed, read_feed, revoke_feed
from enthesis.clinic.ical.visits import NoSuchVisit, visit_file
from enthesis.clinic.models import Look, Resource
from enthesis.clinic.resources import Described, add
from enthesis.pathway import events as e
from tests.clinic.making import OPERATOR, House, day, evaluated, start

NINE = datetime(2026, 4, 1, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 30, tzinfo=UTC)


def booked(visit: str = "v1", starts: datetime = NINE, **fields: object) -> e.VisitBooked:
    given = {"activity": "diagnostic-injection", "minutes": 45, "resources": ("Dr Berg", "Room 2"), **fields}
    return e.VisitBooked(id=new_id(), happened_on=day(0), visit=visit, starts=starts, **given)


def moved(starts: datetime, **fields: object) -> e.VisitMoved:
    return e.VisitMoved(id=new_id(), happened_on=day(1), visit="v1", starts=starts, **fields)


@dataclass
class Program:
    """A calendar program as RFC 5546, 3.2 has it: by UID, the higher SEQUENCE wins, then the later DTSTAMP."""

    entries: dict[str, tuple[int, datetime, datetime]] = field(default_factory=dict)
    gone: dict[str, tuple[int, datetime]] = field(default_factory=dict)

    def takes(self, data: bytes) -> None:
        calendar = Calendar.from_ical(data)
        (event,) = calendar.walk("VEVENT")
        uid, rank = str(event["UID"]), (int(event["SEQUENCE"]), event["DTSTAMP"].dt)
        there = self.entries.get(uid)
        known = max([there[:2]] if there else [], default=self.gone.get(uid, (-1, datetime.min.replace(tzinfo=UTC))))
        assert event["ORGANIZER"]
        assert event["ATTENDEE"]
        if rank < known:
            return
        if calendar["METHOD"] == "CANCEL":
            assert event["STATUS"] == "CANCELLED"
            self.entries.pop(uid, None)
            self.gone[uid] = rank
        else:
            assert calendar["METHOD"] == "REQUEST"
            self.entries[uid] = (*rank, event["DTSTART"].dt)

    @property
    def times(self) -> list[datetime]:
        return [starts for *_, starts in self.entries.values()]


def three_files(north: House) -> tuple[bytes, bytes, bytes]:
    course = start(north, booked()).number
    asked = visit_file(open_course(course, OPERATOR), "v1")
    record(moved(NINE + timedelta(days=7)), course=course, by=OPERATOR)
    again = visit_file(open_course(course, OPERATOR), "v1")
    record(e.VisitCancelled(id=new_id(), happened_on=day(2), visit="v1"), course=course, by=OPERATOR)
    return asked, again, visit_file(open_course(course, OPERATOR), "v1")


def test_a_program_keeps_moves_and_takes_out(north: House) -> None:
    asked, again, off = three_files(north)
    program = Program()
    program.takes(asked)
    assert program.times == [NINE]
    program.takes(again)
    assert program.times == [NINE + timedelta(days=7)]
    program.takes(off)
    assert program.times == []


def test_what_arrives_late_changes_nothing(north: House) -> None:
    asked, again, off = three_files(north)
    program = Program()
    program.takes(again)
    program.takes(asked)
    assert program.times == [NINE + timedelta(days=7)]
    program.takes(off)
    program.takes(again)
    program.takes(asked)
    assert program.times == []


def test_a_correction_is_one_more_change(north: House) -> None:
    """A move that was typed wrong is corrected: as often moved as before, and another time."""
    first = moved(NINE + timedelta(days=7))
    course = start(north, booked(), first).number
    program = Program()
    program.takes(visit_file(open_course(course, OPERATOR), "v1"))
    record(moved(NINE + timedelta(days=8), replaces=first.id), course=course, by=OPERATOR)
    program.takes(visit_file(open_course(course, OPERATOR), "v1"))
    assert program.times == [NINE + timedelta(days=8)]
    last = open_course(course, OPERATOR).log[-1].id
    record(e.Withdrawn(id=new_id(), happened_on=day(2), replaces=last), course=course, by=OPERATOR)
    late = visit_file(open_course(course, OPERATOR), "v1")
    sequence = [int(each["SEQUENCE"]) for each in Calendar.from_ical(late).walk("VEVENT")]
    assert sequence == [3]


def test_a_file_says_when_and_where_and_nothing_clinical(north: House) -> None:
    north.clinic.telephone = "555 0100"
    north.clinic.save()
    text = visit_file(open_course(start(north, booked()).number, OPERATOR), "v1").decode().replace("\r\n ", "")
    for word in ("injection", "back", "Lindqvist", "Berg", "nutura", "C-0", "v1"):
        assert word not in text
    assert "SUMMARY:Appointment: Northside" in text
    assert "mailto:patient@northside.example" in text
    assert "555 0100" in text


def test_a_visit_by_video_leads_to_the_clinics_link(north: House) -> None:
    north.clinic.meeting_link = "https://video.example/room"
    north.clinic.save()
    text = (
        visit_file(open_course(start(north, booked(telehealth=True)).number, OPERATOR), "v1")
        .decode()
        .replace("\r\n ", "")
    )
    assert "URL:https://video.example/room" in text
    assert "LOCATION:By video" in text


def test_a_visit_that_nobody_booked(north: House) -> None:
    with pytest.raises(NoSuchVisit):
        visit_file(open_course(start(north).number, OPERATOR), "v1")


# -- feeds -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def berg(north: House) -> Resource:
    return add(north.clinic, Described("Dr Berg", "clinician"), north["clinician"])


def shown(secret: str, now: datetime = NOW) -> list[str]:
    data = read_feed(secret, now)
    assert data is not None
    return [f"{each['SUMMARY']} {each['DTSTART'].dt:%m-%d %H:%M}" for each in Calendar.from_ical(data).walk("VEVENT")]


def test_a_persons_calendar_shows_visits_and_no_patient(north: House, berg: Resource) -> None:
    number = start(north, booked(), booked("v2", NINE + timedelta(days=1), resources=("Dr Bergen",))).number
    made = make_feed(berg, by=north["clinician"])
    assert shown(made.secret) == [f"Visit {number} 04-01 09:00"]
    data = read_feed(made.secret, NOW)
    assert data is not None
    for word in (b"injection", b"Lindqvist", b"ase@", b"back"):
        assert word not in data
    assert b"LOCATION:Room 2" in data
    record(moved(NINE + timedelta(days=7)), course=number, by=OPERATOR)
    assert shown(made.secret) == [f"Visit {number} 04-08 09:00"]


def test_a_patients_calendar_shows_the_patients_own_visits(north: House, south: House) -> None:
    start(north, booked())
    start(south, booked(starts=NINE + timedelta(hours=3)))
    made = make_feed(north.person, by=north["patient"])
    assert shown(made.secret) == ["Appointment: Northside 04-01 09:00"]


def test_an_address_works_until_it_is_revoked_and_its_secret_is_kept_nowhere(north: House) -> None:
    made = make_feed(north.person, by=north["patient"])
    assert made.secret.encode() not in bytes(made.feed.secret)
    assert len(made.secret) >= 40
    assert feeds_of(north.person) == [made.feed]
    assert read_feed(made.secret + "x", NOW) is None
    assert read_feed("", NOW) is None
    revoke_feed(made.feed, by=north["patient"])
    assert read_feed(made.secret, NOW) is None
    assert feeds_of(north.person) == []


def test_reading_is_written_down_once_a_day(north: House) -> None:
    made = make_feed(north.person, by=north["patient"])
    for hours in (0, 1, 2, 23, 25):
        read_feed(made.secret, NOW + timedelta(hours=hours))
    looks = Look.objects.filter(what="read-feed")
    assert [look.who for look in looks] == [f"feed-{made.feed.pk}"] * 2
    assert {look.person for look in looks} == {north.person.pk}


@pytest.mark.parametrize("role", ["therapist", "front-desk"])
def test_nobody_publishes_the_calendar_of_somebody_else(role: str, north: House, south: House, berg: Resource) -> None:
    for by in (north[role], south["lead"], north["patient"]):
        with pytest.raises(NotAllowed):
            make_feed(berg, by=by)
    for by in (north[role], north["lead"], south["patient"]):
        with pytest.raises(NotAllowed):
            make_feed(north.person, by=by)
    assert make_feed(berg, by=north["lead"])


def test_an_account_that_is_closed_reads_nothing_more(north: House, berg: Resource) -> None:
    made = make_feed(berg, by=north["lead"])
    north["clinician"].is_active = False
    north["clinician"].save()
    assert read_feed(made.secret, NOW) is None


def test_an_erased_person_has_no_calendar(north: House) -> None:
    from enthesis.clinic.erase import erase

    start(north, *evaluated(), booked())
    made = make_feed(north.person, by=north["patient"])
    erase(north.person.number, by=OPERATOR)
    assert read_feed(made.secret, NOW) is None
