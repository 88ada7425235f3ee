"""What is searched equals what the log says, row by row, however the course came about."""

from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.clinic import derive, known
from enthesis.clinic.door import NotRecorded, record, start_course
from enthesis.clinic.models import AgendaRow, CourseRecord, NameWord
from enthesis.clinic.opening import open_course
from enthesis.clinic.people import Profile, change_profile
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.writing import QUIET
from enthesis.pathway.course import fold
from enthesis.pathway.events import Event, Happening
from tests.clinic.making import OPERATOR, House, day, diary, evaluated, injected, one_of_each, start, started
from tests.clinic.sequences import an_event


def everything_derived() -> list[object]:
    """Every derived value in the database, but for the keys of derived rows."""
    return [
        sorted(CourseRecord.objects.values_list("pk", *derive.COURSE_COLUMNS)),
        sorted(AgendaRow.objects.values_list(*derive.AGENDA_COLUMNS), key=repr),
        sorted((word.clinic_id, bytes(word.token), word.person_id) for word in NameWord.objects.all()),
    ]


def throw_away() -> None:
    AgendaRow.objects.all().delete()
    NameWord.objects.all().delete()
    CourseRecord.objects.update(status="", protocol="", version="", problem="", region="", side="", started_on=None)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_rebuilt_equals_live(north: House, data: st.DataObject) -> None:
    """Random sequences through `record`; half of the time with nothing left in memory from the event before."""
    log: list[Event] = [started()]
    number = start_course(log, person=north.person, by=OPERATOR).number
    for _ in range(data.draw(st.integers(5, 25))):
        event = data.draw(an_event(log))
        if data.draw(st.booleans()):
            known.forget()
        try:
            log += record(event, course=number, by=OPERATOR).events
        except NotRecorded:
            continue
    live = everything_derived()
    assert rebuild(check=True).differences == ()
    throw_away()
    assert rebuild().differences
    assert everything_derived() == live
    assert rebuild(check=True).differences == ()


def test_a_course_of_care_rebuilds(north: House) -> None:
    number = start(north, *evaluated()).number
    for event in (injected(5), diary(6, 6), diary(7, 5), diary(9, 3)):
        record(event, course=number, by=OPERATOR)
    assert AgendaRow.objects.count() >= 3
    live = everything_derived()
    throw_away()
    rebuild()
    assert everything_derived() == live


@pytest.mark.parametrize("kind", QUIET, ids=lambda kind: str(kind.__name__))
def test_what_moves_nothing_moves_nothing(north: House, kind: type[Happening]) -> None:
    """Nothing is derived from these kinds, so they are recorded without looking."""
    number = start(north, *evaluated(), injected(5)).number
    seen = open_course(number, OPERATOR)
    event = replace(next(each for each in one_of_each() if type(each) is kind), happened_on=day(8))
    course = fold((*seen.log, event))
    items = known.agenda_of(seen.protocol, course, seen.zone.key, seen.number)
    assert not any(derive.changes(seen.clinic, 1, seen.course, course, seen.agenda, items))


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE clinic_courserecord SET status = 'closed'", "status"),
        ("UPDATE clinic_agendarow SET last_day = '2020-01-01'", "last_day"),
        ("UPDATE clinic_agendarow SET because = 'I say so'", "because"),
        ("DELETE FROM clinic_agendarow", "agenda"),
        ("UPDATE clinic_agendarow SET key = 'no-such-thing'", "no-such-thing"),
        ("DELETE FROM clinic_nameword", "name words"),
    ],
)
def test_what_differs_is_named_and_put_right(north: House, statement: str, what: str) -> None:
    number = start(north).number
    live = everything_derived()
    AgendaRow.objects.exclude(pk=AgendaRow.objects.latest("pk").pk).delete()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    differences = rebuild(check=True).differences
    assert any(what in difference.what for difference in differences)
    assert {difference.where for difference in differences} <= {number, north.person.number}
    assert rebuild(check=True).differences == differences  # checking changed nothing
    rebuild()
    assert everything_derived() == live


def test_a_new_name_is_found_and_the_old_one_is_not(north: House) -> None:
    change_profile(north.person, Profile("Maria Okafor"), by=north["front-desk"])
    assert rebuild(check=True).differences == ()
