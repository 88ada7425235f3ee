"""A patient with two problems: one series for both courses, recorded for both or for none."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from enthesis.cli.main import main
from enthesis.clinic.booking_together import Together, book_together, propose_together
from enthesis.clinic.door import Refused, Seen, Stale, new_id, open_course, record, start_course
from enthesis.clinic.models import BookedTime, BookedVisit
from enthesis.clinic.people import Profile, new_person
from enthesis.clinic.rebuild import rebuild
from enthesis.pathway import events as e
from enthesis.scheduling.check import check
from enthesis.scheduling.problem import Patient, Placed
from tests.clinic.making import OPERATOR, House, day, diary, start, started
from tests.clinic.test_booking import at, responded, staffed

__all__ = ["staffed"]


@pytest.fixture
def courses(staffed: House) -> list[Seen]:
    return [open_course(start(staffed, *responded()).number, by=OPERATOR) for _ in range(2)]


def of_another_patient(house: House) -> Seen:
    person = new_person(Profile("Somebody Else"), clinic=house.clinic, by=OPERATOR)
    return open_course(start_course([started(), *responded()], person=person, by=OPERATOR).number, by=OPERATOR)


def best(found: Together) -> Sequence[Placed]:
    return found.choices[0].series.visits


def test_two_courses_get_one_series_without_two_visits_on_a_day(courses: list[Seen]) -> None:
    found = propose_together(courses, Patient(), now=at(22))
    assert found.problem is not None
    assert check(found.problem, best(found)) == []
    assert {visit.item.split("/")[0] for visit in best(found)} == {seen.number for seen in courses}
    assert len({visit.day for visit in best(found)}) == len(best(found)) == 8


def test_it_is_recorded_for_both_and_once(courses: list[Seen]) -> None:
    found = propose_together(courses, Patient(), now=at(22))
    for again in (False, True):
        done = book_together(found, best(found), by=OPERATOR, key="both", on=day(22))
        assert [(each.number, len(each.events), each.again) for each in done] == [
            (seen.number, 4, again) for seen in courses
        ]
    assert BookedVisit.objects.count() == 8
    assert rebuild(check=True).differences == ()
    now = [open_course(seen.number, by=OPERATOR) for seen in courses]
    assert book_together(propose_together(now, Patient(), now=at(22)), best(found), by=OPERATOR, key="k2") == []


def test_a_time_that_is_taken_in_one_course_leaves_the_other_without(staffed: House, courses: list[Seen]) -> None:
    found = propose_together(courses, Patient(clinician="Dr Rahman"), now=at(22))
    other = of_another_patient(staffed)
    last = max(best(found), key=lambda visit: visit.starts)
    booked = e.VisitBooked(
        id=new_id(),
        happened_on=day(22),
        visit="quick",
        activity="intake",
        starts=last.starts,
        minutes=30,
        resources=last.resources,
    )
    record(booked, course=other, by=OPERATOR)
    with pytest.raises(Refused) as problem:
        book_together(found, best(found), by=OPERATOR, key="both", on=day(22))
    assert set(problem.value.codes) == {"time-taken"}
    assert set(BookedTime.objects.values_list("visit", flat=True)) == {"quick"}


def test_a_course_that_has_grown_stops_both(courses: list[Seen]) -> None:
    found = propose_together(courses, Patient(), now=at(22))
    record(diary(22), course=courses[1].number, by=OPERATOR)
    with pytest.raises(Stale):
        book_together(found, best(found), by=OPERATOR, key="both", on=day(22))
    assert not BookedVisit.objects.exists()


def test_courses_of_two_people_are_not_booked_together(staffed: House, courses: list[Seen]) -> None:
    seen = [courses[0], of_another_patient(staffed)]
    with pytest.raises(ValueError, match="one patient"):
        propose_together(seen, Patient(), now=at(22))
    assert main(["book", "course", *(each.number for each in seen)]) == 2


def test_the_command_books_both(courses: list[Seen], capsys: pytest.CaptureFixture[str]) -> None:
    numbers = [seen.number for seen in courses]
    status, found = said(capsys, *numbers, "--take", "1")
    assert (status, found["booked"]) == (0, 8)
    assert {visit["item"].split("/")[0] for visit in found["choices"][0]["series"]} == set(numbers)
    assert main(["book", "course", *numbers]) == 0
    assert "C-" in capsys.readouterr().out


def said(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    status = main(["book", "course", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)
