"""One plan for many: nobody is in anybody's way, nothing costs less than the bound, who is left out is told why."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from enthesis.scheduling.batch import ALONE, CP_SAT, IN_TURN, Asked, Batch, plan_all, uses
from enthesis.scheduling.check import check
from enthesis.scheduling.grid import Grid
from enthesis.scheduling.in_place import in_place
from enthesis.scheduling.points import penalties_of
from enthesis.scheduling.problem import Away, Need, Patient, Placed, Problem, Resource, Wanted
from enthesis.scheduling.series import Series

MONDAY = date(2026, 12, 7)
GRID = Grid(ZoneInfo("UTC"), MONDAY, MONDAY + timedelta(days=4), 30)
HOURS = (((time(8), time(10)),),) * 7
CLINICIANS = tuple(Resource(f"c{n}", "clinician", hours=HOURS) for n in range(2))
ROOMS = tuple(Resource(f"r{n}", "room", hours=HOURS) for n in range(2))


def asked(
    number: int, ideal: int, *, rooms: int = 2, needs_room: bool = True, person: str = "", days: int = 0
) -> Asked:
    """Somebody who wants an hour, best on one day of the week; each day has four hours of two clinicians."""
    needs = (Need("clinician"), Need("room"))
    on = MONDAY + timedelta(days=ideal)
    closes = on + timedelta(days=days) if days else None
    wanted = Wanted("visit", 60, needs, opens=on if days else None, ideal=on, closes=closes)
    return Asked(f"p{number}", Problem(GRID, (*CLINICIANS, *ROOMS[:rooms]), (wanted,)), person)


def holds(asked_: list[Asked], batch: Batch) -> bool:
    """Every series by itself, and no two of them in each other's way."""
    taken = []
    for each, chosen in zip(asked_, batch.chosen, strict=True):
        if chosen.series is None:
            continue
        assert check(each.problem, chosen.series.visits) == []
        assert chosen.series.cost == sum(p.points for p in penalties_of(each.problem, chosen.series.visits))
        taken += uses(each.problem, chosen.series.visits)
    return not any(
        one[0] == other[0] and one[1] < other[2] and other[1] < one[2]
        for place, one in enumerate(taken)
        for other in taken[:place]
    )


@pytest.mark.parametrize("cp_sat", [True, False])
def test_where_too_many_want_one_day_the_others_go_as_near_as_can_be(cp_sat: bool) -> None:
    """Four fit on a day. Of six who want Wednesday two go to a day beside it: 10 points each, and that is the least."""
    people = [asked(number, 2) for number in range(6)]
    batch = plan_all(people, cp_sat=cp_sat)
    assert holds(people, batch)
    assert (batch.points, batch.bound, batch.distance) == (20, 0, 20)
    assert batch.way == (CP_SAT if cp_sat else IN_TURN)
    assert batch.left_out == ()


def test_one_room_is_as_scarce_as_a_clinician() -> None:
    """Two visits on a day: of four who want Wednesday, one goes to Tuesday and one to Thursday."""
    people = [asked(number, 2, rooms=1) for number in range(4)]
    batch = plan_all(people)
    assert holds(people, batch)
    assert batch.points == 20


def test_where_nobody_is_in_the_way_everybody_has_the_best() -> None:
    people = [asked(0, 1), asked(1, 2), asked(2, 3)]
    batch = plan_all(people)
    assert (batch.way, batch.distance) == (ALONE, 0)
    assert holds(people, batch)


@pytest.mark.parametrize("cp_sat", [True, False])
def test_who_cannot_be_placed_is_named_with_the_reason_and_the_others_are_placed(cp_sat: bool) -> None:
    """Five want Monday or Tuesday and nothing else while one room holds two a day: one is left out."""
    people = [asked(number, 0, rooms=1, days=1) for number in range(5)]
    batch = plan_all(people, cp_sat=cp_sat)
    assert holds(people, batch)
    (left,) = batch.left_out
    assert left.why is not None
    assert left.why.item == "visit"
    assert left.alone == 0  # alone there would have been a time
    assert batch.bound == 0
    nobody = replace(people[0], problem=replace(people[0].problem, patient=_away()))
    (told,) = plan_all([nobody], cp_sat=cp_sat).left_out
    assert told.alone is None
    assert told.why is not None
    assert told.why.because == ("patient",)


def test_two_courses_of_one_person_are_not_on_one_day() -> None:
    people = [asked(0, 2, person="ada"), asked(1, 2, person="ada")]
    days = [chosen.series.visits[0].day for chosen in plan_all(people).chosen if chosen.series]
    assert len(set(days)) == 2


@pytest.mark.parametrize("number", range(6))
def test_no_plan_is_better_than_the_one_that_is_chosen_together(number: int) -> None:
    """Held against every combination of days: what fits on a day is what its clinicians and rooms leave."""
    ideals = [(number * 7 + place * place) % 5 for place in range(5)]
    people = [asked(place, ideal, rooms=1) for place, ideal in enumerate(ideals)]
    least = min(
        sum(10 * abs(day - ideal) for day, ideal in zip(days, ideals, strict=True))
        for days in product(range(5), repeat=5)
        if all(days.count(day) <= 2 for day in days)
    )
    batch = plan_all(people, cp_sat=True)
    assert holds(people, batch)
    assert batch.points == least


def test_who_stays_keeps_the_room() -> None:
    """The solver decides on times and leaders; the room that a visit has is kept where it still can be."""
    starts = datetime.combine(MONDAY, time(8), UTC)
    ends = starts + timedelta(hours=1)
    now = Placed("visit", MONDAY, starts, ends, ("c0", "r1"))
    problem = asked(0, 0).problem
    problem = replace(problem, wanted=(replace(problem.wanted[0], booked=now),))
    found = in_place(problem, Series((replace(now, resources=("c0", "r0")),), 0))
    assert found.visits[0].resources == ("c0", "r1")
    shut = tuple(replace(r, exceptions={MONDAY: ()}) if r.id == "r1" else r for r in problem.resources)
    found = in_place(replace(problem, resources=shut), Series((replace(now, resources=("c0", "r0")),), 0))
    assert found.visits[0].resources == ("c0", "r0")


def _away() -> Patient:
    return Patient(away=(Away(MONDAY, MONDAY + timedelta(days=4)),))
