"""A clinic day that cannot be worked: one plan for all, carried out course by course."""

from datetime import date
from typing import Any

import pytest

from enthesis.clinic import closing, resources
from enthesis.clinic.booking import book, propose
from enthesis.clinic.closed_days import closed_days
from enthesis.clinic.closing import CannotClose, Closing, close_day, plan_day
from enthesis.clinic.door import NotAllowed, new_id, open_course, record
from enthesis.clinic.models import Hold, OtherHours, Resource
from enthesis.clinic.opening import Seen
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.rebuild import rebuild
from enthesis.pathway import events as e
from enthesis.scheduling.problem import Patient
from tests.clinic.making import BORN, OPERATOR, House, day, start
from tests.clinic.test_booking import at, responded, staffed
from tests.clinic.test_mending import holds

__all__ = ["staffed"]

NOW = at(22)


def booked(there: House, name: str, confirmed: bool = False) -> Seen:
    """A course of somebody of their own, with four sessions booked."""
    person = new_person(Profile(name, BORN, ""), clinic=there.clinic, by=OPERATOR)
    other = House(there.clinic, person, there.users)
    seen = open_course(start(other, *responded()).number, by=OPERATOR)
    found = propose(seen, Patient(), now=NOW)
    visits = found.choices[0].series.visits
    book(seen, found.visits, visits, by=OPERATOR, key=new_id(), on=day(22), confirmed=confirmed)
    return open_course(seen.number, by=OPERATOR)


@pytest.fixture
def full_day(staffed: House) -> tuple[House, date, list[Seen]]:
    """Four courses with their second session on one day; two of them have said yes to it."""
    courses = [booked(staffed, f"Patient {number}", confirmed=number in (1, 3)) for number in range(4)]
    second = sorted(booking.starts for booking in courses[0].course.bookings.values())[1]
    return staffed, second.date(), courses


def on(seen: Seen, closed: date) -> list[str]:
    bookings = open_course(seen.number, by=OPERATOR).course.bookings.values()
    return [booking.visit for booking in bookings if booking.starts.date() == closed]


def closed(there: House, on_day: date, *names: str) -> Closing:
    return plan_day(there.clinic, on_day, names, by=OPERATOR, now=NOW)


def test_everybody_on_the_day_is_in_one_plan_and_no_window_is_broken(
    full_day: tuple[House, date, list[Seen]],
) -> None:
    there, off, courses = full_day
    found = closed(there, off)
    assert {each.seen.number for each in found.reached} == {seen.number for seen in courses if on(seen, off)}
    assert len(found.reached) >= 4
    assert found.left_out == ()
    assert found.batch.bound <= found.batch.points
    before = {seen.number: on(seen, off) for seen in courses}
    outcomes = close_day(found, by=OPERATOR, key="form", why="Public holiday", now=NOW)
    assert closed_days(there.clinic.pk, off, off) == {off: "Public holiday"}
    for outcome in outcomes:
        seen = open_course(outcome.course, by=OPERATOR)
        assert outcome.done is not None
        assert not outcome.planned_again
        assert holds(seen)
        asked = {line.visit for line in outcome.plan.moves if line.is_asked}
        assert set(on(seen, off)) == asked & set(before[seen.number])
    assert Hold.objects.filter(kind="move").count() == 2
    assert rebuild(check=True).differences == ()
    again = close_day(found, by=OPERATOR, key="form", why="Public holiday", now=NOW)
    assert all(outcome.done is not None and outcome.done.again for outcome in again)


def test_one_person_s_day_reaches_only_that_person_s_visits(full_day: tuple[House, date, list[Seen]]) -> None:
    there, off, courses = full_day
    found = closed(there, off, "Dr Rahman")
    with_rahman = [
        seen.number
        for seen in courses
        if any("Dr Rahman" in seen.course.bookings[visit].resources for visit in on(seen, off))
    ]
    assert sorted(each.seen.number for each in found.reached) == sorted(with_rahman)
    close_day(found, by=there["front-desk"], key="form", why="ill", now=NOW)
    assert OtherHours.objects.get(resource__name="Dr Rahman").why == "ill"
    for each in found.reached:
        seen = open_course(each.seen.number, by=OPERATOR)
        left = {line.visit for line in each.plan.moves if line.is_asked}
        here = [b.visit for b in seen.course.bookings.values() if b.starts.date() == off and "Dr Rahman" in b.resources]
        assert set(here) <= left


def test_who_cannot_be_placed_is_named_with_the_reason(full_day: tuple[House, date, list[Seen]]) -> None:
    there, off, _ = full_day
    for row in Resource.objects.filter(clinic=there.clinic, kind="clinician"):
        resources.set_hours(row, ((),) * 7)  # from now on nobody works
    found = closed(there, off)
    assert found.left_out
    assert all("finds no time from" in each.plan.says for each in found.left_out)
    outcomes = close_day(found, by=OPERATOR, key="form", why="Flood", now=NOW)
    told = {outcome.course: outcome for outcome in outcomes}
    assert all(told[each.seen.number].says == each.plan.says for each in found.left_out)


def test_a_course_that_lost_its_time_meanwhile_is_planned_again(
    full_day: tuple[House, date, list[Seen]], monkeypatch: pytest.MonkeyPatch
) -> None:
    there, off, _ = full_day
    found = closed(there, off)
    mine = next(each for each in found.reached if not any(line.is_asked for line in each.plan.moves))
    line = mine.plan.moves[0]
    theirs = e.VisitBooked(
        id=new_id(), happened_on=day(2), visit=new_id(), activity="intake", starts=line.new, minutes=45,
        resources=line.resources,
    )  # fmt: skip
    record(theirs, course=start(there).number, by=OPERATOR)
    outcomes = close_day(found, by=OPERATOR, key="form", why="Flood", now=NOW)
    assert [outcome.course for outcome in outcomes if outcome.planned_again] == [mine.seen.number]
    assert on(mine.seen, off) == []
    assert holds(open_course(mine.seen.number, by=OPERATOR))


def test_a_lead_closes_the_day_and_the_front_desk_moves_the_visits(full_day: tuple[House, date, list[Seen]]) -> None:
    there, off, _ = full_day
    found = plan_day(there.clinic, off, (), by=there["lead"], now=NOW)
    outcomes = close_day(found, by=there["lead"], key="form", why="Flood", now=NOW)
    assert all("The front desk or a clinician moves the visits." in outcome.says for outcome in outcomes)
    found = plan_day(there.clinic, off, (), by=there["front-desk"], now=NOW)
    close_day(found, by=there["front-desk"], key="desk", why="Flood", now=NOW)
    for each in found.reached:
        asked = {line.visit for line in each.plan.moves if line.is_asked}
        assert set(on(each.seen, off)) <= asked


def test_the_whole_clinic_is_closed_by_a_clinician_or_a_lead(staffed: House) -> None:
    found = closed(staffed, day(40))
    with pytest.raises(NotAllowed):
        close_day(found, by=staffed["front-desk"], key="form", why="Flood", now=NOW)
    assert closed_days(staffed.clinic.pk, day(40), day(40)) == {}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"day": date(2020, 1, 1)}, "2020-01-01 is over."),
        ({"names": ("Nobody",)}, 'There is no resource called "Nobody".'),
    ],
)
def test_what_cannot_be_closed_is_told(staffed: House, words: dict[str, Any], says: str) -> None:
    said = {"day": day(40), "names": (), **words}
    with pytest.raises(CannotClose) as problem:
        plan_day(staffed.clinic, said["day"], said["names"], by=OPERATOR, now=NOW)
    assert says in problem.value.says


def test_a_day_without_visits_reaches_nobody(staffed: House) -> None:
    assert closed(staffed, day(40)).reached == ()
    assert closing.reached(staffed.clinic, day(40), (), NOW) == []
