"""No two visits have the same time of the same resource, whoever asks first; what follows from a booking follows it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest

from enthesis.clinic import resources, taken
from enthesis.clinic.door import Refused, new_id, open_course, record, record_all
from enthesis.clinic.models import BookedTime, TakenStep
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.resources import Described, NotAResource
from enthesis.pathway import events as e
from enthesis.pathway.course import Booking
from tests.clinic.making import OPERATOR, House, day, start

NINE = datetime(2026, 4, 1, 9, tzinfo=UTC)
OFFICE = (((time(8), time(18)),),) * 5 + ((), ())


def booked(visit: str, starts: datetime = NINE, *names: str, **fields: object) -> e.VisitBooked:
    given = {"activity": "imaging", "minutes": 45, "buffer_before": 5, "buffer_after": 10, **fields}
    return e.VisitBooked(id=new_id(), happened_on=day(0), visit=visit, starts=starts, resources=names, **given)


@pytest.fixture
def room(north: House) -> str:
    return resources.add(north.clinic, Described("Room 2", "room", hours=OFFICE)).name


def steps() -> int:
    return TakenStep.objects.count()


def test_a_booking_takes_its_resources_with_both_buffers(north: House, room: str) -> None:
    record(booked("v1", NINE, room, "somebody from elsewhere"), course=start(north).number, by=OPERATOR)
    (row,) = BookedTime.objects.all()
    assert taken.instant_of(row.first) == NINE - timedelta(minutes=5)
    assert taken.instant_of(row.last) == NINE + timedelta(minutes=55)
    assert steps() == row.last - row.first == 12


def test_a_second_visit_at_that_time_is_refused_and_told_which(north: House, room: str) -> None:
    record(booked("v1", NINE, room), course=start(north).number, by=OPERATOR)
    other = start(north).number
    with pytest.raises(Refused) as told:
        record(booked("v2", NINE + timedelta(minutes=50), room), course=other, by=OPERATOR)
    (finding,) = told.value.findings
    assert finding.code == "time-taken"
    assert "Room 2" in finding.says
    assert "v2" in finding.says
    assert open_course(other, by=OPERATOR).head == 1
    record(booked("v2", NINE + timedelta(minutes=60), room), course=other, by=OPERATOR)  # just behind the buffers


def test_a_series_is_booked_whole_or_not_at_all(north: House, room: str) -> None:
    record(booked("v9", NINE + timedelta(days=7), room), course=start(north).number, by=OPERATOR)
    other = start(north).number
    series = [booked(f"v{number}", NINE + timedelta(days=7 * number), room) for number in range(3)]
    before = steps()
    with pytest.raises(Refused):
        record_all(series, course=other, by=OPERATOR)
    assert open_course(other, by=OPERATOR).head == 1
    assert steps() == before


def test_what_is_given_back_is_free_again(north: House, room: str) -> None:
    course = start(north).number
    record(booked("v1", NINE, room), course=course, by=OPERATOR)
    later = NINE + timedelta(days=1)
    record(e.VisitMoved(id=new_id(), happened_on=day(0), visit="v1", starts=later), course=course, by=OPERATOR)
    record(booked("v2", NINE, room), course=start(north).number, by=OPERATOR)
    record(e.VisitCancelled(id=new_id(), happened_on=day(0), visit="v1"), course=course, by=OPERATOR)
    record(booked("v3", later, room), course=start(north).number, by=OPERATOR)
    assert steps() == 2 * 12


def test_a_visit_that_moves_to_a_taken_time_stays_where_it_is(north: House, room: str) -> None:
    later = NINE + timedelta(days=1)
    record(booked("v1", later, room), course=start(north).number, by=OPERATOR)
    course = start(north).number
    record(booked("v2", NINE, room), course=course, by=OPERATOR)
    with pytest.raises(Refused) as told:
        record(e.VisitMoved(id=new_id(), happened_on=day(0), visit="v2", starts=later), course=course, by=OPERATOR)
    assert told.value.findings[0].code == "time-taken"
    assert open_course(course, by=OPERATOR).course.bookings["v2"].starts == NINE


def test_a_visit_may_move_within_its_own_time(north: House, room: str) -> None:
    course = start(north).number
    record(booked("v1", NINE, room), course=course, by=OPERATOR)
    soon = NINE + timedelta(minutes=10)
    record(e.VisitMoved(id=new_id(), happened_on=day(0), visit="v1", starts=soon), course=course, by=OPERATOR)
    assert taken.instant_of(BookedTime.objects.get().first) == soon - timedelta(minutes=5)


def test_the_same_booking_sent_twice_is_booked_once(north: House, room: str) -> None:
    course = start(north).number
    event = booked("v1", NINE, room)
    record(event, course=course, by=OPERATOR)
    assert record(event, course=course, by=OPERATOR).again
    assert steps() == 12


def test_a_rebuild_finds_and_mends_what_does_not_follow_from_the_log(north: House, room: str) -> None:
    course = start(north).number
    record(booked("v1", NINE, room), course=course, by=OPERATOR)
    assert rebuild(check=True).differences == ()
    TakenStep.objects.filter(visit="v1").first().delete()
    BookedTime.objects.update(last=1)
    whats = [difference.what for difference in rebuild(check=True).differences]
    assert whats == ["booked time of v1", "booked time of v1", "taken steps of v1"]
    rebuild()
    assert rebuild(check=True).differences == ()
    assert steps() == 12


def test_a_resource_that_is_added_later_has_what_was_booked_with_its_name(north: House) -> None:
    course = start(north).number
    record(booked("v1", NINE, "Room 7"), course=course, by=OPERATOR)
    assert steps() == 0
    resources.add(north.clinic, Described("Room 7", "room"))
    assert steps() == 12
    assert rebuild(check=True).differences == ()


def test_a_resource_with_two_visits_at_once_cannot_be_added(north: House) -> None:
    for visit in ("v1", "v2"):
        record(booked(visit, NINE, "Room 7"), course=start(north).number, by=OPERATOR)
    with pytest.raises(NotAResource) as told:
        resources.add(north.clinic, Described("Room 7", "room"))
    assert "Two visits" in told.value.says
    assert steps() == 0
    with pytest.raises(NotAResource):
        resources.add(north.clinic, Described(" ", "room"))


def test_a_name_is_one_clinics_own(north: House, south: House, room: str) -> None:
    with pytest.raises(NotAResource):
        resources.add(north.clinic, Described("Room  2", "room"))
    resources.add(south.clinic, Described("Room 2", "room"))
    record(booked("v1", NINE, room), course=start(north).number, by=OPERATOR)
    record(booked("v1", NINE, room), course=start(south).number, by=OPERATOR)
    assert steps() == 2 * 12


def test_a_calendar_has_hours_and_bookings(north: House, room: str) -> None:
    record(booked("v1", NINE, room), course=start(north).number, by=OPERATOR)
    stored = resources.Stored.objects.get(name=room)
    resources.set_other_hours(stored, date(2026, 4, 2), ((time(8), time(12)),), "half a day")
    first = int(NINE.timestamp()) // 300 - 1000
    (calendar,) = resources.calendars(north.clinic.pk, date(2026, 4, 1), date(2026, 4, 30), first, first + 9000)
    assert calendar.hours == OFFICE
    assert calendar.exceptions == {date(2026, 4, 2): ((time(8), time(12)),)}
    assert calendar.spans is not None
    assert calendar.spans.tolist() == [list(taken.span(Booking("v1", "", NINE, 45, (), False, 5, 10)))]


@pytest.mark.parametrize(("minutes", "length"), [(1, 1), (5, 1), (6, 2), (45, 9)])
def test_a_visit_takes_whole_steps(minutes: int, length: int) -> None:
    first, last = taken.span(Booking("v", "", NINE, minutes))
    assert last - first == length
    late = taken.span(Booking("v", "", NINE + timedelta(minutes=2), 5))
    assert late == taken.Span(first, first + 2)  # it begins within one step and ends within the next


_MAKE = """
import json
from datetime import time
from enthesis.clinic.start import ready
ready()
from enthesis.clinic import resources
from enthesis.clinic.resources import Described
from tests.clinic.making import house, start
there = house()
for name in ("Room 1", "Room 2", "Dr Rahman"):
    resources.add(there.clinic, Described(name, "room"))
print(json.dumps([start(there).number for _ in range(8)]))
"""
_RACE = """
import sys
from datetime import UTC, datetime, timedelta
from enthesis.clinic.start import ready
ready(migrated=False)
from enthesis.clinic.access import Operator
from enthesis.clinic.door import Refused, new_id, record_all
from enthesis.pathway import events as e
course, turns = sys.argv[1], int(sys.argv[2])
first = datetime(2026, 4, 1, 9, tzinfo=UTC)
for turn in range(turns):
    names = (("Room 1", "Dr Rahman"), ("Dr Rahman", "Room 2"))[(turn + int(course[2:])) % 2]
    series = [
        e.VisitBooked(id=new_id(), happened_on=first.date(), visit=f"{course}-{turn}-{n}", activity="imaging",
                      starts=first + timedelta(days=turn, hours=2 * n), minutes=45, resources=names)
        for n in range(3)
    ]
    try:
        record_all(series, course=course, by=Operator())
        print("won", turn, flush=True)
    except Refused as refused:
        print("lost" if refused.findings[0].code == "time-taken" else "wrong", turn, flush=True)
"""
_LOOK = """
import json
from enthesis.clinic.start import ready
ready(migrated=False)
from enthesis.clinic.models import BookedTime, StoredEvent
from enthesis.clinic.rebuild import rebuild
print(json.dumps({
    "differences": [difference.as_json() for difference in rebuild(check=True).differences],
    "booked": StoredEvent.objects.filter(kind="VisitBooked").count(),
    "times": list(BookedTime.objects.values_list("resource", "first", "last")),
}))
"""


def test_of_many_who_want_one_time_exactly_one_gets_it(own_clinic: Mapping[str, str]) -> None:
    """Eight processes want the same series of three visits, 25 times over; half of them name the resources in another
    order. Each time one wins, all others are told that they lost, and nothing is booked by half."""
    around = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | dict(own_clinic)

    def python(*words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen([sys.executable, *words], env=around, stdout=subprocess.PIPE, text=True)

    courses = json.loads(python("-c", _MAKE).communicate()[0])
    turns = 25
    racers = [python("-c", _RACE, course, str(turns)) for course in courses]
    said = [line.split() for racer in racers for line in racer.communicate()[0].splitlines()]
    assert len(said) == turns * len(courses)
    assert {word for word, _ in said} <= {"won", "lost"}
    assert sorted(int(turn) for word, turn in said if word == "won") == list(range(turns))
    found = json.loads(python("-c", _LOOK).communicate()[0])
    assert found["differences"] == []
    assert found["booked"] == 3 * turns
    times = sorted(found["times"])
    assert len(times) == 2 * 3 * turns
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(times))
