"""Restricted records: who opens, lists and records what; in an emergency, and when that is over."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from enthesis.clinic.access import Operator
from enthesis.clinic.accounts import invite
from enthesis.clinic.door import NotAllowed, new_id, record, start_course
from enthesis.clinic.emergencies import (
    mark_looked_at,
    minutes_of,
    open_in_emergency,
    openings_of,
    openings_of_person,
    set_minutes,
)
from enthesis.clinic.errors import NO_SUCH_COURSE, Restricted
from enthesis.clinic.files.keeping import roles_towards
from enthesis.clinic.merging import NotMerged, merge
from enthesis.clinic.models import EmergencyOpening, Look, Person, Restriction, User
from enthesis.clinic.opening import open_course
from enthesis.clinic.people import Profile, change_profile, new_person, people_of, someone_of
from enthesis.clinic.rebuild import rebuild
from enthesis.clinic.restricting import NotRestricted, history_of, lift, named_for, restrict
from enthesis.clinic.symptoms import symptoms_of
from enthesis.clinic.timetable import timetable
from enthesis.clinic.verify import verify
from enthesis.clinic.worklist import worklist
from enthesis.pathway import events as e
from tests.clinic.making import BORN, OPERATOR, House, day, evaluated, start, started

WHY = "She works at our desk."
STAFF = ("clinician", "therapist", "front-desk", "lead")
NAMED, OTHER, EMERGENCY, EXPIRED, OTHERS_EMERGENCY = "named", "other", "emergency", "expired", "others' emergency"


@pytest.fixture
def treating(north: House) -> User:
    """A second clinician, who is named."""
    return invite("treating@northside.example", clinic=north.clinic, role="clinician", name="Dr Treating")


@pytest.fixture
def number(north: House, treating: User) -> str:
    """A course of a restricted patient, whom only one clinician sees."""
    number = start(north, *evaluated()).number
    restrict(north.person, [treating], why=WHY, by=north["clinician"])
    return number


def person_of(house: House) -> Person:
    return Person.objects.get(pk=house.person.pk)


def stand(house: House, who: User, how: str, other: User) -> None:
    """Bring it about that somebody is in one of the cases of the table."""
    person, now = person_of(house), datetime.now(UTC)
    if how == NAMED:
        restrict(person, [other, who], why=WHY, by=OPERATOR)
    elif how == EMERGENCY:
        open_in_emergency(person, why="Fainted in the hall.", by=who)
    elif how == EXPIRED:
        open_in_emergency(person, why="Fainted in the hall.", by=who, now=now - timedelta(minutes=60, seconds=1))
    elif how == OTHERS_EMERGENCY:
        open_in_emergency(person, why="Fainted in the hall.", by=other)


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize("how", [NAMED, OTHER, EMERGENCY, EXPIRED, OTHERS_EMERGENCY])
@pytest.mark.parametrize("role", STAFF)
def test_to_whom_a_record_is_open(north: House, treating: User, role: str, how: str, restricted: bool) -> None:
    """The table: role x restricted x named, in an emergency, expired, somebody else's emergency."""
    number, who = start(north, *evaluated()).number, north[role]
    if restricted:
        restrict(north.person, [treating], why=WHY, by=OPERATOR)
        stand(north, who, how, treating)
    may = not restricted or how in (NAMED, EMERGENCY)
    note = e.SymptomReported(id=new_id(), happened_on=day(1), symptom="s1", level="self_care")
    listed = [one.pk for one in people_of(who, clinic=north.clinic.pk)]
    assert (north.person.pk in listed) is may
    assert bool(roles_towards(person_of(north), who)) is may
    if may:
        assert open_course(number, who).number == number
        assert someone_of(north.person.pk, who).courses
        assert record(note, course=number, by=who).seq
        return
    for act in (
        lambda: open_course(number, who),
        lambda: someone_of(north.person.pk, who),
        lambda: record(note, course=number, by=who),
    ):
        with pytest.raises(Restricted) as refused:
            act()
        assert refused.value.codes == ("restricted",)
    looks = Look.objects.filter(who=who.handle, allowed=False).values_list("what", "why")
    assert {("open-course", "restricted"), ("record SymptomReported", "restricted")} <= set(looks)


def test_who_is_no_staff_is_told_nothing(north: House, south: House, number: str) -> None:
    stranger = invite("p2@northside.example", clinic=north.clinic, role="patient", person=_second(north))
    for who in (*south.users.values(), stranger):
        with pytest.raises(NotAllowed) as refused:
            open_course(number, who)
        assert refused.value.codes == (NO_SUCH_COURSE[0],)
        with pytest.raises(NotAllowed):
            open_in_emergency(person_of(north), why="Curious.", by=who)
    assert not EmergencyOpening.objects.exists()


def _second(house: House) -> Person:
    return new_person(Profile("Bo Berg", BORN, ""), clinic=house.clinic, by=OPERATOR)


def test_the_patient_and_the_clinics_own_machine_see_it(north: House, number: str) -> None:
    assert open_course(number, north["patient"]).profile
    assert open_course(number, Operator()).profile
    assert [one.pk for one in people_of(north["patient"])] == [north.person.pk]


def test_a_new_course_is_restricted_too(north: House, number: str, treating: User) -> None:
    with pytest.raises(NotAllowed):
        start_course([started()], person=person_of(north), by=north["clinician"])
    another = start_course([started()], person=person_of(north), by=treating).number
    with pytest.raises(Restricted):
        open_course(another, north["clinician"])


def test_a_list_finds_it_by_name_and_birth_date_together_without_the_name(north: House, number: str) -> None:
    desk = north["front-desk"]
    for asked in ({}, {"words": "Lindqvist"}, {"born": BORN}):
        assert not people_of(desk, clinic=north.clinic.pk, **asked)
    (one,) = people_of(desk, clinic=north.clinic.pk, words="Lindqvist", born=BORN)
    assert one.is_closed
    assert one.profile is None
    assert not one.courses


def test_a_calendar_shows_only_that_the_time_is_taken(north: House, treating: User, number: str) -> None:
    starts = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=3)
    booked = e.VisitBooked(
        id=new_id(), happened_on=day(1), visit="v1", activity="intake", starts=starts, minutes=30, resources=("Dr A",)
    )
    record(booked, course=number, by=treating)
    on, now = starts.date(), datetime.now(UTC)
    (seen,) = timetable(north["front-desk"], north.clinic, on, on, now=now).visits
    assert (seen.name, seen.title, seen.activity, seen.visit, seen.kind) == ("Restricted", "", "", "", "")
    assert (seen.starts, seen.minutes, seen.resources) == (starts, 30, ("Dr A",))
    (seen,) = timetable(treating, north.clinic, on, on, now=now).visits
    assert seen.name == "Åse Lindqvist-Vega"
    assert seen.title
    today = now.date()
    assert number in {line.course for line in worklist(treating, today, clinic=north.clinic.pk)}
    assert not worklist(north["clinician"], today, clinic=north.clinic.pk)


def test_a_safety_concern_reaches_who_is_in_charge_of_it(north: House, treating: User, number: str) -> None:
    report = e.SymptomReported(id="r1", happened_on=day(3), symptom="hot", level="urgent_care", words="It is hot.")
    record(report, course=number, by=north["patient"])
    assigned = e.SymptomAssigned(id="a1", happened_on=day(3), symptom="hot", owner=north["clinician"].handle)
    record(assigned, course=number, by=treating)
    (line,) = symptoms_of(north["clinician"], north.clinic.pk)[1]
    assert (line.name, line.report.words) == ("Åse Lindqvist-Vega", "It is hot.")
    today = datetime.now(UTC).date()
    assert {each.course for each in worklist(north["clinician"], today, clinic=north.clinic.pk)} == {number}
    third = invite("third@northside.example", clinic=north.clinic, role="clinician", name="Dr Third")
    for other in (third, north["therapist"], north["front-desk"]):
        assert not symptoms_of(other, north.clinic.pk)[1]
    with pytest.raises(Restricted):
        open_course(number, north["clinician"])


def test_who_restricts_and_lifts(north: House, treating: User) -> None:
    for role in ("therapist", "front-desk", "patient"):
        with pytest.raises(NotAllowed):
            restrict(north.person, [treating], why=WHY, by=north[role])
    for accounts, why in (([], WHY), ([treating], " "), ([north["front-desk"]], WHY), ([north["patient"]], WHY)):
        with pytest.raises(NotRestricted):
            restrict(north.person, accounts, why=why, by=north["clinician"])
    restrict(north.person, [treating], why=WHY, by=north["clinician"])
    with pytest.raises(Restricted):  # who is not named does not name themselves
        restrict(person_of(north), [north["clinician"]], why="Mine.", by=north["clinician"])
    open_in_emergency(person_of(north), why="Fainted.", by=north["clinician"])
    with pytest.raises(NotAllowed):  # nor through an emergency
        lift(person_of(north), why="Mine.", by=north["clinician"])
    lift(person_of(north), why="She has left.", by=north["lead"])
    with pytest.raises(NotRestricted):
        lift(person_of(north), why="Again.", by=north["lead"])
    told = [(each.by, each.why, each.accounts) for each in history_of(north.person)]
    assert told == [
        (north["lead"].handle, "She has left.", ()),
        (north["clinician"].handle, WHY, (treating.handle,)),
    ]
    assert not person_of(north).restricted


def test_the_patient_reads_who_is_named_and_every_emergency(north: House, treating: User, number: str) -> None:
    assert named_for([north.person.pk]) == ["Dr Treating"]
    open_in_emergency(person_of(north), why="Fainted.", by=north["therapist"])
    (told,) = openings_of_person(north.person.pk, north.clinic.pk)
    assert (told.name, told.why, told.looked_at) == ("A therapist", "Fainted.", None)


def test_an_emergency_has_a_reason_and_is_not_made_longer(north: House, number: str) -> None:
    person, who = person_of(north), north["therapist"]
    for why in ("", "  ", "x" * 1001):
        with pytest.raises(NotRestricted):
            open_in_emergency(person, why=why, by=who)
    first = open_in_emergency(person, why="Fainted.", by=who)
    assert first.until - first.at == timedelta(minutes=60)
    assert open_in_emergency(person, why="Still.", by=who).pk == first.pk


def test_a_clinic_decides_how_long(north: House, number: str) -> None:
    assert minutes_of(north.clinic.pk) == (60, False)
    set_minutes(15, clinic=north.clinic, by=north["lead"], why="It is enough.")
    assert minutes_of(north.clinic.pk) == (15, True)
    opened = open_in_emergency(person_of(north), why="Fainted.", by=north["therapist"])
    assert opened.until - opened.at == timedelta(minutes=15)


def test_a_lead_looks_at_each_and_not_at_their_own(north: House, number: str) -> None:
    other = invite("lead2@northside.example", clinic=north.clinic, role="lead", name="Lead Two")
    opened = open_in_emergency(person_of(north), why="Fainted.", by=other)
    with pytest.raises(NotRestricted):
        mark_looked_at(opened.pk, clinic=north.clinic, by=other)
    with pytest.raises(NotAllowed):
        mark_looked_at(opened.pk, clinic=north.clinic, by=north["clinician"])
    assert [each.key for each in openings_of(north.clinic.pk, waiting=True)] == [opened.pk]
    mark_looked_at(opened.pk, clinic=north.clinic, by=north["lead"])
    mark_looked_at(opened.pk, clinic=north.clinic, by=north["lead"])
    assert not openings_of(north.clinic.pk, waiting=True)
    assert openings_of(north.clinic.pk, waiting=False)[0].looked_by == "A lead"


def test_a_lead_marks_none_of_another_clinic(north: House, south: House, number: str) -> None:
    opened = open_in_emergency(person_of(north), why="Fainted.", by=north["therapist"])
    with pytest.raises(NotRestricted):
        mark_looked_at(opened.pk, clinic=south.clinic, by=south["lead"])


@pytest.mark.parametrize("table", ["clinic_restriction", "clinic_emergencyopening"])
def test_nothing_of_it_is_taken_away(north: House, number: str, table: str) -> None:
    open_in_emergency(person_of(north), why="Fainted.", by=north["therapist"])
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET sealed = ''"):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_what_is_changed_from_outside_is_found(north: House, number: str, unguarded: None) -> None:
    assert not verify().faults or all(fault.what == "guard" for fault in verify().faults)
    Person.objects.filter(pk=north.person.pk).update(restricted=False)
    assert any(north.person.number in fault.says for fault in verify().faults)
    assert any(each.what == "restricted" for each in rebuild(check=True).differences)
    rebuild()
    assert person_of(north).restricted
    Restriction.objects.update(accounts=f" {north['clinician'].handle} ")
    assert any(fault.what == "forged" and north.person.number in fault.says for fault in verify().faults)


def test_nobody_makes_a_restricted_patient_one_with_another(north: House, number: str) -> None:
    with pytest.raises(NotMerged):
        merge(_second(north), person_of(north), why="The same.", by=north["lead"])


def test_nobody_gives_a_restricted_patient_another_name(north: House, number: str) -> None:
    with pytest.raises(Restricted):
        change_profile(person_of(north), Profile("X Y", BORN, ""), by=north["front-desk"])


def test_one_that_is_not_restricted_costs_no_query_more(
    north: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    number = start(north).number
    with django_assert_num_queries(0):  # the look and its line are prepared statements, which are not counted
        open_course(number, north["clinician"])
